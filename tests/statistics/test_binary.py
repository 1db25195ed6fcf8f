"""Yes and no: against published numbers, and what must hold for any answers."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats import contingency_tables

from evalreport.errors import EvalreportError
from evalreport.statistics.binary import cochran, mcnemar, paired_counts, paired_proportions
from evalreport.statistics.estimate import Interval, Reason

few = settings(max_examples=60, deadline=None, derandomize=True)
cells = st.tuples(*[st.integers(0, 30)] * 4)


def bounds(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def test_paired_intervals_of_a_published_table() -> None:
    # Cavo et al. 2012, complete response before and after consolidation: 59, 6, 16, 80. Intervals of the difference in
    # Fagerland, Lydersen & Laake 2017, Statistical Analysis of Contingency Tables, ch. 8, as computed by the authors'
    # R package contingencytables: Tango -0.1240 to -0.0054, Newcombe -0.1186 to -0.0046 (before minus after).
    found = paired_counts(both=59, lost=6, gained=16, neither=80)
    assert found.difference == pytest.approx(0.0621, abs=5e-5)
    assert bounds(found.interval) == pytest.approx((0.0054, 0.1240), abs=5e-5)
    assert bounds(found.newcombe) == pytest.approx((0.0046, 0.1186), abs=5e-5)


def test_mcnemar_of_a_published_table() -> None:
    # The same table and source: asymptotic P = 0.033006, with correction 0.055009, exact 0.052479, mid-p 0.034690.
    found = mcnemar(16, 6)
    assert found is not None
    p = (found.asymptotic.p, found.corrected.p, found.exact.p, found.mid_p.p)
    assert p == pytest.approx((0.033006, 0.055009, 0.052479, 0.034690), abs=5e-7)
    assert found.recommended.method == "mcnemar_mid_p"


def test_mcnemar_of_few_persons() -> None:
    # Bentur et al. 2009 in Fagerland, Lydersen & Laake 2013 (BMC Med Res Methodol 13:91), table 1: 1, 1, 7, 12;
    # exact 0.0703, mid-p 0.0391, asymptotic 0.0339, with correction 0.0771.
    found = paired_counts(both=1, lost=1, gained=7, neither=12).mcnemar
    assert found is not None
    p = (found.exact.p, found.mid_p.p, found.asymptotic.p, found.corrected.p)
    assert p == pytest.approx((0.0703, 0.0391, 0.0339, 0.0771), abs=5e-5)


def test_mcnemar_agresti_approval() -> None:
    # Agresti 1990, p. 350; R 4.2.2 mcnemar.test: 17.356 without and 16.818 with correction; exact 3.716e-05.
    found = paired_counts(both=794, lost=150, gained=86, neither=570)
    assert found.mcnemar is not None and found.mcnemar.recommended.method == "mcnemar_chi_square"
    assert found.mcnemar.asymptotic.statistic == pytest.approx(17.3559, abs=5e-5)
    assert found.mcnemar.corrected.statistic == pytest.approx(16.818, abs=5e-4)
    assert found.mcnemar.exact.p == pytest.approx(3.716e-05, abs=5e-9)


@given(cells)
@few
def test_mcnemar_agrees_with_statsmodels(counts: tuple[int, int, int, int]) -> None:
    both, lost, gained, neither = counts
    found = mcnemar(gained, lost)
    if not gained + lost:
        assert found is None
        return
    table = [[both, lost], [gained, neither]]
    assert found is not None
    assert found.exact.p == pytest.approx(contingency_tables.mcnemar(table, exact=True).pvalue)
    expected = contingency_tables.mcnemar(table, exact=False, correction=False)
    assert found.asymptotic.p == pytest.approx(expected.pvalue)


@given(cells)
@few
def test_paired_intervals_hold_the_estimate_and_turn_around(counts: tuple[int, int, int, int]) -> None:
    both, lost, gained, neither = counts
    there = paired_counts(both=both, lost=lost, gained=gained, neither=neither)
    back = paired_counts(both=both, lost=gained, gained=lost, neither=neither)
    if not there.n:
        assert there.reason is Reason.EMPTY
        return
    assert there.difference is not None
    for here, turned in ((there.interval, back.interval), (there.newcombe, back.newcombe)):
        low, high = bounds(here)
        assert -1 <= low <= there.difference + 1e-9 and there.difference - 1e-9 <= high <= 1
        assert (low, high) == pytest.approx((-bounds(turned)[1], -bounds(turned)[0]), abs=1e-8)


@given(cells)
@few
def test_tango_interval_inverts_the_score_test(counts: tuple[int, int, int, int]) -> None:
    # At no difference the score statistic is McNemar's: 0 lies in the interval exactly when p is above 5 %.
    both, lost, gained, neither = counts
    found = paired_counts(both=both, lost=lost, gained=gained, neither=neither)
    if found.mcnemar and found.interval and abs(found.mcnemar.asymptotic.p - 0.05) > 1e-6:
        assert (0.0 in found.interval) == (found.mcnemar.asymptotic.p > 0.05)


def test_nobody_changed_still_has_an_interval() -> None:
    found = paired_counts(both=5, lost=0, gained=0, neither=5)
    assert found.reason is Reason.NO_CHANGE and found.mcnemar is None
    # Tango 1998 for no discordant pairs: ± z² / (n + z²).
    z = 1.959963984540054
    assert bounds(found.interval) == pytest.approx((-(z**2) / (10 + z**2), z**2 / (10 + z**2)), abs=1e-8)


def test_everybody_changed() -> None:
    found = paired_counts(both=0, lost=0, gained=8, neither=0)
    assert found.difference == 1.0 and bounds(found.interval)[1] == 1.0


def test_answers_of_persons() -> None:
    first = pd.Series({"a": True, "b": False, "c": False, "d": None})
    second = pd.Series({"b": True, "a": True, "c": False, "d": True})
    found = paired_proportions(first, second)
    assert (found.both, found.lost, found.gained, found.neither, found.incomplete) == (1, 0, 1, 1, 1)
    assert found.first.share == pytest.approx(1 / 3) and found.second.share == pytest.approx(2 / 3)


def test_a_value_that_is_neither_yes_nor_no_is_an_error() -> None:
    with pytest.raises(EvalreportError, match="yes or no"):
        paired_proportions([1, 2], [0, 1])


@pytest.mark.parametrize(("first", "second"), [([], []), ([None], [None])])
def test_nobody(first: list[None], second: list[None]) -> None:
    found = paired_proportions(first, second)
    assert found.reason is Reason.EMPTY and found.interval is None and found.difference is None


# Energetic or not on three days, 20 persons: the data set `cochran` of pingouin.
MONDAY = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0]
WEDNESDAY = [1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1]
FRIDAY = [1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1]
DAYS = np.column_stack([MONDAY, WEDNESDAY, FRIDAY])


def test_cochran_of_pingouin() -> None:
    # pingouin, documentation of cochran: Q = 6.705882, dof 2, p = 0.034981.
    found = cochran(DAYS, method="asymptotic")
    assert found.test is not None and found.test.df == 2
    assert found.test.statistic == pytest.approx(6.705882, abs=5e-7)
    assert found.test.p == pytest.approx(0.034981, abs=5e-7)
    expected = contingency_tables.cochrans_q(DAYS)
    assert (found.test.statistic, found.test.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_cochran_by_random_orders_is_near_the_exact_value() -> None:
    # The exact distribution, counted person by person: every order of each person's answers is equally likely.
    ways = {(0, 0, 0): 1.0}
    for person in DAYS:
        orders = set(itertools.permutations(person.tolist()))
        step: dict[tuple[int, ...], float] = {}
        for sums, weight in ways.items():
            for order in orders:
                key = tuple(one + two for one, two in zip(sums, order, strict=True))
                step[key] = step.get(key, 0.0) + weight / len(orders)
        ways = step

    def spread(sums: tuple[int, ...]) -> int:
        return sum(value * value for value in sums)

    observed = spread(tuple(DAYS.sum(axis=0).tolist()))
    exact = sum(weight for sums, weight in ways.items() if spread(sums) >= observed)
    found = cochran(DAYS)
    assert found.test is not None and found.test.method == "cochran_permutation"
    assert found.test.p == pytest.approx(exact, abs=0.008)  # three standard errors of 9,999 resamples


def test_cochran_of_two_waves_is_mcnemar() -> None:
    pairs = [(1, 0)] * 6 + [(0, 1)] * 16 + [(1, 1)] * 59 + [(0, 0)] * 80
    found, expected = cochran(pairs), mcnemar(16, 6)
    assert found.test is not None and expected is not None
    assert found.test.statistic == pytest.approx(expected.asymptotic.statistic)


@given(st.permutations(range(20)))
@few
def test_cochran_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    assert cochran(DAYS[order], method="asymptotic") == cochran(DAYS, method="asymptotic")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (pd.DataFrame({"w1": [1, 0]}), Reason.ONE_WAVE),
        (pd.DataFrame({"w1": [1, None], "w2": [None, 0]}), Reason.EMPTY),
        (pd.DataFrame({"w1": [1, 0], "w2": [1, 0], "w3": [1, 0]}), Reason.NO_CHANGE),
    ],
)
def test_cochran_reasons(values: pd.DataFrame, reason: Reason) -> None:
    found = cochran(values)
    assert found.reason is reason and found.test is None
