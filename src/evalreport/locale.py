"""Numbers, percentages, money, dates and intervals as a reader of the report writes them.

Formatting follows the language of the report and never the machine's own settings. Every number passes
through `Decimal` and is rounded half up on its printed decimals, because that is how readers check by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, Protocol

from babel.dates import format_date
from babel.numbers import format_decimal

from evalreport.errors import EvalreportError, unknown

Language = Literal["da", "en"]
Number = float | int | Decimal

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
HIDDEN = "·"
"""What stands in place of a value that may not be shown."""

_BABEL = {"da": "da_DK", "en": "en_GB"}
_TO = {"da": "til", "en": "to"}
_POINTS = {"da": ("procentpoint", "procentpoint"), "en": ("percentage point", "percentage points")}
_ARITHMETIC = Context(prec=40, rounding=ROUND_HALF_UP)
# Binary fractions carry noise after about 15 digits (0.575 may arrive as 0.57499999999999996).
# Twelve digits are far more than any printed value and put such a number back where it belongs.
_NOISE = Context(prec=12, rounding=ROUND_HALF_UP)


def exact(value: Number) -> Decimal:
    """Return the number as the decimal a reader would write down, free of binary noise.

    >>> exact(0.575 - 1e-16) == Decimal("0.575")
    True
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(repr(float(value)))
    if not number.is_finite():
        raise EvalreportError(
            f"{value} cannot be printed as a number",
            remedy="publish a finite value, or leave the fact out when it cannot be computed",
        )
    return _NOISE.create_decimal(number)


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """Round half up to a number of decimals.

    >>> rounded(2.5), rounded(-2.5), rounded(2.675, 2)
    (Decimal('3'), Decimal('-3'), Decimal('2.68'))
    """
    result = exact(value).quantize(Decimal(1).scaleb(-decimals), context=_ARITHMETIC)
    return abs(result) if result.is_zero() else result


