"""What is not bound is returned byte for byte, the same input gives the same output, and it is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import EvalreportError, Faults
from evalreport.ledger import Fact, FactKey, Ledger
from evalreport.prose import ChapterSource, Constant, ProseContext, Quote, resolve
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


PARTS = st.sampled_from(
    [
        *(
            "Ord ",
            "\n\n",
            "\n",
            "## H ",
            "# T ",
            "> ",
            "- ",
            "*",
            "12 ",
            "WHO-5 ",
            "har virket. ",
            "[",
            "]",
            "[x",
        ),
        *("| a |\n|---|\n| b |\n", "\n+---+\n| 12|\n+---+\n", "\n\n: cap {#tbl-t}\n\n", "\r\n", "„citat“ "),
        *('[1]{fact="a.b"} ', '[1]{#x fact="a.b"} ', '[h]{fact="h.b"}', '[1]{fact="a.b" claim="a.b > 9"}'),
        *(
            '[alle]{words="s.b"} ',
            '[stor]{words="a.b > 9"}',
            '[4]{constant="c"}',
            '[9]{cited="k"}',
            "[y]{.z}",
        ),
        *(
            '[x]{claim="a.b > 9"}',
            '{claim="a.b > 9"}',
            ']{claim="h.b > 1"}',
            '\n::: {claim="a.b > 9"}\n',
            "\n:::\n",
        ),
        *(
            "[^n]",
            "\n\n[^n]: note ",
            "@k ",
            "[@k]",
            "[](#sec-q)",
            " {#sec-q}",
            "[l](#x)",
            " {-}",
            "{.unnumbered}",
        ),
        *(
            "![c ",
            "](a.svg)",
            '{#fig-f fig-alt="12 ',
            "[1]{fact='a.b'}",
            '"}',
            "{{< quote q >}}",
            "`k`",
            "$m$",
            "<!-- c -->",
        ),
    ]
)


@given(
    st.lists(PARTS, max_size=30).map("".join),
    st.sampled_from([None, "A"]),
    st.sampled_from(["draft", "final"]),
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_resolved_or_refused_in_words(text: str, appendix: str | None, status: str) -> None:
    facts = [
        Fact(FactKey("a", population="b"), 7, "count"),
        Fact(FactKey("s", population="b"), 0.5, "share"),
        Fact(FactKey("h", population="b"), 1, "count").hide("small"),
    ]
    context = ProseContext(
        Ledger(facts),
        quotes={"q": Quote("q", "Nej.", "Borger")},
        constants={"c": Constant(3)},
        citations=frozenset("k"),
        status=status,  # type: ignore[arg-type]
    )
    refused: tuple[EvalreportError, ...] = ()
    try:
        prose = resolve([ChapterSource("kap", "kap.md", f"# Titel\n\n{text}", appendix)], context)
    except Faults as faults:
        refused = faults.faults
    else:
        assert not any(mark.stop for mark in prose.marks) or status == "draft"
    assert all(fault.where is not None and fault.where.line for fault in refused)
