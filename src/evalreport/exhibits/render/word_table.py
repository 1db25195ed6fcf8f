"""Tables and matrices as Word writes them: headings that repeat, cells that span, rows that stay whole.

The look is that of the PDF. Paragraph and table styles (TableText, TableHeading, ReportTable) are those of the
report's Word template; only rules and spans, which belong to the single table, are written into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evalreport.exhibits import palette
from evalreport.exhibits.exhibit import Cell, kept_together
from evalreport.exhibits.page import WIDTH
from evalreport.exhibits.render.grid import Grid, is_mark
from evalreport.exhibits.render.markup import html as escape
from evalreport.exhibits.table import Align, Matrix, Row, Table

WHOLE = 26
"""A table of so many lines or fewer is never divided between two pages."""
MARK_SIZE = 24
"""Size of a matrix's mark, in half points."""
TWENTIETHS = 20
"""Word measures in twentieths of a point."""
_THIN, _RULE, _HEAVY = "thin", "rule", "heavy"
_LINES = {
    _THIN: f'w:val="single" w:sz="4" w:space="0" w:color="{palette.RULE[1:]}"',
    _RULE: f'w:val="single" w:sz="6" w:space="0" w:color="{palette.INK[1:]}"',
    _HEAVY: f'w:val="single" w:sz="8" w:space="0" w:color="{palette.INK[1:]}"',
}
_INDENT = 180


def openxml(exhibit: Table | Matrix) -> str:
    """Return a table without its caption, as WordprocessingML."""
    grid = Grid.of(exhibit)
    widths = column_widths(grid)
    whole = grid.lines() <= WHOLE
    noted = bool(exhibit.note_text())
    body = list(_body(grid))
    rows = [_row(cells, widths, heading=True, keep=True) for cells in _head(grid)]
    for number, cells in enumerate(body, start=1):
        last = number == len(body)
        # The last row stays with the note under it; the row after a group's heading stays with the heading.
        keep = noted if last else whole or cells[0].heading
        rows.append(_row(cells, widths, heading=False, keep=keep))
    properties = (
        '<w:tblStyle w:val="ReportTable"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="0"/>'
        f'<w:tblCaption w:val="{escape(exhibit.caption)}"/><w:tblDescription w:val="{escape(exhibit.alt)}"/>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return "\n".join(
        [f"<w:tbl><w:tblPr>{properties}</w:tblPr>", f"<w:tblGrid>{columns}</w:tblGrid>", *rows, "</w:tbl>"]
    )


def column_widths(grid: Grid) -> tuple[int, ...]:
    """Width of stub and columns in twentieths of a point; together they are as wide as the text block."""
    total = round(WIDTH * TWENTIETHS)
    edges, share = [0], 0.0
    for part in grid.shares():
        share += part
        edges.append(min(total, round(total * share)))
    edges[-1] = total
    return tuple(right - left for left, right in pairwise(edges))


@dataclass(frozen=True)
class _Box:
    """One cell to be written: its runs, its place in the grid, and the rules over and under it."""

    runs: str
    align: Align = "left"
    heading: bool = False
    span: int = 1
    down: str = ""
    top: str = ""
    bottom: str = ""
    stands: str = ""
    indent: bool = False


def _head(grid: Grid) -> list[list[_Box]]:
    """One row of headings, or two when spanners stand over some of them."""
    deep = bool(grid.spanners)
    first: list[_Box] = []
    second: list[_Box] = []

    def tall(runs: str, align: Align) -> None:
        first.append(
            _Box(runs, align, heading=True, stands="bottom", top=_HEAVY, bottom="" if deep else _RULE,
                 down="restart" if deep else "")
        )  # fmt: skip
        second.append(_Box("", align, heading=True, stands="bottom", down="continue", bottom=_RULE))

    tall(_run(kept_together(grid.stub), strong=True), "left")
    for number, column in enumerate(grid.columns):
        runs = _run(kept_together(column.label), column.marks, strong=True)
        over = grid.over(number)
        if over is None:
            tall(runs, column.align)
            continue
        spanner = grid.spanners[over]
        if spanner.start == number:
            label = _run(kept_together(spanner.label), strong=True)
            first.append(
                _Box(label, "center", heading=True, span=spanner.stop - spanner.start, stands="bottom", top=_HEAVY,
                     bottom=_THIN)
            )  # fmt: skip
        second.append(_Box(runs, column.align, heading=True, stands="bottom", bottom=_RULE))
    return [first, second] if deep else [first]


