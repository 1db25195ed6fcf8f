"""Exhibits and quotes are placed once in the whole report, on a line of their own."""

from __future__ import annotations

import pytest

FIGURE = '![Figurtekst](figures/fig-who5.svg){#fig-who5 fig-alt="Alt"}'


def test_an_exhibit_stands_where_it_is_called(resolved) -> None:
    page = resolved("Se @fig-who5.\n\n{{< exhibit fig-who5 >}}\n\nMere.")
    assert page.body == f"Se @fig-who5.\n\n{FIGURE}\n\nMere."
    assert page.prose.exhibits_used == ("fig-who5",)
    assert page.prose.unplaced == ("box-data", "tbl-flow")


def test_empty_lines_are_put_around_it(resolved) -> None:
    assert resolved("Før.\n{{< exhibit fig-who5 >}}\nEfter.").body == f"Før.\n\n{FIGURE}\n\nEfter."


def test_its_facts_count_as_used(resolved) -> None:
    assert resolved("{{< exhibit fig-who5 >}}").prose.facts_used == ("who5.panel.mean.w1",)


def test_bindings_in_the_text_of_a_box_are_resolved(resolved) -> None:
    body = resolved("{{< exhibit box-data >}}\n\n{{< exhibit fig-who5 >}}\n\nSe [boksen](#box-data).").body
    assert '[39]{.fact data-fact="who5.panel.n"} borgere svarede. Se @fig-who5.' in body
    assert body.endswith("Se [boksen](#box-data).")


def test_a_fault_in_a_box_has_the_place_of_its_shortcode(faults) -> None:
    assert "chapters/k1.md:5, column 1: 'fig-who5' is referred to but not placed" in faults(
        "Tekst.\n\n{{< exhibit box-data >}}"
    )


def test_placed_twice_it_is_refused_with_both_places(faults) -> None:
    message = faults("{{< exhibit fig-who5 >}}", "Se.\n\n{{< exhibit fig-who5 >}}")
    assert "chapters/k2.md:5" in message
    assert "first time at chapters/k1.md:3" in message
    assert "refer to it with @fig-who5" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{< exhibit fig-who6 >}}", "unknown exhibit 'fig-who6'"),
        ("{{< exhibits fig-who5 >}}", "did you mean: exhibit"),
        ("{{< include x.qmd >}}", "unknown shortcode 'include'"),
        ("{{< exhibit >}}", "needs one id and has 0"),
        ("Se {{< exhibit fig-who5 >}} her", "stands inside a line"),
        ("- {{< exhibit fig-who5 >}}", "stands inside a line"),
        ("{{< quote q7 >}}", "unknown quote 'q7'"),
    ],
)
def test_what_cannot_be_placed_is_refused(faults, text: str, message: str) -> None:
    found = faults(text)
    assert message in found
    assert "chapters/k1.md:3" in found


def test_shortcodes_in_code_and_escaped_ones_are_text(resolved) -> None:
    text = "`{{< exhibit fig-who5 >}}` og {{{< exhibit x >}}}\n\n```\n{{< quote x >}}\n```"
    assert resolved(text).body == text


def test_a_page_break_is_left_to_the_engine(resolved) -> None:
    assert resolved("Et.\n\n{{< pagebreak >}}\n\nTo.").body == "Et.\n\n{{< pagebreak >}}\n\nTo."


class TestQuotes:
    def test_an_approved_quote_is_attributed_by_role(self, resolved) -> None:
        page = resolved("{{< quote q1 >}}")
        assert "> Nu kommer jeg ud blandt andre igen" in page.body
        assert "Borger" in page.body
        assert page.kinds == []

    def test_one_that_is_not_approved_is_marked_and_finally_refused(self, resolved, faults) -> None:
        page = resolved("{{< quote q2 >}}")
        assert page.kinds == ["quote"]
        assert "Citatet “q2” er ikke godkendt" in page.body
        assert "the quote 'q2' is not approved" in faults("{{< quote q2 >}}", status="final")
