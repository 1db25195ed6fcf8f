"""Whether those who start lowest gain most, freed of measurement error."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.baseline_slope import change_on_baseline
from evalreport.statistics.estimate import Reason


def made(true_slope: float, persons: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Scores with reliability .8 whose true change depends on the true first score with the given slope."""
    rng = np.random.default_rng(5)
    true = rng.normal(50, 8, persons)
    later = true + 4 + true_slope * (true - 50) + rng.normal(0, 3, persons)
    return true + rng.normal(0, 4, persons), later + rng.normal(0, 4, persons)


@pytest.mark.parametrize("true_slope", [0.0, -0.3, 0.2])
def test_correction_finds_the_true_slope(true_slope: float) -> None:
    found = change_on_baseline(*made(true_slope), reliability=0.8)
    assert found.corrected == pytest.approx(true_slope, abs=0.03)
    assert found.crude is not None and found.crude < true_slope - 0.1
    assert found.interval is not None and true_slope in found.interval


def test_formula_by_hand() -> None:
    # Blomqvist 1977: (crude + k) / (1 - k). Crude slope -0.5 and k = 0.2 give -0.375.
    first, second = [10, 20, 30, 40], [15, 20, 25, 30]
    found = change_on_baseline(first, second, reliability=0.8)
    assert found.crude == pytest.approx(-0.5) and found.corrected == pytest.approx(-0.375)
    by_variance = change_on_baseline(first, second, error_variance=0.2 * np.var(first, ddof=1))
    assert by_variance.corrected == pytest.approx(-0.375) and by_variance.error_share == pytest.approx(0.2)


def test_without_error_it_is_ordinary_regression() -> None:
    first, second = made(-0.2, 30)
    found, expected = (
        change_on_baseline(first, second, reliability=1),
        stats.linregress(first, second - first),
    )
    reach = stats.t.ppf(0.975, 28) * expected.stderr
    assert found.interval is not None and found.corrected == pytest.approx(expected.slope)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (expected.slope - reach, expected.slope + reach)
    )


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([None], [1], Reason.EMPTY),
        ([1, 2], [2, 3], Reason.TOO_FEW),
        ([5, 5, 5], [1, 2, 3], Reason.CONSTANT),
    ],
)
def test_reasons_instead_of_nan(first: list[float], second: list[float], reason: Reason) -> None:
    found = change_on_baseline(first, second, reliability=0.8)
    assert found.reason is reason and found.corrected is None


def test_error_as_large_as_the_differences_leaves_nothing() -> None:
    found = change_on_baseline([1, 2, 3, 4], [2, 2, 4, 4], error_variance=50)
    assert found.reason is Reason.UNRELIABLE and found.corrected is None and found.crude is not None


def test_error_must_be_told_in_one_way() -> None:
    for wrong in ({}, {"reliability": 0.8, "error_variance": 4.0}):
        with pytest.raises(EvalreportError, match="one of the two"):
            change_on_baseline([1, 2, 3], [1, 2, 4], **wrong)
    with pytest.raises(EvalreportError, match="between 0 and 1"):
        change_on_baseline([1, 2, 3], [1, 2, 4], reliability=2)
