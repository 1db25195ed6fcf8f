"""One contract of a made-up table, as text that each test changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evalreport.contracts import Contract, load

TEXT = """\
apiVersion: v3.1.0
kind: DataContract
id: course
name: Courses
version: 2.1.0
status: active
schema:
  - name: course
    description: One row per course.
    quality:
      - name: end_not_before_start
        description: A course cannot end before it starts.
        type: custom
        engine: duckdb
        implementation: "stop IS NULL OR stop >= start"
        severity: error
    properties:
      - name: pid
        logicalType: string
        required: true
        primaryKey: true
        classification: identifier
        logicalTypeOptions: {pattern: '^D-[0-9]+$'}
      - name: place
        logicalType: string
        classification: public
        quality:
          - name: place_codes
            type: library
            metric: invalidValues
            arguments: {validValues: [home, office]}
            mustBe: 0
            severity: warning
        customProperties:
          - {property: title, value: {da: Sted}}
          - property: labels
            value:
              da: {home: Hjemme, office: Kontor}
      - name: score
        logicalType: integer
        classification: sensitive
        logicalTypeOptions: {minimum: 0, maximum: 10}
        customProperties:
          - {property: missing_codes, value: {da: {88: Ved ikke}}}
      - name: start
        logicalType: date
        classification: personal
        logicalTypeOptions: {minimum: 2020-01-01}
      - {name: stop, logicalType: date, classification: personal}
      - name: coach
        logicalType: string
        classification: public
        logicalTypeOptions: {minLength: 2, maxLength: 8}
        relationships: [{type: foreignKey, to: coach.name}]
"""


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Contract]:
    """Return a function that writes a contract's text to data_contracts/course.yaml and reads it."""

    def write_and_read(text: str) -> Contract:
        path = tmp_path / "data_contracts" / "course.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write_and_read


@pytest.fixture
def contract(read: Callable[[str], Contract]) -> Contract:
    return read(TEXT)
