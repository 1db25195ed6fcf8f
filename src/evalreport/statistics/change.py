"""Change of a score between two timepoints: how much on average, and how many changed beyond measurement error."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import LEVEL, HypothesisTest, Interval, Reason, interval_or_reason
from evalreport.statistics.pairs import Numbers, Pairs, Values, is_constant, paired
from evalreport.statistics.resampling import bca_mean


@dataclass(frozen=True)
class Change:
    """Mean change of those with a value both times, with all that a meta-analysis needs to compute it again.

    Attributes
    ----------
    n, incomplete : int
        Persons with both values; persons left out because one is missing.
    mean_first, mean_second, sd_first, sd_second : float or None
        Means and standard deviations (n - 1) of the same persons at the two timepoints.
    correlation : float or None
        Pearson correlation of the two values; None where either timepoint has no spread.
    mean, sd : float or None
        Mean and standard deviation of the change, second minus first.
    t_interval, interval : Interval or None
        Student's interval, and the BCa bootstrap interval over persons.
    test : HypothesisTest or None
        Paired t-test.
    dz : float or None
        Mean change over the standard deviation of the change.
    g_av : float or None
        Hedges' g with the average of the two standard deviations; None of two persons, where the correction is 0.
    reason : Reason or None
        Why intervals, test and effect sizes are missing.
    interval_reason : Reason or None
        Why the bootstrap interval alone is missing: `too_few` below five persons.
    """

    n: int
    incomplete: int
    mean_first: float | None = None
    mean_second: float | None = None
    sd_first: float | None = None
    sd_second: float | None = None
    correlation: float | None = None
    mean: float | None = None
    sd: float | None = None
    t_interval: Interval | None = None
    interval: Interval | None = None
    test: HypothesisTest | None = None
    dz: float | None = None
    g_av: float | None = None
    reason: Reason | None = None
    interval_reason: Reason | None = None


@dataclass(frozen=True)
class ReliableChange:
    """How many changed by more than measurement error can explain.

    Attributes
    ----------
    n, incomplete : int
        Persons with both values; persons left out because one is missing.
    improved, unchanged, worsened : int or None
        They sum to n; None where there is no threshold to compare with.
    threshold : float or None
        Smallest change that counts, in points.
    source : str
        `given`, or `reliability` when it was computed from the measurement error.
    """

    n: int
    incomplete: int
    improved: int | None = None
    unchanged: int | None = None
    worsened: int | None = None
    threshold: float | None = None
    source: str = "given"
    reason: Reason | None = None

    @property
    def shares(self) -> tuple[float, float, float] | None:
        """Shares improved, unchanged and worsened; None where there are no counts."""
        if self.improved is None or self.unchanged is None or self.worsened is None:
            return None
        return self.improved / self.n, self.unchanged / self.n, self.worsened / self.n


def change(first: Values, second: Values, *, level: float = LEVEL) -> Change:
    """Estimate the mean change from the first to the second timepoint.

    Interval: Student's t, and BCa bootstrap over persons. dz is the mean over the standard deviation of the change
    (Cohen 1988, p. 48). g_av is the mean over (SD1 + SD2) / 2 (Cumming 2012, p. 291), times Hedges' correction
    J = 1 - 3 / (4 (n - 1) - 1) (Borenstein et al. 2009, eq. 4.22).

    Parameters
    ----------
    first, second : Series indexed by person, or sequences of the same length
        Scores; pairs with a missing value are left out and counted.
    level : float
        Level of the intervals.

    Examples
    --------
    >>> found = change([50, 60, 40, 70, 55], [58, 61, 52, 71, 60])
    >>> found.n, round(found.mean, 1), round(found.dz, 2)
    (5, 5.4, 1.14)
    >>> change([50], [60]).reason.value
    'too_few'
    """
    pairs = paired(first, second)
    if not pairs.n:
        return Change(0, pairs.incomplete, reason=Reason.EMPTY)
    moved = np.sort(pairs.change)
    mean = float(moved.mean())
    found = Change(
        pairs.n,
        pairs.incomplete,
        mean_first=float(pairs.first.mean()),
        mean_second=float(pairs.second.mean()),
        mean=mean,
    )
    if pairs.n < 2:
        return replace(found, reason=Reason.TOO_FEW)
    scale = float(np.abs([pairs.first, pairs.second]).max())
    sd_first, sd_second = _sd(pairs.first), _sd(pairs.second)
    found = replace(found, sd_first=sd_first, sd_second=sd_second, correlation=correlation(pairs))
    if is_constant(moved, scale):
        return replace(found, sd=0.0, reason=Reason.CONSTANT)
    sd = _sd(moved)
    df = pairs.n - 1
    error = sd / math.sqrt(pairs.n)
    reach = float(stats.t.ppf((1 + level) / 2, df)) * error
    t = mean / error
    interval, interval_reason = interval_or_reason(bca_mean(moved, level=level))
    return replace(
        found,
        sd=sd,
        t_interval=Interval(mean - reach, mean + reach, level, "t"),
        interval=interval,
        interval_reason=interval_reason,
        test=HypothesisTest("paired_t", t, float(2 * stats.t.sf(abs(t), df)), df),
        dz=mean / sd,
        g_av=mean / ((sd_first + sd_second) / 2) * (1 - 3 / (4 * df - 1)) if df > 1 else None,
    )


def correlation(pairs: Pairs) -> float | None:
    """Return Pearson's correlation; None where there is no spread."""
    if pairs.n < 2 or is_constant(pairs.first) or is_constant(pairs.second):
        return None
    return float(np.clip(np.corrcoef(pairs.first, pairs.second)[0, 1], -1, 1))


