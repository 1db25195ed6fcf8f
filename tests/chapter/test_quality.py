"""What intake found leaves through the gate too."""

from __future__ import annotations

import pytest

from evalreport.chapter import publish_quality
from evalreport.chapter.quality import publish_rules

CLEAN = {"rows_read": 110, "rows_kept": 108, "rows_set_aside": 2, "values_set_missing": 0, "rules": []}


def found(chapter, **table):
    chapter._snapshot.quality["tables"]["participant"] |= {**CLEAN, **table}
    return publish_quality(chapter)["participant"]


@pytest.fixture(autouse=True)
def restored(protected, monkeypatch):
    """Let a test change what intake found without the next one seeing it."""
    monkeypatch.setattr(protected, "_snapshot", protected._snapshot)


def test_rows_are_published_for_tables_about_people_only(chapter):
    about_people = ["coding", "employment_month", "informant", "participant", "quote", "survey"]
    assert sorted(publish_quality(chapter)) == about_people


def test_few_rows_set_aside_cannot_be_found_from_rows_read_and_used(protected):
    facts = found(protected)
    assert facts["rows_kept"].value == 108, "the population's size tells it anyway"
    assert facts["rows_set_aside"].value is None
    assert facts["rows_read"].value is None


@pytest.mark.parametrize("aside", [0, 5])
def test_no_rows_or_enough_set_aside_are_shown(protected, aside):
    facts = found(protected, rows_set_aside=aside, rows_read=108 + aside)
    assert facts["rows_set_aside"].value == aside
    assert facts["rows_read"].value == 108 + aside


def test_few_values_set_to_missing_are_hidden(protected):
    assert found(protected, values_set_missing=3)["values_set_missing"].value is None


def rule(name: str, count: int, treatment: str = "set_row_aside"):
    return {
        "rule": f"participant.{name}",
        "found": count,
        "action": "accept",
        "treatment": treatment,
        "reason": "R",
    }


def test_one_rule_broken_by_few_is_not_found_from_the_rows_set_aside(protected):
    found(protected, rows_set_aside=14, rows_read=122, rules=[rule("a", 3), rule("b", 5), rule("c", 6)])
    shown = {entry.rule: entry.count.value for entry in publish_rules(protected)}
    assert shown == {"participant.a": None, "participant.b": None, "participant.c": 6}


def test_rules_with_another_treatment_are_another_sum(protected):
    found(protected, rules=[rule("a", 3), rule("b", 50, "value_missing")])
    assert {entry.rule: entry.count.value for entry in publish_rules(protected)} == {
        "participant.a": None,
        "participant.b": 50,
    }
