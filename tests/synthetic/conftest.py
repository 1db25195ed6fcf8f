"""The example data of project randers, read straight from its files."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "randers"
LISTS = ROOT / "params" / "randers" / "lists"
RETAINED = ["ordinary_work", "part_time", "small_jobs", "ordinary_education", "self_support"]
SCALES = [
    *(f"{scale}_{item}" for scale in ("who5", "inspire") for item in range(1, 6)),
    *(f"ucla_{item}" for item in range(1, 4)),
    *("barrier_physical", "barrier_mental", "leisure", "staff_access", "codetermination", "coherence"),
]


def percent(count: float, n: float) -> int:
    """Round a share to a whole percent, half up, as the published figures do."""
    return math.floor(100 * count / n + 0.5)


@pytest.fixture(scope="session")
def participant() -> pd.DataFrame:
    table = pd.read_csv(
        DATA / "participant.csv",
        sep=";",
        decimal=",",
        encoding="cp1252",
        parse_dates=["referral_date", "end_date"],
        date_format="%d-%m-%Y",
        keep_default_na=False,
        na_values=[""],
    )
    return table.assign(retained=table["end_status"].isin(RETAINED))


@pytest.fixture(scope="session")
def survey() -> pd.DataFrame:
    """Every answer; codes declared missing in the .sav ("ved ikke") are read as missing."""
    table, _ = pyreadstat.read_sav(DATA / "survey.sav")
    table["who5"] = table[[f"who5_{i}" for i in range(1, 6)]].sum(axis=1, min_count=5) * 4
    table["inspire"] = table[[f"inspire_{i}" for i in range(1, 6)]].sum(axis=1, min_count=5) * 5
    return table


@pytest.fixture(scope="session")
def panel(survey: pd.DataFrame, participant: pd.DataFrame) -> pd.DataFrame:
    """The rows of those who answered all three waves, with their sex."""
    waves = survey.groupby("pid")["wave"].nunique()
    rows = survey[survey["pid"].isin(waves.index[waves == 3])]
    return rows.merge(participant[["pid", "sex"]], on="pid")


@pytest.fixture(scope="session")
def complete(panel: pd.DataFrame) -> pd.DataFrame:
    """The rows of the panel members who answered every scale and single item in all three waves."""
    whole = panel.assign(whole=panel[SCALES].notna().all(axis=1)).groupby("pid")["whole"].all()
    return panel[panel["pid"].isin(whole.index[whole])]


@pytest.fixture(scope="session")
def months() -> pd.DataFrame:
    return pd.read_parquet(DATA / "employment_month.parquet")


@pytest.fixture(scope="session")
def children() -> pd.DataFrame:
    return pd.read_excel(DATA / "children.xlsx", sheet_name="child")


@pytest.fixture(scope="session")
def absence() -> pd.DataFrame:
    return pd.read_excel(DATA / "children.xlsx", sheet_name="absence")


@pytest.fixture(scope="session")
def interviews() -> dict[str, pd.DataFrame]:
    return pd.read_excel(DATA / "interviews.xlsx", sheet_name=None)


@pytest.fixture(scope="session")
def kept_list() -> Callable[[str], pd.DataFrame]:
    return lambda name: pd.read_csv(LISTS / f"{name}.csv", sep=";", decimal=",", encoding="utf-8")
