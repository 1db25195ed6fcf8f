"""How exactly a mean or share may be printed when the n behind it may not: no more than leaves n open.

A mean of 66.54 of scores in steps of 5 can only come from a multiple of 13 people, and 26 %, 51 % and 23 % of
between 54 and 58 people can only be of 57. So the number printed is made coarser until every n in the span fits.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

GRIDS = (0.01, 0.05, 0.1)
"""Shares are printed as whole percentages, else rounded to five, else to ten."""


def share_grid(counts: Sequence[int | None], n: int, span: tuple[int, int]) -> float | None:
    """Return what to round the shares of a distribution to, or None when they may not be shown.

    Parameters
    ----------
    counts : sequence of int or None
        Count in each category; None where it is hidden.
    n : int
        Their total, hidden ones included.
    span : pair of int
        The span that is printed in the place of n.

    Examples
    --------
    >>> share_grid([29, 10, 15, None], 57, (54, 58))
    0.05
    """
    for grid in GRIDS:
        shares = [None if count is None else round_to(count / n, grid) for count in counts]
        if all(_fits(shares, grid, number) for number in range(span[0], span[1] + 1)):
            return grid
    return None


def round_to(share: float, grid: float) -> float:
    """Return the multiple of `grid` next to a share.

    >>> round_to(0.2632, 0.05)
    0.25
    """
    return round(round(share / grid) * grid, 2)


def _fits(shares: Sequence[float | None], grid: float, n: int) -> bool:
    """Say whether n people can be divided so that the shares come out as printed."""
    least = most = 0
    for share in shares:
        if share is None:
            most += n
            continue
        fitting = [count for count in range(n + 1) if round_to(count / n, grid) == share]
        if not fitting:
            return False
        least, most = least + fitting[0], most + fitting[-1]
    return least <= n <= most


def mean_decimals(values: Sequence[float], span: tuple[int, int], decimals: int) -> int:
    """Return the decimals to round a mean (and standard deviation) to, at most `decimals`; may be negative.

    Sums of n scores lie a step apart, so means lie step / n apart: a mean printed no finer than that fits every n.

    Parameters
    ----------
    values : sequence of float
        The scores; the step between possible scores is taken to be the smallest step seen.

    Examples
    --------
    >>> mean_decimals([7, 8, 10, 5], (35, 39), 2)
    1
    """
    distinct = sorted(set(values))
    steps = [high - low for low, high in itertools.pairwise(distinct)]
    if not steps:
        return decimals
    finest = min(steps) / max(span[0], 1)
    return min(decimals, math.floor(-math.log10(finest)))
