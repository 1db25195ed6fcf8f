"""Edits of a text: what is not edited stays exactly as the author wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Put `text` in place of the characters from `start` to `end`; an insertion has start == end."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap; insertions at the same place keep their order.

    >>> apply("abc", [Edit(1, 2, "X"), Edit(1, 1, "-")])
    'a-Xc'
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError(f"edits overlap at {edit.start}: {edit.text!r}")
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)
