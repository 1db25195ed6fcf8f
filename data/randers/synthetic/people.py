"""The 108 referred: background, course, and who answers which wave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from . import targets as t
from .draws import by_rank, each

WAVE_WINDOW = {
    1: (date(2023, 2, 20), date(2023, 11, 10)),
    2: (date(2024, 3, 4), date(2024, 5, 17)),
    3: (date(2025, 3, 24), date(2025, 5, 9)),
}
# A person's first wave tells when the referral can have been; 0 is for those who never answered.
REFERRAL_WINDOW = {
    1: (date(2023, 1, 9), date(2023, 8, 31)),
    2: (date(2023, 9, 4), date(2024, 2, 9)),
    3: (date(2024, 4, 2), date(2024, 12, 13)),
    0: (date(2023, 1, 9), date(2024, 12, 13)),
}

HOURS_AT_END = {
    "ordinary_work": (37.0, 37.0, 37.0, 34.0, 32.0, 30.0),
    "part_time": (25.0, 22.5, 20.0, 18.5, 15.0),
    "small_jobs": (12.0, 10.0, 7.5, 6.0),
}
UNITS = {
    "a_dagpenge": "Jobcentret, team for forsikrede ledige",
    "kontanthjaelp": "Jobcentret, ydelse og støtte",
    "overgangsydelse": "Jobcentret, integration og beskæftigelse",
    "ressourceforloeb": "Jobcentret, særligt tilrettelagte forløb",
}


def referred(rng: np.random.Generator) -> pd.DataFrame:
    """Build one row per referred person, with hidden columns that the survey and the months build on."""
    people = _courses(rng)
    people = _responses(people, rng)
    people = _sexes(people, rng)
    people = _ages(people, rng)
    people = _households(people, rng)
    people["referring_unit"] = people["benefit_at_referral"].map(UNITS)
    people["education"] = _educations(people, rng)
    people = _dates(people, rng)
    # Lasting traits: wellbeing a little better for those who end in work, worse for those who stop early.
    work = people["end_status"].isin(t.RETAINED).to_numpy()
    early = (people["status"] == "ended_early").to_numpy()
    people["trait"] = rng.standard_normal(len(people)) + 0.5 * work - 0.4 * early
    people["health"] = rng.standard_normal(len(people)) - 0.03 * (people["age_at_referral"] - 40)
    people = people.sort_values(["referral_date", "order"], kind="stable").reset_index(drop=True)
    people.insert(0, "pid", [f"D-{number}" for number in 1003 + np.cumsum(rng.integers(1, 9, len(people)))])
    return people.drop(columns="order")


def _courses(rng: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[str | None, ...]] = [("completed", benefit, end, None)
            for benefit, ends in t.END_STATUS_BY_BENEFIT.items()
            for end, count in ends.items() for _ in range(count)]  # fmt: skip
    reasons = [reason for reason, count in t.EXIT_REASON.items() for _ in range(count)]
    benefits = [benefit for benefit, count in t.EARLY_BENEFIT.items() for _ in range(count)]
    # Those who leave for a ressourceforloeb came on kontanthjaelp; those who came on one leave by agreement.
    fixed = ["ressourceforloeb"] * 3 + ["kontanthjaelp"] * reasons.count("ressourceforloeb")
    for benefit in fixed:
        benefits.remove(benefit)
    free = [benefits[i] for i in rng.permutation(len(benefits))]
    agreed = reasons.count("mutual_agreement") - 3
    benefits = fixed[:3] + free[:agreed] + fixed[3:] + free[agreed:]
    rows += [("ended_early", *left) for left in zip(benefits, [None] * 34, reasons, strict=True)]
    columns = ["status", "benefit_at_referral", "end_status", "exit_reason"]
    people = pd.DataFrame(rows, columns=columns, dtype=object)
    people["order"] = rng.permutation(len(people))
    return people.sort_values("order", kind="stable").reset_index(drop=True)


def _take(people: pd.DataFrame, end_status: str, count: int) -> list[int]:
    free = people.index[(people["end_status"] == end_status) & (people["labour"] == "")]
    return list(free[:count])


def _responses(people: Any, rng: np.random.Generator) -> pd.DataFrame:
    """Say who answers which waves, and with which labour market status."""
    people = people.assign(panel=False, waves=[()] * len(people), labour="")
    paths: dict[str, list[str]] = {}
    for path, count in t.TRAJECTORIES.items():
        paths.setdefault(path[-1], []).extend([path] * count)
    for last, ends in t.PANEL_END_STATUS.items():
        chosen = [i for end, count in ends.items() for i in _take(people, end, count)]
        order = rng.permutation(len(chosen))
        for place, person in zip(order, chosen, strict=True):
            people.at[person, "labour"] = paths[last][place]
            people.at[person, "waves"] = (1, 2, 3)
            people.at[person, "panel"] = True
    late = [(waves, n) for waves, n in t.PATTERNS.items() if 3 in waves]
    late_waves = [waves for waves, n in late for _ in range(n)]
    late_people = [(i, last) for last, ends in t.LATE_END_STATUS.items() for end, n in ends.items()
                   for i in _take(people, end, n)]  # fmt: skip
    for (person, last), place in zip(late_people, rng.permutation(len(late_people)), strict=True):
        people.at[person, "waves"] = late_waves[place]
        people.at[person, "labour"] = "".join("?" if wave < 3 else last for wave in late_waves[place])
    early_waves = [waves for waves, n in t.PATTERNS.items() if 3 not in waves for _ in range(n)]
    free = people.index[people["labour"] == ""]
    # Twenty of the early exits answered at least once, and twelve of the completed.
    leavers = [i for i in free if people.at[i, "status"] == "ended_early"][:20]
    stayers = [i for i in free if people.at[i, "status"] == "completed"][:12]
    for person, place in zip(leavers + stayers, rng.permutation(32), strict=True):
        people.at[person, "waves"] = early_waves[place]
        people.at[person, "labour"] = "?" * len(early_waves[place])
    return _others_labour(people, rng)


def _others_labour(people: Any, rng: np.random.Generator) -> Any:
    """Fill in the status of those outside the panel in waves 1 and 2; work goes to those who end in work."""
    for wave, counts in t.OTHERS_LABOUR.items():
        asked = [i for i in people.index if wave in people.at[i, "waves"] and not people.at[i, "panel"]]
        codes = [code for code, n in counts.items() for _ in range(n)]
        retained = people.loc[asked, "end_status"].isin(t.RETAINED).to_numpy()
        places = by_rank(np.arange(len(asked)), 1.5 * retained + rng.standard_normal(len(asked)))
        for person, place in zip(asked, places, strict=True):
            at = people.at[person, "waves"].index(wave)
            labour = people.at[person, "labour"]
            people.at[person, "labour"] = labour[:at] + codes[place] + labour[at + 1 :]
    return people


def _sexes(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Set the women: 21 of the 36 retained, 43 of the 74, 23 of the panel, 20 of the early exits."""
    retained = people["end_status"].isin(t.RETAINED)
    panel, completed = people["panel"], people["status"] == "completed"
    panel_retained = 8  # of the 14 panel members who end in work
    women = {
        "panel retained": (panel & retained, panel_retained),
        "panel not": (panel & ~retained, t.PANEL_WOMEN - panel_retained),
        "retained": (~panel & retained, t.WOMEN["retained"] - panel_retained),
        "completed": (
            ~panel & completed & ~retained,
            t.WOMEN["completed"] - t.WOMEN["retained"] - t.PANEL_WOMEN + panel_retained,
        ),
        "early": (~completed, t.WOMEN["ended_early"]),
    }
    people["sex"] = "male"
    for group, count in women.values():
        members = people.index[group]
        parental = (people.loc[members, "exit_reason"] == "parental_leave").to_numpy()
        rank = by_rank(np.arange(len(members)), rng.standard_normal(len(members)) - 9 * parental)
        people.loc[members[rank < count], "sex"] = "female"
    # The one panel member who broke off in wave 2: a woman who was in work at some wave.
    candidates = people.index[panel & (people["sex"] == "female") & (people["labour"] != "UUU")]
    people["broke_off"] = people.index == candidates[0]
    return people


