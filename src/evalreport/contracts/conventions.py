"""How a source writes numbers, dates and missing values."""

from __future__ import annotations

from dataclasses import dataclass

from evalreport.contracts.contract import LogicalType
from evalreport.contracts.dates import AUTOMATIC, written

ERRORS = (
    "#DIV/0!", "#DIVISION/0!", "#REF!", "#REFERENCE!", "#VALUE!", "#VÆRDI!", "#NAME?", "#NAVN?", "#NUM!",
    "#ERROR",
)  # fmt: skip
"""What a spreadsheet shows for a formula that failed (English and Danish): never a value."""

NOT_FOUND = ("#N/A", "#I/T", "#NULL!")
"""What a spreadsheet shows where a formula found nothing (English and Danish): missing, but worth a word."""

MISSING = ("", ".", "NaN", "nan", "NULL", "null", *NOT_FOUND)
"""Texts that statistics programs and spreadsheets leave where there is no value."""

TRUE = ("true", "sand", "ja", "j", "yes", "1")
FALSE = ("false", "falsk", "nej", "n", "no", "0")


@dataclass(frozen=True)
class Conventions:
    """How a source writes numbers and dates.

    Attributes
    ----------
    decimal : str
        `,` or `.`; the other one separates thousands.
    date_format : str or None
        `dd-mm-yyyy` and the like, or strptime codes; None tries the common Danish forms and ISO.
    spreadsheet : bool
        Cells hold real numbers (point) beside numbers typed as text (Danish comma): both are read.
    """

    decimal: str = "."
    date_format: str | None = None
    spreadsheet: bool = False


PLAIN = Conventions()


def expected(type: LogicalType, conventions: Conventions) -> str:
    """Say how a value of a type is written in this source."""
    mark = "," if conventions.decimal == "," or conventions.spreadsheet else "."
    forms = [written(conventions.date_format)] if conventions.date_format else list(AUTOMATIC)
    return {
        "string": "text: a formula that failed, or a long number that the spreadsheet rounded",
        "integer": "a whole number",
        "number": f"a number such as 1234{mark}5 (decimal '{mark}')",
        "date": "a date that exists, written " + " or ".join(forms),
        "boolean": "one of true/false, ja/nej, 1/0",
    }[type]
