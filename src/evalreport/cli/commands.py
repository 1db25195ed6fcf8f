"""The commands."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from evalreport.build.request import known_projects
from evalreport.cli.faults import told
from evalreport.cli.options import Output, Project, Publication, Root, Settings, Verbose, request_of, root_of
from evalreport.cli.progress import shown
from evalreport.cli.summary import checked, closing, fact_lines, nearest
from evalreport.errors import EvalreportError, near_matches

app = typer.Typer(
    help="From an evaluation's data to a traceable report in HTML and PDF.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
    request = request_of(project, root, pub, output, settings, formats, engine, jobs)
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
    request = request_of(project, root, pub, output, settings)
    with told(request.private):
        from evalreport import build as builder

        with shown(verbose=verbose) as progress:
            result = builder.check_report(request, progress)
        _print(checked(result))


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
    request = request_of(project, root, pub, output, settings)
    with told(request.private):
        from evalreport import build as builder

        with shown(verbose=verbose) as progress:
            snapshot = builder.take_in(request, progress)
        _print(["", f"snapshot: {nearest(snapshot, Path.cwd())} (private)"])


@app.command(context_settings={"ignore_unknown_options": True})
def lab(
    project: Project = "",
    pub: Publication = None,
    settings: Settings = None,
    root: Root = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(help="Passed on to JupyterLab, options too.")
    ] = None,
) -> None:
    """Open JupyterLab with the notebooks ready to run against the project."""
    request = request_of(project, root, pub, None, settings)
    with told(request.private):
        from evalreport import build as builder
        from evalreport.execution import SAME_FOR_ALL

        with shown() as progress:
            run_file = builder.prepare_lab(request, progress)
    environment = {
        **os.environ,
        **SAME_FOR_ALL,
        "EVALREPORT_PROJECT": request.project,
        "EVALREPORT_RUN": str(run_file.absolute()),
        # The kernel of this environment, whatever others the person has installed under the same name.
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    environment.pop("MPLBACKEND", None)  # plots made while exploring are shown
    notebooks = f"--ServerApp.root_dir={(request.root / 'notebooks').absolute()}"
    command = [sys.executable, "-m", "jupyterlab", notebooks, *(arguments or ())]
    server = subprocess.Popen(command, env=environment, cwd=request.root)
    while server.poll() is None:
        # Ctrl-C is JupyterLab's to answer: it asks back, and ends its kernels.
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()
    raise typer.Exit(server.returncode)


@app.command()
def projects(root: Root = None) -> None:
    """List the projects."""
    _print(
        known_projects(root_of(root))
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
    request = request_of(project, root, pub, output, None)
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
        folder = (output or root_of(root) / "build").absolute()
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
