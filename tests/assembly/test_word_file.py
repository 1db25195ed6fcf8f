"""The Word file: what a reader in a municipality finds when it is opened."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from lxml import etree

from evalreport.assembly import Document, Rendered, render, write_project
from evalreport.assembly.embedded import EngineError
from evalreport.assembly.fonts import font_file
from evalreport.assembly.word_fonts import CUTS, obfuscated
from evalreport.assembly.word_reference import reference_document
from evalreport.errors import EvalreportError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Word:
    """A Word file, read."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.files = {entry.filename: package.read(entry) for entry in package.infolist()}
            self.dates = {entry.date_time for entry in package.infolist()}
        self.document = self.part("word/document.xml")

    def part(self, name: str) -> Any:
        return etree.fromstring(self.files[name])

    def paragraphs(self, style: str) -> list[str]:
        return [said(node) for node in self.document.iter(f"{W}p") if style_of(node) == style]


def style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def said(node: Any) -> str:
    words = (part for part in node.iter(f"{W}t", f"{W}tab") if part.getparent().tag == f"{W}r")
    return "".join("\t" if part.tag == f"{W}tab" else part.text or "" for part in words)


@pytest.fixture(scope="module")
def made(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(project, ("docx",), tmp_path_factory.mktemp("word-file")).files["docx"]


@pytest.fixture(scope="module")
def word(made: Path) -> Word:
    return Word(made)


@pytest.fixture(scope="module")
def page(rendered: Rendered) -> BeautifulSoup:
    return BeautifulSoup(rendered.files["html"].read_bytes(), "lxml")


def test_every_table_is_a_table_whose_headings_repeat(word: Word, page: BeautifulSoup) -> None:
    tables = list(word.document.iter(f"{W}tbl"))
    assert len(tables) == len(page.select('div[id^="tbl-"] table')) == 3
    for table in tables:
        first = table.find(f"{W}tr/{W}trPr/{W}tblHeader")
        assert first is not None and first.get(f"{W}val", "on") in ("on", "1", "true")
        assert not list(table.iterancestors(f"{W}tbl"))


def test_captions_have_the_numbers_and_words_of_the_page(word: Word, page: BeautifulSoup) -> None:
    expected = [caption.get_text().replace("\n", " ").strip() for caption in page.select("figcaption")]
    styles = ("ImageCaption", "TableCaption")
    made = [said(node) for node in word.document.iter(f"{W}p") if style_of(node) in styles]
    assert made == expected
    assert made[0] == "Figur\u00a01: Trivsel (WHO-5), gennemsnit ved de tre målinger"


def test_a_caption_stands_over_its_table_and_its_note_under_it(word: Word) -> None:
    body = word.document.find(f"{W}body")
    order = [node for node in body if node.tag in (f"{W}p", f"{W}tbl")]
    for place, node in enumerate(order):
        if node.tag == f"{W}tbl":
            assert style_of(order[place - 1]) == "TableCaption"
    notes = word.paragraphs("ExhibitNote")
    assert len(notes) == 3 and notes[1].startswith("61 borgere, 806 måneder.")


def test_headings_are_numbered_as_on_the_page(word: Word, page: BeautifulSoup) -> None:
    for level in (1, 2, 3, 4):
        expected = [" ".join(node.get_text().split()) for node in page.select(f"main h{level}")]
        assert [text.replace("\t", " ") for text in word.paragraphs(f"Heading{level}")] == expected
    assert "2.1.1\tHvad borgerne selv lægger vægt på" in word.paragraphs("Heading3")


def test_references_say_and_find_what_they_refer_to(word: Word) -> None:
    names = {node.get(f"{W}name") for node in word.document.iter(f"{W}bookmarkStart")}
    links = [node for node in word.document.iter(f"{W}hyperlink") if node.get(f"{W}anchor")]
    assert links and {node.get(f"{W}anchor") for node in links} <= names
    assert {"figur\u00a01", "Tabel\u00a01", "tabel\u00a03", "afsnit\u00a01.1"} <= set(map(said, links))


def test_contents_can_be_read_before_word_has_counted_its_pages(word: Word) -> None:
    entries = [said(node) for node in word.document.iter(f"{W}p") if style_of(node).startswith("TOC")]
    assert entries[:4] == [
        "Indhold",
        "1\tIntroduktion",
        "1.1\tHvad rapporten kan sige, og hvad den ikke kan",
        "2\tResultater i tal",
    ]
    assert "Bilag A: Datagrundlag og metode" in entries and not any("2.1.1" in entry for entry in entries)
    starts = [node for node in word.document.iter(f"{W}fldChar") if node.get(f"{W}dirty") == "true"]
    assert len(starts) == 1
    kinds = [node.get(f"{W}fldCharType") for node in word.document.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_the_title_page_says_what_it_is_whose_and_how_final(word: Word) -> None:
    assert word.paragraphs("Title") == ["SlutevalueringEn ny start for flere"]  # on two lines
    assert word.paragraphs("Subtitle")[0].startswith("Slutevaluering af en fremskudt")
    assert word.paragraphs("Author") == ["Eksempelinstituttet"]
    assert word.paragraphs("Imprint") == [
        "Udarbejdet for\tDen Boligsociale Fond",
        "Dato\t30.\u00a0juni 2025",
        "Version\t0.1.0",
        "Status\tUdkast. Tal og tekst kan ændre sig",
    ]
    assert word.paragraphs("Notice")[0].startswith("Eksempel på syntetiske data.")
    assert word.paragraphs("ColophonTitle") == ["Om denne udgave"]
    assert "Build\t3f2a9c1b" in word.paragraphs("Colophon")


def test_every_page_says_draft_version_and_build(word: Word) -> None:
    relations = word.part("word/_rels/document.xml.rels")
    targets = {node.get("Id"): node.get("Target") for node in relations}
    section = list(word.document.iter(f"{W}sectPr"))[-1]
    kinds = {
        (etree.QName(node).localname, node.get(f"{W}type")): said(
            word.part(f"word/{targets[node.get(f'{R}id')]}")
        )
        for node in section
        if node.get(f"{R}id")
    }
    assert kinds == {
        ("headerReference", "default"): "En ny start for flere\tUDKAST",
        ("headerReference", "first"): "Eksempelinstituttet\tUDKAST",
        ("footerReference", "default"): "Version 0.1.0 · build 3f2a9c1b\t1",
    }
    assert b" PAGE " in word.files["word/footer1.xml"]


def test_a_final_report_says_draft_nowhere(
    sample: Callable[..., Document], template: Path, tmp_path: Path
) -> None:
    write_project(sample(status="final"), template, tmp_path / "project")
    final = Word(render(tmp_path / "project", ("docx",), tmp_path).files["docx"])
    assert not any("udkast" in content.decode("utf-8", "ignore").lower() for content in final.files.values())


def test_the_language_is_danish(word: Word) -> None:
    language = word.part("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(f"{W}val") == "da-DK"
    assert word.part("word/settings.xml").find(f"{W}themeFontLang").get(f"{W}val") == "da-DK"
    assert b"<dc:language>da-DK</dc:language>" in word.files["docProps/core.xml"]


def test_every_picture_has_its_alternative_text(word: Word, page: BeautifulSoup) -> None:
    pictures = [node for node in word.document.iter() if etree.QName(node).localname == "docPr"]
    assert [node.get("descr") for node in pictures] == [image["alt"] for image in page.select("figure img")]


def test_boxes_cases_quotations_and_marks_have_styles_of_their_own(word: Word) -> None:
    assert word.paragraphs("InfoBoxTitle") == ["Hvad er en social effektinvestering?"]
    assert len(word.paragraphs("InfoBox")) == 2
    assert word.paragraphs("CaseBoxTitle") == ["Case: Et fast holdepunkt"]
    assert [text.split(".")[0] for text in word.paragraphs("CaseBox")] == [
        "Situationen",
        "Forløbet",
        "Det viser casen",
    ]
    assert word.paragraphs("Attribution") == ["— Borger"]
    assert word.paragraphs("PullQuote")[0].startswith("De bliver ved med at ringe.")
    marks = [
        said(run)
        for run in word.document.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}rStyle[@{W}val='DraftMarkNote']") is not None
    ]
    assert marks == [" intet tal bundet"]


def test_notes_and_references_come_along(word: Word) -> None:
    notes = [said(node).strip() for node in word.part("word/footnotes.xml").iter(f"{W}footnote")]
    assert any(note.startswith("Interviewene er gennemført i foråret 2025.") for note in notes)
    assert [text.split(" (")[0] for text in word.paragraphs("Bibliography")] == [
        "Barnett, Adrian G., Jolieke C. van der Pols og Annette J. Dobson", "Dansk Arbejdsgiverforening",
        "Jensen, Anna og Ole Østergård",
    ]  # fmt: skip


def test_every_style_that_is_used_is_there(word: Word) -> None:
    known = {node.get(f"{W}styleId") for node in word.part("word/styles.xml").iter(f"{W}style")}
    parts = [
        name for name in word.files if re.fullmatch(r"word/(document|footnotes|header\d|footer\d)\.xml", name)
    ]
    used = {
        node.get(f"{W}val")
        for name in parts
        for node in word.part(name).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    assert used <= known


def test_the_fonts_of_the_report_are_in_the_file(word: Word) -> None:
    table = word.part("word/fontTable.xml")
    targets = {node.get("Id"): node.get("Target") for node in word.part("word/_rels/fontTable.xml.rels")}
    found = set()
    for font in table.iter(f"{W}font"):
        for slot in font:
            if slot.get(f"{R}id"):
                stored = word.files[f"word/{targets[slot.get(f'{R}id')]}"]
                opened = TTFont(io.BytesIO(obfuscated(stored, slot.get(f"{W}fontKey"))))
                assert opened["name"].getDebugName(1) == font.get(f"{W}name")
                found.add((font.get(f"{W}name"), etree.QName(slot).localname))
    assert found == {(cut.face.family, cut.slot) for cut in CUTS}
    assert b'Extension="odttf"' in word.files["[Content_Types].xml"]


def test_an_obfuscated_font_differs_in_its_beginning_alone() -> None:
    font = font_file(CUTS[0].face, ".ttf")
    hidden = obfuscated(font, "{00112233-4455-6677-8899-AABBCCDDEEFF}")
    assert hidden[:32] != font[:32] and hidden[32:] == font[32:]
    assert hidden[0] == font[0] ^ 0xFF and hidden[15] == font[15] ^ 0x00 and hidden[16] == font[16] ^ 0xFF


def test_the_same_project_gives_the_same_bytes_wherever_it_lies(
    project: Path, made: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "et andet sted æøå"
    shutil.copytree(project, elsewhere)
    again = render(elsewhere, ("docx",), tmp_path / "out").files["docx"]
    assert again.read_bytes() == made.read_bytes()


def test_nothing_tells_of_the_machine_or_of_settings(word: Word, made: Path, project: Path) -> None:
    assert word.dates == {(1980, 1, 1, 0, 0, 0)}
    for name, content in word.files.items():
        for trace in (str(project), str(made.parent), str(Path.home()) + "/", "/tmp/"):
            assert trace.encode() not in content, name
    kept = {node.get("name"): said_plainly(node) for node in word.part("docProps/custom.xml")}
    assert kept == {"build": "3f2a9c1b", "status": "Udkast", "version": "0.1.0"}
    assert b"2025-06-30T00:00:00Z" in word.files["docProps/core.xml"]


def said_plainly(node: Any) -> str:
    return "".join(node.itertext())


def test_the_template_has_the_same_bytes_every_time(sample: Callable[..., Document], template: Path) -> None:
    parts = {path.name: path.read_bytes() for path in sorted((template / "word").glob("*.xml"))}
    assert reference_document(sample(), parts) == reference_document(sample(), dict(reversed(parts.items())))
    del parts["styles.xml"]
    with pytest.raises(EvalreportError, match=r"word/styles\.xml"):
        reference_document(sample(), parts)


def test_a_title_with_signs_of_xml_stays_a_title(
    sample: Callable[..., Document], template: Path, tmp_path: Path
) -> None:
    write_project(sample(title="Børn & unge <under 18>"), template, tmp_path / "project")
    word = Word(render(tmp_path / "project", ("docx",), tmp_path).files["docx"])
    assert said(word.part("word/header1.xml")).startswith("Børn & unge <under 18>\t")


def test_a_filter_that_is_not_there_is_named(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    (copy / "word" / "word.lua").unlink()
    with pytest.raises(EngineError, match=r"word/word\.lua"):
        render(copy, ("docx",), tmp_path)
