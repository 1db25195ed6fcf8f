"""Actors and what goes between them: numbered arrows, explained in a list under the drawing."""

from __future__ import annotations

from evalreport.exhibits import palette
from evalreport.exhibits.diagram import Actor, Diagram, Tie, TieKind
from evalreport.exhibits.drawing import routing, typeface
from evalreport.exhibits.drawing.arrow import arrow
from evalreport.exhibits.drawing.canvas import SMALL, Canvas
from evalreport.exhibits.drawing.grid import positions
from evalreport.exhibits.drawing.routing import APART, Point, Rectangle
from evalreport.exhibits.page import WIDTH

WIDEST_BOX = 118.0
LEAST_GAP = 50.0
ROW_GAP = 54.0
PAD = 8.0
RADIUS = 7.0
LABEL = 9.5
LINE = SMALL * typeface.LEADING + 1
COLOURS: dict[TieKind, str] = {"money": palette.WARM, "service": palette.ACCENT}
DASHES: dict[TieKind, tuple[float, ...]] = {"money": (), "service": (4.5, 2.6)}
WIDTHS: dict[TieKind, float] = {"money": 1.6, "service": 1.2}


def ties(spec: Diagram) -> Canvas:
    """Draw the actors on their grid, the ties between them, and the list of what the numbers mean."""
    boxes, bottom = _boxes(spec)
    order: tuple[TieKind, ...] = ("money", "service")
    kinds = [kind for kind in order if any(tie.kind == kind for tie in spec.ties)]
    listed = sorted(range(len(spec.ties)), key=lambda index: (order.index(spec.ties[index].kind), index))
    numbers = {index: number for number, index in enumerate(listed, start=1)}
    entries = [(numbers[index], spec.ties[index], _said(spec, spec.ties[index])) for index in listed]
    height = bottom + 14 + max((_list_height(entries, kind, len(kinds)) for kind in kinds), default=0)
    canvas = Canvas(height)
    sheet = Rectangle(2, 2, WIDTH - 2, bottom + 8)
    ways: list[tuple[Point, ...]] = []
    for number, tie in enumerate(spec.ties):
        ways.append(routing.route(tie.source, tie.target, boxes, _offset(spec, number), ways, sheet))
    for tie, way in zip(spec.ties, ways, strict=True):
        arrow(canvas, way, COLOURS[tie.kind], width=WIDTHS[tie.kind], dashes=DASHES[tie.kind],
              filled=tie.kind == "money", head=7.0)  # fmt: skip
    for actor in spec.actors:
        _actor(canvas, actor, boxes[actor.id])
    taken: list[Point] = []
    for index, (tie, way) in enumerate(zip(spec.ties, ways, strict=True)):
        others = [other for place, other in enumerate(ways) if place != index]
        taken.append(routing.badge(way, others, taken, list(boxes.values()), RADIUS))
        _badge(canvas, taken[-1], numbers[index], tie.kind)
    for column, kind in enumerate(kinds):
        title = spec.wording.text(f"word.{kind}")
        _list(canvas, entries, kind, title, column, len(kinds), bottom + 14)
    return canvas


def _boxes(spec: Diagram) -> tuple[dict[str, Rectangle], float]:
    places = positions(spec)
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    width = min(WIDEST_BOX, (WIDTH - 4 - LEAST_GAP * (columns - 1)) / columns)
    height = max(_actor_height(actor, width) for actor in spec.actors)
    pitch = (WIDTH - 8 - width) / (columns - 1) if columns > 1 else 0.0
    margin = 4.0 if columns > 1 else (WIDTH - width) / 2
    boxes = {}
    for name, (column, row) in places.items():
        left, top = margin + column * pitch, 4 + row * (height + ROW_GAP)
        boxes[name] = Rectangle(left, top, left + width, top + height)
    return boxes, 4 + rows * height + (rows - 1) * ROW_GAP


