"""A small parameter file that is right, to be made wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SETTINGS = """\
id: tiny
title: En lille evaluering
evaluator: Instituttet
period: [2023-01-01, 2025-06-30]

disclosure:
  threshold: 5

units:
  citizen: {one: borger, many: borgere, the_many: borgerne, key: pid}

intake:
  tables:
    participant: {file: data/tiny/participant.csv}
    survey: {file: data/tiny/survey.csv}

timepoints:
  survey:
    column: wave
    points:
      w1: {value: 1, label: 1. måling}
      w2: {value: 2, label: 2. måling}

populations:
  referred: {unit: citizen, table: participant, words: alle henviste}
  panel:
    unit: citizen
    table: survey
    within: referred
    at_all: [w1, w2]
    words: panelet

measures:
  sex: {title: Køn, table: participant, column: sex}
  who5:
    title: Trivsel
    table: survey
    instrument: who5
    items: [a, b, c, d, e]
  who5_start:
    title: Trivsel ved start
    baseline: who5
    at: w1
    bands:
      low: {label: Lav, below: 50}

notebooks:
  target_group:

roles: {citizen: Borger, staff: Medarbejder}
role_groups:
  citizens: [citizen]

default_publication: rapport
publications:
  rapport:
    title: Rapporten
    kind: Slutevaluering
    version: 0.1.0
    date: 2025-11-03
    chapters:
      - id: resume
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's folder with everything in place."""
    found = tmp_path / "params" / "tiny"
    (found / "chapters").mkdir(parents=True)
    (found / "chapters" / "resume.md").write_text("# Resumé\n", encoding="utf-8")
    (found / "references.bib").touch()
    (found / "project.yaml").write_text(SETTINGS, encoding="utf-8")
    return found


Spoil = Callable[[str, str], Path]


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replace a passage of the parameter file."""

    def replace(old: str, new: str) -> Path:
        text = (folder / "project.yaml").read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' must stand once in the settings"
        (folder / "project.yaml").write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replace
