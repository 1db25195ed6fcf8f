"""Read CSV as Danish systems write it: semicolon or tab, decimal comma, UTF-8, cp1252 or UTF-16."""

from __future__ import annotations

import codecs
import csv
import io
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from evalreport.contracts import Conventions
from evalreport.errors import Place
from evalreport.intake.config import TableSource
from evalreport.intake.source import Cells, SourceFault

DELIMITERS = (";", "\t", ",", "|")

# "Ã¸" is ø of UTF-8 read as cp1252; "¿" or "›" inside a word is ø of a Mac or DOS file read as cp1252.
_DOUBLE = re.compile("Ã[\u00a6\u00b8\u00a5\u2020\u02dc\u2026\u00a9]|Â[\u00a0-\u00bf]")
_FOREIGN = re.compile("(?<=[A-Za-z])[\u2018\u203a\u2020\u00be\u00bf\u0152](?=[a-z])")


def read_delimited(data: bytes, source: TableSource, known: tuple[str, ...]) -> Cells:
    """Return the cells of a delimited text file as text.

    Parameters
    ----------
    data : bytes
        The file's content.
    source : TableSource
        What the project says about the file.
    known : tuple of str
        Headings that are expected; they decide between delimiters.

    Raises
    ------
    SourceFault
        When the file is empty, of another encoding, of another kind, or has rows of unequal length.
    """
    where = Place(source.file)
    text = decode(data, source.encoding, source.file)
    if not text.strip():
        raise SourceFault(
            "the file is empty", where=where, remedy="export the table again, with a row of headings"
        )
    skipped, delimiter = 0, source.delimiter
    hint = re.match(r"sep=(.)\r?\n", text)
    if hint:  # a line that tells Excel the delimiter
        skipped, text, delimiter = 1, text[hint.end() :], delimiter or hint.group(1)  # type: ignore[assignment]
    while text[: text.find("\n") + 1].strip(" \t\r\n;,") == "" and "\n" in text:
        skipped, text = skipped + 1, text[text.find("\n") + 1 :]
    chosen = delimiter or guess_delimiter(text, known)
    headings = next(csv.reader(io.StringIO(text), delimiter=chosen))
    if len(headings) == 1 and len(known) > 1:
        other = next((d for d in DELIMITERS if d in headings[0]), None)
        if other:
            raise SourceFault(
                f"with {_name(chosen)} as delimiter the headings are one column; the file seems to use "
                f"{_name(other)}",
                where=where,
                remedy="correct or remove delimiter: in the project file",
            )
    frame, numbers = _rows(text, chosen, len(headings), where, skipped)
    decimal = source.decimal or ("." if chosen == "," else ",")
    return Cells(
        headings=tuple(headings),
        columns=tuple(frame.iloc[1:, i].reset_index(drop=True) for i in range(len(headings))),
        rows=numbers[1:],
        conventions=Conventions(decimal, source.date_format),
    )


