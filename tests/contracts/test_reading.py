"""A contract file is read into our own view, and everything wrong with it is told with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from evalreport.contracts import Contract, load, load_all
from evalreport.errors import EvalreportError, Faults

REPOSITORY = Path(__file__).parents[2]
Read = Callable[[str], Contract]


def test_contract_as_the_library_sees_it(contract: Contract) -> None:
    assert (contract.table, contract.version, contract.key) == ("course", "2.1.0", ("pid",))
    assert contract.file == "data_contracts/course.yaml"
    assert contract.identifiers == ("pid",)
    place = contract.column("place")
    assert place.codes == ("home", "office")
    assert (place.title(), place.label("home"), place.label("away")) == ("Sted", "Hjemme", "away")
    assert contract.column("score").missing_codes == {88: {"da": "Ved ikke"}}
    assert contract.column("start").minimum == dt.date(2020, 1, 1)
    assert contract.references[0].table == "coach"


def test_rules_have_stable_names(contract: Contract) -> None:
    names = [rule.name for rule in contract.rules]
    for name in (
        "course.empty",
        "course.pid.missing_column",
        "course.pid.required",
        "course.pid.pattern",
        "course.pid.unique",
        "course.place.codes",
        "course.score.type",
        "course.score.range",
        "course.coach.length",
        "course.coach.foreign_key",
        "course.end_not_before_start",
    ):
        assert name in names
    assert contract.rule("course.place.codes").severity == "warning"
    assert len(set(names)) == len(names)


def test_unknown_rule_offers_near_matches(contract: Contract) -> None:
    with pytest.raises(EvalreportError, match=r"did you mean: course\.place\.codes"):
        contract.rule("course.place.code")


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ("required: true", "requried: true", "requried", "unknown key 'requried'"),
        ("Type: integer", "Type: int", "Type: int", "logicalType of 'score' 'int' is not known"),
        ("sensitive", "secret", "secret", "classification of 'score' 'secret' is not known"),
        ("        classification: sensitive\n", "", "- name: score", "classification of 'score' is missing"),
        ("minimum: 0,", "minimum: 20,", "minimum: 20", "minimum of 'score' is above its maximum"),
        ("minimum: 0,", "minimum: low,", "minimum: low", "bound 'low' does not fit 'score'"),
        ("minimum: 0,", "minimun: 0,", "minimun", "option of 'score' 'minimun' is not known"),
        ("[home, office]", "[no, office]", "place_codes", "code False does not fit 'place'"),
        ("[home, office]", "[]", "place_codes", "needs one list of codes"),
        ("{home: Hj", "{hom: Hj", "customProp", "label (da) for 'hom', which is no code of 'place'"),
        ("property: labels", "property: lables", "lables", "unknown custom property 'lables'"),
        ("'^D-[0-9]+$'", "'^D-[0-9+$'", "^D-", "pattern of 'pid' is not valid"),
        ("to: coach.name", "to: coach", "to: coach", "must read 'to: table.column'"),
        ("stop >= start", "stop >= begin", "- name: end_", "SQL of course.end_not_before_start does not run"),
        ("engine: duckdb", "engine: soda", "- name: end_", "a rule of the table reads"),
        ("required: true", "required: often", "often", "required: Input should be a valid boolean"),
        ("{name: stop", "{name: start", "{name: start", "column 'start' stands twice"),
        ("version: 2.1.0", "version: 2.1.0\nversion: 3.0.0", "version: 3", "key 'version' stands twice"),
        ("status: active", "status: [active", "schema:", "not valid YAML"),
    ],
)
def test_fault_is_told_with_its_line(read: Read, text: str, old: str, new: str, at: str, told: str) -> None:
    changed = text.replace(old, new, 1)
    assert changed != text
    line = next(i for i, part in enumerate(changed.splitlines(), start=1) if at in part)
    with pytest.raises(EvalreportError) as caught:
        read(changed)
    assert f"data_contracts/course.yaml:{line}: " in str(caught.value)
    assert told in str(caught.value)


def test_misspelt_key_offers_the_right_one(read: Read, text: str) -> None:
    with pytest.raises(Faults, match="did you mean: required"):
        read(text.replace("required: true", "requried: true", 1))


def test_all_faults_of_a_file_are_told_at_once(read: Read, text: str) -> None:
    broken = text.replace("logicalType: integer", "logicalType: int").replace("to: coach.name", "to: coach")
    with pytest.raises(Faults) as caught:
        read(broken)
    assert len(caught.value.faults) == 2


def test_file_that_is_not_there_lists_those_that_are(read: Read, text: str, tmp_path: Path) -> None:
    read(text)
    with pytest.raises(EvalreportError, match=r"did you mean: course\.yaml"):
        load(tmp_path / "data_contracts" / "courses.yaml")


def test_foreign_key_into_a_column_that_is_not_there(read: Read, text: str, tmp_path: Path) -> None:
    read(text.replace("to: coach.name", "to: course.pidd"))
    with pytest.raises(Faults, match="did you mean: pid"):
        load_all(tmp_path / "data_contracts")


def test_key_of_several_columns_into_another_table(read: Read, text: str) -> None:
    relation = "    relationships: [{type: foreignKey, from: [pid, place], to: [visit.pid, visit.place]}]\n"
    contract = read(
        text.replace("    quality:\n      - name: end", relation + "    quality:\n      - name: end")
    )
    assert contract.references[-1].to == ("pid", "place")
    assert "course.pid_place.foreign_key" in [rule.name for rule in contract.rules]


def test_the_contracts_of_the_repository_have_no_faults() -> None:
    contracts = load_all(REPOSITORY / "data_contracts")
    assert "participant" in contracts
    assert all(contract.columns for contract in contracts.values())
