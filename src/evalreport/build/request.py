"""What is asked of a build, what comes back, and where things lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalreport.errors import EvalreportError, near_matches

FORMATS = ("html", "pdf", "docx")
ENGINES = ("embedded", "quarto")


@dataclass(frozen=True)
class BuildRequest:
    """One report to build.

    Attributes
    ----------
    project : str
        A folder of `params/`.
    root : Path
        The folder that holds `params/`, `notebooks/` and `data/`.
    publication : str, optional
        Its id; the project's default one when not given.
    formats : tuple of str, optional
        Any of html, pdf and docx; what the publication says when not given.
    engine : str, optional
        embedded or quarto; what the project says when not given.
    output : Path, optional
        The folder that takes the place of `build/`.
    overrides : tuple of (str, value)
        Settings that replace those of the parameter file for this build, by dotted path.
    jobs : int, optional
        How many notebooks run at a time.
    """

    project: str
    root: Path
    publication: str | None = None
    formats: tuple[str, ...] | None = None
    engine: str | None = None
    output: Path | None = None
    overrides: tuple[tuple[str, Any], ...] = ()
    jobs: int | None = None

    @property
    def output_folder(self) -> Path:
        """Where builds lie."""
        return self.output or self.root / "build"

    @property
    def project_folder(self) -> Path:
        """Where this project's builds lie."""
        return self.output_folder / self.project

    @property
    def private(self) -> Path:
        """Where snapshots, executed notebooks and logs lie: what may not leave."""
        return self.project_folder / "private"


@dataclass(frozen=True)
class BuildResult:
    """What a build made.

    Attributes
    ----------
    files : dict of str to Path
        The report by format.
    facts, figures, tables, marks : int
        How many the report holds; marks are places that need the author's attention.
    unchanged : bool
        Nothing had changed, and no work was done.
    reasons : tuple of str
        Why work was done.
    outdated : tuple of str
        Texts in the source whose bracketed value is no longer the current one.
    """

    files: dict[str, Path]
    version: str
    build_id: str
    engine: str
    seconds: float
    facts: int = 0
    figures: int = 0
    tables: int = 0
    marks: int = 0
    unchanged: bool = False
    reasons: tuple[str, ...] = ()
    publication: str = ""
    outdated: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class CheckResult:
    """What a check found: the places to look at, and how much was checked."""

    places: tuple[str, ...]
    facts: int
    exhibits: int
    chapters: int


def find_root(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that holds projects.

    Raises
    ------
    EvalreportError
        When there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "params").is_dir():
            return folder
    raise EvalreportError(
        f"no folder 'params' with projects in {start} or above it",
        remedy="run the command in the folder that holds params/, notebooks/ and data/, or name it with --root",
    )


def known_projects(root: Path) -> tuple[str, ...]:
    """Return the names of the projects below `root`, in order."""
    return tuple(sorted(file.parent.name for file in (root / "params").glob("*/project.yaml")))


def require_project(root: Path, name: str) -> Path:
    """Return a project's folder.

    Raises
    ------
    EvalreportError
        When there is no such project: near matches, and the list of those there are.
    """
    projects = known_projects(root)
    if name in projects:
        return root / "params" / name
    listed = ", ".join(projects) if projects else "none yet"
    if not name:
        some = projects[0] if projects else "…"
        raise EvalreportError(
            "which project?",
            remedy=f"name it: make report PROJECT={some} (or python -m evalreport build {some}); "
            f"projects in {root / 'params'}: {listed}",
        )
    if (root / "params" / name).is_dir():
        raise EvalreportError(
            f"the project '{name}' has no params/{name}/project.yaml",
            remedy="write it, or take it back from where it was moved; params/randers/project.yaml shows what "
            "goes in it",
        )
    raise EvalreportError(
        f"there is no project '{name}'",
        near=near_matches(name, projects),
        remedy=f"choose one of the projects in {root / 'params'}: {listed}",
    )
