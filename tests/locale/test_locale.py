"""Formats: what a Danish and an English reader expects to see, whatever the machine is set to."""

from __future__ import annotations

import datetime
import locale as machine
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalreport.errors import EvalreportError
from evalreport.ledger import Fact, FactKey
from evalreport.locale import HIDDEN, Locale, format_fact

DA, EN = Locale("da"), Locale("en")


def fact(value: object, kind: str = "number", **parts: object) -> Fact:
    return Fact(FactKey("measure"), value, kind, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (DA.number(63.58974, 1), "63,6"),
        (DA.number(7.24, 2), "7,24"),
        (DA.integer(7490542), "7.490.542"),
        (DA.number(-4, 1), "\u22124,0"),
        (DA.number(-0.04, 1), "0,0"),
        (DA.percent(0.17), "17\u00a0%"),
        (DA.percent(0.714, 1), "71,4\u00a0%"),
        (DA.money(7490542), "7.490.542\u00a0kr."),
        (DA.points(0.09), "9\u00a0procentpoint"),
        (DA.interval(60.1, 67.2, 1), "60,1–67,2"),
        (DA.interval(-1.04, 7.2, 1), "\u22121,0 til 7,2"),
        (DA.date("2025-06-30"), "30.\u00a0juni 2025"),
        (DA.date(datetime.date(2023, 1, 1)), "1.\u00a0januar 2023"),
        (DA.n(39), "n\u00a0=\u00a039"),
        (DA.n((17, 19)), "n\u00a0=\u00a017–19"),
        (DA.ordinal(3), "3."),
        (DA.signed(4, 1), "+4,0"),
        (DA.signed(0.01, 1), "0,0"),
        (EN.number(1234.5, 1), "1,234.5"),
        (EN.percent(0.17), "17%"),
        (EN.date("2025-06-30"), "30\u00a0June 2025"),
        (EN.ordinal(11), "11th"),
        (EN.interval(-1, 2), "\u22121 to 2"),
    ],
)
def test_printed_as_readers_expect(printed: str, expected: str) -> None:
    assert printed == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    # 23 of 40 and 9 of 40 lie on the half; Python's own rounding would print 57 and 22
    [(23 / 40, "58\u00a0%"), (9 / 40, "23\u00a0%"), (17 / 40, "43\u00a0%"), (0.575 - 1e-16, "58\u00a0%")],
)
def test_shares_on_the_half_are_rounded_up(share: float, expected: str) -> None:
    assert DA.percent(share) == expected


@given(st.decimals(-(10**6), 10**6, places=3), st.integers(0, 2))
def test_every_number_is_the_decimal_rounded_half_up(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    printed = DA.number(float(value), decimals)
    read = Decimal(printed.replace(".", "").replace(",", ".").replace("\u2212", "-"))
    assert read == expected
    assert not printed.startswith("\u22120") or read != 0


def test_machine_settings_play_no_part() -> None:
    before = DA.number(1234.5, 1), DA.date("2025-06-30")
    machine.setlocale(machine.LC_ALL, "C")
    assert (DA.number(1234.5, 1), DA.date("2025-06-30")) == before


@pytest.mark.parametrize(
    ("given_fact", "expected"),
    [
        (fact(0.71428, "share", decimals=1), "71,4\u00a0%"),
        (fact(39, "count"), "39"),
        (fact(12.8, unit="percent", decimals=1), "12,8\u00a0%"),
        (fact(7490542.4, "amount", unit="kr"), "7.490.542\u00a0kr."),
        (fact(63.589, decimals=1), "63,6"),
        (fact("2025-06-30", "date"), "30.\u00a0juni 2025"),
        (fact("Kontanthjælp", "category"), "Kontanthjælp"),
        (fact(None, "range", interval=(17.0, 19.0)), "17–19"),
        (fact(None, "range", unit="percent", interval=(10.0, 20.0)), "10–20\u00a0%"),
        (fact(39, "count").hide("small"), HIDDEN),
    ],
)
def test_a_fact_is_printed_by_its_kind_unit_and_decimals(given_fact: Fact, expected: str) -> None:
    assert format_fact(given_fact, DA) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(EvalreportError, match="cannot be printed"):
        DA.number(value)


def test_a_fact_without_value_that_is_not_hidden_is_refused() -> None:
    with pytest.raises(EvalreportError, match="'measure' has no value"):
        format_fact(fact(None), DA)


def test_unknown_language_and_bad_date_say_what_to_do() -> None:
    with pytest.raises(EvalreportError, match="known language names: da, en"):
        Locale("xx")  # type: ignore[arg-type]
    with pytest.raises(EvalreportError, match="year-month-day"):
        DA.date("30/6/2025")
