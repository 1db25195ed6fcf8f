"""Footnotes: labels belong to their chapter, every call has its note."""

from __future__ import annotations

import pytest

from evalreport.prose import ChapterSource, resolve


def test_equal_labels_of_two_chapters_are_kept_apart(make_context) -> None:
    text = '# {}\n\nTekst.[^1]\n\n[^1]: Note i {}.\n\n    Mere [1]{{fact="who5.panel.n"}}.'
    chapters = [ChapterSource(name, f"{name}.md", text.format(name, name)) for name in ("et", "to")]
    first, second = resolve(chapters, make_context()).chapters
    assert first.qmd == (
        '# et\n\nTekst.[^et-1]\n\n[^et-1]: Note i et.\n\n    Mere [39]{.fact data-fact="who5.panel.n"}.'
    )
    assert second.qmd == first.qmd.replace("et-1", "to-1").replace("# et", "# to").replace("i et", "i to")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Tekst.[^mangler]", "the footnote [^mangler] has no text"),
        ("Tekst.[^kild]\n\n[^kilde]: Note.\n\nMere.[^kilde]", "did you mean: kilde"),
        ("Tekst.\n\n[^ubrugt]: Note.", "no text calls the footnote [^ubrugt]"),
        ("A.[^a]\n\n[^a]: En.\n\n[^a]: To.", "defined twice; the first time in line 5"),
        ("# Titel[^a]\n\n[^a]: Note.", "a footnote in a heading"),
        ("# Titel^[Note]", "a footnote in a heading"),
    ],
)
def test_faults_are_refused(faults, text: str, message: str) -> None:
    assert message in faults(text)


def test_in_code_they_are_text(resolved) -> None:
    assert resolved("`[^a]` og `^[b]`").body == "`[^a]` og `^[b]`"
