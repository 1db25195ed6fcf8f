"""What a Word file lacks when an engine has written it: contents that can be read, fonts, and properties of its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from evalreport.assembly.word_fonts import embedded_fonts
from evalreport.assembly.word_reference import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
PROPERTIES = ("build", "status", "version")
"""The properties a Word file keeps; Pandoc writes every setting of the report as one."""

Element = Any


def finish(path: Path) -> None:
    """Complete a Word file in place.

    The table of contents gets its entries (Word adds the page numbers when it opens the file), the fonts of the
    report go in, and the package is written anew without a clock. The same file gives the same bytes.
    """
    with zipfile.ZipFile(path) as package:
        files = {entry.filename: package.read(entry) for entry in package.infolist() if not entry.is_dir()}
    document = etree.fromstring(files["word/document.xml"])
    fill_contents(document)
    for picture in document.iter(f"{{{WP}}}inline"):
        for side in ("distT", "distB", "distL", "distR"):  # where it is not said, LibreOffice leaves 3 mm
            picture.set(side, "0")
    files["word/document.xml"] = _written(document)
    files["docProps/custom.xml"] = _kept_properties(files["docProps/custom.xml"])
    if "word/fontTable.xml" in files:
        files |= _with_fonts(files)
    path.write_bytes(packed(files))


def fill_contents(document: Element) -> None:
    """Write an entry for every heading into the table of contents, if there is one."""
    instruction = next((node for node in document.iter(_w("instrText")) if "TOC " in (node.text or "")), None)
    if instruction is None:
        return
    depth = re.search(r'\\o "1-(\d)"', instruction.text)
    entries = list(headings(document, int(depth[1]) if depth else 3))
    field = next(instruction.iterancestors(_w("p")))
    place, parent = field.getparent().index(field), field.getparent()
    lines = [_entry(*entry) for entry in entries]
    if not lines:
        return
    start = [
        _field("begin", dirty=True), _run(_text("instrText", instruction.text)), _field("separate"),
    ]  # fmt: skip
    for number, node in enumerate(start, start=1):
        lines[0].insert(number, node)
    last = etree.Element(_w("p"))
    last.append(_field("end"))
    parent[place : place + 1] = [*lines, last]


def headings(document: Element, depth: int) -> Iterator[tuple[int, str, str, str]]:
    """Yield level, number, text and bookmark of every heading down to a level."""
    for paragraph in document.iter(_w("p")):
        style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
        level = re.fullmatch(r"Heading([1-9])", style.get(_w("val"))) if style is not None else None
        if level is None or int(level[1]) > depth:
            continue
        number, tab, text = "".join(_said(paragraph)).partition("\t")
        mark = paragraph.find(_w("bookmarkStart"))
        if mark is None:
            mark = paragraph.getprevious()
        named = mark is not None and mark.tag == _w("bookmarkStart")
        yield (
            int(level[1]),
            number if tab else "",
            text if tab else number,
            mark.get(_w("name")) if named else "",
        )


def _said(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter(_w("t"), _w("tab")):
        if node.getparent().tag == _w("r"):
            yield "\t" if node.tag == _w("tab") else node.text or ""


def _entry(level: int, number: str, text: str, bookmark: str) -> Element:
    """One line of the contents, without a page number: only Word knows its pages, and writes the lines anew."""
    line = etree.Element(_w("p"))
    properties = etree.SubElement(line, _w("pPr"))
    etree.SubElement(properties, _w("pStyle"), {_w("val"): f"TOC{level}"})
    parts = [
        *([_run(_text("t", number)), _run(etree.Element(_w("tab")))] if number else []),
        _run(_text("t", text)),
    ]
    if bookmark:
        link = etree.SubElement(line, _w("hyperlink"), {_w("anchor"): bookmark, _w("history"): "1"})
        link.extend(parts)
    else:
        line.extend(parts)
    return line


def _run(content: Element) -> Element:
    run = etree.Element(_w("r"))
    run.append(content)
    return run


def _text(name: str, text: str) -> Element:
    node = etree.Element(_w(name), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    node.text = text
    return node


def _field(kind: str, *, dirty: bool = False) -> Element:
    attributes = {_w("fldCharType"): kind, **({_w("dirty"): "true"} if dirty else {})}
    return _run(etree.Element(_w("fldChar"), attributes))


def _kept_properties(content: bytes) -> bytes:
    properties = etree.fromstring(content)
    for node in list(properties):
        if node.get("name") not in PROPERTIES:
            properties.remove(node)
    for number, node in enumerate(properties, start=2):  # Word counts from 2
        node.set("pid", str(number))
    return _written(properties)


def _with_fonts(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that embedding the fonts changes or adds."""
    table = etree.fromstring(files["word/fontTable.xml"])
    families = {font.get(_w("name")): font for font in table.iter(_w("font"))}
    relations = etree.Element(
        f"{{{_PACKAGE}/relationships}}Relationships", nsmap={None: f"{_PACKAGE}/relationships"}
    )
    made: dict[str, bytes] = {}
    for number, (cut, key, content) in enumerate(embedded_fonts(), start=1):
        if cut.face.family not in families:
            continue
        name = f"fonts/font{number}.odttf"
        made[f"word/{name}"] = content
        attributes = {f"{{{R}}}id": f"rId{number}", _w("fontKey"): key}
        etree.SubElement(families[cut.face.family], _w(cut.slot), attributes)
        etree.SubElement(
            relations, f"{{{_PACKAGE}/relationships}}Relationship",
            {"Id": f"rId{number}", "Type": f"{R}/font", "Target": name},
        )  # fmt: skip
    if not made:
        return {}
    types = etree.fromstring(files["[Content_Types].xml"])
    kinds = f"{{{_PACKAGE}/content-types}}Default"
    if not any(node.get("Extension") == "odttf" for node in types.iter(kinds)):
        # Pandoc before 3.9.0.1 does not tell Word what such a file is.
        types.insert(0, etree.Element(kinds, {"Extension": "odttf", "ContentType": _FONT_TYPE}))
    return made | {
        "word/fontTable.xml": _written(table),
        "word/_rels/fontTable.xml.rels": _written(relations),
        "[Content_Types].xml": _written(types),
    }


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _written(tree: Element) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
