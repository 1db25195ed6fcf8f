"""What one pass over a chapter found: edits to make, marks, faults, and what the text uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from evalreport.errors import EvalreportError
from evalreport.prose.edits import Edit
from evalreport.prose.model import Mark, Outdated


@dataclass
class Findings:
    """Collects while a pass reads; passes are joined afterwards."""

    edits: list[Edit] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    faults: list[EvalreportError] = field(default_factory=list)
    outdated: list[Outdated] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    citations: set[str] = field(default_factory=set)

    def edit(self, start: int, end: int, text: str) -> None:
        """Put `text` in place of a stretch of the chapter."""
        self.edits.append(Edit(start, end, text))

    @classmethod
    def joined(cls, parts: Iterable[Findings]) -> Findings:
        """All findings of a chapter together."""
        whole = cls()
        for part in parts:
            whole.edits += part.edits
            whole.marks += part.marks
            whole.faults += part.faults
            whole.outdated += part.outdated
            whole.facts |= part.facts
            whole.citations |= part.citations
        return whole
