"""Mixed models on all available observations: nobody is left out for missing one timepoint.

Valid when values are missing at random given those that are there; the figures of those with every value stand beside.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import LEVEL, SEED, HypothesisTest, Interval, Reason, interval_or_reason
from evalreport.statistics.pairs import Numbers, Table, is_constant, numbers
from evalreport.statistics.random_intercept import means_by_wave
from evalreport.statistics.resampling import percentiles

RESAMPLES = 1_999
"""Resamples of persons for the intervals of contrasts."""

FEWEST = 5
"""Persons with two or more values below which no model is fitted."""

FEWEST_TESTED = 30
"""Persons with two or more values below which estimates are given without a test."""


@dataclass(frozen=True)
class WaveMean:
    """Estimated mean at a timepoint, with the observations behind it."""

    wave: str
    n: int
    mean: float
    standard_error: float


@dataclass(frozen=True)
class Contrast:
    """Estimated change from one timepoint to another.

    Attributes
    ----------
    standard_error : float
        From the model (REML).
    interval : Interval or None
        Percentile bootstrap over persons.
    interval_reason : Reason or None
        Why there is none: `degenerate` where too many resamples lack a timepoint.
    test : HypothesisTest or None
        Wald test; None with fewer than 30 persons who have two or more values.
    """

    first: str
    second: str
    estimate: float
    standard_error: float
    interval: Interval | None = None
    interval_reason: Reason | None = None
    test: HypothesisTest | None = None


@dataclass(frozen=True)
class MixedModel:
    """Means by timepoint from a model with a random intercept per person.

    Attributes
    ----------
    persons, observations : int
        Persons with a value at some timepoint; values in all.
    repeated : int
        Persons with two or more values.
    waves : tuple of WaveMean
    contrasts : tuple of Contrast
        Every later timepoint against every earlier one.
    sd_persons, sd_residual : float or None
        Standard deviation between persons, and within.
    reason : Reason or None
        Why there is no model.
    """

    persons: int
    observations: int
    repeated: int
    waves: tuple[WaveMean, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    sd_persons: float | None = None
    sd_residual: float | None = None
    reason: Reason | None = None

    def contrast(self, first: str, second: str) -> Contrast | None:
        """Return the change from one timepoint to a later one; None when the model does not have it."""
        found = [one for one in self.contrasts if (one.first, one.second) == (first, second)]
        return found[0] if found else None


@dataclass(frozen=True)
class Trend:
    """A straight line over time with a random intercept and a random slope per person.

    Attributes
    ----------
    intercept, slope : float or None
        Mean value at time 0; mean change per unit of time.
    intercept_error, slope_error : float or None
        Their standard errors.
    sd_intercept, sd_slope, sd_residual, correlation : float or None
        Standard deviations between persons and within; correlation of intercepts and slopes.
    """

    persons: int
    observations: int
    intercept: float | None = None
    intercept_error: float | None = None
    slope: float | None = None
    slope_error: float | None = None
    sd_intercept: float | None = None
    sd_slope: float | None = None
    sd_residual: float | None = None
    correlation: float | None = None
    reason: Reason | None = None


def mixed_model(values: Table, *, level: float = LEVEL, resamples: int = RESAMPLES) -> MixedModel:
    """Estimate means and changes from all available observations.

    value = mean of the timepoint + random intercept of the person + residual, by restricted maximum likelihood
    (statsmodels' MixedLM; Laird & Ware 1982, Biometrics 38:963-974). Intervals of the changes come from drawing
    persons, all their values with them (cluster bootstrap; Davison & Hinkley 1997, sec. 3.8).

    Parameters
    ----------
    values : DataFrame
        A row per person, a column per timepoint in order; missing values stay in. Timepoints where nobody has a value
        are left out.
    """
    table = pd.DataFrame(values)
    rows, waves = _rows(table)
    seen = ~np.isnan(rows)
    found = MixedModel(len(rows), int(seen.sum()), int((seen.sum(axis=1) > 1).sum()))
    reason = _reason(rows, found.repeated, len(waves))
    if reason:
        return replace(found, reason=reason)
    person, place = np.nonzero(seen)
    exog = np.eye(len(waves))[place]
    fitted = _fitted(rows[seen], exog, person, np.ones((len(person), 1)), np.ones(len(waves)))
    if fitted is None:
        return replace(found, reason=Reason.NOT_CONVERGED)
    means, covariance = fitted.means, fitted.covariance
    drawn = _drawn_means(rows, resamples)
    contrasts = []
    for later in range(1, len(waves)):
        for earlier in range(later):
            estimate = float(means[later] - means[earlier])
            variance = (
                covariance[later, later] + covariance[earlier, earlier] - 2 * covariance[later, earlier]
            )
            error = math.sqrt(variance)
            test = None
            if found.repeated >= FEWEST_TESTED:
                z = estimate / error
                test = HypothesisTest("mixed_model_wald", z, float(2 * stats.norm.sf(abs(z))))
            interval = interval_or_reason(percentiles(drawn[:, later] - drawn[:, earlier], level))
            contrasts.append(Contrast(waves[earlier], waves[later], estimate, error, *interval, test))
    return replace(
        found,
        waves=tuple(
            WaveMean(wave, int(seen[:, i].sum()), float(means[i]), math.sqrt(covariance[i, i]))
            for i, wave in enumerate(waves)
        ),
        contrasts=tuple(contrasts),
        sd_persons=math.sqrt(max(float(fitted.between[0, 0]), 0.0)),
        sd_residual=math.sqrt(fitted.within),
    )


def trend(values: Table, times: list[float] | None = None) -> Trend:
    """Estimate a straight line over time with a random intercept and slope per person, by REML.

    Parameters
    ----------
    values : DataFrame
        A row per person, a column per timepoint; missing values stay in.
    times : list of float, optional
        Time of each column (months, say); the columns' names when they are numbers.
    """
    table = pd.DataFrame(values)
    given = list(table.columns) if times is None else list(times)
    if len(given) != table.shape[1]:
        raise EvalreportError(f"{len(given)} times cannot belong to {table.shape[1]} timepoints")
    moments = numbers(given)
    keep = [not table.iloc[:, i].isna().all() for i in range(table.shape[1])]
    rows, waves = _rows(table)
    moments = moments[np.array(keep, dtype=bool)]
    seen = ~np.isnan(rows)
    persons, observations = len(rows), int(seen.sum())
    # A slope of one's own needs three values; with two, line and residual cannot be told apart.
    reason = _reason(rows, int((seen.sum(axis=1) > 2).sum()), len(waves))
    if reason:
        return Trend(persons, observations, reason=reason)
    person, place = np.nonzero(seen)
    exog = np.column_stack([np.ones(len(person)), moments[place]])
    fitted = _fitted(rows[seen], exog, person, exog, np.array([1.0, 0.0]))
    if fitted is None:
        return Trend(persons, observations, reason=Reason.NOT_CONVERGED)
    sds = np.sqrt(np.maximum(np.diag(fitted.between), 0))
    return Trend(
        persons,
        observations,
        float(fitted.means[0]),
        math.sqrt(fitted.covariance[0, 0]),
        float(fitted.means[1]),
        math.sqrt(fitted.covariance[1, 1]),
        float(sds[0]),
        float(sds[1]),
        math.sqrt(fitted.within),
        float(fitted.between[0, 1] / sds.prod()) if sds.all() else None,
    )


@dataclass(frozen=True)
class _Fitted:
    means: Numbers
    covariance: Numbers
    between: Numbers
    within: float


def _rows(table: pd.DataFrame) -> tuple[Numbers, list[str]]:
    """Return persons × timepoints in an order of the values alone, without empty persons and timepoints."""
    columns = [numbers(table.iloc[:, place]) for place in range(table.shape[1])]
    kept = [place for place, column in enumerate(columns) if not np.isnan(column).all()]
    if not kept:
        return np.empty((0, 0)), []
    rows = np.column_stack([columns[place] for place in kept])
    rows = rows[~np.isnan(rows).all(axis=1)]
    return rows[np.lexsort(rows.T[::-1])], [str(table.columns[place]) for place in kept]


def _reason(rows: Numbers, repeated: int, waves: int) -> Reason | None:
    if not len(rows):
        return Reason.EMPTY
    if waves < 2:
        return Reason.ONE_WAVE
    if is_constant(rows[~np.isnan(rows)]):
        return Reason.CONSTANT
    if repeated < FEWEST:
        return Reason.TOO_FEW
    # Everybody changes by the same amount: there is no residual to estimate.
    means = np.nanmean(rows, axis=0)
    off = rows - means
    within = off - np.nanmean(off, axis=1, keepdims=True)
    return Reason.CONSTANT if np.nanmax(np.abs(within)) <= 1e-10 * np.nanmax(np.abs(rows)) else None


def _fitted(
    endog: Numbers, exog: Numbers, person: np.ndarray, exog_re: Numbers, constant: Numbers
) -> _Fitted | None:
    """Fit by REML; None when it fails.

    Values are standardised first, which the optimiser handles best. `constant` are the coefficients that make the
    same value for everybody: through them the mean is put back.
    """
    scale = float(endog.std())
    middle = float(endog.mean())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they warn of is looked at below
            model = sm.MixedLM((endog - middle) / scale, exog, groups=person, exog_re=exog_re)
            # Gradients fail where persons do not differ (variance 0, at the edge); Powell's search does not.
            found: Any = model.fit(reml=True, method=["bfgs", "powell"])
    except (np.linalg.LinAlgError, ValueError, ZeroDivisionError):
        return None
    size = exog.shape[1]
    covariance = np.asarray(found.cov_params(), dtype=np.float64)[:size, :size] * scale**2
    between = np.asarray(found.cov_re, dtype=np.float64) * scale**2
    within = float(found.scale) * scale**2
    means = np.asarray(found.fe_params, dtype=np.float64) * scale + middle * constant
    parts = (means, covariance, between)
    if not found.converged or within <= 0 or not all(np.isfinite(part).all() for part in parts):
        return None
    return None if (np.diag(covariance) <= 0).any() else _Fitted(means, covariance, between, within)


def _drawn_means(rows: Numbers, resamples: int) -> Numbers:
    rng = np.random.default_rng(SEED)
    persons = len(rows)
    batch = max(1, 1_000_000 // persons)
    found = []
    for start in range(0, resamples, batch):
        size = min(batch, resamples - start)
        weights = rng.multinomial(persons, np.full(persons, 1 / persons), size=size)
        found.append(means_by_wave(rows, weights))
    return np.concatenate(found)
