"""The committed files are what the generator makes, and they keep the contracts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from open_data_contract_standard.model import OpenDataContractStandard
from ruamel.yaml import YAML

from .conftest import DATA, ROOT

FILES = ["participant.csv", "survey.sav", "employment_month.parquet", "children.xlsx", "interviews.xlsx"]
LISTS = ("actor", "money_flow", "contract", "contract_target", "benchmark")
OTHER = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
CONTRACTS = sorted((ROOT / "data_contracts").glob("*.yaml"))


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("æ ny kopi")
    script = DATA / "make_synthetic.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, env=os.environ | OTHER)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_generator_makes_the_committed_bytes(remade: Path, name: str) -> None:
    assert (remade / name).read_bytes() == (DATA / name).read_bytes(), (
        f"run {DATA / 'make_synthetic.py'} again"
    )


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest, kept_list: Any) -> dict[str, pd.DataFrame]:
    value = request.getfixturevalue
    return {
        "participant": value("participant").drop(columns="retained"),
        "survey": value("survey").drop(columns=["who5", "inspire"]),
        "employment_month": value("months"), "child": value("children"), "absence": value("absence"),
        **value("interviews"),
        **{name: kept_list(name) for name in LISTS},
    }  # fmt: skip


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_contract_follows_the_standard_and_names_no_project(path: Path) -> None:
    contract = OpenDataContractStandard.from_file(str(path))
    assert contract.schema_ is not None and contract.schema_[0].name == path.stem == contract.id
    text = path.read_text(encoding="utf-8").lower()
    assert not any(name in text for name in ("randers", "carelink", "bysekretariat", "landsbygge"))


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_data_keep_the_contract(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    schema = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["schema"][0]
    table = tables[schema["name"]]
    assert list(table.columns) == [column["name"] for column in schema["properties"]]
    keys = [column["name"] for column in schema["properties"] if column.get("primaryKey")]
    assert not table.duplicated(keys).any()
    for column in schema["properties"]:
        values = table[column["name"]].dropna()
        assert not column["required"] or len(values) == len(table), column["name"]
        for rule in column.get("quality", []):
            assert set(values) <= set(rule["arguments"]["validValues"]), column["name"]
        for relation in column.get("relationships", []):
            other, key = relation["to"].split(".")
            assert set(values) <= set(tables[other][key]), column["name"]
        if pattern := column.get("logicalTypeOptions", {}).get("pattern"):
            assert values.astype(str).str.fullmatch(pattern).all(), column["name"]
    for rule in schema.get("quality", []):
        with duckdb.connect() as database:
            database.register("rows_of_table", table)
            broken = database.sql(f"SELECT * FROM rows_of_table WHERE NOT ({rule['implementation']})")
            assert len(broken) == 0, rule["name"]
