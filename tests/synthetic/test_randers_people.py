"""Integer targets on the referred, the months in employment and the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from .conftest import percent


def test_flow_is_108_referred_34_ended_early_74_completed(participant: pd.DataFrame) -> None:
    assert len(participant) == participant["pid"].nunique() == 108
    assert participant["status"].value_counts().to_dict() == {"completed": 74, "ended_early": 34}


def test_exit_reasons_of_the_34(participant: pd.DataFrame) -> None:
    assert participant["exit_reason"].value_counts().to_dict() == {
        "mutual_agreement": 17, "ressourceforloeb": 6, "moved_away": 6, "pension": 2, "parental_leave": 2,
        "other_or_expired": 1,
    }  # fmt: skip


def test_end_statuses_of_the_74(participant: pd.DataFrame) -> None:
    assert participant["end_status"].value_counts().to_dict() == {
        "ordinary_work": 18, "part_time": 7, "small_jobs": 6, "ordinary_education": 3, "self_support": 2,
        "offer_expired": 27, "work_placement": 6, "course": 5,
    }  # fmt: skip


def test_benefit_by_retention_is_17_of_28_13_of_37_6_of_9(participant: pd.DataFrame) -> None:
    completed = participant[participant["status"] == "completed"]
    table = completed.groupby("benefit_at_referral")["retained"].agg(["sum", "count"])
    assert table.T.to_dict("list") == {
        "a_dagpenge": [17, 28],
        "kontanthjaelp": [13, 37],
        "overgangsydelse": [6, 9],
    }


def test_women_and_men_are_43_31_of_the_completed_and_21_15_of_the_retained(
    participant: pd.DataFrame,
) -> None:
    completed = participant[participant["status"] == "completed"]
    assert completed["sex"].value_counts().to_dict() == {"female": 43, "male": 31}
    assert completed[completed["retained"]]["sex"].value_counts().to_dict() == {"female": 21, "male": 15}


def test_ages_of_the_74_are_36_13_17_and_8_others(participant: pd.DataFrame) -> None:
    decade = participant.loc[participant["status"] == "completed", "age_at_referral"] // 10 * 10
    assert [int((decade == d).sum()) for d in (30, 40, 50)] == [36, 13, 17]
    assert int((~decade.isin([30, 40, 50])).sum()) == 8


def test_profile_of_all_108_reproduces_the_printed_percentages(participant: pd.DataFrame) -> None:
    assert participant["sex"].value_counts().to_dict() == {"female": 63, "male": 45}
    band = participant["age_at_referral"] // 5 * 5
    assert [percent((band == b).sum(), 108) for b in (30, 35, 50)] == [23, 19, 17]
    assert sorted(band.value_counts().head(3).index) == [30, 35, 50]
    education = participant["education"].value_counts()
    levels = ["none", "primary", "vocational", "upper_secondary", "short_higher", "medium_higher"]
    assert [int(education[level]) for level in levels] == [31, 30, 24, 14, 6, 3]
    groups = pd.cut(participant["children_at_home"], [-1, 0, 2, 4, 6]).value_counts(sort=False)
    assert groups.tolist() == [43, 40, 20, 5]


def test_547_months_of_self_support_and_259_of_paid_hours_by_benefit(
    months: pd.DataFrame, participant: pd.DataFrame
) -> None:
    group = participant.set_index("pid")["benefit_at_referral"].eq("a_dagpenge")
    table = months.groupby(["type", months["pid"].map(group)]).size().to_dict()
    assert table == {
        ("self_support", True): 396,
        ("self_support", False): 151,
        ("paid_hours", True): 29,
        ("paid_hours", False): 230,
    }
    assert months["month"].between("2023-01", "2025-06").all()


def test_61_were_ever_employed_30_on_a_dagpenge_and_31_others(
    months: pd.DataFrame, participant: pd.DataFrame
) -> None:
    employed = participant[participant["pid"].isin(months["pid"])]
    insured = employed["benefit_at_referral"].eq("a_dagpenge")
    assert (len(employed), int(insured.sum()), int((~insured).sum())) == (61, 30, 31)
    assert "ressourceforloeb" not in set(employed["benefit_at_referral"])
    assert set(participant.loc[participant["retained"], "pid"]) <= set(employed["pid"])


def test_unit_values_give_7490542_kr_and_the_model_1327710_less(
    months: pd.DataFrame, participant: pd.DataFrame, kept_list: Callable[[str], pd.DataFrame]
) -> None:
    insured = participant.set_index("pid")["benefit_at_referral"].eq("a_dagpenge")
    group = months["pid"].map(insured).map({True: "a_dagpenge", False: "kh_oy"})
    counted: dict[Any, int] = months.groupby(["type", group]).size().to_dict()
    target = kept_list("contract_target").set_index(["type", "benefit_group"])
    unit_value: dict[Any, float] = target["unit_value"].to_dict()
    expected: dict[Any, float] = target["expected_months"].to_dict()
    value = sum(n * unit_value[key] for key, n in counted.items())
    contract: Any = kept_list("contract").iloc[0]
    assert value == 7_490_542
    assert value - contract["model_value_kr"] == 1_327_710
    assert (contract["cap_kr"], value - contract["cap_kr"]) == (5_588_175, 1_902_367)
    assert 547 - expected["self_support", "all"] == 59
    assert 259 - expected["paid_hours", "all"] == 71


def test_invented_unit_values_say_that_they_are_synthetic(kept_list: Callable[[str], pd.DataFrame]) -> None:
    target = kept_list("contract_target")
    assert target.loc[target["unit_value"].notna(), "source"].str.startswith("Syntetisk").all()


def test_nobody_works_before_the_referral_or_in_the_month_of_an_unemployed_answer(
    months: pd.DataFrame, participant: pd.DataFrame, survey: pd.DataFrame
) -> None:
    referral = months["pid"].map(participant.set_index("pid")["referral_date"].dt.strftime("%Y-%m"))
    assert (months["month"] > referral).all()
    out = survey[survey["labour_status"].isin([1, 2])]
    answered = set(zip(out["pid"], pd.to_datetime(out["date"]).dt.strftime("%Y-%m"), strict=True))
    assert answered.isdisjoint(set(zip(months["pid"], months["month"], strict=True)))
    assert not months.duplicated(["pid", "month"]).any()
