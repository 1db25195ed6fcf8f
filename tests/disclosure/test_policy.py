"""The policy says which counts are small, and asks for a reason where it protects less than the default."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evalreport.disclosure import Policy


def test_the_default_hides_counts_below_five():
    policy = Policy()
    assert [policy.small(count) for count in range(7)] == [True] * 5 + [False] * 2


def test_nobody_is_small_too():
    assert Policy(threshold=3, reason="three are enough here").small(0)


def test_a_threshold_of_one_shows_everything():
    policy = Policy(threshold=1, reason="invented data")
    assert not any(policy.small(count) for count in range(5))


@pytest.mark.parametrize("reason", ["", "   "])
def test_less_protection_than_the_default_needs_a_reason_in_words(reason):
    with pytest.raises(ValidationError, match=r"disclosure\.reason"):
        Policy(threshold=4, reason=reason)


def test_more_protection_needs_none():
    assert Policy(threshold=10).threshold == 10


@pytest.mark.parametrize("threshold", [0, -1])
def test_a_threshold_is_at_least_one(threshold):
    with pytest.raises(ValidationError):
        Policy(threshold=threshold, reason="r")


@pytest.mark.parametrize(
    ("larger", "smaller", "close"), [(40, 40, False), (40, 39, True), (40, 36, True), (40, 35, False)]
)
def test_two_groups_are_too_close_when_they_differ_by_fewer_than_the_threshold_but_not_by_none(
    larger, smaller, close
):
    assert Policy().too_close(larger, smaller) is close


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValidationError):
        Policy(treshold=5)
