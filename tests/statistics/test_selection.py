"""What selection alone leads to: against published numbers."""

from __future__ import annotations

import numpy as np
import pytest

from evalreport.errors import EvalreportError
from evalreport.statistics.selection import complement_mean, expected_follow_up, expected_shift


@pytest.mark.parametrize(
    ("correlation", "shift"),
    [(0, 26.97), (0.2, 21.58), (0.4, 16.18), (0.5, 13.49), (0.6, 10.79), (0.8, 5.39), (0.9, 2.70), (1, 0)],
)
def test_shift_below_a_cut(correlation: float, shift: float) -> None:
    # Barnett, van der Pols & Dobson 2005, eq. 1, for mean 60, sd 15, cut 40: the example of the statistics wiki of
    # the MRC Cognition and Brain Sciences Unit (FAQ/RTM2), whose R code gives these.
    assert expected_shift(60, 15, correlation, 40) == pytest.approx(shift, abs=0.005)
    assert expected_shift(60, 15, correlation, 80, side="above") == pytest.approx(-shift, abs=0.005)


def test_more_first_measurements_shift_less() -> None:
    shifts = [expected_shift(60, 15, 0.5, 40, baselines=m) for m in (1, 2, 4)]
    # Eq. 1 with m = 2 by hand: (112.5 / 2) / √(112.5 + 56.25) · φ(1.5396) / Φ(-1.5396) = 4.3301 · 1.9733
    assert shifts[1] == pytest.approx(8.545, abs=0.005)
    assert shifts == sorted(shifts, reverse=True)  # type: ignore[type-var]


def test_shift_agrees_with_simulation() -> None:
    rng = np.random.default_rng(3)
    true = rng.normal(60, 15 * 0.7**0.5, 400_000)
    first, second = (true + rng.normal(0, 15 * 0.3**0.5, 400_000) for _ in range(2))
    low = first < 50
    assert expected_shift(60, 15, 0.7, 50) == pytest.approx(float((second - first)[low].mean()), abs=0.1)


def test_far_cuts_and_no_spread() -> None:
    far = expected_shift(60, 1, 0.5, 0)  # 60 standard deviations off: density and tail are both 0 in floats
    assert far == pytest.approx(30, abs=0.5)
    assert expected_shift(60, 0, 0.5, 50) is None
    with pytest.raises(EvalreportError, match="no shift"):
        expected_shift(60, 15, 1.5, 40)


def test_printed_means_give_the_complement_and_the_expected_shift() -> None:
    # A report prints 39 persons 63.6 to 67.6, and 14 of them 30 to 55. The other 25 then went 82.4 to 74.7.
    assert complement_mean(39, 63.6, 14, 30) == pytest.approx(82.4, abs=0.05)
    assert complement_mean(39, 67.6, 14, 55) == pytest.approx(74.7, abs=0.05)
    assert complement_mean(14, 30, 14, 30) is None
    shifts = [expected_follow_up(30, 63.6, 67.6, slope)[1] for slope in (0.81, 0.61, 0.4628)]
    assert shifts == pytest.approx([6.4, 13.1, 18.05], abs=0.05)
