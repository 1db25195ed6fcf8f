"""Regression to the mean: what a group selected on a low (or high) first score would show without any effect.

Whoever is selected because of a low score has, on average, had a bad day; on the next one the score is higher. A
selected group is therefore never given alone, but beside the rest, with the change that selection by itself leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from evalreport.statistics.baseline_slope import regression_slope
from evalreport.statistics.change import Change, change, correlation
from evalreport.statistics.estimate import LEVEL, Interval, Reason, interval_or_reason
from evalreport.statistics.pairs import Numbers, Pairs, Values, is_constant, matched, numbers, paired
from evalreport.statistics.resampling import percentile_interval
from evalreport.statistics.selection import Side, expected_follow_up, expected_shift

FROM_SAMPLE = "sample"
"""Name of the expectation whose slope comes from all persons of the sample."""


@dataclass(frozen=True)
class Expectation:
    """What one side of the cut would be expected to show, were it no different from everybody else.

    Attributes
    ----------
    source : str
        Where the slope comes from: `sample`, or the name of an outside source.
    slope : float
        Slope of the second score on the first.
    expected_second : float
        Expected mean at the second timepoint.
    shift : float
        Part of the expected change that is regression to the mean; the rest is the change of all persons.
    observed_minus_expected : float
        Observed mean at the second timepoint minus the expected one.
    interval : Interval or None
        Percentile bootstrap interval of observed minus expected, persons resampled.
    interval_reason : Reason or None
        Why there is no interval: `too_few` below five persons, `degenerate` when a side is often empty.
    """

    source: str
    slope: float
    expected_second: float
    shift: float
    observed_minus_expected: float
    interval: Interval | None = None
    interval_reason: Reason | None = None


@dataclass(frozen=True)
class SelectedSide:
    """One side of the cut.

    Attributes
    ----------
    n : int
        Persons with both scores.
    mean_first, mean_second, change : float
        Observed means and their difference.
    expectations : tuple of Expectation
        One per slope: the sample's own first, then those from outside.
    later : Change or None
        Change from the second to the third timepoint: the second score was not selected on. None without a third.
    """

    n: int
    mean_first: float
    mean_second: float
    change: float
    expectations: tuple[Expectation, ...]
    later: Change | None = None


@dataclass(frozen=True)
class SelectedGroup:
    """A group selected on its first score, and the rest: both or neither.

    Attributes
    ----------
    cut, side : float, "below" or "above"
        Who is selected.
    n, incomplete : int
        Persons with both scores; persons left out because one is missing.
    mean_first, mean_second, correlation : float or None
        Of all persons.
    normal_shift : float or None
        Regression to the mean of the group if scores were normal and equally spread both times (Barnett et al. 2005).
    group, complement : SelectedSide or None
        Those selected, and all others.
    reason : Reason or None
        Why they are not given: `no_group`, `no_complement`, `constant`, …
    later_reason : Reason or None
        Why the change to the third timepoint is not given although there is one: too few on either side.
    """

    cut: float
    side: Side
    n: int
    incomplete: int
    mean_first: float | None = None
    mean_second: float | None = None
    correlation: float | None = None
    normal_shift: float | None = None
    group: SelectedSide | None = None
    complement: SelectedSide | None = None
    reason: Reason | None = None
    later_reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.group is None) != (self.complement is None):
            raise ValueError("a selected group is given with its complement, or not at all")


def guard(
    first: Values,
    second: Values,
    cut: float,
    *,
    side: Side = "below",
    inclusive: bool = False,
    third: Values | None = None,
    outside: Mapping[str, float] | None = None,
    minimum: int = 1,
    level: float = LEVEL,
) -> SelectedGroup:
    """Compare those beyond a cut at the first timepoint with the rest, and both with what selection alone leads to.

    What selection leads to is reckoned by the linear rule (`expected_follow_up`) with the slope of the second score on
    the first from all persons, and with each slope from outside; and, for scores that are normal, by `expected_shift`.
    With a third timepoint the change from the second to the third is given too: selected on the first score, measured
    from one that was not selected on (Ederer 1972).

    Parameters
    ----------
    first, second, third : Series indexed by person, or sequences of the same length
        Scores; persons without first and second are left out and counted.
    cut : float
        Those strictly below (above) it are selected; with `inclusive` those at it as well.
    outside : mapping of str to float, optional
        Slopes from elsewhere by source: a comparison group, a published stability.
    minimum : int
        Smallest number of persons that may be shown: a side with fewer takes the other with it.

    Examples
    --------
    >>> found = guard([20, 30, 60, 70, 80, 40], [45, 40, 60, 75, 70, 50], 50)
    >>> found.group.n, found.complement.n, round(found.group.expectations[0].shift, 1)
    (3, 3, 8.9)
    >>> guard([20, 30, 40], [45, 40, 50], 50).reason.value
    'no_complement'
    """
    pairs = paired(first, second)
    if not pairs.n:
        return _refused(pairs, cut, side, Reason.EMPTY)
    inside = _selected(pairs.first, cut, side, inclusive)
    count = int(inside.sum())
    if count < max(minimum, 1):
        return _refused(pairs, cut, side, Reason.NO_GROUP)
    if pairs.n - count < max(minimum, 1):
        return _refused(pairs, cut, side, Reason.NO_COMPLEMENT)
    if pairs.n < 3:
        return _refused(pairs, cut, side, Reason.TOO_FEW)
    # With persons on both sides this can only be the noise of floats around the cut.
    if is_constant(pairs.first):
        return _refused(pairs, cut, side, Reason.CONSTANT)
    slopes = {FROM_SAMPLE: regression_slope(pairs), **(outside or {})}
    later = _later(first, second, third, cut, side, inclusive, level)
    hide_later = min((found.n for found in later), default=0) < max(minimum, 1)
    r = correlation(pairs)
    sd = float(pairs.first.std(ddof=1))
    return SelectedGroup(
        cut,
        side,
        pairs.n,
        pairs.incomplete,
        float(pairs.first.mean()),
        float(pairs.second.mean()),
        r,
        None if r is None else expected_shift(float(pairs.first.mean()), sd, r, cut, side=side),
        _side(pairs, inside, slopes, None if hide_later else later[0], level),
        _side(pairs, ~inside, slopes, None if hide_later else later[1], level),
        later_reason=Reason.TOO_FEW if later and hide_later else None,
    )


def _refused(pairs: Pairs, cut: float, side: Side, reason: Reason) -> SelectedGroup:
    return SelectedGroup(cut, side, pairs.n, pairs.incomplete, reason=reason)


def _selected(scores: Numbers, cut: float, side: Side, inclusive: bool) -> npt.NDArray[np.bool_]:
    beyond = scores < cut if side == "below" else scores > cut
    return beyond | (scores == cut) if inclusive else beyond


def _side(
    pairs: Pairs,
    chosen: npt.NDArray[np.bool_],
    slopes: Mapping[str, float],
    later: Change | None,
    level: float,
) -> SelectedSide:
    start, end = float(pairs.first[chosen].mean()), float(pairs.second[chosen].mean())
    mean_first, mean_second = float(pairs.first.mean()), float(pairs.second.mean())
    rows = np.column_stack([pairs.first, pairs.second, chosen.astype(float)])
    expectations = []
    for source, slope in slopes.items():
        expected, shift = expected_follow_up(start, mean_first, mean_second, slope)
        # The sample's own slope is estimated anew in every resample; one from outside stays as it is.
        excess = partial(_excess, slope=None if source == FROM_SAMPLE else slope)
        interval = interval_or_reason(percentile_interval(rows, excess, level=level))
        expectations.append(Expectation(source, slope, expected, shift, end - expected, *interval))
    return SelectedSide(int(chosen.sum()), start, end, end - start, tuple(expectations), later)


def _excess(rows: Numbers, slope: float | None) -> Numbers:
    """Return observed minus expected second mean, for rows of first, second and chosen; NaN of an empty side."""
    first, second, chosen = rows[..., 0], rows[..., 1], rows[..., 2]
    off_first = first - first.mean(axis=1, keepdims=True)
    off_second = second - second.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        b = (off_first * off_second).sum(axis=1) / (off_first**2).sum(axis=1) if slope is None else slope
        size = chosen.sum(axis=1)
        return ((off_second * chosen).sum(axis=1) - b * (off_first * chosen).sum(axis=1)) / size


def _later(
    first: Values,
    second: Values,
    third: Values | None,
    cut: float,
    side: Side,
    inclusive: bool,
    level: float,
) -> tuple[Change, ...]:
    """Return the change from second to third of those selected, and of the rest; nothing without a third."""
    if third is None:
        return ()
    rows = matched(first, second)
    table = rows.join(matched(first, third)["second"].rename("third"), how="left")
    start = numbers(table["first"])
    inside = _selected(start, cut, side, inclusive)
    known = ~np.isnan(start)
    parts: list[pd.DataFrame] = [table[inside & known], table[~inside & known]]
    return tuple(change(part["second"], part["third"], level=level) for part in parts)
