"""Columns of items side by side, each under its title."""

from __future__ import annotations

from evalreport.exhibits import palette
from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.canvas import BODY, Canvas
from evalreport.exhibits.page import WIDTH

BETWEEN = 14.0
PAD = 11.0
ITEM_GAP = 7.0
TITLE = 10.5
LINE = BODY * typeface.LEADING


def columns(spec: Diagram) -> Canvas:
    """Draw one card per column; items stand at equal heights where they have equal lines."""
    count = len(spec.columns)
    size = (WIDTH - BETWEEN * (count - 1)) / count
    titles = [typeface.wrap(title, size - 2 * PAD, TITLE, "semibold") for title, _ in spec.columns]
    items = [
        [typeface.wrap(item, size - 2 * PAD - 12, BODY) for item in column] for _, column in spec.columns
    ]
    head = max(map(len, titles)) * TITLE * typeface.LEADING + 12
    rows = max(map(len, items))
    heights = [
        max(len(column[row]) if row < len(column) else 0 for column in items) * LINE for row in range(rows)
    ]
    body = sum(heights) + ITEM_GAP * 2 * rows
    canvas = Canvas(head + body + 6)
    for number, (title, column) in enumerate(zip(titles, items, strict=True)):
        left = number * (size + BETWEEN)
        right = left + size
        canvas.rectangle(left, 0.5, right, head, facecolor=palette.ACCENT, edgecolor="none")
        canvas.rectangle(left, head, right, head + body + 4, facecolor=palette.TINT, edgecolor="none")
        offset = (head - len(title) * TITLE * typeface.LEADING) / 2
        canvas.lines(left + PAD, offset, title, size=TITLE, weight="semibold", colour=palette.PAPER)
        y = head
        for row, lines in enumerate(column):
            if row:
                canvas.line([(left + PAD, y), (right - PAD, y)], color="#C9D6DB", linewidth=0.7, zorder=2)
            middle = y + ITEM_GAP + heights[row] / 2
            start = middle - len(lines) * LINE / 2
            canvas.rectangle(
                left + PAD, start + LINE / 2 - 2.2, left + PAD + 4.4, start + LINE / 2 + 2.2,
                facecolor=palette.ACCENT, edgecolor="none",
            )  # fmt: skip
            canvas.lines(left + PAD + 12, start, lines)
            y += heights[row] + 2 * ITEM_GAP
    return canvas
