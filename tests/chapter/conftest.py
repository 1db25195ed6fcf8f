"""A tiny project: forty people, two waves, months and interviews, taken in as any project's data are."""

from __future__ import annotations

import csv
import functools
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalreport.chapter import Chapter, RunFile
from evalreport.contracts import load_all
from evalreport.intake import IntakeConfig, take

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("employment_month", "contract", "contract_target", "informant", "code", "coding", "quote")


def column(
    name: str, kind: str = "string", *, key: int = 0, required: bool = False, codes: Any = None, **more: Any
):
    """A column of a contract; codes by code and slug."""
    found: dict[str, Any] = {
        "name": name,
        "logicalType": kind,
        "description": f"{name}.",
        "required": required or bool(key),
        "classification": more.pop("classification", "personal"),
        "customProperties": [{"property": "title", "value": {"da": name.capitalize()}}],
    }
    if key:
        found |= {"primaryKey": True, "primaryKeyPosition": key}
    if codes:
        found["quality"] = [
            {
                "name": f"{name}_codes",
                "type": "library",
                "metric": "invalidValues",
                "arguments": {"validValues": list(codes)},
                "mustBe": 0,
                "severity": "error",
            }
        ]
        labels = {code: slug.capitalize() for code, slug in codes.items()}
        found["customProperties"] += [
            {"property": "labels", "value": {"da": labels}},
            {"property": "code_names", "value": dict(codes)},
        ]
    return found | more


def contract(table: str, *columns: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": table,
        "name": table,
        "version": "1.0.0",
        "status": "active",
        "schema": [
            {
                "name": table,
                "physicalType": "table",
                "customProperties": [{"property": "title", "value": {"da": table.capitalize()}}],
                "description": table,
                "properties": list(columns),
            }
        ],
    }


PID = {"classification": "identifier", "logicalTypeOptions": {"pattern": "^[A-Z]{1,3}-[0-9]{3,6}$"}}
SEX = {"female": "female", "male": "male"}
MOOD = {1: "bad", 2: "fair", 3: "good"}
CONTRACTS = {
    "participant": contract(
        "participant",
        column("pid", key=1, **PID),
        column("sex", required=True, codes=SEX),
        column("benefit", codes={"dp": "dp", "kh": "kh", "rf": "rf"}),
        column("age", "integer", logicalTypeOptions={"minimum": 16, "maximum": 99}),
        column("status", codes={"completed": "completed", "ended": "ended"}),
    ),
    "survey": contract(
        "survey",
        column("pid", key=1, **PID, relationships=[{"type": "foreignKey", "to": "participant.pid"}]),
        column("wave", "integer", key=2, classification="public"),
        column("score", "integer", logicalTypeOptions={"minimum": 0, "maximum": 10}),
        *(
            column(name, "integer", logicalTypeOptions={"minimum": 1, "maximum": 3})
            for name in ("u1", "u2", "u3")
        ),
        column("mood", "integer", codes=MOOD),
    ),
}


def pid(number: int) -> str:
    return f"D-{1000 + number}"


def people() -> list[list[Any]]:
    """40 people: 24 women and 16 men; benefits 20 / 17 / 3; 4 under 30; 34 completed."""
    rows = []
    for number in range(40):
        benefit = "dp" if number < 20 else "kh" if number < 37 else "rf"
        rows.append(
            [
                pid(number),
                "female" if number % 5 < 3 else "male",
                benefit,
                25 if number < 4 else 40,
                "ended" if number >= 34 else "completed",
            ]
        )
    return rows


def answers() -> list[list[Any]]:
    """First wave: all 40 (number 39 without a score); second wave: the first 30 (number 0 without a mood)."""
    rows = []
    for wave, count in ((1, 40), (2, 30)):
        for number in range(count):
            score: Any = (number * 3 + wave * 2) % 11
            mood: Any = 1 if number % 13 == 0 else 2 if number % 3 else 3
            if wave == 1 and number == 39:
                score = ""
            if wave == 2 and number == 0:
                mood = ""
            lonely = (number + wave) % 3 + 1
            rows.append([pid(number), wave, score, lonely, lonely, min(lonely + 1, 3), mood])
    return rows


