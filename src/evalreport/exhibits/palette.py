"""The one palette: safe for colour-blind readers, told apart in grey, and never the only carrier of meaning.

Contrast is that of WCAG 2.2: marks reach 3:1 against white or carry an outline that does; text reaches 4.5:1.
"""

from __future__ import annotations

from collections.abc import Sequence

INK = "#1B2A33"
"""Text and outlines."""
MUTED = "#55646D"
"""Axis titles, tick labels, notes."""
RULE = "#8A979E"
"""Axis lines and connectors."""
GRID = "#E3E8EA"
"""Gridlines, which carry no meaning of their own."""
PAPER = "#FFFFFF"
TINT = "#EAF1F3"
"""Fill of boxes."""
ACCENT = "#12506B"
"""The single colour where nothing is compared."""
WARM = "#A23B2A"
"""Payments, and whatever else must be told from the accent at a glance."""
BENCHMARK = "#4A555B"
"""Lines of comparison: grey, so that no series is taken for them."""

# From light to dark, as time goes by; each step about 22 units of CIELAB lightness.
ORDERED: tuple[str, ...] = ("#BFDCE3", "#79B3C3", "#3C8299", "#12506B", "#0A2A3B")
# Unordered groups: told apart by every kind of colour blindness (tested), the first three by grey as well.
CATEGORICAL: tuple[str, ...] = ("#0D3B52", "#B3472F", "#3F92A6", "#B8860B", "#7A4B9E")
MARKERS: tuple[str, ...] = ("o", "s", "^", "D", "v")
LINE_STYLES: tuple[str | tuple[int, tuple[float, ...]], ...] = (
    "-",
    (0, (6, 2)),
    (0, (1.5, 1.5)),
    (0, (6, 2, 1.5, 2)),
    (0, (3, 1.5)),
)

_ORDERED_STEPS = {1: (3,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str = PAPER) -> float:
    """Contrast between two colours, 1 to 21.

    >>> round(contrast("#000000"), 1)
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ordered(count: int) -> tuple[str, ...]:
    """Return colours for an ordered series such as waves, light to dark."""
    if count > len(ORDERED):
        return tuple(ORDERED[round(i * (len(ORDERED) - 1) / (count - 1))] for i in range(count))
    return tuple(ORDERED[step] for step in _ORDERED_STEPS.get(count, ()))


def categorical(count: int) -> tuple[str, ...]:
    """Return colours for groups without an order; they repeat, with another marker and line, after the last."""
    return tuple(CATEGORICAL[i % len(CATEGORICAL)] for i in range(count))


def outline(colour: str) -> str | None:
    """Return the outline a mark needs against white paper, or None when it is dark enough."""
    return None if contrast(colour) >= 3 else ORDERED[3]


def text_tone(colour: str) -> str:
    """Return a colour dark enough for text on white, of the same hue.

    >>> contrast(text_tone("#3F92A6")) >= 4.5
    True
    """
    shade = 1.0
    toned = colour
    while contrast(toned) < 4.5:
        shade -= 0.04
        toned = "#" + "".join(f"{round(int(colour[i : i + 2], 16) * shade):02X}" for i in (1, 3, 5))
    return toned


def text_on(colour: str, choices: Sequence[str] = (PAPER, INK)) -> str:
    """Return the choice that is read best on a colour."""
    return max(choices, key=lambda choice: contrast(choice, colour))
