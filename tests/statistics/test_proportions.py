"""Shares: against published numbers and statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import Interval, Reason
from evalreport.statistics.proportions import independent_difference, proportion

few = settings(max_examples=60, deadline=None, derandomize=True)


def bounds(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe 1998 (Stat Med 17:857-872), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(count: int, n: int, low: float, high: float) -> None:
    assert bounds(proportion(count, n).interval) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@few
def test_wilson_agrees_with_statsmodels(case: tuple[int, int]) -> None:
    assert bounds(proportion(*case).interval) == pytest.approx(
        proportion_confint(*case, method="wilson"), abs=1e-9
    )


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe 1998 (Stat Med 17:873-890), table II, method 10, examples (a) to (h).
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_independent(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    assert bounds(independent_difference(*counts).interval) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_independent_agrees_with_statsmodels() -> None:
    expected = confint_proportions_2indep(23, 60, 18, 72, method="newcomb", compare="diff")
    assert bounds(independent_difference(23, 60, 18, 72).interval) == pytest.approx(expected)


def test_nobody_and_nonsense() -> None:
    assert proportion(0, 0).reason is Reason.EMPTY and proportion(0, 0).interval is None
    assert independent_difference(0, 0, 1, 2).reason is Reason.EMPTY
    with pytest.raises(EvalreportError, match="no share"):
        proportion(5, 4)
