"""A hidden cell cannot be found again by adding and subtracting what is shown."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.disclosure import Policy, protect
from evalreport.disclosure.protection import _exposed as exposed
from evalreport.disclosure.protection import with_margins

FIVE = Policy(threshold=5)


def tables(rows: int, columns: int, largest: int):
    cell = st.integers(0, largest)
    return st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows).map(
        np.array
    )


EVERY = np.array(list(itertools.product(range(13), repeat=4)))


def possible_values(full, hidden, cell):
    """All values a cell can have in a 2x2 table (cells up to 12) that agrees with everything shown."""
    a, b, c, d = EVERY.T
    others = np.stack([a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d], axis=1)
    shown = ~hidden.reshape(-1)
    agree = (others[:, shown] == full.reshape(-1)[shown]).all(axis=1)
    return set(others[agree][:, 3 * cell[0] + cell[1]].tolist())


def test_small_counts_are_hidden_and_large_ones_shown():
    hidden, _ = protect(np.array([[18, 7, 6, 3, 2, 27, 6, 5]]), FIVE)
    assert hidden[0].tolist() == [False, False, False, True, True, False, False, False, False]


def test_a_lone_small_count_takes_another_with_it():
    hidden, small = protect(np.array([[12, 12, 8, 4]]), FIVE)
    assert hidden[0, :4].sum() == 2
    assert small[0, :4].tolist() == [False, False, False, True]


def test_a_count_whose_complement_is_small_is_hidden():
    # 6 of 9 reached the goal: 3 did not. (Figures: benefit by outcome in the example project.)
    hidden, _ = protect(np.array([[17, 11], [13, 24], [6, 3]]), FIVE)
    assert hidden[2, 0] and hidden[2, 1]
    assert hidden[:2].any(), "the other groups and the total would give the hidden group away"


def test_hidden_cells_that_together_number_too_few_take_another_with_them():
    hidden, _ = protect(np.array([[10, 2, 1]]), FIVE)
    assert hidden[0, :3].all()


def test_threshold_one_shows_everything():
    hidden, _ = protect(np.array([[0, 1], [2, 3]]), Policy(threshold=1, reason="invented data"))
    assert not hidden.any()


def test_structural_zeros_are_shown_when_asked():
    shown, _ = protect(np.array([[20, 0, 30]]), FIVE, zeros_shown=True)
    hidden, _ = protect(np.array([[20, 0, 30]]), FIVE)
    assert not shown.any() and hidden[0, 1]


def test_a_public_cell_stays_public():
    fixed = np.zeros((3, 4), dtype=bool)
    fixed[-1] = True
    hidden, _ = protect(np.array([[10, 4, 3], [4, 1, 11]]), FIVE, fixed=fixed)
    assert not hidden[-1].any()


def test_the_group_with_a_small_cell_is_hidden_with_one_other_group_and_the_rest_stays():
    # Benefit by outcome in the example project, with a benefit that nobody has.
    hidden, _ = protect(np.array([[17, 11], [13, 24], [6, 3], [0, 0]]), FIVE)
    assert not hidden[-1].any(), "the totals of the columns tell nothing"
    assert (~hidden[:2]).any(axis=1).all(), "the sizes of the large groups tell nothing"
    assert hidden[:2, 0].sum() == 1, "one large group is enough"


def test_totals_stay_where_inner_cells_are_enough():
    # People behind months, by type and group, in the example project.
    for inner in ([[4, 21], [26, 10]], [[26, 10], [4, 21]], [[10, 26], [21, 4]]):
        hidden, _ = protect(np.array(inner), FIVE)
        assert hidden[:2, :2].all()
        assert not hidden[-1].any()
        assert not hidden[:, -1].any()


@settings(max_examples=15, deadline=None)
@given(tables(3, 3, 15))
def test_nothing_is_hidden_that_could_be_shown(inner):
    full = with_margins(inner)
    hidden, small = protect(inner, FIVE)
    for cell in zip(*np.nonzero(hidden & ~small), strict=True):
        shown = hidden.copy()
        shown[cell] = False
        assert cell == (3, 3) or exposed(full, shown, FIVE) is not None


@settings(max_examples=40, deadline=None)
@given(tables(2, 2, 9))
def test_no_hidden_cell_of_a_small_table_can_be_pinned_down(inner):
    full = with_margins(inner)
    hidden, _ = protect(inner, FIVE)
    if hidden[-1, -1]:
        return  # the whole group is too small and nothing is shown of it
    for cell in zip(*np.nonzero(hidden), strict=True):
        values = possible_values(full, hidden, cell)
        assert len(values) >= 4, (inner.tolist(), hidden.tolist(), cell, values)


@settings(max_examples=30, deadline=None)
@given(tables(3, 3, 40))
def test_no_shown_count_is_small(inner):
    hidden, _ = protect(inner, FIVE)
    assert (with_margins(inner)[~hidden] >= 5).all()


def test_a_lower_threshold_needs_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Policy(threshold=1)
