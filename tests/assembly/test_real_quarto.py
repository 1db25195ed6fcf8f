"""Real Quarto and the embedded engine make the same of the same documents.

The recorded outlines show one version of Quarto; these tests ask the Quarto that is installed: for the small
documents, and for two reports as the build writes them.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evalreport.assembly import render as render_report
from evalreport.assembly.embedded import EngineError, render
from evalreport.assembly.quarto import BOTH_STANDARDS, Quarto, find_quarto, is_tolerated, render_with_quarto
from evalreport.assembly.render import publication_epoch, set_standards
from evalreport.build import BuildRequest, build_report
from evalreport.build.progress import Silent
from evalreport.errors import EvalreportError

REPOSITORY = Path(__file__).parents[2]


def _installed() -> Quarto | None:
    try:
        return find_quarto()
    except EvalreportError:
        return None


QUARTO = _installed()

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


def installed() -> Quarto:
    """Return the Quarto to ask."""
    assert QUARTO is not None
    return QUARTO


def outlined(path: Path, form: str) -> dict[str, Any]:
    """Outline a page or a PDF."""
    read = cases.outline.html_outline if form == "html" else cases.outline.pdf_outline
    return json.loads(json.dumps(read(path)))


# ---- the small documents ----


def quartos(project: Path, form: str) -> dict[str, Any] | None:
    """Render a project with Quarto and outline it; None if Quarto stops."""
    target = {"html": "html", "pdf": "typst"}[form]
    command = [str(installed().path), "render", "index.qmd", "--to", target]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    made = project / f"index.{form}"
    return outlined(made, form) if done.returncode == 0 and made.is_file() else None


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("case", cases.CASES)
def test_engines_agree(case: str, form: str, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "quarto", tmp_path / "embedded"
    for folder in (theirs, ours):
        cases.copy_case(case, folder)
    if installed().number < BOTH_STANDARDS:
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
    made = outlined(rendered.files[form], form)
    found: list[str] = []
    for part in cases.PARTS[form]:
        if (case, f"{form}.{part}") not in cases.DEVIATIONS:
            found += cases.outline.differences(expected[part], made[part], f"{form}.{part}")
    assert not found, "\n".join(found)


# ---- whole reports, as the build writes them ----


@pytest.fixture(scope="module")
def randers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project's report, as a Quarto project."""
    output = tmp_path_factory.mktemp("randers")
    build_report(BuildRequest("randers", REPOSITORY, output=output), Silent())
    return output / "randers" / "slutevaluering" / "report"


@pytest.fixture(params=["sample", "randers"])
def report(request: pytest.FixtureRequest) -> Path:
    """A generated project: the tests' own, or the example's."""
    name = {"sample": "project", "randers": "randers"}[request.param]
    return Path(request.getfixturevalue(name))


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_engines_agree_on_a_generated_report(report: Path, form: str, tmp_path: Path) -> None:
    copy, home = tmp_path / "project", tmp_path / "home"
    shutil.copytree(report, copy)
    home.mkdir()
    set_standards(copy, installed().standards)
    epoch = publication_epoch(copy)
    ours = render(copy, (form,), tmp_path / "out", source_date_epoch=epoch)
    # Any warning outside the list of tolerated ones is an error here.
    theirs, said = render_with_quarto(installed(), copy, (form,), home, epoch)
    assert ours.warnings == () and all(is_tolerated(line) for line in said)
    expected, made = outlined(theirs[form], form), outlined(ours.files[form], form)
    found: list[str] = []
    for part in cases.PARTS[form]:
        found += cases.outline.differences(expected[part], made[part], f"{form}.{part}")
    assert not found, "\n".join(found)
    assert made["headings" if form == "html" else "headings_in_order"], "an empty outline proves nothing"


def test_quarto_makes_every_file_of_a_generated_report(report: Path, tmp_path: Path) -> None:
    # The step after the engine is part of it: row headers are marked, and the PDF's accessibility is checked.
    made = render_report(report, ("html", "pdf", "docx"), tmp_path, engine="quarto")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.docx", "report.html", "report.pdf"]
    assert made.version == f"Quarto {installed().version}"
