"""A sample: the values of one measure for the members of one population, ready for statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from evalreport.populations import Population


@dataclass(frozen=True)
class Sample:
    """Values of one measure, in long form.

    Attributes
    ----------
    measure : str
        Name of the measure.
    population : Population
        Whom it is about.
    values : DataFrame
        Columns `unit` (pseudonym), `wave` (name of a timepoint, or "" where the measure has none), `group`
        (category of the grouping measure, or ""), `value` (score, or category name); missing values are kept as NA.
    waves : tuple of str
        Timepoints in order; ("",) where the measure has none.
    groups : mapping of str to str
        Categories of the grouping measure with their labels; empty without grouping.
    categories : mapping of str to str
        Category names with their labels, in order; empty for a score.
    every_wave : bool
        Only those are kept who have a value at every wave.
    unit : str
        The unit counted.
    value_unit : str
        Unit of a score ("points"), for printing.
    decimals : int
        Decimals that a mean is printed with.
    title : str
        The measure in the report's words.
    tables : tuple of str
        Tables the values, the population and the groups come from.
    """

    measure: str
    population: Population
    values: pd.DataFrame
    waves: tuple[str, ...]
    groups: Mapping[str, str]
    categories: Mapping[str, str]
    unit: str
    value_unit: str
    decimals: int
    title: str
    tables: tuple[str, ...]
    every_wave: bool = True
    wave_labels: Mapping[str, str] = field(default_factory=dict)

    def at(self, wave: str, group: str = "") -> pd.Series:
        """Return the values at one wave (of one group); missing values included."""
        rows = self.values[self.values["wave"] == wave]
        if group:
            rows = rows[rows["group"] == group]
        return rows["value"]
