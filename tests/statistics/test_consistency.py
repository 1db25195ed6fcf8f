"""Printed numbers that cannot be true."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import EvalreportError
from evalreport.statistics.consistency import attainable_column, attainable_mean, attainable_percent
from evalreport.statistics.estimate import Reason

few = settings(max_examples=100, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("mean", "n", "possible"),
    [
        ("5.19", 28, False),  # Brown & Heathers 2017 (Soc Psychol Personal Sci 8:363-369), their example
        ("5.18", 28, True),
        ("5.21", 28, True),
        ("3.48", 20, False),  # a die rolled 20 times: the example of "GRIM test" in Wikipedia
        ("3.45", 20, True),
        ("5.93", 49, False),  # The Economist, 18 June 2016
    ],
)
def test_grim(mean: str, n: int, possible: bool) -> None:
    assert attainable_mean(mean, n).possible is possible


def test_an_impossible_mean_names_its_neighbours() -> None:
    assert attainable_mean("5.19", 28).nearest == ("5.18", "5.21")
    assert attainable_mean("5.18", 28).totals == (145,)


@pytest.mark.parametrize(
    ("rounding", "possible"), [("half_up", False), ("half_even", True), ("either", True)]
)
def test_rounding_of_a_half(rounding: str, possible: bool) -> None:
    # 1.125 = 9 / 8 is 1.13 half up and 1.12 half to even.
    assert attainable_mean("1.12", 8, rounding=rounding).possible is possible  # type: ignore[arg-type]
    assert attainable_mean("1.13", 8, rounding="half_up").possible is True


def test_items_and_steps_make_the_grain_finer_or_coarser() -> None:
    assert attainable_mean("3.33", 10).possible is False
    assert attainable_mean("3.33", 10, items=3).possible is True
    # WHO-5 is a sum times 4: the mean of 10 persons moves in steps of 0.4.
    assert attainable_mean("63.6", 10, step=4).possible is True
    assert attainable_mean("63.5", 10, step=4).possible is False


def test_many_persons_make_every_mean_possible() -> None:
    assert attainable_mean("5.19", 100).informative is False
    assert attainable_mean("5.19", 28).informative is True


@given(
    st.integers(-400, 400),
    st.integers(1, 60),
    st.integers(0, 3),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
@few
def test_what_was_computed_and_rounded_is_always_possible(
    total: int, n: int, decimals: int, mode: str
) -> None:
    exact = Fraction(total, n)
    # Enough digits that the decimal rounds as the fraction does, unless the fraction is itself a half.
    long = Decimal(exact.numerator) / Decimal(exact.denominator)
    printed = long.quantize(Decimal(1).scaleb(-decimals), rounding=mode)
    found = attainable_mean(str(printed), n)
    assert found.possible is True and (total in found.totals or len(found.totals) == 10)


def test_percentages() -> None:
    assert attainable_percent("83 %", 39).possible is False  # 32 of 39 is 82, 33 is 85
    assert attainable_percent("82", 39).totals == (32,)
    assert attainable_percent("33,3", 3).possible is True
    assert attainable_percent("101", 3).possible is False
    assert attainable_percent("100", 3).nearest == ()


def test_a_column_that_cannot_add_up() -> None:
    # The printed column 5 + 10 + 27 + 28 + 20 sums to 90, though the persons are counted once each.
    found = attainable_column(["5", "10", "27", "28", "20"], 98)
    assert found.possible is False and found.total == 90 and found.impossible == ()
    assert attainable_column(["33.3", "33.3", "33.3"], 3).possible is True
    assert attainable_column(["50", "17", "33"], 9).impossible == ("50", "17")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6).filter(any), st.integers(0, 1))
@few
def test_a_true_column_is_always_possible(counts: list[int], decimals: int) -> None:
    n = sum(counts)
    unit = Decimal(1).scaleb(-decimals)
    printed = [str((Decimal(100 * count) / n).quantize(unit, rounding=ROUND_HALF_UP)) for count in counts]
    assert attainable_column(printed, n).possible is True


def test_nobody_and_nonsense() -> None:
    assert attainable_mean("3.4", 0).reason is Reason.EMPTY
    assert attainable_percent("50", 0).possible is None
    assert attainable_column(["50"], 0).reason is Reason.EMPTY
    with pytest.raises(EvalreportError, match="not a number"):
        attainable_mean("about 5", 10)
