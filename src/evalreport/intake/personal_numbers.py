"""Find what looks like a Danish personal number (CPR) outside the columns declared as identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Six digits that are a day and a month (the year can be any), an optional mark, four digits, and no
# letter or digit around: "0101901234", "010190-1234", "Født 010190 1234." The modulus-11 test is left
# out on purpose: numbers without it have been given out since 2007.
_DATE = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}"
_MARK = "[-\u2010\u2011\u2012\u2013\u2014 \u00a0]?"
PATTERN = re.compile(rf"(?<![0-9A-Za-zÆØÅæøå]){_DATE}{_MARK}\d{{4}}(?![0-9A-Za-zÆØÅæøå])")
_ROUGH = rf"{_DATE}{_MARK}\d{{4}}"


def has_personal_number(text: str) -> bool:
    """Say whether a text holds what looks like a personal number.

    >>> has_personal_number("ring til 010190-1234"), has_personal_number("990190-1234")
    (True, False)
    """
    return PATTERN.search(text) is not None


def find(frame: pd.DataFrame, skip: Iterable[str] = ()) -> dict[str, tuple[int, ...]]:
    """Return, per column, the positions of cells that look like a personal number.

    Parameters
    ----------
    frame : DataFrame
        Raw cells: text or numbers.
    skip : iterable of str
        Declared identifiers.
    """
    skipped = set(skip)
    found = {name: _positions(frame[name]) for name in frame.columns if name not in skipped}
    return {name: rows for name, rows in found.items() if rows}


def _positions(values: pd.Series) -> tuple[int, ...]:
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
        return ()
    if pd.api.types.is_numeric_dtype(values.dtype):
        number = values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        whole = ~np.isnan(number) & (number == np.floor(number)) & (number >= 1e9) & (number < 1e10)
        digits = np.where(whole, number, 0).astype("int64")
        day, month = digits // 10**8, digits // 10**6 % 100
        return tuple(np.flatnonzero(whole & (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)).tolist())
    texts = pa.array(values, type=pa.string(), from_pandas=True)
    # The fast search has no look-around; it only picks the few cells that the exact pattern then judges.
    rough = np.flatnonzero(
        pc.fill_null(pc.match_substring_regex(texts, _ROUGH), False).to_numpy(zero_copy_only=False)
    )
    return tuple(int(i) for i in rough if has_personal_number(texts[int(i)].as_py()))
