"""The snapshot: pseudonyms instead of identifiers, the same bytes every time, whole or not at all."""

from __future__ import annotations

import hashlib
import stat
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evalreport.errors import EvalreportError
from evalreport.intake import KeyFault, Snapshot, fingerprint


def bytes_of(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def mark(project: Any) -> str:
    return fingerprint(
        project.config, project.root / "data_contracts", project.root, project="tiny", example=project.example
    )


def test_same_inputs_same_bytes(project: Any, tmp_path: Path) -> None:
    first = bytes_of(project.take().folder)
    assert bytes_of(project.take(tmp_path / "andet sted" / "snapshot").folder) == first
    assert sorted(first) == ["person.parquet", "quality.json", "snapshot.json", "visit.parquet"]


def test_identifiers_become_pseudonyms_that_link_the_tables(project: Any) -> None:
    snapshot = project.take()
    person, visit = snapshot.table("person"), snapshot.table("visit")
    assert person["pid"].str.fullmatch(r"P-[A-Z2-7]{12}").all()
    assert set(visit["pid"]) <= set(person["pid"])
    assert visit["pid"].nunique() == 2
    for file in snapshot.folder.iterdir():
        assert b"D-1" not in file.read_bytes(), file.name


def test_rows_lie_in_the_order_of_the_pseudonyms(project: Any) -> None:
    pids = project.take().table("person")["pid"].tolist()
    assert pids == sorted(pids)


def test_lists_without_persons_keep_their_order(project: Any) -> None:
    contract = """\
apiVersion: v3.1.0
kind: DataContract
id: actor
version: 1.0.0
status: active
schema:
  - name: actor
    properties:
      - {name: actor, logicalType: string, primaryKey: true, classification: public}
"""
    project.contract("actor", contract)
    project.put("actor.csv", "actor\nkommune\ninvestor\n")
    project.tables["actor"] = {"file": "data/actor.csv"}
    assert project.take().table("actor")["actor"].tolist() == ["kommune", "investor"]


def test_columns_can_be_chosen_and_misspelt_ones_are_told(project: Any) -> None:
    snapshot = project.take()
    assert list(snapshot.table("person", columns=["age", "sex"])) == ["age", "sex"]
    with pytest.raises(EvalreportError, match="did you mean: income"):
        snapshot.table("person", columns=["incom"])
    with pytest.raises(EvalreportError, match="did you mean: person"):
        snapshot.table("persons")


def test_types_of_the_columns(project: Any) -> None:
    types = project.take().table("person").dtypes.astype(str).to_dict()
    assert types == {
        "pid": "str", "sex": "str", "age": "Int64", "start": "datetime64[ms]", "end": "datetime64[ms]",
        "income": "float64", "note": "str",
    }  # fmt: skip


def test_column_hash_changes_with_its_own_values_only(project: Any) -> None:
    before = project.take()
    old = before.column_hashes("person"), before.hashes
    text = (project.root / "data/person.csv").read_text(encoding="utf-8")
    project.put("person.csv", text.replace(";51;", ";52;"))
    after = project.take()
    changed = {name for name, digest in after.column_hashes("person").items() if digest != old[0][name]}
    assert changed == {"age"}
    assert after.hashes["person"] != old[1]["person"]
    assert after.hashes["visit"] == old[1]["visit"]


def test_fingerprint_changes_with_data_contract_and_settings(project: Any) -> None:
    marks = [mark(project)]
    assert project.take().fingerprint == marks[0] == mark(project)
    project.put("visit.csv", "pid;number;place;satisfied\nD-1;1;home;4\n")
    marks.append(mark(project))
    project.contract("visit", (project.root / "data_contracts/visit.yaml").read_text("utf-8") + "# x\n")
    marks.append(mark(project))
    project.tables["visit"]["decimal"] = ","
    marks.append(mark(project))
    (project.root / "data/visit.csv").unlink()
    marks.append(mark(project))
    assert len(set(marks)) == 5


def test_no_snapshot_yet(tmp_path: Path) -> None:
    with pytest.raises(EvalreportError, match="no snapshot"):
        Snapshot.open(tmp_path / "snapshot")


def test_exchange_that_was_cut_short_is_mended(project: Any) -> None:
    snapshot = project.take()
    project.out.rename(project.out.with_name("snapshot.old"))
    assert Snapshot.open(project.out).hashes == snapshot.hashes


# -- the key


@pytest.fixture
def secret(project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project.identifiers, project.example = {}, False
    monkeypatch.setenv("EVALREPORT_KEYS", str(tmp_path / "nøgler"))
    return tmp_path / "nøgler" / "tiny.key"


def test_key_is_made_once_outside_the_project_and_kept(project: Any, secret: Path) -> None:
    snapshot = project.take()
    assert secret.exists()
    assert "secret key" in snapshot.notices[0]
    if sys.platform != "win32":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    again = project.take()
    assert again.hashes == snapshot.hashes
    assert again.notices == ()
    assert not any(secret.read_bytes().strip() in p.read_bytes() for p in snapshot.folder.iterdir())


def test_no_key_is_made_when_intake_stops(project: Any, secret: Path) -> None:
    project.put("visit.csv", "pid;number;place;satisfied\nD-77;1;home;4\n")
    project.stopped()
    assert not secret.exists()


def test_another_key_gives_other_pseudonyms(project: Any, secret: Path) -> None:
    first = project.take().table("person")["pid"]
    secret.write_text("ab" * 32 + "\n", encoding="ascii")
    assert set(first).isdisjoint(project.take().table("person")["pid"])


def test_key_file_inside_the_project_is_refused(project: Any, secret: Path) -> None:
    project.identifiers = {"key_file": str(project.root / "params" / "tiny.key")}
    with pytest.raises(KeyFault, match="inside the project's folder"):
        project.take()


def test_key_file_without_a_key_is_refused(project: Any, secret: Path) -> None:
    secret.parent.mkdir()
    secret.write_text("hemmeligt", encoding="ascii")
    with pytest.raises(KeyFault, match="restore it from your backup"):
        project.take()


def test_example_key_is_refused_when_data_are_real(project: Any) -> None:
    project.example = False
    with pytest.raises(KeyFault, match="only for projects with invented data"):
        project.take()


def test_pseudonym_depends_on_the_domain() -> None:
    from evalreport.intake.pseudonyms import pseudonymise

    values = pd.Series(["7", None, "7"], dtype="str")
    person = pseudonymise(values, b"k", "person.pid")
    assert person[0] == person[2]
    assert person.isna()[1]
    assert person[0][2:] != pseudonymise(values, b"k", "case.id")[0][2:]
    hyphen = pd.Series(["010190-1234", "0101901234"], dtype="str")
    assert pseudonymise(hyphen, b"k", "person.pid").nunique() == 1
