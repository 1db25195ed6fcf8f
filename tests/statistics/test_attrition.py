"""Stayers and leavers, and what the leavers could change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import EvalreportError
from evalreport.statistics.attrition import (
    attrition_table,
    balance_of_categories,
    balance_of_scores,
)
from evalreport.statistics.estimate import Reason

few = settings(max_examples=40, deadline=None, derandomize=True)


def answers(counts: dict[str, tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """Write out persons from counts of stayers and leavers by category."""
    values, stayed = [], []
    for name, (there, gone) in counts.items():
        values += [name] * (there + gone)
        stayed += [True] * there + [False] * gone
    return values, stayed


def spread(n: int, mean: float, sd: float) -> np.ndarray:
    """Make n scores with exactly this mean and standard deviation."""
    values = np.arange(n, dtype=float)
    return (values - values.mean()) / values.std(ddof=1) * sd + mean


# Right heart catheterisation (Connors et al. 1996), 3,551 without and 2,184 with: the vignette "smd" of the R package
# tableone prints age 61.76 (17.29) and 60.75 (15.63), SMD 0.061; sex SMD 0.093; race SMD 0.036.
def test_score_of_a_published_table() -> None:
    values = np.concatenate([spread(3551, 61.76, 17.29), spread(2184, 60.75, 15.63)])
    found = balance_of_scores(values, [True] * 3551 + [False] * 2184)
    assert found.smd == pytest.approx(0.061, abs=5e-4)
    assert found.stayers.mean == pytest.approx(61.76) and found.leavers.sd == pytest.approx(15.63)


def test_two_categories_of_a_published_table() -> None:
    counts = {"male": (1914, 1278), "female": (1637, 906)}
    found = balance_of_categories(*answers(counts), ["male", "female"])
    assert found.smd == pytest.approx(-0.093, abs=5e-4)
    assert found.interval is not None and found.smd in found.interval
    turned = balance_of_categories(*answers(counts), ["female", "male"])
    assert found.smd is not None and turned.smd == pytest.approx(-found.smd)


def test_three_categories_of_a_published_table() -> None:
    counts = {"black": (585, 335), "other": (213, 142), "white": (2753, 1707)}
    found = balance_of_categories(*answers(counts), ["black", "other", "white"])
    # √0.001267793, worked through in Cross Validated question 519846.
    assert found.smd == pytest.approx(0.0356, abs=5e-5)
    assert found.interval is None


@given(st.permutations(["black", "other", "white", "unused"]))
@few
def test_distance_does_not_depend_on_the_order_of_categories(names: list[str]) -> None:
    counts = {"black": (5, 9), "other": (3, 2), "white": (12, 7)}
    found = balance_of_categories(*answers(counts), names)
    expected = balance_of_categories(*answers(counts), ["black", "other", "white"])
    assert found.smd == pytest.approx(expected.smd)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=4, max_size=30),
    st.randoms(use_true_random=False),
)
@few
def test_smd_in_any_order_and_turned_around(rows: list[tuple[int, bool]], random: object) -> None:
    found = balance_of_scores([v for v, _ in rows], [s for _, s in rows])
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert balance_of_scores([v for v, _ in shuffled], [s for _, s in shuffled]) == found
    turned = balance_of_scores([v for v, _ in rows], [not s for _, s in rows])
    assert (found.smd is None) == (found.reason is not None)
    if found.smd is not None and found.interval is not None:
        assert turned.smd == pytest.approx(-found.smd) and found.smd in found.interval


@pytest.mark.parametrize(
    ("values", "stayed", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([None, None], [True, False], Reason.EMPTY),
        ([1, 2], [True, True], Reason.NO_GROUP),
        ([1, 2, 3], [True, True, False], Reason.TOO_FEW),
        ([4, 4, 4, 4], [True, True, False, False], Reason.CONSTANT),
        ([4, 4, 5, 5], [True, True, False, False], Reason.CONSTANT),  # no spread on either side
    ],
)
def test_reasons_instead_of_nan(values: list[float], stayed: list[bool], reason: Reason) -> None:
    found = balance_of_scores(values, stayed)
    assert found.reason is reason and found.smd is None and found.interval is None


@pytest.mark.parametrize(
    ("counts", "smd", "reason"),
    [
        ({"yes": (4, 0), "no": (0, 5)}, None, Reason.CONSTANT),  # told apart wholly: no finite distance
        ({"yes": (4, 5), "no": (0, 0)}, None, Reason.CONSTANT),
        ({"yes": (4, 0), "no": (3, 0)}, None, Reason.NO_GROUP),
        ({"yes": (0, 0), "no": (0, 0)}, None, Reason.EMPTY),
        ({"yes": (4, 8), "no": (3, 6)}, 0.0, None),
    ],
)
def test_reasons_of_categories(
    counts: dict[str, tuple[int, int]], smd: float | None, reason: Reason | None
) -> None:
    found = balance_of_categories(*answers(counts), ["yes", "no"])
    assert found.reason is reason
    assert found.smd is None if smd is None else found.smd == pytest.approx(smd)


def test_table_of_all_characteristics() -> None:
    baseline = pd.DataFrame(
        {"who5": [60, 70, None, 30, 40], "job": ["yes", "yes", "no", "no", None]}, index=list("abcde")
    )
    stayed = pd.Series({"e": False, "d": False, "c": False, "b": True, "a": True})
    found = attrition_table(baseline, stayed, {"job": ["yes", "no"]})
    assert found["who5"].stayers.mean == 65 and found["who5"].leavers.mean == 35
    assert (found["who5"].leavers.n, found["who5"].leavers.missing) == (2, 1)
    assert found["job"].leavers.counts == (0, 2) and found["job"].leavers.missing == 1
    assert found["job"].stayers.shares == (1.0, 0.0)


def test_unknown_category_and_flag_are_errors() -> None:
    with pytest.raises(EvalreportError, match="did you mean: yes"):
        balance_of_categories(["yess"], [True], ["yes", "no"])
    with pytest.raises(EvalreportError, match="True and False"):
        balance_of_scores([1, 2], [3, 1])
