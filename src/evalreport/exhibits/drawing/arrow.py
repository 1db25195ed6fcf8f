"""Arrows: a line with a head, filled or open."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evalreport.exhibits.drawing.canvas import Canvas

HEAD = 6.0
Point = tuple[float, float]


def arrow(
    canvas: Canvas,
    points: Sequence[Point],
    colour: str,
    *,
    width: float = 1.0,
    dashes: tuple[float, ...] = (),
    filled: bool = True,
    head: float = HEAD,
) -> None:
    """Draw a line through points that ends in a head at the last."""
    (x, y), (dx, dy) = points[-1], _direction(points)
    back = (x - dx * head, y - dy * head)
    sides = [
        (back[0] - dy * head * 0.5, back[1] + dx * head * 0.5),
        (back[0] + dy * head * 0.5, back[1] - dx * head * 0.5),
    ]
    shaft = [*points[:-1], back if filled else points[-1]]
    if filled and len(points) > 2:  # leave out what the head covers
        shaft = [p for p in points[:-1] if math.dist(p, points[-1]) > head] + [back]
    style = (0, tuple(d / width for d in dashes)) if dashes else "-"
    canvas.line(shaft, color=colour, linewidth=width, linestyle=style, zorder=2, solid_capstyle="butt")
    if filled:
        canvas.polygon([(x, y), *sides], facecolor=colour, edgecolor="none", zorder=2.1)
    else:
        canvas.line([sides[0], (x, y), sides[1]], color=colour, linewidth=width, zorder=2.1)


def _direction(points: Sequence[Point]) -> Point:
    x, y = points[-1]
    before = next((p for p in reversed(points[:-1]) if math.dist(p, (x, y)) >= HEAD), points[0])
    distance = math.dist(before, (x, y)) or 1.0
    return (x - before[0]) / distance, (y - before[1]) / distance
