"""Text is printed as it is, whatever signs it holds: each engine's own parser is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import typst
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalreport.exhibits import Box, Case, Column, Diagram, QuotedLine, QuoteSet, Row, Table, render
from evalreport.exhibits.exhibit import Cell, plain
from evalreport.exhibits.render import markup

SIGNS = "ab1 æÅ\u00a0–“”!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
TEXTS = st.lists(st.text(st.sampled_from(SIGNS), min_size=1, max_size=30), min_size=1, max_size=40)
WORST = [
    "1. måling", "- streg", "# titel", "*fed* _kursiv_", "[link](x){.c}", "@tbl-x", "`kode`", "$x$", "<b>", "a -- b...",
    "{{< meta title >}}", "| a | b |", "> citat", "~x~ ^y^", "\\", "\"så\" 'dér'", "// ikke en note", "#let x = 1",
    "&amp;", ":::", "```", "[^1]", "http://x.dk", "2022. År", "a\nb", "<!-- x -->", "= titel", "+ x", "x \\ y", "a~b",
]  # fmt: skip
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def words(text: str) -> str:
    return " ".join(plain(text).split(" ")).strip(" ")


def squeezed(text: str) -> str:
    return " ".join(part for part in plain(text).split(" ") if part)


def stringify(node: Any) -> str:
    """The text of Pandoc's tree."""
    if isinstance(node, list):
        return "".join(map(stringify, node))
    if not isinstance(node, dict):
        return ""
    if node["t"] == "Str":
        return str(node["c"])
    if node["t"] in ("Space", "SoftBreak"):
        return " "
    return f"<{node['t']}>"


def check_markdown(texts: list[str]) -> None:
    source = "\n\n".join(f"x{markup.markdown(text)}x" for text in texts)
    blocks = json.loads(pypandoc.convert_text(source, "json", format="markdown"))["blocks"]
    assert [block["t"] for block in blocks] == ["Para"] * len(texts)
    assert [stringify(block["c"]) for block in blocks] == [f"x{squeezed(text)}x" for text in texts]


def check_starts(texts: list[str]) -> None:
    texts = [text for text in texts if squeezed(text)]
    source = "\n\n".join(markup.markdown(text) for text in texts)
    blocks = json.loads(pypandoc.convert_text(source, "json", format="markdown"))["blocks"] if texts else []
    assert [stringify(block["c"]) for block in blocks] == [squeezed(text) for text in texts]


def check_attributes(texts: list[str]) -> None:
    source = "\n\n".join(f'[x]{{data-a="{markup.attribute(text)}"}}' for text in texts)
    blocks = json.loads(pypandoc.convert_text(source, "json", format="markdown"))["blocks"]
    assert [block["c"][0]["c"][0][2][0][1] for block in blocks] == [squeezed(text.strip()) for text in texts]


@QUIET
@given(TEXTS)
def test_any_text_survives_markdown(texts: list[str]) -> None:
    check_markdown(texts)
    check_starts(texts)


@QUIET
@given(TEXTS)
def test_any_text_survives_an_attribute(texts: list[str]) -> None:
    check_attributes(texts)


def test_the_worst_texts_survive_markdown_and_attributes() -> None:
    check_markdown(WORST)
    check_starts(WORST)
    check_attributes(WORST)
    assert "{{<" not in markup.markdown("{{< meta x >}}") + markup.attribute("{{< x >}}") + markup.html(
        "{{< x >}}"
    )
    assert "{{<" not in markup.typst("{{< x >}}")


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_any_text_survives_html(texts: list[str]) -> None:
    for text in [*texts, *WORST]:
        soup = BeautifulSoup(f'<p title="{markup.html(text)}">{markup.html(text)}</p>', "lxml")
        assert soup.p is not None
        assert soup.p.get_text() == plain(text)
        assert soup.p["title"] == plain(text)


