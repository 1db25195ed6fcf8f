"""How a build is shown while it runs: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from evalreport.build.progress import Progress


@contextlib.contextmanager
def shown(*, verbose: bool = False, stream: TextIO | None = None) -> Iterator[Progress]:
    """Give the progress that suits where the program prints to.

    Parameters
    ----------
    verbose : bool
        Show every step of every item, also in plain lines.
    stream : TextIO, optional
        Where to print; standard output when not given.
    """
    out = stream or sys.stdout
    if not is_terminal(out):
        yield Lines(out, verbose=verbose)
        return
    live = Live(out)
    try:
        yield live
    finally:
        live.close()


def is_terminal(stream: TextIO) -> bool:
    """Whether lines can be drawn again: a person's terminal, not a file, a pipe or a build server."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Lines:
    """One line for each stage, finished item and note; no colours and no cursor moves."""

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self._stream, self._verbose = stream, verbose
        self._begun = time.monotonic()
        self._name = ""

    def stage(self, name: str) -> None:
        """Print the stage with the time since the start; a stage that goes on is not printed again."""
        if name == self._name:
            return
        self._name = name
        self._print(f"[{time.monotonic() - self._begun:5.1f} s] {name}")

    def item(self, name: str, done: int, total: int) -> None:
        """Print an item when it is finished."""
        if done >= total:
            self._print(f"          {name}: done")
        elif self._verbose:
            self._print(f"          {name}: {done} of {total}")

    def note(self, text: str) -> None:
        """Print the note."""
        self._print(f"          {text}")

    def _print(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class Live:
    """Stages and items drawn in place with a bar and the time each has taken."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._drawn = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._tasks: dict[str, int] = {}
        self._name, self._begun = "", 0.0
        self._drawn.start()

    def stage(self, name: str) -> None:
        """Leave a line for the stage before, and begin a new one; a stage that goes on stays."""
        if name == self._name:
            return
        self._finish()
        self._name, self._begun = name, time.monotonic()
        self._tasks = {"": self._drawn.add_task(name, total=None)}

    def item(self, name: str, done: int, total: int) -> None:
        """Move an item's bar."""
        if name not in self._tasks:
            self._tasks[name] = self._drawn.add_task(f"  {name}", total=total)
        self._drawn.update(self._tasks[name], completed=done, total=total)  # type: ignore[arg-type]

    def note(self, text: str) -> None:
        """Print the note above what moves."""
        self._drawn.print(f"    {text}", markup=False)

    def close(self) -> None:
        """Take down what moves."""
        self._finish()
        self._drawn.stop()

    def _finish(self) -> None:
        for task in self._tasks.values():
            self._drawn.remove_task(task)  # type: ignore[arg-type]
        self._tasks = {}
        if self._name:
            done = "✗" if sys.exc_info()[0] else "✓"
            self._drawn.print(f"{done} {self._name}  {time.monotonic() - self._begun:.1f} s", markup=False)
            self._name = ""
