"""Publish a ledger of months and what a contract makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalreport.chapter.chapter import Chapter
from evalreport.economics import Contract, MonthLedger, Settlement
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
            for kind, group, value in unit_values[["type", "benefit_group", "unit_value"]].itertuples(index=False)
        },
        expected_months={
            str(kind): int(months)
            for kind, months in expected[["type", "expected_months"]].itertuples(index=False)
        },
    )
    kinds = tuple(dict.fromkeys(str(kind) for kind in targets["type"]))
    return Terms(contract, kinds, f"{row['cutoff_date']:%Y-%m}")


def publish_months(
    chapter: Chapter, ledger: MonthLedger, contract: Contract, *, group_labels: Mapping[str, str], employed: str
) -> dict[tuple[str, str], Fact]:
    """Publish months by type and group, the expectation, and the difference.

    A group's months are hidden when too few people stand behind them, and then those of another group too.

    Returns
    -------
    dict of (type, group) to Fact
        "all" for totals; the groups "expected" and "difference" for the contract's expectation.
    """
    kinds = chapter.contracts["employment_month"].column("type")
    facts: dict[tuple[str, str], Fact] = {}
    for kind in (ALL, *ledger.types):
        kind_label = (
            chapter.text("months.all") if kind == ALL else kinds.label(kind, chapter.project.language)
        )
        hidden = dict(
            zip(
                ledger.groups,
                chapter.gate.group_sizes([ledger.persons[kind, g] for g in ledger.groups]),
                strict=True,
            )
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
                hidden=hidden.get(group) or chapter.gate.group_sizes([ledger.persons[kind, group]])[0],
            )
        _expectation(chapter, ledger, contract, kind, kind_label, facts)
    for group in (ALL, *ledger.groups):
        group_label = chapter.text("table.all") if group == ALL else group_labels[group]
        chapter.count(
            FactKey("employed", None, employed, None if group == ALL else group, "count"),
            ledger.persons[ALL, group],
            unit="citizen",
            label=chapter.text("months.persons", group=group_label),
            tables=TABLES,
            hidden=chapter.gate.group_sizes([ledger.persons[ALL, group]])[0],
        )
    return facts


def _expectation(
    chapter: Chapter,
    ledger: MonthLedger,
    contract: Contract,
    kind: str,
    label: str,
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
    facts[kind, "difference"] = chapter.value(
        FactKey("months_difference", kind, statistic="count"),
        ledger.months[kind, ALL] - months,
        kind="count",
        unit="month",
        label=chapter.text("months.difference", type=label),
        tables=TABLES,
        persons=ledger.persons[kind, ALL],
    )


def publish_settlement(
    chapter: Chapter, settlement: Settlement, contract: Contract, *, persons: int
) -> tuple[Fact, ...]:
    """Publish value, ceiling, payment and what is kept, and the break-even deadweight."""
    amounts = {
        "gross": settlement.value,
        "model": contract.model_value,
        "above_model": settlement.above_model,
        "ceiling": contract.ceiling,
        "payment": settlement.payment,
        "kept": settlement.kept,
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
            settlement.break_even_deadweight,
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
