"""A sheet of a given size in points, drawn on from the top left, and written as the same bytes every time.

matplotlib keeps its settings in one place for the whole process. A sheet therefore holds a lock from the first
mark to the last byte, and starts from matplotlib's own defaults: no file of the user's changes a figure.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import matplotlib
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from evalreport.exhibits import palette
from evalreport.exhibits.drawing import typeface
from evalreport.exhibits.drawing.typeface import Weight

WIDTH = 14.6 / 2.54 * 72
"""Width of the report's text block in points (14.6 cm), so that a figure stands in it at its own size."""
BODY = 9.0
SMALL = 8.0

_LOCK = threading.RLock()
_SETTINGS = {
    "svg.hashsalt": "evalreport",
    "svg.fonttype": "path",
    "path.simplify": False,
    "axes.unicode_minus": True,
    "figure.dpi": 72,
    "savefig.dpi": 72,
    "text.usetex": False,
    "text.parse_math": False,
}

Across = Literal["left", "center", "right"]


@contextmanager
def settings() -> Iterator[None]:
    """Draw under seaborn's style on matplotlib's defaults, one figure at a time."""
    with _LOCK, matplotlib.rc_context():
        kept = {"backend", "interactive", "toolbar"}
        defaults = {k: v for k, v in matplotlib.rcParamsDefault.items() if k not in kept}
        matplotlib.rcParams.update(defaults)
        matplotlib.rcParams.update(sns.axes_style("white"))
        matplotlib.rcParams.update(_SETTINGS)
        yield


class Canvas:
    """The sheet: coordinates in points, y downwards."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.sheet = Sheet(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
        FigureCanvasSVG(self.sheet)
        self._transform = Affine2D().scale(1, -1).translate(0, height)
        self.texts: list[Text] = []

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
        item = Text(
            x, y, text, fontsize=size, fontproperties=typeface.font(weight), color=colour,
            ha=across, va="baseline", transform=self._transform, parse_math=False, zorder=6,
        )  # fmt: skip
        item.set_fontsize(size)
        if halo:
            item.set_path_effects([Stroke(linewidth=3, foreground=palette.PAPER), Normal()])
        self.sheet.add_artist(item)
        self.texts.append(item)

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
