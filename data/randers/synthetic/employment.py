"""The ledger of months: 806 months of 61 people, after the referral and between unemployed answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from . import targets as t
from .draws import each, with_sum


def months(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Build one row per person and month."""
    rows = []
    for group, by_type in t.MONTHS.items():
        members = _employed(people, group)
        kinds = _kinds(members, by_type)
        for kind, (count, total) in by_type.items():
            chosen = members[kinds == kind]
            assert len(chosen) == count, (group, kind, len(chosen))
            free = [_free_months(p) for p in each(chosen)]
            high = [len(f) for f in free]
            low = [_least(p, f) for p, f in zip(each(chosen), free, strict=True)]
            # Most months go to those who had most time and ended in work.
            room = np.array(high) * (0.5 + 0.5 * chosen["end_status"].isin(t.RETAINED).to_numpy())
            numbers = with_sum(total, low, high, room + 2.0 * rng.standard_normal(count), 4.0)
            for person, months_free, number in zip(each(chosen), free, numbers, strict=True):
                rows += _spell(person, months_free, int(number), kind, rng)
    return pd.DataFrame(rows).sort_values(["pid", "month"], kind="stable").reset_index(drop=True)


def _employed(people: pd.DataFrame, group: str) -> pd.DataFrame:
    """The retained, and some of those who did not end in work but had some on the way."""
    benefits = ["a_dagpenge"] if group == "a_dagpenge" else ["kontanthjaelp", "overgangsydelse"]
    members = people[people["benefit_at_referral"].isin(benefits)]
    retained = members["end_status"].isin(t.RETAINED)
    rank = members.assign(room=[len(_free_months(p)) for p in each(members)])
    rank = rank.sort_values("room", ascending=False, kind="stable")
    chosen = list(members.index[retained])
    for status, count in t.EMPLOYED_NOT_RETAINED[group].items():
        also = rank[(rank["status"] == status) & ~rank["end_status"].isin(t.RETAINED)]
        # Pensioners and those on leave had no job to go to; the rest with most time come first.
        also = also[~also["exit_reason"].isin(["pension", "ressourceforloeb"])]
        chosen += list(also.index[:count])
    return members.loc[sorted(chosen)]


def _kinds(members: pd.DataFrame, by_type: dict[str, tuple[int, int]]) -> pd.Series:
    """Self-support for ordinary work, education and self-support; paid hours for part-time and small jobs."""
    own_feet = members["end_status"].isin(["ordinary_work", "ordinary_education", "self_support"])
    beside = members["end_status"].isin(["part_time", "small_jobs"])
    order = [i for group in (own_feet, ~own_feet & ~beside, beside) for i in members.index[group]]
    self_support = order[: by_type["self_support"][0]]
    return pd.Series(np.where(members.index.isin(self_support), "self_support", "paid_hours"), members.index)


def _free_months(person: Any) -> list[str]:
    """Months after the referral in which no survey answer says unemployed or placement."""
    last = pd.Period(t.LAST_MONTH)
    if person.status == "ended_early":
        last = min(last, pd.Period(person.end_date, freq="M"))
    period = pd.period_range(pd.Period(person.referral_date, freq="M") + 1, last, freq="M")
    blocked = {pd.Period(day, freq="M") for wave, day in person.answered.items()
               if person.labour[person.waves.index(wave)] in "UP"}  # fmt: skip
    if person.waves[:1] == (1,) and person.labour[0] in "UP":  # no work before an unemployed first answer
        period = period[period > pd.Period(person.answered[1], freq="M")]
    if person.waves[-1:] == (3,) and person.labour[-1] in "UP":  # nor after an unemployed last one
        period = period[period < pd.Period(person.answered[3], freq="M")]
    return [str(month) for month in period if month not in blocked]


def _least(person: Any, free: list[str]) -> int:
    """Months that the person's full-time answers call for when the months end in June 2025."""
    full = [day for wave, day in person.answered.items() if person.labour[person.waves.index(wave)] == "F"]
    if not full or person.end_status not in t.RETAINED:
        return 1
    return sum(month >= str(pd.Period(min(full), freq="M")) for month in free)


def _spell(
    person: Any, free: list[str], number: int, kind: str, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """One run of months: up to the last for the retained, anywhere in the free months for the others."""
    slack = 0 if person.end_status in t.RETAINED else int(rng.integers(0, len(free) - number + 1))
    run = free[len(free) - number - slack : len(free) - slack]
    usual = int(rng.integers(12, 75))
    return [
        {"pid": person.pid, "month": month, "type": kind,
         "hours": float(max(4, usual + int(rng.integers(-8, 9)))) if kind == "paid_hours" else None}
        for month in run
    ]  # fmt: skip
