"""How much those without a value could matter: bounds, and the point where a change would vanish."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import Reason
from evalreport.statistics.pairs import Numbers, Values, matched, numbers


@dataclass(frozen=True)
class Bounds:
    """The least and the most a number could be, whatever those without a value would have answered.

    Attributes
    ----------
    n, missing : int
        Persons with and without a value.
    observed : float or None
        Of those with a value.
    low, high : float or None
        If all without a value had the lowest, or the highest, possible one.
    """

    n: int
    missing: int
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class TippingPoint:
    """How the leavers must have fared for the mean change of all who started to be nothing.

    Attributes
    ----------
    n, leavers : int
        Persons with both values; persons with a first value alone.
    change : float or None
        Mean change of those with both values.
    needed : float or None
        Mean change among the leavers at which the mean change of all is 0.
    """

    n: int
    leavers: int
    change: float | None = None
    needed: float | None = None
    reason: Reason | None = None


def share_bounds(count: int, n: int, missing: int) -> Bounds:
    """Bound the share of all n + missing persons (worst and best case; Manski 1990, Am Econ Rev 80:319-323).

    Examples
    --------
    >>> found = share_bounds(30, 40, 60)
    >>> found.observed, found.low, found.high
    (0.75, 0.3, 0.9)
    """
    if not 0 <= count <= n or missing < 0:
        raise EvalreportError(f"{count} of {n}, {missing} missing, is no share")
    if not n + missing:
        return Bounds(n, missing, reason=Reason.EMPTY)
    every = n + missing
    return Bounds(n, missing, count / n if n else None, count / every, (count + missing) / every)


def change_bounds(first: Values, second: Values, *, minimum: float, maximum: float) -> Bounds:
    """Bound the mean change of all with a first score, the missing second ones lying anywhere on the scale.

    Parameters
    ----------
    minimum, maximum : float
        Ends of the scale.
    """
    if minimum >= maximum:
        raise EvalreportError(f"a scale from {minimum} to {maximum} has no room", remedy="give its two ends")
    start, end = _started(first, second)
    if not len(start):
        return Bounds(0, 0, reason=Reason.EMPTY)
    for value in [*start, *end[~np.isnan(end)]]:
        if not minimum <= value <= maximum:
            raise EvalreportError(f"a score of {value} lies outside the scale from {minimum} to {maximum}")
    gone = np.isnan(end)
    stayed = int((~gone).sum())
    observed = float((end - start)[~gone].mean()) if stayed else None
    low, high = (float((np.where(gone, limit, end) - start).mean()) for limit in (minimum, maximum))
    return Bounds(stayed, int(gone.sum()), observed, low, high)


def tipping_point(first: Values, second: Values) -> TippingPoint:
    """Return the mean change among leavers that would cancel the change of the stayers.

    n · change + leavers · needed = 0: the simplest form of a tipping-point analysis (Yan, Lee & Li 2009, J Biopharm
    Stat 19:1085-1098).

    Examples
    --------
    >>> tipping_point([50, 40, 60, 30], [60, 50, None, None]).needed
    -10.0
    """
    start, end = _started(first, second)
    gone = np.isnan(end)
    stayed, left = int((~gone).sum()), int(gone.sum())
    if not stayed:
        return TippingPoint(0, left, reason=Reason.EMPTY)
    change = float((end - start)[~gone].mean())
    if not left:
        return TippingPoint(stayed, 0, change, reason=Reason.NO_GROUP)
    return TippingPoint(stayed, left, change, -stayed * change / left)


def _started(first: Values, second: Values) -> tuple[Numbers, Numbers]:
    """Return both scores of those with a first one, in an order of the values alone."""
    rows = matched(first, second)
    start, end = numbers(rows["first"]), numbers(rows["second"])
    begun = ~np.isnan(start)
    start, end = start[begun], end[begun]
    order = np.lexsort((end, start))
    return start[order], end[order]
