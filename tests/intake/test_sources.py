"""Files as Danish systems write them give the same table, whatever the format."""

from __future__ import annotations

import datetime as dt
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

HEADINGS = ["pid", "sex", "age", "start", "end", "income", "note"]
ROWS = [
    ["D-3", "female", 34, dt.date(2023, 2, 1), dt.date(2024, 6, 5), 12500.5, "går fint"],
    ["D-1", "male", 51, dt.date(2023, 2, 3), None, None, None],
    ["D-2", "female", 28, dt.date(2023, 3, 4), dt.date(2023, 12, 31), 8000.0, "taler; meget"],
]


def person(project: Any) -> pd.DataFrame:
    return project.take().table("person")


def test_csv_in_danish_is_read_with_types(project: Any) -> None:
    table = person(project).sort_values("age", ignore_index=True)
    assert table["age"].tolist() == [28, 34, 51]
    assert [d.date() for d in table["start"]] == [ROWS[2][3], ROWS[0][3], ROWS[1][3]]
    assert table["income"].tolist()[:2] == [8000.0, 12500.5]
    assert table["note"].tolist()[:2] == ["taler; meget", "går fint"]
    assert str(table["age"].dtype) == "Int64"
    assert table["end"].isna().sum() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_is_found(project: Any, encoding: str) -> None:
    want = project.take().hashes["person"]
    text = (project.root / "data/person.csv").read_text(encoding="utf-8")
    project.put("person.csv", text.replace("\n", "\r\n"), encoding)
    assert project.take().hashes["person"] == want


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_wrong_encoding_is_told_with_both_that_were_tried(project: Any, encoding: str) -> None:
    text = (project.root / "data/person.csv").read_text(encoding="utf-8")
    project.put("person.csv", text, encoding)
    told = project.stopped()
    assert "utf-8 and cp1252" in told
    assert "line 2" in told
    assert "CSV UTF-8" in told
    project.tables["person"]["encoding"] = encoding
    assert "går fint" in person(project)["note"].tolist()


def test_bytes_that_no_encoding_knows(project: Any) -> None:
    project.put("person.csv", b"pid;sex;age;start;end;income;note\nD-1;male;51;03-02-2023;;;b\x9dd\n")
    told = project.stopped()
    assert "not utf-8 and not cp1252" in told
    assert "line 2" in told


def test_utf8_read_as_cp1252_is_seen(project: Any) -> None:
    project.tables["person"]["encoding"] = "cp1252"
    assert "æ, ø and å are garbled" in project.stopped()


@pytest.mark.parametrize(("delimiter", "decimal"), [("\t", ","), (",", ".")])
def test_delimiter_is_found_by_the_expected_headings(project: Any, delimiter: str, decimal: str) -> None:
    rows = [
        ["D-1", "male", "51", "2023-02-03", "", f"12{decimal}5", ""],
        ["D-2", "male", "5" * 2, "2023-02-03", "", "", ""],
    ]
    project.put("person.csv", "\n".join(delimiter.join(row) for row in [HEADINGS, *rows]))
    assert person(project)["income"].max() == 12.5


def test_configured_delimiter_that_does_not_fit(project: Any) -> None:
    project.tables["person"]["delimiter"] = ","
    assert "the file seems to use semicolon" in project.stopped()


def test_row_with_too_many_cells_is_named(project: Any) -> None:
    project.put("person.csv", ";".join(HEADINGS) + "\nD-1;male;51;03-02-2023;;;a;b\n")
    assert "row 2 has 8" in project.stopped()


def test_quotation_mark_that_is_never_closed(project: Any) -> None:
    project.put(
        "person.csv", ";".join(HEADINGS) + '\nD-1;male;51;03-02-2023;;;"a\nD-2;male;51;03-02-2023;;;\n'
    )
    assert "a quotation mark in row 2 is never closed" in project.stopped()


def test_blank_rows_and_marks_of_missing_values(project: Any) -> None:
    project.put(
        "person.csv",
        ";".join(HEADINGS) + "\nD-1; male ;.;03-02-2023;NaN; ;\n;;;;;;\n\nD-2;male;51;03-02-2023;;;\n",
    )
    snapshot = project.take()
    table = snapshot.table("person")
    assert table["sex"].tolist() == ["male", "male"]
    assert table["age"].isna().sum() == 1
    assert snapshot.quality["tables"]["person"]["blank_rows"] == 2


def test_row_numbers_count_blank_rows_and_the_hint_line_for_excel(project: Any) -> None:
    project.put(
        "person.csv",
        "sep=;\n" + ";".join(HEADINGS) + "\n\nD-1;x;51;03-02-2023;;;\nD-2;male;51;03-02-2023;;;\n",
    )
    assert "row 4, column sex" in project.stopped()


def workbook(project: Any, rows: list[list[Any]], sheet: str = "person", top: int = 1) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for i, row in enumerate([HEADINGS, *rows]):
        for j, value in enumerate(row):
            page.cell(top + i, j + 1, value)
    path = project.root / "data/person.xlsx"
    book.save(path)
    project.tables["person"] = {"file": "data/person.xlsx"}


def test_workbook_gives_the_same_table_as_the_text_file(project: Any) -> None:
    want = project.take().hashes["person"]
    workbook(project, ROWS)
    assert project.take().hashes["person"] == want


def test_workbook_with_numbers_and_dates_typed_as_text(project: Any) -> None:
    want = project.take().hashes["person"]
    rows = [["D-3", "female", "34", "01-02-2023", "05.06.2024", "12.500,5", "går fint"], *ROWS[1:]]
    workbook(project, rows)
    assert project.take().hashes["person"] == want


