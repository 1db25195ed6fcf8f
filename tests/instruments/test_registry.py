"""Every instrument in the registry is complete enough to be scored and read."""

from __future__ import annotations

import pytest

from evalreport.errors import EvalreportError
from evalreport.instruments import instrument, names


@pytest.mark.parametrize("name", names())
def test_the_score_range_follows_from_items_range_and_factor(name):
    scale = instrument(name)
    low, high = scale.item_range
    times = scale.factor * (scale.items if scale.aggregation == "sum" else 1)
    assert scale.score_range == (low * times, high * times)


@pytest.mark.parametrize("name", names())
def test_bands_lie_in_the_score_range_and_name_their_source(name):
    scale = instrument(name)
    for band in scale.bands:
        assert scale.score_range[0] <= band.low <= band.high <= scale.score_range[1]
        assert band.source


@pytest.mark.parametrize("name", names())
def test_a_norm_never_stands_without_year_population_and_source(name):
    for norm in instrument(name).norms:
        assert norm.year
        assert norm.source
        assert norm.population["da"]


@pytest.mark.parametrize("name", names())
def test_titles_are_given_in_both_languages(name):
    assert set(instrument(name).title) == {"da", "en"}


def test_an_unknown_instrument_raises_with_near_matches():
    with pytest.raises(EvalreportError, match=r"unknown instrument 'who-5'\n  did you mean: who5"):
        instrument("who-5")