def decode(data: bytes, encoding: str | None, file: str) -> str:
    """Return the text of a file, its encoding found by BOM, then UTF-8, then cp1252.

    Raises
    ------
    SourceFault
        Naming the encodings tried, or the line where the text shows that the encoding is wrong.
    """
    where = Place(file)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise SourceFault(
            "this is a spreadsheet, not a text file", where=where, remedy="give it its own ending (.xlsx)"
        )
    tried = [encoding] if encoding else ["utf-8", "cp1252"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        tried = ["utf-8-sig"]
    for name in tried:
        try:
            text = data.decode(name)
            break
        except LookupError:
            raise SourceFault(
                f"encoding '{name}' is not known", where=where, remedy="use utf-8, cp1252 or utf-16"
            ) from None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
    else:
        raise SourceFault(
            f"the text is not {' and not '.join(tried)}: line {line} holds a character unknown there",
            where=Place(file, line),
            remedy=_encoding_remedy(encoding),
        )
    if "\x00" in text:
        raise SourceFault(
            "the file holds NUL characters: it is UTF-16 without its mark, or no text file",
            where=where,
            remedy="set encoding: utf-16-le in the project file, or save the file as 'CSV UTF-8'",
        )
    wrong = _DOUBLE.search(text) or ("\ufffd" in text and re.search("\ufffd", text)) or None
    if not wrong and tried[-1] == "cp1252":
        wrong = _FOREIGN.search(text)
    mixed = _lines_of_another(data) if not encoding and tried[-1] == name == "cp1252" else []
    if wrong and mixed and _DOUBLE.search(text):
        lines = ", ".join(map(str, mixed[:10])) + (f" and {len(mixed) - 10} more" if len(mixed) > 10 else "")
        raise SourceFault(
            f"the file mixes two encodings: it is UTF-8 but for line {lines}",
            where=Place(file, mixed[0]),
            remedy="write the letters æ, ø and å there again and save the file as 'CSV UTF-8', or export it again",
        )
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        raise SourceFault(
            f"the letters æ, ø and å are garbled (line {line}): the file was read or saved as another "
            f"encoding than its own (tried {' and '.join(tried)})",
            where=Place(file, line),
            remedy=_encoding_remedy(encoding),
        )
    return text


def _lines_of_another(data: bytes) -> list[int]:
    """Return the numbers of the lines that are not UTF-8."""
    found = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found.append(number)
    return found


def _encoding_remedy(said: str | None) -> str:
    """Say what to do about a wrong encoding, whether the project file names one or not."""
    if said:
        return (
            f"remove encoding: {said} from the project file (UTF-8 and cp1252 are told apart without it), or set the "
            "right one: utf-8, cp1252 (Windows), cp850 (old DOS systems), mac_roman (old Macs)"
        )
    return (
        "export the file again as 'CSV UTF-8', or set encoding: in the project file "
        "(cp850 for old DOS systems, mac_roman for old Macs)"
    )


def guess_delimiter(text: str, known: tuple[str, ...]) -> str:
    """Return the delimiter that finds most of the expected headings in the first line, else most columns."""
    scores = []
    for order, delimiter in enumerate(DELIMITERS):
        headings = next(csv.reader(io.StringIO(text), delimiter=delimiter))
        found = len({" ".join(h.split()) for h in headings} & set(known))
        scores.append((-found, -len(headings), order, delimiter))
    return min(scores)[3]


def _rows(
    text: str, delimiter: str, width: int, where: Place, skipped: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return all rows, headings first, and their numbers."""
    bad: list[tuple[int, int]] = []

    def remember(row: pacsv.InvalidRow) -> str:
        bad.append((row.number or 0, row.actual_columns))
        return "skip"

    data = text.encode("utf-8")
    names = [str(i) for i in range(width)]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(
                use_threads=False, column_names=names, block_size=min(len(data) + 1, 2**30)
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=remember,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # its message may quote cells
        raise SourceFault(
            "the rows cannot be told apart",
            where=where,
            remedy="look for a quotation mark that is not closed",
        ) from None
    # A quotation mark that is never closed swallows the rest of the file into the last row.
    if text.count('"') % 2 and any(
        "\n" in str(cell) for cell in table.slice(table.num_rows - 1).to_pylist()[0].values()
    ):
        row = table.num_rows + len(bad) + skipped
        raise SourceFault(
            f"a quotation mark in row {row} is never closed, so the rest of the file was read as one cell",
            where=Place(where.file, row=row),
            remedy='close it, or remove the stray " from the row',
        )
    if bad:
        rows = ", ".join(f"row {number + skipped} has {count}" for number, count in bad[:10])
        more = f" and {len(bad) - 10} more rows" if len(bad) > 10 else ""
        raise SourceFault(
            f"the headings make {width} columns, but some rows have another number: {rows}{more}",
            where=where,
            remedy=f"look for a {_name(delimiter)} or a line break inside a text: put the text in quotation "
            "marks, or export again",
        )
    frame = pd.DataFrame({name: pd.Series(table.column(name).to_pandas(), dtype="str") for name in names})
    return frame, np.arange(1, len(frame) + 1) + skipped


def _name(delimiter: str) -> str:
    return {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}.get(delimiter, delimiter)
