"""Several notebooks at a time, each in a kernel of its own; every failure is told, and nothing is left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from evalreport.errors import EvalreportError, Faults
from evalreport.execution.engine import Session, load_papermill
from evalreport.execution.runner import NotebookJob, NotebookRun, execute

MOST_WORKERS = 4
"""More kernels than this do not pay: each holds pandas and its data in memory."""

OnProgress = Callable[[str, int, int], None]


def run_notebook(job: NotebookJob, *, root: Path, on_progress: OnProgress | None = None) -> NotebookRun:
    """Run one notebook; see `run_notebooks`."""
    return run_notebooks([job], root=root, on_progress=on_progress)[0]


def run_notebooks(
    jobs: Sequence[NotebookJob],
    *,
    root: Path,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[NotebookRun, ...]:
    """Run notebooks, several at a time.

    Parameters
    ----------
    jobs : sequence of NotebookJob
        What to run.
    root : Path
        The working folder of the kernels.
    workers : int, optional
        How many run at a time; as many as there are cores, up to four, when not given.
    on_progress : callable, optional
        Called with chapter, cells done and all cells; never by two threads at once.

    Returns
    -------
    tuple of NotebookRun
        In the order of the jobs.

    Raises
    ------
    EvalreportError
        When a notebook fails. All are run first, so that all failures are told together.
    KeyboardInterrupt
        When the person stops the build; kernels are ended first.
    """
    if not jobs:
        return ()
    load_papermill()  # once, here: two threads importing it at the same time would wait for each other
    told, stop = threading.Lock(), threading.Event()
    sessions: set[Session] = set()

    def run(job: NotebookJob) -> NotebookRun:
        def on_cell(done: int, total: int) -> None:
            if on_progress and not stop.is_set():
                with told:
                    on_progress(job.chapter, done, total)

        return execute(job, root=root, on_cell=on_cell, sessions=sessions, stopped=stop.is_set)

    # The cells run in kernels; the threads here only wait for them, and the main thread waits for the threads,
    # so that Ctrl-C reaches it at once.
    with ThreadPoolExecutor(
        max_workers=workers or min(MOST_WORKERS, _cores()), thread_name_prefix="kernel"
    ) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        try:
            while wait(futures, timeout=0.2).not_done:
                pass
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            for session in list(sessions):
                session.kernel.kill()
            raise
    return _results(futures)


def _results(futures: Sequence[Future[NotebookRun]]) -> tuple[NotebookRun, ...]:
    faults: list[EvalreportError] = []
    runs: list[NotebookRun] = []
    for future in futures:
        try:
            runs.append(future.result())
        except Faults as several:
            faults.extend(several.faults)
        except EvalreportError as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults, title=f"{len(faults)} faults in notebooks")
    return tuple(runs)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
