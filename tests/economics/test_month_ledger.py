"""Months are counted by type and group, and people once."""

from __future__ import annotations

import pandas as pd
import pytest

from evalreport.economics import month_ledger
from evalreport.errors import EvalreportError

ROWS = pd.DataFrame(
    [
        ("a", "2024-01", "job"), ("a", "2024-02", "job"), ("a", "2024-02", "hours"), ("b", "2024-02", "job"),
        ("c", "2024-07", "hours"), ("x", "2024-01", "job"),
    ],
    columns=["pid", "month", "type"],
)  # fmt: skip
GROUP = pd.Series({"a": "dp", "b": "kh", "c": "kh"})


def test_months_add_up_and_people_count_once():
    found = month_ledger(ROWS, GROUP)
    assert found.months["all", "all"] == 5
    assert found.months["job", "all"] == found.months["job", "dp"] + found.months["job", "kh"] == 3
    assert found.persons["all", "all"] == 3
    assert found.persons["all", "dp"] == 1, "one person with two types of month"
    assert (found.types, found.groups) == (("hours", "job"), ("dp", "kh"))


def test_months_after_the_last_that_counts_are_left_out():
    found = month_ledger(ROWS, GROUP, until="2024-02")
    assert found.months["all", "all"] == 4
    assert found.persons["hours", "kh"] == 0


def test_months_of_people_outside_the_base_do_not_count():
    assert month_ledger(ROWS, GROUP.drop("c")).persons["all", "all"] == 2


def test_someone_in_the_base_without_a_group_is_an_error_not_a_loss():
    with pytest.raises(EvalreportError, match="1 people with months belong to no group"):
        month_ledger(ROWS, pd.Series({"a": "dp", "b": None, "c": "kh"}))


def test_months_of_nobody():
    found = month_ledger(ROWS, pd.Series({}, dtype=object))
    assert found.months == {("all", "all"): 0}
