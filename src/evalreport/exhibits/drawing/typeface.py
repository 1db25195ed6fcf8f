"""The report's typeface, and how much room a text takes in it, in points and without a screen's rounding."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

Weight = Literal["regular", "semibold", "bold", "italic"]

_FILES: dict[Weight, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
    "italic": "SourceSansPro-It.ttf",
}
LEADING = 1.22
"""Distance between lines, in sizes."""
CAP_HEIGHT = 0.66
"""Height of capitals and figures, in sizes (Source Sans)."""


@cache
def font(weight: Weight = "regular") -> FontProperties:
    """Return the typeface by file, so that fonts installed on the machine play no part."""
    folder = resources.files("font_source_sans_pro") / "files"
    return FontProperties(fname=Path(str(folder / _FILES[weight])))


@lru_cache(maxsize=4096)
def width(text: str, size: float, weight: Weight = "regular") -> float:
    """Width of one line of text in points.

    >>> width("ii", 10) < width("mm", 10)
    True
    """
    if not text.strip():
        return 0.25 * size * len(text)
    path = TextPath((0, 0), text + "|", size=100, prop=font(weight), usetex=False)
    bar = TextPath((0, 0), "|", size=100, prop=font(weight), usetex=False)
    # The upright stroke after the text keeps trailing spaces and side bearings in the measure.
    return float((path.get_extents().x1 - bar.get_extents().x1) * size / 100)


def wrap(text: str, room: float, size: float, weight: Weight = "regular") -> tuple[str, ...]:
    """Break text into lines that fit; a word too long for a line is divided.

    >>> wrap("Ordinært job", 40, 9)
    ('Ordinært', 'job')
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        tried = f"{line} {word}" if line else word
        if width(tried, size, weight) <= room:
            line = tried
            continue
        if line:
            lines.append(line)
        *whole, line = divided(word, room, size, weight)
        lines += whole
    return (*lines, line) if line or not lines else tuple(lines)


def divided(word: str, room: float, size: float, weight: Weight) -> list[str]:
    """Divide a word that is wider than a line, after a stroke or hyphen of its own where there is one."""
    parts = []
    while width(word, size, weight) > room and len(word) > 1:
        fits = max((i for i in range(1, len(word)) if width(word[:i] + "-", size, weight) <= room), default=1)
        own = max((i for i in range(1, fits + 1) if word[i - 1] in "-/"), default=0)
        if own:
            parts.append(word[:own])
            word = word[own:]
            continue
        # two letters alone on a line are hard to read
        fits = max(1, min(fits, len(word) - 3)) if len(word) > 6 else fits
        parts.append(word[:fits] + "-")
        word = word[fits:]
    return [*parts, word]
