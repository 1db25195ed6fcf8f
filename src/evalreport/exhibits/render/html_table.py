"""Tables and matrices as HTML that a screen reader can walk."""

from __future__ import annotations

from evalreport.exhibits.exhibit import Cell, kept_together
from evalreport.exhibits.render.grid import Grid, is_mark
from evalreport.exhibits.render.markup import html as escape
from evalreport.exhibits.table import Matrix, Row, Table


def html(exhibit: Table | Matrix) -> str:
    """Return a table without its caption, which stands outside."""
    grid = Grid.of(exhibit)
    words = exhibit.wording
    said = {
        "hidden": words.text("word.hidden"),
        "mark": words.text("word.yes"),
        "none": words.text("word.no"),
    }
    marked = isinstance(exhibit, Matrix) and exhibit.marked
    kind = "matrix" if isinstance(exhibit, Matrix) else "table"
    lines = [f'<table id="{grid.id}-table" class="exhibit-{kind}" data-quarto-disable-processing="true">']
    lines += ["<thead>", *_head(grid), "</thead>"]
    for number, (group, rows) in enumerate(grid.sections(), start=1):
        lines.append("<tbody>")
        over = []
        if group is not None:
            over = [f"{grid.id}-g{number}"]
            span = len(grid.columns) + 1
            lines.append(
                f'<tr class="group"><th id="{over[0]}" scope="rowgroup" colspan="{span}">{_label(group)}</th></tr>'
            )
        for place, row in enumerate(rows, start=1):
            lines.append(
                _row(
                    grid, row, f"{grid.id}-r{number}-{place}", over, said if marked else {**said, "none": ""}
                )
            )
        lines.append("</tbody>")
    return "\n".join([*lines, "</table>"])


def _head(grid: Grid) -> list[str]:
    """One row of headings, or two when spanners stand over some of them."""
    deep = 2 if grid.spanners else 1
    rowspan = ' rowspan="2"' if deep == 2 else ""
    corner = (
        f'<th id="{grid.id}-c0" scope="col"{rowspan}>{escape(grid.stub)}</th>'
        if grid.stub
        else f"<td{rowspan}></td>"
    )
    first, second = [corner], []
    for number, column in enumerate(grid.columns):
        over = grid.over(number)
        text = escape(kept_together(column.label)) + _marks(column.marks)
        heading = f'<th id="{grid.id}-c{number + 1}" scope="col" class="{column.align}"'
        if over is None:
            first.append(f"{heading}{rowspan}>{text}</th>")
            continue
        spanner = grid.spanners[over]
        if spanner.start == number:
            first.append(
                f'<th id="{grid.id}-s{over + 1}" scope="colgroup" colspan="{spanner.stop - spanner.start}" '
                f'class="spanner">{escape(spanner.label)}</th>'
            )
        second.append(f"{heading}>{text}</th>")
    rows = [first, second] if deep == 2 else [first]
    return ["<tr>" + "".join(row) + "</tr>" for row in rows]


def _row(grid: Grid, row: Row, name: str, over: list[str], said: dict[str, str]) -> str:
    kind = ' class="total"' if row.kind == "total" else ""
    cells = [f'<tr{kind}><th id="{name}" scope="row">{_label(row)}</th>']
    for number, cell in enumerate(row.cells):
        heads = ""
        if grid.spanners or over:  # where scope alone leaves doubt
            spanner = grid.over(number)
            above = [] if spanner is None else [f"{grid.id}-s{spanner + 1}"]
            heads = f' headers="{" ".join([*over, name, *above, f"{grid.id}-c{number + 1}"])}"'
        cells.append(f'<td class="{grid.columns[number].align}"{heads}>{_cell(cell, said)}</td>')
    return "".join(cells) + "</tr>"


def _cell(cell: Cell, said: dict[str, str]) -> str:
    text = escape(cell.text)
    if cell.hidden:
        text = f'<span role="img" aria-label="{escape(said["hidden"])}">{text}</span>'
    elif is_mark(cell.text):
        text = f'<span class="mark" role="img" aria-label="{escape(said["mark"])}">{text}</span>'
    elif not cell.text and said["none"]:
        text = f'<span role="img" aria-label="{escape(said["none"])}"></span>'
    elif cell.fact:
        text = f'<span class="fact" data-fact="{escape(cell.fact)}">{text}</span>'
    return text + _marks(cell.marks)


def _label(row: Row) -> str:
    return escape(row.label) + _marks(row.marks)


def _marks(marks: str) -> str:
    return f"<sup>{escape(marks)}</sup>" if marks else ""
