"""The example project of the repository passes intake: every kind of source, no fault, no identifier left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from evalreport.intake import IntakeConfig, Snapshot, take

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    settings = yaml.safe_load((REPOSITORY / "params/randers/project.yaml").read_text(encoding="utf-8"))
    return take(
        IntakeConfig.model_validate(settings["intake"]),
        REPOSITORY / "data_contracts",
        REPOSITORY,
        tmp_path_factory.mktemp("randers") / "snapshot",
        project="randers",
        example=True,
    )


def test_every_row_is_kept(snapshot: Snapshot) -> None:
    rows = {name: table["rows_kept"] for name, table in snapshot.quality["tables"].items()}
    assert (rows["participant"], rows["survey"], rows["employment_month"]) == (108, 194, 806)
    for name, table in snapshot.quality["tables"].items():
        assert table["rows_set_aside"] == 0, name
        assert [rule["rule"] for rule in table["rules"] if rule["found"]] == []


def test_persons_are_the_same_in_all_tables(snapshot: Snapshot) -> None:
    people = set(snapshot.table("participant")["pid"])
    for name in ("survey", "employment_month", "child"):
        assert set(snapshot.table(name)["pid"]) <= people


def test_no_identifier_is_left(snapshot: Snapshot) -> None:
    source = (REPOSITORY / "data/randers/participant.csv").read_text(encoding="cp1252")
    identifiers = re.findall(r"^[A-Z]-\d{4}(?=;)", source, flags=re.MULTILINE)
    assert len(identifiers) == 108
    written = set(snapshot.table("participant")["pid"]) | set(snapshot.table("survey")["pid"])
    assert written.isdisjoint(identifiers)
    texts = (snapshot.folder / "quality.json").read_text("utf-8") + (
        snapshot.folder / "snapshot.json"
    ).read_text("utf-8")
    assert not any(identifier in texts for identifier in identifiers)
