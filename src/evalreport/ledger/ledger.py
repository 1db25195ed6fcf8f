"""The ledger: facts by id, merged from the chapters and written as canonical JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from evalreport.errors import EvalreportError, unknown
from evalreport.ledger.fact import Fact, Origin


class Conflict(EvalreportError):
    """Two notebooks published the same id with different values."""


class Ledger(Mapping[str, Fact]):
    """Facts by id; looking up a name that is not there raises with near matches."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in facts:
            self.record(fact)

    def __getitem__(self, name: str) -> Fact:
        try:
            return self._facts[name]
        except KeyError:
            raise unknown("fact", name, self._facts) from None

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._facts))

    def __len__(self) -> int:
        return len(self._facts)

    def record(self, fact: Fact) -> None:
        """Add one fact; the same id twice is an error unless the two are identical but for their origin.

        Raises
        ------
        Conflict
            When the id is taken by a different value, population or unit.
        """
        other = self._facts.get(fact.id)
        if other is None:
            self._facts[fact.id] = fact
        elif replace(other, origin=Origin()) != replace(fact, origin=Origin()):
            raise Conflict(
                f"fact '{fact.id}' is published twice with different content "
                f"({other.origin.notebook}: {other.value}; {fact.origin.notebook}: {fact.value})",
                remedy="publish it in one notebook only, or give one of them another measure or population name",
            )

    def merge(self, other: Iterable[Fact]) -> None:
        """Record every fact of another ledger."""
        for fact in other:
            self.record(fact)

    def facts(self) -> list[Fact]:
        """All facts, ordered by id."""
        return [self._facts[name] for name in self]

    def to_json(self) -> str:
        """Return the ledger as canonical JSON: ordered by id, one fact to a line."""
        lines = (json.dumps(fact.to_json(), ensure_ascii=False, sort_keys=False) for fact in self.facts())
        return "[\n" + ",\n".join(lines) + "\n]\n"

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """Read what `to_json` wrote."""
        return cls(Fact.from_json(data) for data in json.loads(text))

    def write(self, path: Path) -> None:
        """Write canonical JSON to `path`."""
        path.write_text(self.to_json(), encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Read the canonical JSON at `path`."""
        return cls.from_json(path.read_text(encoding="utf-8"))
