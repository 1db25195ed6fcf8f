"""Real Quarto and the embedded engine make the same of the same documents.

The recorded outlines show one version of Quarto; this test asks the Quarto that is installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evalreport.assembly.embedded import EngineError, render

QUARTO = os.environ.get("QUARTO_PATH") or shutil.which("quarto")

pytestmark = pytest.mark.skipif(
    QUARTO is None,
    reason="Quarto is not installed: run `make quarto`, or set QUARTO_PATH to the program of one you have",
)


def _outlines() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "outline_cases", Path(__file__).with_name("test_outlines.py")
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = _outlines()


def version() -> tuple[int, ...]:
    """Return the version of the installed Quarto, as (1, 10, 18)."""
    said = subprocess.run([str(QUARTO), "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:3])


def quartos(project: Path, form: str) -> dict[str, Any] | None:
    """Render a project with Quarto and outline it; None if Quarto stops."""
    target = {"html": "html", "pdf": "typst"}[form]
    command = [str(QUARTO), "render", "index.qmd", "--to", target]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    made = project / f"index.{form}"
    if done.returncode != 0 or not made.is_file():
        return None
    read = cases.outline.html_outline if form == "html" else cases.outline.pdf_outline
    return json.loads(json.dumps(read(made)))


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("case", cases.CASES)
def test_engines_agree(case: str, form: str, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "quarto", tmp_path / "embedded"
    for folder in (theirs, ours):
        cases.copy_case(case, folder)
    if version() < (1, 10):
        # Quarto 1.9 holds one standard at a time.
        for settings in (theirs / case / "_quarto.yml", ours / case / "_quarto.yml"):
            text = settings.read_text(encoding="utf-8").replace("[ua-1, a-3a]", "ua-1")
            settings.write_text(text, encoding="utf-8")
    expected = quartos(theirs / case, form)
    try:
        rendered = render(ours / case, (form,), tmp_path / "out")
    except EngineError:
        assert expected is None, "the embedded engine stops where Quarto does not"
        return
    assert expected is not None, "Quarto stops where the embedded engine does not"
    read = cases.outline.html_outline if form == "html" else cases.outline.pdf_outline
    made = json.loads(json.dumps(read(rendered.files[form])))
    found: list[str] = []
    for part in cases.PARTS[form]:
        if (case, f"{form}.{part}") not in cases.DEVIATIONS:
            found += cases.outline.differences(expected[part], made[part], f"{form}.{part}")
    assert not found, "\n".join(found)
