"""Counts, shares and means of a sample, by wave and group. Nothing here may be shown before the gate has seen it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.errors import EvalreportError
from evalreport.statistics.sample import Sample

ALL = ""
"""The name of the total among the groups."""


@dataclass(frozen=True)
class Distribution:
    """Counts of units by wave, group and category.

    Attributes
    ----------
    counts : dict of (wave, group) to array of int, shape (categories,)
        The group "" is everyone; groups of the sample follow, and "_unknown" holds those without a group.
    missing : dict of (wave, group) to int
        Members of the population without a value.
    """

    sample: Sample
    counts: dict[tuple[str, str], NDArray[np.int64]]
    missing: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Means:
    """Means of a score by wave and group.

    Attributes
    ----------
    value, sd : dict of (wave, group) to float
        Mean and standard deviation (n - 1); NaN where nobody answered.
    n, missing : dict of (wave, group) to int
        Units behind the mean; members of the population without a value.
    """

    sample: Sample
    value: dict[tuple[str, str], float]
    sd: dict[tuple[str, str], float]
    n: dict[tuple[str, str], int]
    missing: dict[tuple[str, str], int]


def distribution(sample: Sample) -> Distribution:
    """Count the units in each category.

    Raises
    ------
    EvalreportError
        When the measure is a score, or a value is no category of the measure.
    """
    if not sample.categories:
        raise EvalreportError(
            f"measure '{sample.measure}' is a score and has no categories", remedy="use means() for a score"
        )
    stray = set(sample.values["value"].dropna()) - set(sample.categories)
    if stray:
        raise EvalreportError(
            f"measure '{sample.measure}' has values outside its categories: {sorted(stray)}"
        )
    order = list(sample.categories)
    counts, missing = {}, {}
    for wave in sample.waves:
        for group in _groups(sample):
            values = _values(sample, wave, group)
            tally = values.value_counts()
            counts[wave, group] = np.array([int(tally.get(name, 0)) for name in order], dtype=np.int64)
            missing[wave, group] = int(values.isna().sum())
    return Distribution(sample, counts, missing)


def means(sample: Sample) -> Means:
    """Average a score by wave and group.

    Raises
    ------
    EvalreportError
        When the measure has categories rather than a score.
    """
    if sample.categories:
        raise EvalreportError(
            f"measure '{sample.measure}' has categories and no score",
            remedy="use distribution() for categories",
        )
    value, sd, n, missing = {}, {}, {}, {}
    for wave in sample.waves:
        for group in _groups(sample):
            values = _values(sample, wave, group)
            answered = values.dropna().astype(float)
            key = (wave, group)
            n[key], missing[key] = len(answered), len(values) - len(answered)
            value[key] = float(answered.mean()) if len(answered) else float("nan")
            sd[key] = float(answered.std(ddof=1)) if len(answered) > 1 else float("nan")
    return Means(sample, value, sd, n, missing)


UNKNOWN_GROUP = "_unknown"


def _groups(sample: Sample) -> list[str]:
    if not sample.groups:
        return [ALL]
    unknown = sample.values["group"].eq("").any()
    return [ALL, *sample.groups, *([UNKNOWN_GROUP] if unknown else [])]


def _values(sample: Sample, wave: str, group: str) -> pd.Series:
    if group == UNKNOWN_GROUP:
        rows = sample.values[(sample.values["wave"] == wave) & sample.values["group"].eq("")]
        return rows["value"]
    return sample.at(wave, group)
