"""Cells as they stand in a file, turned into the types of the contract; what cannot be turned is a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evalreport.contracts.contract import Column, Contract, LogicalType
from evalreport.contracts.conventions import (
    ERRORS,
    FALSE,
    MISSING,
    NOT_FOUND,
    PLAIN,
    TRUE,
    Conventions,
    expected,
)
from evalreport.contracts.dates import parse_dates
from evalreport.contracts.fault import SHOWN, Fault, masked
from evalreport.contracts.numerals import parse_numbers

_DTYPES: dict[str, Any] = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[ms]",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class Converted:
    """A table in the contract's columns and types; cells that could not be read are missing."""

    frame: pd.DataFrame
    faults: tuple[Fault, ...]
    missing_codes: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def absent(self) -> frozenset[str]:
        """Columns that the source lacks."""
        return frozenset(f.columns[0] for f in self.faults if f.kind == "missing_column")

    @property
    def void(self) -> dict[str, tuple[int, ...]]:
        """Per column, the rows whose cell could not be read."""
        return {f.columns[0]: f.rows for f in self.faults if f.kind == "type"}


def convert(raw: pd.DataFrame, contract: Contract, conventions: Conventions = PLAIN) -> Converted:
    """Return the contract's columns with its types.

    Parameters
    ----------
    raw : DataFrame
        Columns named as in the contract, as text or as already typed values; others are left out.
    contract : Contract
        What the table should hold.
    conventions : Conventions
        How numbers and dates are written.

    Returns
    -------
    Converted
        With one fault per column that is not there or holds values of another type. A column that is
        not there is all missing.
    """
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    missing_codes: list[tuple[str, int]] = []
    notices: list[str] = []
    for column in contract.columns:
        if column.name not in raw.columns:
            columns[column.name] = pd.Series(np.nan, index=raw.index).astype(_DTYPES[column.type])
            faults.append(
                Fault(
                    contract.table,
                    f"{contract.table}.{column.name}.missing_column",
                    "missing_column",
                    (column.name,),
                    (),
                    f"column '{column.name}' is not in the file",
                )
            )
            continue
        source = raw[column.name]
        values, bad, thousands = to_type(source, column, conventions)
        if column.missing_codes:
            coded = values.isin(list(column.missing_codes)).to_numpy(dtype=bool)
            values = values.mask(coded)
            missing_codes.append((column.name, int(coded.sum())))
        if thousands:
            notices.append(
                f"{contract.table}.{column.name}: {thousands} values with a thousands separator were read as "
                "thousands (1.234 as 1234)"
            )
        marks = not_found(source)[values.isna().to_numpy(dtype=bool)]
        if len(marks) and marks.any() and not (column.required or column.name in contract.key):
            cells = "1 cell holds" if marks.sum() == 1 else f"{int(marks.sum())} cells hold"
            notices.append(
                f"{contract.table}.{column.name}: {cells} Excel's error value for what a formula did not find (#N/A); "
                "read as missing"
            )
        columns[column.name] = values
        if bad.any():
            faults.append(_type_fault(contract.table, column, source, np.flatnonzero(bad), conventions))
    frame = pd.DataFrame(columns, index=raw.index, columns=list(contract.names))
    return Converted(frame, tuple(faults), tuple(missing_codes), tuple(notices))


def _type_fault(
    table: str, column: Column, source: pd.Series, bad: np.ndarray, conventions: Conventions
) -> Fault:
    cells = tuple(masked(value, column) for value in source.iloc[bad[:SHOWN]])
    what = f"not {expected(column.type, conventions)}"
    return Fault(
        table, f"{table}.{column.name}.type", "type", (column.name,), tuple(bad.tolist()), what, cells
    )


def to_type(
    source: pd.Series, column: Column, conventions: Conventions = PLAIN
) -> tuple[pd.Series, np.ndarray, int]:
    """Return the typed values, which cells could not be read, and how many had a thousands separator.

    Each distinct text is parsed once, so a long column costs what its distinct values cost.
    """
    dtype = _DTYPES[column.type]
    if pd.api.types.is_datetime64_any_dtype(source.dtype):
        source = _naive(source)
        if column.type == "date":
            return source.dt.normalize().astype(dtype), np.zeros(len(source), bool), 0
        source = pd.Series(source.dt.strftime("%Y-%m-%d"), index=source.index)
    elif pd.api.types.is_bool_dtype(source.dtype):
        if column.type == "boolean":
            return source.astype("boolean"), np.zeros(len(source), bool), 0
        source = source.map({True: "true", False: "false"})
    elif pd.api.types.is_numeric_dtype(source.dtype):
        return _from_numbers(source, column, dtype)
    codes, texts = pd.factorize(source.astype("str"), use_na_sentinel=True)
    unique = clean(pd.Series(texts, dtype="str"), keep=column.codes or ())
    values, bad, thousands = _from_text(unique, column.type, conventions, column.identifier)
    pick = np.where(codes < 0, len(unique), codes)
    values = pd.concat([values.astype(dtype), pd.Series([None]).astype(dtype)], ignore_index=True).iloc[pick]
    values.index = source.index
    return values, np.append(bad, False)[pick], int(np.append(thousands, False)[pick].sum())


