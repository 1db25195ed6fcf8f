"""Verbal quantifiers: which shares a phrase may stand for. The bounds are those of da.yaml and en.yaml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalreport.wording import Quantifier, Wording
from evalreport.wording.quantifier import read_bounds

DA, EN = Wording("da"), Wording("en")


@pytest.mark.parametrize(
    ("phrase", "holds", "fails"),
    [
        ("ingen", [0], [0.01]),
        ("alle", [1], [0.99]),
        ("næsten alle", [0.9, 0.97], [0.89, 1]),
        ("få", [0.05, 0.2], [0, 0.25]),
        ("flertallet", [0.51, 1], [0.5]),
        ("størstedelen", [0.62], [0.5, 0.4]),
        ("over halvdelen", [0.51, 0.64], [0.5, 0.95]),
        ("halvdelen", [0.5, 0.48], [0.55]),
        ("en tredjedel", [1 / 3, 0.35], [0.28, 0.38]),
        ("knap en tredjedel", [0.29, 0.33], [1 / 3, 0.36, 0.2]),
        ("godt en tredjedel", [1 / 3, 0.36], [0.33, 0.42]),
        ("lidt over en fjerdedel", [0.26, 0.3], [0.25, 0.32]),
        ("lidt under en fjerdedel", [0.24], [0.25, 0.1]),
        ("mere end to tredjedele", [0.67, 0.8], [0.66]),
        ("under en femtedel", [0.19, 0.05], [0.2]),
        ("ca. en tredjedel", [0.3, 0.38], [0.25]),
        ("omkring to tredjedele", [0.64, 0.7], [0.6]),
        ("næsten tre fjerdedele", [0.72], [0.75]),
        ("mindst halvdelen", [0.5, 0.9], [0.49]),
        ("højst en fjerdedel", [0, 0.25], [0.26]),
        ("hver fjerde", [0.25, 0.27], [0.3]),
        ("knap hver anden", [0.48], [0.5]),
        ("10 ud af 14", [10 / 14], [11 / 14, 9 / 14]),
        ("knap 1 ud af 5", [0.18], [0.2]),
        ("ni ud af ti", [0.9, 0.88], [0.8]),
        ("knap 9 ud af 10", [66 / 74], [0.9]),
        ("en ud af fem", [0.2], [0.3]),
        ("mere end 29 ud af 100", [0.3], [0.29]),
    ],
)
def test_danish_phrases(phrase: str, holds: list[float], fails: list[float]) -> None:
    assert [DA.matches(phrase, share) for share in holds] == [True] * len(holds)
    assert [DA.matches(phrase, share) for share in fails] == [False] * len(fails)


def test_english_phrases() -> None:
    assert EN.matches("just under a third", 0.31)
    assert EN.matches("9 out of 10", 0.9)
    assert EN.matches("more than half", 0.5) is False


@pytest.mark.parametrize(
    "phrase", ["KNAP en  tredjedel", "knap en\u00a0tredjedel", "knap en tredjedel af borgerne"]
)
def test_capitals_spaces_and_what_follows_do_not_matter(phrase: str) -> None:
    assert DA.matches(phrase, 0.31)


@pytest.mark.parametrize(
    "phrase", ["en hel del", "", "knap", "knap mange", "5 ud af 3", "3 ud af 0", "knap alle"]
)
def test_unknown_phrases_are_neither_true_nor_false(phrase: str) -> None:
    assert DA.matches(phrase, 0.5) is None


@pytest.mark.parametrize("wording", [DA, EN])
def test_listed_quantifiers_are_found_by_their_phrase_and_lie_between_none_and_all(wording: Wording) -> None:
    assert len({one.pattern for one in wording.quantifiers}) == len(wording.quantifiers)
    for one in wording.quantifiers:
        assert 0 <= one.low <= one.high <= 1
        assert wording.quantifier(one.pattern) == one


@given(st.sampled_from(DA.quantifiers), st.floats(0, 1))
def test_a_phrase_holds_between_its_bounds_and_nowhere_else(one: Quantifier, share: float) -> None:
    if one.low + 1e-6 < share < one.high - 1e-6:
        assert one.holds(share)
    if share < one.low - 1e-6 or share > one.high + 1e-6:
        assert not one.holds(share)


@given(st.integers(1, 200).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_n_out_of_m_always_holds_for_itself(count: tuple[int, int]) -> None:
    part, whole = count
    assert DA.matches(f"{part} ud af {whole}", part / whole)


def test_bounds_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="not of the form"):
        read_bounds("x", "0.1-0.2")
