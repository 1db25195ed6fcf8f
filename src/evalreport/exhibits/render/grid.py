"""What HTML and Typst tables have in common: header rows, body rows, and widths that fit the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.exhibit import MARK, Cell, kept_together
from evalreport.exhibits.page import WIDTH
from evalreport.exhibits.table import Align, Column, Matrix, Row, Spanner, Table

SIZE = 9.0
INSET = 5.0
WIDEST_NUMBER = 92.0
LEAST_STUB = 0.22
_NUMBER = re.compile(r"^[−+]?[\d.]+(?:(,)(\d+))?(\s?(?:%|kr\.))?$")


@dataclass(frozen=True)
class Grid:
    """A table or matrix as rows of cells, ready to be written."""

    id: str
    stub: str
    columns: tuple[Column, ...]
    spanners: tuple[Spanner, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, exhibit: Table | Matrix) -> Grid:
        """Read a table, or a matrix as a table of text."""
        if isinstance(exhibit, Table):
            return cls(exhibit.id, exhibit.stub, exhibit.columns, exhibit.spanners, exhibit.rows)
        align: Align = "center" if exhibit.marked else "left"
        columns = tuple(Column(label, align) for label in exhibit.columns)
        rows = tuple(Row(label, tuple(Cell(text) for text in cells)) for label, cells in exhibit.rows)
        return cls(exhibit.id, exhibit.corner, columns, (), rows)

    def over(self, column: int) -> int | None:
        """Number of the spanner over a column."""
        found = (number for number, one in enumerate(self.spanners) if one.start <= column < one.stop)
        return next(found, None)

    def sections(self) -> list[tuple[Row | None, list[Row]]]:
        """Return rows gathered under their group rows; a total row ends the group before it only if it is in it."""
        sections: list[tuple[Row | None, list[Row]]] = []
        for row in self.rows:
            if row.kind == "group":
                sections.append((row, []))
            elif not sections:
                sections.append((None, [row]))
            else:
                sections[-1][1].append(row)
        return sections

    def shares(self) -> tuple[float, ...]:
        """Width of stub and columns as shares of the text block.

        Numbers are never broken, headings only between words; what is left goes to the numbers up to a
        comfortable width, then to the stub.
        """
        texts = [[self.stub, *(row.label for row in self.rows)]]
        texts += [
            [column.label, *(row.cells[number].text for row in self.rows if row.cells)]
            for number, column in enumerate(self.columns)
        ]
        given = [None, *(column.width for column in self.columns)]
        wraps = [True, *(column.align == "left" for column in self.columns)]
        least = [_least(column, wrap) for column, wrap in zip(texts, wraps, strict=True)]
        whole = [_whole(column, wrap) for column, wrap in zip(texts, wraps, strict=True)]
        widths = _fit(least, whole, wraps, WIDTH)
        for number, share in enumerate(given):
            if share is not None:
                widths[number] = share * WIDTH
        total = sum(widths)
        return tuple(round(width / total, 4) for width in widths)

    def lines(self) -> int:
        """Estimate how many lines of text the table has from top to bottom."""
        widths = [share * WIDTH - 2 * INSET for share in self.shares()]
        count = 1 + 2 * bool(self.spanners)
        for row in self.rows:
            texts = [row.label, *(cell.text for cell in row.cells)]
            room = widths if row.cells else [WIDTH]
            count += max(
                len(typeface.wrap(text, width, SIZE)) for text, width in zip(texts, room, strict=True)
            )
        return count

    def padding(self, column: int, cell: Cell) -> str:
        """Return what a number lacks to stand under the longest decimals of its column."""
        if self.columns[column].align != "right":
            return ""
        found = [_NUMBER.match(row.cells[column].text) for row in self.rows if row.cells]
        if len({match.group(3) for match in found if match}) > 1:
            return ""
        own = _NUMBER.match(cell.text)
        most = max((len(match.group(2) or "") for match in found if match), default=0)
        if own is None or own.group(3) or len(own.group(2) or "") == most:
            return ""
        lacking = most - len(own.group(2) or "")
        return ("" if own.group(1) else ",") + "0" * lacking


def _least(texts: Sequence[str], wraps: bool) -> float:
    """The width below which a word or a number would break."""
    heading, *cells = texts
    words = kept_together(heading).split(" ") + [
        part for cell in cells for part in (cell.split(" ") if wraps else [cell])
    ]
    return max((typeface.width(word, SIZE, "semibold") for word in words if word), default=0.0) + 2 * INSET


def _whole(texts: Sequence[str], wraps: bool) -> float:
    """The width a column would like: everything on one line, but the headings of numbers on two."""
    heading, *cells = texts
    words = kept_together(heading).split(" ")
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(len(words))]
    two = min(max(typeface.width(part, SIZE, "semibold") for part in half) for half in halves)
    one = typeface.width(heading, SIZE, "semibold")
    widest = max((typeface.width(cell, SIZE, "semibold") for cell in cells), default=0.0)
    return max(one if wraps else two, widest) + 2 * INSET


def _fit(least: Sequence[float], whole: Sequence[float], wraps: Sequence[bool], room: float) -> list[float]:
    """Share the room: what must be, then what numbers like, then what words like, then comfort."""
    widths = list(least)
    numbers = [number for number, wrap in enumerate(wraps) if not wrap]
    text = [number for number, wrap in enumerate(wraps) if wrap]
    for group in (numbers, text):
        # numbers leave the words a third of the page, words take all there is
        kept = max(0.0, room / 3 - sum(widths[number] for number in text)) if group is numbers else 0.0
        left = max(0.0, room - sum(widths) - kept)
        wishes = {number: whole[number] - widths[number] for number in group}
        total = sum(wishes.values())
        factor = min(1.0, left / total) if total else 0.0
        for number, wish in wishes.items():
            widths[number] += wish * factor
    left = room - sum(widths)
    if left <= 0:
        return widths
    widest = max((widths[number] for number in numbers), default=0.0)
    aim = max(widest, min(WIDEST_NUMBER, widest + left / (len(numbers) + 1)))
    for number in numbers:
        grown = min(aim - widths[number], left)
        widths[number] += grown
        left -= grown
    for number in text:
        widths[number] += left / len(text)
    return widths


def is_mark(text: str) -> bool:
    """Whether a cell holds the mark of a matrix."""
    return text == MARK
