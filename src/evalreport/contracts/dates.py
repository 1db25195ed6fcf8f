"""Dates as Danish systems write them, read without guessing: a date that does not exist is no date."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from evalreport.errors import EvalreportError

AUTOMATIC = ("dd-mm-yyyy", "yyyy-mm-dd", "dd/mm-yyyy", "dd.mm.yyyy")
"""Forms that are tried when a source does not say its own (dd/mm/yyyy is read as well)."""

_TOKENS = {"yyyy": r"(?P<y>\d{4})", "yy": r"(?P<y>\d{2})", "mm": r"(?P<m>\d{1,2})", "dd": r"(?P<d>\d{1,2})"}
_CODES = {"%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd"}
_TIME = r"([ T]\d{2}:\d{2}(:\d{2}([.]\d+)?)?)?"


def written(date_format: str) -> str:
    """Return a format in words for people: `%d.%m.%y` is `dd.mm.yy`."""
    for code, token in _CODES.items():
        date_format = date_format.replace(code, token)
    return date_format


def pattern(date_format: str) -> str:
    """Return the regular expression of a format; unknown formats raise with examples.

    >>> re.fullmatch(pattern("dd/mm-yyyy"), "24/12-2021").groupdict()
    {'d': '24', 'm': '12', 'y': '2021'}
    """
    form = written(date_format.lower() if "%" not in date_format else date_format)
    parts = re.split(r"(yyyy|yy|mm|dd)", form)
    tokens = sorted(part[0] for part in parts if part in _TOKENS)
    if tokens != ["d", "m", "y"] or any(re.search(r"[A-Za-z%]", p) for p in parts if p not in _TOKENS):
        raise EvalreportError(
            f"date format '{date_format}' is not understood",
            remedy="write it with dd, mm and yyyy (or yy), for example dd-mm-yyyy, dd.mm.yy or yyyymmdd",
        )
    if not any(p for p in parts if p not in _TOKENS):  # yyyymmdd: without marks between, widths are fixed
        return "".join(_TOKENS[part].replace("{1,2}", "{2}") for part in parts if part)
    return "".join(_TOKENS.get(part, re.escape(part)) for part in parts) + _TIME


def parse_dates(texts: pd.Series, date_format: str | None = None) -> pd.Series:
    """Read dates; NaT where a text is no date of the form, or the date does not exist.

    >>> parse_dates(pd.Series(["24-12-2021", "2021-12-24", "31-02-2021"])).dt.day.tolist()
    [24.0, 24.0, nan]
    """
    forms = [pattern(date_format)] if date_format else [*map(pattern, AUTOMATIC), pattern("dd/mm/yyyy")]
    year, month, day = (np.full(len(texts), np.nan) for _ in range(3))
    for form in forms:
        parts = texts.str.extract(f"^(?:{form})$")
        found = parts["y"].notna().to_numpy(dtype=bool)
        for target, name in ((year, "y"), (month, "m"), (day, "d")):
            target[found] = pd.to_numeric(parts[name][found]).to_numpy(dtype=float)
    if date_format and "yyyy" not in written(date_format.lower() if "%" not in date_format else date_format):
        year = np.where(year < 50, 2000 + year, 1900 + year)  # courses and surveys lie after 1950
    possible = (year >= 1800) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    safe = [np.where(possible, part, 1).astype(int) for part in (year, month, day)]
    months = ((safe[0] - 1970) * 12 + safe[1] - 1).astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + (safe[2] - 1)
    possible &= dates.astype("datetime64[M]") == months  # the 31st of February has run into March
    values = pd.Series(dates.astype("datetime64[ms]"), index=texts.index)
    return values.where(possible)
