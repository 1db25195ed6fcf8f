"""A fault: one rule that a table breaks, with the rows that break it and values that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.contracts.contract import Column, Kind, Severity

MASK = "•••"
SHOWN = 20
"""How many rows of a rule a message shows; the rest are counted."""


@dataclass(frozen=True)
class Fault:
    """One broken rule.

    Attributes
    ----------
    rule, kind, columns, severity
        As in `Rule`.
    rows : tuple of int
        Positions (from 0) of the rows in the frame; empty when the whole table is at fault.
    what : str
        What is wrong, as a phrase after "3 rows: ".
    cells : tuple of str
        For the first `SHOWN` rows: the value, or the mask.
    partners : tuple of int
        For duplicates, the first row with the same key, for each of the first `SHOWN` rows.
    near : tuple of str
        Names that come close to what was not found.
    """

    table: str
    rule: str
    kind: Kind
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    what: str
    cells: tuple[str, ...] = ()
    partners: tuple[int, ...] = ()
    near: tuple[str, ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        if not self.rows:
            return f"{self.rule}: {self.what}"
        rows = ", ".join(str(row) for row in self.rows[:SHOWN])
        more = f" and {len(self.rows) - SHOWN} more" if len(self.rows) > SHOWN else ""
        return f"{self.rule}: {self.what} (positions {rows}{more})"


def masked(value: Any, column: Column | None) -> str:
    """Return a value as a message may show it: quoted when the column is public, else the mask.

    A column that no contract describes is never shown.

    >>> masked("x", Column("a", "string", "public")), masked("x", Column("a", "string", "sensitive"))
    ("'x'", '•••')
    """
    if column is None or not column.public:
        return MASK
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "blank"
    if isinstance(value, pd.Timestamp):
        return f"'{value.date().isoformat()}'"
    text = str(value)
    return f"'{text[:57]}…'" if len(text) > 60 else f"'{text}'"
