"""Real Quarto, when the project asks for it: found, checked, and run on a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evalreport.errors import EvalreportError

OLDEST = (1, 9)
BOTH_STANDARDS = (1, 10)
"""From this version on Quarto takes PDF/UA-1 and PDF/A-3a together; before, asking for both is an error."""

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
WORD_PROFILE = "_quarto-word.yml"
"""What Word needs beyond the other formats, in a profile of its own."""

TOLERATED = (
    # Quarto would run a validator of its own on every PDF, and says so when it is not there.
    ("validator", re.compile(r"verapdf is not installed", re.IGNORECASE)),
)
"""Warnings that do not stop a build, each with its name."""

_WARNING = re.compile(r"^\s*\[?(?:warning|warn|error)\b", re.IGNORECASE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What a program needs to start on each system; everything else of the caller's environment stays outside.
_KEPT = (
    "PATH",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "COMSPEC",
    "PATHEXT",
    "WINDIR",
    "NUMBER_OF_PROCESSORS",
    "LD_LIBRARY_PATH",
)


@dataclass(frozen=True)
class Quarto:
    """One installed Quarto."""

    path: Path
    version: str

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, for comparison."""
        return tuple(int(part) for part in re.findall(r"\d+", self.version)[:3])

    @property
    def standards(self) -> tuple[str, ...]:
        """The PDF standards it can hold, as `pdf-standard` names them."""
        return ("ua-1", "a-3a") if self.number >= BOTH_STANDARDS else ("ua-1",)


def find_quarto(environment: Mapping[str, str] | None = None) -> Quarto:
    """Find Quarto: `QUARTO_PATH`, then the project's own environment, then the search path.

    Raises
    ------
    EvalreportError
        If there is none, or it is too old.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("QUARTO_PATH", "")
    path = _named(Path(named)) if named else _installed(environment)
    if path is None:
        raise EvalreportError(
            f"there is no Quarto at {named}, which QUARTO_PATH names" if named else "Quarto is not installed",
            remedy="run `make quarto` to install it in the project's environment, or set QUARTO_PATH to the program; "
            "or build without it: leave ENGINE out, or say ENGINE=embedded",
        )
    found = subprocess.run(
        [str(path), "--version"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    quarto = Quarto(path, found.stdout.strip())
    if found.returncode != 0 or not quarto.number:
        raise EvalreportError(
            f"{path} does not tell its version",
            remedy="run `make quarto` to install Quarto anew, or set QUARTO_PATH",
        )
    if quarto.number < OLDEST:
        raise EvalreportError(
            f"Quarto {quarto.version} at {path} is too old: {OLDEST[0]}.{OLDEST[1]} or later is needed",
            remedy="run `make quarto` to install a newer one in the project's environment, or set QUARTO_PATH",
        )
    return quarto


def _named(path: Path) -> Path | None:
    candidates = (
        path,
        path / "quarto",
        path / "bin" / "quarto",
        path / "quarto.exe",
        path / "bin" / "quarto.exe",
    )
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _installed(environment: Mapping[str, str]) -> Path | None:
    own = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin")
    found = shutil.which("quarto", path=str(own)) or shutil.which("quarto", path=environment.get("PATH", ""))
    return Path(found) if found else None


def render_with_quarto(
    quarto: Quarto, project: Path, formats: tuple[str, ...], home: Path, epoch: int
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Render a project folder, which is written to: pass a copy.

    Parameters
    ----------
    quarto : Quarto
        The program.
    project : Path
        The copy; its files appear beside `index.qmd`.
    formats : tuple of str
        Any of html, pdf and docx.
    home : Path
        An empty folder that stands for the user's home, so that no personal settings reach the report.
    epoch : int
        The publication's date in seconds since 1970.

    Returns
    -------
    dict of str to Path, tuple of str
        The files by format, and the tolerated warnings.

    Raises
    ------
    EvalreportError
        If Quarto fails or warns of something that is not on the list of tolerated warnings.
    """
    environment = {key: value for key, value in os.environ.items() if key.upper() in _KEPT}
    environment |= {
        "HOME": str(home), "USERPROFILE": str(home), "XDG_CACHE_HOME": str(home), "XDG_DATA_HOME": str(home),
        "APPDATA": str(home), "LOCALAPPDATA": str(home), "TMPDIR": str(home), "TEMP": str(home), "TMP": str(home),
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "SOURCE_DATE_EPOCH": str(epoch),
    }  # fmt: skip
    files: dict[str, Path] = {}
    tolerated: list[str] = []
    for name in formats:
        command = [str(quarto.path), "render", "index.qmd", "--to", FORMATS[name]]
        if name == "docx" and (project / WORD_PROFILE).is_file():
            command += ["--profile", "word"]
        run = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace",
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        said = warnings_of(f"{run.stdout}\n{run.stderr}")
        files[name] = project / f"index.{name}"
        if run.returncode != 0 or not files[name].is_file():
            lines = _COLOUR.sub("", run.stderr).strip().splitlines()
            raise EvalreportError(
                f"Quarto {quarto.version} could not make the {name} file:\n    " + "\n    ".join(lines[-12:]),
                remedy="mend what Quarto names above, or build with the embedded engine to compare",
            )
        refused = [line for line in said if not is_tolerated(line)]
        if refused:
            raise EvalreportError(
                f"Quarto {quarto.version} warned while making the {name} file:\n    "
                + "\n    ".join(refused),
                remedy="a warning means that something is missing in the report; mend it in the chapter it names",
            )
        tolerated += said
    return files, tuple(dict.fromkeys(tolerated))


def warnings_of(output: str) -> tuple[str, ...]:
    """Return the lines of Quarto's output that warn.

    >>> warnings_of("pandoc to: html\\nWARNING: Unable to resolve crossref @fig-x\\nOutput created: index.html")
    ('WARNING: Unable to resolve crossref @fig-x',)
    """
    lines = (_COLOUR.sub("", line).strip() for line in output.splitlines())
    return tuple(dict.fromkeys(line for line in lines if _WARNING.match(line)))


def is_tolerated(warning: str) -> bool:
    """Tell whether a warning is on the list of those that do not stop a build."""
    return any(pattern.search(warning) for _, pattern in TOLERATED)
