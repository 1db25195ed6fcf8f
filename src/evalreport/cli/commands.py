"""The commands."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from evalreport.build.request import (
    ENGINES,
    FORMATS,
    BuildRequest,
    find_root,
    known_projects,
    require_project,
)
from evalreport.cli.faults import told
from evalreport.cli.progress import shown
from evalreport.cli.summary import closing, fact_lines, nearest
from evalreport.errors import EvalreportError, near_matches

app = typer.Typer(
    help="From an evaluation's data to a traceable report in HTML and PDF.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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


def _version(asked: bool) -> None:
    if asked:
        print(f"evalreport {program_version()}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    project: Project = "",
    pub: Publication = None,
    formats: Annotated[str | None, typer.Option(help='One or more of "html pdf docx".')] = None,
    engine: Annotated[str | None, typer.Option(help="embedded or quarto.")] = None,
    settings: Settings = None,
    output: Output = None,
    root: Root = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Notebooks that run at a time.")] = None,
    verbose: Verbose = False,
) -> None:
    """Build the report."""
    request = _request(project, root, pub, output, settings, formats, engine, jobs)
    with told(request.private):
        from evalreport import build as builder

        with shown(verbose=verbose) as progress:
            result = builder.build_report(request, progress)
        _print(closing(result, here=Path.cwd(), verbose=verbose))


@app.command()
def check(
    project: Project = "",
    pub: Publication = None,
    settings: Settings = None,
    output: Output = None,
    root: Root = None,
    verbose: Verbose = False,
) -> None:
    """Check data and text without making the report."""
    request = _request(project, root, pub, output, settings)
    with told(request.private):
        from evalreport import build as builder

        with shown(verbose=verbose) as progress:
            lines = builder.check_report(request, progress)
        _print(["", *lines])


@app.command()
def intake(
    project: Project = "",
    pub: Publication = None,
    settings: Settings = None,
    output: Output = None,
    root: Root = None,
    verbose: Verbose = False,
) -> None:
    """Read and check the data, and write the snapshot."""
    request = _request(project, root, pub, output, settings)
    with told(request.private):
        from evalreport import build as builder

        with shown(verbose=verbose) as progress:
            snapshot = builder.take_in(request, progress)
        _print(["", f"snapshot: {nearest(snapshot, Path.cwd())} (private)"])


@app.command()
def lab(
    project: Project = "",
    pub: Publication = None,
    settings: Settings = None,
    root: Root = None,
    arguments: Annotated[list[str] | None, typer.Argument(help="Passed on to JupyterLab.")] = None,
) -> None:
    """Open JupyterLab with the notebooks ready to run against the project."""
    request = _request(project, root, pub, None, settings)
    with told(request.private):
        from evalreport import build as builder

        with shown() as progress:
            run_file = builder.prepare_lab(request, progress)
    environment = os.environ | {
        "EVALREPORT_PROJECT": request.project,
        "EVALREPORT_RUN": str(run_file.absolute()),
        # The kernel of this environment, whatever others the person has installed under the same name.
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    notebooks = f"--ServerApp.root_dir={(request.root / 'notebooks').absolute()}"
    command = [sys.executable, "-m", "jupyterlab", notebooks, *(arguments or ())]
    raise typer.Exit(subprocess.run(command, env=environment, cwd=request.root, check=False).returncode)


@app.command()
def projects(root: Root = None) -> None:
    """List the projects."""
    _print(
        known_projects(_root(root))
        or ["no projects yet: a project is a folder in params/ with a project.yaml"]
    )


@app.command()
def facts(
    project: Project = "",
    pattern: Annotated[str, typer.Argument(help="A part of the id or label, or a pattern with *.")] = "",
    pub: Publication = None,
    output: Output = None,
    root: Root = None,
) -> None:
    """Print the facts of the last build."""
    request = _request(project, root, pub, output, None)
    with told(request.private):
        from evalreport.ledger import Ledger

        found = sorted(file for file in request.project_folder.glob("*/ledger.json"))
        if pub:
            found = [file for file in found if file.parent.name == pub]
        if not found:
            raise EvalreportError(
                f"there are no facts of '{project}' yet",
                remedy=f"build the report first: make report PROJECT={project}",
            )
        for file in found:
            lines = fact_lines(Ledger.read(file), pattern)
            _print([*([f"{file.parent.name}:"] if len(found) > 1 else []), *(lines or ["no fact matches"])])


@app.command()
def clean(
    project: Annotated[str, typer.Argument(help="Only this project's builds.")] = "",
    output: Output = None,
    root: Root = None,
) -> None:
    """Remove builds, with what is private in them; data, parameters and texts stay."""
    with told():
        folder = (output or _root(root) / "build").absolute()
        if project:
            built = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
            if project not in built:
                raise EvalreportError(f"there is no build of '{project}'", near=near_matches(project, built))
            folder /= project
        if not folder.is_dir():
            _print(["nothing to remove"])
            return
        shutil.rmtree(folder)
        _print([f"removed {nearest(folder, Path.cwd())}"])


def _request(
    project: str,
    root: Path | None,
    pub: str | None,
    output: Path | None,
    settings: list[str] | None,
    formats: str | None = None,
    engine: str | None = None,
    jobs: int | None = None,
) -> BuildRequest:
    """Gather what was asked for, checked as far as it can be without reading the project."""
    place = _root(root)
    require_project(place, project)
    return BuildRequest(
        project=project,
        root=place,
        publication=pub or None,
        formats=_formats(formats),
        engine=_engine(engine),
        output=output.absolute() if output else None,
        overrides=tuple(_setting(text) for text in settings or ()),
        jobs=jobs,
    )


def _root(root: Path | None) -> Path:
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
        return name.strip(), YAML(typ="safe", pure=True).load(value)
    except YAMLError:
        raise typer.BadParameter(f"--set {text}: '{value}' is not a value that YAML knows") from None


def program_version() -> str:
    """Return the version of this program."""
    try:
        return importlib.metadata.version("evalreport")
    except importlib.metadata.PackageNotFoundError:  # run from the source folder
        described = Path(__file__).resolve().parents[3] / "pyproject.toml"
        return str(tomllib.loads(described.read_text(encoding="utf-8"))["project"]["version"])


def _print(lines: Any) -> None:
    for line in lines:
        print(line)