def _offset(spec: Diagram, number: int) -> float:
    """Set ties that join the same two actors beside each other."""
    tie = spec.ties[number]
    pair = {tie.source, tie.target}
    same = [index for index, one in enumerate(spec.ties) if {one.source, one.target} == pair]
    first = spec.ties[same[0]]
    sign = 1 if (first.source, first.target) == (tie.source, tie.target) else -1
    apart = min(APART, 44.0 / len(same))
    return sign * apart * (same.index(number) - (len(same) - 1) / 2)


def _actor_lines(actor: Actor, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    room = width - 2 * PAD
    role = typeface.wrap(actor.role, room, SMALL) if actor.role else ()
    return typeface.wrap(actor.label, room, LABEL, "semibold"), role


def _actor_height(actor: Actor, width: float) -> float:
    label, role = _actor_lines(actor, width)
    return 2 * PAD + len(label) * LABEL * typeface.LEADING + len(role) * SMALL * typeface.LEADING


def _actor(canvas: Canvas, actor: Actor, box: Rectangle) -> None:
    canvas.rectangle(
        box.left, box.top, box.right, box.bottom, radius=3, facecolor=palette.TINT, edgecolor=palette.ACCENT,
        linewidth=0.9, zorder=3,
    )  # fmt: skip
    width = box.right - box.left
    label, role = _actor_lines(actor, width)
    middle = box.centre[0]
    y = box.top + (box.bottom - box.top - _actor_height(actor, width)) / 2 + PAD
    y = canvas.lines(middle, y, label, size=LABEL, weight="semibold", across="center")
    canvas.lines(middle, y, role, size=SMALL, colour=palette.MUTED, across="center")


def _badge(canvas: Canvas, at: Point, number: int, kind: TieKind) -> None:
    colour = COLOURS[kind]
    fill, ink = (colour, palette.PAPER) if kind == "money" else (palette.PAPER, colour)
    canvas.circle(*at, RADIUS, facecolor=fill, edgecolor=colour, linewidth=1.1, zorder=3.5)
    canvas.text(
        at[0], at[1], str(number), size=SMALL, weight="semibold", colour=ink, across="center", middle=True
    )


def _said(spec: Diagram, tie: Tie) -> str:
    return f"{spec.actor(tie.source).label} → {spec.actor(tie.target).label}: {tie.label}"


def _room(columns: int) -> float:
    return (WIDTH - 18 * (columns - 1)) / columns


def _list_height(entries: list[tuple[int, Tie, str]], kind: str, columns: int) -> float:
    room = _room(columns) - 2 * RADIUS - 8
    return 22 + sum(
        max(len(typeface.wrap(text, room, SMALL)) * LINE, 2 * RADIUS) + 5
        for _, tie, text in entries
        if tie.kind == kind
    )


def _list(
    canvas: Canvas,
    entries: list[tuple[int, Tie, str]],
    kind: TieKind,
    title: str,
    column: int,
    columns: int,
    top: float,
) -> None:
    """List what the numbers of one kind mean, under a sample of its line."""
    left = column * (_room(columns) + 18) + 1
    colour = COLOURS[kind]
    arrow(canvas, [(left, top + 6), (left + 26, top + 6)], colour, width=WIDTHS[kind], dashes=DASHES[kind],
          filled=kind == "money", head=7.0)  # fmt: skip
    canvas.text(left + 33, top + 6, title, weight="semibold", middle=True)
    y = top + 20
    for number, tie, text in entries:
        if tie.kind != kind:
            continue
        lines = typeface.wrap(text, _room(columns) - 2 * RADIUS - 8, SMALL)
        _badge(canvas, (left + RADIUS, y + RADIUS), number, kind)
        start = y + max(0.0, RADIUS - LINE / 2) if len(lines) == 1 else y
        canvas.lines(left + 2 * RADIUS + 7, start, lines, size=SMALL)
        y += max(len(lines) * LINE, 2 * RADIUS) + 5
