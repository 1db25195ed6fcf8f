"""Patterns of a contract, told to people who do not read regular expressions: by an example."""

from __future__ import annotations

import re
from functools import cache
from re import _constants as kinds  # type: ignore[attr-defined]  # the parser that Python itself compiles with
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_FREE = 3
"""How often a part is repeated that may be repeated without end."""


def in_words(pattern: str, description: str = "") -> str:
    """Say how a value must be written.

    >>> in_words("^[A-Z]{1,3}-[0-9]{3,6}$")
    "as in 'A-123'"
    >>> in_words(r"^(?!x).*$", "Number of the case.")
    'as the contract describes it: Number of the case'
    """
    found = example(pattern)
    if found is not None:
        return f"as in '{found}'"
    if description:
        return f"as the contract describes it: {description.strip().rstrip('.')}"
    return f"in the form {pattern}"


@cache
def example(pattern: str) -> str | None:
    """Return a short text that fits a pattern; None where the pattern is too involved.

    >>> example("^[0-9]{4}-(0[1-9]|1[0-2])$"), example("^[a-z][a-z0-9_]*$"), example("(a)(?=b)")
    ('1234-01', 'aabc', None)
    """
    try:
        text = "".join(_texts(parser.parse(pattern)))
    except (KeyError, LookupError, re.error, TypeError, ValueError):
        return None
    return text if text and len(text) <= 40 and re.fullmatch(pattern, text) else None


def _texts(parts: Any) -> list[str]:
    return [_text(kind, what) for kind, what in parts]


def _text(kind: Any, what: Any, turn: int = 0) -> str:
    """Return a text for one part; repeated letters and digits count on (123), so that they look like an example."""
    if kind is kinds.AT:
        return ""
    if kind is kinds.LITERAL:
        return chr(what)
    if kind is kinds.ANY:
        return "x"
    if kind is kinds.IN:
        return _one_of(what, turn)
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        least, most, repeated = what
        if most == 1:  # what may be left out is left out
            return "".join(_texts(repeated)) * least
        times = max(least, 1) if most is not kinds.MAXREPEAT else max(least, _FREE)
        if len(repeated) == 1:
            inner, of = repeated[0]
            return "".join(_text(inner, of, i) for i in range(times))
        return "".join(_texts(repeated)) * times
    if kind is kinds.SUBPATTERN:
        return "".join(_texts(what[-1]))
    if kind is kinds.BRANCH:
        return "".join(_texts(what[1][0]))
    raise LookupError(kind)


def _one_of(choices: Any, turn: int) -> str:
    kind, what = choices[0]
    if kind is kinds.RANGE:
        low, high = what
        if (chr(low), chr(high)) == ("0", "9"):
            return "1234567890"[turn % 10]
        return chr(low + turn % (high - low + 1))
    if kind is kinds.LITERAL:
        return chr(what)
    if kind is kinds.CATEGORY and what is kinds.CATEGORY_DIGIT:
        return "1234567890"[turn % 10]
    if kind is kinds.CATEGORY and what is kinds.CATEGORY_WORD:
        return "abcdefghij"[turn % 10]
    if kind is kinds.CATEGORY and what is kinds.CATEGORY_SPACE:
        return " "
    raise LookupError(kind)
