"""What is not bound is returned byte for byte, the same input gives the same output, and it is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import Faults
from evalreport.ledger import Fact, FactKey, Ledger
from evalreport.prose import ChapterSource, ProseContext, resolve
from evalreport.prose.edits import apply
from evalreport.prose.parse import parse

# Pieces that Markdown gives a meaning, put together at random: most of it is malformed.
PIECES = st.sampled_from(
    [
        *(
            "tekst",
            " ",
            "\n",
            "\n\n",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "`",
            "```",
            "~~~",
            "\n:::",
            ":::\n",
            " {.x}",
        ),
        *(
            "#",
            "\n# ",
            "\n## a\n",
            "*",
            "**",
            "_",
            "\\",
            "\\[",
            "$",
            "$$",
            "![",
            "^[",
            "[^a]",
            "\n[^a]: ",
            "<!--",
        ),
        *(
            "-->",
            "<b>",
            "|",
            "\n|---|",
            "\n+--+",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n    ",
            "@",
            "@key",
            "{{<",
            ">}}",
            "{#id",
        ),
        *(
            '="x"',
            '"',
            "'",
            "„",
            "“",
            "æøå",
            "\t",
            "\r\n",
            "12 %",
            "\u00a0",
            ":",
            "\n: ",
            "---\n",
            "\n===",
            "\u2028",
        ),
        *("&nbsp;", "{fig-alt=", "https://x.dk/"),
    ]
)
WORDS = ["Ord", "*ord*", "[led](https://x.dk)", "`k{o}de`", "[et]{.x}", "\\[ø\\]", "$a$", "æ", "\u00a0"]
AROUND = [
    *("{}", "*{}*", "**a {} b**", "[{}](https://x.dk)", "- a {}", "> {}", "| a |\n|---|\n| {} |"),
    *("a^[b {}]", "\\[{}\\]", "[a {} b]{{.x}}", "« {} »", "1. {}", "a [b] {} c]"),
]


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read_and_is_covered_exactly(text: str) -> None:
    document = parse("x.md", text)
    assert len(document.mask) == len(text)
    assert apply(text, []) == text
    for segment in document.segments:
        assert 0 <= segment.start <= segment.end <= len(text)
    for span in document.spans:
        assert text[span.start] == "["
        assert text[span.end - 1] == "}"


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
    st.sampled_from(["", "- ", "> ", "1. "]),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=200, deadline=None)
def test_a_text_without_bindings_is_returned_byte_for_byte(words: list[str], prefix: str, end: str) -> None:
    text = f"# Titel{end}{end}{prefix}{' '.join(words)}{end}"
    (chapter,) = resolve([ChapterSource("a", "a.md", text)], ProseContext(Ledger())).chapters
    assert chapter.qmd == text


@given(st.sampled_from(AROUND), st.sampled_from(["x", "63,6", "a [b] c", "\\]", "to\nlinjer", "**fed**", ""]))
@settings(max_examples=200, deadline=None)
def test_only_the_binding_is_changed(around: str, inside: str) -> None:
    if "\n" in inside and ("|" in around or around.startswith((">", "-", "1"))):
        inside = "x"
    key = FactKey("a", population="b")
    context = ProseContext(Ledger([Fact(key, 7, "count")]))
    text = "# T\n\n" + around.format(f'[{inside}]{{fact="a.b"}}')
    (chapter,) = resolve([ChapterSource("k", "k.md", text)], context).chapters
    value = "**7**" if inside == "**fed**" else "7"
    assert chapter.qmd == "# T\n\n" + around.format(f'[{value}]{{.fact data-fact="a.b"}}')


def test_titles_are_plain_text(make_context) -> None:
    text = '# Trivsel: *fra* [1]{fact="who5.panel.mean.w1"} til [2]{.x} {#sec-t claim="who5.panel.n > 1"}'
    (chapter,) = resolve([ChapterSource("a", "a.md", text)], make_context()).chapters
    assert chapter.title == "Trivsel: fra 63,6 til 2"


def test_ten_chapters_of_five_pages_take_well_under_a_second(make_context) -> None:
    paragraph = (
        'Gennemsnittet går fra [63,6]{fact="who5.panel.mean.w1"} til [67,6]{fact="who5.panel.mean.w3"} '
        '(n = [39]{fact="who5.panel.n"}). [Knap en tredjedel]{words="lonely.panel.share.w1"} føler sig ensomme, '
        'mod [17 %]{cited="da2022"} på landsplan, og *det* er `kode` i 2024. Borgerne oplever, at det har virket, '
        "og de fortæller om hverdagen med mange ord, som ingen binder til noget. Se @sec-k0 og [her](#sec-k1).\n\n"
    )
    chapters = [
        ChapterSource(f"k{i}", f"k{i}.md", f"# Kapitel {{#sec-k{i}}}\n\n" + paragraph * 30) for i in range(10)
    ]
    context = make_context()
    start = time.perf_counter()
    first = resolve(chapters, context)
    assert time.perf_counter() - start < 1.5
    assert resolve(chapters, context) == first
    assert first.marks == ()


def test_the_same_chapter_twice_is_refused(make_context) -> None:
    chapter = ChapterSource("a", "a.md", "# A")
    with pytest.raises(Faults, match="stands twice"):
        resolve([chapter, chapter], make_context())
