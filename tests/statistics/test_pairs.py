"""Values side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalreport.errors import EvalreportError
from evalreport.populations import Population
from evalreport.statistics import Sample
from evalreport.statistics.pairs import by_wave, complete_rows, numbers, paired


def sample() -> Sample:
    values = pd.DataFrame(
        [
            ("b", "w1", "north", 2.0),
            ("a", "w1", "south", 1.0),
            ("a", "w2", "south", None),
            ("b", "w2", "north", 4.0),
        ],
        columns=["unit", "wave", "group", "value"],
    )
    return Sample(
        measure="who5",
        population=Population("panel", "citizen", "all", "", frozenset("abc")),
        values=values,
        waves=("w1", "w2", "w3"),
        groups={"north": "North", "south": "South"},
        categories={},
        unit="citizen",
        value_unit="points",
        decimals=1,
        title="WHO-5",
        tables=("survey",),
    )


def test_by_wave_has_a_row_for_every_member_and_a_column_for_every_wave() -> None:
    table = by_wave(sample())
    assert table.index.tolist() == ["a", "b", "c"] and table.columns.tolist() == ["w1", "w2", "w3"]
    assert table.loc["b", "w2"] == 4.0
    assert table.loc["c"].isna().all() and table["w3"].isna().all()


def test_by_wave_of_a_group_has_its_own_alone() -> None:
    assert by_wave(sample(), "north").index.tolist() == ["b"]


def test_every_kind_of_missing_value_is_missing() -> None:
    found = numbers([None, pd.NA, np.nan, 3, "4", True])
    assert np.isnan(found[:3]).all() and found[3:].tolist() == [3, 4, 1]
    assert numbers(pd.Series([1, pd.NA], dtype="Int64"))[0] == 1
    assert numbers(pd.Series([True, pd.NA], dtype="boolean"))[0] == 1
    assert numbers([]).shape == (0,)


def test_unequal_lengths_are_an_error() -> None:
    with pytest.raises(EvalreportError, match="cannot be paired"):
        paired([1, 2], [1])


def test_complete_rows_in_an_order_of_the_values() -> None:
    assert complete_rows([[3, 1], [1, 2], [1, None], [1, 0]]).tolist() == [[1, 0], [1, 2], [3, 1]]
