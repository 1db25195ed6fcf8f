"""A sheet of a given size in points, drawn on from the top left, and written as the same bytes every time.

matplotlib keeps its settings in one place for the whole process. A sheet therefore holds a lock from the first
mark to the last byte, and starts from matplotlib's own defaults: no file of the user's changes a figure.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.typeface import Weight
from evalreport.exhibits.exhibit import plain
from evalreport.exhibits.page import WIDTH

BODY = 9.0
SMALL = 8.0

_LOCK = threading.RLock()
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "evalreport",
    "svg.fonttype": "path",
    "path.simplify": False,
    "axes.unicode_minus": True,
    "figure.dpi": 72,
    "savefig.dpi": 72,
    "text.usetex": False,
    "text.parse_math": False,
}


@cache
def _font(weight: Weight) -> FontProperties:
    return FontProperties(fname=typeface.file(weight))


Across = Literal["left", "center", "right"]


@contextmanager
def settings() -> Iterator[None]:
    """Draw under seaborn's style on matplotlib's defaults, one figure at a time."""
    import seaborn as sns  # takes a second to load, which only a drawing should cost

    with _LOCK, matplotlib.rc_context():
        kept = {"backend", "interactive", "toolbar"}
        defaults: dict[Any, Any] = {k: v for k, v in matplotlib.rcParamsDefault.items() if k not in kept}
        matplotlib.rcParams.update(defaults)
        matplotlib.rcParams.update(sns.axes_style("white"))
        matplotlib.rcParams.update(_SETTINGS)
        yield


@dataclass(frozen=True)
class Placed:
    """A text and the room it takes, for those who check that nothing is clipped or covered."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Canvas:
    """The sheet: coordinates in points, y downwards."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.sheet = Sheet(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
        FigureCanvasSVG(self.sheet)
        self._transform = Affine2D().scale(1, -1).translate(0, height)
        self.texts: list[Placed] = []

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """Add axes that fill a rectangle, without ticks and frame."""
        axes = self.sheet.add_axes(
            (
                left / self.width,
                1 - bottom / self.height,
                (right - left) / self.width,
                (bottom - top) / self.height,
            )
        )
        axes.set_facecolor("none")
        axes.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
        axes.spines[:].set_visible(False)
        return axes

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        weight: Weight = "regular",
        colour: str = palette.INK,
        across: Across = "left",
        middle: bool = False,
        halo: bool = False,
    ) -> None:
        """Set one line; y is its baseline, or the middle of its capitals. A halo keeps lines behind it off."""
        if middle:
            y += typeface.CAP_HEIGHT * size / 2
        # A halo is a text of its own, under all texts, so that it cuts into lines but not into its neighbours.
        passes: list[tuple[list[AbstractPathEffect], float]] = [
            ([Stroke(linewidth=3, foreground=palette.PAPER)], 5.5),
            ([], 6.0),
        ]
        for effects, order in passes:
            if effects and not halo:
                continue
            item = Text(
                x, y, plain(text), fontsize=size, fontproperties=_font(weight), color=colour,
                ha=across, va="baseline", transform=self._transform, parse_math=False, zorder=order,
            )  # fmt: skip
            item.set_fontsize(size)
            item.set_path_effects(effects)
            self.sheet.add_artist(item)
        width = typeface.width(plain(text), size, weight)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[across] * width
        self.texts.append(
            Placed(text, left, y - typeface.ASCENT * size, left + width, y + typeface.DESCENT * size)
        )

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float = BODY,
        weight: Weight = "regular",
        colour: str = palette.INK,
        across: Across = "left",
    ) -> float:
        """Set lines below each other from `top`; return where the next would begin."""
        step = size * typeface.LEADING
        for number, line in enumerate(lines):
            y = top + number * step + size * 0.86
            self.text(x, y, line, size=size, weight=weight, colour=colour, across=across)
        return top + len(lines) * step

    def rectangle(
        self, left: float, top: float, right: float, bottom: float, *, radius: float = 0, **style: Any
    ) -> None:
        """Draw a rectangle, with round corners if `radius` says so."""
        patch: Any
        if radius:
            patch = FancyBboxPatch(
                (left, top), right - left, bottom - top,
                boxstyle=f"round,pad=0,rounding_size={radius}", **style,
            )  # fmt: skip
        else:
            patch = Rectangle((left, top), right - left, bottom - top, **style)
        self._add(patch)

    def line(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Draw a line through points."""
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, transform=self._transform, **style)
        self.sheet.add_artist(line)

    def curve(self, path: Path, **style: Any) -> None:
        """Draw a path without filling it."""
        self._add(PathPatch(path, facecolor="none", **style))

    def polygon(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Fill a polygon."""
        self._add(Polygon(points, closed=True, **style))

    def circle(self, x: float, y: float, radius: float, **style: Any) -> None:
        """Draw a circle."""
        self._add(Circle((x, y), radius, **style))

    def _add(self, patch: Any) -> None:
        patch.set_transform(self._transform)
        self.sheet.add_artist(patch)

    def svg(self) -> bytes:
        """Write the sheet as SVG without date, creator or anything of the machine."""
        stream = io.BytesIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        self.sheet.savefig(stream, format="svg", metadata=nothing, transparent=True)
        return stream.getvalue().replace(b"\r\n", b"\n")
