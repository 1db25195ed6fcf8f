"""Publish a ledger of months and what a contract makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from evalreport.chapter.chapter import Chapter
from evalreport.disclosure import Gate
from evalreport.disclosure.audit import Shown, span
from evalreport.economics import Contract, MonthLedger, Settlement, settled
from evalreport.economics.months import ALL
from evalreport.errors import EvalreportError
from evalreport.ledger import Fact, FactKey

TABLES = ("contract", "contract_target", "employment_month", "participant")


@dataclass(frozen=True)
class Terms:
    """The contract, the kinds of month it counts, and its last month."""

    contract: Contract
    types: tuple[str, ...]
    until: str


def read_terms(chapter: Chapter) -> Terms:
    """Read the contract from the project's lists.

    Raises
    ------
    EvalreportError
        When the list of contracts does not hold exactly one.
    """
    rows = chapter.table("contract")
    if len(rows) != 1:
        raise EvalreportError(
            f"the list of contracts holds {len(rows)} rows", remedy="keep one contract for each project"
        )
    row, targets = rows.iloc[0], chapter.table("contract_target")
    unit_values = targets.dropna(subset=["unit_value"])
    expected = targets.dropna(subset=["expected_months"])
    contract = Contract(
        ceiling=float(row["cap_kr"]),
        model_value=float(row["model_value_kr"]),
        unit_values={
            (str(kind), str(group)): float(value)
            for kind, group, value in unit_values[["type", "benefit_group", "unit_value"]].itertuples(
                index=False
            )
        },
        expected_months={
            str(kind): int(months)
            for kind, months in expected[["type", "expected_months"]].itertuples(index=False)
        },
    )
    kinds = tuple(dict.fromkeys(str(kind) for kind in targets["type"]))
    return Terms(contract, kinds, f"{row['cutoff_date']:%Y-%m}")


def publish_months(
    chapter: Chapter,
    ledger: MonthLedger,
    contract: Contract,
    *,
    group_labels: Mapping[str, str],
    employed: str,
) -> dict[tuple[str, str], Fact]:
    """Publish months by type and group, the expectation, and the difference.

    Months are hidden when too few people stand behind them, and then as many others as it takes for totals not
    to tell them.

    Returns
    -------
    dict of (type, group) to Fact
        "all" for totals; the groups "expected" and "difference" for the contract's expectation.
    """
    kinds = chapter.contracts["employment_month"].column("type")
    hidden = hidden_months(chapter.gate, ledger)
    facts: dict[tuple[str, str], Fact] = {}
    for kind in (ALL, *ledger.types):
        kind_label = (
            chapter.text("months.all") if kind == ALL else kinds.label(kind, chapter.project.language)
        )
        for group in (ALL, *ledger.groups):
            group_label = chapter.text("table.all") if group == ALL else group_labels[group]
            facts[kind, group] = chapter.count(
                FactKey("months", kind, employed, None if group == ALL else group, "count"),
                ledger.months[kind, group],
                unit="month",
                label=chapter.text("months.label", type=kind_label, group=group_label),
                tables=TABLES,
                persons=ledger.persons[kind, group],
                hidden=hidden[kind, group],
            )
        _expectation(chapter, ledger, contract, kind, kind_label, hidden[kind, ALL], facts)
    for group in (ALL, *ledger.groups):
        group_label = chapter.text("table.all") if group == ALL else group_labels[group]
        chapter.count(
            FactKey("employed", None, employed, None if group == ALL else group, "count"),
            ledger.persons[ALL, group],
            unit="citizen",
            label=chapter.text("months.persons", group=group_label),
            tables=TABLES,
            hidden=hidden[ALL, group],
        )
    return facts


def hidden_months(gate: Gate, ledger: MonthLedger) -> dict[tuple[str, str], str | None]:
    """Say which cells of the ledger, totals included, may not be shown, and why.

    The people behind the months decide. Someone may have months of several types, so people do not add up as a
    table; the cells hidden are those that would protect them if they did.
    """
    if not ledger.types:
        return {(ALL, ALL): gate.group_sizes([0])[0]}
    kinds, groups = [*ledger.types, ALL], [*ledger.groups, ALL]
    persons = np.array([[ledger.persons[kind, group] for group in groups] for kind in kinds], dtype=np.int64)
    few = np.vectorize(gate.policy.small, otypes=[bool])(persons)
    reasons = gate.pattern(persons[:-1, :-1], forced=few).reasons
    if len(ledger.types) == 1:
        reasons[0] = reasons[1]
    return {
        (kind, group): reasons[row, column]
        for row, kind in enumerate(kinds)
        for column, group in enumerate(groups)
    }


def _expectation(
    chapter: Chapter,
    ledger: MonthLedger,
    contract: Contract,
    kind: str,
    label: str,
    hidden: str | None,
    facts: dict[tuple[str, str], Fact],
) -> None:
    expected = contract.expected_months
    months = sum(expected.values()) if kind == ALL else expected.get(kind)
    if months is None:
        return
    facts[kind, "expected"] = chapter.value(
        FactKey("months_expected", kind, statistic="count"),
        months,
        kind="count",
        unit="month",
        label=chapter.text("months.expected", type=label),
        tables=("contract_target",),
    )
    facts[kind, "difference"] = chapter.count(
        FactKey("months_difference", kind, statistic="count"),
        ledger.months[kind, ALL] - months,
        unit="month",
        label=chapter.text("months.difference", type=label),
        tables=TABLES,
        persons=ledger.persons[kind, ALL],
        hidden=hidden,
    )


def publish_settlement(
    chapter: Chapter, settlement: Settlement, contract: Contract, *, persons: int
) -> tuple[Fact, ...]:
    """Publish value, ceiling, payment and what is kept, and the break-even deadweight.

    Where months are hidden, the value is rounded until it does not tell them; the rest is worked out from the
    rounded value and is no finer.
    """
    step = value_step(chapter.gate, settlement.ledger, contract)
    if step is None:
        persons = 0  # nothing computed from the months is shown
    found = settlement
    if step and step > 1:
        found = settled(_to(settlement.value, step), settlement.ledger, contract)
        found = replace(found, above_model=_to(found.above_model, step), kept=_to(found.kept, step))
    amounts = {
        "gross": found.value,
        "model": contract.model_value,
        "above_model": found.above_model,
        "ceiling": contract.ceiling,
        "payment": found.payment,
        "kept": found.kept,
    }
    declared = ("model", "ceiling")
    facts = [
        chapter.value(
            FactKey("value", name, statistic="amount"),
            amount,
            kind="amount",
            unit="kr",
            label=chapter.text(f"value.{name}"),
            tables=("contract",) if name in declared else TABLES,
            persons=None if name in declared else persons,
        )
        for name, amount in amounts.items()
    ]
    facts.append(
        chapter.value(
            FactKey("value", "break_even", statistic="share"),
            found.break_even_deadweight,
            kind="share",
            unit="percent",
            decimals=1,
            label=chapter.text("value.break_even"),
            tables=TABLES,
            persons=persons,
            method=chapter.text("method.break_even"),
        )
    )
    return tuple(facts)


STEPS = (1, 1_000, 10_000, 100_000)
"""Kroner that a value is rounded to, the finest first."""


def value_step(gate: Gate, ledger: MonthLedger, contract: Contract) -> int | None:
    """Return what the value of the months must be rounded to, kr., so that hidden months cannot be worked out.

    Those who know the value of a month can set the total value beside the months shown. What they could then
    still not tell of the months of too few people must be at least a fifth of them, and no fewer than the
    threshold. None when no rounding is enough.
    """
    hidden = hidden_months(gate, ledger)
    cells = [(kind, group) for kind in ledger.types for group in ledger.groups]
    if not any(hidden[cell] for cell in cells):
        return 1
    sums, totals = [], []
    for kind in (ALL, *ledger.types):
        for group in (ALL, *ledger.groups):
            if not hidden[kind, group]:
                sums.append([float(kind in (ALL, k) and group in (ALL, g)) for k, g in cells])
                totals.append(float(ledger.months[kind, group]))
    shown = Shown.exactly(np.array(sums).reshape(-1, len(cells)), np.array(totals))
    prices = np.array([[contract.unit_values.get(cell, 0.0) for cell in cells]])
    value = float(prices[0] @ np.array([ledger.months[cell] for cell in cells]))
    for step in STEPS:
        printed = _to(value, step)
        ends = np.array([printed - step / 2]), np.array([printed + step / 2])
        if all(
            high - low >= max(gate.policy.threshold - 1, ledger.months[cell] / 5)
            for index, cell in enumerate(cells)
            if gate.policy.small(ledger.persons[cell])
            for low, high in [span(np.eye(len(cells))[index], shown.and_between(prices, *ends))]
        ):
            return step
    return None


def _to(amount: float, step: int) -> float:
    """Round an amount to a multiple of `step`."""
    return float(round(amount / step) * step)
