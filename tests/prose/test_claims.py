"""A claim that is not true of the facts is shown in a draft and refused in a final report."""

from __future__ import annotations

import pytest

TRUE = "who5.panel.mean.w3 > who5.panel.mean.w1"
FALSE = "who5.high.change > who5.low.change"
HIDDEN = "wage.men.count > 2"


class TestTrueClaims:
    def test_it_leaves_no_trace_on_a_heading(self, resolved) -> None:
        assert resolved(f'## Fremgang {{#sec-a claim="{TRUE}"}}').body == "## Fremgang {#sec-a}"
        assert resolved(f'## Fremgang {{claim="{TRUE}"}}').body == "## Fremgang"

    def test_nor_on_words(self, resolved) -> None:
        assert resolved(f'Det [går fremad]{{claim="{TRUE}"}} nu.').body == "Det går fremad nu."
        assert resolved(f'Det [går fremad]{{.x claim="{TRUE}"}} nu.').body == "Det [går fremad]{.x} nu."

    def test_a_block_keeps_its_fences(self, resolved) -> None:
        body = resolved(f'::: {{claim="{TRUE}"}}\nTekst.\n:::').body
        assert body == "::: {.claim}\nTekst.\n:::"
        assert resolved(f'::: {{.x claim="{TRUE}"}}\nTekst.\n:::').body == "::: {.x}\nTekst.\n:::"

    def test_numbers_inside_are_still_bound(self, resolved) -> None:
        body = resolved(f'Det [stiger til [60]{{fact="who5.panel.mean.w3"}}]{{claim="{TRUE}"}}.').body
        assert body == 'Det stiger til [67,6]{.fact data-fact="who5.panel.mean.w3"}.'

    def test_a_number_may_carry_a_claim_itself(self, resolved) -> None:
        page = resolved(f'[1]{{fact="who5.panel.n" claim="{TRUE}"}}')
        assert page.body == '[39]{.fact data-fact="who5.panel.n"}'
        assert page.kinds == []

    def test_the_facts_of_a_claim_count_as_used(self, resolved) -> None:
        assert resolved(f'[x]{{claim="{TRUE}"}}').prose.facts_used == (
            "who5.panel.mean.w1",
            "who5.panel.mean.w3",
        )


class TestFalseClaims:
    def test_the_words_are_marked_with_the_values(self, resolved) -> None:
        page = resolved(f'Det [går frem]{{claim="{FALSE}"}} nu.')
        (mark,) = page.prose.marks
        assert (mark.kind, mark.line, mark.column) == ("claim", 3, 16)
        assert "who5.high.change: −7,7; who5.low.change: 25,0" in mark.message
        assert page.body.startswith("Det [går frem]{.mark title=")
        assert page.body.endswith("`{=typst} nu.")

    def test_after_a_heading_the_message_has_its_own_paragraph(self, resolved) -> None:
        body = resolved(f'## Fremgang {{#sec-a claim="{FALSE}"}}\n\nTekst.').body
        assert body.startswith('## Fremgang {#sec-a}\n\n`<span class="mark-note">Påstanden holder ikke')
        assert body.endswith("`{=typst}\n\n\nTekst.")

    def test_in_a_block_it_is_the_last_paragraph(self, resolved) -> None:
        body = resolved(f'::: {{claim="{FALSE}"}}\nTekst.\n:::\n\nMere.').body
        assert body.startswith("::: {.claim}\nTekst.\n\n`<span class")
        assert body.endswith("`{=typst}\n\n:::\n\nMere.")

    def test_a_final_report_refuses_it(self, faults) -> None:
        message = faults(f'Det [går frem]{{claim="{FALSE}"}} nu.', status="final")
        assert "chapters/k1.md:3, column 16: the claim does not hold" in message

    def test_a_review_shows_it_like_a_draft(self, resolved) -> None:
        text = f'[går frem]{{claim="{FALSE}"}}'
        assert resolved(text, status="review").body == resolved(text).body


class TestHiddenFacts:
    @pytest.mark.parametrize("claim", [HIDDEN, f"{HIDDEN} or {TRUE}", f"{FALSE} and {HIDDEN}"])
    def test_a_claim_with_one_is_never_decided(self, resolved, claim: str) -> None:
        assert resolved(f'[tekst]{{claim="{claim}"}}').kinds == ["undecidable"]

    def test_neither_expression_nor_values_are_printed(self, resolved) -> None:
        page = resolved('[tekst]{claim="wage.men.count == 777"}')
        assert "777" not in repr(page.prose)
        assert "wage.men.count" in page.prose.marks[0].message


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("who5.panel.mean.w9 > 1", "unknown fact 'who5.panel.mean.w9'"),
        ("who5.panel.n", "a claim is a comparison"),
        ("1 < 2", "names at least one fact"),
        ("lonely.panel.share.w1 > 30", "shares lie between 0 and 1"),
        ("lonely.panel.share.w1 - lonely.panel.share.w3 < 12", "shares lie between 0 and 1"),
        ("who5.panel.n > 3,5", "written with a point"),
        ("trend.panel.direction > 2", "not numbers"),
    ],
)
def test_what_is_no_claim_is_refused(faults, claim: str, message: str) -> None:
    text = faults(f'## Titel {{claim="{claim}"}}')
    assert message in text
    assert "chapters/k1.md:1" in text
