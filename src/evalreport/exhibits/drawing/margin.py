"""Labels in the right margin, each beside what it names, moved apart where they would touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.canvas import SMALL, Canvas
from evalreport.exhibits.drawing.typeface import Weight

WIDEST = 108.0
GAP = 9.0


Line = tuple[tuple[str, Weight], ...]
"""A line of text in parts, each with its weight."""


@dataclass(frozen=True)
class Label:
    """What a label says and the height it points at."""

    at: float
    lines: tuple[Line, ...]
    colour: str

    @property
    def height(self) -> float:
        """Room it takes."""
        return len(self.lines) * SMALL * typeface.LEADING

    @property
    def width(self) -> float:
        """Width of its longest line."""
        return max(_width(line) for line in self.lines)


def label(at: float, name: str, value: str, colour: str, room: float = WIDEST) -> Label:
    """Make a label of a name and a value; the value stays on the name's last line when there is room."""
    lines: list[Line] = [((line, "regular"),) for line in typeface.wrap(name, room, SMALL)] if name else []
    if value and lines and _width((*lines[-1], (" " + value, "semibold"))) <= room:
        lines[-1] = (*lines[-1], (" " + value, "semibold"))
    elif value:
        lines.append(((value, "semibold"),))
    return Label(at, tuple(lines), colour)


def _width(line: Line) -> float:
    return sum(typeface.width(text, SMALL, weight) for text, weight in line)


def spread(labels: Sequence[Label], top: float, bottom: float) -> tuple[float, ...]:
    """Return the middle of each label so that none overlap, as near to where they point as can be.

    Labels that touch are gathered to a block that is centred on the mean of its wishes (pool adjacent violators).
    """
    order = sorted(range(len(labels)), key=lambda i: (labels[i].at, i))
    blocks: list[tuple[list[int], float, float]] = []  # members, height, top

    def placed(members: list[int]) -> tuple[float, float]:
        height = sum(labels[i].height for i in members)
        offset, wishes = 0.0, 0.0
        for i in members:
            wishes += labels[i].at - (offset + labels[i].height / 2)
            offset += labels[i].height
        return height, min(max(wishes / len(members), top), max(top, bottom - height))

    for i in order:
        members = [i]
        height, start = placed(members)
        while blocks and blocks[-1][2] + blocks[-1][1] > start + 1e-9:
            members = blocks.pop()[0] + members
            height, start = placed(members)
        blocks.append((members, height, start))
    middles = [0.0] * len(labels)
    for members, _, start in blocks:
        for i in members:
            middles[i] = start + labels[i].height / 2
            start += labels[i].height
    return tuple(middles)


def draw(canvas: Canvas, labels: Sequence[Label], edge: float, top: float, bottom: float) -> None:
    """Set the labels right of `edge`, with a thin leader where one had to move."""
    for one, middle in zip(labels, spread(labels, top, bottom), strict=True):
        if abs(middle - one.at) > 3:
            canvas.line([(edge + 1, one.at), (edge + GAP - 3, middle)], color=one.colour, linewidth=0.5)
        y = middle - one.height / 2
        for line in one.lines:
            x = edge + GAP
            for text, weight in line:
                canvas.lines(x, y, (text,), size=SMALL, weight=weight, colour=one.colour)
                x += typeface.width(text, SMALL, weight)
            y += SMALL * typeface.LEADING


def room(labels: Sequence[Label]) -> float:
    """Width of the margin that the labels need."""
    return max((one.width for one in labels), default=-GAP) + GAP if labels else 0.0
