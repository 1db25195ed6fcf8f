"""Picking the fact for each place of an exhibit by the dimensions of its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalreport.errors import EvalreportError, near_matches, unknown
from evalreport.ledger import Fact
from evalreport.ledger.fact import DIMENSIONS

Dimensions = str | tuple[str, ...] | None
Axis = tuple[Dimensions, Iterable[str]]
"""Dimensions and the keys wanted of them, in order."""


def gathered(facts: Iterable[Fact] | Mapping[str, Fact]) -> tuple[Fact, ...]:
    """Return facts from a ledger, a mapping or any sequence, ordered by id."""
    found = facts.values() if isinstance(facts, Mapping) else facts
    return tuple(sorted(found, key=lambda fact: fact.id))


@dataclass(frozen=True)
class Selection:
    """Facts of one exhibit, narrowed by the parts of their keys that are the same throughout.

    Attributes
    ----------
    exhibit : str
        Id of the exhibit, for messages.
    facts : tuple of Fact
        What there is to pick from.
    """

    exhibit: str
    facts: tuple[Fact, ...]

    @classmethod
    def of(
        cls, exhibit: str, facts: Iterable[Fact] | Mapping[str, Fact], where: Mapping[str, str | None]
    ) -> Selection:
        """Narrow facts by fixed dimensions.

        Raises
        ------
        EvalreportError
            When a dimension is unknown, or no fact is left.
        """
        everything = gathered(facts)
        left = everything
        for dimension, value in where.items():
            if dimension not in DIMENSIONS:
                raise unknown("dimension", dimension, DIMENSIONS)
            known = {getattr(fact.key, dimension) or "" for fact in left}
            left = tuple(fact for fact in left if getattr(fact.key, dimension) == value)
            if not left:
                raise EvalreportError(
                    f"no fact for {exhibit} has {dimension} '{value}'",
                    near=near_matches(str(value), known),
                    remedy=f"{dimension} may be: {', '.join(sorted(known)) or 'nothing, there are no facts at all'}",
                )
        return cls(exhibit, left)

    def pick(self, statistic: str | None, places: Sequence[tuple[Dimensions, str]]) -> Fact | None:
        """Return the one fact at a place, or None when it was never published.

        Parameters
        ----------
        statistic : str or None
            The statistic wanted; None when a place names it.
        places : sequence of (dimension or dimensions, key)
            For several dimensions, the key holds their values joined by `.`, empty for none.

        Raises
        ------
        EvalreportError
            When several facts fit.
        """
        wanted: dict[str, str | None] = {} if statistic is None else {"statistic": statistic}
        for dimensions, key in places:
            wanted.update(parts(dimensions, key))
        fits = [fact for fact in self.facts if all(getattr(fact.key, d) == v for d, v in wanted.items())]
        if len(fits) > 1:
            raise EvalreportError(
                f"{len(fits)} facts fit one place of {self.exhibit}: {', '.join(fact.id for fact in fits[:4])}",
                remedy="narrow them, for example with where={'population': 'panel'}",
            )
        return fits[0] if fits else None

    def grid(self, statistic: str | None, rows: Axis, columns: Axis) -> dict[str, dict[str, Fact | None]]:
        """Return the facts at every crossing of two dimensions.

        Raises
        ------
        EvalreportError
            When a key is misspelt, or a whole row or column is empty.
        """
        (by_row, row_keys), (by_column, column_keys) = rows, columns
        found = {
            row: {
                column: self.pick(statistic, [(by_row, row), (by_column, column)]) for column in column_keys
            }
            for row in row_keys
        }
        self._know(by_row, row_keys)
        self._know(by_column, column_keys)
        empty = [(by_row, row) for row in row_keys if not any(found[row].values())]
        empty += [(by_column, key) for key in column_keys if not any(found[row][key] for row in row_keys)]
        for dimensions, key in empty:
            raise EvalreportError(
                f"{self.exhibit}: no fact with {_name(dimensions)} '{key}' fits any of the others asked for"
                + (f" (statistic '{statistic}')" if statistic else ""),
                remedy="check statistic= and where=; facts there are: "
                + ", ".join(fact.id for fact in self.facts if joined(dimensions, fact) == key),
            )
        return found

    def _know(self, dimensions: Dimensions, keys: Iterable[str]) -> None:
        """Raise for a key that no fact has: most likely it is misspelt."""
        known = {joined(dimensions, fact) for fact in self.facts}
        for key in keys:
            if dimensions is not None and key not in known:
                raise EvalreportError(
                    f"no fact for {self.exhibit} has {_name(dimensions)} '{key}'",
                    near=near_matches(key, known),
                    remedy=f"there are: {', '.join(sorted(known)[:20])}",
                )


def parts(dimensions: Dimensions, key: str) -> dict[str, str | None]:
    """Split a key into the values of its dimensions.

    >>> parts(("group", "wave"), "women.w1")
    {'group': 'women', 'wave': 'w1'}
    """
    if dimensions is None:
        return {}
    names = (dimensions,) if isinstance(dimensions, str) else dimensions
    for name in names:
        if name not in DIMENSIONS:
            raise unknown("dimension", name, DIMENSIONS)
    values = key.split(".")
    if len(values) != len(names):
        raise EvalreportError(
            f"key '{key}' has {len(values)} parts, {_name(dimensions)} has {len(names)}",
            remedy="join one value per dimension with '.'; leave a value empty for none",
        )
    return {name: value or None for name, value in zip(names, values, strict=True)}


def joined(dimensions: Dimensions, fact: Fact) -> str:
    """Return a fact's key at given dimensions, as `parts` reads it."""
    names = (dimensions,) if isinstance(dimensions, str) else dimensions or ()
    return ".".join(getattr(fact.key, name) or "" for name in names)


def _name(dimensions: Dimensions) -> str:
    return dimensions if isinstance(dimensions, str) else " and ".join(dimensions or ())
