"""The flow drawn: steps down the page, those who leave to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.arrow import arrow
from evalreport.exhibits.drawing.canvas import BODY, SMALL, Canvas
from evalreport.exhibits.flow_diagram import Flow, FlowExit, FlowNode, FlowStage
from evalreport.exhibits.page import WIDTH

MAIN = 244.0
"""Width of the main column when there are exits beside it."""
EXIT_LEFT = 268.0
SINGLE = 172.0
"""Width of a box that stands alone."""
BETWEEN = 10.0
STEP = 30.0
PAD = 8.0
NUMBER = 15.0
LINE = BODY * typeface.LEADING
SMALL_LINE = SMALL * typeface.LEADING + 1.5


@dataclass(frozen=True)
class _Box:
    """A box of the main column: its group, where it stands, its label in lines."""

    node: FlowNode
    left: float
    right: float
    label: tuple[str, ...]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return 2 * PAD + NUMBER * 1.1 + len(self.label) * LINE


def flow(spec: Flow) -> Canvas:
    """Draw a flow diagram."""
    has_exits = any(stage.exits for stage in spec.stages)
    main = MAIN if has_exits else WIDTH
    rows = [_boxes(stage, main) for stage in spec.stages]
    tops, exit_tops, height = _heights(spec.stages, rows)
    canvas = Canvas(height)
    for number, (stage, row, top) in enumerate(zip(spec.stages, rows, tops, strict=True)):
        bottom = top + max(box.height for box in row)
        if number + 1 < len(rows):
            _connect(canvas, row, bottom, rows[number + 1], tops[number + 1])
        for leaving, exit_top in zip(stage.exits, exit_tops[number], strict=True):
            _exit(canvas, leaving, exit_top, 1 + main / 2)
        last = number + 1 == len(rows)
        for box in row:
            _node(canvas, box, top, bottom, strong=last)
    return canvas


def _boxes(stage: FlowStage, main: float) -> list[_Box]:
    count = len(stage.nodes)
    room = (main - 2 - BETWEEN * (count - 1)) / count
    size = min(room, SINGLE)
    left = 1 + (main - count * size - (count - 1) * BETWEEN) / 2
    return [
        _Box(node, left + i * (size + BETWEEN), left + i * (size + BETWEEN) + size,
             typeface.wrap(node.label, size - 2 * PAD, BODY))
        for i, node in enumerate(stage.nodes)
    ]  # fmt: skip


def _heights(
    stages: Sequence[FlowStage], rows: Sequence[Sequence[_Box]]
) -> tuple[list[float], list[list[float]], float]:
    """Place the steps, so that each exit stands beside the line it leaves and none on another."""
    tops: list[float] = []
    exit_tops: list[list[float]] = []
    top, free = 1.0, 1.0
    for number, (stage, row) in enumerate(zip(stages, rows, strict=True)):
        sizes = [_exit_height(leaving) for leaving in stage.exits]
        bottom = top + max(box.height for box in row)
        total = sum(sizes) + BETWEEN * max(0, len(sizes) - 1)
        lower = max(free, bottom + STEP / 2 - (total / 2 if len(sizes) == 1 else 8)) if sizes else free
        if sizes and len(sizes) == 1 and lower + total / 2 < bottom + 12:
            lower = bottom + 12 - total / 2
        tops.append(top)
        places, at = [], lower
        for size in sizes:
            places.append(at)
            at += size + BETWEEN
        exit_tops.append(places)
        free = at if sizes else free
        branch = places[-1] + sizes[-1] / 2 if sizes else bottom
        fans = len(row) > 1 or (number + 1 < len(rows) and len(rows[number + 1]) > 1)
        top = max(bottom + STEP, branch + (STEP if fans else STEP / 2))
    end = tops[-1] + max(box.height for box in rows[-1])
    return tops, exit_tops, max(end, free - (BETWEEN if free > 1 else 0)) + 1


def _connect(
    canvas: Canvas, row: Sequence[_Box], bottom: float, following: Sequence[_Box], top: float
) -> None:
    """Draw the line from a step to the next, branching where either has several groups."""
    if len(row) == len(following) == 1:
        arrow(canvas, [(row[0].middle, bottom), (following[0].middle, top - 1)], palette.MUTED)
        return
    turn = top - STEP * 0.5 if len(row) == 1 else bottom + STEP * 0.45
    for box in row:
        canvas.line([(box.middle, bottom), (box.middle, turn)], color=palette.MUTED, linewidth=1)
    middles = [box.middle for box in (*row, *following)]
    canvas.line([(min(middles), turn), (max(middles), turn)], color=palette.MUTED, linewidth=1)
    for box in following:
        arrow(canvas, [(box.middle, turn), (box.middle, top - 1)], palette.MUTED)


def _node(canvas: Canvas, box: _Box, top: float, bottom: float, *, strong: bool) -> None:
    fill, ink, quiet = (palette.ACCENT, palette.PAPER, palette.PAPER) if strong else (
        palette.TINT, palette.INK, palette.MUTED)  # fmt: skip
    edge = palette.ACCENT
    canvas.rectangle(
        box.left, top, box.right, bottom, radius=3, facecolor=fill, edgecolor=edge, linewidth=0.9, zorder=3
    )
    y = top + (bottom - top - box.height) / 2 + PAD
    _number(canvas, box.node, box.middle, y + NUMBER * 0.78, NUMBER, ink, quiet)
    canvas.lines(box.middle, y + NUMBER * 1.1, box.label, colour=ink, across="center")


def _number(canvas: Canvas, node: FlowNode, x: float, y: float, size: float, ink: str, quiet: str) -> None:
    """Set the number large with its unit after it, the two centred together."""
    first = typeface.width(node.n.text, size, "semibold")
    second = typeface.width(node.unit, SMALL) + 3 if node.unit else 0
    canvas.text(x - (first + second) / 2, y, node.n.text, size=size, weight="semibold", colour=ink)
    if node.unit:
        canvas.text(x - (first + second) / 2 + first + 3, y, node.unit, size=SMALL, colour=quiet)


def _exit_label(leaving: FlowExit) -> tuple[str, ...]:
    return typeface.wrap(leaving.node.label, WIDTH - EXIT_LEFT - 2 * PAD, BODY, "semibold")


def _reason_lines(reason: FlowNode) -> tuple[str, ...]:
    return typeface.wrap(reason.label, WIDTH - EXIT_LEFT - 2 * PAD - 24, SMALL)


def _exit_height(leaving: FlowExit) -> float:
    reasons = sum(len(_reason_lines(reason)) * SMALL_LINE for reason in leaving.reasons)
    return 2 * PAD - 2 + 14 + len(_exit_label(leaving)) * LINE + (reasons + 7 if reasons else 0)


def _exit(canvas: Canvas, leaving: FlowExit, top: float, trunk: float) -> None:
    """Draw a box for those who leave, with reasons and their numbers in two columns."""
    bottom = top + _exit_height(leaving)
    middle = (top + bottom) / 2
    arrow(canvas, [(trunk, middle), (EXIT_LEFT - 1, middle)], palette.MUTED)
    canvas.rectangle(
        EXIT_LEFT, top, WIDTH - 1, bottom, radius=3, facecolor=palette.PAPER, edgecolor=palette.RULE, linewidth=0.9,
        zorder=3,
    )  # fmt: skip
    left, right = EXIT_LEFT + PAD, WIDTH - 1 - PAD
    y = top + PAD + 10
    canvas.text(left, y, leaving.node.n.text, size=12, weight="semibold")
    unit_left = left + typeface.width(leaving.node.n.text, 12, "semibold") + 3
    canvas.text(unit_left, y, leaving.node.unit, size=SMALL, colour=palette.MUTED)
    y = canvas.lines(left, y + 3, _exit_label(leaving), weight="semibold")
    if leaving.reasons:
        canvas.line([(left, y + 3), (right, y + 3)], color=palette.GRID, linewidth=0.8, zorder=4)
        y += 6
    for reason in leaving.reasons:
        _reason_number(canvas, reason, right, y)
        for line in _reason_lines(reason):
            canvas.text(left, y + SMALL * 0.86, line, size=SMALL)
            y += SMALL_LINE


def _reason_number(canvas: Canvas, reason: FlowNode, right: float, y: float) -> None:
    size = 13.0 if reason.n.hidden else SMALL
    canvas.text(
        right,
        y + SMALL * 0.86 + (size - SMALL) / 4,
        reason.n.text,
        size=size,
        weight="semibold",
        across="right",
    )
