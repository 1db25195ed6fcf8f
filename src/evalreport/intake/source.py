"""A table as it stands in a file: raw cells with the row numbers, headings and sheet the user sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalreport.contracts import Contract, Conventions
from evalreport.contracts.conversion import clean
from evalreport.errors import EvalreportError, Place, near_matches, unknown
from evalreport.intake.config import TableSource


class SourceFault(EvalreportError):
    """A file that cannot be read as a table at all; no rule can accept it."""


@dataclass(frozen=True)
class Cells:
    """What a reader returns: every column in order, before anything is known about its meaning.

    Attributes
    ----------
    headings : tuple of str
        As they stand, in order; may be blank or repeated.
    columns : tuple of Series
        The cells, text or typed.
    rows : array of int
        The number the user sees for each row.
    """

    headings: tuple[str, ...]
    columns: tuple[pd.Series, ...]
    rows: np.ndarray
    conventions: Conventions
    sheet: str | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A table with contract names for its columns and places for its cells.

    Attributes
    ----------
    frame : DataFrame
        Every column of the file: known ones under the contract's names, others under their headings.
    headings : mapping of str to str
        Column name to heading in the file.
    extra : tuple of str
        Columns that the contract does not know; they are scanned for personal numbers and then dropped.
    blank_rows : int
        Rows without any value, left out.
    """

    table: str
    file: str
    sheet: str | None
    frame: pd.DataFrame
    rows: np.ndarray
    headings: Mapping[str, str]
    extra: tuple[str, ...]
    blank_rows: int
    conventions: Conventions
    notices: tuple[str, ...] = field(default_factory=tuple)

    def place(self, position: int, column: str | None = None) -> Place:
        """Return where the user finds a cell."""
        heading = None if column is None else self.headings.get(column, column)
        return Place(self.file, sheet=self.sheet, row=int(self.rows[position]), column=heading)


def arrange(cells: Cells, table: str, source: TableSource, contract: Contract) -> RawTable:
    """Name the columns as the contract does, drop rows without values, and note what is left over.

    Raises
    ------
    SourceFault
        For a heading that stands twice, a renamed heading that is not there, or a new name that the
        contract does not have.
    """
    where = Place(source.file, sheet=cells.sheet)
    headings = [" ".join(str(heading).split()) for heading in cells.headings]
    blank = [i for i, heading in enumerate(headings) if not heading]
    for i in blank:
        headings[i] = f"(column {i + 1} without a heading)"
    renames = {" ".join(old.split()): new for old, new in source.columns.items()}
    for old, new in sorted(renames.items()):
        if old not in headings:
            raise SourceFault(
                f"columns: renames heading '{old}', which the file does not have",
                where=where,
                near=near_matches(old, headings),
                remedy="headings in the file: " + ", ".join(headings[:30]),
            )
        if new not in contract.names:
            raise unknown(f"column of contract {contract.table}", new, contract.names, where=where)
    names = [renames.get(heading, heading) for heading in headings]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        at = ", ".join(f"{_letters(i)}" for i, name in enumerate(names) if name == twice)
        known = f"the heading '{twice}' stands {names.count(twice)} times, in columns {at}"
        raise SourceFault(known, where=where, remedy="give each column its own heading, or delete the copy")
    found = [name for name in names if name in contract.names]
    if len(found) * 4 < len(contract.names) and not set(contract.key) & set(found):
        raise SourceFault(
            f"the headings are not those of table {table}: {len(found)} of {len(contract.names)} found",
            where=where,
            remedy=(
                "see whether it is the right file, sheet or delimiter; headings in the file: "
                + ", ".join(headings[:20])
                + "; expected: "
                + ", ".join(contract.names[:20])
            ),
        )
    frame = pd.DataFrame(dict(zip(names, cells.columns, strict=True)))
    filled = np.zeros(len(frame), dtype=bool)
    used: dict[str, bool] = {}
    for name in names:
        column = frame[name]
        there = (clean(column) if column.dtype == "str" else column).notna().to_numpy(dtype=bool)
        filled |= there
        used[name] = bool(there.any())
    extra = [
        name
        for name in names
        if name not in contract.names and (used[name] or not name.startswith("(column "))
    ]
    keep = [name for name in names if name in contract.names or name in extra]
    return RawTable(
        table=table,
        file=source.file,
        sheet=cells.sheet,
        frame=frame.loc[filled, keep].reset_index(drop=True),
        rows=cells.rows[filled],
        headings=dict(zip(names, headings, strict=True)),
        extra=tuple(extra),
        blank_rows=int((~filled).sum()),
        conventions=cells.conventions,
        notices=cells.notices,
    )


def _letters(position: int) -> str:
    """Return a column's letters as spreadsheets name it.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text
