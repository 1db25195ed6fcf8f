"""The printed data of an exhibit as CSV."""

from __future__ import annotations

import csv as _csv
import io

from evalreport.exhibits.exhibit import Exhibit


def csv(exhibit: Exhibit) -> str:
    """Return what an exhibit prints as CSV: semicolon between cells, as Danish spreadsheets read it."""
    stream = io.StringIO()
    writer = _csv.writer(stream, delimiter=";", lineterminator="\n")
    columns, rows = exhibit.table()
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()
