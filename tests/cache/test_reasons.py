"""Each rerun states its reason."""

from __future__ import annotations

import json
from pathlib import Path

from evalreport.cache import Inputs, Reason, compare, hash_file, missing_outputs

BEFORE = Inputs.of(
    {
        "table": {"absence": "1", "waves": "1"},
        "parameter": {"threshold": "1"},
        "code": {"": "1"},
        "package": {"pandas": "1"},
    }
)


def said(current: Inputs, previous: Inputs | None = BEFORE) -> list[str]:
    return [str(reason) for reason in compare(previous, current)]


def test_nothing_changed_gives_no_reason() -> None:
    assert said(BEFORE) == []


def test_a_changed_table_is_named() -> None:
    assert said(BEFORE.with_("table", "absence", "2")) == ["data table absence changed"]


def test_what_a_person_did_comes_before_code_and_packages() -> None:
    now = BEFORE.with_("package", "pandas", "2").with_("code", "", "2").with_("parameter", "threshold", "5")
    assert said(now) == ["parameter threshold changed", "library code changed", "package pandas changed"]


def test_new_and_gone_inputs_are_reasons_too() -> None:
    now = Inputs(tuple(row for row in BEFORE.hashes if row[1] != "waves")).with_("table", "parents", "1")
    assert said(now) == ["data table parents new", "data table waves gone"]


def test_without_a_previous_result_the_reason_is_never_built() -> None:
    assert said(BEFORE, None) == ["never built"]


def test_inputs_survive_json_and_damaged_json_is_no_inputs() -> None:
    assert Inputs.from_json(json.loads(json.dumps(BEFORE.to_json()))) == BEFORE
    assert Inputs.from_json(["half"]) is None


def test_digest_depends_on_content_and_not_on_order() -> None:
    again = Inputs.of({"code": {"": "1"}, "table": {"waves": "1"}}).with_("table", "absence", "1")
    again = again.with_("package", "pandas", "1").with_("parameter", "threshold", "1")
    assert again.digest == BEFORE.digest
    assert BEFORE.with_("table", "absence", "2").digest != BEFORE.digest


def test_missing_and_changed_outputs_are_found(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<p>", encoding="utf-8")
    written = {"report.html": hash_file(tmp_path / "report.html"), "report.pdf": None}
    assert missing_outputs(tmp_path, written) == (Reason("output", "report.pdf", "missing"),)
    (tmp_path / "report.html").write_text("edited", encoding="utf-8")
    assert str(missing_outputs(tmp_path, written)[0]) == "output report.html changed"
