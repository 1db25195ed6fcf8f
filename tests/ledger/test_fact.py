"""A fact is keyed by named dimensions, and a hidden one tells nothing of its value."""

from __future__ import annotations

import json

import pytest

from evalreport.ledger import Fact, FactKey, Origin

WHOLE = Fact(
    key=FactKey("who5", "low", "panel", "female", "share", "w1"),
    value=0.3589743589743589,
    kind="share",
    unit="percent",
    decimals=1,
    n=39,
    n_unit="citizen",
    population="borgere, der svarede ved alle tre målinger",
    population_hash="0123456789abcdef",
    label="Trivsel, andel, 1. måling",
    interval=(0.2, 0.5),
    method="Wilson",
    n_bounds=(35, 39),
    origin=Origin("children", "7", (("survey", "ab12"), ("participant", "cd34"))),
)


def test_the_id_joins_the_dimensions_present_in_a_fixed_order():
    assert FactKey("m", wave="w3", group="female", statistic="mean").id == "m.female.mean.w3"
    assert WHOLE.id == "who5.low.panel.female.share.w1"


@pytest.mark.parametrize("part", ["Panel", "ø", "a b", "a.b", "", "_x", "w-1"])
def test_a_dimension_is_lower_case_letters_digits_and_underscores(part):
    with pytest.raises(ValueError, match="lower case"):
        FactKey("who5", population=part)


def test_keys_sort_by_their_dimensions():
    assert FactKey("a", category="z") < FactKey("b", category="a")


def test_a_hidden_fact_carries_nothing_of_what_it_hides():
    hidden = WHOLE.hide("small")
    assert (hidden.value, hidden.n, hidden.n_bounds, hidden.interval) == (None, None, None, None)
    assert hidden.hidden == "small"
    text = json.dumps(hidden.to_json())
    for told in ("0.35", "39", "35", "0.2", "0.5"):
        assert told not in text.replace("0123456789abcdef", "")


def test_hiding_keeps_what_the_fact_is_about():
    hidden = WHOLE.hide("nested")
    assert (hidden.key, hidden.kind, hidden.unit, hidden.label) == (
        WHOLE.key,
        "share",
        "percent",
        WHOLE.label,
    )


@pytest.mark.parametrize(
    "fact",
    [
        WHOLE,
        WHOLE.hide("complement"),
        Fact(key=FactKey("value", "gross", statistic="amount"), value=7490542.0, kind="amount", unit="kr"),
        Fact(key=FactKey("n"), value="54–58", kind="range", n_bounds=(54, 58)),
        Fact(key=FactKey("zero"), value=0, kind="count", n=0),
    ],
    ids=["whole", "hidden", "amount", "range", "zero"],
)
def test_json_and_back_gives_the_same_fact(fact):
    assert Fact.from_json(json.loads(json.dumps(fact.to_json()))) == fact


def test_json_leaves_out_what_is_empty_but_never_the_value():
    data = Fact(key=FactKey("m"), value=None, kind="number", hidden="small").to_json()
    assert data == {
        "id": "m",
        "measure": "m",
        "value": None,
        "kind": "number",
        "decimals": 0,
        "hidden": "small",
        "origin": {},
    }