TABLES: dict[str, tuple[list[str], Callable[[], Iterable[list[Any]]]]] = {
    "participant": (["pid", "sex", "benefit", "age", "status"], people),
    "survey": (["pid", "wave", "score", "u1", "u2", "u3", "mood"], answers),
    "employment_month": (
        ["pid", "month", "type", "hours"],
        lambda: (
            [[pid(n), f"2024-{m:02}", "self_support", ""] for n in range(12) for m in range(1, 4)]
            + [[pid(n), "2024-02", "paid_hours", 80] for n in (13, 14)]
            + [[pid(n), f"2024-{m:02}", "self_support", ""] for n in range(20, 27) for m in (4, 5)]
            + [[pid(n), f"2024-{m:02}", "paid_hours", 90] for n in range(28, 36) for m in (4, 5, 6)]
            + [[pid(20), "2025-01", "self_support", ""]]  # after the last month that counts
        ),
    ),
    "contract": (
        ["contract_id", "cap_kr", "model_value_kr", "model_month", "cutoff_date", "payment_rule", "source"],
        lambda: [["aftale", 500000, 450000, "", "31-12-2024", "Regel", "Aftalen"]],
    ),
    "contract_target": (
        ["type", "benefit_group", "expected_months", "unit_value", "source"],
        lambda: [
            ["self_support", "all", 45, "", "A"], ["self_support", "a_dagpenge", "", 9500, "A"],
            ["self_support", "kh_oy", "", 12400, "A"], ["paid_hours", "all", 20, "", "A"],
            ["paid_hours", "a_dagpenge", "", 4998, "A"], ["paid_hours", "kh_oy", "", 7440, "A"],
        ],
    ),
    "informant": (
        ["rid", "role", "method", "round"],
        lambda: (
            [[f"B-{n:02}", "citizen", "interview", "final"] for n in range(14)]
            + [[f"B-{n:02}", "provider", "interview", "final"] for n in range(14, 24)]
            + [[f"B-{n:02}", "child", "child_play", "final"] for n in range(24, 26)]
        ),
    ),
    "code": (
        ["code_id", "kind", "label", "parent"],
        lambda: [["joy", "change", "Glæde", ""], ["job", "change", "Job", ""]],
    ),
    "coding": (
        ["rid", "code_id", "stance"],
        lambda: (
            [[f"B-{n:02}", "joy", "supports"] for n in (*range(7), *range(14, 19))]
            + [[f"B-{n:02}", "job", "supports"] for n in range(3)]
            + [["B-12", "joy", "contradicts"]]
        ),
    ),
    "quote": (
        ["quote_id", "rid", "text", "placement", "code_id", "approved"],
        lambda: [
            ["q_a", "B-00", "Jeg er blevet gladere.", "display", "joy", "true"],
            ["q_b", "B-24", "Det var sjovt derhjemme.", "display", "joy", "true"],
        ],
    ),
}  # fmt: skip

