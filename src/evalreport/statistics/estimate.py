"""What every estimate is made of: an interval, a test with its method named, and the reason when there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SEED = 1908
"""Every resampling starts here, so that the same data give the same interval."""

RESAMPLES = 9_999
"""Resamples of a bootstrap or a permutation test."""

LEVEL = 0.95
"""Level of an interval, unless another is asked for."""


class Reason(StrEnum):
    """Why a number is missing. A result says so, rather than being NaN."""

    EMPTY = "empty"
    """Nobody has the values that are needed."""
    TOO_FEW = "too_few"
    """Too few persons for an estimate of spread, or for a test."""
    CONSTANT = "constant"
    """Everybody has the same value (or changes by the same amount): there is no spread to reckon with."""
    NO_CHANGE = "no_change"
    """Nobody changed, so there is nothing to test."""
    ONE_WAVE = "one_wave"
    """Fewer than two timepoints have values."""
    ONE_CATEGORY = "one_category"
    """Only one category is in use, so nothing can be associated with it."""
    NO_GROUP = "no_group"
    """Nobody is on this side of the cut."""
    NO_COMPLEMENT = "no_complement"
    """The rest of the persons are too few to be shown, so the selected group is not shown either."""
    UNRELIABLE = "unreliable"
    """Measurement error is as large as the differences between persons: nothing is left to correct for."""
    DEGENERATE = "degenerate"
    """Too many resamples lack the number (an empty group), or all are alike: they make no interval."""
    NOT_CONVERGED = "not_converged"
    """The model could not be fitted."""


@dataclass(frozen=True)
class Interval:
    """A confidence interval.

    Attributes
    ----------
    low, high : float
        Its bounds, in the unit of the estimate.
    level : float
        Confidence level, 0..1.
    method : str
        How it was computed: `t`, `bca_bootstrap`, `wilson`, …
    """

    low: float
    high: float
    level: float
    method: str

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.level, self.method)


def interval_or_reason(found: Interval | Reason) -> tuple[Interval | None, Reason | None]:
    """Put an interval and the reason for not having one into their two places."""
    return (None, found) if isinstance(found, Reason) else (found, None)


@dataclass(frozen=True)
class HypothesisTest:
    """A test: always with the method that gave the p-value, since that may depend on n.

    Attributes
    ----------
    method : str
        `paired_t`, `wilcoxon_exact`, `wilcoxon_normal`, `mcnemar_mid_p`, …
    statistic : float or None
        None where the method has none (Fisher's exact test).
    p : float
        Two-sided p-value.
    df : float or None
        Degrees of freedom, where the method has them.
    """

    method: str
    statistic: float | None
    p: float
    df: float | None = None
