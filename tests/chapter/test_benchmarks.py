"""An external value comes with year, population and whether it can be compared."""

from __future__ import annotations

import pandas as pd
import pytest

from evalreport.chapter.benchmarks import benchmark
from evalreport.errors import EvalreportError

LIST = pd.DataFrame(
    [("who5", "68", 2004, "befolkningen", "mean", True, None, "bech2004")],
    columns=["code", "value", "year", "population", "unit", "comparable", "note", "citation_key"],
)


def test_a_benchmark_is_found_by_its_code():
    found = benchmark(LIST, "who5")
    assert (found.value, found.year, found.comparable) == (68.0, "2004", True)
    assert (found.note, found.citation) == ("", "bech2004")
    assert found.mark == ("befolkningen (2004)", 68.0)


def test_an_unknown_benchmark_raises_with_near_matches():
    with pytest.raises(EvalreportError, match="unknown benchmark 'who6'\n  did you mean: who5"):
        benchmark(LIST, "who6")
