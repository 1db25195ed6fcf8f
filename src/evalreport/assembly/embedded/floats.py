"""Figures, tables and listings: recognised in the many ways they are written, gathered to one kind of node.

A ``Float`` holds ``kind`` (fig, tbl, lst), ``attr``, ``content``, ``caption`` (inlines), and for a part of a
figure its ``parent`` and ``letter``. A ``Panel`` holds ``attr`` and ``rows``, each a list of cells
``[width, blocks]``.
"""

from __future__ import annotations

import json
import re
from typing import Any

from evalreport.assembly.embedded.crossref import FLOATS, kind_of
from evalreport.assembly.embedded.nodes import (
    Attr,
    Node,
    attr,
    find,
    para,
    plain,
    transform,
    value_of,
    without,
)

LAYOUT = ("layout", "layout-ncol", "layout-nrow", "layout-align", "layout-valign")


def gather_floats(blocks: list[Node]) -> list[Node]:
    """Turn figures, tables, listings and layouts into floats and panels."""
    handlers = {
        "Figure": _figure,
        "Para": _image_paragraph,
        "Table": _table,
        "CodeBlock": _listing,
        "Div": _div,
    }
    gathered: list[Node] = transform(blocks, handlers)
    return gathered


def make_float(kind: str, attributes: Attr, content: list[Node], caption: list[Node]) -> Node:
    """Build a float."""
    return {"t": "Float", "c": {"kind": kind, "attr": attributes, "content": content, "caption": caption}}


def _figure(node: Node) -> Node | None:
    attributes, (_, caption), content = node["c"]
    if kind_of(attributes[0]) != "fig":
        return None
    return make_float("fig", attributes, content, inlines_of(caption))


def _image_paragraph(node: Node) -> Node | None:
    """An image with an id and without a caption is a paragraph of its own."""
    if len(node["c"]) != 1 or node["c"][0]["t"] != "Image":
        return None
    image = node["c"][0]
    attributes = image["c"][0]
    if kind_of(attributes[0]) != "fig":
        return None
    bare = {"t": "Image", "c": [["", *attributes[1:]], *image["c"][1:]]}
    return make_float("fig", attr(attributes[0]), [plain([bare])], image["c"][1])


def _table(node: Node) -> Node | None:
    attributes, (_, caption), columns, *rest = node["c"]
    widths = value_of(attributes, "tbl-colwidths")
    columns = with_widths(columns, widths) if widths else columns
    if kind_of(attributes[0]) != "tbl":
        if not widths:
            return None
        return {"t": "Table", "c": [without(attributes, "tbl-colwidths"), node["c"][1], columns, *rest]}
    table = {"t": "Table", "c": [attr(), [None, []], columns, *rest]}
    return make_float("tbl", attributes, [table], inlines_of(caption))


def with_widths(columns: list[Any], widths: str) -> list[Any]:
    """Give columns their widths, written as a list of shares that sum to 100."""
    try:
        shares = [float(share) for share in json.loads(widths)]
    except (ValueError, TypeError):
        return columns
    if len(shares) != len(columns) or not all(share > 0 for share in shares):
        return columns
    total = max(100.0, sum(shares))
    return [
        [align, {"t": "ColWidth", "c": share / total}]
        for (align, _), share in zip(columns, shares, strict=True)
    ]


def _listing(node: Node) -> Node | None:
    attributes, text = node["c"]
    if kind_of(attributes[0]) != "lst":
        return None
    caption = value_of(attributes, "lst-cap") or ""
    code = {"t": "CodeBlock", "c": [["", attributes[1], without(attributes, "lst-cap")[2]], text]}
    words_of_caption = [{"t": "Str", "c": caption}] if caption else []
    return make_float("lst", [attributes[0], ["listing", *attributes[1]], []], [code], words_of_caption)


def _div(node: Node) -> Node | None:
    attributes, content = node["c"]
    kind = kind_of(attributes[0])
    layout = next((key for key in LAYOUT[:3] if value_of(attributes, key) is not None), None)
    if kind not in FLOATS:
        if layout is None:
            return None
        return {"t": "Panel", "c": {"attr": attributes, "rows": rows_of(content, attributes)}}
    content, caption = part_caption(content)
    parts = [block for block in content if block["t"] == "Float"]
    letters = {id(part): chr(ord("a") + number) for number, part in enumerate(parts)}
    content = [
        {"t": "Float", "c": {**block["c"], "parent": attributes[0], "letter": letters[id(block)]}}
        if id(block) in letters
        else block
        for block in content
    ]
    if parts or layout is not None:
        panel = {"t": "Panel", "c": {"attr": attr(), "rows": rows_of(content, attributes)}}
        return make_float(str(kind), without(attributes, *LAYOUT), [panel], caption)
    return make_float(str(kind), attributes, content, caption)


def part_caption(content: list[Node]) -> tuple[list[Node], list[Node]]:
    """Part the content of a figure's or table's div in the exhibit and its caption, the last paragraph."""
    if len(content) > 1 and content[-1]["t"] in ("Para", "Plain") and not find(content[-1], "Image"):
        return content[:-1], content[-1]["c"]
    for number, block in enumerate(content):
        if block["t"] == "Table" and block["c"][1][1]:
            bare = {"t": "Table", "c": [attr(), [None, []], *block["c"][2:]]}
            return [*content[:number], bare, *content[number + 1 :]], inlines_of(block["c"][1][1])
    return content, []


def rows_of(content: list[Node], attributes: Attr) -> list[list[list[Any]]]:
    """Lay blocks out in rows of cells, each with its share of the width in percent."""
    cells = [block for block in content if block["t"] not in ("RawBlock",)] or content
    written = value_of(attributes, "layout")
    if written is not None:
        try:
            shape = json.loads(written)
        except ValueError:
            shape = []
        shape = shape if shape and isinstance(shape[0], list) else [shape]
        return _shaped(cells, shape)
    columns = value_of(attributes, "layout-ncol")
    rows = value_of(attributes, "layout-nrow")
    if columns is not None and re.fullmatch(r"[1-9]\d*", columns):
        width = int(columns)
    elif rows is not None and re.fullmatch(r"[1-9]\d*", rows):
        width = -(-len(cells) // int(rows))
    else:
        width = 1
    return [[[100 / width, [cell]] for cell in cells[at : at + width]] for at in range(0, len(cells), width)]


def _shaped(cells: list[Node], shape: list[list[float]]) -> list[list[list[Any]]]:
    rows, waiting = [], list(cells)
    for line in shape:
        total, row = sum(abs(share) for share in line) or 1, []
        for share in line:
            content = [waiting.pop(0)] if share > 0 and waiting else []
            row.append([100 * abs(share) / total, content])
        rows.append(row)
    if waiting:
        rows.append([[100.0, waiting]])
    return rows


def inlines_of(blocks: list[Node]) -> list[Node]:
    """Join the paragraphs of a caption."""
    out: list[Node] = []
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            out += [*([{"t": "LineBreak"}] if out else []), *block["c"]]
    return out


def uncaptioned(blocks: list[Node]) -> list[Node]:
    """Take the captions off the images of a float, which has its own, and set each as a paragraph."""

    def bare(node: Node) -> Node:
        attributes, _, target = node["c"]
        return {"t": "Image", "c": [attributes, [], target]}

    out: list[Node] = transform(blocks, {"Image": bare})
    return [para(block["c"]) if block["t"] == "Plain" and is_image(block) else block for block in out]


def is_image(block: Node) -> bool:
    """Tell whether a paragraph holds an image and nothing else."""
    return len(block["c"]) == 1 and block["c"][0]["t"] == "Image"
