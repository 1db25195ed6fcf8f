"""Tables: headers that a screen reader can follow, in HTML and Typst alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typst
from bs4 import BeautifulSoup

from evalreport.errors import EvalreportError
from evalreport.exhibits import Column, Matrix, Row, Spanner, Table, render
from evalreport.exhibits.exhibit import Cell
from evalreport.exhibits.render.grid import Grid


def cells_of(tabular: Any) -> list[list[Any]]:
    table = BeautifulSoup(render.html(tabular), "lxml").table
    assert table is not None
    return [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]


def test_every_row_spans_the_whole_table(tabular: Any) -> None:
    grid: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(cells_of(tabular)):
        column = 0
        for cell in row:
            while (number, column) in grid:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    assert (number + down, column + across) not in grid
                    grid[number + down, column + across] = True
    assert len({max(c for r, c in grid if r == row) for row, _ in grid}) == 1


def test_every_header_says_what_it_heads_and_every_reference_is_found(tabular: Any) -> None:
    table = BeautifulSoup(render.html(tabular), "lxml").table
    assert table is not None
    assert table["data-quarto-disable-processing"] == "true"
    ids = [cell["id"] for cell in table.find_all("th")]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith(tabular.id) for name in ids)
    assert all(cell["scope"] in ("col", "colgroup", "row", "rowgroup") for cell in table.find_all("th"))
    for cell in table.find_all("td"):
        assert set(cell.get("headers", [])) <= set(ids)


def test_cells_under_spanner_and_group_name_all_their_headers(sample: Any) -> None:
    soup = BeautifulSoup(render.html(sample("tbl-months")), "lxml")
    cell = next(one for one in soup.find_all("td") if one.get_text() == "396")
    said = [soup.find(id=name).get_text() for name in cell["headers"]]  # type: ignore[union-attr]
    assert said == ["Selvforsørgelse", "A-dagpenge", "Måneder", "Faktiska"]  # "a" is the mark of the footnote
    assert cell.span["data-fact"] == "self_a.count"


def test_marks_and_hidden_values_are_said_in_words(sample: Any) -> None:
    matrix = BeautifulSoup(render.html(sample("tbl-themes")), "lxml")
    assert [one["aria-label"] for one in matrix.find_all(role="img")] == ["ja", "ja", "ja", "nej"]
    table = BeautifulSoup(render.html(sample("tbl-barrier")), "lxml")
    assert [one["aria-label"] for one in table.find_all(role="img")] == ["skjult af hensyn til anonymitet"]


def test_typst_has_the_same_rows_cells_and_texts_as_html(tabular: Any, tmp_path: Any) -> None:
    """Typst itself counts the cells: what it lays out is asked for, not what the text looks like."""
    source = "#show table.cell: it => [#it #metadata((it.x, it.y, it.colspan)) <cell>]\n" + render.typst(
        tabular
    )
    (tmp_path / "a.typ").write_text(source, encoding="utf-8")
    import json

    laid = json.loads(typst.query(str(tmp_path / "a.typ"), "<cell>", field="value"))
    html = [cell for row in cells_of(tabular) for cell in row]
    assert len(laid) == len(html)
    assert sum(span for _, _, span in laid) == sum(int(cell.get("colspan", 1)) for cell in html)


def test_typst_repeats_headings_and_keeps_rows_whole(tabular: Any) -> None:
    text = render.typst(tabular)
    assert "table.header(repeat: true," in text
    assert "set table.cell(breakable: false)" in text


def test_a_short_table_stays_on_one_page_and_a_long_one_is_divided() -> None:
    def table(rows: int) -> Table:
        made = tuple(Row(f"Række {i}", (Cell(str(i)),)) for i in range(rows))
        return Table(id="tbl-a", caption="A", columns=(Column("Tal"),), rows=made)

    assert "block(breakable: false" in render.typst(table(10))
    assert "block(breakable: true" in render.typst(table(60))


@pytest.mark.parametrize("columns", [1, 3, 6, 9])
def test_columns_fill_the_page_and_numbers_fit(columns: int) -> None:
    row = Row(
        "En ret lang rækkeoverskrift, der må fylde flere linjer",
        tuple(Cell("7.490.542") for _ in range(columns)),
    )
    labels = tuple(Column("Selvforsørgelse i alt") for _ in range(columns))
    shares = Grid.of(Table(id="tbl-a", caption="A", columns=labels, rows=(row,))).shares()
    assert sum(shares) == pytest.approx(1, abs=0.001)
    if columns <= 6:
        assert min(shares[1:]) * 413.8 >= 44 + 9


def test_decimals_stand_under_each_other(sample: Any) -> None:
    rows = tuple(Row(text, (Cell(text),)) for text in ("4,25", "1,5", "5", "·", "12.345"))
    text = render.typst(Table(id="tbl-a", caption="A", columns=(Column("Tal"),), rows=rows))
    assert re.findall(r'#hide\("([^"]*)"\)', text) == ["0", ",00", ",00"]


def test_overlapping_spanners_and_short_rows_are_refused() -> None:
    columns = (Column("a"), Column("b"))
    with pytest.raises(EvalreportError, match="do not overlap"):
        Table(
            id="tbl-a",
            caption="A",
            columns=columns,
            rows=(),
            spanners=(Spanner("x", 0, 2), Spanner("y", 1, 2)),
        )
    with pytest.raises(EvalreportError, match="has 1 cells, the matrix 2 columns"):
        Matrix(id="tbl-a", caption="A", columns=("a", "b"), rows=(("x", ("●",)),))


def test_footnotes_open_the_note(sample: Any) -> None:
    assert sample("tbl-months").note_text().startswith("a) Pr. 30. juni. ")
