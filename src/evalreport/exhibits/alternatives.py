"""Alternative texts, drafted from what an exhibit prints: what a person would say of it, never a hidden value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalreport.exhibits.exhibit import Cell, sentences

if TYPE_CHECKING:
    from evalreport.exhibits.figure import Figure
    from evalreport.wording import Wording

_MOST = 6
"""Courses of values told one by one; with more, those that change most stand for the rest."""

Point = tuple[str, Cell]


def figure_alt(figure: Figure) -> str:
    """Draft the alternative text of a figure of data."""
    words = figure.wording
    parts = [words.text(f"alt.form.{figure.form}", caption=figure.caption.rstrip("."))]
    if not any(cell.drawn for row in figure.values for cell in row):
        return sentences([*parts, words.text("alt.hidden.all")])
    if figure.trend == "series":
        labels = [
            (label, list(zip(figure.series, row, strict=True)))
            for label, row in zip(figure.categories, figure.values, strict=True)
        ]
        parts += _courses(figure, labels)
    elif figure.trend == "categories" or figure.form == "lines":
        columns = zip(*figure.values, strict=True)
        labels = [
            (label, list(zip(figure.categories, column, strict=True)))
            for label, column in zip(figure.series, columns, strict=True)
        ]
        parts += _courses(figure, labels)
    else:
        parts += _comparison(figure)
    for reference in figure.references:
        parts.append(words.text("alt.reference", label=reference.label, value=reference.text))
    for band in figure.bands:
        parts.append(words.text("alt.band", label=band.label, low=band.low_text, high=band.high_text))
    parts.append(hidden_alt([cell for row in figure.values for cell in row], words))
    return sentences(parts)


def hidden_alt(cells: Sequence[Cell], words: Wording) -> str:
    """Say how many values are hidden, or nothing."""
    count = sum(cell.hidden for cell in cells)
    if count == 0:
        return ""
    key = "alt.hidden.one" if count == 1 else "alt.hidden.many"
    return words.text(key, count=words.number_word(count))


def _subject(figure: Figure, label: str) -> str:
    if figure.subject:
        return figure.subject.replace("{category}", label)
    statistic = figure.statistic if figure.statistic in ("share", "mean", "count") else "other"
    if not label:
        return figure.wording.text(f"alt.subject.{statistic}.single")
    return figure.wording.text(f"alt.subject.{statistic}", category=label)


def _courses(figure: Figure, labelled: Sequence[tuple[str, Sequence[Point]]]) -> list[str]:
    """Tell how values run over time, those that change most first when there are many."""
    shown = [(label, [(at, cell) for at, cell in points if cell.drawn]) for label, points in labelled]
    shown = [(label, points) for label, points in shown if points]
    if len(shown) > _MOST:
        change = {label: abs(_value(points[-1]) - _value(points[0])) for label, points in shown}
        kept = sorted(change, key=lambda label: -change[label])[:_MOST]
        shown = [(label, points) for label, points in shown if label in kept]
    return [_course(figure, _subject(figure, label), points) for label, points in shown]


def _value(point: Point) -> float:
    return point[1].value or 0.0


def _course(figure: Figure, subject: str, points: Sequence[Point]) -> str:
    words = figure.wording
    (start, first), (end, last) = points[0], points[-1]
    if len(points) == 1:
        return words.text("alt.values", subject=subject.rstrip(","), values=_told(words, points))
    rise = _value(points[-1]) - _value(points[0])
    key = "alt.same" if first.text == last.text else "alt.rise" if rise > 0 else "alt.fall"
    when = {"start": _when(words, start), "end": _when(words, end)}
    text = words.text(key, subject=subject, first=first.text, last=last.text, **when)
    low, high = min(points, key=_value), max(points, key=_value)
    ends = {first.text, last.text}
    if high[1].text not in ends:
        text += "; " + words.text("alt.high", value=high[1].text, label=_when(words, high[0]))
    if low[1].text not in ends:
        text += "; " + words.text("alt.low", value=low[1].text, label=_when(words, low[0]))
    return text


def _when(words: Wording, label: str) -> str:
    """Put a point of time into the sentence: in a year, at a measurement."""
    if re.match(r"(19|20)\d\d", label):
        return words.text("alt.in", label=label)
    return words.text("alt.at", label=running(label))


def running(label: str) -> str:
    """Return a label as it stands inside a sentence: an ordinary word loses its capital, an abbreviation keeps it.

    >>> running("Ved start"), running("WHO-5")
    ('ved start', 'WHO-5')
    """
    ordinary = len(label) > 1 and label[0].isupper() and label[1].islower()
    return label[0].lower() + label[1:] if ordinary else label


def _told(words: Wording, points: Sequence[Point]) -> str:
    return words.join(
        [words.text("alt.value", value=cell.text, label=_when(words, at)) for at, cell in points]
    )


def _comparison(figure: Figure) -> list[str]:
    """Compare categories with each other: the largest, the smallest."""
    words, parts = figure.wording, []
    for index, label in enumerate(figure.series):
        points = [
            (category, row[index], figure.counts[at].text if figure.counts else "")
            for at, (category, row) in enumerate(zip(figure.categories, figure.values, strict=True))
            if row[index].drawn
        ]
        if not points:
            continue
        ranked = sorted(points, key=lambda point: -(point[1].value or 0.0))
        texts = [(name, cell.text + (f" ({count})" if count else "")) for name, cell, count in ranked]
        before = f"{label}: " if label else ""
        if len({cell.text for _, cell, _ in ranked}) == 1 and len(ranked) > 1:
            parts.append(before + words.text("alt.equal", value=texts[0][1]))
            continue
        told = words.text("alt.largest", label=texts[0][0], value=texts[0][1])
        if len(texts) > 1:
            told += "; " + words.text("alt.smallest", label=texts[-1][0], value=texts[-1][1])
        parts.append(before + told)
        if 2 < len(texts) <= _MOST + 2:
            listed = [words.text("alt.listed", label=name, value=value) for name, value in texts[1:-1]]
            parts.append("; ".join(listed))
    return parts
