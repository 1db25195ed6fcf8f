"""The gated data behind figures and tables: as CSV, in the PDF, and in the HTML page."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable
from html import escape

from evalreport.assembly.document import Attachment
from evalreport.assembly.labels import Labels
from evalreport.exhibits import Exhibit


def exhibit_csv(exhibit: Exhibit) -> bytes:
    """Return an exhibit's data as printed.

    Semicolons and a byte order mark: a Danish Excel opens the file in columns and with its letters intact.
    """
    columns, rows = exhibit.table()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def with_data(exhibits: Iterable[Exhibit]) -> tuple[Exhibit, ...]:
    """Return the figures and tables that have data to give."""
    return tuple(
        exhibit for exhibit in exhibits if exhibit.id.startswith(("fig-", "tbl-")) and exhibit.table()[1]
    )


def data_attachments(exhibits: Iterable[Exhibit]) -> tuple[Attachment, ...]:
    """Return one CSV file for every figure and table with data."""
    return tuple(
        Attachment(f"{exhibit.id}.csv", exhibit_csv(exhibit), "text/csv", exhibit.caption)
        for exhibit in with_data(exhibits)
    )


def data_section(exhibits: Iterable[Exhibit], words: Labels) -> str:
    """Return the page's last section: the data of every exhibit.

    The reader script moves each part behind its exhibit; without the script they stand together.
    """
    parts = [_data_of(exhibit, words) for exhibit in with_data(exhibits)]
    if not parts:
        return ""
    title = f'<p class="data-title" id="data-title">{escape(words.data)}</p>'
    return (
        f'<section class="data-index" aria-labelledby="data-title">\n{title}\n'
        + "\n".join(parts)
        + "\n</section>\n"
    )


def _data_of(exhibit: Exhibit, words: Labels) -> str:
    columns, rows = exhibit.table()
    code = base64.b64encode(exhibit_csv(exhibit)).decode("ascii")
    link = (
        f'<a class="csv" download="{escape(exhibit.id)}.csv" href="data:text/csv;charset=utf-8;base64,{code}"'
        f' aria-label="{escape(words.download)}: {escape(exhibit.caption)}">{escape(words.download)}</a>'
    )
    is_table = exhibit.id.startswith("tbl-")
    opening = f'<details class="data" data-of="{escape(exhibit.id)}">'
    summary = (
        f"<summary>{escape(words.data_of_table if is_table else words.data_of_figure)}"
        f'<span class="data-name">: {escape(exhibit.caption)}</span></summary>'
    )
    if is_table:  # the table itself is on the page
        return f"{opening}{summary}\n<p>{link}</p></details>"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in columns)
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell)}</th>' if number == 0 else f"<td>{escape(cell)}</td>"
            for number, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    # Quarto reads HTML tables anew, also those in included files, unless it is told not to; header cells suffer.
    table = '<table data-quarto-disable-processing="true">'
    return (
        f'{opening}{summary}\n<div class="data-table">{table}\n<caption>{escape(exhibit.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n<p>{link}</p></details>"
    )
