"""The gate decides what may leave, and what left earlier is not undone by what leaves later."""

from __future__ import annotations

import numpy as np
import pytest

from evalreport.disclosure import Gate, Policy
from evalreport.disclosure.gate import SMALL

WAVE = {"wave": "w1"}


@pytest.fixture
def gate() -> Gate:
    return Gate(Policy(threshold=5))


def people(prefix: str, count: int, start: int = 0) -> frozenset[str]:
    return frozenset(f"{prefix}{number:03}" for number in range(start, start + count))


def row(*counts: int, prefix: str = "p") -> list[frozenset[str]]:
    """People in each category, all different."""
    starts = np.cumsum([0, *counts])
    return [people(prefix, count, int(start)) for count, start in zip(counts, starts, strict=False)]


def total(cells: list[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*cells)


def decide(gate: Gate, *rows: list[frozenset[str]], measure: str = "m", wave: str = "w1") -> np.ndarray:
    categories = [f"c{number}" for number in range(len(rows[0]))]
    return gate.table(rows, measure=measure, wave=wave, categories=categories).reasons


# -- one table ----------------------------------------------------------------------------------------------


def test_a_threshold_of_one_hides_nothing_and_remembers_nobody():
    gate = Gate(Policy(threshold=1, reason="invented data"))
    assert not decide(gate, row(1, 0, 20)).any()
    assert gate.moments({"": people("p", 1)}, measure="m", wave="w1") == {"": None}
    assert gate.size("citizen", people("p", 1)) is None
    assert gate.answered([40], [39], measure="m", wave="w1", population="p") == [None, None]
    assert not gate.memory.entries


def test_hidden_cells_do_not_say_which_of_them_are_small(gate):
    # 5 and 3: told that only the second is below five, a reader of their sum knows that it is at most three.
    assert decide(gate, row(30, 5, 3))[0].tolist() == [None, SMALL, SMALL, None]
    assert decide(gate, row(30, 12, 3), measure="other")[0].tolist() == [None, SMALL, SMALL, None]


def test_of_one_group_the_row_and_the_total_are_decided_alike(gate):
    reasons = decide(gate, row(30, 12, 3))
    assert reasons[0].tolist() == reasons[1].tolist()


# -- the same people again ------------------------------------------------------------------------------


def test_the_total_row_of_a_table_by_groups_shows_what_the_table_without_groups_showed(gate):
    men, women = row(10, 3, 8, prefix="m"), row(12, 9, 7, prefix="w")
    alone = decide(gate, [one | other for one, other in zip(men, women, strict=True)])
    by_sex = decide(gate, men, women)
    assert alone[-1].tolist() == by_sex[-1].tolist() == [None] * 4
    assert by_sex[0, 1] is not None


def test_a_table_without_groups_hides_what_the_total_row_of_an_earlier_one_hid(gate):
    small, large = row(4, 1, 4, prefix="m"), row(11, 2, 9, prefix="w")
    by_sex = decide(gate, small, large)
    alone = decide(gate, [one | other for one, other in zip(small, large, strict=True)])
    assert (by_sex[-1] != None).tolist() == (alone[-1] != None).tolist()  # noqa: E711


def test_groups_hidden_as_categories_are_hidden_as_groups_and_the_other_way_round(gate):
    # Benefit: 28 / 37 / 9 / 2. Its own table hides the last two; a table by benefit must hide their sizes too.
    benefit = row(28, 37, 9, 2)
    own = decide(gate, benefit, measure="benefit")[0]
    assert own.tolist()[:2] == [None, None]
    halves = [
        [frozenset(sorted(group)[: len(group) // 2]), frozenset(sorted(group)[len(group) // 2 :])]
        for group in benefit
    ]
    by_benefit = decide(gate, *halves, measure="outcome")
    assert [reason is not None for reason in by_benefit[:-1, -1]] == [False, False, True, True]
    other_order = Gate(Policy(threshold=5))
    groups_first = decide(other_order, *halves, measure="outcome")[:-1, -1]
    categories_next = decide(other_order, benefit, measure="benefit")[0, :-1]
    assert [bool(r) for r in groups_first] == [bool(r) for r in categories_next]


def test_a_population_is_hidden_when_its_count_was_and_shown_when_it_was(gate):
    reached = row(36, 35, 3)
    reasons = decide(gate, reached)
    assert reasons[0, 2] == SMALL
    assert gate.size("citizen", reached[2]) == SMALL
    assert (gate.size("citizen", reached[0]) is None) == (reasons[0, 0] is None)
    assert (gate.size("citizen", reached[1]) is None) == (reasons[0, 1] is None)


def test_a_group_that_all_gave_one_answer_is_hidden_though_its_size_is_known(gate):
    men, women = people("m", 8), people("w", 30)
    gate.moments({"": men | women, "m": men, "f": women}, measure="score", wave="w1")
    reasons = decide(gate, [men, frozenset()], [people("w", 18), people("w", 12, 18)])
    assert reasons[0].tolist()[:2] == [SMALL, SMALL]


# -- nested populations ---------------------------------------------------------------------------------


def test_counts_of_nested_populations_that_differ_by_too_few_are_hidden_in_the_later(gate):
    # 9 of 39 against 11 of 60: the 2 between them are among the 21 others.
    inner = row(20, 10, 9)
    outer = [inner[0] | people("x", 8), inner[1] | people("y", 11), inner[2] | people("z", 2)]
    assert not decide(gate, inner).any()
    reasons = decide(gate, outer)
    assert reasons[0, 2] == SMALL
    assert reasons[0, :2].tolist().count(None) == 1, "one more is hidden, or the sum would tell"


def test_a_row_with_almost_the_same_people_as_one_that_was_shown_is_hidden_whole(gate):
    # 30 people against 29: whatever the thirtieth answered would be told by one of the categories.
    inner = row(11, 10, 8)
    decide(gate, inner)
    reasons = decide(gate, [inner[0] | people("x", 1), *inner[1:]])
    assert reasons[0, :3].tolist() == [SMALL] * 3


def test_nobody_between_two_nested_populations_tells_of_everyone_there(gate):
    inner = row(20, 10, 9)
    outer = [inner[0] | people("x", 12), inner[1] | people("y", 9), inner[2]]
    decide(gate, inner)
    assert decide(gate, outer)[0, 2] == SMALL


def test_a_structural_zero_between_two_nested_populations_tells_nothing():
    gate = Gate(Policy(threshold=5, structural_zeros=("m",)))
    inner = row(20, 10, 9)
    outer = [inner[0] | people("x", 12), inner[1] | people("y", 9), inner[2]]
    decide(gate, inner)
    assert decide(gate, outer)[0, 2] is None


def test_the_larger_population_first_protects_as_well(gate):
    inner = row(20, 10, 9)
    outer = [inner[0] | people("x", 8), inner[1] | people("y", 11), inner[2] | people("z", 2)]
    assert not decide(gate, outer).any()
    assert decide(gate, inner)[0, 2] == SMALL


def test_populations_that_overlap_without_nesting_are_left_alone(gate):
    one = row(20, 10, 9)
    other = [one[0] | people("x", 8), one[1], frozenset(sorted(one[2])[1:]) | people("z", 3)]
    decide(gate, one)
    assert not decide(gate, other).any()


def test_another_wave_or_measure_is_another_matter(gate):
    inner = row(20, 10, 9)
    outer = [inner[0] | people("x", 8), inner[1] | people("y", 11), inner[2] | people("z", 2)]
    decide(gate, inner)
    assert not decide(gate, outer, wave="w2").any()
    assert not decide(Gate(gate.policy, gate.memory), outer, measure="other").any()


def test_groups_of_nested_populations_are_compared_too(gate):
    men, women = row(10, 8, 7, prefix="m"), row(12, 9, 6, prefix="w")
    assert not decide(gate, men, women).any()
    more = [men[0] | people("x", 2), men[1] | people("y", 9), men[2] | people("z", 6)]
    reasons = decide(gate, more, [cell | people(f"v{index}", 9) for index, cell in enumerate(women)])
    assert reasons[0, 0] == SMALL


# -- over notebooks -----------------------------------------------------------------------------------------


def test_what_is_hidden_stays_hidden_in_the_notebooks_that_follow(gate, tmp_path):
    cells = row(4, 1, 4, prefix="m"), row(11, 2, 9, prefix="w")
    first = decide(gate, *cells)
    gate.answered([45], [43], measure="m", wave="w1", population="panel")
    gate.write(tmp_path / "first.json")
    later = Gate.read(gate.policy, [tmp_path / "first.json"])
    again = decide(later, [one | other for one, other in zip(*cells, strict=True)])
    assert [bool(r) for r in again[-1]] == [bool(r) for r in first[-1]]
    assert later.memory.spans == gate.memory.spans


def test_what_is_shown_is_not_undone_in_the_notebooks_that_follow(gate, tmp_path):
    inner = row(20, 10, 9)
    decide(gate, inner)
    gate.write(tmp_path / "first.json")
    later = Gate.read(gate.policy, [tmp_path / "first.json"])
    outer = [inner[0] | people("x", 8), inner[1] | people("y", 11), inner[2] | people("z", 2)]
    assert decide(later, outer)[0, 2] == SMALL


def test_a_gate_without_earlier_notebooks_starts_empty(gate):
    assert not Gate.read(gate.policy, []).memory.entries


# -- means -----------------------------------------------------------------------------------------------


def test_a_mean_of_too_few_is_hidden(gate):
    assert gate.moments({"": people("p", 4)}, measure="m", **WAVE) == {"": SMALL}


def test_a_group_too_small_for_a_mean_takes_the_smallest_other_with_it(gate):
    groups = {"a": people("a", 3), "b": people("b", 20), "c": people("c", 9)}
    reasons = gate.moments({"": total(list(groups.values())), **groups}, measure="m", **WAVE)
    assert reasons == {"": None, "a": SMALL, "b": None, "c": SMALL}


def test_two_groups_that_are_too_few_together_take_another_with_them(gate):
    groups = {"a": people("a", 2), "b": people("b", 1), "c": people("c", 30), "d": people("d", 40)}
    reasons = gate.moments({"": total(list(groups.values())), **groups}, measure="m", **WAVE)
    assert reasons == {"": None, "a": SMALL, "b": SMALL, "c": SMALL, "d": None}


def test_means_of_nested_populations_that_differ_by_too_few_would_give_the_few_away(gate):
    # 40 people score 64.0 and 39 of them 63.6: the fortieth scores 80.
    assert gate.moments({"": people("p", 39)}, measure="who5", **WAVE) == {"": None}
    assert gate.moments({"": people("p", 40)}, measure="who5", **WAVE) == {"": SMALL}
    assert gate.moments({"": people("p", 44)}, measure="who5", **WAVE) == {"": None}
    assert gate.moments({"": people("p", 40)}, measure="who5", wave="w2") == {"": None}


def test_a_mean_shown_at_one_wave_is_not_public_at_another(gate):
    gate.moments({"": people("p", 40)}, measure="who5", **WAVE)
    gate.moments({"": people("p", 39)}, measure="who5", wave="w2")
    assert gate.moments({"": people("p", 40)}, measure="who5", wave="w2") == {"": SMALL}


def test_a_total_that_is_hidden_is_not_told_by_its_groups(gate):
    gate.moments({"": people("p", 39)}, measure="who5", **WAVE)
    by_group = {"": people("p", 40), "a": people("p", 25), "b": people("p", 15, 25)}
    assert gate.moments(by_group, measure="who5", **WAVE) == {"": SMALL, "a": None, "b": SMALL}


def test_a_mean_once_shown_is_shown_again(gate):
    for _ in range(2):
        assert gate.moments({"": people("p", 39)}, measure="who5", **WAVE) == {"": None}
    by_group = {"": people("p", 39), "a": people("p", 20), "b": people("p", 19, 20)}
    assert set(gate.moments(by_group, measure="who5", **WAVE).values()) == {None}


def test_a_group_whose_size_is_hidden_has_no_mean_since_n_stands_beside_it(gate):
    groups = row(28, 37, 9, 2)
    assert decide(gate, groups, measure="benefit")[0, 2] is not None
    by_benefit = dict(zip("abcd", groups, strict=True))
    reasons = gate.moments({"": total(groups), **by_benefit}, measure="who5", **WAVE)
    assert reasons["c"] is not None
    assert reasons["d"] is not None


# -- sizes -----------------------------------------------------------------------------------------------


def test_a_group_that_is_the_rest_of_two_others_is_not_told_by_their_sizes(gate):
    # 108 referred, 74 completed, 32 ended early: 2 are still active.
    assert gate.size("citizen", people("p", 108)) is None
    assert gate.size("citizen", people("p", 74)) is None
    assert gate.size("citizen", people("p", 32, 74)) == SMALL


def test_a_whole_that_its_parts_leave_too_few_of_is_hidden_when_it_comes_last(gate):
    assert gate.size("citizen", people("p", 74)) is None
    assert gate.size("citizen", people("p", 32, 74)) is None
    assert gate.size("citizen", people("p", 108)) == SMALL


def test_parts_that_make_up_the_whole_are_shown(gate):
    for members in (people("p", 108), people("p", 74), people("p", 34, 74)):
        assert gate.size("citizen", members) is None


def test_overlapping_parts_cannot_be_subtracted(gate):
    for members in (people("p", 108), people("p", 74), people("p", 60, 45)):
        assert gate.size("citizen", members) is None


def test_sizes_of_different_units_have_nothing_to_do_with_each_other(gate):
    assert gate.size("citizen", people("p", 40)) is None
    assert gate.size("household", people("p", 38)) is None


# -- sizes of groups, and those who did not answer ----------------------------------------------------


def test_group_sizes_hide_the_small_and_the_smallest_other(gate):
    assert gate.group_sizes([4]) == [SMALL]
    assert gate.group_sizes([5, 40]) == [None, None]
    assert gate.group_sizes([30, 3, 12]) == [None, SMALL, SMALL]
    assert gate.group_sizes([30, 3, 2]) == [None, SMALL, SMALL]
    assert gate.group_sizes([30, 3, 1]) == [SMALL, SMALL, SMALL]
    assert gate.group_sizes([]) == []


def spans(gate, asked, answered, population="panel"):
    return gate.answered(asked, answered, measure="m", wave="w1", population=population)


def test_n_is_a_span_when_too_few_did_not_answer(gate):
    assert spans(gate, [66], [65]) == [(62, 66), (62, 66)]


@pytest.mark.parametrize(("asked", "answered"), [(66, 66), (66, 61), (66, 20)])
def test_n_is_exact_when_nobody_or_enough_did_not_answer(gate, asked, answered):
    assert spans(gate, [asked], [answered]) == [None, None]


def test_the_span_is_the_same_for_one_missing_answer_and_four(gate):
    assert spans(gate, [66], [65], "a") == spans(gate, [66], [62], "b")


def test_a_total_does_not_give_the_n_of_a_group_away(gate):
    # One of 30 and five of 36 did not answer: 60 less 31 would be 29.
    first, second, whole = spans(gate, [30, 36], [29, 31])
    assert first == (26, 30)
    assert second is None
    assert whole == (57, 61)


def test_a_total_printed_exactly_before_is_kept_and_another_group_becomes_a_span(gate):
    assert spans(gate, [66], [60]) == [None, None]
    first, second, whole = spans(gate, [30, 36], [29, 31])
    assert whole is None
    assert first == (26, 30)
    low, high = second
    possible = {60 - other for other in range(low, high + 1)} & set(range(first[0], first[1] + 1))
    assert len(possible) >= 4


def test_a_total_printed_as_a_span_before_keeps_its_span(gate):
    before = spans(gate, [66], [65])[-1]
    assert spans(gate, [30, 36], [30, 35])[-1] == before


def test_groups_that_all_tell_their_n_do_not_give_away_a_total_that_is_a_span(gate):
    spans(gate, [30, 36], [29, 31])
    by_age = spans(gate, [40, 26], [34, 26])
    assert any(by_age[:-1])


def test_too_few_answers_have_no_span_since_nothing_is_shown(gate):
    assert spans(gate, [6], [4]) == [None, None]


# -- tables without people ------------------------------------------------------------------------------


def test_a_pattern_hides_as_a_table_does_and_remembers_nobody(gate):
    reasons = gate.pattern(np.array([[26, 10], [4, 21]])).reasons
    assert reasons[1, 0] == SMALL
    assert reasons[:2, :2].all()
    assert not reasons[-1].any()
    assert not gate.memory.entries


# -- a group that is everyone ---------------------------------------------------------------------------


def test_a_group_that_is_everyone_is_hidden_since_it_tells_that_the_others_are_empty(gate):
    women = row(12, 9, 7)
    decide(gate, women)
    reasons = decide(gate, women, [frozenset()] * 3)
    assert reasons[0].tolist() == [SMALL] * 4
    assert reasons[-1].tolist() == [None] * 4
    assert gate.moments({"": people("p", 20)}, measure="who5", **WAVE) == {"": None}
    by_sex = {"": people("p", 20), "f": people("p", 20), "m": frozenset()}
    assert gate.moments(by_sex, measure="who5", **WAVE) == {"": None, "f": SMALL, "m": SMALL}
