"""Integer targets on school absence, and what the invented interviews must be like."""

from __future__ import annotations

import re

import pandas as pd

YEARS = ["2021/2022", "2022/2023", "2023/2024", "2024/2025"]


def means(rows: pd.DataFrame) -> list[float]:
    return [round(float(value) + 1e-9, 1) for value in rows.groupby("school_year")["pct"].mean().loc[YEARS]]


def test_absence_by_kind_and_year(absence: pd.DataFrame) -> None:
    children = absence.groupby("type")["child_id"].nunique().to_dict()
    assert children == {"lawful": 18, "unlawful": 9, "sick": 27}
    assert (absence.groupby(["child_id", "type"]).size() == 4).all()
    kind = {name: means(rows) for name, rows in absence.groupby("type")}
    assert kind["lawful"] == [5.3, 4.0, 4.6, 2.2]
    assert kind["unlawful"] == [10.8, 15.6, 12.8, 4.4]
    assert kind["sick"] == [15.5, 12.8, 11.6, 11.6]


def test_sick_absence_by_band_at_the_start_has_11_9_and_7_children(absence: pd.DataFrame) -> None:
    sick = absence[absence["type"] == "sick"]
    start = sick[sick["school_year"] == YEARS[0]].set_index("child_id")["pct"]
    band = pd.cut(start, [0, 10, 20, 100], labels=["under_10", "10_to_20", "over_20"])
    assert not start.isin([10.0, 20.0]).any()
    assert band.value_counts(sort=False).tolist() == [11, 9, 7]
    by_band = {name: means(rows) for name, rows in sick.groupby(sick["child_id"].map(band), observed=True)}
    assert by_band == {
        "under_10": [5.1, 9.9, 8.0, 8.5],
        "10_to_20": [12.6, 11.8, 11.1, 14.8],
        "over_20": [35.6, 18.7, 18.1, 12.5],
    }


def test_children_belong_to_participants_with_that_many_at_home(
    children: pd.DataFrame, absence: pd.DataFrame, participant: pd.DataFrame
) -> None:
    home = participant.set_index("pid")["children_at_home"]
    per_parent = children["pid"].value_counts()
    assert (per_parent <= home.loc[per_parent.index]).all()
    pupils = set(children.loc[children["institution"] == "school", "child_id"])
    assert set(absence["child_id"]) <= pupils


def test_26_informants_by_role(interviews: dict[str, pd.DataFrame]) -> None:
    assert interviews["informant"]["role"].value_counts().to_dict() == {
        "citizen": 8, "youth": 5, "child": 4, "jobcentre": 4, "provider": 3, "housing": 2,
    }  # fmt: skip


def test_mechanism_lists_have_their_lengths(interviews: dict[str, pd.DataFrame]) -> None:
    listed = (
        interviews["mechanism"].groupby("side")[["in_citizens", "in_staff", "in_figure", "in_summary"]].sum()
    )
    assert list(listed.loc["approach"]) == [5, 5, 7, 5]
    assert list(listed.loc["collaboration"]) == [0, 5, 5, 5]


def test_themes_and_dilemmas_have_their_number(interviews: dict[str, pd.DataFrame]) -> None:
    kinds = interviews["code"]["kind"].value_counts()
    assert (kinds["change"], kinds["dilemma"], len(interviews["case"])) == (7, 6, 1)
    assert (interviews["code"]["parent"] == "mech_concrete").sum() == 4


def test_every_quote_rests_on_a_coding_and_some_contradict(interviews: dict[str, pd.DataFrame]) -> None:
    quotes = interviews["quote"].merge(interviews["coding"], on=["rid", "code_id"], how="left")
    assert quotes["stance"].notna().all()
    assert (quotes["stance"] == "contradicts").sum() >= 4
    assert len(interviews["quote"]) >= 30
    assert set(interviews["mechanism"]["code_id"]) <= set(interviews["coding"]["code_id"])


def test_mechanisms_named_by_a_side_are_coded_for_that_side(interviews: dict[str, pd.DataFrame]) -> None:
    roles = interviews["informant"].set_index("rid")["role"]
    coding = interviews["coding"].assign(citizen=interviews["coding"]["rid"].map(roles).eq("citizen"))
    for row in interviews["mechanism"].itertuples():
        voices = coding.loc[coding["code_id"] == row.code_id, "citizen"]
        assert not row.in_citizens or voices.any(), row.mechanism_id
        assert not row.in_staff or not voices.all(), row.mechanism_id


def test_texts_carry_no_numbers_that_could_be_personal(interviews: dict[str, pd.DataFrame]) -> None:
    texts = " ".join([*interviews["quote"]["text"], *interviews["case"].iloc[0].astype(str)])
    assert not re.search(r"\d", texts)
