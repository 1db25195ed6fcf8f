"""The answers to the survey: the panel's answers and the others' are drawn apart, wave by wave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from . import targets as t
from .draws import Floats, Ints, by_rank, codes, each, reach_item_sums, split_points, with_sum

WAVES = (1, 2, 3)
LABOUR = {"U": 1, "P": 2, "O": 3, "F": 4}
DO_NOT_KNOW, DO_NOT_KNOW_LIFE = 8, 88
SCALES = {"who5": 5, "inspire": 5, "ucla": 3}


def answers(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Build one row per person and wave; a missing answer is NaN."""
    rows = [
        {"pid": p.pid, "wave": wave, "date": p.answered[wave], "person": p.Index,
         "labour_status": LABOUR.get(p.labour[p.waves.index(wave)], np.nan)}
        for p in each(people) for wave in p.waves
    ]  # fmt: skip
    survey = pd.DataFrame(rows)
    complete = people["panel"] & ~people["broke_off"]
    panel = people[complete]
    wave_noise = {wave: rng.standard_normal(len(people)) for wave in WAVES}
    low = _low_at_start(panel, rng)
    for wave in WAVES:
        # Wellbeing at the wave: the lasting trait, this wave's luck, and work.
        at_work = _status(people, wave).isin(["O", "F"]).to_numpy()
        wellbeing = people["trait"].to_numpy() + 0.8 * wave_noise[wave] + 0.5 * at_work
        for members, own in ((panel, True), (_others(people, complete, wave), False)):
            block = _scales(members, wave, own, wellbeing[members.index], low, rng)
            block |= _single_items(members, wave, own, wellbeing[members.index], rng)
            _place(survey, members, wave, block)
        _place_parents(survey, people, wave, wellbeing, rng)
    _place_life_satisfaction(survey, people, panel, rng)
    _place_readiness(survey, people, rng)
    return survey.drop(columns="person")


def _status(people: pd.DataFrame, wave: int) -> pd.Series:
    return pd.Series(
        [p.labour[p.waves.index(wave)] if wave in p.waves else "" for p in each(people)],
        index=people.index,
    )


def _others(people: pd.DataFrame, complete: pd.Series, wave: int) -> pd.DataFrame:
    """Everyone outside the 39 who answers this wave's scales: the one who broke off does not in wave 2."""
    asked = pd.Series([wave in waves for waves in people["waves"]], index=people.index)
    return people[asked & ~complete & ~(people["broke_off"] & (wave == 2))]


def _place(survey: pd.DataFrame, members: pd.DataFrame, wave: int, block: dict[str, Ints]) -> None:
    at = survey.set_index(["person", "wave"]).index.get_indexer(pd.Index([(i, wave) for i in members.index]))
    for column, values in block.items():
        if column not in survey:
            survey[column] = np.nan
        survey.loc[at, column] = values.astype(float)


