"""Picking the fact for each place of an exhibit by the dimensions of its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalreport.errors import EvalreportError, near_matches, unknown
from evalreport.ledger import Fact
from evalreport.ledger.fact import DIMENSIONS

Dimensions = str | tuple[str, ...] | None


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

    def check(self, dimensions: Dimensions, keys: Iterable[str], found: Mapping[str, bool]) -> None:
        """Raise for a key that no fact has at all: most likely it is misspelt."""
        for key in keys:
            if not found[key]:
                known = {joined(dimensions, fact) for fact in self.facts}
                raise EvalreportError(
                    f"no fact for {self.exhibit} has {_name(dimensions)} '{key}'",
                    near=near_matches(key, known),
                    remedy=f"there are: {', '.join(sorted(known)[:20]) or 'no facts'}",
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
