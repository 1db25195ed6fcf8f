"""Values side by side: the same persons at two timepoints, or at all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from evalreport.errors import EvalreportError
from evalreport.statistics.sample import Sample

Values = Any
"""A Series indexed by person, or a plain sequence; missing values as None, NA or NaN."""

Table = Any
"""A DataFrame with a row per person and a column per timepoint, or an array of that shape."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Numbers of those who have a value both times, in an order that depends on the values alone.

    Attributes
    ----------
    first, second : array of float, shape (n,)
        Sorted by first and then second value, so that the order of rows in a file never matters.
    incomplete : int
        Persons left out because one of the two values is missing (or both are).
    """

    first: Numbers
    second: Numbers
    incomplete: int

    @property
    def n(self) -> int:
        """Number of persons."""
        return len(self.first)

    @property
    def change(self) -> Numbers:
        """Second minus first."""
        return self.second - self.first


def numbers(values: Values) -> Numbers:
    """Turn values into floats, missing ones into NaN.

    Raises
    ------
    EvalreportError
        When a value is no number, or is infinite.
    """
    try:
        known = pd.to_numeric(pd.Series(values, dtype=object)).astype("Float64")
        found: Numbers = np.asarray(known.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise EvalreportError(
            f"values must be numbers ({error})", remedy="put categories in order with `codes` first"
        ) from None
    if np.isinf(found).any():
        raise EvalreportError("values must be finite numbers", remedy="set infinite values to missing")
    return found


def matched(first: Values, second: Values) -> pd.DataFrame:
    """Put values side by side in columns `first` and `second`, one row per person.

    Two Series are matched on their index (the person); plain sequences by position.

    Raises
    ------
    EvalreportError
        When a person occurs twice, or two sequences differ in length.
    """
    if isinstance(first, pd.Series) and isinstance(second, pd.Series):
        for values in (first, second):
            if not values.index.is_unique:
                raise EvalreportError(
                    "a person has more than one value at a timepoint", remedy="keep one row per person"
                )
        return pd.concat({"first": first.astype(object), "second": second.astype(object)}, axis=1)
    one, two = (pd.Series(list(values), dtype=object) for values in (first, second))
    if len(one) != len(two):
        raise EvalreportError(
            f"{len(one)} values cannot be paired with {len(two)}", remedy="give Series indexed by person"
        )
    return pd.DataFrame({"first": one, "second": two})


def paired(first: Values, second: Values) -> Pairs:
    """Keep those who have a number both times.

    >>> paired([3, 1, None], [4, 1, 5])
    Pairs(first=array([1., 3.]), second=array([1., 4.]), incomplete=1)
    """
    rows = matched(first, second)
    one, two = numbers(rows["first"]), numbers(rows["second"])
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    order = np.lexsort((two, one))
    return Pairs(one[order], two[order], int((~both).sum()))


def complete_rows(values: Table) -> Numbers:
    """Return persons × timepoints as numbers: those with a value every time, in an order of the values alone."""
    table = pd.DataFrame(values)
    if not table.shape[1]:
        return np.empty((0, 0))
    columns = [numbers(table.iloc[:, place]) for place in range(table.shape[1])]
    rows = np.column_stack(columns)
    rows = rows[~np.isnan(rows).any(axis=1)]
    return rows[np.lexsort(rows.T[::-1])]


def by_wave(sample: Sample, group: str = "") -> pd.DataFrame:
    """Return the values of a sample with a row per person and a column per timepoint, missing where there is none.

    Without a group every member of the population has a row, also those who never answered.
    """
    rows = sample.values
    if group:
        rows = rows[rows["group"] == group]
    wide = rows.pivot(index="unit", columns="wave", values="value").reindex(columns=list(sample.waves))
    persons = wide.index if group else wide.index.union(pd.Index(sorted(sample.population.members)))
    return wide.reindex(sorted(persons))


def codes(values: pd.DataFrame, categories: list[str]) -> pd.DataFrame:
    """Number ordered categories 0, 1, 2, … so that they can be ranked; missing values stay missing."""
    places = {name: float(place) for place, name in enumerate(categories)}
    return values.apply(lambda column: column.map(places))


def is_constant(values: Numbers, scale: float | None = None) -> bool:
    """Say whether values differ by no more than the rounding of floats at their scale allows."""
    size = float(np.abs(values).max(initial=0.0)) if scale is None else scale
    return len(values) == 0 or float(np.ptp(values)) <= 1e-10 * size


def without_float_noise(values: Numbers, scale: float) -> Numbers:
    """Round off the noise of floats, so that 0.3 - 0.2 ties with 0.2 - 0.1."""
    return np.round(values / scale, 10) * scale if scale else values