def test_any_text_survives_typst(tmp_path: Path) -> None:
    @settings(max_examples=10, deadline=None)
    @given(TEXTS)
    def check(texts: list[str]) -> None:
        every = [*texts, *WORST]
        file = tmp_path / "a.typ"
        file.write_text("\n".join(f"#metadata({markup.typst(text)}) <t>" for text in every), encoding="utf-8")
        assert json.loads(typst.query(str(file), "<t>", field="value")) == [plain(text) for text in every]

    check()


@pytest.mark.parametrize("text", WORST)
def test_exhibits_of_hostile_text_are_still_one_block_each(text: str) -> None:
    label = text or "x"
    table = Table(
        id="tbl-a", caption=label, stub=label, columns=(Column(label),), rows=(Row(label, (Cell(label),)),)
    )
    exhibits = [
        table,
        QuoteSet(id="quotes-a", quotes=(QuotedLine(label, label),)),
        Box(id="box-a", title=label, body="Tekst"),
        Case(id="case-a", title=label, situation=label, process=label, lesson=label),
        Diagram(id="fig-a", caption=label, columns=((label, (label,)),)),
    ]
    source = "\n\n".join(render.qmd(exhibit) for exhibit in exhibits)  # type: ignore[arg-type]
    blocks = json.loads(pypandoc.convert_text(source, "json", format="markdown-implicit_figures"))["blocks"]
    assert [block["t"] for block in blocks] == ["Div", "Div", "Div", "Div", "Para"]
    assert [block["c"][0][0] for block in blocks[:4]] == ["tbl-a", "quotes-a", "box-a", "case-a"]


STUB = """
#set document(title: "x")
#let exhibit-note(body) = body
#let pull-quote(attribution: none, body) = [#body #attribution]
#let info-box(title: none, body) = [#title #body]
#let case-box(title: none, body) = [#title #body]
"""


def test_typst_accepts_every_exhibit_as_pandoc_writes_it(exhibit: Any, tmp_path: Path) -> None:
    text = pypandoc.convert_text(render.qmd(exhibit), "typst", format="markdown-implicit_figures")
    if exhibit.id.startswith("fig-"):
        (tmp_path / "figures").mkdir()
        (tmp_path / "figures" / f"{exhibit.id}.svg").write_bytes(render.svg(exhibit))
    (tmp_path / "a.typ").write_text(STUB + text, encoding="utf-8")
    assert typst.compile(str(tmp_path / "a.typ"), format="pdf").startswith(b"%PDF")


def test_boxes_quotes_and_notes_read_the_same_without_typst(sample: Any) -> None:
    html = pypandoc.convert_text(render.qmd(sample("quotes-a")), "html", format="markdown")
    soup = BeautifulSoup(html, "lxml")
    quote = soup.select_one(".pull-quote")
    assert quote is not None
    assert quote["data-quote"] == "q1"
    assert quote.blockquote is not None
    assert quote.blockquote.get_text(strip=True) == "Nogen spurgte mig."
    assert soup.select_one(".pull-quote .attribution").get_text(strip=True) == "— Borger"  # type: ignore[union-attr]
    case = BeautifulSoup(
        pypandoc.convert_text(render.qmd(sample("case-a")), "html", format="markdown"), "lxml"
    )
    assert case.select_one(".case-box .box-title").get_text(strip=True) == "Case: En familie"  # type: ignore[union-attr]
    assert [p.get_text() for p in case.select(".case-box > p")] == [
        "Situationen. Uden arbejde.", "Forløbet. Mødte en rådgiver.", "Så mere.", "Det viser casen. Det hjalp.",
    ]  # fmt: skip
    note = BeautifulSoup(
        pypandoc.convert_text(render.qmd(sample("tbl-themes")), "html", format="markdown"), "lxml"
    )
    assert note.select_one(".exhibit-note").get_text(strip=True) == "• Nævnt. Kilde: interview."  # type: ignore[union-attr]