def _ages(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    people["age_at_referral"] = 0
    for column, status in ((2, "completed"), (3, "ended_early")):
        ages = np.concatenate([rng.integers(band[0], band[1] + 1, band[column]) for band in t.AGE_BANDS])
        members = people.index[people["status"] == status]
        reason = people.loc[members, "exit_reason"]
        lean = 9 * (reason == "pension").to_numpy(dtype=float) - 9 * (reason == "parental_leave").to_numpy()
        people.loc[members, "age_at_referral"] = by_rank(ages, rng.standard_normal(len(members)) + lean)
    return people


def _households(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Children at home: 24 of the panel, 19 of whom answer as parents; most in the ages 30 to 49."""
    middle = people["age_at_referral"].between(30, 49).to_numpy()
    leave = (people["exit_reason"] == "parental_leave").to_numpy()
    score = 1.4 * middle + 5 * leave + rng.standard_normal(len(people)) - 9 * people["broke_off"].to_numpy()
    panel = people["panel"].to_numpy()
    has = np.zeros(len(people), dtype=bool)
    # The same share of parents whatever the waves answered, so that every wave has enough of them.
    for waves, count in t.PARENTS_BY_WAVES.items():
        members = np.flatnonzero([answered == waves for answered in people["waves"]])
        has[members[np.argsort(-score[members], kind="stable")[:count]]] = True
    sizes = [size for size, n in t.CHILDREN_AT_HOME.items() if size for _ in range(n)]
    people["children_at_home"] = 0
    people.loc[has, "children_at_home"] = by_rank(sizes, middle[has] + rng.standard_normal(int(has.sum())))
    parents = np.flatnonzero(has & panel)
    people["panel_parent"] = False
    people.loc[parents[np.argsort(score[parents], kind="stable")[-t.PANEL_PARENTS :]], "panel_parent"] = True
    return people


def _educations(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    levels = [level for level, n in t.EDUCATION.items() for _ in range(n)]
    work = people["end_status"].isin(t.RETAINED).to_numpy()
    insured = (people["benefit_at_referral"] == "a_dagpenge").to_numpy()
    score = 0.5 * work + 0.9 * insured + rng.standard_normal(len(people))
    return [levels[place] for place in by_rank(np.arange(len(levels)), score)]


def left_for_work(people: pd.DataFrame, months: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """End the courses of those who left for work two to five months into the work, and say how many hours."""
    first = months.groupby("pid")["month"].min()
    ends: list[Any] = list(people["end_date"])
    hours: list[Any] = []
    for at, person in enumerate(each(people)):
        weekly = HOURS_AT_END.get(person.end_status, ())
        hours.append(weekly[int(rng.integers(0, len(weekly)))] if weekly else None)
        if person.end_status in t.RETAINED:
            start = date.fromisoformat(f"{first[person.pid]}-01")
            earliest = max(start + timedelta(days=60), person.referral_date + timedelta(days=90))
            last = date(2025, 6, 27)
            ends[at] = _between(min(earliest, last), min(earliest + timedelta(days=90), last), rng.random())
    return people.assign(end_date=ends, hours_at_end=hours)


def _between(first: date, last: date, share: float) -> date:
    """The weekday `share` of the way from the first day to the last."""
    days = [first + timedelta(days=n) for n in range(max((last - first).days, 0) + 1)]
    weekdays = [day for day in days if day.weekday() < 5] or days[:1]
    return weekdays[int(share * len(weekdays))]


def _dates(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Referral, survey dates and end of the course, in an order that can have happened."""
    referral: list[Any] = []
    ends: list[Any] = []
    answered: list[Any] = []
    for person in each(people):
        first, last = REFERRAL_WINDOW[person.waves[0] if person.waves else 0]
        # Those who end in work were referred earlier on average: they have had time to find it.
        share = rng.random() ** (2.2 if person.end_status in t.RETAINED else 1.0)
        start = _between(first, last, share)
        dates = {}
        for wave in person.waves:
            opens, closes = WAVE_WINDOW[wave]
            if wave == 1:  # answered two to ten weeks into the course
                opens, closes = max(opens, start + timedelta(days=14)), start + timedelta(days=70)
                closes = max(opens, closes)
            dates[wave] = _between(opens, closes, rng.random())
        if person.status == "ended_early":
            earliest = max([start + timedelta(days=28), *dates.values()])
            end = _between(earliest, min(earliest + timedelta(days=260), date(2025, 6, 27)), rng.random())
        else:
            earliest = min(start + timedelta(days=240), date(2025, 5, 12))
            end = _between(earliest, min(start + timedelta(days=720), date(2025, 6, 27)), rng.random())
        referral.append(start)
        ends.append(end)
        answered.append(dates)
    return people.assign(referral_date=referral, end_date=ends, answered=answered)