def reliable_change(
    first: Values,
    second: Values,
    *,
    threshold: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    higher_is_better: bool = True,
    inclusive: bool = False,
) -> ReliableChange:
    """Count those who improved or worsened by more than measurement error.

    Without a threshold it is 1.96 · √2 · SEM with SEM = sd · √(1 - reliability) (Jacobson & Truax 1991,
    J Consult Clin Psychol 59:12-19), and sd defaults to the standard deviation at the first timepoint.

    Parameters
    ----------
    threshold : float, optional
        Minimal detectable change of the scale, in points.
    sd, reliability : float, optional
        Standard deviation and test-retest reliability (0..1) of the scale.
    higher_is_better : bool
        Whether a rise is an improvement.
    inclusive : bool
        Whether a change equal to the threshold counts.

    Raises
    ------
    EvalreportError
        When neither threshold nor reliability is given, or one is out of range.

    Examples
    --------
    >>> reliable_change([50, 60, 40], [65, 60, 20], threshold=10).improved
    1
    """
    pairs = paired(first, second)
    _check(threshold, sd, reliability)
    if not pairs.n:
        return ReliableChange(0, pairs.incomplete, threshold=threshold, reason=Reason.EMPTY)
    source = "given"
    if threshold is None:
        if sd is None:
            if pairs.n < 2:
                return ReliableChange(pairs.n, pairs.incomplete, reason=Reason.TOO_FEW)
            sd = 0.0 if is_constant(pairs.first) else _sd(pairs.first)
        if sd == 0:
            return ReliableChange(pairs.n, pairs.incomplete, reason=Reason.CONSTANT)
        assert reliability is not None
        threshold, source = 1.96 * math.sqrt(2) * sd * math.sqrt(1 - reliability), "reliability"
    gain = pairs.change if higher_is_better else -pairs.change
    # A change of exactly the threshold must not be decided by the noise of floats.
    noise = 1e-9 * max(1.0, float(np.abs([pairs.first, pairs.second]).max()))
    limit = max(threshold - noise, 0.0) if inclusive else threshold + noise
    improved, worsened = int((gain > limit).sum()), int((gain < -limit).sum())
    return ReliableChange(
        pairs.n, pairs.incomplete, improved, pairs.n - improved - worsened, worsened, threshold, source
    )


def _check(threshold: float | None, sd: float | None, reliability: float | None) -> None:
    if threshold is None and reliability is None:
        raise EvalreportError(
            "reliable change needs a threshold, or the reliability of the scale",
            remedy="give `threshold` (the scale's minimal detectable change) or `reliability`",
        )
    if threshold is not None and threshold < 0:
        raise EvalreportError(f"a threshold of change cannot be negative ({threshold})")
    if sd is not None and sd < 0:
        raise EvalreportError(f"a standard deviation cannot be negative ({sd})")
    if reliability is not None and not 0 <= reliability <= 1:
        raise EvalreportError(f"a reliability lies between 0 and 1, not {reliability}")


def _sd(values: Numbers) -> float:
    return float(values.std(ddof=1))
