"""Find a source's file and choose the reader for its kind."""

from __future__ import annotations

from pathlib import Path

from evalreport.contracts import Contract
from evalreport.errors import Place, near_matches
from evalreport.intake.columnar import read_parquet
from evalreport.intake.config import TableSource
from evalreport.intake.delimited import read_delimited
from evalreport.intake.source import Cells, SourceFault
from evalreport.intake.spss import read_spss
from evalreport.intake.workbook import read_workbook

TEXT, WORKBOOK = (".csv", ".txt", ".tsv"), (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SPSS, PARQUET = (".sav", ".zsav"), (".parquet", ".pq")


def read_bytes(root: Path, source: TableSource) -> bytes:
    """Return a source's content.

    Raises
    ------
    SourceFault
        When the file is not there (naming those that are), or another program holds it.
    """
    path = root / source.file
    where = Place(source.file)
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
        there = [name for name in there if not name.startswith((".", "~$"))]
        files = ", ".join(there[:20]) if there else "none"
        raise SourceFault(
            "the file is not there",
            where=where,
            near=near_matches(path.name, there),
            remedy=f"put it there, or correct file: in the project file; files in that folder: {files}",
        ) from None
    except PermissionError:
        raise SourceFault(
            "the file cannot be opened",
            where=where,
            remedy="close it in Excel or SPSS, or ask for the right to read it",
        ) from None
    except OSError:
        raise SourceFault(
            "the file cannot be read", where=where, remedy="see whether it is a file and the drive is there"
        ) from None


def read_cells(data: bytes, table: str, source: TableSource, contract: Contract, root: Path) -> Cells:
    """Return the cells of a file, by the reader for its kind.

    Raises
    ------
    SourceFault
        When the file is empty, or of a kind that no reader knows.
    """
    if not data:
        raise SourceFault(
            "the file is empty",
            where=Place(source.file),
            remedy="export the table again, with a row of headings",
        )
    ending = Path(source.file).suffix.lower()
    if ending in TEXT:
        renamed = {new: old for old, new in source.columns.items()}
        return read_delimited(data, source, tuple(renamed.get(name, name) for name in contract.names))
    if ending in WORKBOOK:
        return read_workbook(data, source, table)
    if ending in SPSS:
        return read_spss(root / source.file, source, contract)
    if ending in PARQUET:
        return read_parquet(data, source)
    raise SourceFault(
        f"files of kind '{ending}' cannot be read",
        where=Place(source.file),
        remedy="save it as one of: " + ", ".join((*TEXT, *WORKBOOK, *SPSS, *PARQUET)),
    )
