"""Do those who start lowest gain most? The slope of change on the first score, freed of measurement error."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import LEVEL, Interval, Reason
from evalreport.statistics.pairs import Pairs, Values, is_constant, paired


@dataclass(frozen=True)
class BaselineSlope:
    """Whether those who start lowest gain most: slope of the change on the first score.

    Attributes
    ----------
    crude : float or None
        Slope as observed: measurement error alone makes it negative.
    corrected : float or None
        Blomqvist's slope, free of the error in the first score. Negative: those who start lower gain more.
    interval : Interval or None
        Interval of the corrected slope, the error variance taken as known.
    error_share : float or None
        Share of the variance at the first timepoint that is measurement error.
    """

    n: int
    incomplete: int
    crude: float | None = None
    corrected: float | None = None
    interval: Interval | None = None
    error_share: float | None = None
    reason: Reason | None = None


def change_on_baseline(
    first: Values,
    second: Values,
    *,
    reliability: float | None = None,
    error_variance: float | None = None,
    level: float = LEVEL,
) -> BaselineSlope:
    """Estimate whether those who start lower gain more, corrected for measurement error in the first score.

    With k the error's share of the variance at the first timepoint, the slope of change on the first score is
    (crude + k) / (1 - k) (Blomqvist 1977, JASA 72:746-749; recommended by Hayes 1988, Stat Med 7:915-927).

    Parameters
    ----------
    reliability : float, optional
        Test-retest reliability of the scale; k is 1 minus it.
    error_variance : float, optional
        Squared standard error of measurement, in points²; k is its share of the observed variance.

    Raises
    ------
    EvalreportError
        When neither or both are given, or one is out of range.
    """
    if (reliability is None) == (error_variance is None):
        raise EvalreportError(
            "the correction needs the reliability of the scale or its error variance, one of the two",
            remedy="give `reliability` from a test-retest study of the scale",
        )
    if reliability is not None and not 0 <= reliability <= 1:
        raise EvalreportError(f"a reliability lies between 0 and 1, not {reliability}")
    if error_variance is not None and error_variance < 0:
        raise EvalreportError(f"a variance cannot be negative ({error_variance})")
    pairs = paired(first, second)
    if not pairs.n:
        return BaselineSlope(0, pairs.incomplete, reason=Reason.EMPTY)
    if pairs.n < 3:
        return BaselineSlope(pairs.n, pairs.incomplete, reason=Reason.TOO_FEW)
    if is_constant(pairs.first):
        return BaselineSlope(pairs.n, pairs.incomplete, reason=Reason.CONSTANT)
    crude = regression_slope(pairs) - 1
    if error_variance is not None:
        share = error_variance / float(pairs.first.var(ddof=1))
    else:
        assert reliability is not None
        share = 1 - reliability
    if share >= 1:
        return BaselineSlope(pairs.n, pairs.incomplete, crude, error_share=share, reason=Reason.UNRELIABLE)
    reach = float(stats.t.ppf((1 + level) / 2, pairs.n - 2)) * _slope_error(pairs)
    low, corrected, high = ((slope + share) / (1 - share) for slope in (crude - reach, crude, crude + reach))
    interval = Interval(low, high, level, "t_error_variance_known")
    return BaselineSlope(pairs.n, pairs.incomplete, crude, corrected, interval, share)


def regression_slope(pairs: Pairs) -> float:
    """Return the slope of the second score on the first, by least squares; the first must not be constant."""
    off = pairs.first - pairs.first.mean()
    return float((off * (pairs.second - pairs.second.mean())).sum() / (off**2).sum())


def _slope_error(pairs: Pairs) -> float:
    off = pairs.first - pairs.first.mean()
    rest = pairs.second - pairs.second.mean() - regression_slope(pairs) * off
    return math.sqrt(float((rest**2).sum()) / (pairs.n - 2) / float((off**2).sum()))
