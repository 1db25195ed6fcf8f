"""Read Parquet files: already typed, so only brought to plain columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from evalreport.contracts import Conventions
from evalreport.errors import Place
from evalreport.intake.config import TableSource
from evalreport.intake.source import Cells, SourceFault


def read_parquet(data: bytes, source: TableSource) -> Cells:
    """Return the columns of a Parquet file.

    Raises
    ------
    SourceFault
        When the file is no Parquet file or holds nested columns.
    """
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        raise SourceFault(
            "this is not a Parquet file, or it is damaged",
            where=Place(source.file),
            remedy="write it again from the system it came from",
        ) from None
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        try:
            columns.append(_plain(column))
        except (pa.ArrowException, TypeError):
            raise SourceFault(
                f"the column holds {column.type}, not single values",
                where=Place(source.file, column=name),
                remedy="write one value per cell",
            ) from None
    return Cells(
        headings=tuple(table.column_names),
        columns=tuple(columns),
        rows=np.arange(1, table.num_rows + 1),
        conventions=Conventions(source.decimal or ".", source.date_format),
    )


def _plain(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_boolean(kind):
        return pd.Series(column.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get))
    if pa.types.is_integer(kind):
        return pd.Series(column.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get))
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pd.Series(column.cast(pa.float64()).to_pandas())
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        zone = getattr(kind, "tz", None)
        return pd.Series(column.cast(pa.timestamp("ms", tz=zone)).to_pandas())
    return pd.Series(column.cast(pa.string()).to_pandas(), dtype="str")
