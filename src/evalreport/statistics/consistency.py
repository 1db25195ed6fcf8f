"""Can a printed number be true? A mean or a percentage of few persons can take few values only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import Reason

Rounding = Literal["either", "half_up", "half_even"]


@dataclass(frozen=True)
class Attainable:
    """Whether a printed mean or percentage can come from n whole numbers.

    Attributes
    ----------
    reported : str
        As printed.
    n : int
        Persons behind it.
    possible : bool or None
        None when there is nobody.
    totals : tuple of int
        Sums (or counts) that give the printed number; empty when none does, the first few when many do.
    nearest : tuple of str
        What the nearest attainable values would be printed as, when the printed one is impossible.
    informative : bool
        Whether some printed numbers would be impossible; with many persons and few decimals all are possible.
    """

    reported: str
    n: int
    possible: bool | None = None
    totals: tuple[int, ...] = ()
    nearest: tuple[str, ...] = ()
    informative: bool = False
    reason: Reason | None = None


@dataclass(frozen=True)
class AttainableColumn:
    """Whether a column of printed percentages can be a distribution of n persons.

    Attributes
    ----------
    possible : bool or None
        None when there is nobody.
    total : Decimal
        Sum of the printed percentages.
    impossible : tuple of str
        Percentages that no count gives.
    """

    n: int
    total: Decimal
    possible: bool | None = None
    impossible: tuple[str, ...] = ()
    reason: Reason | None = None


def attainable_mean(
    reported: str | Decimal, n: int, *, items: int = 1, step: int = 1, rounding: Rounding = "either"
) -> Attainable:
    """Check a printed mean of whole-number scores (GRIM: Brown & Heathers 2017, Soc Psychol Personal Sci 8:363-369).

    Parameters
    ----------
    reported : str or Decimal
        As printed, with its decimals: "5.19" and "5.190" are different claims. A decimal comma is read as well.
    n : int
        Persons.
    items : int
        Items that the score is the mean of (1 for a sum or a single item).
    step : int
        Distance between neighbouring scores (4 for WHO-5 on 0..100).
    rounding : "either", "half_up" or "half_even"
        How the author may have rounded.

    Examples
    --------
    >>> attainable_mean("5.19", 28).nearest
    ('5.18', '5.21')
    >>> attainable_mean("3,45", 20).possible
    True
    """
    return _attainable(reported, n, Fraction(step, n * items) if n > 0 else None, rounding, None)


def attainable_percent(reported: str | Decimal, n: int, *, rounding: Rounding = "either") -> Attainable:
    """Check a printed percentage of n persons.

    Examples
    --------
    >>> attainable_percent("17", 9).nearest
    ('11', '22')
    """
    return _attainable(reported, n, Fraction(100, n) if n > 0 else None, rounding, n)


def attainable_column(
    reported: Sequence[str | Decimal], n: int, *, rounding: Rounding = "either"
) -> AttainableColumn:
    """Check that printed percentages can be shares of the same n persons who are counted once each.

    Each percentage allows a span of counts; the column is possible when the spans can sum to n.

    Examples
    --------
    >>> attainable_column(["33", "33", "33"], 3).possible
    True
    >>> attainable_column(["10", "27", "28", "20", "5"], 98).possible
    False
    """
    total = sum((_decimal(value)[1] for value in reported), Decimal(0))
    if n <= 0:
        return AttainableColumn(n, total, reason=Reason.EMPTY)
    spans = [_totals(_decimal(value)[1], Fraction(100, n), rounding, n) for value in reported]
    impossible = tuple(str(value) for value, span in zip(reported, spans, strict=True) if not span)
    fits = not impossible and sum(span[0] for span in spans) <= n <= sum(span[-1] for span in spans)
    return AttainableColumn(n, total, fits, impossible)


def _attainable(
    reported: str | Decimal, n: int, grain: Fraction | None, rounding: Rounding, most: int | None
) -> Attainable:
    words, value = _decimal(reported)
    if grain is None:
        return Attainable(words, n, reason=Reason.EMPTY)
    totals = _totals(value, grain, rounding, most)
    nearest: tuple[str, ...] = ()
    if not totals:
        below = math.floor(Fraction(value) / grain)
        near = [total for total in (below, below + 1) if most is None or 0 <= total <= most]
        nearest = tuple(_printed(total * grain, value, ROUND_HALF_UP) for total in near)
    return Attainable(words, n, bool(totals), totals[:10], nearest, grain > _unit(value))


def _totals(value: Decimal, grain: Fraction, rounding: Rounding, most: int | None) -> tuple[int, ...]:
    """Return the whole numbers whose multiple of the grain is printed as the value."""
    modes = {"half_up": [ROUND_HALF_UP], "half_even": [ROUND_HALF_EVEN]}.get(
        rounding, [ROUND_HALF_UP, ROUND_HALF_EVEN]
    )
    low = math.floor((Fraction(value) - _unit(value)) / grain)
    high = math.ceil((Fraction(value) + _unit(value)) / grain)
    if most is not None:
        low, high = max(low, 0), min(high, most)
    target = _printed(Fraction(value), value, ROUND_HALF_UP)
    return tuple(
        total
        for total in range(low, high + 1)
        if any(_printed(total * grain, value, mode) == target for mode in modes)
    )


def _printed(value: Fraction, like: Decimal, mode: str) -> str:
    """Round a fraction exactly to as many decimals as another number has."""
    places = -_exponent(like)
    scaled = value * 10**places
    whole = math.floor(abs(scaled))
    rest = abs(scaled) - whole
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == ROUND_HALF_UP or whole % 2 == 1))
    number = Decimal(whole + up).scaleb(-places)
    return str(-number if scaled < 0 and number else number)


def _unit(value: Decimal) -> Fraction:
    return Fraction(1, 10 ** -_exponent(value))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(int(exponent), 0)


def _decimal(reported: str | Decimal) -> tuple[str, Decimal]:
    words = str(reported).strip()
    try:
        value = Decimal(words.replace(",", ".").replace("−", "-").removesuffix("%").strip())
    except InvalidOperation:
        raise EvalreportError(f"'{words}' is not a number", remedy="give it as printed, e.g. 3,48") from None
    if not value.is_finite():
        raise EvalreportError(f"'{words}' is not a number", remedy="give it as printed, e.g. 3,48")
    return words, value
