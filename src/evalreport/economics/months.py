"""The ledger of person-months: how many months of each type each benefit group has, and from how many people."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evalreport.errors import EvalreportError

ALL = "all"


@dataclass(frozen=True)
class MonthLedger:
    """Person-months by type and benefit group.

    Attributes
    ----------
    months : dict of (type, group) to int
        Person-months; "all" is the total over types or groups.
    persons : dict of (type, group) to int
        Different people with at least one such month.
    """

    months: dict[tuple[str, str], int]
    persons: dict[tuple[str, str], int]
    types: tuple[str, ...]
    groups: tuple[str, ...]


def month_ledger(rows: pd.DataFrame, group_of: pd.Series, *, until: str | None = None) -> MonthLedger:
    """Count person-months by type and group.

    Parameters
    ----------
    rows : DataFrame
        One row per person, month and type: columns `pid`, `month` ("2024-03") and `type`.
    group_of : Series
        Group of each person, indexed by pid; months of people who are not in it do not count.
    until : str, optional
        Last month that counts, "2025-06".

    Raises
    ------
    EvalreportError
        When someone who counts has months but no group: they would be lost without a word.

    Examples
    --------
    >>> rows = pd.DataFrame({"pid": ["a", "a", "b"], "month": ["2024-01", "2024-02", "2024-01"],
    ...                      "type": ["job", "job", "job"]})
    >>> ledger = month_ledger(rows, pd.Series({"a": "x", "b": "y"}))
    >>> ledger.months["job", "all"], ledger.persons["job", "x"]
    (3, 1)
    """
    counted = rows if until is None else rows[rows["month"].astype(str) <= until]
    counted = counted[counted["pid"].isin(group_of.index)]
    counted = counted.assign(group=counted["pid"].map(group_of))
    without = counted.loc[counted["group"].isna(), "pid"].nunique()
    if without:
        raise EvalreportError(
            f"{without} people with months belong to no group",
            remedy="put every benefit into one of the groups (`group_by` of the notebook's parameters)",
        )
    types = tuple(sorted(counted["type"].unique()))
    groups = tuple(sorted(counted["group"].unique()))
    months, persons = {}, {}
    for kind in (ALL, *types):
        of_kind = counted if kind == ALL else counted[counted["type"] == kind]
        for group in (ALL, *groups):
            found = of_kind if group == ALL else of_kind[of_kind["group"] == group]
            months[kind, group] = len(found)
            persons[kind, group] = int(found["pid"].nunique())
    return MonthLedger(months, persons, types, groups)
