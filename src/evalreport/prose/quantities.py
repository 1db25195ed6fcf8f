"""How a fact, or the difference of two, is printed in a sentence; and the numbers that stand in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from evalreport.errors import EvalreportError
from evalreport.ledger import Fact
from evalreport.locale import NO_BREAK, Locale, exact, format_fact, format_value, rounded
from evalreport.prose.expressions import Expression
from evalreport.wording import Wording

OPTIONS = ("abs", "points", "pp", "n", "interval")
"""What `as` may say; several are separated by spaces."""

PERCENTAGE_POINTS = "percent_points"
"""The unit of a difference between two shares or two percentages."""
_POINTS = {"da": ("point", "point"), "en": ("point", "points")}
_PERCENTAGE = {"da": ("procentpoint", "procentpoint"), "en": ("percentage point", "percentage points")}
_FEWER = {"da": "færre end {n}", "en": "fewer than {n}"}
_NUMBER = re.compile(r"[+\-\u2212]?\d+(?:[.,\u00a0\u202f ]\d+)*")


class UnitError(ValueError):
    """Two facts that cannot be subtracted, or an option that a fact does not have."""


def derived(expression: Expression, facts: Mapping[str, Fact]) -> Fact:
    """Return the fact that an expression names: one of the ledger, or the difference of two.

    The difference of two shares is in percentage points. It is hidden when either fact is.
    """
    first, *rest = (facts[name] for name in expression.ids)
    if not rest:
        return replace(first)
    second = rest[0]
    if (first.kind, first.unit) != (second.kind, second.unit):
        raise UnitError(
            f"'{first.id}' ({first.kind}, {first.unit or 'no unit'}) and '{second.id}' "
            f"({second.kind}, {second.unit or 'no unit'}) are not measured alike"
        )
    if first.kind not in ("number", "count", "share", "amount"):
        raise UnitError(f"a {first.kind} cannot be subtracted")
    share = first.kind == "share"
    difference = replace(
        first,
        kind="amount" if first.kind == "amount" else "number",
        unit=PERCENTAGE_POINTS if share or first.unit == "percent" else first.unit,
        decimals=max(first.decimals, second.decimals),
        n=None,
        interval=None,
        n_bounds=None,
    )
    if first.hidden is not None or second.hidden is not None:
        return difference.hide("complement")
    value = exact(_number(first)) - exact(_number(second))
    return replace(difference, value=float(value * 100 if share else value))


def _number(fact: Fact) -> float | int:
    if fact.value is None or isinstance(fact.value, str):
        raise UnitError(f"'{fact.id}' has no number")
    return fact.value


def printed(fact: Fact, locale: Locale, threshold: int, *, shown_as: str = "", decimals: str = "") -> str:
    """Print a fact as a sentence needs it.

    Parameters
    ----------
    fact : Fact
        A fact of the ledger, or one that `derived` made.
    threshold : int
        A hidden small count is printed as "færre end" this.
    shown_as : str
        Any of `OPTIONS`, separated by spaces.
    decimals : str
        Decimals to print instead of the fact's own.

    Raises
    ------
    UnitError
        When the fact does not have what an option asks for.
    """
    options = shown_as.split()
    unknown = [option for option in options if option not in OPTIONS]
    if unknown:
        raise UnitError(f'as="{unknown[0]}" is not known; there are {", ".join(OPTIONS)}')
    if decimals and not re.fullmatch(r"\d", decimals):
        raise UnitError(f'decimals="{decimals}" is not a number of decimals')
    if decimals:
        fact = replace(fact, decimals=int(decimals))
    if "n" in options:
        return _printed_n(fact, locale, threshold)
    if fact.hidden is not None:
        small = fact.hidden == "small" and fact.kind == "count"
        return (
            _FEWER[locale.language].format(n=locale.integer(threshold))
            if small
            else format_fact(fact, locale)
        )
    if "interval" in options:
        if fact.interval is None:
            raise UnitError(f"'{fact.id}' has no interval")
        low, high = (format_value(bound, fact, locale) for bound in fact.interval)
        sign = next((sign for sign in (f"{NO_BREAK}%", f"{NO_BREAK}kr.") if high.endswith(sign)), "")
        return locale.span(low.removesuffix(sign), high)
    if "abs" in options:
        fact = replace(fact, value=abs(_number(fact)))
    if "pp" in options:
        if fact.kind == "share":
            return locale.points(_number(fact), fact.decimals)
        return _with_word(fact, locale, _PERCENTAGE)
    if "points" in options:
        return _with_word(fact, locale, _POINTS)
    return format_fact(fact, locale)


def _printed_n(fact: Fact, locale: Locale, threshold: int) -> str:
    if fact.n is not None:
        return locale.integer(fact.n)
    if fact.n_bounds is not None:
        return locale.interval(*fact.n_bounds)
    if fact.hidden is not None:
        return format_fact(fact, locale)
    raise UnitError(f"'{fact.id}' has no n")


def _with_word(fact: Fact, locale: Locale, words: Mapping[str, tuple[str, str]]) -> str:
    value = _number(fact)
    one, many = words[locale.language]
    word = one if abs(rounded(value, fact.decimals)) == 1 else many
    return locale.number(value, fact.decimals) + NO_BREAK + word


def number_in(text: str, locale: Locale, wording: Wording) -> tuple[Decimal, int] | None:
    """Return the first number of a text with its decimals; number words count.

    >>> number_in("tre målinger", Locale("da"), Wording("da"))
    (Decimal('3'), 0)
    >>> number_in("17,5 %", Locale("da"), Wording("da"))
    (Decimal('17.5'), 1)
    """
    found = _NUMBER.search(text)
    if found is not None:
        point, group = (",", ".") if locale.language == "da" else (".", ",")
        plain = re.sub(rf"[\u00a0\u202f {re.escape(group)}]", "", found.group())
        whole, _, decimals = plain.replace("\u2212", "-").partition(point)
        return Decimal(whole + ("." + decimals if decimals else "")), len(decimals)
    words = {wording.number_word(number): number for number in range(13)}
    for word in re.findall(r"\w+", text.casefold()):
        if word in words:
            return Decimal(words[word]), 0
        if word in ("en", "et", "one"):
            return Decimal(1), 0
    return None


def agrees(text: str, value: float | int, *, share: bool, locale: Locale, wording: Wording) -> bool:
    """Whether a text's number is a value rounded to the decimals the text has."""
    number = number_in(text, locale, wording)
    if number is None:
        return False
    written, decimals = number
    try:
        return written == rounded(exact(value) * 100 if share else value, decimals)
    except EvalreportError:
        return False
