"""What those without a value could change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import EvalreportError
from evalreport.statistics.bounds import change_bounds, share_bounds, tipping_point
from evalreport.statistics.estimate import Reason

few = settings(max_examples=40, deadline=None, derandomize=True)


def test_bounds_of_a_share() -> None:
    # 30 of 40 said yes, 60 did not answer: between 30 and 90 of 100 (Manski 1990).
    found = share_bounds(30, 40, 60)
    assert (found.observed, found.low, found.high) == (0.75, 0.3, 0.9)
    assert share_bounds(0, 0, 0).reason is Reason.EMPTY
    assert share_bounds(0, 0, 5).observed is None and share_bounds(0, 0, 5).high == 1.0


def test_bounds_of_a_change() -> None:
    found = change_bounds([50, 40, 60], [60, None, None], minimum=0, maximum=100)
    assert (found.n, found.missing, found.observed) == (1, 2, 10)
    assert found.low == pytest.approx((10 - 40 - 60) / 3) and found.high == pytest.approx((10 + 60 + 40) / 3)
    assert change_bounds([None], [3], minimum=0, maximum=5).reason is Reason.EMPTY
    with pytest.raises(EvalreportError, match="outside the scale"):
        change_bounds([50], [120], minimum=0, maximum=100)


@given(st.lists(st.tuples(st.integers(0, 100), st.none() | st.integers(0, 100)), min_size=1, max_size=20))
@few
def test_tipping_point_cancels_the_change(rows: list[tuple[int, int | None]]) -> None:
    first, second = [a for a, _ in rows], [b for _, b in rows]
    found = tipping_point(first, second)
    if found.needed is None:
        assert found.reason in (Reason.EMPTY, Reason.NO_GROUP)
        return
    filled = [a + found.needed if b is None else b for a, b in rows]
    assert np.mean(np.subtract(filled, first)) == pytest.approx(0, abs=1e-9)
    bounds = change_bounds(first, second, minimum=0, maximum=100)
    assert bounds.low is not None and bounds.high is not None and found.change is not None
    assert bounds.low <= found.change * found.n / len(rows) + 100 * found.leavers / len(rows)
