"""The Pandoc program from its wheel: read, cite and write, with its warnings."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from evalreport.assembly.embedded.errors import EngineError

READER = "markdown"
TEMPLATES = Path(__file__).parent / "templates"


@cache
def program() -> str:
    """Return the path of the Pandoc program."""
    return str(pypandoc.get_pandoc_path())


@cache
def version() -> str:
    """Return the version of the Pandoc program."""
    return str(pypandoc.get_pandoc_version())


def run(arguments: Sequence[str], text: str, folder: Path, epoch: int = 0) -> tuple[str, list[str]]:
    """Run Pandoc in a folder; return what it writes and its warnings.

    Raises
    ------
    EngineError
        If Pandoc stops.
    """
    # Only what Pandoc needs: no user settings, one locale, no clock.
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "SOURCE_DATE_EPOCH": str(epoch),
    }
    for name in ("SYSTEMROOT", "TEMP", "TMP"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(
        [program(), "--data-dir", str(TEMPLATES), *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    log = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        raise EngineError(f"Pandoc stopped: {' '.join(log.split())}")
    return done.stdout.decode("utf-8"), messages(log)


def messages(log: str) -> list[str]:
    """Part Pandoc's log in its messages; a message may go on over indented lines."""
    out: list[str] = []
    for line in log.splitlines():
        if re.match(r"\[(WARNING|INFO|ERROR)\] ", line):
            out.append(line.split("] ", 1)[1].strip())
        elif out and line.strip():
            out[-1] += " " + line.strip()
    return out


def read(text: str, folder: Path, reader: str = READER) -> tuple[dict[str, Any], list[str]]:
    """Read a text to Pandoc's tree."""
    out, warnings = run(["--from", reader, "--to", "json"], text, folder)
    return json.loads(out), warnings


def cite(tree: dict[str, Any], folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Set the citations and the bibliography of a tree."""
    out, warnings = run(["--from", "json", "--to", "json", "--citeproc"], encode(tree), folder)
    return json.loads(out), warnings


def write(
    tree: dict[str, Any], writer: str, folder: Path, arguments: Sequence[str], epoch: int = 0
) -> tuple[str, list[str]]:
    """Write a tree in a format."""
    return run(["--from", "json", "--to", writer, "--wrap", "none", *arguments], encode(tree), folder, epoch)


def encode(tree: dict[str, Any]) -> str:
    """Write a tree as JSON for Pandoc."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
