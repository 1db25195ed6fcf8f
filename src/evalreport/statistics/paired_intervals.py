"""Score intervals of the difference between two shares of the same persons."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import optimize

from evalreport.statistics.estimate import Interval
from evalreport.statistics.proportions import normal_quantile, proportion


def tango_interval(gained: int, lost: int, n: int, level: float) -> Interval:
    """Invert the score test of the paired difference; the nuisance share has a closed form (Tango 1998)."""
    z = normal_quantile(level)

    def score(delta: float) -> float:
        b = (2 * n - gained + lost) * delta - gained - lost
        c = -lost * delta * (1 - delta)
        share = (math.sqrt(max(b * b - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * share + delta * (1 - delta))
        off = gained - lost - n * delta
        return off / math.sqrt(variance) if variance > 1e-12 else math.copysign(math.inf, off) if off else 0.0

    estimate = (gained - lost) / n
    low = -1.0 if lost == n else _root(lambda delta: score(delta) - z, -1.0, estimate)
    high = 1.0 if gained == n else _root(lambda delta: score(delta) + z, estimate, 1.0)
    return Interval(low, high, level, "tango_score")


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    # At -1 and 1 the variance vanishes: stay a hair inside.
    low, high = max(low, -1 + 1e-9), min(high, 1 - 1e-9)

    def finite(delta: float) -> float:
        return max(min(function(delta), 1e9), -1e9)

    return float(optimize.brentq(finite, low, high, xtol=1e-12))


def newcombe_interval(both: int, lost: int, gained: int, neither: int, level: float) -> Interval:
    """Square and add Wilson's limits of the two shares, given their correlation (Newcombe 1998, method 10)."""
    n = both + lost + gained + neither
    one, two = proportion(both + gained, n, level=level), proportion(both + lost, n, level=level)
    assert one.share is not None and two.share is not None and one.interval and two.interval
    margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    cross: float = both * neither - lost * gained
    if cross > 0:
        cross = max(cross - n / 2, 0)  # continuity-corrected, as Newcombe gives phi
    phi = cross / math.sqrt(margins) if margins else 0.0
    below, above = one.share - one.interval.low, one.interval.high - one.share
    below_two, above_two = two.share - two.interval.low, two.interval.high - two.share
    difference = one.share - two.share
    low = difference - math.sqrt(max(below**2 - 2 * phi * below * above_two + above_two**2, 0))
    high = difference + math.sqrt(max(above**2 - 2 * phi * above * below_two + below_two**2, 0))
    return Interval(max(low, -1.0), min(high, 1.0), level, "newcombe_square_and_add")
