"""Rules of populations: the hash tells a changed rule from changed words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evalreport.populations import PopulationRule, Timepoint, Unit

RULE = PopulationRule(unit="citizen", table="survey", words="borgere i panelet", where="wave == 1")


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "child"},
        {"table": "participant"},
        {"within": "referred"},
        {"where": "wave == 2"},
        {"at_all": ("w1",)},
        {"answered": ("who5_1",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_changes_with_every_part_of_the_rule(change):
    assert RULE.model_copy(update=change).digest() != RULE.digest()


def test_the_hash_does_not_change_with_the_words():
    assert RULE.model_copy(update={"words": "alle"}).digest() == RULE.digest()


def test_the_hash_changes_with_a_rule_it_builds_on():
    assert RULE.digest(("aa",)) != RULE.digest(("bb",)) != RULE.digest()


def test_the_hash_is_the_same_on_every_machine():
    assert RULE.digest() == "fb5661f032b7a234"


def test_an_unknown_part_is_refused():
    with pytest.raises(ValidationError):
        PopulationRule(unit="citizen", table="survey", words="", were="wave == 1")


def test_a_unit_takes_the_form_that_fits_its_number():
    unit = Unit(one="borger", many="borgere", the_many="borgerne")
    assert [unit.count(number) for number in (0, 1, 2)] == ["borgere", "borger", "borgere"]


def test_a_timepoint_without_a_short_name_is_called_by_its_label():
    assert Timepoint(value=1, label="1. måling").brief == "1. måling"
    assert Timepoint(value=1, label="1. måling (2023)", short="2023").brief == "2023"