@dataclass(frozen=True)
class Locale:
    """Formats of one language.

    Examples
    --------
    >>> da = Locale("da")
    >>> da.number(63.55, 1), da.integer(7490542), da.number(-4, 1)
    ('63,6', '7.490.542', '−4,0')
    """

    language: Language = "da"

    def __post_init__(self) -> None:
        if self.language not in _BABEL:
            raise unknown("language", self.language, _BABEL)

    def number(self, value: Number, decimals: int = 0) -> str:
        """Format a number with a fixed number of decimals."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        number = rounded(value, decimals)
        text = format_decimal(abs(number), pattern, locale=_BABEL[self.language])
        return (MINUS if number < 0 else "") + text

    def integer(self, value: Number) -> str:
        """Format a whole number."""
        return self.number(value, 0)

    def signed(self, value: Number, decimals: int = 0) -> str:
        """Format a difference with its sign; zero has none.

        >>> Locale("da").signed(4, 1)
        '+4,0'
        """
        return ("+" if rounded(value, decimals) > 0 else "") + self.number(value, decimals)

    def percent(self, share: Number, decimals: int = 0) -> str:
        """Format a share in 0..1 as a percentage.

        >>> Locale("da").percent(0.575)
        '58\\xa0%'
        """
        # British usage sets no space; Danish does, and the line must not break there.
        space = NO_BREAK if self.language == "da" else ""
        return self.number(exact(share) * 100, decimals) + space + "%"

    def points(self, difference: Number, decimals: int = 0) -> str:
        """Format a difference between two shares (in 0..1) as percentage points.

        >>> Locale("da").points(-0.18)
        '−18\\xa0procentpoint'
        """
        points = exact(difference) * 100
        one, many = _POINTS[self.language]
        word = one if abs(rounded(points, decimals)) == 1 else many
        return self.number(points, decimals) + NO_BREAK + word

    def money(self, value: Number, decimals: int = 0) -> str:
        """Format an amount in Danish kroner.

        >>> Locale("da").money(7490542)
        '7.490.542\\xa0kr.'
        """
        amount = self.number(value, decimals)
        return f"{amount}{NO_BREAK}kr." if self.language == "da" else f"DKK{NO_BREAK}{amount}"

    def interval(self, low: Number, high: Number, decimals: int = 0) -> str:
        """Format a span; a word replaces the dash when a bound is negative.

        >>> Locale("da").interval(60.12, 67.2, 1), Locale("da").interval(-1, 2)
        ('60,1–67,2', '−1 til 2')
        """
        return self.span(self.number(low, decimals), self.number(high, decimals))

    def span(self, low: str, high: str) -> str:
        """Join two printed values to a span."""
        if low == high:
            return low
        if MINUS in low + high:
            return f"{low} {_TO[self.language]} {high}"
        return low + EN_DASH + high

    def date(self, date: Date | str) -> str:
        """Format a date in words; day and month stay on one line.

        >>> Locale("da").date("2025-06-30")
        '30.\\xa0juni 2025'
        """
        if isinstance(date, str):
            try:
                date = Date.fromisoformat(date)
            except ValueError as error:
                raise EvalreportError(
                    f"'{date}' is not a date", remedy="write dates as year-month-day, like 2025-06-30"
                ) from error
        return format_date(date, "long", locale=_BABEL[self.language]).replace(" ", NO_BREAK, 1)

    def n(self, count: int | tuple[int, int]) -> str:
        """Format a number of observations, or the span it lies in.

        >>> Locale("da").n(39), Locale("da").n((17, 19))
        ('n\\xa0=\\xa039', 'n\\xa0=\\xa017–19')
        """
        text = self.interval(*count) if isinstance(count, tuple) else self.integer(count)
        return f"n{NO_BREAK}={NO_BREAK}{text}"

    def ordinal(self, number: int) -> str:
        """Format a place in an order.

        >>> Locale("da").ordinal(3), Locale("en").ordinal(22)
        ('3.', '22nd')
        """
        if self.language == "da":
            return f"{number}."
        teens = 10 <= number % 100 <= 20
        return f"{number}" + ("th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


class Printable(Protocol):
    """What of a fact decides how it is printed (facts live in a higher module, so only their shape is named)."""

    @property
    def id(self) -> str:
        """Its id, for messages."""
        ...

    @property
    def value(self) -> float | int | str | None:
        """Its value in its unit."""
        ...

    @property
    def kind(self) -> str:
        """Share, amount, count, …"""
        ...

    @property
    def unit(self) -> str:
        """What it is measured in."""
        ...

    @property
    def decimals(self) -> int:
        """Decimals it is printed with."""
        ...

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound."""
        ...

    @property
    def hidden(self) -> str | None:
        """Why it is not shown, if so."""
        ...


def format_fact(fact: Printable, locale: Locale) -> str:
    """Print a fact's value in the language of the report.

    Parameters
    ----------
    fact : Printable
        Any gated fact. A hidden one prints as `HIDDEN`.
    locale : Locale
        The report's formats.

    Returns
    -------
    str
        The value with its unit sign where the kind has one (`17 %`, `7.490.542 kr.`), else the bare number.
    """
    if fact.hidden is not None:
        return HIDDEN
    value = fact.value
    if value is None or fact.kind == "range":
        if fact.interval is None:
            raise EvalreportError(
                f"fact '{fact.id}' has no value and is not marked as hidden",
                remedy="publish a value, or do not publish the fact",
            )
        return _span(fact, fact.interval, locale)
    if fact.kind == "date":
        return locale.date(str(value))
    if isinstance(value, str) or fact.kind in ("category", "ranking"):
        return str(value)
    return format_value(value, fact, locale)


def format_value(value: Number, fact: Printable, locale: Locale) -> str:
    """Print any number in a fact's unit and decimals, for example the ends of its interval."""
    if fact.kind == "share":
        return locale.percent(value, fact.decimals)
    if fact.kind == "amount" or fact.unit == "kr":
        return locale.money(value, fact.decimals)
    if fact.unit == "percent":
        return locale.percent(exact(value) / 100, fact.decimals)
    return locale.number(value, fact.decimals)


def _span(fact: Printable, interval: tuple[float, float], locale: Locale) -> str:
    low, high = (format_value(bound, fact, locale) for bound in interval)
    for unit in (NO_BREAK + "%", NO_BREAK + "kr.", "%"):
        if low.endswith(unit) and low != high:  # the unit stands once, after the span
            return locale.span(low.removesuffix(unit), high)
    return locale.span(low, high)
