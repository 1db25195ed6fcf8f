"""Ways between boxes: as straight as may be, round what stands between, apart from each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]

BENDS = (0.0, 0.16, -0.16, 0.32, -0.32, 0.5, -0.5, 0.7, -0.7)
SAMPLES = 60
APART = 22.0
"""Distance between two ways that join the same two boxes."""


@dataclass(frozen=True)
class Rectangle:
    """A box on the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: Point, by: float = 0.0) -> bool:
        """Whether a point lies in it, or nearer to it than `by`."""
        return self.left - by < point[0] < self.right + by and self.top - by < point[1] < self.bottom + by


def route(
    source: str,
    target: str,
    boxes: Mapping[str, Rectangle],
    offset: float,
    taken: Sequence[Sequence[Point]],
    sheet: Rectangle,
) -> tuple[Point, ...]:
    """Return the way from one box to another that disturbs least, as points."""
    others = [box for name, box in sorted(boxes.items()) if name not in (source, target)]
    ways = [_way(boxes[source], boxes[target], offset, bend) for bend in BENDS]

    def cost(number: int) -> float:
        way = ways[number]
        through = sum(box.holds(point, 8) for box in others for point in way)
        outside = sum(not sheet.holds(point) for point in way)
        close = sum(_near(point, other, 9) for other in taken for point in way[6:-6])
        crossed = sum(_crosses(way, other) for other in taken)
        return (
            1000.0 * (through + outside) + 6 * close + 25 * crossed + 40 * abs(BENDS[number]) + number * 1e-3
        )

    return ways[min(range(len(ways)), key=cost)]


def _way(start: Rectangle, end: Rectangle, offset: float, bend: float) -> tuple[Point, ...]:
    (x0, y0), (x1, y1) = _ports(start, end)
    distance = math.dist((x0, y0), (x1, y1)) or 1.0
    across = ((y0 - y1) / distance, (x1 - x0) / distance)
    x0, y0, x1, y1 = (
        x0 + across[0] * offset,
        y0 + across[1] * offset,
        x1 + across[0] * offset,
        y1 + across[1] * offset,
    )
    cx = (x0 + x1) / 2 + across[0] * bend * distance
    cy = (y0 + y1) / 2 + across[1] * bend * distance
    points = []
    for step in range(4 * SAMPLES + 1):
        t = step / (4 * SAMPLES)
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * x0 + b * cx + c * x1, a * y0 + b * cy + c * y1))
    free = [point for point in points if not start.holds(point, 1) and not end.holds(point, 2.5)]
    thin = free[:: max(1, len(free) // SAMPLES)]
    return (*thin, free[-1]) if free and thin[-1] != free[-1] else tuple(thin or points[:2])


def _ports(start: Rectangle, end: Rectangle) -> tuple[Point, Point]:
    """Where a way begins and ends: boxes that face each other are joined at right angles."""
    (x0, y0), (x1, y1) = start.centre, end.centre
    left, right = max(start.left, end.left), min(start.right, end.right)
    top, bottom = max(start.top, end.top), min(start.bottom, end.bottom)
    if right - left > 40:
        x0 = x1 = (left + right) / 2
    elif bottom - top > 24:
        y0 = y1 = (top + bottom) / 2
    return (x0, y0), (x1, y1)


def _near(point: Point, way: Sequence[Point], distance: float) -> bool:
    return any(abs(point[0] - x) < distance and abs(point[1] - y) < distance for x, y in way)


def _crosses(one: Sequence[Point], other: Sequence[Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    thin, thick = one[::4], other[::4]
    for a, b in pairwise(thin):
        for c, d in pairwise(thick):
            if side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0:
                return True
    return False


def badge(way: Sequence[Point], others: Sequence[Sequence[Point]], taken: Sequence[Point], boxes: Sequence[Rectangle],
          radius: float) -> Point:  # fmt: skip
    """Return the point of a way where its number stands clear of boxes, other numbers and other ways."""
    best, least = way[len(way) // 2], math.inf
    for number, point in enumerate(way):
        middle = abs(number / len(way) - 0.5)
        blocked = sum(box.holds(point, radius + 3) for box in boxes)
        crowded = sum(math.dist(point, one) < 2 * radius + 4 for one in taken)
        touched = sum(_near(point, other, radius + 3) for other in others)
        cost = 1000 * blocked + 500 * crowded + 50 * touched + 10 * middle
        if cost < least - 1e-9:
            best, least = point, cost
    return best
