"""The note under an exhibit: how many are behind it, counted in what, and who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evalreport.exhibits.alternatives import running
from evalreport.exhibits.builders.setting import Setting
from evalreport.exhibits.exhibit import sentences
from evalreport.ledger import Fact
from evalreport.locale import NO_BREAK

Span = tuple[int, int]


def population_note(groups: Mapping[str, Sequence[Fact]], setting: Setting) -> str:
    """Say n, unit and population of an exhibit's facts.

    Parameters
    ----------
    groups : mapping of label to facts
        Facts by series (waves, groups), in the order they are shown.
    setting : Setting
        Language and words for units.

    Returns
    -------
    str
        "n = 39 borgere, der …", "n = 17–19 borgere", or n by series when they differ.
    """
    every = [fact for facts in groups.values() for fact in facts]
    spans = {label: _span(facts) for label, facts in groups.items()}
    known = {label: span for label, span in spans.items() if span is not None}
    populations = _unique(fact.population for fact in every)
    units = _unique(fact.n_unit for fact in every)
    description = populations[0] if len(populations) == 1 else ""
    if not known:
        return setting.wording.text("note.population", population=description) if description else ""
    if len(set(known.values())) > 1 and len(known) <= 5 and all(low == high for low, high in known.values()):
        return _by_series(known, units, description, setting)
    span = (min(low for low, _ in known.values()), max(high for _, high in known.values()))
    return _described(_n(span, setting), span, units, description, setting)


def _by_series(known: Mapping[str, Span], units: Sequence[str], description: str, setting: Setting) -> str:
    words = setting.wording
    unit = f" {setting.unit(units[0])}" if len(units) == 1 else ""
    parts = []
    for place, (label, span) in enumerate(known.items()):
        n = _n(span, setting) + unit if place == 0 else _count(span, setting)
        parts.append(words.text("note.n.part", n=n, label=running(label)))
    return sentences([words.join(parts), description]).rstrip(".")


def _described(n: str, span: Span, units: Sequence[str], description: str, setting: Setting) -> str:
    """Join n, unit and description; a description that begins with the unit takes its place."""
    words = setting.wording
    if len(units) != 1 or not units[0]:
        return words.text("note.n.population", n=n, population=f"({description})") if description else n
    unit = setting.unit(units[0], span[1] if span[0] == span[1] else None)
    forms = {*setting.units.get(units[0], (units[0],))}
    first = description.split(" ")[0].rstrip(",").casefold()
    if description and first in {form.casefold() for form in forms}:
        rest = description[len(first) :]
        return words.text("note.n", n=n, unit=unit + rest)
    if description:
        return words.text("note.n.described", n=n, unit=unit, population=running(description).rstrip("."))
    return words.text("note.n", n=n, unit=unit)


def _span(facts: Iterable[Fact]) -> Span | None:
    spans = [(fact.n, fact.n) if fact.n is not None else fact.n_bounds for fact in facts]
    known = [span for span in spans if span is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _count(span: Span, setting: Setting) -> str:
    low, high = span
    if low <= 1 < high:
        return setting.wording.text("note.below", n=setting.locale.integer(high + 1))
    return setting.locale.interval(low, high)


def _n(span: Span, setting: Setting) -> str:
    count = _count(span, setting)
    sign = "=" if count[:1].isdigit() else ""
    return NO_BREAK.join(part for part in ("n", sign, count) if part)


def _unique(texts: Iterable[str]) -> list[str]:
    return sorted({text for text in texts if text})
