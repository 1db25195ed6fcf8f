"""What selecting persons on a noisy score leads to by itself, from means and a correlation alone."""

from __future__ import annotations

import math
from typing import Literal

from scipy import stats

from evalreport.errors import EvalreportError

Side = Literal["below", "above"]


def expected_shift(
    mean: float, sd: float, correlation: float, cut: float, *, side: Side = "below", baselines: int = 1
) -> float | None:
    """Return the mean change of those beyond a cut that selection alone leads to, were scores normal.

    With σ_w² = σ² (1 - ρ), σ_b² = σ² ρ and m first measurements that are averaged, it is
    (σ_w² / m) / √(σ_b² + σ_w² / m) · φ(z) / Φ(-z), z being the distance from the mean to the cut in standard
    deviations of that average (Barnett, van der Pols & Dobson 2005, Int J Epidemiol 34:215-220, eq. 1).

    Returns
    -------
    float or None
        Points; positive below a cut, negative above it. None without spread.

    Examples
    --------
    >>> round(expected_shift(60, 15, 0.5, 40), 2)
    13.49
    >>> round(expected_shift(60, 15, 0.5, 80, side="above"), 2)
    -13.49
    """
    if sd < 0 or not -1 <= correlation <= 1 or baselines < 1:
        raise EvalreportError(
            f"no shift can be computed with sd {sd}, correlation {correlation} and {baselines} baselines"
        )
    within = sd**2 * (1 - correlation) / baselines
    spread = sd**2 * correlation + within
    if spread <= 0:
        return None
    z = (mean - cut if side == "below" else cut - mean) / math.sqrt(spread)
    # Logarithms, since far from the mean both density and tail are 0 in floating point.
    beyond = math.exp(float(stats.norm.logpdf(z) - stats.norm.logsf(z)))
    shift = within / math.sqrt(spread) * beyond
    return shift if side == "below" else -shift


def expected_follow_up(
    group_first: float, mean_first: float, mean_second: float, slope: float
) -> tuple[float, float]:
    """Return a group's expected second mean, and the part of its change that is regression to the mean.

    mean_second + b (group_first - mean_first), and (1 - b) (mean_first - group_first): the linear rule, which needs
    no normality. The slope b must come from all persons or from outside, never from the two sides of a cut.

    Examples
    --------
    >>> [round(value, 1) for value in expected_follow_up(30.0, 63.6, 67.6, 0.81)]
    [40.4, 6.4]
    """
    return mean_second + slope * (group_first - mean_first), (1 - slope) * (mean_first - group_first)


def complement_mean(n: int, mean: float, group_n: int, group_mean: float) -> float | None:
    """Return the mean of the others, from the mean of all and of a group; None when there are no others.

    Examples
    --------
    >>> round(complement_mean(39, 63.6, 14, 30.0), 1), round(complement_mean(39, 67.6, 14, 55.0), 1)
    (82.4, 74.7)
    """
    return (n * mean - group_n * group_mean) / (n - group_n) if n > group_n else None
