"""Many tests at once: adjusted p-values. Holm for the primary outcomes, Benjamini-Hochberg for the exploratory ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalreport.errors import EvalreportError


@dataclass(frozen=True)
class AdjustedFamily:
    """P-values of a family of tests, adjusted together.

    Attributes
    ----------
    method : str
        `holm` or `benjamini_hochberg`.
    size : int
        Tests in the family: those with a p-value.
    p, adjusted : dict of str to float or None
        By name, in the order given; None where no test could be made.
    """

    method: str
    size: int
    p: Mapping[str, float | None]
    adjusted: Mapping[str, float | None]

    def rejected(self, level: float = 0.05) -> tuple[str, ...]:
        """Return the names whose adjusted p-value is at most the level."""
        return tuple(name for name, value in self.adjusted.items() if value is not None and value <= level)


def holm(p: Mapping[str, float | None]) -> AdjustedFamily:
    """Adjust so that the chance of any false rejection in the family stays below the level (Holm 1979, SJS 6:65-70).

    Examples
    --------
    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03}).adjusted
    {'a': 0.03, 'b': 0.06, 'c': 0.06}
    """
    ranked = _ranked(p)
    adjusted: dict[str, float] = {}
    highest = 0.0
    for place, (name, value) in enumerate(ranked):
        highest = max(highest, min(1.0, (len(ranked) - place) * value))
        adjusted[name] = highest
    return AdjustedFamily("holm", len(ranked), dict(p), {name: adjusted.get(name) for name in p})


def benjamini_hochberg(p: Mapping[str, float | None]) -> AdjustedFamily:
    """Adjust so that the expected share of false rejections stays below the level (Benjamini & Hochberg 1995).

    Source: JRSS B 57:289-300.

    Examples
    --------
    >>> benjamini_hochberg({"a": 0.01, "b": 0.04, "c": None}).adjusted
    {'a': 0.02, 'b': 0.04, 'c': None}
    """
    ranked = _ranked(p)
    adjusted: dict[str, float] = {}
    lowest = 1.0
    for place, (name, value) in reversed(list(enumerate(ranked, start=1))):
        lowest = min(lowest, len(ranked) * value / place)
        adjusted[name] = lowest
    return AdjustedFamily(
        "benjamini_hochberg", len(ranked), dict(p), {name: adjusted.get(name) for name in p}
    )


def _ranked(p: Mapping[str, float | None]) -> list[tuple[str, float]]:
    made = [(name, value) for name, value in p.items() if value is not None]
    for name, value in made:
        if not 0 <= value <= 1:  # false of NaN as well
            raise EvalreportError(f"the p-value of '{name}' is {value}, but must lie between 0 and 1")
    return sorted(made, key=lambda item: (item[1], item[0]))
