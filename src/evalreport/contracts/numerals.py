"""Numbers as Danish systems write them: decimal comma, points between thousands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalreport.contracts.conventions import Conventions


def parse_numbers(texts: pd.Series, conventions: Conventions) -> tuple[np.ndarray, np.ndarray]:
    """Read numbers as Danish systems write them; NaN where a text is no number.

    >>> parse_numbers(pd.Series(["1.234,5", "0,5", "3.5", "-7"]), Conventions(decimal=","))[0].tolist()
    [1234.5, 0.5, nan, -7.0]
    """
    texts = texts.str.replace("\u2212", "-").str.replace(
        r"(?<=\d)[ \u00a0\u202f](?=\d{3}(\D|$))", "", regex=True
    )
    comma = conventions.decimal == ","
    numbers, thousands = _plain_numbers(texts, ",", ".") if comma else _plain_numbers(texts, ".", ",")
    if conventions.spreadsheet and not comma:
        point_only = texts.where(~texts.str.contains(",", regex=False).eq(True))
        numbers, thousands = _plain_numbers(point_only, ".", ",")
        typed, typed_thousands = _plain_numbers(texts.where(np.isnan(numbers)), ",", ".")
        numbers, thousands = np.where(np.isnan(numbers), typed, numbers), thousands | typed_thousands
    return numbers, thousands


def _plain_numbers(texts: pd.Series, decimal: str, separator: str) -> tuple[np.ndarray, np.ndarray]:
    d, s = f"[{decimal}]", f"[{separator}]"
    plain = texts.str.fullmatch(rf"[+-]?(\d+({d}\d*)?|{d}\d+)([eE][+-]?\d+)?").eq(True)
    grouped = texts.str.fullmatch(rf"[+-]?[1-9]\d{{0,2}}({s}\d{{3}})+({d}\d+)?").eq(True)
    readable = texts.where(plain | grouped)
    readable = readable.str.replace(separator, "", regex=False).str.replace(decimal, ".", regex=False)
    return pd.to_numeric(readable, errors="coerce").to_numpy(dtype=float), grouped.to_numpy(dtype=bool)