SETTINGS: dict[str, Any] = {
    "id": "tiny",
    "title": "Lille",
    "evaluator": "Instituttet",
    "example": "Opfundne data.",
    "period": ["2023-01-01", "2025-06-30"],
    "disclosure": {"threshold": 1, "reason": "Opfundne data."},
    "units": {
        "citizen": {"one": "borger", "many": "borgere", "the_many": "borgerne", "key": "pid"},
        "informant": {"one": "informant", "many": "informanter", "the_many": "informanterne", "key": "rid"},
        "month": {"one": "måned", "many": "måneder", "the_many": "månederne"},
        "row": {"one": "række", "many": "rækker", "the_many": "rækkerne"},
    },
    "intake": {
        "identifiers": {"example_key": "opfundet"},
        "tables": {
            name: {"file": f"data/tiny/{name}.csv", **({"date_format": "dd-mm-yyyy"} if name == "contract" else {})}
            for name in TABLES
        },
    },
    "sources": {"survey": "spørgeskema"},
    "timepoints": {
        "survey": {
            "column": "wave",
            "points": {
                "w1": {"value": 1, "label": "1. måling", "short": "2023"},
                "w2": {"value": 2, "label": "2. måling", "short": "2024"},
            },
        }
    },
    "populations": {
        "all": {"unit": "citizen", "table": "participant", "words": "alle"},
        "completed": {
            "unit": "citizen", "table": "participant", "within": "all", "where": "status == 'completed'",
            "words": "de, der gennemførte",
        },
        "panel": {"unit": "citizen", "table": "survey", "at_all": ["w1", "w2"], "words": "panelet"},
        "informants": {"unit": "informant", "table": "informant", "words": "de interviewede"},
    },
    "measures": {
        "sex": {"title": "Køn", "table": "participant", "column": "sex"},
        "benefit": {"title": "Ydelse", "table": "participant", "column": "benefit"},
        "age": {
            "title": "Alder", "table": "participant", "column": "age",
            "bands": {"young": {"label": "Under 30", "below": 30}, "older": {"label": "30 og over", "low": 30}},
        },
        "done": {"title": "Gennemført", "table": "participant", "where": "status == 'completed'"},
        "satisfied": {
            "title": "Livstilfredshed", "table": "survey", "instrument": "life_satisfaction", "items": ["score"],
        },
        "lonely": {
            "title": "Ensomhed", "table": "survey", "instrument": "ucla3", "items": ["u1", "u2", "u3"],
        },
        "mood": {"title": "Humør", "table": "survey", "column": "mood", "every_wave": False},
        "mood_merged": {
            "title": "Humør", "table": "survey", "column": "mood", "every_wave": False,
            "merge": {"well": ["good", "fair"], "unwell": ["bad"]},
            "categories": {"well": "Godt", "unwell": "Dårligt"},
        },
        "start": {
            "title": "Ved start", "baseline": "satisfied", "at": "w1",
            "bands": {"low": {"label": "Lav", "below": 5}, "high": {"label": "Høj", "low": 5}},
        },
    },
    "notebooks": {"tiny": {}},
    "exhibits": {"fig-x": {"caption": "Projektets egen"}},
    "roles": {
        "citizen": "Borger", "provider": "Medarbejder", "child": "Barn", "citizens": "Borgere",
        "staff": "Medarbejdere", "children": "Børn", "other": "Deltager",
    },
    "role_groups": {"citizens": ["citizen"], "staff": ["provider"], "children": ["child"]},
    "default_publication": "rapport",
    "publications": {
        "rapport": {
            "title": "Rapport", "kind": "Slutevaluering", "version": "0.1.0", "date": "2025-11-03", "chapters": [],
        }
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its data taken in."""
    root = tmp_path_factory.mktemp("lille projekt")
    for folder in ("data/tiny", "params/tiny", "data_contracts"):
        (root / folder).mkdir(parents=True)
    for name, (head, rows) in TABLES.items():
        with (root / f"data/tiny/{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([head, *rows()])
    for name, document in CONTRACTS.items():
        (root / f"data_contracts/{name}.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    for name in SHARED:
        shutil.copy(ROOT / f"data_contracts/{name}.yaml", root / "data_contracts")
    (root / "params/tiny/project.yaml").write_text(yaml.safe_dump(SETTINGS), encoding="utf-8")
    (root / "params/tiny/references.bib").touch()
    config = IntakeConfig.model_validate(SETTINGS["intake"])
    take(config, root / "data_contracts", root, root / "snapshot", project="tiny", example=True)
    return root


Open = Callable[..., Chapter]


read_contracts = functools.cache(load_all)


@pytest.fixture
def opened(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the chapter of a notebook, with settings changed by dotted path and what earlier notebooks left."""
    monkeypatch.setattr("evalreport.chapter.chapter.load_all", read_contracts)  # the same for every test

    def open_one(notebook: str = "tiny", *, after: tuple[str, ...] = (), **settings: Any) -> Chapter:
        changes = tuple((path.replace("__", "."), value) for path, value in settings.items())
        run = RunFile(
            notebook=notebook,
            project_folder=str(tiny / "params" / "tiny"),
            contracts=str(tiny / "data_contracts"),
            snapshot=str(tiny / "snapshot"),
            output=str(tmp_path / notebook),
            memory=tuple(str(tmp_path / "gate" / f"{name}.json") for name in after),
            memory_out=str(tmp_path / "gate" / f"{notebook}.json"),
            settings=changes,
        )
        return Chapter(run)

    return open_one


@pytest.fixture
def chapter(opened: Open) -> Chapter:
    """The chapter with every count shown."""
    return opened()


@pytest.fixture
def protected(opened: Open) -> Chapter:
    """The chapter with counts below five hidden."""
    return opened(disclosure__threshold=5)
