"""Read a sheet of an Excel workbook as the cells stand, with the sheet's own row numbers."""

from __future__ import annotations

import fastexcel
import numpy as np
import pandas as pd

from evalreport.contracts import Conventions
from evalreport.errors import Place, unknown
from evalreport.intake.config import TableSource
from evalreport.intake.source import Cells, SourceFault

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def read_workbook(data: bytes, source: TableSource, table: str) -> Cells:
    """Return the cells of one sheet as text: numbers with a point, dates as yyyy-mm-dd.

    The first row that holds anything is the headings, whatever its number.

    Raises
    ------
    SourceFault
        When the workbook cannot be opened, or the sheet is empty.
    EvalreportError
        When the sheet is not there, with near matches.
    """
    where = Place(source.file)
    try:
        book = fastexcel.read_excel(data)
    except Exception:  # whatever the reader raises, the user can only do one of these
        locked = data[:4] == b"\xd0\xcf\x11\xe0" and not source.file.lower().endswith(".xls")
        what = "the workbook has a password" if locked else "the workbook is damaged or is not an Excel file"
        raise SourceFault(
            what,
            where=where,
            remedy="open it in Excel and save it again as .xlsx without a password",
        ) from None
    sheet = _sheet(book, source, table)
    where = Place(source.file, sheet=sheet)
    try:
        # skip_rows=0 keeps blank rows above the headings, so that row numbers are the sheet's own
        loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        batch, problems = loaded.to_arrow_with_errors()
    except Exception:
        raise SourceFault(
            "the sheet cannot be read", where=where, remedy="save the workbook again as .xlsx"
        ) from None
    frame = pd.DataFrame(
        {i: pd.Series(batch.column(i).to_pandas(), dtype="str") for i in range(batch.num_columns)}
    )
    for problem in problems.errors if problems is not None else ():
        row, column = problem.offset_position
        name = problem.detail.rsplit("Error(", 1)[-1].split(")")[0]
        frame.iat[row, column] = _ERRORS.get(name, "#ERROR")
    filled = frame.notna().any(axis=1).to_numpy(dtype=bool) if len(frame.columns) else np.zeros(0, bool)
    if not filled.any():
        raise SourceFault(
            "the sheet is empty", where=where, remedy="name the right sheet: in the project file"
        )
    top = int(np.argmax(filled))
    body = frame.iloc[top + 1 :].reset_index(drop=True)
    midnight = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
    return Cells(
        headings=tuple("" if pd.isna(cell) else str(cell) for cell in frame.iloc[top]),
        columns=tuple(body[i].str.replace(midnight, r"\1", regex=True) for i in frame.columns),
        rows=np.arange(top + 2, top + 2 + len(body)),
        conventions=Conventions(source.decimal or ".", source.date_format, spreadsheet=True),
        sheet=sheet,
    )


def _sheet(book: fastexcel.ExcelReader, source: TableSource, table: str) -> str:
    names = list(book.sheet_names)
    if source.sheet is not None:
        if source.sheet not in names:
            raise unknown("sheet", source.sheet, names, where=Place(source.file))
        return source.sheet
    if table in names:
        return table
    if len(names) == 1:
        return names[0]
    raise SourceFault(
        f"the workbook has {len(names)} sheets, and the project file does not say which one holds {table}",
        where=Place(source.file),
        remedy=f"add sheet: to table {table}; there are: " + ", ".join(names[:20]),
    )
