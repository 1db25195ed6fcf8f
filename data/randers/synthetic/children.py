"""Children of the participants and their school absence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import targets as t
from .draws import Floats, by_rank, with_sum


def children(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Build one row per child: no more children of a parent than live at home."""
    parents = people[(people["children_at_home"] > 0) & (people["age_at_referral"] >= 30)]
    places = [i for i, n in parents["children_at_home"].items() for _ in range(min(n, 2))]
    chosen = sorted(places[i] for i in rng.permutation(len(places))[: t.CHILDREN])
    parent_age = parents.loc[chosen, "age_at_referral"].to_numpy()
    schoolchildren = t.CHILDREN - t.CHILDREN_IN_DAYCARE
    ages = np.concatenate([rng.integers(10, 17, schoolchildren), rng.integers(2, 6, t.CHILDREN_IN_DAYCARE)])
    ages = by_rank(ages, parent_age + 2.0 * rng.standard_normal(t.CHILDREN))  # older parents, older children
    # A child of ten in June 2025 was in year 0 in 2021/2022, so every absence series covers four years.
    grades = [int(age) - 7 if age >= 10 else None for age in ages]
    numbers = 20 + np.cumsum(rng.integers(1, 7, t.CHILDREN))
    return pd.DataFrame(
        {
            "child_id": [f"E-{number:04d}" for number in numbers],
            "pid": list(people.loc[chosen, "pid"]),
            "age": ages,
            "grade": grades,
            "institution": ["school" if age >= 10 else "daycare" for age in ages],
        }
    )


def absence(children: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Build one row per child, school year and kind of absence, for children with that kind alone."""
    pupils = children.loc[children["institution"] == "school", "child_id"].to_numpy()
    pupils = pupils[rng.permutation(len(pupils))]
    rows = []
    start = 0
    for count, bounds, sums in t.SICK:
        rows += _series(pupils[start : start + count], "sick", bounds, sums, 40.0, rng)
        start += count
    # Unlawful absence mostly among those with much sick absence; lawful spread over all.
    rows += _series(pupils[start - t.UNLAWFUL[0] : start], "unlawful", (20, 300), t.UNLAWFUL[1], 55.0, rng)
    lawful = pupils[rng.permutation(len(pupils))[: t.LAWFUL[0]]]
    rows += _series(lawful, "lawful", (5, 160), t.LAWFUL[1], 30.0, rng)
    table = pd.DataFrame(rows, columns=["child_id", "school_year", "type", "pct"])
    return table.sort_values(["child_id", "type", "school_year"], kind="stable").reset_index(drop=True)


def _series(
    pupils: np.ndarray, kind: str, start: tuple[int, int], sums: tuple[int, ...], spread: float,
    rng: np.random.Generator,
) -> list[tuple[str, str, str, float]]:  # fmt: skip
    n = len(pupils)
    trait: Floats = rng.standard_normal(n)
    rows = []
    for year, total in zip(t.SCHOOL_YEARS, sums, strict=True):
        low, high = start if year == t.SCHOOL_YEARS[0] else (0, 600)
        tenths = with_sum(total, [low] * n, [high] * n, trait + 0.7 * rng.standard_normal(n), spread)
        rows += [(pupil, year, kind, int(value) / 10) for pupil, value in zip(pupils, tenths, strict=True)]
    return rows
