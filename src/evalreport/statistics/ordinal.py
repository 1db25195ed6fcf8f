"""Change on ordered categories or skewed scores: rank-biserial correlation, Wilcoxon, Friedman."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from evalreport.statistics.estimate import HypothesisTest, Reason
from evalreport.statistics.pairs import (
    Numbers,
    Table,
    Values,
    complete_rows,
    is_constant,
    paired,
    without_float_noise,
)
from evalreport.statistics.resampling import shuffled_within_rows

SMALL = 25
"""Up to this many persons a rank test is exact or a permutation test; above, an approximation."""

Method = Literal["auto", "exact", "asymptotic"]


@dataclass(frozen=True)
class RankChange:
    """Paired change in ranks.

    Attributes
    ----------
    n, incomplete : int
        Persons with both values; persons left out because one is missing.
    risen, fallen : int
        Persons who changed up and down; the rest did not change.
    positive, negative : float
        Sums of the ranks of the changes up and down (W+ and W-).
    rank_biserial : float or None
        (W+ - W-) / (W+ + W-), -1..1.
    test : HypothesisTest or None
        Wilcoxon's signed-rank test; its method says whether it is exact.
    """

    n: int
    incomplete: int
    risen: int = 0
    fallen: int = 0
    positive: float = 0.0
    negative: float = 0.0
    rank_biserial: float | None = None
    test: HypothesisTest | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class RankedWaves:
    """Friedman's test over three or more timepoints.

    Attributes
    ----------
    n, incomplete : int
        Persons with a value at every timepoint; persons left out because one is missing.
    mean_ranks : tuple of float
        Mean rank by timepoint, 1 being lowest.
    concordance : float or None
        Kendall's W, 0..1.
    """

    n: int
    incomplete: int
    mean_ranks: tuple[float, ...] = ()
    concordance: float | None = None
    test: HypothesisTest | None = None
    reason: Reason | None = None


def rank_change(first: Values, second: Values, *, method: Method = "auto") -> RankChange:
    """Compare two timepoints by the ranks of the changes.

    The matched-pairs rank-biserial correlation is (W+ - W-) / (W+ + W-) (Kerby 2014, Compr Psychol 3:1). The test is
    Wilcoxon's signed-rank test (Wilcoxon 1945) without those who did not change, ties sharing their ranks. With up to
    25 who changed it is exact: every pattern of signs is counted, ties included. Above it is the normal
    approximation with the corrections for ties and for continuity (Hollander & Wolfe 1999, sec. 3.1).

    Parameters
    ----------
    first, second : Series indexed by person, or sequences of the same length
        Ordered categories as numbers, or scores.
    method : "auto", "exact" or "asymptotic"
        Which p-value; `auto` follows the number who changed.

    Examples
    --------
    >>> found = rank_change([1, 2, 2, 3, 1], [2, 3, 2, 2, 3])
    >>> round(found.rank_biserial, 2), found.test.method, found.test.p
    (0.6, 'wilcoxon_exact', 0.5)
    """
    pairs = paired(first, second)
    if not pairs.n:
        return RankChange(0, pairs.incomplete, reason=Reason.EMPTY)
    scale = float(np.abs([pairs.first, pairs.second]).max())
    moved = without_float_noise(pairs.change, scale)
    moved = moved[moved != 0]
    if not len(moved):
        return RankChange(pairs.n, pairs.incomplete, reason=Reason.NO_CHANGE)
    ranks = stats.rankdata(np.abs(moved))
    positive, negative = float(ranks[moved > 0].sum()), float(ranks[moved < 0].sum())
    exact = method == "exact" or (method == "auto" and len(moved) <= SMALL)
    return RankChange(
        pairs.n,
        pairs.incomplete,
        risen=int((moved > 0).sum()),
        fallen=int((moved < 0).sum()),
        positive=positive,
        negative=negative,
        rank_biserial=(positive - negative) / (positive + negative),
        test=_exact_signed_rank(ranks, positive) if exact else _normal_signed_rank(ranks, positive),
    )


def friedman(values: Table, *, method: Method = "auto") -> RankedWaves:
    """Compare three or more timepoints by ranks within persons (Friedman 1937, JASA 32:675-701).

    The statistic is corrected for ties (Hollander & Wolfe 1999, sec. 7.1). With up to 25 persons the p-value comes
    from 9,999 random orders of each person's values, since the chi-square distribution is too coarse there; above from
    chi-square. Effect: Kendall's W, the statistic over n (k - 1).

    Parameters
    ----------
    values : DataFrame or array
        A row per person, a column per timepoint; those with a missing value are left out and counted.
    method : "auto", "exact" or "asymptotic"
        `exact` means by random orders.
    """
    table = pd.DataFrame(values)
    rows = complete_rows(table)
    n, incomplete, waves = len(rows), len(table) - len(rows), table.shape[1]
    if waves < 2:
        return RankedWaves(n, incomplete, reason=Reason.ONE_WAVE)
    if not n:
        return RankedWaves(n, incomplete, reason=Reason.EMPTY)
    ranks = stats.rankdata(without_float_noise(rows, float(np.abs(rows).max())), axis=1)
    mean_ranks = tuple(float(rank) for rank in ranks.mean(axis=0))
    if n < 2:
        return RankedWaves(n, incomplete, mean_ranks, reason=Reason.TOO_FEW)
    if is_constant((ranks - ranks.mean(axis=1, keepdims=True)).ravel(), 1.0):
        return RankedWaves(n, incomplete, mean_ranks, reason=Reason.NO_CHANGE)
    q = float(_friedman_statistic(ranks[np.newaxis])[0])
    if method == "exact" or (method == "auto" and n <= SMALL):
        test = HypothesisTest(
            "friedman_permutation", q, shuffled_within_rows(ranks, _friedman_statistic), waves - 1
        )
    else:
        test = HypothesisTest("friedman_chi_square", q, float(stats.chi2.sf(q, waves - 1)), waves - 1)
    return RankedWaves(n, incomplete, mean_ranks, q / (n * (waves - 1)), test)


def _friedman_statistic(ranks: Numbers) -> Numbers:
    """Return Friedman's statistic for ranks of shape (resamples, persons, timepoints)."""
    persons, waves = ranks.shape[1:]
    middle = (waves + 1) / 2
    between = ((ranks.sum(axis=1) - persons * middle) ** 2).sum(axis=1)
    within = ((ranks - middle) ** 2).sum(axis=(1, 2))
    return (waves - 1) * between / within


def _exact_signed_rank(ranks: Numbers, positive: float) -> HypothesisTest:
    """Count the sign patterns whose sum of positive ranks is as far from the middle (ranks doubled to be whole)."""
    doubled = np.rint(2 * ranks).astype(int)
    ways = np.zeros(doubled.sum() + 1)
    ways[0] = 1.0
    for rank in doubled:
        ways[rank:] = ways[rank:] + ways[: len(ways) - rank]
    middle = doubled.sum() / 2
    far = np.abs(np.arange(len(ways)) - middle) >= abs(2 * positive - middle)
    return HypothesisTest("wilcoxon_exact", positive, float(ways[far].sum() / ways.sum()))


def _normal_signed_rank(ranks: Numbers, positive: float) -> HypothesisTest:
    n = len(ranks)
    _, ties = np.unique(ranks, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((ties**3 - ties).sum()) / 48
    off = positive - n * (n + 1) / 4
    z = (off - 0.5 * np.sign(off)) / np.sqrt(variance)
    return HypothesisTest("wilcoxon_normal", positive, float(min(1.0, 2 * stats.norm.sf(abs(z)))))
