"""Bars: grouped by category with one bar per series, or lying with the number at the end of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import margin, reference, typeface
from evalreport.exhibits.drawing.axis import draw_value_axis, value_axis, y_of
from evalreport.exhibits.drawing.canvas import BODY, SMALL, Canvas
from evalreport.exhibits.drawing.key import Key
from evalreport.exhibits.exhibit import Cell
from evalreport.exhibits.page import WIDTH

if TYPE_CHECKING:
    from evalreport.exhibits.figure import Figure

PLOT_HEIGHT = 150.0
WIDEST_BAR = 56.0
THINNEST_GAP = 2.5
BAR_HEIGHT = 14.0
HIDDEN_SIZE = 16.0
"""The sign of a hidden value is set large, since it is all there is."""
ROW_GAP = 8.0
LABEL_GAP = 8.0
WIDEST_LABEL = 0.42


def colours(figure: Figure) -> tuple[str, ...]:
    """Colours of the series: light to dark along time, hues for groups, one colour alone."""
    if len(figure.series) > 1:
        pick = palette.ordered if figure.trend == "series" else palette.categorical
        return pick(len(figure.series))
    return (palette.ACCENT,)


def drawn(figure: Figure) -> list[float]:
    """Every value there is to draw."""
    return [cell.value for row in figure.values for cell in row if cell.drawn and cell.value is not None]


def grouped_bars(figure: Figure) -> Canvas:
    """Draw upright bars with their values on top."""
    axis = value_axis(figure, drawn(figure), zero=True)
    left, right = axis.room + 8, WIDTH - margin.room(reference.names(figure))
    pitch = (right - left) / max(1, len(figure.categories))
    bar = min(WIDEST_BAR, pitch * 0.84 / len(figure.series))
    named = len(figure.series) > 1 and all(typeface.width(name, SMALL) <= bar - 2 for name in figure.series)
    key = Key() if named or len(figure.series) == 1 else Key.of(figure.series)
    labels = [typeface.wrap(label, pitch - 8, BODY) for label in figure.categories]
    title = typeface.wrap(figure.axis, WIDTH, SMALL) if figure.axis else ()

    key_top = 2 + len(title) * SMALL * typeface.LEADING + (4 if title else 0)
    top = key_top + key.height + 14
    bottom = top + PLOT_HEIGHT
    label_top = bottom + 6 + (SMALL * typeface.LEADING + 2 if named else 0)
    canvas = Canvas(label_top + max(map(len, labels), default=1) * BODY * typeface.LEADING + 3)
    canvas.lines(0, 1, title, size=SMALL, colour=palette.MUTED)
    key.draw(canvas, key_top, colours(figure))
    axes = canvas.axes(left, top, right, bottom)
    axes.set_xlim(left, right)
    axes.set_ylim(axis.low, axis.high)
    draw_value_axis(canvas, axes, axis, left, right)
    for number, (lines, cells) in enumerate(zip(labels, figure.values, strict=True)):
        middle = left + (number + 0.5) * pitch
        for series, (cell, colour) in enumerate(zip(cells, colours(figure), strict=True)):
            x = middle + (series + 0.5 - len(cells) / 2) * bar
            _bar(axes, x, bar, cell, colour)
            _value(canvas, axes, x, cell, figure, bar, colour)
            if named:
                y = bottom + 3 + SMALL * 0.86
                canvas.text(x, y, figure.series[series], size=SMALL, colour=palette.MUTED, across="center")
        canvas.lines(middle, label_top, lines, across="center")
    margin.draw(canvas, reference.draw(canvas, axes, figure, left, right), right, 0, bottom + 10)
    return canvas


def _bar(axes: Axes, x: float, bar: float, cell: Cell, colour: str) -> None:
    if cell.drawn and cell.value:
        edge = palette.outline(colour) or colour
        axes.bar(
            [x], [cell.value], width=bar - THINNEST_GAP, color=colour, edgecolor=edge, linewidth=0.7, zorder=3
        )


def _value(canvas: Canvas, axes: Axes, x: float, cell: Cell, figure: Figure, bar: float, colour: str) -> None:
    """Set the value above its bar, below a negative one, and a hidden one's sign on the zero line."""
    size, bare = _value_size(figure, bar)
    if cell.hidden:
        canvas.text(x, y_of(canvas, axes, 0) - 3, cell.text, size=HIDDEN_SIZE, weight="bold", across="center")
        return
    at = cell.value if cell.drawn and cell.value is not None else 0.0
    y = y_of(canvas, axes, at) + (size * 0.95 if at < 0 else -4)
    text = _bare(cell.text) if bare else cell.text
    inside = any(y - size < y_of(canvas, axes, one.value) < y + 2 for one in figure.references)
    tall = (
        typeface.width(text, size, "semibold") <= bar - 5
        and abs(y_of(canvas, axes, at) - y_of(canvas, axes, 0)) > 3 * size
    )
    if inside and tall and at > 0:  # a benchmark runs where the value would stand
        canvas.text(
            x,
            y + size * 1.5,
            text,
            size=size,
            weight="semibold",
            colour=palette.text_on(colour),
            across="center",
        )
        return
    canvas.text(x, y, text, size=size, weight="semibold", across="center", halo=inside)


