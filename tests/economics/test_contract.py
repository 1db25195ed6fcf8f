"""What a contract on payment by results makes of months."""

from __future__ import annotations

import pytest

from evalreport.economics import Contract, MonthLedger, settle
from evalreport.errors import EvalreportError

GROUPS = ("a_dagpenge", "kh_oy")
MONTHS = {
    ("self_support", "a_dagpenge"): 396,
    ("self_support", "kh_oy"): 151,
    ("paid_hours", "a_dagpenge"): 29,
    ("paid_hours", "kh_oy"): 230,
}
VALUES = {
    ("self_support", "a_dagpenge"): 9500.0,
    ("self_support", "kh_oy"): 12400.0,
    ("paid_hours", "a_dagpenge"): 4998.0,
    ("paid_hours", "kh_oy"): 7440.0,
}
RANDERS = Contract(5_588_175, 6_162_832, VALUES, {"self_support": 488, "paid_hours": 188})


def ledger(months: dict[tuple[str, str], int]) -> MonthLedger:
    whole = {**months, ("all", "all"): sum(months.values())}
    return MonthLedger(whole, dict.fromkeys(whole, 10), ("paid_hours", "self_support"), GROUPS)


def test_the_value_bridge_of_the_published_case():
    # Published figures, kr.: value 7,490,542; model 6,162,832; ceiling 5,588,175. The rest is arithmetic.
    found = settle(ledger(MONTHS), RANDERS)
    assert found.value == 7_490_542
    assert found.above_model == 1_327_710
    assert found.payment == 5_588_175
    assert found.kept == 1_902_367
    assert round(100 * found.break_even_deadweight, 1) == 25.4


def test_totals_are_not_valued_a_second_time():
    months = {**MONTHS, ("self_support", "all"): 547, ("all", "kh_oy"): 381}
    assert settle(ledger(months), RANDERS).value == 7_490_542


def test_below_the_ceiling_the_value_is_paid_and_nothing_is_kept():
    found = settle(ledger({("paid_hours", "kh_oy"): 10}), RANDERS)
    assert (found.payment, found.kept, found.break_even_deadweight) == (74_400, 0, 0)


def test_break_even_is_the_share_of_months_that_leaves_the_payment_uncovered():
    found = settle(ledger(MONTHS), RANDERS)
    assert found.value * (1 - found.break_even_deadweight) == pytest.approx(found.payment)


def test_without_months_nothing_is_paid():
    found = settle(ledger({}), RANDERS)
    assert (found.value, found.payment, found.kept, found.break_even_deadweight) == (0, 0, 0, 0)


def test_a_month_without_a_value_in_the_contract_is_an_error():
    with pytest.raises(EvalreportError, match="no value for a month of 'flexjob' in group 'kh_oy'"):
        settle(ledger({("flexjob", "kh_oy"): 1}), RANDERS)
