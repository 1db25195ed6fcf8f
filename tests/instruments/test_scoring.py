"""Scores follow the instruments' published rules."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalreport.errors import EvalreportError
from evalreport.instruments import Instrument, instrument, names, score


def one(answers: list[float | None], name: str) -> float:
    return float(score(pd.DataFrame([answers]), instrument(name)).iloc[0])


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("who5", [5, 5, 5, 5, 5], 100),  # sum x 4; WHO-5 sheet, Topp 2015
        ("who5", [0, 0, 0, 0, 0], 0),
        ("who5", [3, 2, 3, 2, 2], 48),
        ("brief_inspire_o", [4, 4, 4, 4, 4], 100),  # sum x 5 = mean x 25; Moeller 2024
        ("brief_inspire_o", [2, 3, 1, 4, 2], 60),
        ("ucla3", [1, 1, 1], 3),  # sum of three items 1-3; Hughes 2004
        ("ucla3", [3, 3, 3], 9),
        ("ucla3", [3, 2, 2], 7),
        ("life_satisfaction", [7], 7),
    ],
)
def test_golden_scores(name, answers, expected):
    assert one(answers, name) == expected


def test_brief_inspire_o_is_the_mean_times_25_not_times_5():
    # A printed method text says "mean of the five items times 5 ... between 0 and 100", which gives 0-20.
    answers = [3, 2, 4, 3, 3]
    mean = sum(answers) / 5
    assert one(answers, "brief_inspire_o") == mean * 25
    assert one(answers, "brief_inspire_o") != mean * 5


def test_who5_scores_are_multiples_of_4_so_the_cut_offs_in_use_classify_identically():
    # Below 50, 50 or below, below 52, and a raw score below 13.
    everyone = pd.DataFrame(list(itertools.product(range(6), repeat=5)))
    scores, raw = score(everyone, instrument("who5")), everyone.sum(axis=1)
    assert (scores % 4 == 0).all()
    assert (scores < 50).equals(scores <= 50)
    assert (scores < 50).equals(scores < 52)
    assert (scores < 50).equals(raw < 13)


@st.composite
def answered(draw):
    scale = instrument(draw(st.sampled_from(names())))
    item = st.integers(*scale.item_range)
    row = st.lists(item, min_size=scale.items, max_size=scale.items)
    return scale, pd.DataFrame(draw(st.lists(row, min_size=1, max_size=8)))


@settings(max_examples=60, deadline=None)
@given(answered())
def test_a_score_lies_in_the_range_of_its_scale(case):
    scale, answers = case
    assert score(answers, scale).between(*scale.score_range).all()


@settings(max_examples=40, deadline=None)
@given(answered(), st.data())
def test_one_missing_item_gives_no_score_when_all_are_required(case, data):
    scale, answers = case
    item = data.draw(st.integers(0, scale.items - 1))
    answers = answers.astype("Float64")
    answers.iloc[0, item] = pd.NA
    scores = score(answers, scale)
    assert pd.isna(scores.iloc[0])
    assert scores.iloc[1:].notna().all()


@settings(max_examples=40, deadline=None)
@given(answered())
def test_turning_every_item_round_turns_the_score_round(case):
    scale, answers = case
    turned = scale.model_copy(update={"reversed_items": tuple(range(1, scale.items + 1))})
    low, high = scale.score_range
    assert score(answers, turned).tolist() == pytest.approx((low + high - score(answers, scale)).tolist())


def test_only_the_reversed_items_are_turned():
    scale = instrument("ucla3").model_copy(update={"reversed_items": (2,)})
    assert score(pd.DataFrame([[1, 1, 3]]), scale).tolist() == [1 + 3 + 3]


def test_an_instrument_that_allows_it_fills_a_missing_item_with_the_persons_own_mean():
    scale = instrument("ucla3").model_copy(update={"items_required": 2})
    assert score(pd.DataFrame([[1, 2, None], [1, None, None]]), scale).tolist()[0] == pytest.approx(4.5)
    assert pd.isna(score(pd.DataFrame([[1, 2, None], [1, None, None]]), scale).iloc[1])


def test_the_answers_given_are_not_changed():
    answers = pd.DataFrame([[1, 1, 3]])
    score(answers, instrument("ucla3").model_copy(update={"reversed_items": (1, 2, 3)}))
    assert answers.iloc[0].tolist() == [1, 1, 3]


def test_rows_keep_their_index():
    answers = pd.DataFrame([[1, 1, 1], [2, 2, 2]], index=["b", "a"])
    assert score(answers, instrument("ucla3")).to_dict() == {"b": 3.0, "a": 6.0}


@pytest.mark.parametrize("answer", [-1, 6, 88])
def test_an_answer_outside_the_range_is_an_error_that_names_the_column_not_the_value(answer):
    answers = pd.DataFrame([[5, 5, answer, 5, 5]], columns=[f"who5_{i}" for i in range(1, 6)])
    with pytest.raises(EvalreportError, match="who5_3") as caught:
        score(answers, instrument("who5"))
    assert "missing in the contract" in str(caught.value)


def test_the_wrong_number_of_items_is_an_error():
    with pytest.raises(EvalreportError, match="has 5 items, but 4 columns"):
        score(pd.DataFrame([[1, 2, 3, 4]]), instrument("who5"))


def test_a_mean_scale_averages():
    scale = Instrument(
        id="m", title={"da": "M"}, items=2, item_range=(1, 5), aggregation="mean", items_required=2,
        score_range=(1, 5), higher_is_better=True,
    )  # fmt: skip
    assert score(pd.DataFrame([[2, 5]]), scale).tolist() == [3.5]
