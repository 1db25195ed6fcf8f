"""Builders: the right fact in each place, the right words under it, and errors that name the remedy."""

from __future__ import annotations

from typing import Any

import pytest

from evalreport.errors import EvalreportError
from evalreport.exhibits import cross_table, fact_table, flow, grouped_bars, horizontal_bars, lines, render
from evalreport.exhibits.builders.flows import Stage
from evalreport.exhibits.builders.notes import population_note
from evalreport.ledger import Ledger

NB = "\u00a0"


def test_each_fact_stands_in_its_place_and_is_named(
    answer_facts: Any, answer_labels: Any, waves: Any, setting: Any
) -> None:
    figure = grouped_bars("fig-a", Ledger(answer_facts()), categories=answer_labels, series=waves, caption="A",
                          setting=setting)  # fmt: skip
    assert [cell.text for cell in figure.values[0]] == [f"59{NB}%", f"49{NB}%", f"41{NB}%"]
    assert figure.facts[0] == "barrier.never.panel.share.w1"
    assert len(figure.facts) == 12
    assert figure.axis == "Andel af borgerne"
    assert figure.trend == "series"


def test_lying_bars_are_ordered_by_size_with_hidden_and_others_last(sample: Any) -> None:
    figure = sample("fig-status")
    assert figure.categories[0] == "Tilbud udløbet"
    assert figure.categories[-2:] == ("Selvforsørgelse", "Andet")
    assert figure.counts[-2].hidden, "a count beside a hidden share would tell it"
    assert figure.table()[1][0] == ("Tilbud udløbet", f"36{NB}%", "27")


def test_counts_alone(fact: Any, setting: Any) -> None:
    facts = [
        fact("kept", n, "count", category=c, statistic="count", unit="citizen")
        for c, n in (("a", 17), ("b", 6))
    ]
    figure = horizontal_bars(
        "fig-a", facts, categories={"a": "A", "b": "B"}, share=None, caption="A", setting=setting
    )
    assert figure.axis == "Antal borgere"
    assert [row[0].text for row in figure.values] == ["17", "6"]


def test_misspelt_key_names_those_there_are(answer_facts: Any, waves: Any, setting: Any) -> None:
    with pytest.raises(
        EvalreportError, match=r"no fact for fig-a has category 'nver'\n  did you mean: never"
    ):
        grouped_bars(
            "fig-a", answer_facts(), categories={"nver": "x"}, series=waves, caption="A", setting=setting
        )
    with pytest.raises(EvalreportError, match="wave 'w4'"):
        grouped_bars("fig-a", answer_facts(), categories={"never": "x"}, series={"w4": "x"}, caption="A",
                     setting=setting)  # fmt: skip
    with pytest.raises(EvalreportError, match=r"has measure 'barier'\n  did you mean: barrier"):
        grouped_bars("fig-a", answer_facts(), categories={"never": "x"}, where={"measure": "barier"}, caption="A",
                     setting=setting)  # fmt: skip
    with pytest.raises(EvalreportError, match="unknown dimension 'waves'"):
        grouped_bars(
            "fig-a", answer_facts(), categories={"never": "x"}, x="waves", caption="A", setting=setting
        )


def test_two_facts_for_one_place_ask_to_be_narrowed(answer_facts: Any, waves: Any, setting: Any) -> None:
    facts = answer_facts() + answer_facts("other")
    with pytest.raises(EvalreportError, match="2 facts fit one place"):
        grouped_bars("fig-a", facts, categories={"never": "x"}, series=waves, caption="A", setting=setting)
    figure = grouped_bars("fig-a", facts, categories={"never": "x"}, series=waves, where={"measure": "other"},
                          caption="A", setting=setting)  # fmt: skip
    assert figure.facts[0].startswith("other.")


def test_a_value_never_observed_is_a_gap_that_the_note_explains(fact: Any, waves: Any, setting: Any) -> None:
    facts = [fact("m", 0.5, group=g, wave=w, statistic="share")
             for g, w in (("a", "w1"), ("a", "w3"), ("b", "w1"), ("b", "w2"), ("b", "w3"))]  # fmt: skip
    figure = lines("fig-a", facts, x=waves, series={"a": "A", "b": "B"}, statistic="share", caption="A",
                   setting=setting)  # fmt: skip
    assert figure.values[1][0].text == "–"
    assert figure.note_text().endswith("– Ikke opgjort.")


