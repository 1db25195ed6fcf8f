"""A project may warn about a rule, or accept a fault with a reason; everything is counted."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from evalreport.errors import Faults
from evalreport.intake import IntakeConfig

HEAD = "pid;sex;age;start;end;income;note\n"


def rule(snapshot: Any, name: str) -> dict[str, Any]:
    table = name.split(".")[0]
    return next(r for r in snapshot.quality["tables"][table]["rules"] if r["rule"] == name)


def accept(name: str, treatment: str) -> dict[str, str]:
    return {"rule": name, "action": "accept", "treatment": treatment, "reason": "aftalt med leverandøren"}


def test_accepted_fault_sets_the_row_aside_and_is_counted(project: Any) -> None:
    project.put(
        "person.csv",
        HEAD + "D-1;male;51;03-02-2023;;;\nD-2;female;7;04-03-2023;;;\nD-3;male;30;04-03-2023;;;\n",
    )
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;home;4\n")
    project.rules = [accept("person.age.range", "set_row_aside")]
    snapshot = project.take()
    table = snapshot.quality["tables"]["person"]
    assert (table["rows_read"], table["rows_kept"], table["rows_set_aside"]) == (3, 2, 1)
    line = rule(snapshot, "person.age.range")
    assert (line["found"], line["action"], line["reason"]) == (1, "accept", "aftalt med leverandøren")
    assert snapshot.table("person")["age"].tolist().count(7) == 0


def test_accepted_fault_makes_the_value_missing(project: Any) -> None:
    project.put("person.csv", HEAD + "D-1;male;7;03-02-2023;;;\nD-2;female;x;04-03-2023;;;\n")
    project.rules = [accept("person.age.range", "value_missing"), accept("person.age.type", "value_missing")]
    snapshot = project.take()
    assert snapshot.table("person")["age"].isna().all()
    assert len(snapshot.table("person")) == 2
    assert snapshot.quality["tables"]["person"]["values_set_missing"] == 2


def test_key_to_a_row_that_was_set_aside_says_so(project: Any) -> None:
    project.put("person.csv", HEAD + "D-1;male;7;03-02-2023;;;\nD-2;female;30;04-03-2023;;;\n")
    project.rules = [accept("person.age.range", "set_row_aside")]
    assert "(2 of them point to rows that were set aside there)" in project.stopped()
    project.rules.append(accept("visit.pid.foreign_key", "set_row_aside"))
    assert len(project.take().table("visit")) == 1


def test_duplicate_that_is_set_aside_keeps_the_first_row(project: Any) -> None:
    project.put(
        "person.csv",
        HEAD + "D-1;male;51;03-02-2023;;;\nD-2;female;30;04-03-2023;;;\nD-1;male;52;03-02-2023;;;\n",
    )
    project.rules = [accept("person.pid.unique", "set_row_aside")]
    ages = project.take().table("person")["age"].tolist()
    assert sorted(ages) == [30, 51]


def test_row_set_aside_for_another_reason_is_no_duplicate(project: Any) -> None:
    project.put(
        "person.csv",
        HEAD + "D-1;male;51;03-02-2023;;;\nD-2;female;30;04-03-2023;;;\nD-1;male;7;03-02-2023;;;\n",
    )
    project.rules = [accept("person.age.range", "set_row_aside")]
    assert len(project.take().table("person")) == 2


def test_warning_keeps_the_rows_and_counts_them(project: Any) -> None:
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;ude;4\n")
    project.rules = [{"rule": "visit.place.codes", "action": "warn"}]
    snapshot = project.take()
    assert snapshot.table("visit")["place"].tolist() == ["ude"]
    assert rule(snapshot, "visit.place.codes")["found"] == 1


def test_missing_column_can_be_accepted_and_is_all_missing(project: Any) -> None:
    project.put("visit.csv", "pid;number;place\nD-1;1;home\n")
    project.rules = [{"rule": "visit.satisfied.missing_column", "action": "accept", "reason": "ikke spurgt"}]
    assert project.take().table("visit")["satisfied"].isna().all()


def test_every_rule_is_in_the_quality_file_also_those_that_hold(project: Any) -> None:
    snapshot = project.take()
    rules = snapshot.quality["tables"]["visit"]["rules"]
    assert {r["found"] for r in rules} == {0}
    assert len(rules) > 8


def test_missing_codes_become_missing_and_are_counted(project: Any) -> None:
    snapshot = project.take()
    assert snapshot.quality["tables"]["visit"]["missing_codes"] == {"satisfied": 1}
    assert snapshot.table("visit")["satisfied"].isna().sum() == 1


def test_columns_the_contract_does_not_have_are_left_out_with_a_notice(project: Any) -> None:
    project.put("visit.csv", "pid;number;place;satisfied;kommentar\nD-1;1;home;4;hej\n")
    snapshot = project.take()
    assert "kommentar" not in snapshot.table("visit")
    assert any("kommentar" in notice for notice in snapshot.quality["tables"]["visit"]["notices"])


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"rule": "person.sex.code", "action": "warn"}, "did you mean: person.sex.codes"),
        (accept("person.sex.codes", "value_missing"), "sex must be filled in"),
        (accept("person.pid.unique", "value_missing"), "use treatment: set_row_aside"),
        ({"rule": "person.age.type", "action": "warn"}, "use action: accept with a reason"),
        ({"rule": "person.age.range", "action": "accept", "reason": "x"}, "accept needs treatment"),
    ],
)
def test_actions_that_make_no_sense_are_refused(project: Any, item: dict[str, str], message: str) -> None:
    project.rules = [item]
    with pytest.raises(Faults, match=message):
        project.take()


def test_accepting_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="needs a reason"):
        IntakeConfig.model_validate({"rules": [{"rule": "a.b.codes", "action": "accept"}]})


def test_misspelt_setting_is_an_error() -> None:
    with pytest.raises(ValidationError, match="delimeter"):
        IntakeConfig.model_validate({"tables": {"a": {"file": "a.csv", "delimeter": ";"}}})
