"""Plain statistics by wave and group: who is counted, who is missing, and what is refused."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from evalreport.errors import EvalreportError
from evalreport.populations import Population
from evalreport.statistics import Sample, distribution, means

PANEL = Population("panel", "citizen", "panelet", "hash", frozenset("abcdef"))


def sample(rows, *, groups=(), categories=()) -> Sample:
    """Rows of unit, wave, group, value."""
    values = pd.DataFrame(rows, columns=["unit", "wave", "group", "value"])
    return Sample(
        measure="m",
        population=PANEL,
        values=values,
        waves=tuple(dict.fromkeys(values["wave"])),
        groups={name: name.upper() for name in groups},
        categories={name: name.upper() for name in categories},
        unit="citizen",
        value_unit="points",
        decimals=1,
        title="M",
        tables=("survey",),
    )


SCORES = sample(
    [
        ("a", "w1", "f", 10.0), ("b", "w1", "f", 20.0), ("c", "w1", "m", 60.0), ("d", "w1", "m", None),
        ("a", "w2", "f", 30.0), ("b", "w2", "f", None), ("c", "w2", "m", 50.0), ("d", "w2", "m", None),
    ],
    groups=("f", "m"),
)  # fmt: skip
ANSWERS = sample(
    [
        ("a", "w1", "f", "yes"), ("b", "w1", "f", "no"), ("c", "w1", "m", "yes"), ("d", "w1", "", "yes"),
        ("e", "w1", "m", None),
    ],
    groups=("f", "m"),
    categories=("yes", "no", "maybe"),
)  # fmt: skip


def test_a_mean_counts_those_with_a_value_and_tells_how_many_have_none():
    found = means(SCORES)
    assert found.value["w1", ""] == pytest.approx(30)
    assert found.sd["w1", ""] == pytest.approx(26.457513)  # n - 1
    assert (found.n["w1", ""], found.missing["w1", ""]) == (3, 1)
    assert (found.n["w2", "f"], found.missing["w2", "f"]) == (1, 1)


def test_groups_make_up_the_total():
    found = means(SCORES)
    for wave in ("w1", "w2"):
        parts = [found.value[wave, group] * found.n[wave, group] for group in ("f", "m")]
        assert sum(parts) == pytest.approx(found.value[wave, ""] * found.n[wave, ""])


def test_one_value_has_no_standard_deviation_and_none_has_no_mean():
    found = means(SCORES)
    assert math.isnan(found.sd["w2", "f"])
    nobody = means(sample([("a", "w1", "", None)]))
    assert math.isnan(nobody.value["w1", ""])
    assert nobody.n["w1", ""] == 0


def test_a_distribution_counts_every_category_also_those_nobody_chose():
    found = distribution(ANSWERS)
    assert found.counts["w1", ""].tolist() == [3, 1, 0]
    assert found.counts["w1", "m"].tolist() == [1, 0, 0]
    assert found.missing["w1", "m"] == 1


def test_those_without_a_group_are_counted_apart_so_that_groups_make_up_the_total():
    found = distribution(ANSWERS)
    parts = [found.counts["w1", group] for group in ("f", "m", "_unknown")]
    assert sum(parts).tolist() == found.counts["w1", ""].tolist()


def test_without_a_group_missing_there_is_no_unknown_group():
    assert ("w1", "_unknown") not in means(SCORES).n


def test_a_value_that_is_no_category_is_an_error():
    with pytest.raises(EvalreportError, match="outside its categories"):
        distribution(sample([("a", "w1", "", "perhaps")], categories=("yes", "no")))


def test_a_score_has_no_distribution_and_categories_have_no_mean():
    with pytest.raises(EvalreportError, match=r"use means\(\)"):
        distribution(SCORES)
    with pytest.raises(EvalreportError, match=r"use distribution\(\)"):
        means(ANSWERS)


def test_a_sample_gives_the_values_at_a_wave_of_a_group_missing_ones_included():
    assert SCORES.at("w1", "m").isna().tolist() == [False, True]
    assert len(SCORES.at("w1")) == 4
