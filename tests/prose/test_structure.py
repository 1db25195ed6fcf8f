"""What engines lose or refuse without naming the line is refused here, with it."""

from __future__ import annotations

import pytest

from evalreport.errors import Faults
from evalreport.prose import ChapterSource, resolve


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# A\n\n::: {.boks}\n\nTekst.", 3, "the block that opens here with ':::' is never closed"),
        ("# A\n\n::: {.a}\n\n::: {.b}\n\n:::\n", 3, "never closed"),
        ("# A\n\nTekst.\n\n:::\n", 5, "none is open"),
        ("# A\n\nTekst.\n::: {.a}\nx\n:::", 4, "straight after a paragraph"),
        ("# A\n\nTekst.\n## B", 4, "a heading straight after a paragraph"),
        ("# A\n\n### B", 3, "a heading of level 3 follows one of level 1"),
        ("## A", 1, "first heading has level 2"),
        ("# A\n\n##\n", 3, "a heading without words"),
        ("# A\n\n## {#sec-b}\n", 3, "a heading without words"),
        ("# A\n\n```\nkode", 3, "the code block that opens here with ``` is never closed"),
        ("# A\n\n<!-- skjult", 3, "the comment that opens here"),
        ("# A\n\n```{python}\n1\n```", 3, "does not run in a chapter"),
        ("# A\n\n![](a.svg)", 3, "without alternative text"),
        ("# A\n\n![Tekst](a.svg){#fig-a}", 3, "without alternative text"),
        ('# A\n\n![Tekst](a.svg){fig-alt="x"}', 3, "a figure with a caption but no id"),
        ('# A\n\n![Tekst](a.svg){#fig-a fig-alt="x" width=300px}', 3, "width 300px is in pixels"),
        ('# A\n\n![Tekst](a.svg){#fig-a fig-alt="x" width="300"}', 3, "in pixels"),
        ("# A\n\n| a |\n|---|\n| b |\n\n: Tekst", 7, "a table's caption without id"),
        ("# A\n\n$$x$$ {#eq-x}", 3, "equation without alternative text"),
        ("# A\n\n::: {#tbl-x}\n\n```{=html}\n<table></table>\n```\n\nTekst\n\n:::", 5, "no twin in Typst"),
        ("# A\n\n1978. Et afsnit.", 3, "becomes a list"),
    ],
)
def test_it_is_refused_with_its_line(faults, text: str, line: int, message: str) -> None:
    found = faults(text)
    assert message in found
    assert f"chapters/k1.md:{line}," in found


def test_a_chapter_begins_with_a_heading_and_has_no_metadata(make_context) -> None:
    for text, message in (
        ("Tekst uden overskrift.", "the chapter has no heading"),
        ("---\ntitle: x\n---\n\n# A", "metadata of its own"),
    ):
        with pytest.raises(Faults, match=message):
            resolve([ChapterSource("a", "a.md", text)], make_context())


@pytest.mark.parametrize(
    "text",
    [
        "::: {.a}\n\n::: {.b}\ntekst\n:::\n\n:::",
        "::: boks\ntekst\n:::",
        "::: {#tbl-x}\n\n```{=html}\n<table></table>\n```\n\n```{=typst}\n#table()\n```\n\nTekst\n\n:::",
        "::::: {.a}\n::: {.b}\ntekst\n:::\n:::::",
        "```\n::: {.x}\n```",
        "~~~{=html}\n<p>\n~~~",
        "- a\n\n    ```\n    kode\n    ```\n- b",
        "Tekst med ![ikon](a.svg) i linjen",
        '![](a.svg){fig-alt="Et kort"}',
        '![Tekst](a.svg){#fig-a fig-alt="x" width=60%}',
        "En linje  \nbrudt.\n\n***\n\n* a\n* b",
        "Overskrift\n----------\n\nTekst.",
        "#ikke en overskrift",
        ": ingen tabel over",
        "2022\\. Et afsnit",
        "| Linje et\n|   Linje to",
    ],
)
def test_sound_markdown_passes_and_is_kept_as_it_stands(resolved, text: str) -> None:
    assert resolved(text).body == text


def test_lines_of_windows_are_kept(resolved) -> None:
    text = '# A\r\n\r\nEt [1]{fact="who5.panel.n"}\r\nto.[^a]\r\n\r\n[^a]: Note.\r\n'
    expected = '# A\r\n\r\nEt [39]{.fact data-fact="who5.panel.n"}\r\nto.[^kap-a]\r\n\r\n[^kap-a]: Note.\r\n'
    assert resolved(text).body == expected