def not_found(source: pd.Series) -> np.ndarray:
    """Say which cells hold what a spreadsheet shows for a value that a formula did not find."""
    if pd.api.types.is_numeric_dtype(source.dtype) or pd.api.types.is_datetime64_any_dtype(source.dtype):
        return np.zeros(len(source), bool)
    return source.astype("str").str.strip().isin(NOT_FOUND).to_numpy(dtype=bool)


def clean(texts: pd.Series, keep: Sequence[object] = ()) -> pd.Series:
    """Return texts in composed Unicode without white space around them; what means missing is missing."""
    array = pa.array(texts, type=pa.string(), from_pandas=True)
    array = pc.utf8_trim(pc.utf8_normalize(array, form="NFC"), characters=" \t\r\n\u00a0\u202f\ufeff\u200b")
    values = pd.Series(array.to_pandas(), dtype="str").set_axis(texts.index)
    return values.mask(values.isin([text for text in MISSING if text not in keep]))


def _naive(source: pd.Series) -> pd.Series:
    return source.dt.tz_localize(None) if source.dt.tz is not None else source


def _from_numbers(source: pd.Series, column: Column, dtype: Any) -> tuple[pd.Series, np.ndarray, int]:
    number = source.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    there = ~np.isnan(number)
    whole = there & (number == np.floor(number)) & (np.abs(number) < 2**53)
    bad = np.zeros(len(source), bool)
    if column.type == "number":
        return pd.Series(number, index=source.index), bad, 0
    if column.type == "integer":
        exact = source.dtype.kind in "iu"  # beyond 2**53 a float would have lost digits
        values = (
            source.astype("Int64")
            if exact
            else pd.Series(np.where(whole, number, np.nan), index=source.index)
        )
        return values.astype("Int64"), bad if exact else there & ~whole, 0
    if column.type == "boolean":
        fits = np.isin(number, (0, 1))
        flags = pd.Series(np.where(fits, number, np.nan), index=source.index).astype("boolean")
        return flags, there & ~fits, 0
    if column.type == "date":
        return pd.Series(pd.NaT, index=source.index).astype(dtype), there, 0
    integers = pd.Series(np.where(whole, number, 0), index=source.index).astype("int64").astype("str")
    texts = integers.where(whole, source.astype("str")).where(there)
    return texts.astype("str"), bad, 0


def _from_text(
    texts: pd.Series, type: LogicalType, conventions: Conventions, identifier: bool
) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """Return values, unreadable and thousands-separated flags of distinct, cleaned texts."""
    there = texts.notna().to_numpy(dtype=bool)
    failed = texts.isin(ERRORS).to_numpy(dtype=bool)
    none = np.zeros(len(texts), bool)
    if type == "string":
        if identifier:  # 1,23457E+11: a spreadsheet has rounded a long number, the digits are lost
            failed = failed | texts.str.fullmatch(r"\d([.,]\d+)?E\+\d+").eq(True).to_numpy(dtype=bool)
        return texts.mask(failed), failed, none
    if type == "boolean":
        low = texts.str.lower()
        yes, no = low.isin(TRUE).to_numpy(dtype=bool), low.isin(FALSE).to_numpy(dtype=bool)
        values = pd.Series(pd.array(yes, dtype="boolean")).mask(~(yes | no))
        return values, there & ~(yes | no), none
    if type == "date":
        dates = parse_dates(texts, conventions.date_format)
        return dates, there & dates.isna().to_numpy(), none
    numbers, thousands = parse_numbers(texts, conventions)
    bad = there & np.isnan(numbers)
    if type == "integer":
        # beyond 2**53 a float has lost digits
        fraction = ~np.isnan(numbers) & ((numbers != np.floor(numbers)) | (np.abs(numbers) >= 2**53))
        bad |= fraction
        return pd.Series(np.where(fraction, np.nan, numbers)).astype("Int64"), bad, thousands & ~bad
    return pd.Series(numbers), bad, thousands
