"""Cells are read as Danish systems write them, and what is no value of the type is a fault."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalreport.contracts import Column, Conventions
from evalreport.contracts.conversion import to_type
from evalreport.contracts.dates import parse_dates
from evalreport.contracts.numerals import parse_numbers
from evalreport.errors import EvalreportError

DANISH = Conventions(",")
CELL = Conventions(".", spreadsheet=True)


def column(kind: Any, **more: Any) -> Column:
    return Column("x", kind, "public", **more)


def texts(*values: str | None) -> pd.Series:
    return pd.Series(list(values), dtype="str")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5),
        ("1.234,5", 1234.5),
        ("1.234", 1234),
        ("1 234 567", 1234567),
        ("1\u00a0234,5", 1234.5),
        ("-7", -7),
        ("\u22127", -7),
        (",5", 0.5),
        ("1,2E+3", 1200),
        ("12.5", np.nan),
        ("0.125", np.nan),
        ("1.23.456", np.nan),
        ("12 %", np.nan),
        ("12 kr.", np.nan),
        ("inf", np.nan),
    ],
)
def test_danish_numbers(text: str, number: float) -> None:
    assert parse_numbers(texts(text), DANISH)[0][0] == pytest.approx(number, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "number"), [("12.5", 12.5), ("1.234", 1.234), ("12,5", 12.5), ("1.234,5", 1234.5), ("7", 7)]
)
def test_cells_of_a_workbook_hold_real_numbers_and_numbers_typed_as_text(text: str, number: float) -> None:
    assert parse_numbers(texts(text), CELL)[0][0] == number


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_number_written_the_danish_way_is_read_back(whole: int, hundredths: int) -> None:
    written = f"{abs(whole):,}".replace(",", ".") + f",{hundredths:02d}"
    read = parse_numbers(texts(("-" if whole < 0 else "") + written), DANISH)[0][0]
    assert read == pytest.approx((-1 if whole < 0 else 1) * (abs(whole) + hundredths / 100))


@pytest.mark.parametrize(
    "text", ["24-12-2021", "2021-12-24", "24/12-2021", "24.12.2021", "24/12/2021", "2021-12-24 00:00:00"]
)
def test_dates_in_every_form_that_is_tried(text: str) -> None:
    assert parse_dates(texts(text))[0].date() == dt.date(2021, 12, 24)


@pytest.mark.parametrize(
    "text", ["31-02-2021", "29-02-2023", "12/24/2021", "24-12-21", "i går", "44256", "00-01-2021"]
)
def test_no_dates(text: str) -> None:
    assert parse_dates(texts(text)).isna().all()


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_date_is_read_back(date: dt.date) -> None:
    forms = texts(f"{date:%d-%m-%Y}", date.isoformat(), f"{date.day}/{date.month}-{date.year}")
    assert [d.date() for d in parse_dates(forms)] == [date] * 3


@pytest.mark.parametrize(
    ("form", "text"),
    [("dd-mm-yy", "24-12-21"), ("%d.%m.%Y", "24.12.2021"), ("yyyymmdd", "20211224"), ("ddmmyy", "241221")],
)
def test_dates_in_the_form_the_project_says(form: str, text: str) -> None:
    assert parse_dates(texts(text, "2021-12-24"), form)[0].date() == dt.date(2021, 12, 24)
    assert parse_dates(texts("2021-12-24"), form).isna().all()


def test_date_form_that_is_not_understood() -> None:
    with pytest.raises(EvalreportError, match="for example dd-mm-yyyy"):
        parse_dates(texts("24-12-2021"), "dag-måned-år")


def test_marks_of_missing_values_are_missing_unless_they_are_codes() -> None:
    values, bad, _ = to_type(texts("", " ", ".", "NaN", "#N/A", None, "a"), column("string"))
    assert values.isna().tolist() == [True] * 6 + [False]
    assert not bad.any()
    assert to_type(texts("."), column("string", codes=(".", "a")))[0].tolist() == ["."]


def test_text_is_trimmed_and_composed() -> None:
    assert to_type(texts(" a\u030a\u00a0"), column("string"))[0].tolist() == ["å"]


def test_whole_numbers() -> None:
    values, bad, _ = to_type(texts("3", "3,0", "3,5", "99999999999999999999"), column("integer"), DANISH)
    assert values.tolist()[:2] == [3, 3]
    assert bad.tolist() == [False, False, True, True]


def test_yes_and_no() -> None:
    values, bad, _ = to_type(texts("ja", "NEJ", "1", "false", "måske"), column("boolean"))
    assert values.tolist()[:4] == [True, False, True, False]
    assert bad.tolist() == [False] * 4 + [True]


def test_numbers_become_codes_without_decimals() -> None:
    assert to_type(pd.Series([1.0, np.nan, 2.5]), column("string"))[0].fillna("-").tolist() == [
        "1",
        "-",
        "2.5",
    ]


def test_long_identifier_that_a_spreadsheet_has_rounded_is_a_fault() -> None:
    identifier = Column("x", "string", "identifier")
    assert to_type(texts("1,23457E+11", "D-1"), identifier)[1].tolist() == [True, False]


def test_formula_that_failed_is_a_fault_in_any_column() -> None:
    assert to_type(texts("#DIV/0!", "#VÆRDI!"), column("string"))[1].all()


def test_times_of_day_and_zones_are_left_out_of_dates() -> None:
    stamps = pd.Series(pd.to_datetime(["2021-03-01 23:30+01:00"]))
    assert to_type(stamps, column("date"))[0][0] == pd.Timestamp("2021-03-01")
