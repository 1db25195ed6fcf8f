"""The snapshot: validated, pseudonymised tables as Parquet, with hashes and a quality file."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from evalreport.contracts import Contract
from evalreport.errors import EvalreportError, unknown

_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
_PANDAS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


@dataclass(frozen=True)
class Snapshot:
    """The tables of a project as every later stage reads them.

    Attributes
    ----------
    folder : Path
        Where the files are.
    meta : dict
        `snapshot.json`: per table hash, rows, columns, source and contract.
    quality : dict
        `quality.json`: per table rows read, kept and set aside, and every rule with its count.
    notices : tuple of str
        For the person at the keyboard only (a key file that was made); not stored.
    """

    folder: Path
    meta: Mapping[str, Any] = field(repr=False)
    quality: Mapping[str, Any] = field(repr=False)
    notices: tuple[str, ...] = ()

    @classmethod
    def open(cls, folder: Path) -> Snapshot:
        """Read a snapshot that `take` wrote.

        Raises
        ------
        EvalreportError
            When there is none.
        """
        old = folder.with_name(folder.name + ".old")
        if old.exists() and not folder.exists():  # a machine that stopped in the middle of the exchange
            old.rename(folder)
        try:
            meta = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
            quality = json.loads((folder / "quality.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise EvalreportError(
                "there is no snapshot of the data yet", remedy="build the report once"
            ) from None
        return cls(folder, meta, quality)

    @property
    def names(self) -> tuple[str, ...]:
        """The tables' names, sorted."""
        return tuple(sorted(self.meta["tables"]))

    @property
    def hashes(self) -> dict[str, str]:
        """The content hash of each table."""
        return {name: self.meta["tables"][name]["sha256"] for name in self.names}

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the inputs it was made from."""
        return str(self.meta["fingerprint"])

    def columns(self, name: str) -> dict[str, dict[str, str]]:
        """Return type, classification and content hash of each column of a table."""
        return {column["name"]: column for column in self._table(name)["columns"]}

    def column_hashes(self, name: str) -> dict[str, str]:
        """Return the content hash of each column of a table."""
        return {column: about["sha256"] for column, about in self.columns(name).items()}

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table, or some of its columns in the order asked for.

        Text is `str`, whole numbers `Int64`, numbers `float64`, dates `datetime64[ms]`, yes/no `boolean`.

        Raises
        ------
        EvalreportError
            For an unknown table or column, with near matches.
        """
        known = self.columns(name)
        for column in columns or ():
            if column not in known:
                raise unknown(f"column of table {name}", column, known)
        wanted = list(known) if columns is None else list(columns)
        table = pq.read_table(self.folder / f"{name}.parquet", columns=wanted)
        return table.select(wanted).to_pandas(types_mapper=_PANDAS.get, date_as_object=False)

    def _table(self, name: str) -> dict[str, Any]:
        if name not in self.meta["tables"]:
            raise unknown("table", name, self.meta["tables"])
        return dict(self.meta["tables"][name])


@dataclass(frozen=True)
class TableFile:
    """One table ready to be written, with what the snapshot says about it."""

    frame: pd.DataFrame
    contract: Contract
    source: Mapping[str, Any]


def write(
    folder: Path, tables: Mapping[str, TableFile], quality: Mapping[str, Any], fingerprint: str
) -> None:
    """Write a whole snapshot beside `folder`, then put it in its place; an old one stays until then."""
    new, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (new, old) if folder.exists() else (new,):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir()
    meta: dict[str, Any] = {"format": 1, "fingerprint": fingerprint, "tables": {}}
    for name, item in sorted(tables.items()):
        table = to_arrow(item.frame, item.contract)
        pq.write_table(table, new / f"{name}.parquet", compression="zstd")
        meta["tables"][name] = _about(table, item)
    for file, data in (("snapshot.json", meta), ("quality.json", quality)):
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (new / file).write_text(text, encoding="utf-8", newline="\n")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def to_arrow(frame: pd.DataFrame, contract: Contract) -> pa.Table:
    """Return a table with the contract's types and nothing but the data; identifiers are text."""
    arrays, fields = [], []
    for column in contract.columns:
        kind = pa.string() if column.identifier else _ARROW[column.type]
        array = pa.array(frame[column.name], from_pandas=True)
        arrays.append(array.cast(kind))
        fields.append(pa.field(column.name, kind))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _about(table: pa.Table, item: TableFile) -> dict[str, Any]:
    columns = [
        {
            "name": column.name,
            "type": "string" if column.identifier else column.type,
            "classification": column.classification,
            "sha256": column_hash(table.column(column.name)),
        }
        for column in item.contract.columns
    ]
    parts = [
        str(table.num_rows),
        *(f"{column['name']} {column['type']} {column['sha256']}" for column in columns),
    ]
    return {
        "sha256": hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest(),
        "rows": table.num_rows,
        "source": dict(item.source),
        "contract": {
            "name": item.contract.table,
            "version": item.contract.version,
            "sha256": item.contract.sha256,
        },
        "columns": columns,
    }


def column_hash(column: pa.ChunkedArray) -> str:
    """Hash the values of a column, whatever the file format or library version that holds them."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all: an empty column
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], type=array.type)
    digest = hashlib.sha256(f"{array.type} {len(array)}\n".encode())
    digest.update(np.packbits(array.is_null().to_numpy(zero_copy_only=False)).tobytes())
    if pa.types.is_string(array.type):
        values = array.fill_null("")
        lengths = pa.compute.binary_length(values).to_numpy(zero_copy_only=False)
        digest.update(lengths.astype("<i4").tobytes())
        digest.update("".join(values.to_pylist()).encode("utf-8"))
    elif pa.types.is_date32(array.type):
        digest.update(array.cast(pa.int32()).fill_null(0).to_numpy().astype("<i4").tobytes())
    elif pa.types.is_boolean(array.type):
        digest.update(array.fill_null(False).to_numpy(zero_copy_only=False).astype("u1").tobytes())
    else:
        kind = "<i8" if pa.types.is_integer(array.type) else "<f8"
        digest.update(array.fill_null(0).to_numpy().astype(kind).tobytes())
    return digest.hexdigest()
