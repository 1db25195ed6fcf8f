"""What a result was made from, and the reasons for making it again, as values that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from evalreport.cache.hashes import hash_file, hash_object

Change = Literal["changed", "new", "gone", "missing", "never built"]

KINDS = (
    "parameter",
    "setting",
    "table",
    "contract",
    "notebook",
    "prose",
    "asset",
    "disclosure",
    "code",
    "package",
    "engine",
    "theme",
    "result",
)
"""Kinds of input in the order reasons are told: what a person most likely did comes first."""

_WORDS = {
    "table": "data table",
    "contract": "data contract",
    "disclosure": "what was shown by",
    "code": "library code",
    "theme": "report template",
}


@dataclass(frozen=True)
class Reason:
    """One reason for doing work again.

    >>> str(Reason("table", "absence", "changed"))
    'data table absence changed'
    """

    kind: str
    what: str = ""
    change: Change = "changed"

    def __str__(self) -> str:
        if self.change == "never built":
            return f"{self.what} never built".strip()
        return " ".join(part for part in (_WORDS.get(self.kind, self.kind), self.what, self.change) if part)


@dataclass(frozen=True)
class Inputs:
    """Everything a result was made from: hashes by kind and name."""

    hashes: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, kinds: Mapping[str, Mapping[str, str]]) -> Self:
        """Gather hashes given as kind → name → hash.

        >>> Inputs.of({"table": {"absence": "ab12"}}).get("table")
        {'absence': 'ab12'}
        """
        return cls(
            tuple(sorted((kind, name, digest) for kind, of in kinds.items() for name, digest in of.items()))
        )

    def get(self, kind: str) -> dict[str, str]:
        """Return name → hash of one kind."""
        return {name: digest for found, name, digest in self.hashes if found == kind}

    def with_(self, kind: str, name: str, digest: str) -> Self:
        """Return these inputs with one more, or one replaced."""
        rest = [row for row in self.hashes if row[:2] != (kind, name)]
        return replace(self, hashes=tuple(sorted([*rest, (kind, name, digest)])))

    @property
    def digest(self) -> str:
        """One hash of them all."""
        return hash_object(self.hashes)

    def to_json(self) -> dict[str, dict[str, str]]:
        """Return kind → name → hash."""
        return {kind: self.get(kind) for kind in sorted({row[0] for row in self.hashes})}

    @classmethod
    def from_json(cls, data: Any) -> Self | None:
        """Read what `to_json` wrote; None when it is not that."""
        try:
            return cls.of({str(k): {str(n): str(h) for n, h in of.items()} for k, of in data.items()})
        except AttributeError:
            return None


def compare(previous: Inputs | None, current: Inputs) -> tuple[Reason, ...]:
    """Return why a result made from `previous` does not stand for `current`; empty when it does."""
    if previous is None:
        return (Reason("result", change="never built"),)
    before = {row[:2]: row[2] for row in previous.hashes}
    now = {row[:2]: row[2] for row in current.hashes}
    reasons = [
        Reason(kind, name, "changed" if (kind, name) in before else "new")
        for (kind, name), digest in now.items()
        if before.get((kind, name)) != digest
    ]
    reasons += [Reason(kind, name, "gone") for kind, name in before if (kind, name) not in now]
    return tuple(sorted(reasons, key=lambda reason: (_rank(reason.kind), reason.kind, reason.what)))


def missing_outputs(root: Path, outputs: Mapping[str, str | None]) -> tuple[Reason, ...]:
    """Return the declared outputs that are not there, or are not as they were written.

    Parameters
    ----------
    root : Path
        The folder that the names are relative to.
    outputs : mapping of str to str or None
        Relative path → hash of what was written; None when only its presence matters.
    """
    reasons = []
    for name, digest in sorted(outputs.items()):
        path = root / name
        if not path.is_file():
            reasons.append(Reason("output", name, "missing"))
        elif digest is not None and hash_file(path) != digest:
            reasons.append(Reason("output", name, "changed"))
    return tuple(reasons)


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
