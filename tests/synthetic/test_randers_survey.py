"""Integer targets on the survey: waves, panel, scales and single items."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from .conftest import percent

WAVES = (1, 2, 3)


def by_wave(rows: pd.DataFrame, column: str, code: int) -> list[int]:
    return [int((rows.loc[rows["wave"] == wave, column] == code).sum()) for wave in WAVES]


def sums(rows: pd.DataFrame, column: str) -> list[int]:
    return [int(rows.loc[rows["wave"] == wave, column].sum()) for wave in WAVES]


def shares(rows: pd.DataFrame, column: str, code: int) -> list[int]:
    return [percent(hits, rows.loc[rows["wave"] == w, column].notna().sum())
            for w, hits in zip(WAVES, by_wave(rows, column, code), strict=True)]  # fmt: skip


def test_waves_are_70_66_58_and_the_panel_40(survey: pd.DataFrame, panel: pd.DataFrame) -> None:
    assert survey["wave"].value_counts().sort_index().tolist() == [70, 66, 58]
    assert panel.groupby("sex")["pid"].nunique().to_dict() == {"female": 23, "male": 17}


def test_item_complete_are_39_of_whom_22_women_and_17_men(complete: pd.DataFrame) -> None:
    assert complete.groupby("sex")["pid"].nunique().to_dict() == {"female": 22, "male": 17}


def test_labour_status_panel_unemployed_32_to_23_full_time_0_to_9(
    survey: pd.DataFrame, panel: pd.DataFrame
) -> None:
    assert by_wave(panel, "labour_status", 1)[::2] == [32, 23]
    assert by_wave(panel, "labour_status", 4)[::2] == [0, 9]
    assert shares(survey, "labour_status", 1)[::2] == [86, 51]


def test_who5_sums_of_the_39_and_mean_of_all_in_wave_1(survey: pd.DataFrame, complete: pd.DataFrame) -> None:
    assert sums(complete, "who5") == [2480, 2476, 2636]
    first = survey.loc[survey["wave"] == 1, "who5"]
    assert (first.count(), round(first.mean(), 1)) == (70, 53.5)


def test_who5_14_below_50_go_from_30_to_55_and_10_of_them_reach_50(complete: pd.DataFrame) -> None:
    wide = complete.pivot(index="pid", columns="wave", values="who5")
    low = wide[wide[1] < 50]
    assert (len(low), int(low[1].sum()), int(low[3].sum()), int((low[3] >= 50).sum())) == (14, 420, 768, 10)


def test_inspire_sums_items_and_lowest_quartile(complete: pd.DataFrame) -> None:
    assert sums(complete, "inspire") == [2465, 2700, 2820]
    assert sums(complete, "inspire_4")[::2] == [77, 101]
    assert sums(complete, "inspire_5")[::2] == [91, 120]
    wide = complete.pivot(index="pid", columns="wave", values="inspire")
    lowest = wide[wide[1] <= wide[1].quantile(0.25)]
    assert (len(lowest), int(lowest[1].sum()), int(lowest[3].sum())) == (10, 250, 560)


def test_life_satisfaction_of_38_is_266_275_276_and_means_of_all(
    survey: pd.DataFrame, panel: pd.DataFrame
) -> None:
    answered = panel.groupby("pid")["life_satisfaction"].count()
    assert sums(panel[panel["pid"].isin(answered.index[answered == 3])], "life_satisfaction") == [
        266,
        275,
        276,
    ]
    assert (answered == 3).sum() == 38
    means = survey.groupby("wave")["life_satisfaction"].mean().round(2).tolist()
    assert means == [6.72, 7.39, 7.43]


def test_ucla_pooled_answers_of_117_and_share_of_all(survey: pd.DataFrame, complete: pd.DataFrame) -> None:
    items = ["ucla_1", "ucla_2", "ucla_3"]
    pooled = complete.melt(id_vars=["wave"], value_vars=items, value_name="code")
    assert len(pooled) == 3 * 117
    assert by_wave(pooled, "code", 2)[::2] == [34, 23]
    assert by_wave(pooled, "code", 1)[1:] == [74, 84]
    second = sum(shares(survey, item, 1)[1] for item in items)
    assert round(second / 3, 2) == 68.33
    everyone = survey.melt(id_vars=["wave"], value_vars=items, value_name="code")
    assert shares(everyone, "code", 1)[2] == 79


@pytest.mark.parametrize(
    ("column", "wave", "counts"),
    [("barrier_physical", 1, [14, 5, 14, 6]), ("barrier_physical", 2, [15, 9, 8, 7]),
     ("barrier_physical", 3, [14, 4, 13, 8]), ("barrier_mental", 1, [23, 3, 6, 7]),
     ("barrier_mental", 3, [16, 8, 9, 6]), ("leisure", 1, [12, 12, 8, 7]), ("leisure", 2, [10, 4, 18, 7]),
     ("leisure", 3, [11, 11, 10, 7])],
)  # fmt: skip
def test_health_and_leisure_of_the_39(
    complete: pd.DataFrame, column: str, wave: int, counts: list[int]
) -> None:
    assert [by_wave(complete, column, code)[wave - 1] for code in (1, 2, 3, 4)] == counts


def test_mental_health_in_wave_2_is_17_not_at_all_and_9_often(complete: pd.DataFrame) -> None:
    assert (by_wave(complete, "barrier_mental", 1)[1], by_wave(complete, "barrier_mental", 4)[1]) == (17, 9)


def test_health_by_sex(complete: pd.DataFrame) -> None:
    men, women = (complete[complete["sex"] == sex] for sex in ("male", "female"))
    assert by_wave(men, "barrier_physical", 1)[::2] == [10, 7]
    assert by_wave(men, "barrier_physical", 3)[::2] == [3, 6]
    assert by_wave(women, "barrier_physical", 1) == [4, 7, 7]
    assert by_wave(women, "barrier_physical", 3) == [11, 7, 7]
    assert by_wave(men, "barrier_mental", 1)[::2] == [12, 7]
    assert by_wave(women, "barrier_mental", 1)[::2] == [11, 9]


def test_municipality_items_of_the_39_and_of_all(survey: pd.DataFrame, complete: pd.DataFrame) -> None:
    expected = {"staff_access": ([10, 13, 13], [29, 28, 26]), "codetermination": ([10, 7, 9], [28, 12, 16]),
                "coherence": ([12, 10, 9], [28, 20, 19])}  # fmt: skip
    for column, (own, everyone) in expected.items():
        assert by_wave(complete, column, 4) == own
        assert shares(survey, column, 4) == everyone
    assert by_wave(complete, "staff_access", 5)[::2] == [0, 6]
    assert by_wave(complete, "staff_access", 1)[::2] == [7, 3]


def test_leisure_of_all_in_wave_1_is_41_percent_not_at_all(survey: pd.DataFrame) -> None:
    assert shares(survey, "leisure", 1)[0] == 41


def test_parents_19_of_the_panel_and_shares_of_all(survey: pd.DataFrame, panel: pd.DataFrame) -> None:
    items = ["child_institution", "child_relations", "child_leisure", "child_social", "child_jobs"]
    answered = panel.assign(all=panel[items].notna().all(axis=1)).groupby("pid")["all"].all()
    parents = panel[panel["pid"].isin(answered.index[answered])]
    assert parents["pid"].nunique() == 19
    assert by_wave(parents, "child_leisure", 1) == [14, 15, 14]
    assert by_wave(parents, "child_social", 1) == [19, 19, 19]
    assert by_wave(parents, "child_relations", 4) == [17, 19, 18]
    assert min(by_wave(parents, "child_institution", 4)) / 19 > 0.8
    assert shares(survey, "child_leisure", 1) == [58, 69, 62]
    assert shares(survey, "child_social", 1) == [81, 87, 83]
    assert shares(survey, "child_relations", 4) == [77, 89, 88]


def test_only_parents_answer_for_children(survey: pd.DataFrame, participant: pd.DataFrame) -> None:
    asked = survey[survey["child_leisure"].notna()].merge(participant, on="pid")
    assert (asked["children_at_home"] > 0).all()


def test_readiness_of_those_outside_work_at_all_waves(panel: pd.DataFrame) -> None:
    outside = panel.assign(out=panel["labour_status"].isin([1, 2])).groupby("pid")["out"].all()
    rows = panel[panel["pid"].isin(outside.index[outside])]
    columns = [f"readiness_{i}" for i in range(1, 7)]
    assert [int(rows.loc[rows["wave"] == 1, c].count()) for c in columns] == [19, 19, 18, 17, 19, 18]
    first, _, last = (rows[rows["wave"] == wave][columns].mean() for wave in WAVES)
    change = (100 * (last - first) / first).round().to_list()
    assert change[1:3] == [14, 13]
    assert change[0] < 0 and change[3] < 0
    assert abs((last - first).mean()) < 0.01  # no progress over the six items together
    assert round(first["readiness_1"], 2) == 3.42


def test_wellbeing_at_the_waves_goes_together_within_persons(complete: pd.DataFrame) -> None:
    wide = complete.pivot(index="pid", columns="wave", values="who5")
    correlations = np.corrcoef(wide.to_numpy().T)
    assert 0.4 < correlations[0, 2] < 0.7
    assert complete["who5"].corr(complete["barrier_mental"]) < -0.3
    assert 0.4 < complete["who5"].corr(complete["inspire"]) < 0.85
