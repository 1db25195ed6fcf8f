"""The PDF: what a screen reader meets, what an archive asks, and what a reader sees on the page."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from evalreport.assembly import Document, Rendered, render, write_project
from evalreport.assembly import pdf as tags
from evalreport.errors import EvalreportError

A4 = (595, 842)
TEXT_BLOCK = (90.7, 504.6)
"""Left and right edge of the text, 32 mm from the edges of the page, in points."""

FALSE_ALARMS = {
    # Rows of one spanning header cell are group rows of a table; `test_group_rows_head_their_rows` shows that
    # the rows below name them. outloud takes more than three rows of header cells for a shredded heading.
    "TBL-010": "group rows",
    # outloud ranks a paragraph's own text before the emphasis and links inside it;
    # `test_text_is_painted_in_reading_order` follows the tree as it is.
    "ORD-001": "inline elements",
}


@pytest.fixture(scope="module")
def path(rendered: Rendered) -> Path:
    return rendered.files["pdf"]


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as opened:
        yield opened


def attribute(cell: Any, name: str) -> Any:
    found = cell.get("/A", pikepdf.Array())
    for entry in found if isinstance(found, pikepdf.Array) else [found]:
        if entry.get("/O") == pikepdf.Name.Table and name in entry:
            return entry[name]
    return None


def table(pdf: pikepdf.Pdf, number: int) -> Any:
    return [element for element in tags.elements(pdf) if element.get("/S") == pikepdf.Name.Table][number]


def body(element: Any) -> list[list[Any]]:
    return tags._body_rows(element)


# ---- tags ----


def test_nothing_keeps_it_from_being_read_by_everyone(path: Path) -> None:
    assert tags.faults(path) == ()


def test_every_row_is_headed_by_its_first_cell(pdf: pikepdf.Pdf) -> None:
    rows = body(table(pdf, 0))
    assert len(rows) == 79
    for row in rows:
        assert row[0].S == pikepdf.Name.TH and attribute(row[0], "/Scope") == pikepdf.Name.Row
        assert all(cell.S == pikepdf.Name.TD for cell in row[1:])


def test_data_cells_name_group_row_and_column(pdf: pikepdf.Pdf) -> None:
    rows = body(table(pdf, 0))
    group, first = rows[0], rows[1]
    headers = [bytes(name) for name in attribute(first[1], "/Headers")]
    assert bytes(group[0].ID) in headers and bytes(first[0].ID) in headers
    assert len(headers) == 4, "group, row, spanner and column"


def test_group_rows_head_their_rows(pdf: pikepdf.Pdf) -> None:
    rows = body(table(pdf, 0))
    groups = [row[0] for row in rows if len(row) == 1]
    assert len(groups) == 6
    heading = None
    for row in rows:
        if len(row) == 1:
            heading = bytes(row[0].ID)
        else:
            assert heading in [bytes(name) for name in attribute(row[1], "/Headers")]


def test_every_name_of_a_header_is_registered(pdf: pikepdf.Pdf) -> None:
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    keys = [bytes(name) for name in names[::2]]
    assert keys == sorted(keys)
    used = {
        bytes(name)
        for cell in tags.elements(pdf)
        if str(cell.get("/S")) in ("/TD", "/TH")
        for name in attribute(cell, "/Headers") or ()
    }
    assert used <= set(keys)


def test_tables_written_in_markdown_keep_their_column_headers(pdf: pikepdf.Pdf) -> None:
    last = table(pdf, -1)
    head = [cell for row in tags.children(tags.children(last)[1]) for cell in tags.children(row)]
    assert [attribute(cell, "/Scope") for cell in head] == [pikepdf.Name.Column] * 3


def test_a_table_that_differs_between_html_and_pdf_is_refused(path: Path, tmp_path: Path) -> None:
    copy = shutil.copy(path, tmp_path / "copy.pdf")
    with pytest.raises(EvalreportError, match="table 1 of the report"):
        tags.retag(Path(copy), (tags.TableShape((9, 9), ((0,), (0,)), (None, None)),))
    assert [file.name for file in tmp_path.iterdir()] == ["copy.pdf"], "nothing half-made is left"


def test_figures_have_alternatives_and_boxes_are_read_in_place(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in tags.elements(pdf) if element.get("/S") == pikepdf.Name.Figure]
    assert len(figures) == 1 and "63,6" in str(figures[0].Alt)
    kinds = Counter(str(element.S) for element in tags.elements(pdf))
    assert kinds["/BlockQuote"] == 2
    assert kinds["/Note"] == 1


def test_text_is_painted_in_reading_order(pdf: pikepdf.Pdf) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        painted = [
            int(operands[1].MCID) for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
        ]  # fmt: skip
        read = [mark for owner, mark in _marks(pdf.Root.StructTreeRoot, None) if owner == page.objgen]
        assert [mark for mark in painted if mark in read] == read, f"page {number}"


def _marks(element: Any, page: Any) -> Iterator[tuple[Any, int]]:
    """Yield page and number of every marked content in the order it is read.

    Notes are left out: they stand at the foot of the page and are read where they are called. So are headings of
    tables: Typst paints a cell that spans two rows with the second.
    """
    if element.get("/S") in (pikepdf.Name.Note, pikepdf.Name.THead):
        return
    page = element.Pg.objgen if "/Pg" in element else page
    kids = element.get("/K")
    for kid in [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield page, kid
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            yield (kid.Pg.objgen if "/Pg" in kid else page), int(kid.MCID)
        elif isinstance(kid, pikepdf.Dictionary):
            yield from _marks(kid, page)


# ---- standards ----


def test_it_claims_both_standards(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == "En ny start for flere"
        assert "da-DK" in metadata["dc:language"]
    assert str(pdf.Root.Lang) == "da-DK"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250630")


def test_data_travel_inside(pdf: pikepdf.Pdf) -> None:
    assert sorted(pdf.attachments) == [
        "fig-who5.csv",
        "manifest.json",
        "tbl-mechanisms.csv",
        "tbl-months.csv",
    ]
    assert json.loads(pdf.attachments["manifest.json"].get_file().read_bytes()) == {"version": "0.1.0"}
    assert str(pdf.attachments["manifest.json"].obj.AFRelationship) == "/Data"


@pytest.mark.parametrize("command", ["outloud", "pdfua"])
def test_checkers_find_nothing_but_known_false_alarms(command: str, path: Path, tmp_path: Path) -> None:
    program = Path(sys.prefix) / "bin" / command
    if not program.is_file():
        pytest.skip(f"{command} is not installed: pip install -r requirements-dev.lock")
    if command == "pdfua":
        run = subprocess.run([program, "check", path], capture_output=True, text=True, check=False)
        assert "PASS (no findings)" in run.stdout
        return
    report = tmp_path / "outloud.json"
    subprocess.run([program, "--json", report, "-q", path], capture_output=True, check=False)
    found = {finding["rule"] for finding in json.loads(report.read_text())["results"][0]["findings"]}
    assert found == set(FALSE_ALARMS), "a false alarm that is gone must leave the list"


def test_same_project_gives_same_bytes_elsewhere(project: Path, rendered: Rendered, tmp_path: Path) -> None:
    moved = tmp_path / "en mappe med æøå"
    shutil.copytree(project, moved)
    again = render(moved, ("html", "pdf"), tmp_path / "ud")
    for form, file in rendered.files.items():
        assert (
            hashlib.sha256(again.files[form].read_bytes()).hexdigest()
            == hashlib.sha256(file.read_bytes()).hexdigest()
        ), form


# ---- the page ----


@pytest.fixture(scope="module")
def pages(path: Path) -> Iterator[list[Any]]:
    with pdfplumber.open(path) as opened:
        yield opened.pages


def test_pages_are_a4_and_no_glyph_leaves_the_text_block(pages: list[Any]) -> None:
    for page in pages:
        assert (round(page.width), round(page.height)) == A4
        for glyph in page.chars:
            assert glyph["x0"] >= TEXT_BLOCK[0] - 1, (page.page_number, glyph["text"])
            assert glyph["x1"] <= TEXT_BLOCK[1] + 1 or not glyph["text"].strip(), (
                page.page_number,
                glyph["text"],
            )


def test_only_the_reports_own_fonts_are_used(pages: list[Any]) -> None:
    names = {glyph["fontname"].partition("+")[2] for page in pages for glyph in page.chars}
    assert {name.partition("-")[0] for name in names} == {"SourceSerifPro", "SourceSansPro"}


def test_cover_says_what_it_is(pages: list[Any]) -> None:
    text = pages[0].extract_text()
    for part in (
        "Slutevaluering",
        "En ny start for flere",
        "Eksempelinstituttet",
        "UDKAST",
        "30. juni 2025",
        "0.1.0",
        "syntetiske",
    ):
        assert part in text.replace("\u00a0", " ")


def test_colophon_says_how_to_cite_and_what_holds(pages: list[Any]) -> None:
    text = pages[1].extract_text()
    for part in ("Foreslået henvisning", "3f2a9c1b", "PDF/UA-1", "Diskretion"):
        assert part in text


def test_contents_give_pages_to_two_levels(pages: list[Any]) -> None:
    text = pages[2].extract_text()
    assert "Indhold" in text and "1.1 Hvad rapporten kan sige" in text and "Bilag A" in text
    assert "2.1.1" not in text


def test_every_text_page_names_version_build_and_number(pages: list[Any]) -> None:
    for page in pages[2:]:
        last = page.extract_text().splitlines()[-1].replace("\u2060", "")
        assert last.startswith("Version 0.1.0 · build 3f2a9c1b")
        assert last.endswith(f" {page.page_number}")


def test_header_names_report_and_chapter_and_rests_where_a_chapter_opens(pages: list[Any]) -> None:
    tops = [page.extract_text().splitlines()[0] for page in pages]
    opening = next(i for i, top in enumerate(tops) if top.startswith("2 Resultater i tal"))
    following = tops[opening + 1]
    assert (
        following.startswith("En ny start for flere")
        and following.endswith("Resultater i tal")
        and "UDKAST" in following
    )


def test_chapters_open_on_a_new_page(pages: list[Any]) -> None:
    tops = [page.extract_text().splitlines()[0] for page in pages]
    for chapter in (
        "1 Introduktion",
        "2 Resultater i tal",
        "3 Udfordringer",
        "Litteratur",
        "Bilag A: Datagrundlag",
    ):
        assert sum(top.startswith(chapter) for top in tops) == 1


def test_table_headings_repeat_on_the_next_page(pages: list[Any]) -> None:
    carrying = [page for page in pages if "Realiseret" in page.extract_text()]
    assert len(carrying) == 2
    assert all("Ydelse og kvartal" in page.extract_text() for page in carrying)


def test_long_danish_words_are_divided(
    sample: Callable[..., Document], template: Path, tmp_path: Path
) -> None:
    words = "Beskæftigelsesindsatsens medarbejdere arbejder helhedsorienteret med arbejdsmarkedsparathed. "
    chapter = sample().chapters[0].__class__("lang", "Lang", "# Lang\n\n" + words * 12)
    document = sample(chapters=(chapter,), appendices=(), exhibits=(), attachments=(), bibliography=None)
    write_project(document, template, tmp_path / "project")
    result = render(tmp_path / "project", ("pdf",), tmp_path)
    with pdfplumber.open(result.files["pdf"]) as opened:
        lines = opened.pages[3].extract_text().splitlines()
    assert any(line.endswith(("-", "\u00ad", "\u2010")) for line in lines)


def test_a_final_report_is_not_marked_as_a_draft(
    sample: Callable[..., Document], template: Path, tmp_path: Path
) -> None:
    write_project(sample(status="final", notice=None), template, tmp_path / "project")
    result = render(tmp_path / "project", ("pdf", "html"), tmp_path)
    with pdfplumber.open(result.files["pdf"]) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    assert "UDKAST" not in text.upper() and "Endelig udgave" in text
    assert "status-strip final" in result.files["html"].read_text(encoding="utf-8")
