"""A mean or share whose n is hidden is printed no more exactly than leaves n open."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evalreport.disclosure.precision import mean_decimals, round_to, share_grid


def numbers_of_people_that_fit(shares, grid, span):
    """Every n of the span for which whole people can give the printed shares."""
    fitting = []
    for n in range(span[0], span[1] + 1):
        counts = [[c for c in range(n + 1) if round_to(c / n, grid) == share] for share in shares]
        if all(counts) and sum(c[0] for c in counts) <= n <= sum(c[-1] for c in counts):
            fitting.append(n)
    return fitting


def test_whole_percentages_would_give_n_away():
    # The example project: link to the labour market at the third wave, 57 of 58 answered.
    shares = [round_to(count / 57, 0.01) for count in (29, 10, 15, 3)]
    assert numbers_of_people_that_fit(shares, 0.01, (54, 58)) == [57]
    assert share_grid([29, 10, 15, 3], 57, (54, 58)) == 0.05


def test_shares_of_very_many_can_be_whole_percentages():
    assert share_grid([290, 310, 397], 997, (996, 1000)) == 0.01


def test_a_hidden_category_leaves_more_open():
    assert share_grid([None, 30, None], 60, (58, 62)) in (0.01, 0.05)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(5, 40), min_size=2, max_size=5), st.integers(1, 4))
def test_every_n_of_the_span_fits_what_is_printed(counts, left_out):
    n = sum(counts)
    span = (n + left_out - 4, n + left_out)
    grid = share_grid(counts, n, span)
    assume(grid is not None)
    assert numbers_of_people_that_fit([round_to(c / n, grid) for c in counts], grid, span) == list(
        range(span[0], span[1] + 1)
    )


def sums_that_fit(mean, decimals, n, step):
    """Whether a multiple of the step, divided among n, rounds to the printed mean."""
    half = 0.5 * 10.0**-decimals + 1e-9
    return math.floor((mean + half) * n / step) >= math.ceil((mean - half) * n / step)


def test_a_mean_with_two_decimals_would_give_n_away():
    # The example project: life satisfaction 7.24 and 7.26 (275 and 276 of 38) at two waves; the span is 35-39.
    fitting = [n for n in range(35, 40) if all(sums_that_fit(mean, 2, n, 1) for mean in (7.24, 7.26))]
    assert fitting == [38]
    assert mean_decimals([7, 8, 6, 10], (35, 39), 2) == 1


@settings(max_examples=80, deadline=None)
@given(
    st.integers(20, 80).flatmap(lambda n: st.lists(st.integers(0, 25), min_size=n, max_size=n)),
    st.sampled_from([1, 4, 5]),
    st.integers(1, 4),
)
def test_every_n_of_the_span_fits_the_printed_mean(scores, step, left_out):
    assume(len(set(scores)) > 1)
    n = len(scores)
    span = (n + left_out - 4, n + left_out)
    decimals = mean_decimals([score * step for score in scores], span, 3)
    mean = round(sum(scores) * step / n, decimals)
    assert all(sums_that_fit(mean, decimals, number, step) for number in range(span[0], span[1] + 1))


def test_no_more_decimals_than_asked_for():
    assert mean_decimals([1.0, 1.1, 2.0], (1000, 1004), 1) == 1


@pytest.mark.parametrize(
    ("share", "grid", "printed"), [(0.2632, 0.01, 0.26), (0.2632, 0.05, 0.25), (0.96, 0.1, 1.0)]
)
def test_shares_are_rounded_to_the_grid(share, grid, printed):
    assert round_to(share, grid) == printed
