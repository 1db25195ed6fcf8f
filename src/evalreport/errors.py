"""Errors for the person who must act: what is wrong, where, what was expected, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a file something is wrong; every part but the file may be missing."""

    file: str
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file if self.line is None else f"{self.file}:{self.line}"]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class EvalreportError(Exception):
    """A fault a user can cause and mend.

    Parameters
    ----------
    what : str
        What is wrong, in one sentence.
    where : Place, optional
        File and place in it.
    near : sequence of str
        Names that come close to the one that was not found.
    remedy : str
        What to do about it.
    """

    def __init__(
        self, what: str, *, where: Place | None = None, near: Iterable[str] = (), remedy: str = ""
    ) -> None:
        self.what = what
        self.where = where
        self.near = tuple(near)
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.near:
            lines.append("  did you mean: " + ", ".join(self.near) + "?")
        if self.remedy:
            lines.append("  what to do: " + self.remedy)
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows instead of a traceback: the mark of our own errors, then the message.

        IPython calls this; the mark tells the runner that the message is ours and safe to print, while any
        other exception's message may hold data.
        """
        line, trace = 0, self.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if "ipykernel" in file or file.startswith("<ipython"):
                line = trace.tb_lineno
            trace = trace.tb_next
        return [f"evalreport: line {line}", str(self)]


class Faults(EvalreportError):
    """Several faults found in one pass, reported together."""

    def __init__(self, faults: Iterable[EvalreportError], *, title: str) -> None:
        self.faults = tuple(faults)
        self.title = title
        super().__init__(title)

    def __str__(self) -> str:
        if not getattr(self, "faults", ()):
            return self.title
        return "\n".join([self.title, *(f"- {fault}" for fault in self.faults)])


def near_matches(name: str, known: Iterable[str], count: int = 4) -> tuple[str, ...]:
    """Return the known names closest to `name`, best first.

    Whole-name similarity comes first; for dotted ids, names that share most parts follow.

    >>> near_matches("who5.panel.mean.w4", ["who5.panel.mean.w3", "ucla"])
    ('who5.panel.mean.w3',)
    """
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=count, cutoff=0.6)
    if not close and "." in name:
        parts = set(name.split("."))
        ranked = sorted(names, key=lambda other: (-len(parts & set(other.split("."))), other))
        close = [other for other in ranked[:count] if parts & set(other.split("."))]
    return tuple(close)


def unknown(kind: str, name: str, known: Iterable[str], *, where: Place | None = None) -> EvalreportError:
    """Build the error for a name that does not exist, with near matches or the whole list."""
    names = sorted(set(known))
    near = near_matches(name, names)
    remedy = "" if near or not names else f"known {kind} names: " + ", ".join(names[:12])
    return EvalreportError(f"unknown {kind} '{name}'", where=where, near=near, remedy=remedy)


def wrong_letter(data: bytes, shown: str) -> EvalreportError:
    """Build the error for a text file that is not UTF-8: the first line that shows it, and what its letter may be.

    Parameters
    ----------
    data : bytes
        The file's content.
    shown : str
        The file as messages name it.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        letter = data[error.start : error.start + 1].decode("cp1252", errors="ignore")
        meant = f" (the letter '{letter}' as Windows writes it?)" if letter.isalpha() else ""
        what = f"the file is not UTF-8: this line holds a character of another encoding{meant}"
        return EvalreportError(
            what, where=Place(shown, line=line), remedy="save the file again with encoding UTF-8"
        )
    raise ValueError(f"{shown} is UTF-8")
