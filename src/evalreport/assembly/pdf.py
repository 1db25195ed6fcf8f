"""The step after either engine: row headers become header cells, and the file's identity follows from its content.

Typst tags the first cell of a row as data. The table's HTML twin in the project says which cells head a row,
so the two are laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from bs4 import BeautifulSoup, Tag
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from evalreport.errors import EvalreportError

_INCLUDE = re.compile(r"^\{\{<\s*include\s+(\S+)\s*>\}\}\s*$", re.MULTILINE)
_HTML_BLOCK = re.compile(r"^(`{3,})\s*\{=html\}\s*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_CELLS = ("/TD", "/TH")


@dataclass(frozen=True)
class TableShape:
    """The body of a table: for every row its number of cells, which of them head the row, and the row that heads it.

    Attributes
    ----------
    cells : tuple of int
        Number of cells in each row.
    headers : tuple of tuple of int
        Positions of the header cells in each row.
    groups : tuple of (int or None)
        The group row that each row stands under.
    """

    cells: tuple[int, ...]
    headers: tuple[tuple[int, ...], ...]
    groups: tuple[int | None, ...]


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
    groups: list[int | None] = []
    part, group = None, None
    for number, row in enumerate(rows):
        if row.parent is not part:
            part, group = row.parent, None
        groups.append(group)
        if len(cells[number]) == 1 and cells[number][0].get("scope") == "rowgroup":
            groups[-1], group = None, number
    headers = tuple(tuple(i for i, cell in enumerate(row) if cell.name == "th") for row in cells)
    return TableShape(tuple(len(row) for row in cells), headers, tuple(groups))


def retag(path: Path, shapes: Sequence[TableShape]) -> int:
    """Mark row headers in a tagged PDF and write it again, the same bytes for the same content.

    Typst ties data cells to their column headers by name, so row and group headers are given names and added.

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
        named: dict[bytes, Dictionary] = {}
        for number, shape in enumerate(shapes, start=1):
            _mark_rows(_matching(tables, shape, number), shape, f"T{number}", named)
        if named:
            _register(pdf, named)
        pdf.save(
            partial,
            deterministic_id=True,
            linearize=False,
            object_stream_mode=ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    partial.replace(path)
    return len(named)


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


def _mark_rows(
    rows: list[list[Dictionary]], shape: TableShape, table: str, named: dict[bytes, Dictionary]
) -> None:
    names = [
        [f"{table}R{number}C{place}".encode() for place in row] for number, row in enumerate(shape.headers)
    ]
    for number, row in enumerate(rows):
        group = shape.groups[number]
        over = names[group] if group is not None else []
        for place, name in zip(shape.headers[number], names[number], strict=True):
            cell = row[place]
            cell.S, cell.ID = Name.TH, String(name)
            attributes = _table_attributes(cell)
            attributes.Scope = Name.Row
            _add_headers(attributes, over)
            named[name] = cell
        for place, cell in enumerate(row):
            if place not in shape.headers[number]:
                _add_headers(_table_attributes(cell), [*over, *names[number]])


def _table_attributes(cell: Dictionary) -> Dictionary:
    """Return the attributes that a cell has as part of a table, made if there are none."""
    old = cell.get("/A")
    entries = list(old) if isinstance(old, Array) else [] if old is None else [old]
    for entry in entries:
        if isinstance(entry, Dictionary) and entry.get("/O") == Name.Table:
            return entry
    cell.A = Array([Dictionary(O=Name.Table), *entries])
    first = cell.A[0]
    assert isinstance(first, Dictionary)
    return first


def _add_headers(attributes: Dictionary, names: Sequence[bytes]) -> None:
    if names:
        attributes.Headers = Array([*map(String, names), *attributes.get("/Headers", Array())])


def _register(pdf: pikepdf.Pdf, named: dict[bytes, Dictionary]) -> None:
    """Enter names in the tree's register, which is kept in the order of their bytes."""
    root = pdf.Root.StructTreeRoot
    entries = dict(_entries(root.get("/IDTree", Dictionary()))) | named
    register = Array([part for name in sorted(entries) for part in (String(name), entries[name])])
    root.IDTree = pdf.make_indirect(Dictionary(Names=register))


def _entries(node: Any) -> Iterator[tuple[bytes, Dictionary]]:
    names = list(node.get("/Names", Array()))
    yield from ((bytes(name), element) for name, element in zip(names[::2], names[1::2], strict=True))
    for kid in node.get("/Kids", Array()):
        yield from _entries(kid)


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
        if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
            found.append("the PDF is not tagged")
        if not str(root.get("/Lang", "")):
            found.append("the PDF has no language")
        if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
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
        is_font = isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor
        if is_font and not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            names.add(str(item.get("/FontName")))
    return sorted(names)
