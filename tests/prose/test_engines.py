"""What is written is read by Pandoc, which both engines build on, as it is meant."""

from __future__ import annotations

import pypandoc
import pytest

from evalreport.ledger import Fact, FactKey, Ledger
from evalreport.prose import ChapterSource, resolve


def converted(text: str, to: str = "html") -> str:
    return str(pypandoc.convert_text(text, to, format="markdown", extra_args=["--wrap=none"]))


def test_a_fact_keeps_its_id_in_html(resolved) -> None:
    html = converted(resolved('Fra [6]{fact="who5.panel.mean.w1"}.').body)
    assert html.strip() == '<p>Fra <span class="fact" data-fact="who5.panel.mean.w1">63,6</span>.</p>'


def test_a_mark_is_seen_in_both_formats_and_its_message_is_safe(resolved) -> None:
    body = resolved('Det [går frem]{claim="who5.high.change > who5.low.change"} nu.').body
    html, typst = converted(body), converted(body, "typst")
    assert "<mark title=" in html
    assert '<span class="mark-note">Påstanden holder ikke: who5.high.change &gt; who5.low.change' in html
    assert '#draft-mark[#"Påstanden holder ikke: who5.high.change > who5.low.change' in typst
    assert "mark-note" not in typst
    assert "draft-mark" not in html


def test_a_mark_after_a_heading_leaves_heading_and_contents_alone(resolved) -> None:
    html = converted(resolved("## Hele 40 svarede {#sec-a}\n\nTekst.").body)
    assert '<h2 id="sec-a">Hele 40 svarede</h2>' in html
    assert html.strip().endswith("<p>Tekst.</p>")


def test_a_mark_after_a_table_leaves_its_caption_and_cells(resolved) -> None:
    html = converted(resolved("| a |\n|---|\n| b |\n\n: Fra 12 {#tbl-a}\n\nTekst.").body)
    assert "<caption>Fra 12</caption>" in html
    assert html.index("</table>") < html.index("mark-note") < html.index("<p>Tekst.</p>")


def test_a_lettered_appendix_is_not_numbered(make_context) -> None:
    source = ChapterSource("m", "m.md", '# Metode {claim="who5.panel.n > 1"}\n\n## Data', appendix="A")
    html = converted(resolve([source], make_context()).chapters[0].qmd)
    assert '<h1 class="unnumbered" id="bilag-a-metode">Bilag\u00a0A: Metode</h1>' in html
    assert '<h2 class="unnumbered" id="a.1-data">A.1 Data</h2>' in html


@pytest.mark.parametrize(
    "value",
    [
        "a*b*",
        "[x](y)",
        "`kode`",
        "<b>",
        "@nøgle",
        "#1",
        "a_b_c",
        "~x~",
        "$x$",
        'to "ord"',
        "|",
        "a\\b",
        "1^2^",
    ],
)
def test_a_printed_text_is_never_read_as_markdown(make_context, value: str) -> None:
    ledger = Ledger([Fact(FactKey("a", population="b"), value, "category")])
    source = ChapterSource("k", "k.md", '# T\n\nEr [x]{fact="a.b"} her')
    html = converted(resolve([source], make_context(ledger=ledger)).chapters[0].qmd, "plain")
    assert html.split("Er ")[1].strip().replace("“", '"').replace("”", '"') == f"{value} her"
