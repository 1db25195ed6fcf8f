"""Bootstrap intervals and permutation tests with a fixed seed, the same for any order of the rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from evalreport.statistics.estimate import LEVEL, RESAMPLES, SEED, Interval, Reason
from evalreport.statistics.pairs import Numbers

FEWEST_RESAMPLED = 5
"""Below five persons a bootstrap says more about the resampling than about the persons."""

_CELLS = 2_000_000
"""Numbers held in memory at a time while resampling."""


def bca_mean(values: Numbers, *, level: float = LEVEL, resamples: int = RESAMPLES) -> Interval | Reason:
    """Return the bias-corrected and accelerated bootstrap interval of a mean (Efron 1987, JASA 82:171-185).

    Values are sorted, and turned to the side where they are largest, before they are resampled: the order of rows
    does not matter, and the interval of the opposite values is the opposite interval.

    Returns
    -------
    Interval or Reason
        `too_few` with fewer than five values, `constant` without spread, `degenerate` where the resamples make no
        interval.
    """
    ordered, mirrored = np.sort(values), np.sort(-values)
    if len(values) < FEWEST_RESAMPLED:
        return Reason.TOO_FEW
    if ordered[0] == ordered[-1]:
        return Reason.CONSTANT
    turned = tuple(mirrored) > tuple(ordered)
    found = stats.bootstrap(
        (mirrored if turned else ordered,),
        np.mean,
        n_resamples=resamples,
        confidence_level=level,
        method="BCa",
        batch=max(1, _CELLS // len(values)),
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    if not (np.isfinite(found.low) and np.isfinite(found.high)):
        return Reason.DEGENERATE
    interval = Interval(float(found.low), float(found.high), level, "bca_bootstrap")
    return -interval if turned else interval


def percentile_interval(
    rows: Numbers,
    statistic: Callable[[Numbers], Numbers],
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
) -> Interval | Reason:
    """Return the percentile bootstrap interval of a statistic of persons (Efron & Tibshirani 1993, ch. 13).

    Parameters
    ----------
    rows : array, shape (persons, values)
        Already in an order that depends on the values alone.
    statistic : callable
        Takes an array of shape (resamples, persons, values) and returns one number per resample, NaN where a
        resample has none (an empty group, say). Such resamples are left out.

    Returns
    -------
    Interval or Reason
        `too_few` with fewer than five persons, `degenerate` when one resample in twenty has no statistic.
    """
    persons = len(rows)
    if persons < FEWEST_RESAMPLED:
        return Reason.TOO_FEW
    rng = np.random.default_rng(SEED)
    batch = max(1, _CELLS // rows.size)
    found = []
    for start in range(0, resamples, batch):
        drawn = rng.integers(0, persons, size=(min(batch, resamples - start), persons))
        found.append(statistic(rows[drawn]))
    return percentiles(np.concatenate(found), level)


def percentiles(found: Numbers, level: float) -> Interval | Reason:
    """Return the interval between percentiles of a bootstrap distribution, or why too much of it is missing."""
    known = found[np.isfinite(found)]
    if len(known) < 0.95 * len(found) or not len(known):
        return Reason.DEGENERATE
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, "percentile_bootstrap")


def shuffled_within_rows(
    rows: Numbers, statistic: Callable[[Numbers], Numbers], *, resamples: int = RESAMPLES
) -> float:
    """Return the permutation p-value when each person's values are put in random order.

    Parameters
    ----------
    statistic : callable
        Takes an array of shape (resamples, persons, values) and returns one number per resample, large when the
        timepoints differ.
    """
    rng = np.random.default_rng(SEED)
    observed = float(statistic(rows[np.newaxis])[0])
    batch = max(1, _CELLS // rows.size)
    beyond = 0
    for start in range(0, resamples, batch):
        size = min(batch, resamples - start)
        drawn = rng.permuted(np.broadcast_to(rows, (size, *rows.shape)), axis=-1)
        beyond += int(as_large(statistic(drawn), observed).sum())
    return p_of(beyond, resamples)


def as_large(found: Numbers, observed: float) -> np.ndarray:
    """Say which values are at least as large as the observed one, the noise of floats aside."""
    return found >= observed - 1e-9 * max(1.0, abs(observed))


def p_of(beyond: int, resamples: int) -> float:
    """Return the p-value of a Monte Carlo test, never 0 (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585).

    >>> p_of(0, 9999)
    0.0001
    """
    return (beyond + 1) / (resamples + 1)
