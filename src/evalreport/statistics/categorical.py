"""Categories without order: whether the distribution changed, and whether two characteristics go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import RESAMPLES, SEED, HypothesisTest, Reason
from evalreport.statistics.pairs import Numbers
from evalreport.statistics.resampling import as_large, p_of

SMALL_EXPECTED = 5
"""Below this expected count in any cell, no chi-square distribution is trusted (Cochran 1954)."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class MarginalChange:
    """Whether a distribution over categories changed between two timepoints.

    Attributes
    ----------
    n, changed : int
        Persons in the table; persons in another category than before.
    homogeneity : HypothesisTest or None
        Stuart and Maxwell: are the two distributions the same?
    symmetry : HypothesisTest or None
        Bowker: do as many move from i to j as from j to i?
    reason : Reason or None
        `empty` of nobody; `no_change` when nobody changed category.
    """

    n: int
    changed: int
    homogeneity: HypothesisTest | None = None
    symmetry: HypothesisTest | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Association:
    """Whether two characteristics go together.

    Attributes
    ----------
    n : int
        Persons in the table.
    smallest_expected : float or None
        Smallest expected count, which decides the test.
    cramers_v : float or None
        Strength, 0..1.
    test : HypothesisTest or None
        Chi-square, Fisher's exact test (2 × 2), or a Monte Carlo permutation test.
    """

    n: int
    smallest_expected: float | None = None
    cramers_v: float | None = None
    test: HypothesisTest | None = None
    reason: Reason | None = None


def marginal_change(table: npt.ArrayLike) -> MarginalChange:
    """Test a square table of transitions for a changed distribution and for symmetry.

    Homogeneity: Stuart 1955 (Biometrika 42:412-416) and Maxwell 1970; categories that nobody entered or left, and
    groups of categories without moves between them, cost no degree of freedom. Symmetry: Bowker 1948 (JASA
    43:572-574), over the pairs of categories with moves. When any such pair has an expected count below 5, the
    p-values come from 9,999 tables in which each person who moved does so in either direction with probability one
    half.

    Parameters
    ----------
    table : array of counts, shape (categories, categories)
        Rows: first timepoint; columns: second (`transitions(...).table`).

    Raises
    ------
    EvalreportError
        When the table is not square, or holds something else than counts.
    """
    counts = _counts(table)
    if counts.shape[0] != counts.shape[1]:
        raise EvalreportError(
            f"a table of transitions must be square, not {counts.shape[0]} × {counts.shape[1]}"
        )
    n = int(counts.sum())
    moved = counts - np.diag(np.diag(counts))
    changed = int(moved.sum())
    if not n:
        return MarginalChange(0, 0, reason=Reason.EMPTY)
    if not changed:
        return MarginalChange(n, 0, reason=Reason.NO_CHANGE)
    upper, lower = np.nonzero(np.triu(moved + moved.T, 1))
    there, either = moved[upper, lower].astype(float), (moved + moved.T)[upper, lower].astype(float)
    covariance = np.diag((moved + moved.T).sum(axis=1)) - (moved + moved.T)
    rank = int(np.linalg.matrix_rank(covariance))
    inverse = np.linalg.pinv(covariance.astype(float))
    incidence = np.zeros((len(counts), len(either)))
    incidence[upper, range(len(either))] = 1.0
    incidence[lower, range(len(either))] = -1.0

    def homogeneity(moves: Numbers) -> Numbers:
        difference = (2 * moves - either) @ incidence.T
        return np.einsum("ri,ij,rj->r", difference, inverse, difference)

    def symmetry(moves: Numbers) -> Numbers:
        return ((2 * moves - either) ** 2 / either).sum(axis=1)

    rough = either.min() / 2 < SMALL_EXPECTED
    return MarginalChange(
        n,
        changed,
        _move_test("stuart_maxwell", homogeneity, there, either, rank, rough),
        _move_test("bowker", symmetry, there, either, len(either), rough),
    )


def independence(table: npt.ArrayLike) -> Association:
    """Test whether rows and columns go together.

    Pearson's chi-square, without continuity correction, when every expected count is at least 5; otherwise Fisher's
    exact test for a 2 × 2 table, and for larger ones 9,999 random tables with the same margins (Patefield 1981)
    compared by the chi-square statistic. Cramér's V is the square root of chi-square over n (min(rows, columns) - 1).

    Parameters
    ----------
    table : array of counts, shape (rows, columns)
        Empty rows and columns are left out.

    Examples
    --------
    >>> independence([[3, 1], [1, 3]]).test.method
    'fisher_exact'
    """
    counts = _counts(table)
    n = int(counts.sum())
    if not n:
        return Association(0, reason=Reason.EMPTY)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return Association(n, reason=Reason.ONE_CATEGORY)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    expected = np.outer(rows, columns) / n
    chi = float(((counts - expected) ** 2 / expected).sum())
    df = (len(rows) - 1) * (len(columns) - 1)
    if expected.min() >= SMALL_EXPECTED:
        test = HypothesisTest("chi_square", chi, float(stats.chi2.sf(chi, df)), df)
    elif counts.shape == (2, 2):
        test = HypothesisTest("fisher_exact", None, float(stats.fisher_exact(counts).pvalue))
    else:
        drawn = stats.random_table(rows, columns, seed=np.random.default_rng(SEED)).rvs(RESAMPLES)
        found = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
        test = HypothesisTest("permutation_chi_square", chi, p_of(int(as_large(found, chi).sum()), RESAMPLES))
    strength = min(1.0, float(np.sqrt(chi / (n * (min(counts.shape) - 1)))))
    return Association(n, float(expected.min()), strength, test)


def _move_test(
    name: str,
    statistic: Callable[[Numbers], Numbers],
    there: Numbers,
    either: Numbers,
    df: int,
    rough: bool,
) -> HypothesisTest:
    observed = float(statistic(there[np.newaxis])[0])
    if not rough:
        return HypothesisTest(f"{name}_chi_square", observed, float(stats.chi2.sf(observed, df)), df)
    rng = np.random.default_rng(SEED)
    drawn = rng.binomial(either.astype(np.int64), 0.5, size=(RESAMPLES, len(either))).astype(float)
    beyond = int(as_large(statistic(drawn), observed).sum())
    return HypothesisTest(f"{name}_permutation", observed, p_of(beyond, RESAMPLES), df)


def _counts(table: npt.ArrayLike) -> Counts:
    found = np.asarray(table)
    if found.ndim != 2 or not np.issubdtype(found.dtype, np.number):
        raise EvalreportError("a table of counts must have rows and columns of whole numbers")
    if np.isnan(found.astype(float)).any() or (found < 0).any() or (found != np.rint(found)).any():
        raise EvalreportError("a table of counts must hold whole numbers from 0 up")
    return found.astype(np.int64)
