"""Every reference resolves before an engine sees it, across chapters, with near matches where it does not."""

from __future__ import annotations

import pytest

from evalreport.prose import ChapterSource, resolve


def test_references_resolve_across_chapters(make_context) -> None:
    one = ChapterSource("a", "a.md", "# Et {#sec-et}\n\nSe @sec-to, @Sec-to, [-@sec-to], @fig-who5 og @eq-x.")
    two = ChapterSource(
        "b",
        "b.md",
        '# To {#sec-to}\n\n{{< exhibit fig-who5 >}}\n\n$$x = y$$ {#eq-x alt="x er y"}\n\nSe [et](#sec-et).',
    )
    prose = resolve([one, two], make_context())
    assert next(chapter.qmd for chapter in prose.chapters) == one.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Se @sec-indledning.", "unknown reference 'sec-indledning'"),
        ("Se [her](#sec-indledning).", "unknown link target 'sec-indledning'"),
        ("Se @fig-who5.", "referred to but not placed in any chapter"),
        ("Se [her](#fig-who5).", "referred to but not placed in any chapter"),
        ("Se @da2023.", "did you mean: da2022"),
        ("Se [@xyz].", "write \\@ where no citation is meant"),
        ("Se @box-data.\n\n{{< exhibit box-data >}}\n\n{{< exhibit fig-who5 >}}", "write [text](#box-data)"),
        ("Se @Tbl-flow.\n\n{{< exhibit fig-who5 >}}", "'tbl-flow' is referred to but not placed"),
        ("Se [se @fig-who5, side 3].\n\n{{< exhibit fig-who5 >}}", "is not printed"),
        ("Se [@fig-who5; @da2022].\n\n{{< exhibit fig-who5 >}}", "stand in the same brackets"),
        ("## Metode\n\nSe [her](#metode).", "has no id of its own"),
        ('![](a.svg){fig-alt="Se @fig-who5"}', "printed as it stands"),
    ],
)
def test_what_does_not_resolve_is_refused_with_its_place(faults, text: str, message: str) -> None:
    found = faults(text)
    assert message in found
    assert "chapters/k1.md:" in found


def test_a_section_without_number_cannot_be_referred_to(faults, resolved) -> None:
    text = "## Forord {#sec-forord .unnumbered}\n\nSe @sec-forord."
    found = faults(f"# Kapitel\n\n{text}")
    assert "section without number" in found
    assert "write [Forord](#sec-forord)" in found
    assert resolved(text.replace("@sec-forord", "[forordet](#sec-forord)")).body.endswith(
        "[forordet](#sec-forord)."
    )


def test_a_link_without_text_becomes_a_reference(resolved) -> None:
    assert resolved("## A {#sec-a}\n\nSe [](#sec-a).").body.endswith("Se @sec-a.")


def test_references_in_code_mail_addresses_and_escapes_are_text(resolved) -> None:
    text = "`@fig-x` info@example.org \\@fig-x <https://x.dk/@fig-x> https://x.dk/@fig-x $@fig-x$"
    assert resolved(text).body == text


def test_numbered_ids_are_shared_and_may_not_be_used_twice(faults) -> None:
    found = faults("# Et {#sec-a}", "# To {#sec-a}")
    assert "chapters/k2.md:1" in found
    assert "'sec-a' is used twice; the first time at chapters/k1.md:1" in found


def test_the_id_of_an_exhibit_cannot_be_used_again(faults) -> None:
    assert "used twice" in faults('{{< exhibit fig-who5 >}}\n\n![X](x.svg){#fig-who5 fig-alt="x"}')


class TestLocalIds:
    def test_they_are_prefixed_with_the_chapter(self, make_context) -> None:
        text = "# {} {{#top}}\n\n[ord]{{#ord .x}} se [op](#top) og [ord](#ord)"
        chapters = [ChapterSource(name, f"{name}.md", text.format(name.upper())) for name in ("a", "b")]
        first, second = resolve(chapters, make_context()).chapters
        assert first.qmd == "# A {#a-top}\n\n[ord]{#a-ord .x} se [op](#a-top) og [ord](#a-ord)"
        assert second.qmd == first.qmd.replace("a-", "b-").replace("# A", "# B")

    def test_another_chapter_may_link_to_one_that_is_found_once(self, make_context) -> None:
        one = ChapterSource("a", "a.md", "# A {#top}")
        two = ChapterSource("b", "b.md", "# B\n\nSe [a](#top)")
        assert resolve([one, two], make_context()).chapters[1].qmd.endswith("[a](#a-top)")

    def test_on_a_binding_too(self, resolved) -> None:
        body = resolved('[1]{#tal fact="who5.panel.n"} og [tallet](#tal)').body
        assert body == '[39]{.fact #kap-tal data-fact="who5.panel.n"} og [tallet](#kap-tal)'


class TestAppendices:
    def test_headings_and_references_carry_the_letter(self, make_context) -> None:
        main = ChapterSource("a", "a.md", "# A\n\n@Sec-metode, @sec-data, [-@sec-data] og [se @sec-data].")
        appendix = ChapterSource(
            "m",
            "m.md",
            "# Metode {#sec-metode}\n\n## Data {#sec-data}\n\n### Under\n\n## Skalaer",
            appendix="A",
        )
        first, second = resolve([main, appendix], make_context()).chapters
        assert first.qmd == (
            "# A\n\n[Bilag\u00a0A](#sec-metode), [afsnit\u00a0A.1](#sec-data), [A.1](#sec-data) og [se A.1](#sec-data)."
        )
        assert second.qmd == (
            "# Bilag\u00a0A: Metode {#sec-metode .unnumbered}\n\n## A.1 Data {#sec-data .unnumbered}\n\n"
            "### A.1.1 Under {.unnumbered}\n\n## A.2 Skalaer {.unnumbered}"
        )
        assert second.title == "Bilag\u00a0A: Metode"

    def test_a_claim_on_a_lettered_heading_is_taken_out(self, make_context) -> None:
        text = '# Metode {claim="who5.panel.n > 1"}'
        (chapter,) = resolve([ChapterSource("m", "m.md", text, appendix="B")], make_context()).chapters
        assert chapter.qmd == "# Bilag\u00a0B: Metode { .unnumbered}"
