"""Tables from facts: crossed by two dimensions, or with every cell named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evalreport.errors import unknown
from evalreport.exhibits.builders.notes import population_note
from evalreport.exhibits.builders.selection import Dimensions, Selection
from evalreport.exhibits.builders.setting import Setting
from evalreport.exhibits.exhibit import MISSING_CELL, Cell, sentences
from evalreport.exhibits.table import Column, Row, Spanner, Table
from evalreport.ledger import Fact

Entry = Fact | Cell | str | None
"""A cell as given: a fact, a cell, plain text, or nothing (printed as –)."""


def fact_table(
    id: str,
    columns: Sequence[Column | str],
    rows: Sequence[tuple[str, Sequence[Entry] | None]],
    *,
    caption: str,
    setting: Setting,
    stub: str = "",
    spanners: Sequence[Spanner] = (),
    totals: Sequence[str] = (),
    footnotes: Sequence[tuple[str, str]] = (),
    note: str = "",
    source: str | None = None,
    alt: str = "",
    population: bool = True,
) -> Table:
    """Make a table in which every cell is named.

    Parameters
    ----------
    columns : sequence of Column or str
        Headings after the stub.
    rows : sequence of (label, cells)
        Cells None make the label the heading of a group of rows.
    totals : sequence of str
        Labels of the rows that are totals.
    population : bool
        Whether the note says n and population of the facts.
    """
    used = [entry for _, cells in rows for entry in cells or () if isinstance(entry, Fact)]
    told = population_note({"": used}, setting) if used and population else ""
    made = [
        Row(label, (), "group")
        if cells is None
        else Row(label, tuple(_entry(cell, setting) for cell in cells), "total" if label in totals else "row")
        for label, cells in rows
    ]
    return Table(
        id=id, caption=caption, alt=alt, language=setting.language, stub=stub,
        columns=tuple(Column(column) if isinstance(column, str) else column for column in columns),
        spanners=tuple(spanners), rows=tuple(made), footnotes=tuple(footnotes),
        note=sentences([told, note]),
        source=setting.source if source is None else source,
        facts=tuple(dict.fromkeys(fact.id for fact in used)),
    )  # fmt: skip


def _entry(entry: Entry, setting: Setting) -> Cell:
    if isinstance(entry, Fact):
        return setting.cell(entry)
    if isinstance(entry, Cell):
        return entry
    return MISSING_CELL if entry is None else Cell(entry)


def cross_table(
    id: str,
    facts: Iterable[Fact] | Mapping[str, Fact],
    *,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    caption: str,
    setting: Setting,
    row_by: Dimensions = "category",
    column_by: Dimensions = "wave",
    statistic: str | None = "share",
    where: Mapping[str, str | None] | None = None,
    stub: str = "",
    spanners: Mapping[str, Sequence[str]] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    totals: Sequence[str] = (),
    footnotes: Sequence[tuple[str, str]] = (),
    note: str = "",
    source: str | None = None,
    alt: str = "",
    population: bool = True,
) -> Table:
    """Make a table of facts crossed by two dimensions.

    Parameters
    ----------
    rows, columns : mapping of key to label
        In order; with several dimensions the key joins their values by `.`.
    row_by, column_by : str or tuple of str
        Dimensions of the facts' keys.
    spanners : mapping of label to column keys
        Headings over neighbouring columns.
    groups : mapping of label to row keys
        Rows gathered under a heading; those in no group come first, totals without a group last.
    totals : sequence of str
        Keys of the rows that are totals.

    Raises
    ------
    EvalreportError
        When a key matches no fact, or several facts fit one cell.
    """
    selection = Selection.of(id, facts, where or {})
    grid = selection.grid(statistic, (row_by, rows), (column_by, columns))
    made: list[Row] = []
    for label, keys in _sections(rows, groups or {}, totals):
        if label:
            made.append(Row(label, (), "group"))
        for key in keys:
            cells = tuple(_entry(fact, setting) for fact in grid[key].values())
            made.append(Row(rows[key], cells, "total" if key in totals else "row"))
    used = [fact for row in grid.values() for fact in row.values() if fact is not None]
    over = {key: label for label, keys in (spanners or {}).items() for key in keys}
    by_heading: dict[str, list[Fact]] = {}
    for c, label in columns.items():
        facts_below = [fact for r in rows if (fact := grid[r][c]) is not None]
        by_heading.setdefault(over.get(c, label), []).extend(facts_below)
    return Table(
        id=id, caption=caption, alt=alt, language=setting.language, stub=stub,
        columns=tuple(Column(label) for label in columns.values()),
        spanners=_spanners(columns, spanners or {}), rows=tuple(made), footnotes=tuple(footnotes),
        note=sentences([population_note(by_heading, setting) if population else "", note]),
        source=setting.source if source is None else source,
        facts=tuple(fact.id for fact in used),
    )  # fmt: skip


def _sections(
    rows: Mapping[str, str], groups: Mapping[str, Sequence[str]], totals: Sequence[str]
) -> list[tuple[str, list[str]]]:
    grouped = {key for keys in groups.values() for key in keys}
    for key in sorted(grouped | set(totals)):
        if key not in rows:
            raise unknown("row", key, rows)
    before = [key for key in rows if key not in grouped and key not in totals]
    after = [key for key in rows if key not in grouped and key in totals]
    if not groups:
        return [("", [*rows])]
    return [("", before), *((label, [*keys]) for label, keys in groups.items()), ("", after)]


def _spanners(columns: Mapping[str, str], spanners: Mapping[str, Sequence[str]]) -> tuple[Spanner, ...]:
    order = [*columns]
    found = []
    for label, keys in spanners.items():
        for key in keys:
            if key not in columns:
                raise unknown("column", key, columns)
        places = [order.index(key) for key in keys]
        found.append(Spanner(label, min(places), max(places) + 1))
    return tuple(sorted(found, key=lambda one: one.start))
