"""Benchmarks and norms: lines and shaded bands across a figure, named in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import margin
from evalreport.exhibits.drawing.axis import y_of
from evalreport.exhibits.drawing.canvas import Canvas

if TYPE_CHECKING:
    from evalreport.exhibits.figure import Figure

BAND = "#F3E9D8"
BAND_TEXT = "#6B4F16"


def names(figure: Figure) -> tuple[margin.Label, ...]:
    """Labels of references and bands, before their height is known."""
    lines = [margin.label(0, one.label, one.text, palette.BENCHMARK) for one in figure.references]
    return (*lines, *(margin.label(0, one.label, "", BAND_TEXT) for one in figure.bands))


def draw(canvas: Canvas, axes: Axes, figure: Figure, left: float, right: float) -> tuple[margin.Label, ...]:
    """Draw lines and bands; return their labels for the margin."""
    labels = []
    for reference in figure.references:
        y = y_of(canvas, axes, reference.value)
        canvas.line(
            [(left, y), (right, y)], color=palette.BENCHMARK, linewidth=1.1, linestyle=(0, (5, 2.5)), zorder=4
        )
        labels.append(margin.label(y, reference.label, reference.text, palette.BENCHMARK))
    for band in figure.bands:
        top, bottom = y_of(canvas, axes, band.high), y_of(canvas, axes, band.low)
        canvas.rectangle(left, top, right, bottom, facecolor=BAND, edgecolor="none", zorder=-2)
        labels.append(margin.label((top + bottom) / 2, band.label, "", BAND_TEXT))
    return tuple(labels)
