"""Names that refer to data are checked against the contracts before any data are read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evalreport.contracts import load_all
from evalreport.errors import Faults
from evalreport.project import load
from evalreport.project.names import without_contract

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def contracts():
    return load_all(ROOT / "data_contracts")


@pytest.fixture
def spoil(tmp_path: Path):
    """Replace a passage of the example project's parameter file."""
    folder = tmp_path / "randers"
    shutil.copytree(ROOT / "params" / "randers", folder)

    def replace(old: str, new: str) -> Path:
        path = folder / "project.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' must stand once in the settings"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replace


def faults(folder: Path, contracts) -> list[str]:
    with pytest.raises(Faults) as caught:
        load(folder, contracts=contracts)
    return [str(fault) for fault in caught.value.faults]


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "project.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_example_is_right(contracts):
    assert load(ROOT / "params" / "randers", contracts=contracts).id == "randers"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # codes and columns in conditions: a wrong one would give a wrong number without a word
        ("within: referred, where: status == 'completed'", "within: referred, where: status == 'complete'",
         "'complete' is no code of column 'status' of table participant\n  did you mean: completed?"),
        ("within: referred, where: status == 'completed'", "within: referred, where: statu == 'completed'",
         "unknown column of table participant 'statu'\n  did you mean: status"),
        ("table: participant\n    where: end_status in ['ordinary_work',",
         "table: participant\n    where: end_status in ['ordinary_wrok',",
         "'ordinary_wrok' is no code of column 'end_status' of table participant\n  did you mean: ordinary_work"),
        ("keep: type == 'lawful', value", "keep: type == 'lawfull', value", "did you mean: lawful"),
        ("within: referred, where: status == 'completed'", "within: referred, where: status = 'completed'",
         "write == to compare"),
        ("within: referred, where: status == 'completed'", "within: referred, where: status == completed",
         "'completed' is a code of 'status': write it in quotation marks"),
        ("where: wave == 1,", "where: wave == '1',", "write a number, without quotation marks"),
        ("where: wave == 1,", "where: wave == 10,", "the contract allows numbers from 1 to 9"),
        # columns
        ("{title: Køn, table: participant, column: sex}", "{title: Køn, table: participant, column: gender}",
         "unknown column of table participant (measure 'sex') 'gender'"),
        ("instrument: who5, items: [who5_1,", "instrument: who5, items: [who51,", "did you mean: who5_1"),
        ("answered: [who5_1,", "answered: [who6_1,", "did you mean: who5_1"),
        ("the_many: borgerne, key: pid}", "the_many: borgerne, key: pidd}", "did you mean: pid"),
        ("    column: wave\n", "    column: wawe\n", "(timepoints) 'wawe'\n  did you mean: wave?"),
        ("w3: {value: 3,", "w3: {value: tre,", "'tre' is no number, as values are in column 'wave'"),
        ("y2024: {value: 2024/2025,", "y2024: {value: 2024/25,", "write it as in '1234/1234'"),
        # categories
        ("column: exit_reason}", "column: exit_reason, categories: {helth: x}}",
         "unknown category in `categories` of measure 'exit_reason' 'helth'"),
        ("column: benefit_at_referral}", "column: benefit_at_referral, merge: {kh: [kontanthjelp]}}",
         "did you mean: kontanthjaelp"),
        ("    at: w1\n", "    at: w4\n", "unknown timepoint (`at`) of measure 'who5_start' 'w4'"),
        ("a40_49: {label: 40–49 år, low: 40,", "a40_49: {label: 40–49 år, low: 38,",
         "bands 'a30_39' and 'a40_49' of measure 'age' overlap"),
        ("a40_49: {label: 40–49 år, low: 40,", "a40_49: {label: 40–49 år, low: 50,",
         "no value can lie in band 'a40_49'"),
        ("  sex: {title", "  Sex: {title", "'Sex' cannot be part of a fact's name"),
        # tables, rules, roles
        ("  survey: spørgeskema", "  survy: spørgeskema", "unknown table 'survy'\n  did you mean: survey?"),
        ("    survey: {file: data/randers/survey.sav}", "    survey: {file: x.sav, columns: {A: wawe}}",
         "(new name of 'A') 'wawe'\n  did you mean: wave?"),
        ("  rules: []", "  rules: [{rule: child.pid.foreign, action: warn}]",
         "unknown rule 'child.pid.foreign'\n  did you mean: child.pid.foreign_key"),
        ("  citizens: [citizen]", "  citizens: [staff]", "unknown role of informants 'staff'"),
        ("  housing: Medarbejder", "  hosing: Medarbejder",
         "roles: 'hosing' is neither a role that informants can have nor a group of roles\n  did you mean: housing?"),
        ("  threshold: 1", "  structural_zeros: [sexx]\n  threshold: 1",
         "unknown measure 'sexx'\n  did you mean: sex"),
    ],
)  # fmt: skip
def test_a_name_that_the_data_do_not_have_is_told_with_its_line(spoil, contracts, old, new, told):
    folder = spoil(old, new)
    found = faults(folder, contracts)
    assert any(told in fault for fault in found), "\n".join(found)
    if "\n" not in new:
        assert any(f"project.yaml:{line_of(folder, new)}: " in fault for fault in found), "\n".join(found)


def test_a_wrong_key_is_told_once_and_not_for_every_population(spoil, contracts):
    folder = spoil("the_many: borgerne, key: pid}", "the_many: borgerne, key: child_id}")
    (fault,) = faults(folder, contracts)
    assert f"project.yaml:{line_of(folder, 'key: child_id}')}: unknown column" in fault


def test_a_population_in_a_table_without_its_unit_is_told_there(spoil, contracts):
    folder = spoil(
        "referred:\n    {unit: citizen, table: participant", "referred:\n    {unit: citizen, table: actor"
    )
    (fault,) = faults(folder, contracts)
    assert "unknown column of table actor (key of unit 'citizen') 'pid'" in fault


def test_all_are_told_at_once(spoil, contracts):
    spoil("keep: type == 'lawful', value", "keep: type == 'lawfull', value")
    assert len(faults(spoil("{value: 3,", "{value: 30,"), contracts)) == 2


def test_a_misspelt_table_of_intake_is_told_once_where_it_stands(spoil, contracts):
    folder = spoil("    survey: {file: data", "    surveys: {file: data")
    (fault,) = faults(folder, contracts)
    assert f"project.yaml:{line_of(folder, 'surveys: {file')}: table 'surveys' has no contract" in fault
    assert "did you mean: survey" in fault


def test_a_table_may_have_a_contract_of_another_name(spoil, contracts):
    folder = spoil(
        "    survey: {file: data/randers/survey.sav}", "    survey: {file: x.sav, contract: absence}"
    )
    assert any("column of table survey" in fault for fault in faults(folder, contracts))
    assert without_contract(load(ROOT / "params" / "randers"), contracts) == []


def test_codes_that_are_no_names_say_where_to_name_them(tmp_path, contracts):
    from dataclasses import replace

    sex = replace(contracts["participant"].column("sex"), codes=("Ja", "A-kasse"), labels={})
    columns = tuple(sex if c.name == "sex" else c for c in contracts["participant"].columns)
    changed = {**contracts, "participant": replace(contracts["participant"], columns=columns)}
    (fault,) = faults(ROOT / "params" / "randers", changed)
    assert "codes of column 'sex' cannot be part of a fact's name: Ja, A-kasse" in fault
    assert "code_names in data_contracts/participant.yaml" in fault
