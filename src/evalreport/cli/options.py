"""What commands can be asked, and the request that it makes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from evalreport.build.request import ENGINES, FORMATS, BuildRequest, find_root, require_project
from evalreport.errors import EvalreportError, near_matches

Project = Annotated[str, typer.Argument(help="A folder in params/.")]
Publication = Annotated[
    str | None, typer.Option("--pub", help="Publication; the project's default one if left out.")
]
Root = Annotated[
    Path | None, typer.Option(help="Folder with params/, notebooks/ and data/.", show_default=False)
]
Output = Annotated[
    Path | None, typer.Option(help="Folder for builds, in place of build/.", show_default=False)
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a setting: disclosure.threshold=5."),
]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Tell more.")]


def request_of(
    project: str,
    root: Path | None,
    pub: str | None,
    output: Path | None,
    settings: list[str] | None,
    formats: str | None = None,
    engine: str | None = None,
    jobs: int | None = None,
) -> BuildRequest:
    """Gather what was asked for, checked as far as it can be without reading the project.

    Raises
    ------
    EvalreportError
        When there is no such project, or no projects here at all.
    typer.BadParameter
        When an option has a value that is not among those there are.
    """
    place = root_of(root)
    require_project(place, project)
    request = BuildRequest(
        project=project,
        root=place,
        publication=pub or None,
        formats=_formats(formats),
        engine=_engine(engine),
        output=output.absolute() if output else None,
        overrides=tuple(_setting(text) for text in settings or ()),
        jobs=jobs,
    )
    _draw_alike(request.private / "caches" / "matplotlib")
    return request


def _draw_alike(caches: Path) -> None:
    """Draw figures with the library's own settings: not the person's, and without need of a writable home."""
    os.environ.pop("MATPLOTLIBRC", None)
    os.environ |= {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(caches)}


def root_of(root: Path | None) -> Path:
    """Return the folder that holds the projects: the one named, or the nearest from the working folder up."""
    if root is None:
        return find_root(Path.cwd())
    if not (root / "params").is_dir():
        raise EvalreportError(
            f"no folder 'params' with projects in {root}", remedy="name another folder with --root"
        )
    return root.absolute()


def _formats(text: str | None) -> tuple[str, ...] | None:
    if not text or not text.strip():
        return None
    asked = text.lower().replace(",", " ").split()
    for name in asked:
        if name not in FORMATS:
            raise typer.BadParameter(f"'{name}' is not a format; choose among {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in asked)


def _engine(name: str | None) -> str | None:
    if name and name not in ENGINES:
        near = "".join(f"; did you mean {match}?" for match in near_matches(name, ENGINES)[:1])
        raise typer.BadParameter(f"'{name}' is not an engine; choose {' or '.join(ENGINES)}{near}")
    return name or None


def _setting(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise typer.BadParameter(f"--set {text}: write name=value, as in disclosure.threshold=5")
    try:
        read = YAML(typ="safe", pure=True).load(value)
    except YAMLError:
        raise typer.BadParameter(f"--set {text}: '{value}' is not a value that YAML knows") from None
    # "Trivsel: før og efter" is a title and not a mapping; whoever means one writes braces.
    return name.strip(), value if isinstance(read, dict) and not value.lstrip().startswith("{") else read
