"""Who belongs to a population follows from its rule and those it builds on."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from evalreport.disclosure import Policy
from evalreport.errors import EvalreportError
from evalreport.populations import Population, Populations, condition
from evalreport.populations.rules import PopulationsConfig

UNITS = {
    "citizen": {"one": "borger", "many": "borgere", "the_many": "borgerne", "key": "pid"},
    "child": {"one": "barn", "many": "børn", "the_many": "børnene", "key": "child_id"},
}
POINTS = {
    "survey": {
        "column": "wave",
        "points": {
            name: {"value": int(name[1]), "label": f"{name[1]}. måling"} for name in ("w1", "w2", "w3")
        },
    }
}
PARTICIPANT = pd.DataFrame(
    {
        "pid": list("abcdef"),
        "status": ["completed", "completed", "ended_early", "completed", None, "active"],
        "age": [30, 40, None, 50, 60, 25],
    }
)
SURVEY = pd.DataFrame(
    [
        ("a", 1, 3),
        ("a", 2, 4),
        ("a", 3, 5),
        ("b", 1, 2),
        ("b", 2, None),
        ("b", 3, 4),
        ("c", 1, 1),
        ("z", 1, 1),
    ],
    columns=["pid", "wave", "score"],
)
TABLES = {
    "participant": PARTICIPANT,
    "survey": SURVEY,
    "child": pd.DataFrame({"child_id": ["k1", "k2"], "pid": ["a", "b"]}),
}


def work_out(threshold: int = 1, **rules) -> Populations:
    config = PopulationsConfig.model_validate(
        {
            "units": UNITS,
            "timepoints": POINTS,
            "populations": {
                name: {"unit": "citizen", "table": "participant", "words": name, **rule}
                for name, rule in rules.items()
            },
        }
    )
    return Populations(config, TABLES.__getitem__, Policy(threshold=threshold, reason="test").too_close)


def members(populations: Populations, name: str) -> str:
    return "".join(sorted(populations[name].members))


def test_without_a_condition_everyone_in_the_table_belongs():
    assert members(work_out(all={}), "all") == "abcdef"


def test_a_condition_chooses_rows_and_a_missing_value_fulfils_none():
    found = work_out(completed={"where": "status == 'completed'"}, older={"where": "age > 35"})
    assert members(found, "completed") == "abd"
    assert members(found, "older") == "bde"


def test_within_keeps_only_members_of_the_other_population():
    found = work_out(
        completed={"where": "status == 'completed'"}, w1={"table": "survey", "within": "completed"}
    )
    assert members(found, "w1") == "ab"


def test_a_population_may_be_defined_before_the_one_it_lies_within():
    found = work_out(
        old={"where": "age > 35", "within": "completed"}, completed={"where": "status == 'completed'"}
    )
    assert members(found, "old") == "bd"
    assert list(found) == ["completed", "old"]


def test_answered_needs_a_value_in_every_column():
    assert members(work_out(answered={"answered": ("age", "status")}), "answered") == "abdf"


def test_at_all_needs_a_row_that_fulfils_the_rule_at_every_timepoint():
    panel = {"table": "survey", "at_all": ("w1", "w2", "w3")}
    found = work_out(
        panel=panel, complete={**panel, "answered": ("score",)}, two={**panel, "at_all": ("w1", "w2")}
    )
    assert (members(found, "panel"), members(found, "complete"), members(found, "two")) == ("ab", "a", "ab")


def test_someone_with_several_rows_counts_once():
    assert len(work_out(all={"table": "survey"})["all"]) == 4


def test_a_population_carries_its_words_unit_and_hash():
    found = work_out(completed={"where": "status == 'completed'", "words": "de, der gennemførte"})[
        "completed"
    ]
    assert (found.words, found.unit, len(found.rule_hash)) == ("de, der gennemførte", "citizen", 16)


def test_the_hash_follows_the_rule_it_builds_on():
    one = work_out(base={}, inner={"within": "base"})
    other = work_out(base={"where": "age > 1"}, inner={"within": "base"})
    assert one["inner"].rule_hash != other["inner"].rule_hash


# -- faults ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            {"a": {"within": "refered"}, "referred": {}},
            "unknown population 'refered'\n  did you mean: referred",
        ),
        ({"a": {"unit": "citizens"}}, "unknown unit 'citizens'\n  did you mean: citizen"),
        ({"a": {"answered": ("agee",)}}, "'agee'\n  did you mean: age"),
        ({"a": {"unit": "child"}}, "unknown column of table 'participant' (population 'a') 'child_id'"),
        ({"a": {"table": "survey", "at_all": ("w4",)}}, "known timepoint names: w1, w2, w3"),
        ({"a": {"at_all": ("w1",)}}, "unknown table with timepoints 'participant'"),
        ({"a": {"where": "statuss == 'completed'"}}, "columns there are: pid, status, age"),
        ({"a": {"where": "status =="}}, "the condition of population 'a' cannot be worked out"),
        ({"a": {"where": "age + 1"}}, "does not give yes or no"),
        ({"a": {"within": "b"}, "b": {"within": "a"}}, "in a ring: a -> b -> a"),
        ({"a": {"within": "a"}}, "in a ring: a -> a"),
        (
            {"kids": {"unit": "child", "table": "child"}, "a": {"within": "kids"}},
            "counts citizen, but lies within 'kids', which counts child",
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_fault_says_what_is_wrong_and_what_there_is(rules, told):
    with pytest.raises(EvalreportError) as caught:
        work_out(**rules)
    assert told in str(caught.value)


def test_asking_for_an_unknown_population_gives_near_matches():
    with pytest.raises(EvalreportError, match="did you mean: completed"):
        work_out(completed={})["complete"]


def test_a_condition_may_not_name_values_of_people_in_its_error():
    with pytest.raises(EvalreportError) as caught:
        condition(PARTICIPANT, "status > 3", "measure 'm'")
    assert "ended_early" not in str(caught.value)


# -- populations too close to each other --------------------------------------------------------------


def numbered(count: int) -> frozenset[str]:
    return frozenset(f"p{number}" for number in range(count))


def close(**sizes: int) -> dict[str, Population]:
    rows = pd.DataFrame({"pid": sorted(numbered(max(sizes.values())), key=lambda pid: int(pid[1:]))})
    rows["number"] = range(len(rows))
    config = PopulationsConfig.model_validate(
        {
            "units": UNITS,
            "populations": {
                name: {"unit": "citizen", "table": "t", "words": f"the {name}", "where": f"number < {size}"}
                for name, size in sizes.items()
            },
        }
    )
    return dict(Populations(config, {"t": rows}.__getitem__, Policy(threshold=5).too_close))


def test_a_population_that_differs_by_too_few_from_a_smaller_one_becomes_it():
    found = close(panel=40, complete=39, all=108)
    assert found["panel"].members == found["complete"].members == numbered(39)
    assert (found["panel"].merged_into, found["panel"].words) == ("complete", "the complete")
    assert found["panel"].rule_hash == found["complete"].rule_hash
    assert (found["complete"].merged_into, found["all"].merged_into) == ("", "")


def test_populations_that_differ_by_enough_stand():
    assert close(a=40, b=35)["a"].merged_into == ""


def test_equal_populations_are_not_merged():
    assert close(a=40, b=40)["a"].merged_into == ""


def test_no_two_populations_are_too_close_after_merging():
    found = close(a=40, b=38, c=36, d=33, e=31, f=100)
    sizes = sorted({len(population) for population in found.values()})
    assert all(high - low >= 5 for low, high in itertools.pairwise(sizes)), sizes


def test_nothing_is_merged_where_every_count_may_be_shown():
    found = work_out(all={}, completed={"where": "status == 'completed'"})
    assert (len(found["all"]), len(found["completed"])) == (6, 3)
