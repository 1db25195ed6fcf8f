"""Adjusted p-values: against published numbers, and against statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from evalreport.errors import EvalreportError
from evalreport.statistics.multiplicity import benjamini_hochberg, holm

few = settings(max_examples=60, deadline=None, derandomize=True)
families = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.floats(0, 1), max_size=12)

# Benjamini & Hochberg 1995 (JRSS B 57:289-300), section 3.2: fifteen tests of a trial of thrombolysis.
NEUHAUS = {
    f"outcome_{place:02}": p
    for place, p in enumerate(
        [
            *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
            *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000),
        ],
        start=1,
    )
}


def test_benjamini_and_hochberg_reject_four_and_holm_three() -> None:
    assert benjamini_hochberg(NEUHAUS).rejected(0.05) == tuple(f"outcome_0{place}" for place in (1, 2, 3, 4))
    assert holm(NEUHAUS).rejected(0.05) == tuple(f"outcome_0{place}" for place in (1, 2, 3))


@given(families)
@settings(few, max_examples=6)  # statsmodels takes its time over Holm
def test_agreement_with_statsmodels(p: dict[str, float]) -> None:
    if not p:
        assert holm(p).adjusted == {} and benjamini_hochberg(p).size == 0
        return
    values = list(p.values())
    for found, method in ((holm(p), "holm"), (benjamini_hochberg(p), "fdr_bh")):
        assert list(found.adjusted) == list(p)
        assert list(found.adjusted.values()) == pytest.approx(multipletests(values, method=method)[1])


@given(families)
@few
def test_adjusted_is_never_smaller_and_holm_never_milder(p: dict[str, float]) -> None:
    strict, mild = holm(p).adjusted, benjamini_hochberg(p).adjusted
    for name, value in p.items():
        assert value - 1e-12 <= mild[name] <= strict[name] + 1e-12 <= 1 + 2e-12  # type: ignore[operator]


def test_a_test_that_could_not_be_made_is_not_in_the_family() -> None:
    found = holm({"a": 0.02, "b": None, "c": 0.04})
    assert found.size == 2
    assert found.adjusted == {"a": 0.04, "b": None, "c": 0.04}
    assert found.rejected() == ("a", "c")


@pytest.mark.parametrize("p", [1.2, -0.1, float("nan")])
def test_what_is_no_p_value_is_an_error(p: float) -> None:
    with pytest.raises(EvalreportError, match="between 0 and 1"):
        benjamini_hochberg({"a": p})