def test_workbook_faults_name_sheet_and_the_sheets_own_row(project: Any) -> None:
    workbook(project, [*ROWS[:2], ["D-2", "kvinde", 28, dt.date(2023, 3, 4)]], sheet="Ark1", top=4)
    told = project.stopped()
    assert "data/person.xlsx, sheet Ark1" in told
    assert "row 7, column sex" in told


def test_formula_that_failed_is_a_fault_not_a_blank(project: Any) -> None:
    workbook(project, [["D-3", "female", "#DIV/0!", dt.date(2023, 3, 4)], *ROWS[1:]])
    book = openpyxl.load_workbook(project.root / "data/person.xlsx")
    book["person"]["C2"].data_type = "e"
    book.save(project.root / "data/person.xlsx")
    assert "person.age.type: 1 row" in project.stopped()


def test_sheet_that_is_not_there(project: Any) -> None:
    workbook(project, ROWS, sheet="Personer")
    project.tables["person"]["sheet"] = "personer"
    assert "did you mean: Personer" in project.stopped()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("person.xlsx", b"PK\x03\x04 halv fil", "damaged or is not an Excel file"),
        ("person.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "the workbook has a password"),
        ("person.sav", b"pid;sex", "not an SPSS file"),
        ("person.parquet", b"pid;sex", "not a Parquet file"),
        ("person.csv", b"PK\x03\x04", "this is a spreadsheet, not a text file"),
        ("person.docx", b"x", "files of kind '.docx' cannot be read"),
    ],
)
def test_files_that_are_not_what_they_say(project: Any, name: str, content: bytes, told: str) -> None:
    project.put(name, content)
    project.tables["person"] = {"file": f"data/{name}"}
    assert told in project.stopped()


def test_parquet_gives_the_same_table(project: Any) -> None:
    want = project.take().hashes["person"]
    columns = {name: [row[i] for row in ROWS] for i, name in enumerate(HEADINGS)}
    pq.write_table(pa.table(columns), project.root / "data/person.parquet")
    project.tables["person"] = {"file": "data/person.parquet"}
    assert project.take().hashes["person"] == want


def spss(project: Any, frame: pd.DataFrame, **settings: Any) -> None:
    pyreadstat.write_sav(frame, str(project.root / "data/person.sav"), **settings)
    project.tables["person"] = {"file": "data/person.sav"}


def spss_frame() -> pd.DataFrame:
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    frame["age"] = frame["age"].astype(float)
    frame["sex"] = [1.0, 2.0, 1.0]
    return frame


def test_spss_labels_become_the_contracts_codes(project: Any) -> None:
    want = project.take().hashes["person"]
    spss(project, spss_frame(), variable_value_labels={"sex": {1.0: "Kvinde", 2.0: "Mand"}})
    assert project.take().hashes["person"] == want


def test_spss_user_missing_becomes_missing_and_is_told(project: Any) -> None:
    frame = spss_frame()
    frame.loc[0, "age"] = 999.0
    labels = {"sex": {1.0: "Kvinde", 2.0: "Mand"}}
    spss(project, frame, variable_value_labels=labels, missing_ranges={"age": [999]})
    snapshot = project.take()
    assert snapshot.table("person")["age"].isna().sum() == 1
    assert any("1 user-missing" in notice for notice in snapshot.quality["tables"]["person"]["notices"])


def test_spss_labels_that_disagree_with_the_contract_are_told(project: Any) -> None:
    text = (project.root / "data_contracts/visit.yaml").read_text(encoding="utf-8")
    labels = "{property: labels, value: {da: {4: God, 5: Meget god}}}"
    project.contract(
        "visit", text.replace("[{property: missing_codes", f"[{labels}, {{property: missing_codes")
    )
    frame = pd.DataFrame({"pid": ["D-1"], "number": [1.0], "place": ["home"], "satisfied": [4.0]})
    pyreadstat.write_sav(
        frame, str(project.root / "data/visit.sav"), variable_value_labels={"satisfied": {4.0: "Dårlig"}}
    )
    project.tables["visit"] = {"file": "data/visit.sav"}
    notices = project.take().quality["tables"]["visit"]["notices"]
    assert notices == ["satisfied: code 4 is 'Dårlig' in the file and 'God' in the contract"]


def test_a_file_of_two_encodings_names_the_lines_of_the_other(project: Any) -> None:
    rows = [f"D-{number};female;34;01-02-2023;;;går fint" for number in range(1, 112)]
    lines = ["pid;sex;age;start;end;income;note", *rows]
    data = [line.encode("cp1252" if number in (1, 109) else "utf-8") for number, line in enumerate(lines)]
    project.put("person.csv", b"\n".join(data) + b"\n")
    told = project.stopped()
    assert "the file mixes two encodings: it is UTF-8 but for line 2, 110" in told


def test_an_encoding_set_by_hand_that_is_wrong_can_be_removed(project: Any) -> None:
    text = (project.root / "data/person.csv").read_text(encoding="utf-8")
    project.put("person.csv", text, "cp1252")
    project.tables["person"]["encoding"] = "utf-8"
    told = project.stopped()
    assert "remove encoding: utf-8" in told
    assert "cp1252 (Windows)" in told


def test_an_error_value_of_excel_is_no_blank(project: Any) -> None:
    workbook(project, [["D-3", "#N/A", 34, dt.date(2023, 3, 4)], *ROWS[1:]])
    told = project.stopped()
    assert "row 2, column sex: #N/A (an error value of Excel: its formula found nothing)" in told


def test_an_error_value_of_excel_where_blank_is_allowed_is_counted(project: Any) -> None:
    workbook(project, [["D-3", "female", "#N/A", dt.date(2023, 3, 4)], *ROWS[1:]])
    (notice,) = project.take().quality["tables"]["person"]["notices"]
    assert notice.startswith("person.age: 1 cell holds Excel's error value")
