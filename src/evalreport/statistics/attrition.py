"""Attrition: how those who left differed from those who stayed, at the outset."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from evalreport.errors import EvalreportError, unknown
from evalreport.statistics.estimate import LEVEL, Interval, Reason
from evalreport.statistics.pairs import Numbers, Values, is_constant, matched, numbers

Kind = Literal["score", "categories"]


@dataclass(frozen=True)
class Baseline:
    """A characteristic at the outset, of stayers or of leavers.

    Attributes
    ----------
    n, missing : int
        Persons with and without a value.
    mean, sd : float or None
        Of a score.
    counts : tuple of int
        By category; empty for a score.
    """

    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    counts: tuple[int, ...] = ()

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Shares by category; None when nobody has a value."""
        return tuple(count / self.n for count in self.counts) if self.n and self.counts else None


@dataclass(frozen=True)
class Balance:
    """Stayers and leavers side by side.

    Attributes
    ----------
    kind : str
        `score` or `categories`.
    categories : tuple of str
        Category names, in order; empty for a score.
    stayers, leavers : Baseline
        What they started with.
    smd : float or None
        Standardised mean difference, stayers minus leavers. With two categories it is of the first category; with
        more it is a distance, 0 or above.
    interval : Interval or None
        Of the standardised mean difference; None with more than two categories.
    """

    kind: Kind
    categories: tuple[str, ...]
    stayers: Baseline
    leavers: Baseline
    smd: float | None = None
    interval: Interval | None = None
    reason: Reason | None = None


def balance_of_scores(values: Values, stayed: Values, *, level: float = LEVEL) -> Balance:
    """Compare a score at the outset between stayers and leavers.

    The standardised mean difference is the difference of the means over √((s₁² + s₂²) / 2) (Austin 2009, Stat Med
    28:3083-3107), its interval that of Hedges & Olkin (1985, ch. 5).

    Parameters
    ----------
    values, stayed : Series indexed by person, or sequences of the same length
        Score at the outset; True (or 1) for those who stayed. Persons without either are left out of n.
    """
    rows = _split(values, stayed)
    parts = [numbers(part) for part in rows]
    known = [np.sort(part[~np.isnan(part)]) for part in parts]
    sides = [_scores(part, len(whole)) for part, whole in zip(known, parts, strict=True)]
    made = Balance("score", (), sides[0], sides[1])
    reason = _reason(sides, least=2)
    if reason:
        return replace(made, reason=reason)
    if all(is_constant(part, float(np.abs(np.concatenate(known)).max())) for part in known):
        return replace(made, reason=Reason.CONSTANT)
    one, two = known
    smd = float((one.mean() - two.mean()) / math.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 2))
    return replace(made, smd=smd, interval=_smd_interval(smd, len(one), len(two), level))


def balance_of_categories(
    values: Values, stayed: Values, categories: Sequence[str], *, level: float = LEVEL
) -> Balance:
    """Compare a characteristic with categories between stayers and leavers.

    With two categories the standardised difference is (p₁ - p₂) / √((p₁(1 - p₁) + p₂(1 - p₂)) / 2) of the first
    category (Austin 2009); with more it is the Mahalanobis distance between the two sets of shares (Yang & Dalton
    2012, SAS Global Forum paper 335; the off-diagonal covariances are negative).

    Raises
    ------
    EvalreportError
        When a value is none of the categories.
    """
    rows = _split(values, stayed)
    names = list(categories)
    for part in rows:
        for value in sorted(set(map(str, part.dropna())) - set(names)):
            raise unknown("category", value, names)
    counts = [[int(part.eq(name).sum()) for name in names] for part in rows]
    sides = [
        Baseline(sum(count), len(part) - sum(count), counts=tuple(count))
        for count, part in zip(counts, rows, strict=True)
    ]
    made = Balance("categories", tuple(names), sides[0], sides[1])
    reason = _reason(sides, least=1)
    if reason:
        return replace(made, reason=reason)
    used = [place for place in range(len(names)) if counts[0][place] + counts[1][place]]
    if len(used) < 2:
        return replace(made, reason=Reason.CONSTANT)
    one, two = (np.array([count[place] for place in used], float) / sum(count) for count in counts)
    covariance = (_multinomial(one) + _multinomial(two)) / 2
    off = one - two
    # All of one side in one category and all of the other in another: the distance has no bound.
    if np.linalg.matrix_rank(covariance[1:, 1:]) < len(used) - 1:
        same = bool(np.allclose(off, 0))
        return replace(made, smd=0.0) if same else replace(made, reason=Reason.CONSTANT)
    distance = math.sqrt(max(float(off[1:] @ np.linalg.solve(covariance[1:, 1:], off[1:])), 0.0))
    if len(names) > 2:
        return replace(made, smd=distance)
    smd = math.copysign(distance, off[0])
    return replace(made, smd=smd, interval=_smd_interval(smd, sides[0].n, sides[1].n, level))


def attrition_table(
    baseline: pd.DataFrame,
    stayed: pd.Series,
    categories: Mapping[str, Sequence[str]],
    *,
    level: float = LEVEL,
) -> dict[str, Balance]:
    """Compare every characteristic at the outset between stayers and leavers.

    Parameters
    ----------
    baseline : DataFrame
        A row per person, a column per characteristic.
    stayed : Series of bool, indexed by person
        Who stayed.
    categories : mapping of str to sequence of str
        Categories of the columns that have them; the other columns are scores.
    """
    return {
        str(name): balance_of_categories(baseline[name], stayed, categories[name], level=level)
        if name in categories
        else balance_of_scores(baseline[name], stayed, level=level)
        for name in baseline.columns
    }


def _split(values: Values, stayed: Values) -> tuple[pd.Series, pd.Series]:
    rows = matched(values, stayed)
    flags = numbers(rows["second"])
    if not np.isin(flags[~np.isnan(flags)], (0, 1)).all():
        raise EvalreportError("who stayed must be given as True and False")
    return rows["first"][flags == 1], rows["first"][flags == 0]


def _scores(known: Numbers, persons: int) -> Baseline:
    n = len(known)
    mean = float(known.mean()) if n else None
    return Baseline(n, persons - n, mean, float(known.std(ddof=1)) if n > 1 else None)


def _reason(sides: Sequence[Baseline], least: int) -> Reason | None:
    if not all(side.n for side in sides):
        return Reason.EMPTY if not any(side.n for side in sides) else Reason.NO_GROUP
    return Reason.TOO_FEW if min(side.n for side in sides) < least else None


def _multinomial(shares: Numbers) -> npt.NDArray[np.float64]:
    return np.asarray(np.diag(shares) - np.outer(shares, shares), dtype=np.float64)


def _smd_interval(smd: float, one: int, two: int, level: float) -> Interval:
    error = math.sqrt((one + two) / (one * two) + smd**2 / (2 * (one + two)))
    reach = float(stats.norm.ppf((1 + level) / 2)) * error
    return Interval(smd - reach, smd + reach, level, "hedges_olkin")
