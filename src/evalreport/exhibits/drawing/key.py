"""The key: a small square per series with its name, above the figure, in the order of the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.canvas import BODY, Canvas
from evalreport.exhibits.page import WIDTH

SQUARE = 8.5
ROW = 14.0


@dataclass(frozen=True)
class Key:
    """Series with where each stands: row, distance from the left, name."""

    entries: tuple[tuple[int, float, str], ...] = ()

    @classmethod
    def of(cls, series: Sequence[str]) -> Key:
        """Set the names in as many rows as they need."""
        entries = []
        row, x = 0, 0.0
        for label in series:
            needed = SQUARE + 5 + typeface.width(label, BODY)
            if x and x + needed > WIDTH:
                row, x = row + 1, 0.0
            entries.append((row, x, label))
            x += needed + 18
        return cls(tuple(entries))

    @property
    def height(self) -> float:
        """Room it takes."""
        return (self.entries[-1][0] + 1) * ROW + 4 if self.entries else 0.0

    def draw(self, canvas: Canvas, top: float, fills: Sequence[str]) -> None:
        """Draw squares and names."""
        for (row, x, label), fill in zip(self.entries, fills, strict=False):
            middle = top + row * ROW + ROW / 2
            edge = palette.outline(fill) or fill
            canvas.rectangle(
                x,
                middle - SQUARE / 2,
                x + SQUARE,
                middle + SQUARE / 2,
                facecolor=fill,
                edgecolor=edge,
                linewidth=0.7,
            )
            for number, line in enumerate(typeface.wrap(label, WIDTH - SQUARE - 5, BODY)[:1]):
                canvas.text(x + SQUARE + 5, middle + number * ROW, line, middle=True)
