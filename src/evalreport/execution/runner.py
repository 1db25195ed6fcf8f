"""One notebook, run from start to end in a kernel of its own."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.execution.engine import NAME, Session, Stopped, load_papermill
from evalreport.execution.failure import NotebookFailed, failure
from evalreport.execution.kernel import Kernel
from evalreport.execution.notebook import read_notebook, write_notebook
from evalreport.execution.parameters import check_parameters
from evalreport.execution.published import publish


@dataclass(frozen=True)
class NotebookJob:
    """A notebook to run.

    Attributes
    ----------
    chapter : str
        What it is run for; used in messages.
    notebook : Path
        The source, which is only read.
    parameters : mapping
        The project's values, plain data.
    run_file : Path
        What the chapter API reads, handed over as EVALREPORT_RUN.
    raw_output : Path
        The executed notebook, written also when a cell fails; lies in the private folder.
    published_output : Path, optional
        The published notebook, written when all cells have run.
    """

    chapter: str
    notebook: Path
    parameters: Mapping[str, Any]
    run_file: Path
    raw_output: Path
    published_output: Path | None = None


@dataclass(frozen=True)
class NotebookRun:
    """A notebook that has run to its end."""

    chapter: str
    notebook: Path
    raw: Path
    published: Path | None
    cells: int
    seconds: float


def execute(
    job: NotebookJob,
    *,
    root: Path,
    on_cell: Callable[[int, int], None] = lambda done, total: None,
    sessions: set[Session] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> NotebookRun:
    """Run one notebook; `pool.run_notebooks` is what others call.

    Parameters
    ----------
    job : NotebookJob
        What to run.
    root : Path
        The working folder of the kernel.
    on_cell : callable
        Called with cells done and all cells.
    sessions : set of Session, optional
        Holds the session while it runs, so that another thread can end its kernel.
    stopped : callable
        Whether the run has been given up.

    Raises
    ------
    EvalreportError
        When the parameters do not fit the notebook.
    NotebookFailed
        When a cell raises, or the kernel dies or does not start.
    """
    begun = time.perf_counter()
    parameters = check_parameters(job.notebook, job.parameters)
    source = read_notebook(job.notebook)
    total = len(source["cells"]) + bool(parameters)
    papermill = load_papermill()
    if stopped():
        raise Stopped
    job.raw_output.parent.mkdir(parents=True, exist_ok=True)
    log = job.raw_output.with_suffix(".log")
    kernel = Kernel(job.run_file, job.raw_output.parent / ".caches")
    try:
        with log.open("w", encoding="utf-8") as stream:
            session = Session(kernel, root, stream, lambda done: on_cell(done, total), stopped)
            with _among(sessions, session):
                fault = _run(papermill, source, parameters, session)
    finally:
        kernel.close()
        with contextlib.suppress(OSError):
            if not log.stat().st_size:
                log.unlink()
    if stopped():
        raise Stopped
    _write_raw(job, session, source)
    # Looked for even when papermill is content: it takes sys.exit() for a proper end.
    told = _told(fault, job, root, session, log)
    if told:
        raise told
    if job.published_output:
        gated = job.published_output.parent / "exhibits"
        publish(job.raw_output, job.published_output, exhibits=gated if gated.is_dir() else None)
    return NotebookRun(
        job.chapter, job.notebook, job.raw_output, job.published_output, total, time.perf_counter() - begun
    )


def _run(
    papermill: Any, source: dict[str, Any], parameters: dict[str, Any], session: Session
) -> Exception | None:
    """Let papermill run the cells; return what stopped it."""
    import nbformat

    try:
        papermill.execute_notebook(
            nbformat.from_dict(source),
            None,
            parameters=parameters,
            engine_name=NAME,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            session=session,
        )
    except Exception as fault:
        # A cell's error, a kernel that died (RuntimeError), or our own Stopped: told apart by the notebook's state.
        return fault
    return None


def _write_raw(job: NotebookJob, session: Session, source: dict[str, Any]) -> None:
    executed = session.notebook or source
    executed["metadata"].pop("papermill", None)
    write_notebook(job.raw_output, executed)


def _told(
    fault: Exception | None, job: NotebookJob, root: Path, session: Session, log: Path
) -> NotebookFailed | None:
    """Return what a person is told about a run that stopped; None when it came to its end."""
    notebook, raw = shown(job.notebook, root), shown(job.raw_output, root)
    if session.notebook is not None and (told := failure(job.chapter, notebook, raw, session.notebook)):
        return told
    if fault is None:
        return None
    if session.cell < 0:
        return NotebookFailed(
            f"the kernel did not start ({type(fault).__name__})",
            chapter=job.chapter,
            notebook=notebook,
            raw=raw,
            exception=type(fault).__name__,
            remedy=f"see {shown(log, root)}; setting the environment up again may help (remove .venv)",
        )
    cell = session.notebook["cells"][session.cell]
    return NotebookFailed(
        f"the kernel ended while cell {session.cell + 1 - bool(job.parameters)} ran ({type(fault).__name__})",
        chapter=job.chapter,
        notebook=notebook,
        raw=raw,
        cell=session.cell + 1 - bool(job.parameters),
        source=cell["source"],
        exception=type(fault).__name__,
        remedy="the usual cause is that the machine ran out of memory; read fewer columns, or run with --jobs 1",
    )


@contextlib.contextmanager
def _among(sessions: set[Session] | None, session: Session) -> Any:
    if sessions is not None:
        sessions.add(session)
    try:
        yield
    finally:
        if sessions is not None:
            sessions.discard(session)


def shown(path: Path, root: Path) -> Path:
    """Return a path as a person in the project's folder would write it."""
    try:
        return Path(os.path.relpath(path, root)) if path.absolute().is_relative_to(root.absolute()) else path
    except ValueError:  # another drive
        return path
