"""Shares: Wilson's interval for one, Newcombe's for the difference between two independent groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import LEVEL, Interval, Reason


@dataclass(frozen=True)
class Proportion:
    """A share with Wilson's score interval."""

    count: int
    n: int
    share: float | None = None
    interval: Interval | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class ProportionDifference:
    """Difference between the shares of two independent groups, with Newcombe's hybrid score interval."""

    group: Proportion
    comparison: Proportion
    difference: float | None = None
    interval: Interval | None = None
    reason: Reason | None = None


def proportion(count: int, n: int, *, level: float = LEVEL) -> Proportion:
    """Estimate a share with Wilson's score interval (Wilson 1927; Newcombe 1998, Stat Med 17:857-872, method 3).

    Examples
    --------
    >>> found = proportion(0, 20)
    >>> found.share, round(found.interval.high, 4)
    (0.0, 0.1611)
    """
    if n < 0 or not 0 <= count <= max(n, 0):
        raise EvalreportError(f"{count} of {n} is no share")
    if not n:
        return Proportion(count, n, reason=Reason.EMPTY)
    share = count / n
    z = normal_quantile(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if count == 0 else middle - reach
    high = 1.0 if count == n else middle + reach
    return Proportion(count, n, share, Interval(low, high, level, "wilson"))


def independent_difference(
    count: int, n: int, comparison_count: int, comparison_n: int, *, level: float = LEVEL
) -> ProportionDifference:
    """Estimate the difference between two groups' shares (Newcombe 1998, Stat Med 17:873-890, method 10).

    Examples
    --------
    >>> found = independent_difference(56, 70, 48, 80)
    >>> round(found.interval.low, 4), round(found.interval.high, 4)
    (0.0524, 0.3339)
    """
    one, two = proportion(count, n, level=level), proportion(comparison_count, comparison_n, level=level)
    if one.share is None or two.share is None or one.interval is None or two.interval is None:
        return ProportionDifference(one, two, reason=Reason.EMPTY)
    difference = one.share - two.share
    low = difference - math.hypot(one.share - one.interval.low, two.interval.high - two.share)
    high = difference + math.hypot(one.interval.high - one.share, two.share - two.interval.low)
    return ProportionDifference(
        one, two, difference, Interval(max(low, -1.0), min(high, 1.0), level, "newcombe_hybrid_score")
    )


def normal_quantile(level: float) -> float:
    """Return how many standard errors an interval of this level reaches."""
    return float(stats.norm.ppf((1 + level) / 2))
