"""External values to compare with, from the project's list of benchmarks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evalreport.errors import unknown


@dataclass(frozen=True)
class Benchmark:
    """One external value; `comparable` says whether the two groups can be held against each other."""

    code: str
    value: float
    year: str
    population: str
    unit: str
    comparable: bool
    note: str
    citation: str

    @property
    def mark(self) -> tuple[str, float]:
        """Label and value of the line that a figure draws."""
        return f"{self.population} ({self.year})", self.value


def benchmark(table: pd.DataFrame, code: str) -> Benchmark:
    """Return the benchmark called `code`.

    Raises
    ------
    EvalreportError
        When the list has none of that name, with near matches.
    """
    rows = table[table["code"] == code]
    if rows.empty:
        raise unknown("benchmark", code, table["code"].astype(str))
    row = rows.iloc[0]
    return Benchmark(
        code=code,
        value=float(row["value"]),
        year=str(row["year"]),
        population=str(row["population"]),
        unit=str(row["unit"]),
        comparable=bool(row["comparable"]),
        note="" if pd.isna(row["note"]) else str(row["note"]),
        citation=str(row["citation_key"]),
    )
