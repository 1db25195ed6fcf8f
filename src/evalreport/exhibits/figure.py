"""Figures of data: grouped bars, horizontal bars and lines, as frozen specifications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from evalreport.exhibits.alternatives import figure_alt
from evalreport.exhibits.exhibit import Cell, Exhibit

Form = Literal["grouped_bars", "horizontal_bars", "lines"]
AxisUnit = Literal["share", "percent", "number", "money"]


@dataclass(frozen=True)
class Reference:
    """A benchmark drawn as a line across the figure; `text` is the value as printed."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Band:
    """A shaded span of the value axis, such as the range of a norm."""

    label: str
    low: float
    high: float
    low_text: str = ""
    high_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure(Exhibit):
    """A chart of facts.

    Attributes
    ----------
    form : Form
        How it is drawn.
    categories : tuple of str
        Labels along the category axis (or the x axis of lines).
    series : tuple of str
        Labels of the bars within a category, or of the lines. One empty label when there is only one series.
    values : tuple of tuple of Cell
        One row per category, one cell per series.
    counts : tuple of Cell
        Horizontal bars only: the number printed after the percentage, one per category.
    axis : str
        Title of the value axis, with its unit.
    unit : AxisUnit
        How the value axis is numbered.
    scale : pair of float or None
        Bounds of the value axis; bars begin at zero whatever it says.
    trend : str
        Along what time runs: `series`, `categories` or nothing. Decides colours and the alternative text.
    subject : str
        What the alternative text says of a value, with `{category}` (or the series' label, for lines).
    statistic : str
        The facts' statistic, for the wording of the alternative text.
    """

    prefixes: ClassVar[tuple[str, ...]] = ("fig-",)

    form: Form
    categories: tuple[str, ...]
    values: tuple[tuple[Cell, ...], ...]
    series: tuple[str, ...] = ("",)
    counts: tuple[Cell, ...] = ()
    axis: str = ""
    unit: AxisUnit = "number"
    decimals: int = 0
    scale: tuple[float, float] | None = None
    references: tuple[Reference, ...] = ()
    bands: tuple[Band, ...] = ()
    trend: Literal["series", "categories", ""] = ""
    subject: str = ""
    statistic: str = ""
    kind: Literal["figure"] = "figure"

    def cells(self) -> tuple[Cell, ...]:
        """Every printed value."""
        return tuple(cell for row in self.values for cell in row) + self.counts

    def draft_alt(self) -> str:
        """Say what a reader sees: first and last, largest and smallest."""
        return figure_alt(self)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the plotted values as printed, one row per category."""
        words = self.wording
        alone = self.axis or words.text("word.value")
        columns = [words.text("word.category"), *(label or alone for label in self.series)]
        if self.counts:
            columns = [words.text("word.category"), words.text("word.share"), words.text("word.count")]
        rows = []
        for index, (category, row) in enumerate(zip(self.categories, self.values, strict=True)):
            count = (self.counts[index].text,) if self.counts else ()
            rows.append((category, *(cell.text for cell in row), *count))
        return tuple(columns), tuple(rows)
