"""The step after either engine: row headers become header cells, and the file's identity follows from its content.

Typst tags the first cell of a row as data. The table's HTML twin in the project says which cells head a row, so
the two are laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from bs4 import BeautifulSoup, Tag
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from evalreport.errors import EvalreportError

_INCLUDE = re.compile(r"^\{\{<\s*include\s+(\S+)\s*>\}\}\s*$", re.MULTILINE)
_HTML_BLOCK = re.compile(r"^(`{3,})\s*\{=html\}\s*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_CELLS = ("/TD", "/TH")


@dataclass(frozen=True)
class TableShape:
    """The body of a table: how many cells each row has, and which of them head the row."""

    cells: tuple[int, ...]
    headers: tuple[tuple[int, ...], ...]


def table_shapes(project: Path) -> tuple[TableShape, ...]:
    """Return the shapes of a project's HTML tables, in reading order."""
    index = (project / "index.qmd").read_text(encoding="utf-8")
    text = _INCLUDE.sub(lambda match: (project / match[1]).read_text(encoding="utf-8"), index)
    shapes = []
    for block in _HTML_BLOCK.finditer(text):
        shapes += [_shape(table) for table in BeautifulSoup(block[2], "lxml").find_all("table")]
    return tuple(shapes)


def _shape(table: Tag) -> TableShape:
    rows = [row for row in table.find_all("tr") if row.find_parent("thead") is None]
    cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
    headers = tuple(tuple(i for i, cell in enumerate(row) if cell.name == "th") for row in cells)
    return TableShape(tuple(len(row) for row in cells), headers)


def retag(path: Path, shapes: Sequence[TableShape]) -> int:
    """Mark row headers in a tagged PDF and write it again, the same bytes for the same content.

    Parameters
    ----------
    path : Path
        The PDF; it is replaced.
    shapes : sequence of TableShape
        What `table_shapes` says of the project. Tables that stand in Markdown have none and are passed over.

    Returns
    -------
    int
        How many cells were marked.

    Raises
    ------
    EvalreportError
        If a table of the project is not found in the PDF: its two versions differ.
    """
    partial = path.with_suffix(".retagged")
    with pikepdf.open(path) as pdf:
        tables = iter([element for element in elements(pdf) if element.get("/S") == Name.Table])
        marked = 0
        for number, shape in enumerate(shapes, start=1):
            rows = _matching(tables, shape, number)
            for row, positions in zip(rows, shape.headers, strict=True):
                marked += sum(_make_row_header(row[position]) for position in positions)
        pdf.save(
            partial,
            deterministic_id=True,
            linearize=False,
            object_stream_mode=ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    partial.replace(path)
    return marked


def _matching(tables: Iterator[Dictionary], shape: TableShape, number: int) -> list[list[Dictionary]]:
    for table in tables:
        rows = _body_rows(table)
        if tuple(len(row) for row in rows) == shape.cells:
            return rows
    raise EvalreportError(
        f"table {number} of the report was not found in the PDF with the same rows and cells as in the HTML",
        remedy="write both versions of a table from the same specification",
    )


def _body_rows(table: Dictionary) -> list[list[Dictionary]]:
    rows = [row for part in children(table) if part.get("/S") != Name.THead for row in _rows(part)]
    return [[cell for cell in children(row) if str(cell.get("/S")) in _CELLS] for row in rows]


def _rows(part: Dictionary) -> Iterator[Dictionary]:
    if part.get("/S") == Name.TR:
        yield part
    elif part.get("/S") in (Name.TBody, Name.TFoot):
        yield from (row for row in children(part) if row.get("/S") == Name.TR)


def _make_row_header(cell: Dictionary) -> bool:
    if cell.get("/S") == Name.TH:
        return False
    cell.S = Name.TH
    old = cell.get("/A")
    attributes: list[Any] = list(old) if isinstance(old, Array) else [] if old is None else [old]
    for entry in attributes:
        if isinstance(entry, Dictionary) and entry.get("/O") == Name.Table:
            entry.Scope = Name.Row
            return True
    cell.A = Array([*attributes, Dictionary(O=Name.Table, Scope=Name.Row)])
    return True


def elements(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Yield every element of the tag tree in reading order."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    stack = list(reversed(children(root)))
    while stack:
        element = stack.pop()
        yield element
        stack.extend(reversed(children(element)))


def children(element: Any) -> list[Dictionary]:
    """Return the elements below an element; marked content is left out."""
    kids = element.get("/K")
    listed: Iterable[Any] = () if kids is None else kids if isinstance(kids, Array) else (kids,)
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def faults(path: Path) -> tuple[str, ...]:
    """Return what keeps a PDF from being read by everyone: tags, language, title, alternatives, header cells, fonts."""
    found: list[str] = []
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        if not root.get("/MarkInfo", {}).get("/Marked"):
            found.append("the PDF is not tagged")
        if not str(root.get("/Lang", "")):
            found.append("the PDF has no language")
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
            found.append("the PDF does not show its title")
        level = 0
        for element in elements(pdf):
            kind = str(element.get("/S"))
            if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
                found.append("a figure has no alternative text")
            if kind == "/Table" and not any(str(cell.get("/S")) == "/TH" for cell in _all_cells(element)):
                found.append("a table has no header cells")
            if kind == "/TH" and _scope(element) is None:
                found.append("a header cell does not say what it heads")
            if re.fullmatch(r"/H[1-6]", kind):
                if int(kind[2]) > level + 1:
                    found.append(f"a heading of level {kind[2]} follows level {level}")
                level = int(kind[2])
        found += [f"the font {name} is not embedded" for name in _loose_fonts(pdf)]
    return tuple(dict.fromkeys(found))


def _all_cells(element: Dictionary) -> Iterator[Dictionary]:
    for child in children(element):
        yield child
        yield from _all_cells(child)


def _scope(cell: Dictionary) -> str | None:
    attributes = cell.get("/A")
    entries = list(attributes) if isinstance(attributes, Array) else [attributes]
    scopes = [entry.get("/Scope") for entry in entries if isinstance(entry, Dictionary)]
    return next((str(scope) for scope in scopes if scope is not None), None)


def _loose_fonts(pdf: pikepdf.Pdf) -> list[str]:
    names = set()
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                names.add(str(item.get("/FontName")))
    return sorted(names)
