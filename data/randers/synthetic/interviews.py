"""The invented interviews: the texts are in interviews.yaml, this makes them into tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

PLACES = ("citizens", "staff", "figure", "summary")


def tables(source: Path) -> dict[str, pd.DataFrame]:
    """Build the sheets informant, code, quote, coding, mechanism and case."""
    texts: dict[str, Any] = YAML(typ="safe").load(source.read_text(encoding="utf-8"))
    informants = [
        {"rid": f"{group['prefix']}-{number:02d}", "role": role, "method": group["method"], "round": "final"}
        for role, group in texts["informants"].items()
        for number in range(1, group["count"] + 1)
    ]
    codes = [
        {"code_id": code_id, "kind": kind, "label": code["label"], "parent": code.get("parent")}
        for kind, members in texts["codes"].items()
        for code_id, code in members.items()
    ]
    codings = [
        {"rid": rid, "code_id": code_id, "stance": stance}
        for members in texts["codes"].values()
        for code_id, code in members.items()
        for stance in ("supports", "contradicts")
        for rid in code.get(stance, [])
    ]
    quotes = [
        {
            "quote_id": quote_id,
            "rid": quote["rid"],
            "text": _line(quote["text"]),
            "placement": quote["placement"],
            "code_id": quote["code"],
            "approved": True,
        }
        for quote_id, quote in texts["quotes"].items()
    ]
    mechanisms = [
        {
            "mechanism_id": name,
            "side": side,
            "label": m["label"],
            "description": _line(m["description"]),
            "code_id": m["code"],
            **{f"in_{place}": place in m["named_in"] for place in PLACES},
        }
        for side, members in texts["mechanisms"].items()
        for name, m in members.items()
    ]
    cases = [
        {"case_id": name} | {part: _line(text) for part, text in case.items()}
        for name, case in texts["cases"].items()
    ]
    sheets = {"informant": informants, "code": codes, "quote": quotes, "coding": codings}
    sheets |= {"mechanism": mechanisms, "case": cases}
    return {name: pd.DataFrame(rows) for name, rows in sheets.items()}


def _line(text: str) -> str:
    return " ".join(text.split())
