"""The palette: contrast, lightness, and what colour-blind readers see.

The matrices are those of Machado, Oliveira and Fernandes (2009) for complete colour blindness.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from evalreport.exhibits import palette

SIGHTS = {
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "normal": np.eye(3).tolist(),
}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str = "normal") -> np.ndarray:
    rgb = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    x, y, z = (c if c > 0.008856 else 0 for c in xyz / [0.95047, 1, 1.08883])
    f = [math.cbrt(c) if c else 16 / 116 for c in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("count", range(1, 6))
def test_ordered_colours_grow_darker_in_clear_steps(count: int) -> None:
    lightness = [lab(colour)[0] for colour in palette.ordered(count)]
    assert len(lightness) == count
    assert all(first - second >= 15 for first, second in itertools.pairwise(lightness))


@pytest.mark.parametrize("sight", SIGHTS)
def test_groups_are_told_apart_by_every_sight(sight: str) -> None:
    for one, other in itertools.combinations(palette.CATEGORICAL, 2):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15, (sight, one, other)


def test_groups_differ_in_grey_or_in_marker_and_line() -> None:
    assert len(set(palette.MARKERS)) == len(palette.CATEGORICAL) == len({str(s) for s in palette.LINE_STYLES})
    lightness = sorted(lab(colour)[0] for colour in palette.CATEGORICAL[:3])
    assert all(second - first >= 10 for first, second in itertools.pairwise(lightness))


def test_marks_reach_contrast_three_or_carry_an_outline_that_does() -> None:
    for colour in (*palette.ORDERED, *palette.CATEGORICAL, palette.ACCENT, palette.WARM, palette.BENCHMARK):
        assert palette.contrast(palette.outline(colour) or colour) >= 3
    assert all(palette.contrast(colour) >= 3 for colour in palette.CATEGORICAL), "lines have no outline"


def test_text_reaches_contrast_four_and_a_half() -> None:
    for colour in (palette.INK, palette.MUTED, palette.BENCHMARK):
        assert palette.contrast(colour) >= 4.5
        assert palette.contrast(colour, palette.TINT) >= 4.5
    for colour in palette.CATEGORICAL:
        assert palette.contrast(palette.text_tone(colour)) >= 4.5
    for fill in (palette.ACCENT, palette.WARM):
        assert palette.contrast(palette.PAPER, fill) >= 4.5
