"""Read SPSS .sav files: value labels and user-missing values by what the contract asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from evalreport.contracts import Column, Contract, Conventions
from evalreport.errors import Place
from evalreport.intake.config import TableSource
from evalreport.intake.source import Cells, SourceFault


def read_spss(path: Path, source: TableSource, contract: Contract) -> Cells:
    """Return the cells of a .sav file.

    A column of whole numbers keeps SPSS's codes. A column of text gets the value's label, or the
    contract's code for that label. Values that SPSS counts as missing become missing, unless the
    contract lists them as codes or as `missing_codes` (which it counts).

    Raises
    ------
    SourceFault
        When the file is no SPSS file, or its letters cannot be read.
    """
    where = Place(source.file)
    try:
        frame, meta = pyreadstat.read_sav(
            str(path),
            user_missing=True,
            apply_value_formats=False,
            encoding=source.encoding,
            dates_as_pandas_datetime=True,
        )
    except Exception as error:  # pyreadstat raises its own and plain errors; none may quote cells
        if "encod" in str(error).lower() or isinstance(error, UnicodeDecodeError):
            raise SourceFault(
                "the letters in the file cannot be read as its own encoding",
                where=where,
                remedy="set encoding: cp1252 (or utf-8) for this table in the project file",
            ) from None
        raise SourceFault(
            "this is not an SPSS file, or it is damaged",
            where=where,
            remedy="save it again from SPSS as .sav (File, Save As, SPSS Statistics)",
        ) from None
    if not len(frame.columns):
        raise SourceFault("the file has no variables", where=where, remedy="save it again from SPSS")
    notices: list[str] = []
    columns = []
    for heading in frame.columns:
        name = source.columns.get(heading, heading)
        column = contract.column(name) if name in contract.names else None
        values = _typed(frame[heading])
        labels = meta.variable_value_labels.get(heading, {})
        if column is not None:
            values = _without_user_missing(values, column, labels, meta, heading, notices)
            notices += _disagreements(column, labels)
            if column.type == "string" and labels:
                values = _labelled(values, column, labels)
        columns.append(values)
    return Cells(
        headings=tuple(map(str, frame.columns)),
        columns=tuple(columns),
        rows=np.arange(1, len(frame) + 1),  # SPSS numbers its cases from 1
        conventions=Conventions(source.decimal or ".", source.date_format),
        notices=tuple(notices),
    )


def _typed(values: pd.Series) -> pd.Series:
    return values if values.dtype.kind in "fiuMb" else values.astype("str")


def _without_user_missing(
    values: pd.Series, column: Column, labels: dict[Any, str], meta: Any, heading: str, notices: list[str]
) -> pd.Series:
    there = values.notna()
    missing = pd.Series(False, index=values.index)
    for item in meta.missing_ranges.get(heading, []) if meta.missing_ranges else []:
        missing |= there & (values >= item["lo"]) & (values <= item["hi"])
    wanted = [*(column.codes or ()), *column.missing_codes]
    kept = values.isin(wanted) | values.map(labels).isin(wanted) if labels else values.isin(wanted)
    missing &= ~kept
    if missing.any():
        notices.append(f"{heading}: {int(missing.sum())} user-missing values of SPSS were read as missing")
    return values.mask(missing)


def _labelled(values: pd.Series, column: Column, labels: dict[Any, str]) -> pd.Series:
    """Return codes of the contract where value or label is one, else the label, else the value."""
    codes = [str(code) for code in column.codes or ()]
    by_label = {
        text.casefold(): str(code) for words in column.labels.values() for code, text in words.items()
    }
    words: dict[Any, str] = {}
    for value, label in labels.items():
        plain = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        label = label.strip()
        if plain in codes:
            words[value] = plain
        else:
            words[value] = label if label in codes else by_label.get(label.casefold(), label)
    numbers = values.map(
        lambda v: str(int(v)) if isinstance(v, float) and v.is_integer() else v, na_action="ignore"
    )
    return values.map(words).where(values.isin(list(words)), numbers).astype("str")


def _disagreements(column: Column, labels: dict[Any, str]) -> list[str]:
    """Say where file and contract give one code different labels: swapped codes look valid otherwise."""
    notices = []
    for words in column.labels.values():
        for value, label in labels.items():
            ours = words.get(value)
            if ours is not None and ours.strip().casefold() != label.strip().casefold():
                notices.append(
                    f"{column.name}: code {value:g} is '{label}' in the file and '{ours}' in the contract"
                )
    return notices
