"""The value axis: round steps, gridlines, and numbers in the language of the report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.canvas import SMALL, Canvas
from evalreport.locale import Locale

if TYPE_CHECKING:
    from evalreport.exhibits.figure import Figure


@dataclass(frozen=True)
class ValueAxis:
    """Ticks from the lowest to the highest, and how they are written."""

    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]

    @property
    def low(self) -> float:
        """Lowest tick."""
        return float(self.ticks[0])

    @property
    def high(self) -> float:
        """Highest tick."""
        return float(self.ticks[-1])

    @property
    def room(self) -> float:
        """Width of the widest label in points."""
        return max(typeface.width(label, SMALL) for label in self.labels)


def steps(low: float, high: float, most: int = 5) -> tuple[Decimal, ...]:
    """Return round numbers from at or below `low` to at or above `high`.

    >>> [str(tick) for tick in steps(0, 0.59)]
    ['0.0', '0.2', '0.4', '0.6']
    >>> [str(tick) for tick in steps(0, 67.6)]
    ['0', '20', '40', '60', '80']
    """
    span = high - low if high > low else 1.0
    size = 10 ** math.floor(math.log10(span / most))
    for factor in ("1", "2", "2.5", "5", "10", "20"):
        step = Decimal(factor) * Decimal(10) ** round(math.log10(size))
        first = math.floor(low / float(step) + 1e-9)
        last = math.ceil(high / float(step) - 1e-9)
        if last - first <= most:
            break
    return tuple(step * number for number in range(first, max(last, first + 1) + 1))


def value_axis(figure: Figure, values: Sequence[float], *, zero: bool) -> ValueAxis:
    """Choose the axis of a figure: its own scale, or round steps around the values."""
    marks = [
        *values,
        *(one.value for one in figure.references),
        *(v for b in figure.bands for v in (b.low, b.high)),
    ]
    low, high = min(marks, default=0.0), max(marks, default=1.0)
    if zero or low >= 0:
        low, high = min(0.0, low), max(0.0, high)
    if figure.scale:
        low, high = min(figure.scale[0], low), max(figure.scale[1], high)
    if high - low < 1e-6:  # nothing but zeros
        high = low + 1
    ticks = steps(low, high)
    return ValueAxis(ticks, tuple(_label(tick, ticks, figure) for tick in ticks))


def _label(tick: Decimal, ticks: Sequence[Decimal], figure: Figure) -> str:
    locale: Locale = figure.locale
    scale = 100 if figure.unit == "share" else 1
    decimals = max(_decimals(one * scale) for one in ticks)
    if figure.unit in ("share", "percent"):
        return locale.percent(tick * scale / 100, decimals)
    return locale.number(tick, decimals)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def draw_value_axis(canvas: Canvas, axes: Axes, axis: ValueAxis, left: float, right: float) -> None:
    """Draw gridlines across and numbers at the left edge; the zero line is the one that counts."""
    for tick, label in zip(axis.ticks, axis.labels, strict=True):
        y = y_of(canvas, axes, float(tick))
        base = tick == 0
        canvas.line(
            [(left, y), (right, y)],
            color=palette.RULE if base else palette.GRID, linewidth=0.9 if base else 0.7, zorder=2 if base else -1,
        )  # fmt: skip
        canvas.text(left - 6, y, label, size=SMALL, colour=palette.MUTED, across="right", middle=True)


def y_of(canvas: Canvas, axes: Axes, value: float) -> float:
    """Where a value lies on the sheet, from the top."""
    box = axes.get_position()
    low, high = axes.get_ylim()
    return float(canvas.height * (1 - box.y0 - (value - low) / (high - low) * box.height))
