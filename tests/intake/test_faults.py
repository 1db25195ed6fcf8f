"""What the person reads when data are wrong: what, where, and what to do, for every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evalreport.errors import EvalreportError, Faults
from evalreport.intake import IntakeStopped

PERSONS = "pid;sex;age;start;end;income;note\n"
Edit = Callable[..., str]


def persons(*rows: str) -> str:
    return PERSONS + "\n".join(rows) + "\n"


GOOD = ["D-1;male;51;03-02-2023;;;", "D-2;female;28;04-03-2023;;;"]


def test_all_faults_of_all_files_are_told_at_once(project: Any) -> None:
    project.put("person.csv", persons("D-1;mand;51;03-02-2023;;;", "D-2;female;7;31-02-2023;;;"))
    project.put("visit.csv", "pid;number;place;satisfied\nD-9;1;hjemme;4\n")
    text = project.stopped()
    for rule in (
        "person.sex.codes",
        "person.age.range",
        "person.start.type",
        "visit.pid.foreign_key",
        "visit.place.codes",
    ):
        assert rule in text
    assert text.startswith("Intake stopped: 5 faults in 2 files. Nothing was written")


def test_unknown_code_is_masked_when_personal_and_shown_with_near_match_when_public(project: Any) -> None:
    project.put("person.csv", persons("D-1;mandlig;51;03-02-2023;;;", GOOD[1]))
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;hom;4\nD-1;2;hom;4\n")
    text = project.stopped()
    assert "row 2, column sex: •••" in text
    assert "mandlig" not in text
    assert "rows 2, 3, column place: 'hom'" in text
    assert "did you mean: home?" in text
    assert "data_contracts/person.yaml" in text


def test_impossible_date_names_the_form_that_was_expected(project: Any) -> None:
    project.put("person.csv", persons("D-1;male;51;31-02-2023;;;"))
    text = project.stopped()
    assert "person.start.type: 1 row: not a date that exists, written dd-mm-yyyy" in text
    assert "row 2, column start" in text
    assert "date_format:" in text
    assert "person.start.required" not in text, "one mistake is told once"


def test_number_with_a_point_in_a_file_with_decimal_comma_is_no_number(project: Any) -> None:
    project.put("person.csv", persons("D-1;male;51;03-02-2023;;12.5;"))
    text = project.stopped()
    assert "person.income.type: 1 row: not a number such as 1234,5 (decimal ',')" in text
    assert "12.5" not in text


def test_duplicate_key_names_both_rows(project: Any) -> None:
    project.put("person.csv", persons(*GOOD, "D-1;female;33;03-02-2023;;;"))
    text = project.stopped()
    assert "row 4, column pid: ••• (first in row 2)" in text
    assert "D-1" not in text


def test_duplicate_of_a_key_of_two_columns(project: Any) -> None:
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;home;4\nD-2;1;home;4\nD-1;1;office;4\n")
    assert "visit.key.unique: 1 row: the same pid, number" in project.stopped()


def test_orphan_key_names_table_and_row_but_not_the_person(project: Any) -> None:
    project.put("visit.csv", "pid;number;place;satisfied\nD-77;1;home;4\n")
    text = project.stopped()
    assert "visit.pid.foreign_key: 1 row: not found in column pid of table person" in text
    assert "D-77" not in text


def test_rule_of_a_row_is_told_in_its_own_words(project: Any) -> None:
    project.put("person.csv", persons("D-1;male;51;03-02-2023;01-01-2020;;", GOOD[1]))
    text = project.stopped()
    assert "person.end_not_before_start" in text
    assert "A course cannot end before it starts" in text


def test_missing_column_offers_the_heading_that_comes_close(project: Any) -> None:
    project.put("person.csv", "pid;Sex ;age;startdato;end;income;note\nD-1;male;51;03-02-2023;;;\n")
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;home;4\n")
    text = project.stopped()
    assert "column 'sex' is not in the file" in text
    assert "did you mean: Sex?" in text
    assert "columns: {<heading>: start}" in text


def test_missing_column_can_be_renamed(project: Any) -> None:
    project.put("person.csv", "Sagsnr;sex;age;start;end;income;note\n" + "\n".join(GOOD))
    project.tables["person"]["columns"] = {"Sagsnr": "pid"}
    assert len(project.take().table("person")) == 2


def test_renaming_a_heading_that_is_not_there_offers_near_matches(project: Any) -> None:
    project.tables["person"]["columns"] = {"sexx": "sex"}
    assert "did you mean: sex" in project.stopped()


def test_only_twenty_rows_of_a_rule_are_shown_and_the_rest_counted(project: Any) -> None:
    rows = [f"D-{i};male;{7 if i % 2 else 30};03-02-2023;;;" for i in range(1, 665)]
    project.put("person.csv", persons(*rows))
    assert "and 312 more rows" in project.stopped()


@pytest.mark.parametrize("content", ["", "\n\n", PERSONS])
def test_empty_file(project: Any, content: str) -> None:
    project.put("person.csv", content)
    text = project.stopped()
    assert "the file is empty" in text or "there are headings, but no rows" in text
    assert "foreign_key" not in text, "an empty table is told once, not by every key into it"


def test_missing_file_lists_the_files_that_are_there(project: Any) -> None:
    project.tables["person"]["file"] = "data/persons.csv"
    text = project.stopped()
    assert "the file is not there" in text
    assert "did you mean: person.csv" in text
    assert "visit.csv" in text


def test_duplicate_heading(project: Any) -> None:
    project.put("person.csv", "pid;sex;age;start;end;income;age\nD-1;male;51;03-02-2023;;;3\n")
    assert "the heading 'age' stands 2 times, in columns C, G" in project.stopped()


def test_file_of_another_table(project: Any) -> None:
    project.put("person.csv", "navn;by\nx;y\n")
    text = project.stopped()
    assert "the headings are not those of table person" in text
    assert "navn, by" in text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("010190-1234", True),
        ("0101901234", True),
        ("skriv til 010190 1234.", True),
        ("310299-0000", True),
        ("320190-1234", False),
        ("011390-1234", False),
        ("sag 20190101901234", False),
        ("12345678", False),
    ],
)
def test_personal_number_in_any_column_stops_and_is_never_printed(
    project: Any, value: str, found: bool
) -> None:
    project.put("person.csv", persons(f'D-1;male;51;03-02-2023;;;"{value}"', GOOD[1]))
    if not found:
        project.take()
        return
    text = project.stopped()
    assert "person.note.personal_number: 1 row: what looks like a personal number (CPR)" in text
    assert value not in text
    assert "row 2, column note: •••" in text


def test_personal_number_in_a_column_the_contract_does_not_know(project: Any) -> None:
    project.put("visit.csv", "pid;number;place;satisfied;cpr\nD-1;1;home;4;0101901234\n")
    assert "visit.cpr.personal_number" in project.stopped()


def test_personal_number_in_a_declared_identifier_is_an_identifier(project: Any) -> None:
    project.put("person.csv", persons("010190-1234;male;51;03-02-2023;;;"))
    project.put("visit.csv", "pid;number;place;satisfied\n0101901234;1;home;4\n")
    # Both systems mean the same person, but the key is compared as it stands.
    assert "visit.pid.foreign_key" in project.stopped()
    project.put("visit.csv", "pid;number;place;satisfied\n010190-1234;1;home;4\n")
    snapshot = project.take()
    assert set(snapshot.table("visit")["pid"]) == set(snapshot.table("person")["pid"])
    assert not any("010190" in file.read_text("latin-1") for file in snapshot.folder.iterdir())


def test_personal_number_cannot_be_accepted(project: Any) -> None:
    project.rules = [
        {
            "rule": "person.note.personal_number",
            "action": "accept",
            "treatment": "set_row_aside",
            "reason": "x",
        }
    ]
    with pytest.raises(Faults, match="unknown rule"):
        project.take()


def test_amounts_are_no_personal_numbers(project: Any) -> None:
    project.put("person.csv", persons("D-1;male;51;03-02-2023;;1.250.000.000,50;", GOOD[1]))
    assert project.take().table("person")["income"].max() == 1_250_000_000.5


def test_faults_leave_an_earlier_snapshot_untouched(project: Any) -> None:
    before = project.take().hashes
    project.put("visit.csv", "pid;number;place;satisfied\nD-77;1;home;4\n")
    with pytest.raises(IntakeStopped):
        project.take()
    from evalreport.intake import Snapshot

    assert Snapshot.open(project.out).hashes == before
    assert sorted(p.name for p in project.out.parent.iterdir()) == ["snapshot"]


def test_contract_that_does_not_exist_offers_near_matches(project: Any) -> None:
    project.tables["visit"]["contract"] = "visits"
    with pytest.raises(EvalreportError, match=r"(?s)visits\.yaml.*did you mean: visit\.yaml"):
        project.take()


def test_key_into_a_table_that_the_project_does_not_have(project: Any) -> None:
    del project.tables["person"]
    assert "points to table person, which the project does not have" in project.stopped()


def test_every_fault_that_can_be_accepted_is_listed_ready_to_copy(project: Any) -> None:
    project.put("person.csv", persons("D-1;mand;51;03-02-2023;;;", "D-2;female;7;03-02-2023;;;010190-1234"))
    project.put("visit.csv", "pid;number;place;satisfied\nD-9;1;hom;4\n")
    text = project.stopped().split("What cannot be mended can be accepted")[1]
    for rule in ("person.sex.codes", "person.age.range", "visit.pid.foreign_key", "visit.place.codes"):
        assert f"  - {{rule: {rule}, action: accept, treatment: set_row_aside, reason: …}}" in text
    assert "personal_number" not in text


def test_a_column_that_may_be_blank_can_be_accepted_as_not_there(project: Any) -> None:
    project.put("person.csv", "pid;age;start;end;note\nD-1;51;03-02-2023;;\n")
    text = project.stopped()
    accepted = "{rule: person.income.missing_column, action: accept, reason: …}"
    assert f"if the source has no such column, accept that it is not there: {accepted}" in text
    assert f"  - {accepted}" in text
    assert "rule: person.sex.missing_column, action" not in text, "nothing can be said without it"


def test_a_pattern_is_told_by_an_example(project: Any) -> None:
    contract = (project.root / "data_contracts" / "visit.yaml").read_text(encoding="utf-8")
    options = "classification: public,\n         logicalTypeOptions: {pattern: '^[A-Z]{1,3}-[0-9]{3,6}$'}}"
    project.contract(
        "visit",
        contract.replace(
            "      - name: place\n",
            f"      - {{name: room, logicalType: string, {options}\n      - name: place\n",
        ),
    )
    project.put("visit.csv", "pid;number;room;place;satisfied\nD-1;1;12;home;4\n")
    text = project.stopped()
    assert "visit.room.pattern: 1 row: not written as in 'A-123'" in text
    assert "[A-Z]" not in text
