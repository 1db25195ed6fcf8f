"""Verbal quantifiers: which shares "knap en tredjedel" or "9 ud af 10" may stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

_BOUNDS = re.compile(r"^([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])$")
# Shares arrive as binary fractions: 1/3 must not fall outside "a third, at most" by its last bit.
_SLACK = 1e-9


@dataclass(frozen=True)
class Quantifier:
    """A phrase and the shares it may stand for.

    Attributes
    ----------
    pattern : str
        The phrase in lower case.
    low, high : float
        Bounds in 0..1.
    low_open, high_open : bool
        Whether a bound itself is excluded.
    """

    pattern: str
    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def holds(self, share: float) -> bool:
        """Whether the phrase may stand for a share.

        >>> Quantifier("over halvdelen", 0.5, 0.7, low_open=True).holds(0.5)
        False
        """
        above = share > self.low + _SLACK if self.low_open else share >= self.low - _SLACK
        below = share < self.high - _SLACK if self.high_open else share <= self.high + _SLACK
        return above and below

    def moved(self, by: Quantifier, point: float) -> Quantifier:
        """Apply a modifier, whose bounds are distances, to the share that a phrase names."""
        return replace(
            by,
            pattern=f"{by.pattern} {self.pattern}",
            low=max(0.0, point + by.low),
            high=min(1.0, point + by.high),
            low_open=by.low_open,
            high_open=by.high_open,
        )


def read_bounds(pattern: str, bounds: str) -> Quantifier:
    """Read bounds written as in mathematics.

    >>> read_bounds("de fleste", "(0.5, 1]")
    Quantifier(pattern='de fleste', low=0.5, high=1.0, low_open=True, high_open=False)
    """
    found = _BOUNDS.match(bounds)
    if found is None:
        raise ValueError(f"'{bounds}' of '{pattern}' is not of the form [low, high]")
    opening, low, high, closing = found.groups()
    return Quantifier(
        pattern,
        -1.0 if low == "end" else float(low),
        1.0 if high == "end" else float(high),
        opening == "(",
        closing == ")",
    )


@dataclass(frozen=True)
class Quantifiers:
    """The quantifiers of one language: vague words, fractions, "N out of M", and words that modify them."""

    fixed: tuple[Quantifier, ...]
    fractions: tuple[tuple[str, Fraction], ...]
    modifiers: tuple[Quantifier, ...]
    tolerance: float
    out_of: str
    numbers: tuple[tuple[str, int], ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any], numbers: Mapping[str, int]) -> Quantifiers:
        """Read the `quantifiers` part of a language file."""
        return cls(
            fixed=tuple(read_bounds(phrase, text) for phrase, text in data["fixed"].items()),
            fractions=tuple((phrase, Fraction(text)) for phrase, text in data["fractions"].items()),
            modifiers=tuple(read_bounds(phrase, text) for phrase, text in data["modifiers"].items()),
            tolerance=float(data["tolerance"]),
            out_of=str(data["out_of"]),
            numbers=tuple(numbers.items()),
        )

    def all(self) -> tuple[Quantifier, ...]:
        """Every phrase that can be listed ("N out of M" cannot), longest first."""
        phrases = list(self.fixed)
        for name, fraction in self.fractions:
            plain = self._plain(name, float(fraction), self.tolerance)
            phrases += [plain, *(plain.moved(modifier, float(fraction)) for modifier in self.modifiers)]
        return tuple(sorted(phrases, key=lambda one: (-len(one.pattern), one.pattern)))

    def find(self, phrase: str) -> Quantifier | None:
        """Return what a phrase may stand for, or None when it is no known quantifier.

        What follows the quantifier ("… af borgerne") does not matter; nor do capitals and spaces.
        """
        words = " ".join(phrase.casefold().split())
        words = re.sub(r"\s+(af|of)\s+(?!\d).*$", "", words) if self.out_of not in words else words
        known = {one.pattern: one for one in self.fixed}
        if words in known:
            return known[words]
        named = self._point(words)
        if named is not None:
            return self._plain(words, *named)
        for modifier in sorted(self.modifiers, key=lambda one: -len(one.pattern)):
            if words.startswith(modifier.pattern + " "):
                rest = words.removeprefix(modifier.pattern + " ")
                named = self._point(rest)
                if named is not None:
                    return self._plain(rest, *named).moved(modifier, named[0])
        return None

    def _plain(self, pattern: str, point: float, tolerance: float) -> Quantifier:
        return Quantifier(pattern, max(0.0, point - tolerance), min(1.0, point + tolerance))

    def _point(self, words: str) -> tuple[float, float] | None:
        """The share a fraction or "N out of M" names, with the tolerance it allows when unmodified."""
        fractions = dict(self.fractions)
        if words in fractions:
            return float(fractions[words]), self.tolerance
        values = dict(self.numbers)
        number = r"(\d+|" + "|".join(map(re.escape, values)) + ")"
        found = re.match(rf"^{number} {re.escape(self.out_of)} (?:de |the )?{number}(?:\s.*)?$", words)
        if found is None:
            return None
        part, whole = (values[n] if n in values else int(n) for n in found.groups())
        if whole == 0 or part > whole:
            return None
        # "10 ud af 14" counts persons: half a person to either side. "1 ud af 5" is a rounded fraction.
        return part / whole, self.tolerance if whole <= 10 else min(self.tolerance, 0.5 / whole)
