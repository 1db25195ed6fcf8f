"""Lines over time, named at their right ends, with benchmarks and bands behind them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import margin, reference, typeface
from evalreport.exhibits.drawing.axis import draw_value_axis, value_axis, y_of
from evalreport.exhibits.drawing.bars import HIDDEN_SIZE, drawn
from evalreport.exhibits.drawing.canvas import BODY, SMALL, Canvas
from evalreport.exhibits.exhibit import HIDDEN, Cell
from evalreport.exhibits.page import WIDTH

if TYPE_CHECKING:
    from evalreport.exhibits.figure import Figure

PLOT_HEIGHT = 170.0
ALL_LABELLED = 2
"""With so many lines or fewer, every point carries its value; with more, the ends do."""


def lines(figure: Figure) -> Canvas:
    """Draw one line per series; a hidden or missing value breaks the line."""
    axis = value_axis(figure, drawn(figure), zero=figure.scale is None)
    fills = palette.categorical(len(figure.series))
    columns = [[row[series] for row in figure.values] for series in range(len(figure.series))]
    ends = [_end_label(figure, number, cells, 0.0, fills[number]) for number, cells in enumerate(columns)]
    room = margin.room([*(one for one in ends if one.lines), *reference.names(figure)])
    left, right = axis.room + 8, WIDTH - max(room, 12)
    begin, end = (30.0, 8.0) if len(figure.series) > ALL_LABELLED else (24.0, 24.0)
    pitch = (right - left - begin - end) / max(1, len(figure.categories) - 1)
    xs = [left + begin + number * pitch for number in range(len(figure.categories))]
    if len(xs) == 1:
        xs = [(left + right) / 2]
    labels = [
        typeface.wrap(label, max(pitch - 6, 40) if len(xs) > 1 else right - left, BODY)
        for label in figure.categories
    ]

    title = typeface.wrap(figure.axis, WIDTH, SMALL) if figure.axis else ()
    top = 2 + len(title) * SMALL * typeface.LEADING + 12
    bottom = top + PLOT_HEIGHT
    canvas = Canvas(bottom + 6 + max(map(len, labels), default=1) * BODY * typeface.LEADING + 3)
    canvas.lines(0, 1, title, size=SMALL, colour=palette.MUTED)
    axes = canvas.axes(left, top, right, bottom)
    axes.set_xlim(left, right)
    axes.set_ylim(axis.low, axis.high)
    draw_value_axis(canvas, axes, axis, left, right)
    beside = list(reference.draw(canvas, axes, figure, left, right))
    for x, wrapped in zip(xs, labels, strict=True):
        canvas.lines(x, bottom + 6, wrapped, across="center")
    for number, cells in enumerate(columns):
        _line(axes, xs, cells, number)
        at = _last(cells)
        if at is not None:
            y = y_of(canvas, axes, cells[at].value or 0.0)
            beside.append(_end_label(figure, number, cells, y, fills[number]))
    _value_labels(canvas, axes, xs, columns, fills)
    for x, row in zip(xs, figure.values, strict=True):
        if any(cell.hidden for cell in row):
            canvas.text(x, bottom - 3, HIDDEN, size=HIDDEN_SIZE, weight="bold", across="center")
    margin.draw(canvas, [one for one in beside if one.lines], right, 0, bottom + 12)
    return canvas


def _last(cells: list[Cell]) -> int | None:
    return max((at for at, cell in enumerate(cells) if cell.drawn), default=None)


def _end_label(figure: Figure, number: int, cells: list[Cell], y: float, colour: str) -> margin.Label:
    """Name of the line, with its last value when points carry none."""
    last = _last(cells)
    value = cells[last].text if last is not None and len(figure.series) > ALL_LABELLED else ""
    return margin.label(y, figure.series[number], value, palette.text_tone(colour))


def _line(axes: Axes, xs: list[float], cells: list[Cell], number: int) -> None:
    colour = palette.categorical(number + 1)[number]
    style = palette.LINE_STYLES[number % len(palette.LINE_STYLES)]
    marker = palette.MARKERS[number % len(palette.MARKERS)]
    points = zip(xs, cells, strict=True)
    for there, run in groupby(points, key=lambda point: point[1].drawn):
        if there:
            run_xs, run_ys = zip(*((x, cell.value) for x, cell in run), strict=True)
            axes.plot(
                run_xs, run_ys, color=colour, linestyle=style, linewidth=1.9, marker=marker, markersize=5.5,
                markeredgecolor=palette.PAPER, markeredgewidth=0.8, clip_on=False, zorder=5,
            )  # fmt: skip


def _value_labels(
    canvas: Canvas, axes: Axes, xs: list[float], columns: list[list[Cell]], fills: tuple[str, ...]
) -> None:
    """Set values at the points: all of them, or those where the lines begin; none upon another."""
    every = len(columns) <= ALL_LABELLED
    for at, x in enumerate(xs):
        here = [(column[at], fill) for column, fill in zip(columns, fills, strict=True) if column[at].drawn]
        begins = [
            (column[at], fill)
            for column, fill in zip(columns, fills, strict=True)
            if column[at].drawn and not any(cell.drawn for cell in column[:at])
        ]
        shown = here if every else begins
        if every:
            _above_and_below(canvas, axes, x, shown, len(columns) == 1 and _valley(columns[0], at))
        else:
            labels = [
                margin.label(y_of(canvas, axes, cell.value or 0.0), "", cell.text, palette.text_tone(fill))
                for cell, fill in shown
            ]
            middles = margin.spread(labels, 0, canvas.height)
            for one, middle in zip(labels, middles, strict=True):
                canvas.text(
                    x - 7, middle, one.lines[0][0][0], size=SMALL, weight="semibold", colour=one.colour,
                    across="right", middle=True, halo=True,
                )  # fmt: skip


def _valley(cells: list[Cell], at: int) -> bool:
    """Whether a point lies lower than those beside it, so that the line rises to both sides."""
    here = cells[at].value
    beside = [cells[i].value for i in (at - 1, at + 1) if 0 <= i < len(cells)]
    return here is not None and len(beside) == 2 and all(one is not None and one > here for one in beside)


def _above_and_below(
    canvas: Canvas, axes: Axes, x: float, shown: list[tuple[Cell, str]], valley: bool
) -> None:
    """Set the higher value above its point and the lower below; beside it where it would meet the axis."""
    ranked = sorted(shown, key=lambda one: -(one[0].value or 0.0))
    floor = y_of(canvas, axes, axes.get_ylim()[0])
    for place, (cell, fill) in enumerate(ranked):
        point = y_of(canvas, axes, cell.value or 0.0)
        below = point + 7 + SMALL * typeface.CAP_HEIGHT
        under = place > 0 or valley
        colour = palette.text_tone(fill)
        if under and below > floor - 1:
            canvas.text(
                x + 7,
                point - 5,
                cell.text,
                size=SMALL,
                weight="semibold",
                colour=colour,
                middle=True,
                halo=True,
            )
            continue
        y = below if under else point - 7
        canvas.text(x, y, cell.text, size=SMALL, weight="semibold", colour=colour, across="center", halo=True)
