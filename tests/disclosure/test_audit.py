"""The audit finds the span that what is shown leaves open."""

from __future__ import annotations

import numpy as np

from evalreport.disclosure.audit import Shown, span

FIRST = np.array([1.0, 0.0])


def test_what_is_shown_itself_has_no_span():
    assert span(FIRST, Shown.exactly(np.array([FIRST]), np.array([7.0]))) == (7, 7)


def test_a_number_whose_sum_with_another_is_shown_lies_between_zero_and_the_sum():
    assert span(FIRST, Shown.exactly(np.array([[1.0, 1.0]]), np.array([9.0]))) == (0, 9)


def test_a_number_nothing_is_shown_about_can_be_anything():
    nothing = Shown.exactly(np.zeros((0, 2)), np.zeros(0))
    assert span(FIRST, nothing) == (0, float("inf"))
    other = Shown.exactly(np.array([[0.0, 1.0]]), np.array([3.0]))
    assert span(FIRST, other) == (0, float("inf"))


def test_two_sums_of_the_same_numbers_give_both_away():
    shown = Shown.exactly(
        np.array([[1.0, 1.0], [4998.0, 7440.0]]), np.array([259.0, 29 * 4998.0 + 230 * 7440.0])
    )
    assert span(FIRST, shown) == (29, 29)


def test_a_rounded_sum_leaves_as_much_open_as_it_was_rounded_by():
    months = Shown.exactly(np.array([[1.0, 1.0]]), np.array([259.0]))
    value = 29 * 4998.0 + 230 * 7440.0
    rounded = months.and_between(
        np.array([[4998.0, 7440.0]]), np.array([value - 5000]), np.array([value + 5000])
    )
    low, high = span(FIRST, rounded)
    assert (round(low), round(high)) == (27, 31)


def test_knowing_that_numbers_are_small_narrows_their_span():
    both = Shown.exactly(np.array([[1.0, 1.0]]), np.array([8.0]))
    assert span(FIRST, both) == (0, 8)
    assert span(FIRST, both.and_between(np.eye(2), np.zeros(2), np.full(2, 4.0))) == (4, 4)
