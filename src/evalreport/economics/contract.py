"""A contract on payment by results: expected months, value of a month, and the ceiling of the payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalreport.economics.months import ALL, MonthLedger
from evalreport.errors import EvalreportError


@dataclass(frozen=True)
class Contract:
    """What was agreed.

    Attributes
    ----------
    ceiling : float
        The most that can be paid, kr.
    model_value : float
        The value the investment model expected, kr.
    unit_values : mapping of (type, group) to float
        Value of one month, kr.
    expected_months : mapping of type to int
        Months expected over all groups.
    """

    ceiling: float
    model_value: float
    unit_values: Mapping[tuple[str, str], float]
    expected_months: Mapping[str, int]


@dataclass(frozen=True)
class Settlement:
    """What the months are worth under the contract, kr.

    Attributes
    ----------
    value : float
        Gross value of the months.
    above_model : float
        Value less the model's value.
    payment : float
        What is paid: the value, at most the ceiling.
    kept : float
        What the municipality keeps before its own costs.
    break_even_deadweight : float
        The share of the months that may have come anyway before the municipality loses, 1 - payment / value.
    ledger : MonthLedger
        The months that were valued.
    """

    value: float
    above_model: float
    payment: float
    kept: float
    break_even_deadweight: float
    ledger: MonthLedger


def settle(ledger: MonthLedger, contract: Contract) -> Settlement:
    """Value the months and apply the ceiling.

    Nothing is subtracted for months that would have come anyway: without a comparison group that share is not
    known, so the break-even share is given instead.

    Raises
    ------
    EvalreportError
        When a kind of month has no unit value.
    """
    value = 0.0
    for (kind, group), months in sorted(ledger.months.items()):
        if ALL in (kind, group) or not months:
            continue
        if (kind, group) not in contract.unit_values:
            raise EvalreportError(
                f"the contract gives no value for a month of '{kind}' in group '{group}'",
                remedy="add a row to the list of contract targets, or put the group into another",
            )
        value += months * contract.unit_values[kind, group]
    return settled(value, ledger, contract)


def settled(value: float, ledger: MonthLedger, contract: Contract) -> Settlement:
    """Return what follows from a gross value: payment up to the ceiling, what is kept, and the break-even."""
    payment = min(contract.ceiling, value)
    return Settlement(
        value=value,
        above_model=value - contract.model_value,
        payment=payment,
        kept=value - payment,
        break_even_deadweight=1 - payment / value if value else 0.0,
        ledger=ledger,
    )
