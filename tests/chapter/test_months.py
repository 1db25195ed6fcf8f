"""Months and money leave through the gate: people decide, and the money may not tell the months."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from evalreport.chapter import publish_months, publish_settlement, read_terms
from evalreport.chapter.months import hidden_months, value_step
from evalreport.disclosure import Gate, Policy
from evalreport.economics import Contract, MonthLedger, month_ledger, settle

GROUPS = {"dp": "a_dagpenge", "kh": "kh_oy", "rf": "kh_oy"}
LABELS = {"a_dagpenge": "A-dagpenge", "kh_oy": "Kontanthjælp"}


def publish(chapter):
    terms = read_terms(chapter)
    benefit = chapter.table("participant").set_index("pid")["benefit"].map(GROUPS)
    ledger = month_ledger(chapter.table("employment_month"), benefit, until=terms.until)
    publish_months(chapter, ledger, terms.contract, group_labels=LABELS, employed="all")
    persons = ledger.persons["all", "all"]
    publish_settlement(chapter, settle(ledger, terms.contract), terms.contract, persons=persons)
    return {fact.id: fact for fact in chapter._ledger.facts()}


def test_the_terms_are_read_from_the_projects_lists(chapter):
    terms = read_terms(chapter)
    assert terms.until == "2024-12"
    assert terms.types == ("self_support", "paid_hours")
    assert terms.contract.expected_months == {"self_support": 45, "paid_hours": 20}
    assert terms.contract.unit_values["paid_hours", "kh_oy"] == 7440


def test_months_add_up_and_are_held_against_what_was_expected(chapter):
    facts = publish(chapter)
    assert facts["months.self_support.all.a_dagpenge.count"].value == 36
    assert facts["months.self_support.all.kh_oy.count"].value == 14
    assert facts["months.all.all.count"].value == 36 + 14 + 2 + 24
    assert facts["months_difference.all.count"].value == 76 - 65
    assert facts["months.self_support.all.a_dagpenge.count"].n == 12


def test_money_follows_from_the_months(chapter):
    facts = publish(chapter)
    value = 36 * 9500 + 14 * 12400 + 2 * 4998 + 24 * 7440
    assert facts["value.gross.amount"].value == value
    assert facts["value.payment.amount"].value == 500_000
    assert facts["value.kept.amount"].value == value - 500_000
    assert facts["value.break_even.share"].value == pytest.approx(1 - 500_000 / value)


def test_months_of_too_few_are_hidden_with_as_many_others_as_it_takes(protected):
    facts = publish(protected)
    hidden = {name for name, fact in facts.items() if fact.hidden}
    inner = {
        f"months.{kind}.all.{group}.count" for kind in ("self_support", "paid_hours") for group in LABELS
    }
    assert hidden == inner
    assert all(facts[name].n is None for name in inner)


def test_money_is_rounded_until_it_does_not_tell_the_hidden_months(protected):
    facts = publish(protected)
    value = 36 * 9500 + 14 * 12400 + 2 * 4998 + 24 * 7440
    gross = facts["value.gross.amount"].value
    assert gross != value
    assert gross % 1000 == 0
    assert abs(gross - value) <= 50_000
    assert facts["value.break_even.share"].value == pytest.approx(1 - 500_000 / gross)
    assert facts["value.ceiling.amount"].value == 500_000


# -- the rules behind ------------------------------------------------------------------------------------

FIVE = Gate(Policy(threshold=5))
ALL = "all"


def ledger(persons: dict[tuple[str, str], int], months: int = 8) -> MonthLedger:
    """Everyone with months of one type only, `months` each."""
    kinds = tuple(sorted({kind for kind, _ in persons}))
    groups = tuple(sorted({group for _, group in persons}))
    people = {
        (k, g): sum(n for (kind, group), n in persons.items() if k in (ALL, kind) and g in (ALL, group))
        for k in (ALL, *kinds)
        for g in (ALL, *groups)
    }
    return MonthLedger({cell: n * months for cell, n in people.items()}, people, kinds, groups)


def test_a_type_of_too_few_is_not_told_by_the_total_and_the_other_type():
    hidden = hidden_months(FIVE, ledger({("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 20, ("b", "y"): 30}))
    assert hidden["a", ALL]
    assert hidden["b", ALL]
    assert not hidden[ALL, ALL]


def test_a_group_of_too_few_is_not_told_by_the_total_and_the_other_group():
    hidden = hidden_months(FIVE, ledger({("a", "x"): 3, ("a", "y"): 58}))
    assert hidden[ALL, "x"]
    assert hidden[ALL, "y"]
    assert not hidden[ALL, ALL]


def test_enough_people_everywhere_hide_nothing():
    found = ledger(dict(zip(itertools.product("ab", "xy"), (5, 6, 7, 8), strict=True)))
    assert not any(hidden_months(FIVE, found).values())


def test_no_months_at_all():
    empty = month_ledger(pd.DataFrame(columns=["pid", "month", "type"]), pd.Series({}, dtype=object))
    assert hidden_months(FIVE, empty) == {(ALL, ALL): "small"}


UNIT_VALUES = {("a", "x"): 4998.0, ("a", "y"): 7440.0, ("b", "x"): 9500.0, ("b", "y"): 12400.0}


def test_the_value_is_exact_where_no_months_are_hidden():
    found = ledger(dict(zip(itertools.product("ab", "xy"), (5, 6, 7, 8), strict=True)))
    assert value_step(FIVE, found, Contract(0, 0, UNIT_VALUES, {})) == 1


def test_months_fitting_the_rounded_value_leave_the_hidden_ones_open():
    # As in the example project: 4 people with 29 months, beside 21, 26 and 10.
    found = ledger({("a", "x"): 4, ("a", "y"): 21, ("b", "x"): 26, ("b", "y"): 10})
    months = {**found.months, ("a", "x"): 29, ("a", "y"): 230, ("b", "x"): 396, ("b", "y"): 151}
    months |= {("a", ALL): 259, ("b", ALL): 547, (ALL, "x"): 425, (ALL, "y"): 381, (ALL, ALL): 806}
    found = MonthLedger(months, found.persons, found.types, found.groups)
    step = value_step(FIVE, found, Contract(0, 0, UNIT_VALUES, {}))
    value = sum(UNIT_VALUES[cell] * months[cell] for cell in UNIT_VALUES)
    printed = round(value / step) * step
    fitting = [
        x
        for x in range(260)
        if abs(x * 4998 + (259 - x) * 7440 + (425 - x) * 9500 + (122 + x) * 12400 - printed) <= step / 2
    ]
    assert 29 in fitting
    assert len(fitting) >= 6
    assert step <= 10_000, "no coarser than it takes"


def test_prices_that_are_all_alike_tell_nothing():
    found = ledger({("a", "x"): 4, ("a", "y"): 21, ("b", "x"): 26, ("b", "y"): 10})
    assert value_step(FIVE, found, Contract(0, 0, dict.fromkeys(UNIT_VALUES, 1000.0), {})) == 1


def test_a_pattern_is_the_same_whichever_way_the_table_is_turned():
    persons = np.array([[4, 21], [26, 10]])
    one = FIVE.pattern(persons).reasons
    turned = FIVE.pattern(persons.T).reasons
    assert [bool(r) for r in one.T.ravel()] == [bool(r) for r in turned.ravel()]
