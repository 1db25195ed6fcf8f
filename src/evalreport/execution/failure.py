"""What a person is told when a notebook fails.

The message of an exception may hold data values ("invalid value 'Jensen' in row 7"), so only messages of the
library's own errors are shown; of others we tell the kind, the place, and names that stand in the cell's source
already. The whole traceback stays in the executed notebook, in the private folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from evalreport.errors import EvalreportError, Place
from evalreport.execution.notebook import text

SHOWN = 8
"""Lines of the cell's source that are shown."""

_OWN = re.compile(r"^evalreport: line (\d+)$")
_LINE = re.compile(r"(?:Cell In\[\d+\]|<ipython-input-\d+-\w+>)[^\n]*?,? line:? ?(\d+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_QUOTED = re.compile(r"'([^'\n]{1,80})'|\"([^\"\n]{1,80})\"")
_PASSED_OVER = {"injected-parameters", "papermill-error-cell-tag"}


class NotebookFailed(EvalreportError):
    """A notebook stopped before its end.

    Attributes
    ----------
    chapter : str
        What the notebook was run for.
    cell : int or None
        Number of the cell, from 1, all cells counted; None when the kernel did not start.
    source : str
        The cell's source.
    line : int or None
        The line of the cell that failed.
    exception : str
        Name of the exception.
    raw : Path
        The executed notebook, with the traceback; private.
    """

    def __init__(
        self,
        what: str,
        *,
        chapter: str,
        notebook: Path,
        raw: Path,
        cell: int | None = None,
        source: str = "",
        line: int | None = None,
        exception: str = "",
        remedy: str = "",
    ) -> None:
        self.chapter, self.cell, self.source, self.line = chapter, cell, source, line
        self.exception, self.raw = exception, raw
        super().__init__(f"chapter '{chapter}': {what}", where=Place(str(notebook)), remedy=remedy)

    def __str__(self) -> str:
        first, *rest = super().__str__().split("\n  what to do: ", 1)
        parts = [first, *_excerpt(self.source, self.line)]
        if self.line is not None or self.exception == "SystemExit":
            parts.append(f"  the whole traceback is in {self.raw} (private: it may show personal data)")
        return "\n".join([*parts, *(f"  what to do: {remedy}" for remedy in rest)])


def failure(chapter: str, notebook: Path, raw: Path, executed: dict[str, Any]) -> NotebookFailed | None:
    """Return what to tell about the first cell that raised in an executed notebook; None when none did."""
    counted = [c for c in executed["cells"] if not _PASSED_OVER & set(c.get("metadata", {}).get("tags", ()))]
    for number, cell in enumerate(counted, start=1):
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "error":
                return _raised(output, chapter, notebook, raw, number, text(cell["source"]))
    return None


def _raised(
    output: dict[str, Any], chapter: str, notebook: Path, raw: Path, number: int, source: str
) -> NotebookFailed:
    name, message, trace = output.get("ename", ""), output.get("evalue", ""), output.get("traceback", [])
    own = _OWN.match(trace[0]) if trace else None
    if own:
        what, line = f"cell {number}: {message}", int(own[1]) or None
    else:
        found = _LINE.search(_COLOUR.sub("", "\n".join(trace)))
        line = int(found[1]) if found else None
        what = f"cell {number} raised {name}{_about(message, source)}"
    if name == "SystemExit":
        what = f"cell {number} ends the notebook (SystemExit); the cells after it were not run"
    return NotebookFailed(
        what,
        chapter=chapter,
        notebook=notebook,
        raw=raw,
        cell=number,
        source=source,
        line=line,
        exception=name,
    )


def _about(message: str, source: str) -> str:
    """Return the names a message quotes that the cell's own source holds: they tell nothing new about the data."""
    quoted = dict.fromkeys(
        first or second for first, second in _QUOTED.findall(message) or [(message.strip("'"), "")]
    )
    known = [name for name in quoted if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source)]
    return f" about '{known[0]}'" if known else ""


def _excerpt(source: str, line: int | None) -> list[str]:
    """The last lines of the cell, or those up to the failing one when it stands earlier, with that line marked."""
    lines = source.rstrip().splitlines()
    first = max(0, len(lines) - SHOWN)
    if line is not None:
        first = max(0, min(first, line - SHOWN // 2 - 1))
    numbered = list(enumerate(lines, start=1))[first : first + SHOWN]
    return [f"  {'→' if number == line else ' '} {number:>3} | {words}" for number, words in numbered]
