"""Marks are shown safely, whatever stands in the message."""

from __future__ import annotations

import pypandoc
import pytest

from evalreport.prose import marks

MESSAGE = 'Påstanden `a` < "b" & {{< x >}} \\ #c [d] holder ikke.'


def test_the_message_reaches_html_whole() -> None:
    html = pypandoc.convert_text(marks.note(MESSAGE), "html", format="markdown", extra_args=["--wrap=none"])
    inside = html.replace("&#123;", "{").replace("&#125;", "}").replace("&lt;", "<").replace("&gt;", ">")
    assert inside.strip() == f'<p><span class="mark-note">{MESSAGE}</span></p>'.replace("&", "&amp;")


def test_the_message_is_a_string_to_typst() -> None:
    typst = pypandoc.convert_text(marks.note(MESSAGE), "typst", format="markdown", extra_args=["--wrap=none"])
    assert typst.strip() == (
        '#draft-mark[#"Påstanden `a` < \\"b\\" & \\u{7b}\\u{7b}< x >}} \\\\ #c [d] holder ikke."]'
    )


def test_the_title_of_marked_words_is_one_attribute() -> None:
    html = pypandoc.convert_text(f"[x]{marks.attributes(MESSAGE)}", "html", format="markdown")
    assert html.startswith("<p><mark")


@pytest.mark.parametrize("kind", sorted(marks._MESSAGES))
def test_every_kind_is_said_in_every_language(kind: str) -> None:
    assert set(marks._MESSAGES[kind]) == {"da", "en"}
    assert all(text.endswith(".") for text, _ in marks._MESSAGES[kind].values())
