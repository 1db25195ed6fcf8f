"""The report's typeface, and how much room a text takes in it, in points and whatever the screen.

Widths come from the font's own table of advances: no drawing library is needed to lay a table or figure out,
and none can change the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont

from evalreport.exhibits.exhibit import kept_together, plain

Weight = Literal["regular", "semibold", "bold"]

_FILES: dict[Weight, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
}
LEADING = 1.22
"""Distance between lines, in sizes."""
ASCENT, DESCENT = 0.72, 0.22
"""How far letters reach above and below the line, in sizes (ascender of "d", descender of "g")."""
CAP_HEIGHT = 0.66
"""Height of capitals and figures, in sizes (Source Sans)."""


def file(weight: Weight = "regular") -> Path:
    """Return the typeface's file, so that fonts installed on the machine play no part."""
    return Path(str(resources.files("font_source_sans_pro") / "files" / _FILES[weight]))


@cache
def _advances(weight: Weight) -> tuple[Mapping[int, float], float]:
    """Width of each character in sizes, and of the sign for one that the typeface lacks."""
    with TTFont(file(weight), lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        known = {code: widths[name][0] / em for code, name in font.getBestCmap().items()}
        return known, widths[".notdef"][0] / em


@lru_cache(maxsize=8192)
def width(text: str, size: float, weight: Weight = "regular") -> float:
    """Width of one line of text in points; kerning, which would make it a hair narrower, is left out.

    >>> width("ii", 10) < width("mm", 10)
    True
    """
    known, lacking = _advances(weight)
    return sum(known.get(ord(sign), lacking) for sign in text) * size


def wrap(text: str, room: float, size: float, weight: Weight = "regular") -> tuple[str, ...]:
    """Break text into lines that fit; a word too long for a line is divided.

    >>> wrap("Ordinært job", 40, 9)
    ('Ordinært', 'job')
    """
    lines: list[str] = []
    line = ""
    for word in kept_together(plain(text)).split(" "):
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
