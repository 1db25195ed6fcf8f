"""Every broken rule is found in one pass, with its rows; values are shown only when public."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evalreport.contracts import Contract, Conventions, Fault, check, convert, validate
from evalreport.contracts.contract import columns_in_sql


def frame(**columns: list[Any]) -> pd.DataFrame:
    rows = max(len(values) for values in columns.values())
    base = {
        "pid": [f"D-{i}" for i in range(rows)],
        "place": ["home"] * rows,
        "score": ["5"] * rows,
        "start": ["01-02-2023"] * rows,
        "stop": [""] * rows,
        "coach": ["Bo"] * rows,
    }
    return pd.DataFrame({**base, **columns}, dtype="str")


def found(table: pd.DataFrame, contract: Contract, **others: pd.DataFrame) -> dict[str, Fault]:
    return {fault.rule: fault for fault in check(table, contract, others, Conventions(","))}


def test_table_that_keeps_every_rule(contract: Contract) -> None:
    coaches = pd.DataFrame({"name": ["Bo"]}, dtype="str")
    assert found(frame(place=["home", "office", ""]), contract, coach=coaches) == {}


def test_all_faults_at_once(contract: Contract) -> None:
    table = frame(
        pid=["D-1", "X", "", "D-1"],
        place=["home", "hom", "office", "home"],
        score=["11", "-1", "x", "88"],
        start=["01-02-2023", "01-02-2019", "31-02-2023", "01-02-2023"],
        stop=["01-01-2023", "", "", ""],
        coach=["B", "Bo", "Bo", "En alt for lang"],
    )
    faults = found(table, contract, coach=pd.DataFrame({"name": ["Bo"]}, dtype="str"))
    assert {rule: fault.rows for rule, fault in faults.items()} == {
        "course.score.type": (2,),
        "course.start.type": (2,),
        "course.pid.required": (2,),
        "course.pid.pattern": (1,),
        "course.pid.unique": (3,),
        "course.place.codes": (1,),
        "course.score.range": (0, 1),
        "course.start.range": (1,),
        "course.coach.length": (0, 3),
        "course.end_not_before_start": (0,),
        "course.coach.foreign_key": (0, 3),
    }


def test_public_values_are_shown_and_others_never(contract: Contract) -> None:
    faults = found(frame(place=["hom"], score=["11"]), contract)
    assert faults["course.place.codes"].cells == ("'hom'",)
    assert faults["course.place.codes"].near == ("home",)
    assert faults["course.score.range"].cells == ("•••",)
    assert not any("11" in str(fault) for fault in faults.values())


def test_missing_code_is_missing_not_out_of_range(contract: Contract) -> None:
    converted = convert(frame(score=["88", "7"]), contract, Conventions(","))
    assert converted.missing_codes == (("score", 1),)
    assert converted.frame["score"].isna().tolist() == [True, False]
    assert found(frame(score=["88"]), contract) == {}


def test_missing_column_breaks_no_other_rule(contract: Contract) -> None:
    faults = found(frame(score=["5"]).drop(columns=["pid", "stop"]), contract)
    assert set(faults) == {"course.pid.missing_column", "course.stop.missing_column"}


def test_duplicate_names_the_later_row_and_its_first(contract: Contract) -> None:
    fault = found(frame(pid=["D-5", "D-6", "D-5", "D-5"]), contract)["course.pid.unique"]
    assert (fault.rows, fault.partners) == ((2, 3), (0, 0))


def test_blank_foreign_key_points_nowhere(contract: Contract) -> None:
    assert found(frame(coach=["", "Bo"]), contract, coach=pd.DataFrame({"name": ["Bo"]}, dtype="str")) == {}


def test_foreign_key_into_the_same_table(read: Callable[[str], Contract], text: str) -> None:
    contract = read(text.replace("to: coach.name", "to: course.pid").replace("minLength: 2", "minLength: 1"))
    faults = found(frame(pid=["D-1", "D-2"], coach=["D-2", "D-3"]), contract)
    assert faults["course.coach.foreign_key"].rows == (1,)


def test_foreign_key_of_two_columns(read: Callable[[str], Contract], text: str) -> None:
    relation = "    relationships: [{type: foreignKey, from: [pid, place], to: [visit.pid, visit.place]}]\n"
    contract = read(
        text.replace("    quality:\n      - name: end", relation + "    quality:\n      - name: end")
    )
    visits = pd.DataFrame({"pid": ["D-0", "D-0"], "place": ["home", "office"]}, dtype="str")
    faults = found(frame(pid=["D-0", "D-1"]), contract, visit=visits)
    assert faults["course.pid_place.foreign_key"].rows == (1,)


def test_row_rule_with_blank_cells_holds(contract: Contract) -> None:
    assert "course.end_not_before_start" not in found(frame(start=[""], stop=["01-01-2023"]), contract)


def test_row_rule_that_cannot_be_computed_for_a_row_does_not_stop_the_others(
    read: Callable[[str], Contract], text: str
) -> None:
    contract = read(text.replace("stop IS NULL OR stop >= start", "CAST(coach AS INTEGER) > 10"))
    faults = found(frame(coach=["Bo", "05", "20"]), contract)
    assert faults["course.end_not_before_start"].rows == (1,)


def test_row_rule_cannot_read_files(read: Callable[[str], Contract], text: str) -> None:
    sql = "(SELECT count(*) FROM read_text('/etc/passwd')) = 0"
    with pytest.raises(Exception, match="does not run"):
        read(text.replace("stop IS NULL OR stop >= start", sql))


def test_report_prints_one_step_per_rule(contract: Contract) -> None:
    validation = validate(convert(frame(place=["hom"]), contract).frame, contract)
    assert validation.report is not None
    assert validation.counts["course.place.codes"] == 1
    html = validation.report.get_tabular_report().as_raw_html()
    assert "course.place.codes" in html


def test_table_without_rows_has_nothing_to_check(contract: Contract) -> None:
    assert found(frame(place=["home"]).iloc[:0], contract) == {}


def test_columns_of_a_row_rule_are_not_found_in_its_texts() -> None:
    assert columns_in_sql("place = 'start' AND score > 1", ("start", "place", "score")) == ("place", "score")


def test_a_hundred_thousand_rows_take_seconds(contract: Contract) -> None:
    n = 100_000
    table = frame(score=np.random.default_rng(1).integers(0, 11, n).astype(str).tolist())
    start = time.process_time()
    assert found(table, contract, coach=pd.DataFrame({"name": ["Bo"]}, dtype="str")) == {}
    assert time.process_time() - start < 5
