"""Tables and matrices as Typst: rules across only, headings that repeat on each page, rows that stay whole."""

from __future__ import annotations

from evalreport.exhibits import palette
from evalreport.exhibits.exhibit import Cell, kept_together
from evalreport.exhibits.render.grid import INSET, SIZE, Grid, is_mark
from evalreport.exhibits.render.markup import typst as string
from evalreport.exhibits.table import Matrix, Row, Table

WHOLE = 26
"""A table of so many lines or fewer is never divided between two pages."""
_STRONG = 'text(weight: "semibold")'
_HEAVY = f'1pt + rgb("{palette.INK}")'
_RULE = f'0.6pt + rgb("{palette.INK}")'
_THIN = f'0.4pt + rgb("{palette.RULE}")'


def typst(exhibit: Table | Matrix) -> str:
    """Return a table without its caption, as a block of Typst markup."""
    grid = Grid.of(exhibit)
    shares = ", ".join(f"{100 * share:.2f}%" for share in grid.shares())
    aligns = ", ".join(["left", *(column.align for column in grid.columns)])
    lines = [
        "#{",
        f"set text(size: {SIZE:g}pt)",
        "set par(justify: false, leading: 0.5em)",
        "set table.cell(breakable: false)",
        f"block(breakable: {str(grid.lines() > WHOLE).lower()}, table(",
        f"  columns: ({shares}),",
        f"  align: ({aligns}),",
        "  stroke: none,",
        f"  inset: (x: {INSET:g}pt, y: 4pt),",
        "  table.header(repeat: true,",
        *("    " + line for line in _head(grid)),
        "  ),",
    ]
    for group, rows in grid.sections():
        if group is not None:
            span = len(grid.columns) + 1
            lines.append(f"  table.hline(stroke: {_THIN}),")
            lines.append(
                f"  table.cell(colspan: {span}, inset: (top: 8pt), {_content(group.label, group.marks, strong=True)}),"
            )
        for number, row in enumerate(rows):
            if row.kind == "total":
                lines.append(f"  table.hline(stroke: {_RULE}),")
            elif number or (group is None and number):
                lines.append(f"  table.hline(stroke: {_THIN}),")
            lines.append("  " + _row(grid, row, indent=group is not None))
    return "\n".join([*lines, f"  table.hline(stroke: {_HEAVY}),", "))", "}"])


def _head(grid: Grid) -> list[str]:
    deep = 2 if grid.spanners else 1
    lines = [f"table.hline(stroke: {_HEAVY}),"]
    first = [f"table.cell(rowspan: {deep}, align: left + bottom, {_content(grid.stub, '', strong=True)})"]
    second = []
    for number, column in enumerate(grid.columns):
        over = grid.over(number)
        content = _content(column.label, column.marks, strong=True)
        cell = f"align: {column.align} + bottom, {content})"
        if over is None:
            first.append(f"table.cell(rowspan: {deep}, {cell}")
            continue
        spanner = grid.spanners[over]
        if spanner.start == number:
            span = spanner.stop - spanner.start
            # The rule is drawn inside the cell, so that those of neighbouring spanners do not run together.
            rule = f"block(width: 100%, inset: (bottom: 4pt), stroke: (bottom: {_THIN}))"
            label = _content(spanner.label, "", strong=True)
            first.append(
                f"table.cell(colspan: {span}, align: center, inset: (bottom: 0pt), {rule}[#{label}])"
            )
        second.append(f"table.cell({cell}")
    lines.append(", ".join(first) + ",")
    if second:
        lines.append(", ".join(second) + ",")
    return [*lines, f"table.hline(stroke: {_RULE}),"]


def _row(grid: Grid, row: Row, *, indent: bool) -> str:
    strong = row.kind == "total"
    stub = _content(row.label, row.marks, strong=strong)
    if indent and not strong:
        stub = f"table.cell(inset: (left: {INSET + 9:g}pt), {stub})"
    cells = [_cell(grid, number, cell, strong=strong) for number, cell in enumerate(row.cells)]
    return ", ".join([stub, *cells]) + ","


def _cell(grid: Grid, number: int, cell: Cell, *, strong: bool) -> str:
    padding = grid.padding(number, cell)
    hidden = f"#hide({string(padding)})" if padding else ""
    marks = f"#super({string(cell.marks)})" if cell.marks else ""
    number_like = grid.columns[number].align == "right"
    if is_mark(cell.text):
        return f"[#text(size: 1.5em, top-edge: 0.44em, {string(cell.text)})]"
    text = f"#text({'hyphenate: false, ' if number_like else ''}{string(cell.text)})"
    content = f"[{text}{hidden}{marks}]"
    return f"{_STRONG}{content}" if strong else content


def _content(text: str, marks: str, *, strong: bool) -> str:
    content = f"[#{string(kept_together(text))}" + (f"#super({string(marks)})" if marks else "") + "]"
    return f"{_STRONG}{content}" if strong else content