def test_table_of_two_dimensions_in_its_columns(fact: Any, setting: Any) -> None:
    facts = [fact("m", 0.5, category=c, group=g, wave=w, statistic="share")
             for c in ("yes", "no") for g in ("women", "men") for w in ("w1", "w2")]  # fmt: skip
    table = cross_table(
        "tbl-a", facts, rows={"yes": "Ja", "no": "Nej"},
        columns={"women.w1": "1.", "women.w2": "2.", "men.w1": "1.", "men.w2": "2."}, column_by=("group", "wave"),
        spanners={"Kvinder": ("women.w1", "women.w2"), "Mænd": ("men.w1", "men.w2")}, caption="A", setting=setting,
    )  # fmt: skip
    assert table.table()[0] == ("", "Kvinder: 1.", "Kvinder: 2.", "Mænd: 1.", "Mænd: 2.")
    assert render.html(table).count('scope="colgroup"') == 2


def test_groups_and_totals_of_rows(answer_facts: Any, answer_labels: Any, waves: Any, setting: Any) -> None:
    table = cross_table("tbl-a", answer_facts(), rows=answer_labels, columns=waves, totals=("often",),
                        groups={"Sjældent eller aldrig": ("never", "seldom")}, caption="A",
                        setting=setting)  # fmt: skip
    assert [(row.label, row.kind) for row in table.rows] == [
        ("En gang imellem", "row"), ("Sjældent eller aldrig", "group"), ("Aldrig", "row"), ("Sjældent", "row"),
        ("Ofte", "total"),
    ]  # fmt: skip
    with pytest.raises(EvalreportError, match="unknown row 'oftn'"):
        cross_table("tbl-a", answer_facts(), rows=answer_labels, columns=waves, totals=("oftn",), caption="A",
                    setting=setting)  # fmt: skip


def test_row_of_the_wrong_length_is_refused(setting: Any) -> None:
    with pytest.raises(EvalreportError, match="row 'x' of tbl-a has 1 cells, the table 2 columns"):
        fact_table("tbl-a", ["a", "b"], [("x", ["1"])], caption="A", setting=setting)


def test_flow_uses_the_word_for_one(fact: Any, setting: Any) -> None:
    one = fact("m", 1, "count", statistic="count", unit="citizen")
    figure = flow("fig-a", [Stage([("Alene", one)])], caption="A", setting=setting)
    assert figure.stages[0].nodes[0].printed == "1 borger"


class TestNotes:
    """How many are behind an exhibit, of what, and who."""

    def test_a_description_that_begins_with_the_unit_takes_its_place(
        self, answer_facts: Any, setting: Any
    ) -> None:
        assert population_note({"": answer_facts()}, setting) == (
            f"n{NB}={NB}39 borgere, der har svaret ved alle tre målinger"
        )

    def test_another_description_stands_in_brackets(self, fact: Any, setting: Any) -> None:
        note = population_note({"": [fact("m", 0.5, who="Panelet")]}, setting)
        assert note == f"n{NB}={NB}39 borgere (panelet)"

    def test_n_that_differs_between_categories_is_a_span(self, fact: Any, setting: Any) -> None:
        groups = {str(n): [fact("m", 0.5, n=n, who=""), fact("k", 0.5, n=19, who="")] for n in (17, 18, 19)}
        assert population_note(groups, setting) == f"n{NB}={NB}17–19 borgere"

    def test_n_that_differs_between_waves_is_told_for_each(self, fact: Any, setting: Any) -> None:
        groups = {f"{i}. måling": [fact("m", 0.5, n=n, who="")] for i, n in ((1, 70), (2, 66), (3, 58))}
        assert population_note(groups, setting) == (
            f"n{NB}={NB}70 borgere (1. måling), 66 (2. måling) og 58 (3. måling)"
        )

    def test_n_that_may_not_be_shown_is_the_span_it_lies_in(self, fact: Any, setting: Any) -> None:
        assert population_note({"": [fact("m", 0.5, n=None, n_bounds=(5, 9), who="")]}, setting) == (
            f"n{NB}={NB}5–9 borgere"
        )
        assert population_note({"": [fact("m", 0.5, n=None, n_bounds=(0, 4), who="")]}, setting) == (
            f"n{NB}under 5 borgere"
        )

    def test_hidden_facts_tell_no_n(self, fact: Any, setting: Any) -> None:
        assert population_note({"": [fact("m", 0.5, who="", hidden="small")]}, setting) == ""

    def test_source_of_the_project_unless_another_is_named(
        self, answer_facts: Any, waves: Any, setting: Any
    ) -> None:
        def note(**rest: Any) -> str:
            return grouped_bars("fig-a", answer_facts(), categories={"never": "Aldrig"}, series=waves, caption="A",
                                setting=setting, **rest).note_text()  # fmt: skip

        assert note().endswith("Kilde: spørgeskemaer til borgerne.")
        assert note(source="Carelink", note="skala fra 1 til 4").endswith(
            "Skala fra 1 til 4. Kilde: Carelink."
        )
        assert "Kilde" not in note(source="")