def _low_at_start(panel: pd.DataFrame, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Choose who starts low on WHO-5 (14) and on Brief INSPIRE-O (10): mostly the same people."""
    trait = panel["trait"].to_numpy()
    who5 = by_rank(np.arange(len(panel)), trait + 0.5 * rng.standard_normal(len(panel)))
    inspire = by_rank(np.arange(len(panel)), who5 + 8.0 * rng.standard_normal(len(panel)))
    return {"who5": who5 < t.WHO5_LOW_N, "inspire": inspire < t.INSPIRE_LOW_N}


def _two_groups(
    low: np.ndarray, sums: tuple[int, int], low_bounds: tuple[int, int], high_bounds: tuple[int, int],
    score: Floats, spread: float,
) -> Ints:  # fmt: skip
    totals = np.zeros(len(low), dtype=np.int64)
    for group, total, (lowest, highest) in ((low, sums[0], low_bounds), (~low, sums[1], high_bounds)):
        n = int(group.sum())
        totals[group] = with_sum(total, [lowest] * n, [highest] * n, score[group], spread)
    return totals


def _scales(
    members: pd.DataFrame, wave: int, own: bool, wellbeing: Floats, low: dict[str, np.ndarray],
    rng: np.random.Generator,
) -> dict[str, Ints]:  # fmt: skip
    at, n = wave - 1, len(members)
    noisy = wellbeing + 0.8 * rng.standard_normal(n)
    if own:
        who5 = _panel_who5(low["who5"], at, noisy)
        inspire = _two_groups(low["inspire"], (t.INSPIRE["low"][at], t.INSPIRE["high"][at]),
                              (1, 9) if at == 0 else (4, 20), (11, 20) if at == 0 else (6, 20),
                              wellbeing + 1.0 * rng.standard_normal(n), 2.8)  # fmt: skip
        items = reach_item_sums(split_points(inspire, 5, 4, rng), t.INSPIRE_ITEMS[at], 4)
    else:
        who5 = with_sum(t.WHO5_OTHERS[at], [1] * n, [25] * n, noisy, 5.5)
        hopeful = wellbeing + rng.standard_normal(n)
        points = with_sum(t.INSPIRE_OTHERS[at], [1] * n, [20] * n, hopeful, 4.0)
        items = split_points(points, 5, 4, rng)
    who5_items = split_points(who5, 5, 5, rng)
    lonely = -wellbeing + 0.8 * rng.standard_normal(n)
    counts = (t.UCLA if own else t.UCLA_OTHERS)[at]
    ucla = [by_rank(codes(c), lonely + 0.5 * rng.standard_normal(n)) for c in counts]
    return (
        {f"who5_{i + 1}": who5_items[:, i] for i in range(5)}
        | {f"inspire_{i + 1}": items[:, i] for i in range(5)}
        | {f"ucla_{i + 1}": ucla[i] for i in range(3)}
    )


def _panel_who5(low: np.ndarray, at: int, score: Floats) -> Ints:
    """WHO-5 points of the 39. In wave 3 exactly 10 of the 14 who started low have 13 points (52) or more."""
    sums = (t.WHO5["low"][at], t.WHO5["high"][at])
    if at == 0:
        return _two_groups(low, sums, (2, 12), (13, 25), score, 3.2)
    if at == 1:
        return _two_groups(low, sums, (2, 20), (8, 25), score, 4.5)
    totals = _two_groups(low, sums, (5, 22), (6, 25), score, 4.5)
    group = np.flatnonzero(low)[np.argsort(score[low], kind="stable")]
    behind = len(group) - t.WHO5_LIFTED
    bounds_low, bounds_high = [5] * behind + [13] * t.WHO5_LIFTED, [12] * behind + [22] * t.WHO5_LIFTED
    totals[group] = with_sum(sums[0], bounds_low, bounds_high, score[group], 4.0)
    return totals


def _single_items(
    members: pd.DataFrame, wave: int, own: bool, wellbeing: Floats, rng: np.random.Generator
) -> dict[str, Ints]:
    at, n = wave - 1, len(members)
    mental = -wellbeing + 0.7 * rng.standard_normal(n)
    physical = -members["health"].to_numpy() - 0.3 * wellbeing + 0.4 * rng.standard_normal(n)
    block = {}
    for column, score, own_counts, other_counts in (
        ("barrier_physical", physical, t.PHYSICAL, t.PHYSICAL_OTHERS),
        ("barrier_mental", mental, t.MENTAL, t.MENTAL_OTHERS),
    ):
        if not own:
            block[column] = by_rank(codes(other_counts[at]), score)
            continue
        block[column] = np.zeros(n, dtype=np.int64)
        for sex, counts in own_counts.items():
            group = (members["sex"] == sex).to_numpy()
            block[column][group] = by_rank(codes(counts[at]), score[group])
    active = 0.5 * wellbeing + 0.3 * members["health"].to_numpy() + 0.8 * rng.standard_normal(n)
    block["leisure"] = by_rank(codes((t.LEISURE if own else t.LEISURE_OTHERS)[at]), active)
    return block | _municipal(members, wave, own, wellbeing, rng)


def _municipal(
    members: pd.DataFrame, wave: int, own: bool, wellbeing: Floats, rng: np.random.Generator
) -> dict[str, Ints]:
    """The three items on the municipality. Those who no longer need it say so on all three."""
    at, n = wave - 1, len(members)
    table = t.MUNICIPAL if own else t.MUNICIPAL_OTHERS
    done = table["staff_access"][at][4]
    at_work = _status(members, wave).isin(["O", "F"]).to_numpy()
    independent = by_rank(np.arange(n), 4 * at_work + rng.standard_normal(n)) >= n - done
    trust = 0.5 * wellbeing + rng.standard_normal(n)
    block = {}
    for column, counts in table.items():
        values = list(codes(counts[at][:4]))
        unsure = n - done - len(values)  # one "don't know"
        block[column] = np.full(n, 5, dtype=np.int64)
        rest = np.flatnonzero(~independent)
        # The same person is unsure of both: the last of the others in the file's order.
        block[column][rest[len(rest) - unsure :]] = DO_NOT_KNOW
        known = rest[: len(rest) - unsure]
        block[column][known] = by_rank(values, trust[known] + 0.6 * rng.standard_normal(len(known)))
    return block


def _place_parents(
    survey: pd.DataFrame, people: pd.DataFrame, wave: int, wellbeing: Floats, rng: np.random.Generator
) -> None:
    at = wave - 1
    asked = pd.Series([wave in waves for waves in people["waves"]], index=people.index)
    others = people[asked & ~people["panel"] & (people["children_at_home"] > 0)][: t.OTHER_PARENTS[at]]
    for members, which in ((people[people["panel_parent"]], 0), (others, 1)):
        score = wellbeing[members.index]
        block = {}
        for column, counts in t.PARENT_ITEMS.items():
            yes, answering = counts[which][at]
            four_steps = column in ("child_institution", "child_relations")
            # Code 4 is "certainly", the rest mostly 3; the other items are 1 yes, 2 no.
            fewer = answering - yes
            values = [4] * yes + [3] * (fewer - fewer // 3) + [2] * (fewer // 3)
            values = values if four_steps else [-1] * yes + [-2] * fewer
            order = score + 0.8 * rng.standard_normal(len(members))
            column_values = np.full(len(members), DO_NOT_KNOW, dtype=np.int64)
            known = np.sort(np.argsort(order, kind="stable")[len(members) - answering :])
            column_values[known] = np.abs(by_rank(values, order[known]))
            block[column] = column_values
        _place(survey, members, wave, block)


def _place_life_satisfaction(
    survey: pd.DataFrame, people: pd.DataFrame, panel: pd.DataFrame, rng: np.random.Generator
) -> None:
    """38 of the panel answer in all waves. One of the 39 and, in wave 2, one other do not know."""
    unsure = panel.index[-1]
    survey["life_satisfaction"] = np.nan
    who5 = survey[[f"who5_{i}" for i in range(1, 6)]].sum(axis=1, min_count=5)
    for at, wave in enumerate(WAVES):
        here = survey[(survey["wave"] == wave) & who5.notna()]
        own = here.index[here["person"].isin(panel.index) & (here["person"] != unsure)]
        rest = here.index.difference(own)
        dropped: list[Any] = [i for i in rest if survey.at[i, "person"] == unsure] if wave == 1 else []
        dropped = dropped or ([rest[-1]] if wave == 2 and survey.at[rest[-1], "person"] != unsure else [])
        survey.loc[list(dropped), "life_satisfaction"] = DO_NOT_KNOW_LIFE
        rest = rest.difference(pd.Index(dropped))
        for rows, total in ((own, t.LIFE[at]), (rest, t.LIFE_OTHERS[at])):
            n = len(rows)
            score = who5[rows].to_numpy() + 4.5 * rng.standard_normal(n)
            values = with_sum(total, [1] * n, [10] * n, score, 1.8)
            survey.loc[rows, "life_satisfaction"] = values.astype(float)


def _place_readiness(survey: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Six items for those outside work; sums are fixed for the 19 who are outside work at all waves."""
    steady = people.index[people["labour"] == "UUU"]
    trait = 0.5 * people["trait"] + rng.standard_normal(len(people))
    for item, (answering, sums) in enumerate(t.READINESS, 1):
        column = f"readiness_{item}"
        survey[column] = np.nan
        unsure = set(steady[rng.permutation(len(steady))[answering:]])
        for at, wave in enumerate(WAVES):
            asked = survey["labour_status"].isin([1, 2]) & survey["who5_1"].notna()
            outside = survey[(survey["wave"] == wave) & asked]
            own = outside.index[outside["person"].isin(steady) & ~outside["person"].isin(unsure)]
            rest = outside.index[~outside["person"].isin(steady)]
            survey.loc[outside.index[outside["person"].isin(unsure)], column] = DO_NOT_KNOW
            mean = sums[at] / answering - 0.1
            for rows, total in ((own, sums[at]), (rest, round(mean * len(rest)))):
                score = trait[survey.loc[rows, "person"]].to_numpy()
                score = score + 0.8 * rng.standard_normal(len(rows))
                values = with_sum(total, [1] * len(rows), [4] * len(rows), score, 0.85)
                survey.loc[rows, column] = values.astype(float)