def _value_size(figure: Figure, bar: float) -> tuple[float, bool]:
    """Set values smaller, then without the sign of percent (the axis has it), when bars stand close."""
    texts = [cell.text for row in figure.values for cell in row]
    for size, bare in ((BODY, False), (SMALL, False), (SMALL, True), (7.0, True)):
        if all(typeface.width(_bare(text) if bare else text, size, "semibold") <= bar for text in texts):
            return size, bare
    return 6.0, True


def _bare(text: str) -> str:
    return text.rstrip("%\u00a0 ")


def horizontal_bars(figure: Figure) -> Canvas:
    """Draw lying bars with "percent; count" at the end of each."""
    widest = max((typeface.width(label, BODY) for label in figure.categories), default=0)
    room = min(WIDTH * WIDEST_LABEL, widest)
    labels = [typeface.wrap(label, room + 0.5, BODY) for label in figure.categories]
    ends = [_end(figure, row) for row in range(len(labels))]
    end_room = (
        max((typeface.width(first + second, BODY, "semibold") for first, second in ends), default=0) + 6
    )
    left = room + LABEL_GAP
    longest = max([*drawn(figure), *(one.value for one in figure.references)], default=0.0) or 1.0
    full = WIDTH - left - end_room

    title = typeface.wrap(figure.axis, WIDTH - left, SMALL) if figure.axis else ()
    top = 2 + len(title) * SMALL * typeface.LEADING + (7 if title else 2)
    heights = [max(BAR_HEIGHT, len(lines) * BODY * typeface.LEADING) + ROW_GAP for lines in labels]
    canvas = Canvas(top + sum(heights) + 2)
    canvas.lines(left, 1, title, size=SMALL, colour=palette.MUTED)
    axes = canvas.axes(left, top, left + full, top + sum(heights))
    axes.set_xlim(0, longest)
    axes.set_ylim(top + sum(heights), top)
    y = top
    for lines, height, row, (value, count) in zip(labels, heights, figure.values, ends, strict=True):
        middle = y + height / 2
        canvas.lines(room, middle - len(lines) * BODY * typeface.LEADING / 2, lines, across="right")
        cell = row[0]
        length = max(0.0, cell.value or 0.0) if cell.drawn else 0.0
        if length:
            axes.barh([middle], [length], height=BAR_HEIGHT, color=palette.ACCENT, linewidth=0, zorder=3)
        x = left + length / longest * full + 5
        if cell.hidden:
            canvas.text(x, middle + 4.6, value, size=HIDDEN_SIZE, weight="bold")
            y += height
            continue
        canvas.text(x, middle, value, weight="semibold", middle=True)
        if count:
            canvas.text(
                x + typeface.width(value, BODY, "semibold"), middle, count, colour=palette.MUTED, middle=True
            )
        y += height
    canvas.line([(left, top), (left, y)], color=palette.RULE, linewidth=0.9, zorder=4)
    return canvas


def _end(figure: Figure, row: int) -> tuple[str, str]:
    """The text at a bar's end: the value, and the count after it."""
    value = figure.values[row][0]
    if not figure.counts or value.hidden:
        return value.text, ""
    return value.text, f"; {figure.counts[row].text}"
