"""Charts from facts: grouped bars, lying bars, lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evalreport.exhibits.builders.notes import population_note
from evalreport.exhibits.builders.selection import Dimensions, Selection
from evalreport.exhibits.builders.setting import Setting
from evalreport.exhibits.exhibit import HIDDEN_CELL, MISSING_CELL, Cell, sentences
from evalreport.exhibits.figure import AxisUnit, Band, Figure, Form, Reference
from evalreport.ledger import Fact
from evalreport.locale import format_value

Facts = Iterable[Fact] | Mapping[str, Fact]
ALONE = ""
"""Label of a series that needs none."""


def grouped_bars(
    id: str,
    facts: Facts,
    *,
    categories: Mapping[str, str],
    caption: str,
    setting: Setting,
    series: Mapping[str, str] | None = None,
    x: Dimensions = "category",
    by: Dimensions = "wave",
    statistic: str | None = "share",
    where: Mapping[str, str | None] | None = None,
    axis: str = "",
    subject: str = "",
    scale: tuple[float, float] | None = None,
    references: Sequence[tuple[str, float]] = (),
    note: str = "",
    source: str | None = None,
    alt: str = "",
) -> Figure:
    """Make upright bars: a group per category, a bar per series.

    Parameters
    ----------
    id : str
        Id of the figure, beginning with `fig-`.
    facts : facts or ledger
        Gated facts to pick from.
    categories, series : mapping of key to label
        What is compared, in order; `series=None` gives one bar per category.
    x, by : str or tuple of str
        Dimensions of the facts' keys that categories and series stand for.
    statistic : str or None
        Statistic of the facts; None when `x` or `by` says it.
    where : mapping
        Dimensions that are the same throughout, such as `{"measure": "who5", "population": "panel"}`.
    axis, subject, note, source, alt : str
        Title of the value axis; what the alternative text says of a value, with `{category}`; sentences for
        the note; source if not the usual one; the alternative text if not drafted.
    references : sequence of (label, value)
        Benchmarks, in the facts' unit.

    Raises
    ------
    EvalreportError
        When a key matches no fact, or several facts fit one place.
    """
    return _figure(
        "grouped_bars", id, facts, categories, series, x, by if series else None, statistic, where, setting,
        caption=caption, axis=axis, subject=subject, scale=scale, references=references, bands=(), note=note,
        source=source, alt=alt,
    )  # fmt: skip


def lines(
    id: str,
    facts: Facts,
    *,
    x: Mapping[str, str],
    caption: str,
    setting: Setting,
    series: Mapping[str, str] | None = None,
    x_by: Dimensions = "wave",
    by: Dimensions = "group",
    statistic: str | None = "mean",
    where: Mapping[str, str | None] | None = None,
    axis: str = "",
    subject: str = "",
    scale: tuple[float, float] | None = None,
    references: Sequence[tuple[str, float]] = (),
    bands: Sequence[tuple[str, float, float]] = (),
    note: str = "",
    source: str | None = None,
    alt: str = "",
) -> Figure:
    """Make lines over time, one per series, named at their ends; see `grouped_bars` for the parameters.

    Parameters
    ----------
    x : mapping of key to label
        Points of time in order, as keys of the dimension `x_by`.
    bands : sequence of (label, low, high)
        Spans of the value axis to shade.
    """
    return _figure(
        "lines", id, facts, x, series, x_by, by if series else None, statistic, where, setting,
        caption=caption, axis=axis, subject=subject, scale=scale, references=references, bands=bands, note=note,
        source=source, alt=alt,
    )  # fmt: skip


def horizontal_bars(
    id: str,
    facts: Facts,
    *,
    categories: Mapping[str, str],
    caption: str,
    setting: Setting,
    x: Dimensions = "category",
    share: str | None = "share",
    count: str | None = "count",
    where: Mapping[str, str | None] | None = None,
    sort: bool = True,
    last: Sequence[str] = (),
    axis: str = "",
    subject: str = "",
    note: str = "",
    source: str | None = None,
    alt: str = "",
) -> Figure:
    """Make lying bars with "percent; count" at their ends, largest first.

    Parameters
    ----------
    share, count : str or None
        Statistics of the two facts per category; None leaves one out.
    sort : bool
        Order by size; a hidden value comes after those shown, in the order given.
    last : sequence of str
        Keys kept at the bottom, such as "other".
    """
    selection = Selection.of(id, facts, where or {})
    main, second = (share, count) if share else (count, None)
    picked = {key: row[ALONE] for key, row in selection.grid(main, (x, categories), (None, [ALONE])).items()}
    counted = {key: selection.pick(second, [(x, key)]) if second else None for key in categories}
    keys = (
        sorted(categories, key=lambda key: _rank(key, picked[key], tuple(categories), last))
        if sort
        else [*categories]
    )
    cells = {key: _cell(picked[key], setting) for key in keys}
    # A count beside a hidden share would tell it, and the other way round.
    counts = {
        key: HIDDEN_CELL if cells[key].hidden else _cell(counted[key], setting) for key in keys
    } if second else {}  # fmt: skip
    used = [fact for key in keys for fact in (picked[key], counted[key]) if fact is not None]
    kind = _unit([fact for fact in used if fact.key.statistic == main] or used)
    unit = setting.unit(used[0].n_unit or used[0].unit) if used else ""
    words = setting.wording
    if not axis:
        axis = words.text("word.percent_and_count" if second else "word.count_of", unit=unit)
        if share and not second:
            axis = words.text("word.share_of", unit=setting.all_of(used[0].n_unit))
    return Figure(
        id=id, form="horizontal_bars", caption=caption, alt=alt, language=setting.language,
        categories=tuple(categories[key] for key in keys),
        values=tuple((cells[key],) for key in keys),
        counts=tuple(counts.values()),
        axis=axis, unit=kind, subject=subject, statistic=main or "",
        note=sentences([population_note({ALONE: _distinct(used)}, setting), note]),
        source=setting.source if source is None else source,
        facts=tuple(fact.id for fact in used),
    )  # fmt: skip


def _rank(
    key: str, fact: Fact | None, order: Sequence[str], last: Sequence[str]
) -> tuple[bool, bool, float, int]:
    shown = fact is not None and fact.hidden is None and isinstance(fact.value, int | float)
    size = float(fact.value) if shown and fact is not None and fact.value is not None else 0.0  # type: ignore[arg-type]
    return key in last, not shown, -size, order.index(key)


def _figure(
    form: Form,
    id: str,
    facts: Facts,
    categories: Mapping[str, str],
    series: Mapping[str, str] | None,
    x: Dimensions,
    by: Dimensions,
    statistic: str | None,
    where: Mapping[str, str | None] | None,
    setting: Setting,
    *,
    caption: str,
    axis: str,
    subject: str,
    scale: tuple[float, float] | None,
    references: Sequence[tuple[str, float]],
    bands: Sequence[tuple[str, float, float]],
    note: str,
    source: str | None,
    alt: str,
) -> Figure:
    selection = Selection.of(id, facts, where or {})
    names = dict(series) if series else {ALONE: ALONE}
    grid = selection.grid(statistic, (x, categories), (by, names))
    used = [fact for row in grid.values() for fact in row.values() if fact is not None]
    groups = {label: _distinct(row[name] for row in grid.values()) for name, label in names.items()}
    if len(groups) == 1:  # n may then differ between the categories
        groups = {label: _distinct(grid[key].values()) for key, label in categories.items()}
    along_series = by == "wave" or (isinstance(by, tuple) and "wave" in by)
    return Figure(
        id=id, form=form, caption=caption, alt=alt, language=setting.language,
        categories=tuple(categories.values()),
        series=tuple(names.values()),
        values=tuple(tuple(_cell(fact, setting) for fact in row.values()) for row in grid.values()),
        axis=axis or _axis(used, statistic, setting), unit=_unit(used), scale=scale,
        references=tuple(_reference(label, value, used[0], setting) for label, value in references),
        bands=tuple(_band(label, low, high, used[0], setting) for label, low, high in bands),
        trend="series" if along_series else "categories" if x == "wave" else "",
        subject=subject, statistic=statistic or "",
        note=sentences([population_note(groups, setting), note]),
        source=setting.source if source is None else source,
        facts=tuple(fact.id for fact in used),
    )  # fmt: skip


def _cell(fact: Fact | None, setting: Setting) -> Cell:
    return MISSING_CELL if fact is None else setting.cell(fact)


def _distinct(facts: Iterable[Fact | None]) -> list[Fact]:
    return [fact for fact in facts if fact is not None]


def _unit(facts: Sequence[Fact]) -> AxisUnit:
    fact = facts[0]
    if fact.kind == "share":
        return "share"
    if fact.unit == "percent":
        return "percent"
    return "money" if fact.kind == "amount" or fact.unit == "kr" else "number"


def _axis(facts: Sequence[Fact], statistic: str | None, setting: Setting) -> str:
    """Name the value axis when the notebook does not: share of whom, number of what, mean."""
    words, unit = setting.wording, setting.all_of(facts[0].n_unit)
    if facts[0].kind == "share":
        return words.text("word.share_of", unit=unit) if unit else words.text("word.share")
    if facts[0].kind == "count":
        counted = setting.unit(facts[0].unit)
        return words.text("word.count_of", unit=counted) if counted else words.text("word.count")
    return words.text("word.mean" if statistic == "mean" else "word.value")


def _reference(label: str, value: float, like: Fact, setting: Setting) -> Reference:
    """Make a benchmark, printed as the facts beside it are."""
    return Reference(label, float(value), format_value(value, like, setting.locale))


def _band(label: str, low: float, high: float, like: Fact, setting: Setting) -> Band:
    printed = (format_value(bound, like, setting.locale) for bound in (low, high))
    return Band(label, float(low), float(high), *printed)
