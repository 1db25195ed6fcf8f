"""A condition of the parameter file is read as pandas reads it, and checked against the contract."""

from __future__ import annotations

import pytest

from evalreport.contracts import Column, Contract
from evalreport.errors import Place
from evalreport.project.conditions import check_condition

COLUMNS = (
    Column("pid", "string", "identifier"),
    Column("status", "string", "personal", codes=("active", "completed", "ended_early")),
    Column("wave", "integer", "public", codes=(1, 2, 3), missing_codes={8: {"da": "Ved ikke"}}),
    Column("age", "integer", "personal", minimum=15, maximum=80),
    Column("start", "date", "personal"),
    Column("active", "boolean", "personal"),
    Column("year", "string", "public", pattern="^[0-9]{4}/[0-9]{4}$"),
    Column("note", "string", "personal"),
)
CONTRACT = Contract("visit", "1.0.0", "data_contracts/visit.yaml", COLUMNS)


def faults(expression: str) -> list[str]:
    return [str(fault) for fault in check_condition(expression, CONTRACT, Place("project.yaml", 3))]


@pytest.mark.parametrize(
    "expression",
    [
        "status == 'completed'",
        "'completed' == status",
        "status in ['completed', 'active'] and wave == 1",
        "status == 'completed' & wave == 1 | ~(wave in (2, 3))",
        "status == ['completed', 'active']",
        "status.isin(['completed'])",
        "not status.isna()",
        "age >= 12 and 18 <= age < 100",
        "start >= '2023-01-01'",
        "start.dt.year == 2024",
        "active",
        "active == True",
        "age - 18 > wave",
        "year == '2021/2022'",
        "`wave` != 3",
        "note == 'anything'",
    ],
)
def test_what_rows_can_fulfil_passes(expression):
    assert faults(expression) == []


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        (
            "status == 'complete'",
            "'complete' is no code of column 'status' of table visit\n  did you mean: completed",
        ),
        ("'complete' == status", "did you mean: completed"),
        ("status != 'complete'", "did you mean: completed"),
        ("status not in ['completed', 'endedearly']", "did you mean: ended_early"),
        ("status == 'completed' & wave == 4", "4 is no code of column 'wave'"),
        ("status.isin(['complete'])", "did you mean: completed"),
        ("status == 'zzz'", "codes there are: active, completed, ended_early"),
        ("wave == '1'", "write 1 without quotation marks"),
        ("wave == 8", "8 counts as missing in column 'wave'"),
        ("wave == True", "True is no code"),
        ("age == 'old'", "write a number, without quotation marks"),
        ("age < 'old'", "write a number, without quotation marks"),
        ("age == 7", "the contract allows numbers from 15 to 80"),
        ("age == -1", "outside the range"),
        ("start >= '01-02-2023'", "write it as '2025-11-03'"),
        ("active == 'ja'", "write True or False"),
        ("year == '2021/22'", "write it as in '1234/1234'"),
        ("note == 3", "write it in quotation marks"),
        ("pid == 'D-1'", "its values are pseudonyms after intake"),
        ("status == None", "write status.isna()"),
        ("statsu == 'completed'", "unknown column of table visit 'statsu'\n  did you mean: status"),
        ("completed", "'completed' is a code of 'status': write it in quotation marks"),
        ("status = 'completed'", "write == to compare"),
        ("status == ", "the condition cannot be read"),
        ("status == 'completed", "the condition cannot be read"),
        ("status", "does not give yes or no for each row"),
        ("age + 1", "does not give yes or no for each row"),
        ("@limit < age", "cannot be read"),
    ],
)
def test_what_no_row_can_fulfil_is_named_with_its_place(expression, told):
    found = faults(expression)
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("project.yaml:3: ") for fault in found)


def test_everything_wrong_is_told():
    assert len(faults("stats == 'x' or wave in [4, 5]")) == 3
