"""Who was in which category, and who moved."""

from __future__ import annotations

import pandas as pd
import pytest

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import Reason
from evalreport.statistics.transitions import transitions, wave_distribution

LEVELS = ["never", "seldom", "often"]


def test_transitions_by_hand() -> None:
    first = pd.Series({"a": "never", "b": "never", "c": "often", "d": None, "e": "seldom"})
    second = pd.Series({"e": "seldom", "a": "often", "b": "never", "c": "seldom", "d": "often"})
    found = transitions(first, second, LEVELS)
    assert found.counts == ((1, 0, 1), (0, 1, 0), (0, 1, 0))
    assert (found.n, found.up, found.same, found.down, found.incomplete) == (4, 1, 2, 1, 1)


def test_distribution_by_wave_counts_the_missing_apart() -> None:
    table = pd.DataFrame({"w1": ["never", "often", None], "w2": [None, None, None]})
    found = wave_distribution(table, LEVELS)
    assert found.counts == ((1, 0, 1), (0, 0, 0)) and found.missing == (1, 3)
    assert found.shares("w1") == (0.5, 0.0, 0.5)
    assert found.shares("w2") is None


def test_a_misspelt_category_is_an_error_with_a_near_match() -> None:
    with pytest.raises(EvalreportError, match="did you mean: often"):
        transitions(["oftn"], ["never"], LEVELS)


def test_no_transitions_of_nobody() -> None:
    found = transitions([], [], LEVELS)
    assert found.n == 0 and found.reason is Reason.EMPTY
