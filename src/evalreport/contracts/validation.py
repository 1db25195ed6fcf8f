"""Run a contract's rules over a typed table with pointblank: one step per rule, all faults at once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from evalreport.contracts.contract import Contract, Kind, Reference, Rule, columns_in_sql
from evalreport.contracts.conventions import PLAIN, Conventions
from evalreport.contracts.conversion import convert
from evalreport.contracts.fault import SHOWN, Fault, masked
from evalreport.contracts.patterns import in_words
from evalreport.errors import near_matches

if TYPE_CHECKING:
    import pointblank as pb

ROW_KINDS: tuple[Kind, ...] = ("required", "codes", "range", "pattern", "length", "custom")
"""Rules that a row breaks by itself."""
KEY_KINDS: tuple[Kind, ...] = ("unique", "foreign_key")
"""Rules that depend on which other rows there are."""


@dataclass(frozen=True)
class Validation:
    """What the rules found.

    Attributes
    ----------
    faults : tuple of Fault
        One per broken rule, in the contract's order.
    counts : mapping of str to int
        Rows that break each rule that was run, zero included.
    report : pointblank.Validate or None
        The interrogated validation, one step per rule: prints as a quality table. None when there was
        nothing to run.
    """

    faults: tuple[Fault, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    report: pb.Validate | None = None


def check(
    frame: pd.DataFrame,
    contract: Contract,
    others: Mapping[str, pd.DataFrame] | None = None,
    conventions: Conventions = PLAIN,
) -> list[Fault]:
    """Return every fault of a table at once: columns and types first, then the rules.

    Parameters
    ----------
    frame : DataFrame
        As read from a source (text) or typed.
    contract : Contract
        What it should hold.
    others : mapping of str to DataFrame, optional
        The tables that foreign keys point to; a key into a table that is not given is not checked.
    conventions : Conventions
        How numbers and dates are written in text cells.
    """
    converted = convert(frame, contract, conventions)
    found = validate(converted.frame, contract, others, skip=converted.absent, void=converted.void)
    return [*converted.faults, *found.faults]


def validate(
    frame: pd.DataFrame,
    contract: Contract,
    others: Mapping[str, pd.DataFrame] | None = None,
    *,
    kinds: Iterable[Kind] = (*ROW_KINDS, *KEY_KINDS),
    skip: Iterable[str] = (),
    void: Mapping[str, tuple[int, ...]] | None = None,
) -> Validation:
    """Run the rules of some kinds over a table that `convert` typed.

    Parameters
    ----------
    frame, contract, others
        As in `check`.
    kinds : iterable of str
        The kinds of rules to run.
    skip : iterable of str
        Columns that the file lacks: rules that touch them are left out.
    void : mapping of str to tuple of int
        Per column, rows whose cell is already known to be wrong: they break no further rule, so that
        one mistake is told once.
    """
    frame = frame.reset_index(drop=True)
    kinds, skip = tuple(kinds), set(skip)
    references = {"_".join(r.columns): r for r in contract.references}
    targets = {contract.table: frame, **(others or {})}
    rules = [rule for rule in contract.rules if rule.kind in kinds and not skip & set(rule.columns)]
    rules = [
        rule for rule in rules if rule.kind != "foreign_key" or _target(rule, references, targets) is not None
    ]
    if frame.empty or not rules:
        return Validation((), {rule.name: 0 for rule in rules})
    import pointblank as pb  # here, for it takes a third of a second that most builds need not spend

    holds = _row_rules(frame, contract, [rule for rule in rules if rule.kind == "custom"])
    for rule in rules:
        target = _target(rule, references, targets)
        if target is not None:
            holds[rule.name] = _found(frame[list(rule.columns)], target)
    validation = pb.Validate(frame, tbl_name=contract.table, label=contract.title, lang="da", locale="da")
    for rule in rules:
        validation = _step(validation, rule, contract, holds)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*has match groups", category=UserWarning)
        validation = validation.interrogate(collect_tbl_checked=False, extract_limit=len(frame) + 1)
    faults, counts = [], {}
    for step, rule in zip(validation.validation_info, rules, strict=True):
        if step.eval_error:  # pointblank carries on past a step it cannot run; we must not
            raise RuntimeError(f"rule {rule.name} could not be run")
        rows = np.zeros(0, dtype=int)
        if step.n_failed:
            rows = np.flatnonzero(~holds[rule.name]) if rule.name in holds else _failed(step.extract)
            known = [row for name in rule.columns for row in (void or {}).get(name, ())]
            rows = rows[~np.isin(rows, known)] if known else rows
        fault = _fault(rule, contract, frame, rows) if len(rows) else None
        counts[rule.name] = len(fault.rows) if fault else 0
        if fault:
            faults.append(fault)
    return Validation(tuple(faults), counts, validation)


def _failed(extract: pd.DataFrame) -> np.ndarray:
    return np.sort(extract["_row_num_"].to_numpy(dtype=int) - 1)


def _target(
    rule: Rule, references: Mapping[str, Reference], targets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame | None:
    """Return the columns a foreign key points to, or None when that table is not at hand."""
    if rule.kind != "foreign_key":
        return None
    reference = references["_".join(rule.columns)]
    table = targets.get(reference.table)
    return None if table is None else table[list(reference.to)].dropna().drop_duplicates()


def _found(keys: pd.DataFrame, target: pd.DataFrame) -> np.ndarray:
    """Return which rows have a key that the target holds; a blank key points nowhere and passes."""
    blank = keys.isna().any(axis=1).to_numpy(dtype=bool)
    if keys.shape[1] == 1:
        known = pd.Index(target.iloc[:, 0])  # several times as fast as isin on long columns of text
        return blank | (known.get_indexer(pd.Index(keys.iloc[:, 0])) >= 0)
    target = target.set_axis(keys.columns, axis=1)
    merged = keys.merge(target, how="left", on=list(keys.columns), indicator=True)
    return blank | (merged["_merge"] == "both").to_numpy(dtype=bool)


def _step(
    validation: pb.Validate, rule: Rule, contract: Contract, holds: Mapping[str, np.ndarray]
) -> pb.Validate:
    brief = f"{rule.name}: {rule.description}"
    if rule.name in holds:  # computed beside pointblank: SQL, and foreign keys, which it does slowly
        passed = holds[rule.name].tolist()
        return validation.specially(lambda: passed, brief=brief)
    if rule.kind == "unique":
        return validation.rows_distinct(columns_subset=list(rule.columns), brief=brief)
    column = contract.column(rule.columns[0])
    if rule.kind == "required":
        return validation.col_vals_not_null(column.name, brief=brief)
    if rule.kind == "codes":
        return validation.col_vals_in_set(column.name, [*(column.codes or ()), None], brief=brief)
    if rule.kind == "pattern":
        return validation.col_vals_regex(column.name, column.pattern or "", na_pass=True, brief=brief)
    if rule.kind == "length":
        return validation.col_vals_str_len(
            column.name, min_val=column.min_length, max_val=column.max_length, na_pass=True, brief=brief
        )
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return validation.col_vals_between(column.name, low, high, na_pass=True, brief=brief)
    if low is not None:
        return validation.col_vals_ge(column.name, low, na_pass=True, brief=brief)
    return validation.col_vals_le(column.name, high, na_pass=True, brief=brief)


def _row_rules(frame: pd.DataFrame, contract: Contract, rules: list[Rule]) -> dict[str, np.ndarray]:
    """Return, per row rule, which rows keep it; a row breaks a rule only when its SQL is false.

    TRY makes a cell that SQL cannot work with (a malformed year, say) count as unknown: the rule for
    its form names it.
    """
    if not rules:
        return {}
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for i, column in enumerate(contract.columns):
        if column.type == "date":
            table = table.set_column(i, column.name, table.column(column.name).cast(pa.date32()))
    with duckdb.connect(config={"enable_external_access": "false", "threads": "1"}) as connection:
        connection.register(contract.table, table)
        parts = ", ".join(
            f"coalesce(TRY(CAST(({rule.sql}) AS BOOLEAN)), TRUE) AS r{i}" for i, rule in enumerate(rules)
        )
        found = connection.execute(f'SELECT {parts} FROM "{contract.table}"').fetchnumpy()
    return {rule.name: np.asarray(found[f"r{i}"], dtype=bool) for i, rule in enumerate(rules)}


def _fault(rule: Rule, contract: Contract, frame: pd.DataFrame, rows: np.ndarray) -> Fault | None:
    """Describe one broken rule; duplicates name the later rows, each with the first of its key."""
    partners: tuple[int, ...] = ()
    near: tuple[str, ...] = ()
    if rule.kind == "unique":
        keys = frame.loc[rows, list(rule.columns)].dropna()  # a blank key is a fault of `required`
        later = keys.duplicated(keep="first").to_numpy(dtype=bool)
        group = keys.groupby(list(rule.columns), sort=False).ngroup().to_numpy()
        first = dict(zip(group[~later].tolist(), keys.index[~later].tolist(), strict=True))
        rows = keys.index.to_numpy()[later]
        partners = tuple(first[g] for g in group[later][:SHOWN].tolist())
        if not len(rows):
            return None
    shown: Callable[[int], str] = _cells(rule, contract, frame)
    if rule.kind == "codes":
        column = contract.column(rule.columns[0])
        if column.public:
            odd = sorted({str(value) for value in frame.loc[rows, column.name].head(SHOWN)})
            near = tuple(
                dict.fromkeys(n for v in odd for n in near_matches(v, map(str, column.codes or ()), 1))
            )
    return Fault(
        contract.table,
        rule.name,
        rule.kind,
        rule.columns,
        tuple(rows.tolist()),
        _what(rule, contract),
        tuple(shown(row) for row in rows[:SHOWN].tolist()),
        partners,
        near,
        rule.severity,
    )


def _cells(rule: Rule, contract: Contract, frame: pd.DataFrame) -> Callable[[int], str]:
    columns = [contract.column(name) for name in rule.columns]
    if rule.kind == "required":
        return lambda row: "blank"
    if rule.kind == "custom":
        public = [column for column in columns if column.public]
        used = columns_in_sql(rule.sql, tuple(column.name for column in public))
        return lambda row: ", ".join(
            f"{name}={masked(frame.at[row, name], contract.column(name))}" for name in used
        )
    return lambda row: ", ".join(masked(frame.at[row, column.name], column) for column in columns)


def _what(rule: Rule, contract: Contract) -> str:
    if rule.kind == "required":
        return "blank, but must be filled in"
    if rule.kind == "codes":
        return f"not among the {rule.description}"
    if rule.kind == "range":
        return f"outside the range {rule.description}"
    if rule.kind == "pattern":
        column = contract.column(rule.columns[0])
        return f"not written {in_words(column.pattern or '', column.description)}"
    if rule.kind == "length":
        return f"length not {rule.description}"
    if rule.kind == "unique":
        return f"the same {', '.join(rule.columns)} stands in an earlier row"
    if rule.kind == "foreign_key":
        reference = next(r for r in contract.references if r.columns == rule.columns)
        return f"not found in column {', '.join(reference.to)} of table {reference.table}"
    return f"breaks the rule: {rule.description.rstrip('.')}"
