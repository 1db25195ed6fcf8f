"""Write the tables as the systems they stand in for would, with the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from openpyxl.styles import Font
from ruamel.yaml import YAML

SAV_DATE, SAV_TIME = (92, b"30 Jun 25"), (101, b"12:00:00")
ZIP_TIME = (2025, 6, 30, 12, 0, 0)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a CSV in the way of Danish systems: semicolons, decimal commas, dd-mm-yyyy, cp1252, CRLF."""
    lines = [";".join(table.columns)]
    lines += [";".join(_danish(value) for value in row) for row in table.itertuples(index=False)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))


def _danish(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def write_xlsx(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """Write a workbook with one sheet per table, its times fixed and its parts stored uncompressed."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(table.columns))
        for row in table.astype(object).where(table.notna(), None).itertuples(index=False):
            sheet.append([value.item() if hasattr(value, "item") else value for value in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column in sheet.columns:
            width = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(width + 2, 60)
        sheet.freeze_panes = "A2"
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2025-06-30T12:00:00Z", content)
                content = content.replace(b"<dc:creator>openpyxl</dc:creator>", b"<dc:creator></dc:creator>")
            info = zipfile.ZipInfo(name, date_time=ZIP_TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            target.writestr(info, content)


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write the ledger of months, uncompressed and without pandas' own metadata."""
    text = pa.string()
    schema = pa.schema([("pid", text), ("month", text), ("type", text), ("hours", pa.float64())])
    arrow = pa.Table.from_pandas(table, schema=schema, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(arrow, path, compression="none", store_schema=False)


def write_sav(table: pd.DataFrame, path: Path, contract: Path) -> None:
    """Write an SPSS file whose labels are those of the contract, and fix its time of creation."""
    fields = _fields(contract)
    table = table[[name for name in fields if name in table]]
    labels = {name: field["labels"] | field["missing"] for name, field in fields.items() if field["labels"]}
    numeric = [str(name) for name in table if name not in ("pid", "date")]
    pyreadstat.write_sav(
        table,
        str(path),
        column_labels={name: field["title"] for name, field in fields.items() if name in table},
        variable_value_labels={name: {float(k): v for k, v in labels[name].items()} for name in labels},
        missing_ranges={name: list(f["missing"]) for name, f in fields.items() if f["missing"]},
        variable_measure={name: "ordinal" if fields[name]["ordered"] else "nominal" for name in numeric},
        variable_format=dict.fromkeys(numeric, "F2.0") | {"date": "EDATE10"},
    )
    content = bytearray(path.read_bytes())
    for offset, stamp in (SAV_DATE, SAV_TIME):
        content[offset : offset + len(stamp)] = stamp
    path.write_bytes(content)


def _fields(contract: Path) -> dict[str, dict[str, Any]]:
    """Titles, value labels and missing codes per column, from the table's contract."""
    document = YAML(typ="safe").load(contract.read_text(encoding="utf-8"))
    fields = {}
    for column in document["schema"][0]["properties"]:
        custom = {entry["property"]: entry["value"] for entry in column.get("customProperties", [])}
        fields[column["name"]] = {
            "title": custom["title"]["da"],
            "labels": custom.get("labels", {}).get("da", {}),
            "missing": custom.get("missing_codes", {}).get("da", {}),
            "ordered": custom.get("ordered", False),
        }
    return fields
