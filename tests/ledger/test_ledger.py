"""The ledger records every fact once, and writes the same bytes for the same facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalreport.errors import EvalreportError
from evalreport.ledger import Conflict, Fact, FactKey, Ledger, Origin


def fact(name: str = "who5", value: float | None = 63.6, **more) -> Fact:
    return Fact(key=FactKey(name, population="panel", statistic="mean"), value=value, kind="number", **more)


def test_an_id_twice_with_different_content_is_a_conflict_that_names_both_notebooks():
    ledger = Ledger([fact(origin=Origin("children"))])
    with pytest.raises(Conflict) as caught:
        ledger.record(fact(value=63.7, origin=Origin("economics")))
    for told in ("who5.panel.mean", "children", "economics", "what to do"):
        assert told in str(caught.value)


@pytest.mark.parametrize(
    "change", [{"unit": "points"}, {"n": 40}, {"population_hash": "x"}, {"decimals": 1}, {"hidden": "small"}]
)
def test_a_difference_in_anything_but_the_origin_is_a_conflict(change):
    with pytest.raises(Conflict):
        Ledger([fact(), replace(fact(), **change)])


def test_the_same_fact_from_another_notebook_is_no_conflict_and_the_first_origin_stands():
    ledger = Ledger([fact(origin=Origin("children", "3"))])
    ledger.merge([fact(origin=Origin("method", "9"))])
    assert len(ledger) == 1
    assert ledger["who5.panel.mean"].origin == Origin("children", "3")


def test_a_fact_that_does_not_exist_raises_with_near_matches():
    with pytest.raises(EvalreportError, match=r"did you mean: who5\.panel\.mean"):
        Ledger([fact()])["who5.panel.maen"]


def test_facts_stand_in_the_order_of_their_ids_whatever_order_they_came_in():
    names = ["ucla", "age", "who5", "hope"]
    forward, backward = Ledger(map(fact, names)), Ledger(map(fact, reversed(names)))
    assert list(forward) == sorted(f"{name}.panel.mean" for name in names)
    assert forward.to_json() == backward.to_json()


def test_json_holds_one_fact_to_a_line():
    lines = Ledger([fact("a"), fact("b")]).to_json().splitlines()
    assert lines[0] == "["
    assert lines[-1] == "]"
    assert [line.startswith('{"id": ') for line in lines[1:-1]] == [True, True]


def test_writing_and_reading_gives_the_same_ledger_with_danish_letters_as_they_are(tmp_path):
    ledger = Ledger([fact(label="Trivsel, 3. måling"), fact("hidden").hide("small")])
    path = tmp_path / "facts.json"
    ledger.write(path)
    assert "måling" in path.read_text(encoding="utf-8")
    assert b"\r" not in path.read_bytes()
    assert Ledger.read(path).facts() == ledger.facts()


def test_an_empty_ledger_can_be_written_and_read():
    assert len(Ledger.from_json(Ledger().to_json())) == 0
