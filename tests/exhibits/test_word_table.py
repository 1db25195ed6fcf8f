"""Tables in Word: the cells of the page, as Word's own rows, spans and headings."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from evalreport.exhibits import Column, Matrix, Row, Table, render
from evalreport.exhibits.exhibit import Cell
from evalreport.exhibits.page import WIDTH
from evalreport.exhibits.render.grid import Grid

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(path: str) -> str:
    """Write a path of names with Word's namespace."""
    return "/".join(part if part in (".", "..", "") else f"{{{W}}}{part}" for part in path.split("/"))


def table_of(exhibit: Any) -> Any:
    return etree.fromstring(f'<body xmlns:w="{W}">{render.openxml(exhibit)}</body>')[0]


def said(text: str) -> str:
    """A cell's words; blanks that only align numbers or hold words together are no part of them."""
    return text.replace("\u00a0", " ").replace("\u2007", " ").strip()


def text_of(cell: Any) -> str:
    return said("".join(node.text or "" for node in cell.iter(w("t"))))


def spans(cell: Any) -> int:
    span = cell.find(w("tcPr/gridSpan"))
    return 1 if span is None else int(span.get(w("val")))


def test_word_has_the_rows_cells_and_texts_of_the_page(tabular: Any) -> None:
    page = BeautifulSoup(render.html(tabular), "lxml")
    expected = [
        [(said(cell.get_text()), int(str(cell.get("colspan", 1)))) for cell in row.find_all(["th", "td"])]
        for row in page.find_all("tr")
    ]
    made = [
        [
            (text_of(cell), spans(cell))
            for cell in row.findall(w("tc"))
            if (down := cell.find(w("tcPr/vMerge"))) is None or down.get(w("val")) == "restart"
        ]
        for row in table_of(tabular).findall(w("tr"))
    ]
    assert made == expected


def test_every_row_fills_the_grid_and_the_grid_the_text_block(tabular: Any) -> None:
    table = table_of(tabular)
    columns = [int(column.get(w("w"))) for column in table.findall(w("tblGrid/gridCol"))]
    assert sum(columns) == round(WIDTH * 20)
    for row in table.findall(w("tr")):
        cells = row.findall(w("tc"))
        assert sum(spans(cell) for cell in cells) == len(columns)
        assert sum(int(cell.find(w("tcPr/tcW")).get(w("w"))) for cell in cells) == sum(columns)


def test_heading_rows_repeat_and_no_row_is_divided(tabular: Any) -> None:
    rows = table_of(tabular).findall(w("tr"))
    deep = 2 if Grid.of(tabular).spanners else 1
    assert [row.find(w("trPr/tblHeader")) is not None for row in rows] == [
        place < deep for place in range(len(rows))
    ]
    assert all(row.find(w("trPr/cantSplit")) is not None for row in rows)


def test_headings_beside_spanners_go_down_over_two_rows(sample: Any) -> None:
    first, second = table_of(sample("tbl-months")).findall(w("tr"))[:2]
    merged = [cell.find(w("tcPr/vMerge")) for cell in (first[1], second[1])]
    assert [one.get(w("val")) for one in merged] == ["restart", "continue"]
    assert text_of(second[1]) == ""


def test_numbers_are_set_as_on_the_page(sample: Any) -> None:
    page = BeautifulSoup(render.html(sample("tbl-months")), "lxml")
    table = table_of(sample("tbl-months"))
    places = [cell["class"][0] for cell in page.find_all("tr")[-1].find_all("td")]
    made = [cell.find(w("p/pPr/jc")) for cell in table.findall(w("tr"))[-1].findall(w("tc"))[1:]]
    assert ["left" if one is None else one.get(w("val")) for one in made] == places


def test_row_headings_are_plain_and_totals_bold() -> None:
    rows = (Row("A-dagpenge", (Cell("37"),)), Row("I alt", (Cell("108"),), kind="total"))
    table = table_of(Table(id="tbl-a", caption="a", stub="Ydelse", columns=(Column("Antal"),), rows=rows))
    bold = [
        [cell.find(w("p/r/rPr/b")) is not None for cell in row.findall(w("tc"))]
        for row in table.findall(w("tr"))
    ]
    assert bold == [[True, True], [False, False], [True, True]]


def test_decimals_stand_under_each_other() -> None:
    rows = tuple(Row(text, (Cell(text),)) for text in ("7", "67,6", "7,25"))
    table = table_of(Table(id="tbl-a", caption="a", columns=(Column("Tal"),), rows=rows))
    written = [row[-1].find(w("p")).xpath("string()") for row in table.findall(w("tr"))[1:]]
    assert written == ["7\u00a0\u2007\u2007", "67,6\u2007", "7,25"]


def test_a_short_table_stays_on_a_page_and_with_its_note() -> None:
    def kept(**parts: Any) -> list[bool]:
        rows = tuple(Row(f"r{place}", (Cell("1"),)) for place in range(parts.pop("rows")))
        table = table_of(Table(id="tbl-a", caption="a", columns=(Column("Tal"),), rows=rows, **parts))
        return [row.find(w("tc/p/pPr/keepNext")) is not None for row in table.findall(w("tr"))]

    assert kept(rows=3) == [True, True, True, False]
    assert kept(rows=3, note="n = 3") == [True, True, True, True]
    assert kept(rows=60, note="n = 3") == [True] + 59 * [False] + [True]


def test_caption_and_description_are_the_tables_own(sample: Any) -> None:
    exhibit = sample("tbl-months")
    properties = table_of(exhibit).find(w("tblPr"))
    assert properties.find(w("tblCaption")).get(w("val")) == exhibit.caption
    assert properties.find(w("tblDescription")).get(w("val")) == exhibit.alt


@pytest.mark.parametrize("text", ["<5", 'Ja & "nej"', "{{< meta title >}}", "a\x00b", "`kode`"])
def test_any_text_is_printed_as_it_is(text: str) -> None:
    exhibit = Matrix(id="tbl-a", caption=text, columns=(text,), rows=((text, (text,)),))
    assert "{{<" not in render.openxml(exhibit)
    cells = [text_of(cell) for cell in table_of(exhibit).iter(w("tc"))]
    assert cells == ["", *[text.replace("\x00", " ")] * 3]


def test_a_chapter_shows_it_to_word_alone(sample: Any) -> None:
    exhibit = sample("tbl-months")
    written = f'::: {{.content-visible when-format="docx"}}\n\n```{{=openxml}}\n{render.openxml(exhibit)}\n```\n\n:::'
    assert written in render.qmd(exhibit)
