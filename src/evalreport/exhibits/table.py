"""Tables and matrices: stub, columns under spanners, group rows, totals, footnotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from evalreport.errors import EvalreportError
from evalreport.exhibits.alternatives import hidden_alt
from evalreport.exhibits.exhibit import MARK, Cell, Exhibit, sentences

Align = Literal["left", "right", "center"]
RowKind = Literal["row", "group", "total"]


@dataclass(frozen=True)
class Column:
    """A column: its heading, how cells are set, and its share of the width (None: as wide as needed)."""

    label: str
    align: Align = "right"
    width: float | None = None
    marks: str = ""


@dataclass(frozen=True)
class Spanner:
    """A heading over several columns, from column `start` up to but not including `stop`."""

    label: str
    start: int
    stop: int


@dataclass(frozen=True)
class Row:
    """A row: its heading in the stub and one cell per column; a group row has a heading alone."""

    label: str
    cells: tuple[Cell, ...] = ()
    kind: RowKind = "row"
    marks: str = ""


@dataclass(frozen=True, kw_only=True)
class Table(Exhibit):
    """A table as printed.

    Attributes
    ----------
    stub : str
        Heading of the column of row headings.
    columns, spanners, rows : tuple
        See `Column`, `Spanner`, `Row`.
    footnotes : tuple of (mark, text)
        Explained under the table, in the note.
    """

    prefixes: ClassVar[tuple[str, ...]] = ("tbl-",)

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    stub: str = ""
    spanners: tuple[Spanner, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.kind != "group" and len(row.cells) != len(self.columns):
                raise EvalreportError(
                    f"row '{row.label}' of {self.id} has {len(row.cells)} cells, the table {len(self.columns)} columns",
                    remedy="give one cell per column; None prints as –",
                )
        edge = 0
        for spanner in self.spanners:
            if not edge <= spanner.start < spanner.stop <= len(self.columns):
                raise EvalreportError(
                    f"spanner '{spanner.label}' of {self.id} covers columns {spanner.start}-{spanner.stop}",
                    remedy="spanners go from left to right, do not overlap, and end with the last column",
                )
            edge = spanner.stop
        super().__post_init__()

    def cells(self) -> tuple[Cell, ...]:
        """Every printed value."""
        return tuple(cell for row in self.rows for cell in row.cells)

    def draft_alt(self) -> str:
        """Say what the table is about; its cells are read as a table."""
        words = self.wording
        form = words.text("alt.form.table", caption=self.caption.rstrip("."))
        return sentences([form, hidden_alt(self.cells(), words)])

    def note_text(self) -> str:
        """Return the note with the footnotes first."""
        marks = [f"{mark}) {text.rstrip('.')}." for mark, text in self.footnotes]
        return " ".join([*marks, super().note_text()]).strip()

    def heading(self, column: int) -> str:
        """Return a column's heading with its spanner's, as one text."""
        over = [one.label for one in self.spanners if one.start <= column < one.stop]
        return ": ".join([*over, self.columns[column].label])

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the cells as printed, spanners and group rows folded into the headings."""
        columns = (self.stub, *(self.heading(index) for index in range(len(self.columns))))
        rows, group = [], ""
        for row in self.rows:
            if row.kind == "group":
                group = row.label
            else:
                label = f"{group}: {row.label}" if group and row.kind == "row" else row.label
                rows.append((label, *(cell.text for cell in row.cells)))
        return columns, tuple(rows)


@dataclass(frozen=True, kw_only=True)
class Matrix(Exhibit):
    """Text or marks, case by case or code by code: rows are cases, columns roles or sources.

    A cell holds text, the mark `•` (`●` is taken for it), or nothing.
    """

    prefixes: ClassVar[tuple[str, ...]] = ("tbl-",)

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    corner: str = ""
    kind: Literal["matrix"] = "matrix"

    def __post_init__(self) -> None:
        rows = tuple(
            (label, tuple(MARK if text == "●" else text for text in cells)) for label, cells in self.rows
        )
        object.__setattr__(self, "rows", rows)
        for label, cells in rows:
            if len(cells) != len(self.columns):
                raise EvalreportError(
                    f"row '{label}' of {self.id} has {len(cells)} cells, the matrix {len(self.columns)} columns",
                    remedy="give one text per column; an empty text leaves the cell empty",
                )
        super().__post_init__()

    @property
    def marked(self) -> bool:
        """Whether it consists of marks rather than text."""
        texts = {text for _, cells in self.rows for text in cells}
        return MARK in texts and texts <= {MARK, ""}

    def draft_alt(self) -> str:
        """Say what the matrix is about; its cells are read as a table."""
        return sentences([self.wording.text("alt.form.matrix", caption=self.caption.rstrip("."))])

    def note_text(self) -> str:
        """Return the note, with the meaning of the mark."""
        if not any(MARK in cells for _, cells in self.rows):
            return super().note_text()
        return sentences([self.wording.text("note.mark"), super().note_text()])

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the cells, marks as words."""
        words = self.wording
        said = {MARK: words.text("word.yes")}
        if self.marked:
            said[""] = words.text("word.no")
        rows = tuple((label, *(said.get(text, text) for text in cells)) for label, cells in self.rows)
        return (self.corner, *self.columns), rows
