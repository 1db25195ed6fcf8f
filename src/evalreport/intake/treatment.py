"""Apply what the project says about broken rules: stop, warn, set rows aside, or make values missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from evalreport.contracts import KEY_KINDS, Contract, Converted, Fault, Rule, validate
from evalreport.errors import EvalreportError, Place, unknown
from evalreport.intake.config import Action, IntakeConfig, RuleAction

_VALUES = ("type", "codes", "range", "pattern", "length", "foreign_key")
_WHOLE = ("missing_column", "empty")


@dataclass(frozen=True)
class Treated:
    """A table after its rules were run and the project's actions applied.

    Attributes
    ----------
    frame : DataFrame
        The rows that are kept.
    full : DataFrame
        All rows, typed.
    stops : tuple of Fault
        What still stops intake; positions are of `full`.
    quality : dict
        Counts for the quality file.
    """

    frame: pd.DataFrame
    full: pd.DataFrame
    stops: tuple[Fault, ...]
    quality: dict[str, Any]


def treat(
    converted: Converted,
    contract: Contract,
    config: IntakeConfig,
    others: Mapping[str, pd.DataFrame],
    full_others: Mapping[str, pd.DataFrame],
    unread: Iterable[str],
) -> Treated:
    """Run the rules of one table and do what the project says about each broken one.

    Rules that a row breaks by itself come first; then keys, among the rows that are left. So a
    duplicate that is set aside for another reason is no duplicate any more.

    Parameters
    ----------
    converted : Converted
        The typed table.
    contract, config
        Its contract, and the project's actions.
    others, full_others : mapping of str to DataFrame
        Tables that were treated before: the rows kept, and all rows.
    unread : iterable of str
        Tables of the project that could not be read; keys into them are not checked.
    """
    full = converted.frame.reset_index(drop=True)
    rules = {rule.name: rule for rule in contract.rules}
    faults = list(converted.faults)
    if full.empty:
        rule = rules[f"{contract.table}.empty"]
        faults.append(Fault(contract.table, rule.name, rule.kind, (), (), "there are headings, but no rows"))
    first = validate(full, contract, others, skip=converted.absent, void=converted.void).faults
    faults += [fault for fault in first if fault.kind not in KEY_KINDS]
    work = _Work(full.copy(), np.ones(len(full), dtype=bool))
    found = {fault.rule: fault for fault in faults}
    stops = [fault for fault in faults if not _apply(fault, rules[fault.rule], config, work)]

    late = [fault for fault in first if fault.kind in KEY_KINDS]
    if work.values or not work.keep.all():  # keys are judged among what is left
        kept = np.flatnonzero(work.keep)
        frame = work.frame.iloc[kept].reset_index(drop=True)
        again = validate(frame, contract, others, kinds=KEY_KINDS, skip=converted.absent).faults
        late = [_at(fault, kept) for fault in again]
    late = [_explain(fault, contract, full, full_others) for fault in late]
    late += _no_table(contract, {contract.table, *others, *unread})
    found |= {fault.rule: fault for fault in late}
    stops += [fault for fault in late if not _apply(fault, rules[fault.rule], config, work)]

    frame = work.frame[work.keep].reset_index(drop=True)
    quality = {
        "rows_read": len(full),
        "rows_kept": len(frame),
        "rows_set_aside": int((~work.keep).sum()),
        "values_set_missing": work.values,
        "missing_codes": {name: n for name, n in converted.missing_codes if n},
        "rules": [_line(rule, found.get(rule.name), config) for rule in contract.rules],
        "notices": list(converted.notices),
    }
    return Treated(frame, full, tuple(stops), quality)


@dataclass
class _Work:
    """The table while actions are applied."""

    frame: pd.DataFrame
    keep: np.ndarray
    values: int = 0


def _action(rule: Rule, config: IntakeConfig) -> tuple[Action, RuleAction | None]:
    said = config.action(rule.name)
    return (said.action if said else "warn" if rule.severity == "warning" else "stop"), said


def _apply(fault: Fault, rule: Rule, config: IntakeConfig, work: _Work) -> bool:
    """Do what the project says; return False when the fault stops intake."""
    action, said = _action(rule, config)
    if action == "stop":
        return False
    if action == "accept" and said is not None and fault.rows:
        rows = np.asarray(fault.rows)
        if said.treatment == "set_row_aside":
            work.keep[rows] = False
        else:
            work.frame.loc[rows, fault.columns[0]] = None
            work.values += len(rows)
    return True


def _at(fault: Fault, positions: np.ndarray) -> Fault:
    return replace(
        fault,
        rows=tuple(positions[list(fault.rows)].tolist()),
        partners=tuple(positions[list(fault.partners)].tolist()) if fault.partners else (),
    )


def _explain(
    fault: Fault, contract: Contract, full: pd.DataFrame, others: Mapping[str, pd.DataFrame]
) -> Fault:
    """Say when a key points to a row that is in the other file but was set aside."""
    reference = next((r for r in contract.references if r.columns == fault.columns), None)
    if fault.kind != "foreign_key" or reference is None or len(reference.to) != 1:
        return fault
    target = others.get(reference.table, full)[reference.to[0]]
    aside = int(full.loc[list(fault.rows), fault.columns[0]].isin(target).sum())
    if not aside:
        return fault
    return replace(fault, what=f"{fault.what} ({aside} of them point to rows that were set aside there)")


def _no_table(contract: Contract, tables: set[str]) -> list[Fault]:
    return [
        Fault(
            contract.table,
            f"{contract.table}.{'_'.join(reference.columns)}.foreign_key",
            "foreign_key",
            reference.columns,
            (),
            f"points to table {reference.table}, which the project does not have",
        )
        for reference in contract.references
        if reference.table not in tables
    ]


def _line(rule: Rule, fault: Fault | None, config: IntakeConfig) -> dict[str, Any]:
    action, said = _action(rule, config)
    line: dict[str, Any] = {
        "rule": rule.name,
        "kind": rule.kind,
        "description": rule.description,
        "found": 0 if fault is None else max(len(fault.rows), 1),
        "action": action,
    }
    if said is not None and said.treatment:
        line["treatment"] = said.treatment
    if said is not None and said.reason:
        line["reason"] = said.reason
    return line


def check_actions(
    config: IntakeConfig, contracts: Mapping[str, Contract], place: Callable[[int], Place]
) -> list[EvalreportError]:
    """Return what is wrong with the project's actions: unknown rules, treatments that cannot mend a rule.

    `place` says where the action of a number (from 0) stands.
    """
    rules = {rule.name: (rule, contract) for contract in contracts.values() for rule in contract.rules}
    faults: list[EvalreportError] = []
    for index, said in enumerate(config.rules):
        where = place(index)
        if said.rule not in rules:
            faults.append(unknown("rule", said.rule, rules, where=where))
            continue
        rule, contract = rules[said.rule]
        problem = _misfit(said, rule, contract)
        if problem:
            faults.append(EvalreportError(f"rule {rule.name}: {problem}", where=where))
    return faults


def _misfit(said: RuleAction, rule: Rule, contract: Contract) -> str | None:
    if said.action == "warn" and rule.kind in ("type", "missing_column"):
        return "a warning cannot mend it, for the value is not there; use action: accept with a reason"
    if said.action != "accept" or rule.kind in _WHOLE:
        return None
    if said.treatment is None:
        return "accept needs treatment: set_row_aside or value_missing"
    if said.treatment == "value_missing":
        if rule.kind not in _VALUES or len(rule.columns) != 1:
            return "value_missing does not mend it; use treatment: set_row_aside"
        column = contract.column(rule.columns[0])
        if column.required or column.name in contract.key:
            return f"{column.name} must be filled in, so value_missing does not help; use set_row_aside"
    return None
