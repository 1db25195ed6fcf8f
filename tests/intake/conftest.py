"""A tiny project: persons and their visits, with contracts, that each test breaks in its own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evalreport.intake import IntakeConfig, IntakeStopped, Snapshot, take

PERSON = """\
apiVersion: v3.1.0
kind: DataContract
id: person
name: Persons
version: 1.2.0
status: active
schema:
  - name: person
    quality:
      - name: end_not_before_start
        description: A course cannot end before it starts.
        type: custom
        engine: duckdb
        implementation: "\\"end\\" IS NULL OR \\"end\\" >= start"
    properties:
      - {name: pid, logicalType: string, required: true, primaryKey: true, classification: identifier}
      - name: sex
        logicalType: string
        required: true
        classification: personal
        quality:
          - {type: library, metric: invalidValues, arguments: {validValues: [female, male]}, mustBe: 0}
        customProperties:
          - {property: labels, value: {da: {female: Kvinde, male: Mand}}}
      - {name: age, logicalType: integer, classification: personal,
         logicalTypeOptions: {minimum: 15, maximum: 99}}
      - {name: start, logicalType: date, required: true, classification: personal}
      - {name: end, logicalType: date, classification: personal}
      - {name: income, logicalType: number, classification: sensitive}
      - {name: note, logicalType: string, classification: sensitive}
"""

VISIT = """\
apiVersion: v3.1.0
kind: DataContract
id: visit
name: Visits
version: 1.0.0
status: active
schema:
  - name: visit
    properties:
      - name: pid
        logicalType: string
        required: true
        primaryKey: true
        primaryKeyPosition: 1
        classification: identifier
        relationships: [{type: foreignKey, to: person.pid}]
      - {name: number, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 2,
         classification: public}
      - name: place
        logicalType: string
        classification: public
        quality:
          - {type: library, metric: invalidValues, arguments: {validValues: [home, office]}, mustBe: 0}
      - {name: satisfied, logicalType: integer, classification: public,
         logicalTypeOptions: {minimum: 1, maximum: 5},
         customProperties: [{property: missing_codes, value: {da: {8: Ved ikke}}}]}
"""

PERSONS = """\
pid;sex;age;start;end;income;note
D-3;female;34;01-02-2023;05-06-2024;12.500,50;går fint
D-1;male;51;2023-02-03;;;
D-2;female;28;4/3-2023;31.12.2023;8000;"taler; meget"
"""

VISITS = """\
pid;number;place;satisfied
D-1;1;home;4
D-1;2;office;8
D-2;1;home;5
"""


@dataclass
class Project:
    """The project's folder, its settings, and the verbs the tests use."""

    root: Path
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    identifiers: dict[str, Any] = field(default_factory=lambda: {"example_key": "ingen hemmelighed"})
    example: bool = True

    @property
    def out(self) -> Path:
        return self.root / "build" / "private" / "snapshot"

    @property
    def config(self) -> IntakeConfig:
        return IntakeConfig.model_validate(
            {"tables": self.tables, "rules": self.rules, "identifiers": self.identifiers}
        )

    def put(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def contract(self, name: str, text: str) -> None:
        folder = self.root / "data_contracts"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def take(self, out: Path | None = None) -> Snapshot:
        return take(
            self.config,
            self.root / "data_contracts",
            self.root,
            out or self.out,
            project="tiny",
            example=self.example,
            settings_file="params/tiny/project.yaml",
        )

    def stopped(self) -> str:
        with pytest.raises(IntakeStopped) as caught:
            self.take()
        assert not self.out.exists(), "nothing may be written when intake stops"
        return str(caught.value)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "Projekt på æøå")
    project.root.mkdir()
    project.contract("person", PERSON)
    project.contract("visit", VISIT)
    project.put("person.csv", PERSONS)
    project.put("visit.csv", VISITS)
    project.tables = {"person": {"file": "data/person.csv"}, "visit": {"file": "data/visit.csv"}}
    return project


@pytest.fixture
def edit() -> Callable[..., str]:
    """Return a function that changes one cell of a table, by the row the user sees (headings are row 1)."""

    def change(text: str, row: int, column: str, value: str) -> str:
        lines = text.splitlines()
        cells = lines[row - 1].split(";")
        cells[lines[0].split(";").index(column)] = value
        lines[row - 1] = ";".join(cells)
        return "\n".join(lines) + "\n"

    return change
