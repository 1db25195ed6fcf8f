"""Categories by wave: how many were in each, and who moved from which to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evalreport.errors import EvalreportError, unknown
from evalreport.statistics.estimate import Reason
from evalreport.statistics.pairs import Values, matched


@dataclass(frozen=True)
class WaveDistribution:
    """Counts by timepoint and category.

    Attributes
    ----------
    waves, categories : tuple of str
        Rows and columns, in order.
    counts : tuple of tuple of int
        Counts by wave and category.
    missing : tuple of int
        Persons without a value, by wave.
    """

    waves: tuple[str, ...]
    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    missing: tuple[int, ...]

    def shares(self, wave: str) -> tuple[float, ...] | None:
        """Return the shares at a wave, of those with a value; None when nobody has one."""
        row = self.counts[self.waves.index(wave)]
        return tuple(count / sum(row) for count in row) if sum(row) else None


@dataclass(frozen=True)
class Transitions:
    """Who moved from which category to which.

    Attributes
    ----------
    categories : tuple of str
        Categories in order, lowest first.
    counts : tuple of tuple of int
        Rows: category at the first timepoint; columns: at the second.
    incomplete : int
        Persons left out because one of the two values is missing.
    """

    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    incomplete: int
    reason: Reason | None = None

    @property
    def table(self) -> npt.NDArray[np.int64]:
        """The counts as an array."""
        return np.array(self.counts, dtype=np.int64)

    @property
    def n(self) -> int:
        """Persons with both values."""
        return int(self.table.sum())

    @property
    def up(self) -> int:
        """Persons in a later category than before."""
        return int(np.triu(self.table, 1).sum())

    @property
    def down(self) -> int:
        """Persons in an earlier category than before."""
        return int(np.tril(self.table, -1).sum())

    @property
    def same(self) -> int:
        """Persons in the same category."""
        return int(np.trace(self.table))


def wave_distribution(values: pd.DataFrame, categories: Sequence[str]) -> WaveDistribution:
    """Count persons by timepoint and category.

    Parameters
    ----------
    values : DataFrame
        A row per person, a column per timepoint, category names within.
    categories : sequence of str
        All categories, in order.

    Raises
    ------
    EvalreportError
        When a value is none of the categories.
    """
    _check_categories(values, categories)
    counts = tuple(
        tuple(int(values.iloc[:, place].eq(name).sum()) for name in categories)
        for place in range(values.shape[1])
    )
    missing = tuple(int(values.iloc[:, place].isna().sum()) for place in range(values.shape[1]))
    return WaveDistribution(tuple(map(str, values.columns)), tuple(categories), counts, missing)


def transitions(first: Values, second: Values, categories: Sequence[str]) -> Transitions:
    """Count who moved from which category to which.

    Examples
    --------
    >>> found = transitions(["low", "low", "high"], ["high", "low", None], ["low", "high"])
    >>> found.counts, found.up, found.incomplete
    (((1, 1), (0, 0)), 1, 1)
    """
    rows = matched(first, second)
    _check_categories(rows, categories)
    both = rows.dropna()
    counts = tuple(
        tuple(int((both["first"].eq(before) & both["second"].eq(after)).sum()) for after in categories)
        for before in categories
    )
    return Transitions(tuple(categories), counts, len(rows) - len(both), None if len(both) else Reason.EMPTY)


def _check_categories(values: pd.DataFrame, categories: Sequence[str]) -> None:
    known = list(categories)
    if len(set(known)) != len(known):
        raise EvalreportError(f"a category is named twice: {known}")
    for name in values.columns:
        for value in sorted(set(map(str, values[name].dropna())) - set(known)):
            raise unknown("category", value, known)
