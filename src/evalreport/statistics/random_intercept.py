"""The random-intercept model of timepoints, fitted for thousands of resamples at once.

A general mixed model takes a tenth of a second to fit; a bootstrap needs thousands of fits. With a mean for each
timepoint and one random intercept, everything follows from sums over persons and one unknown, the intraclass
correlation, so that all resamples are fitted together. The estimates agree with statsmodels' (tested).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evalreport.statistics.pairs import Numbers

_ROUNDS = 5
"""Rounds in which the grid over the intraclass correlation is narrowed, tenfold each time."""

_HIGHEST = 0.9999
"""Highest intraclass correlation tried: at 1 the model has no residual."""


@dataclass(frozen=True)
class Sums:
    """Sums over persons that the likelihood is made of, one row per resample.

    With K timepoints; persons are split by the number m of their observations, since a person's weight depends on it.
    """

    observed: Numbers  # (resamples, K): observations per timepoint
    values: Numbers  # (resamples, K): sum of values per timepoint
    squares: Numbers  # (resamples,): sum of squared values
    persons: Numbers  # (resamples, K): persons with m = 1..K observations
    together: Numbers  # (resamples, K, K, K): by m, times that two timepoints are observed together
    totals: Numbers  # (resamples, K, K): by m and timepoint, sum of persons' totals
    squared_totals: Numbers  # (resamples, K): by m, sum of persons' squared totals


def means_by_wave(rows: Numbers, weights: npt.NDArray[np.int64]) -> Numbers:
    """Return the REML estimates of the mean at each timepoint for every resample.

    Parameters
    ----------
    rows : array, shape (persons, timepoints)
        Scores, NaN where there is none; every person has at least one.
    weights : array of int, shape (resamples, persons)
        How often each person was drawn.

    Returns
    -------
    array, shape (resamples, timepoints)
        NaN for a resample without values at some timepoint.
    """
    middle = float(np.nanmean(rows))
    sums = _sums(rows - middle, weights.astype(float))
    count, waves = sums.observed.shape
    usable = (sums.observed > 0).all(axis=1) & (sums.observed.sum(axis=1) > waves)
    found = np.full((count, waves), np.nan)
    if not usable.any():
        return found
    chosen = Sums(**{name: values[usable] for name, values in vars(sums).items()})
    low, high = np.zeros(int(usable.sum())), np.full(int(usable.sum()), _HIGHEST)
    best = low
    for _ in range(_ROUNDS):
        grid = low + (high - low) * np.linspace(0, 1, 11)[:, np.newaxis]
        losses = np.stack([_fit(chosen, correlation)[0] for correlation in grid])
        place = np.argmin(losses, axis=0)
        columns = np.arange(grid.shape[1])
        best = grid[place, columns]
        low, high = grid[np.maximum(place - 1, 0), columns], grid[np.minimum(place + 1, 10), columns]
    found[usable] = _fit(chosen, best)[1] + middle
    return found


def _sums(rows: Numbers, weights: Numbers) -> Sums:
    waves = rows.shape[1]
    seen = ~np.isnan(rows)
    values = np.where(seen, rows, 0.0)
    number, total = seen.sum(axis=1), values.sum(axis=1)
    by_number = (number[:, np.newaxis] == np.arange(1, waves + 1)).astype(float)
    flags = seen.astype(float)
    pair = np.einsum("im,ij,ik->imjk", by_number, flags, flags).reshape(len(rows), -1)
    shared = np.einsum("im,ij,i->imj", by_number, flags, total).reshape(len(rows), -1)
    return Sums(
        observed=weights @ flags,
        values=weights @ values,
        squares=weights @ (values**2).sum(axis=1),
        persons=weights @ by_number,
        together=(weights @ pair).reshape(-1, waves, waves, waves),
        totals=(weights @ shared).reshape(-1, waves, waves),
        squared_totals=weights @ (by_number * total[:, np.newaxis] ** 2),
    )


def _fit(sums: Sums, correlation: Numbers) -> tuple[Numbers, Numbers]:
    """Return -2 log restricted likelihood (up to a constant) and the means, given the intraclass correlation."""
    waves = sums.observed.shape[1]
    ratio = correlation / (1 - correlation)
    number = np.arange(1, waves + 1)
    weight = ratio[:, np.newaxis] / (1 + number * ratio[:, np.newaxis])
    precision = -np.einsum("rm,rmjk->rjk", weight, sums.together)
    precision[:, range(waves), range(waves)] += sums.observed
    right = sums.values - np.einsum("rm,rmj->rj", weight, sums.totals)
    means = np.linalg.solve(precision, right[..., np.newaxis])[..., 0]
    rest = sums.squares - (weight * sums.squared_totals).sum(axis=1) - (means * right).sum(axis=1)
    df = sums.observed.sum(axis=1) - waves
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = (
            df * np.log(np.maximum(rest, 0) / df)
            + (sums.persons * np.log1p(number * ratio[:, np.newaxis])).sum(axis=1)
            + np.linalg.slogdet(precision)[1]
        )
    return loss, means
