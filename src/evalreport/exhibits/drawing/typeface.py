"""The report's typeface, and how much room a text takes in it, in points and without a screen's rounding."""

from __future__ import annotations

import re
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
    """Divide a word that is wider than a line: after a stroke of its own, between its parts, between syllables."""
    parts = []
    while width(word, size, weight) > room and len(word) > 1:
        fits = max((i for i in range(1, len(word)) if width(word[:i] + "-", size, weight) <= room), default=1)
        at, hyphen = division(word, fits)
        parts.append(word[:at] + hyphen)
        word = word[at:]
    return [*parts, word]


_JOINTS = re.compile(
    r"(?:heds|ings|tions|skabs|ments|tets|arbejds|dags|ligheds|sprogs|samtale|familie)(?=[a-zæøå]{3})"
)
_SYLLABLES = re.compile(
    r"(?<=[aeiouyæøå])(?=[bcdfghjklmnpqrstvwxz][aeiouyæøå])|(?<=[aeiouyæøå][a-z])(?=[a-z][aeiouyæøå])"
)


def division(word: str, fits: int) -> tuple[int, str]:
    """Return where to divide a word so that at most `fits` letters stay on the line, and the sign to add.

    A rough rule for Danish compounds, good enough for labels: after a joining "s" that ends a known suffix,
    else before a consonant that begins a syllable, three letters at least on either side.

    >>> division("virksomhedspraktik", 14)
    (11, '-')
    """
    own = max((i for i in range(1, fits + 1) if word[i - 1] in "-/–" and i < len(word)), default=0)
    if own:
        return own, ""
    lower = word.lower()
    for places in (
        [found.end() for found in _JOINTS.finditer(lower)],
        [found.start() for found in _SYLLABLES.finditer(lower)],
    ):
        good = [at for at in places if 3 <= at <= fits and len(word) - at >= 3]
        if good:
            return good[-1], "-"
    return max(1, fits), "-"
