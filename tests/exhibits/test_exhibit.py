"""What holds for every exhibit."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from evalreport.errors import EvalreportError
from evalreport.exhibits import Box, Cell, Exhibit, exhibit_from_json, render
from evalreport.exhibits.exhibit import sentences


def test_an_exhibit_is_read_back_as_it_was_written(exhibit: Exhibit) -> None:
    assert exhibit_from_json(json.loads(json.dumps(exhibit.to_json()))) == exhibit


def test_an_exhibit_cannot_be_changed(exhibit: Exhibit) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        exhibit.caption = "Andet"  # type: ignore[misc]


def test_every_figure_and_table_has_a_text_alternative(exhibit: Exhibit) -> None:
    if exhibit.id.startswith(("fig-", "tbl-")):
        assert exhibit.caption in exhibit.alt
        assert exhibit.alt.endswith(".")


def test_what_is_printed_can_be_had_as_a_table_of_full_rows(exhibit: Exhibit) -> None:
    columns, rows = exhibit.table()
    assert rows
    assert {len(row) for row in rows} == {len(columns)}
    assert render.csv(exhibit).count("\n") >= len(rows) + 1


def test_every_exhibit_has_a_form_in_a_chapter_and_in_a_notebook(exhibit: Exhibit) -> None:
    text = render.qmd(exhibit)
    assert f"#{exhibit.id}" in text
    assert text.count(":::") % 2 == 0
    assert exhibit._repr_html_().startswith("<figure>")


@pytest.mark.parametrize("id", ["box", "Box-a", "fig-a", "box-æ", "box-a b", ""])
def test_an_id_that_the_engines_would_not_find_is_refused(id: str) -> None:
    with pytest.raises(EvalreportError, match="cannot be the id of a box"):
        Box(id=id, title="", body="")


def test_unknown_kind_names_those_that_come_near() -> None:
    with pytest.raises(EvalreportError, match="did you mean: figure"):
        exhibit_from_json({"kind": "figur", "id": "fig-a"})


def test_a_hidden_cell_can_hold_nothing_that_tells_its_value() -> None:
    for wrong in ({"text": "3 %"}, {"text": "·", "value": 0.03}):
        with pytest.raises(ValueError, match="nothing but the sign"):
            Cell(hidden=True, **wrong)  # type: ignore[arg-type]


def test_hidden_facts_stay_out_of_all_that_is_written(answer_facts: Any, answer_labels: Any, waves: Any,
                                                      setting: Any) -> None:  # fmt: skip
    # 13 % is the value hidden here, and no other value prints as 13 % when w1 of the same answer is hidden too
    from evalreport.exhibits import cross_table, grouped_bars

    facts = answer_facts(hidden=(("seldom", "w1"), ("seldom", "w2")))
    figure = grouped_bars(
        "fig-a", facts, categories=answer_labels, series=waves, caption="A", setting=setting
    )
    table = cross_table("tbl-a", facts, rows=answer_labels, columns=waves, caption="A", setting=setting)
    written = [render.svg(figure).decode("utf-8"), render.html(table), render.typst(table)]
    for exhibit in (figure, table):
        written += [
            json.dumps(exhibit.to_json(), ensure_ascii=False),
            exhibit._repr_html_(),
            render.csv(exhibit),
        ]
        written += [render.qmd(exhibit), exhibit.alt, exhibit.note_text()]
        assert "· Skjult af hensyn til anonymitet." in exhibit.note_text()
        assert "To værdier er skjult" in exhibit.alt
    for text in written:
        assert "13\u00a0%" not in text
        assert "0.128" not in text


def test_sentences_begin_with_a_capital_and_end_with_one_stop() -> None:
    assert (
        sentences(["kilde: x", "", "n\u00a0=\u00a039", "Slut.", "7 kr."])
        == "Kilde: x. n\u00a0=\u00a039. Slut. 7 kr."
    )
