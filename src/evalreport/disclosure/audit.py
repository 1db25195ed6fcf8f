"""What a reader can work out: the span a hidden number must lie in, given everything shown beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Shown:
    """What is shown about some unknown numbers, none of them negative.

    Attributes
    ----------
    sums : array, shape (facts, unknowns)
        Which unknowns (and how many times each) a shown number is the sum of.
    low, high : array, shape (facts,)
        The span the number is known to lie in; both the same for an exact number.
    """

    sums: Vector
    low: Vector
    high: Vector

    @classmethod
    def exactly(cls, sums: Vector, values: Vector) -> Shown:
        """Return what exact numbers tell."""
        return cls(sums, values, values)

    def and_between(self, sums: Vector, low: Vector, high: Vector) -> Shown:
        """Return the same with more numbers, known to lie in spans."""
        return Shown(
            np.vstack([self.sums, sums]), np.concatenate([self.low, low]), np.concatenate([self.high, high])
        )


def span(target: Vector, shown: Shown) -> tuple[float, float]:
    """Return the smallest and largest value a sum of unknowns can have; infinity where nothing limits it.

    Examples
    --------
    >>> both = Shown.exactly(np.array([[1.0, 1.0]]), np.array([8.0]))
    >>> span(np.array([1.0, 0.0]), both)
    (0.0, 8.0)
    >>> span(np.array([1.0, 0.0]), both.and_between(np.eye(2), np.zeros(2), np.array([4.0, 4.0])))
    (4.0, 4.0)
    """
    return _end(target, shown, 1.0), _end(target, shown, -1.0)


def _end(target: Vector, shown: Shown, sign: float) -> float:
    exact = shown.low == shown.high
    loose = ~exact
    equal = {"A_eq": shown.sums[exact], "b_eq": shown.low[exact]} if exact.any() else {}
    limited = {}
    if loose.any():
        limits = [(shown.sums[loose], shown.high[loose]), (-shown.sums[loose], -shown.low[loose])]
        matrix = np.vstack([limit[0] for limit in limits])
        ends = np.concatenate([limit[1] for limit in limits])
        finite = np.isfinite(ends)
        limited = {"A_ub": matrix[finite], "b_ub": ends[finite]}
    result = linprog(sign * target, bounds=(0, None), method="highs", **equal, **limited)
    if result.status == 3 or (result.status == 4 and not np.isfinite(result.fun or np.inf)):
        return float("-inf") if sign > 0 else float("inf")
    if result.status != 0:
        raise ValueError(f"disclosure audit failed: {result.message}")
    return round(sign * float(result.fun), 6) + 0.0