def _body(grid: Grid) -> Iterable[list[_Box]]:
    """Body rows; a rule stands over each but the first, a heavier one over totals and under the last."""
    rows = [
        (row, group is not None)
        for group, rows in grid.sections()
        for row in ([group] if group else []) + rows
    ]
    for number, (row, grouped) in enumerate(rows):
        top = _RULE if row.kind == "total" or number == 0 else _THIN
        bottom = _HEAVY if number == len(rows) - 1 else ""
        strong = row.kind != "row"
        stub = _run(kept_together(row.label), row.marks, strong=strong)
        if row.kind == "group":
            yield [_Box(stub, heading=True, span=len(grid.columns) + 1, top=top, bottom=bottom)]
            continue
        stands = "center" if any(is_mark(cell.text) for cell in row.cells) else ""
        indent = grouped and row.kind == "row"
        yield [
            _Box(stub, top=top, bottom=bottom, indent=indent, stands=stands),
            *(
                _Box(
                    _value(grid, place, cell, row),
                    grid.columns[place].align,
                    top=top,
                    bottom=bottom,
                    stands=stands,
                )
                for place, cell in enumerate(row.cells)
            ),
        ]


def _value(grid: Grid, place: int, cell: Cell, row: Row) -> str:
    if is_mark(cell.text):
        return _run(cell.text, size=MARK_SIZE)
    # Blanks of fixed width stand for the decimals a number lacks, so that the commas of a column meet.
    blanks = grid.padding(place, cell).replace(",", "\u00a0").replace("0", "\u2007")
    return _run(cell.text, cell.marks, strong=row.kind == "total", after=blanks)


def _row(cells: Sequence[_Box], widths: Sequence[int], *, heading: bool, keep: bool) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if heading else "")
    written, place = [], 0
    for cell in cells:
        written.append(_cell(cell, sum(widths[place : place + cell.span]), keep=keep))
        place += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def _cell(cell: _Box, width: int, *, keep: bool) -> str:
    rules = "".join(
        f"<w:{side} {_LINES[line]}/>" for side, line in (("top", cell.top), ("bottom", cell.bottom)) if line
    )
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
        + (f'<w:vMerge w:val="{cell.down}"/>' if cell.down else "")
        + (f"<w:tcBorders>{rules}</w:tcBorders>" if rules else "")
        + (f'<w:vAlign w:val="{cell.stands}"/>' if cell.stands else "")
    )
    paragraph = (
        f'<w:pStyle w:val="{"TableHeading" if cell.heading else "TableText"}"/>'
        + ("<w:keepNext/>" if keep else "")
        + (f'<w:ind w:left="{_INDENT}"/>' if cell.indent else "")
        + (f'<w:jc w:val="{cell.align}"/>' if cell.align != "left" else "")
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr>{cell.runs}</w:p></w:tc>"


def _run(text: str, marks: str = "", *, strong: bool = False, size: int = 0, after: str = "") -> str:
    bold = "<w:b/><w:bCs/>" if strong else ""
    large = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    runs = [(text, bold + large), (marks, bold + '<w:vertAlign w:val="superscript"/>'), (after, bold)]
    return "".join(
        "<w:r>"
        + (f"<w:rPr>{properties}</w:rPr>" if properties else "")
        + f'<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
        for words, properties in runs
        if words
    )
