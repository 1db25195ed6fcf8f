"""Typst: floats, boxes, equations and images as calls that the template's definitions understand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from evalreport.assembly.embedded.boxes import headed
from evalreport.assembly.embedded.crossref import THEOREMS, Index, label
from evalreport.assembly.embedded.floats import uncaptioned
from evalreport.assembly.embedded.nodes import (
    NBSP,
    Handler,
    Node,
    emph,
    plain,
    plain_text,
    raw_block,
    raw_inline,
    space,
    string,
    transform,
    typst,
    value_of,
    without,
    words,
)  # fmt: skip
from evalreport.assembly.embedded.words import CALLOUTS, ENGLISH, Words

COLOURS = {
    "note": ("0758E5", "dae6fb"), "tip": ("00A047", "ccf1e3"), "important": ("CC1914", "f7dddc"),
    "warning": ("EB9113", "fcefdc"), "caution": ("FC5300", "ffe5d0"),
}  # fmt: skip
"""Colour of the line and of the ground behind the title."""

PIXELS_PER_INCH = 96


def to_typst(blocks: list[Node], index: Index, printed: Words, places: Mapping[str, str]) -> list[Node]:
    """Write the engine's own nodes as Pandoc's, with raw Typst where Pandoc has no words for it."""
    handlers: dict[str, Handler] = {
        "Float": partial(_float, printed=printed, places=places),
        "Panel": _panel,
        "Figure": partial(_figure, printed=printed, place=places["fig"]),
        "Callout": partial(_callout, index=index, printed=printed),
        "Theorem": partial(_theorem, printed=printed),
        "Proof": partial(_proof, printed=printed),
        "Equation": _equation,
        "Table": _table,
        "Div": _div,
    }
    marked: list[Node] = transform(blocks, handlers)
    imaged: list[Node] = transform(marked, {"Image": _image})
    return imaged


def quoted(text: str) -> str:
    """Write a text as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def figure(
    content: list[Node],
    caption: list[Node],
    place: str,
    kind: str,
    supplement: str,
    identifier: str,
    extra: str = "",
) -> list[Node]:
    """Write a figure with its caption and label."""
    separator = "" if caption else 'separator: "", '
    closing = f"]), kind: {quoted(kind)}, supplement: {quoted(supplement)}, {extra})"
    return [
        typst("#figure(["),
        *content,
        typst(f"], caption: figure.caption({separator}position: {place}, ["),
        plain(caption or [raw_inline("typst", "\n")]),
        typst(closing + (label(identifier) if identifier else "")),
        typst("\n"),
    ]


def _float(node: Node, printed: Words, places: Mapping[str, str]) -> list[Node]:
    content = node["c"]
    kind, identifier = content["kind"], content["attr"][0]
    place = places[kind]
    supplement = printed.title(kind)
    blocks = uncaptioned(content["content"])
    if any(_has_parts(block) for block in content["content"]):
        return [
            typst(f"#subfigures(kind: {quoted('quarto-float-' + kind)}, supplement: {quoted(supplement)}, "
                  f"position: {place}, label: {label(identifier)}, caption: ["),
            plain(content["caption"]),
            typst("], ["),
            *blocks,
            typst("])\n"),
        ]  # fmt: skip
    return figure(blocks, content["caption"], place, f"quarto-float-{kind}", supplement, identifier)


def _has_parts(block: Node) -> bool:
    return block["t"] == "RawBlock" and PARTS in block["c"][1]


PARTS = "// parts"


def _figure(node: Node, printed: Words, place: str) -> list[Node]:
    """A captioned image without an id takes a number in Typst (and none in HTML)."""
    attributes, (_, caption), content = node["c"]
    lines = [inline for block in caption if block["t"] in ("Plain", "Para") for inline in block["c"]]
    return figure(uncaptioned(content), lines, place, "quarto-float-fig", printed.title("fig"), attributes[0])


def _panel(node: Node) -> list[Node]:
    parts = any(
        block["t"] == "Plain" and "#figure(" in str(block["c"])
        for row in node["c"]["rows"]
        for _, cell in row
        for block in cell
    )
    out = [raw_block("typst", PARTS if parts else "// panel")]
    for row in node["c"]["rows"]:
        columns = ", ".join(f"{width:.4g}fr" for width, _ in row)
        out.append(typst(f"#grid(columns: ({columns},), gutter: 1em, "))
        for _, content in row:
            out += [typst("["), *content, typst("],")]
        out.append(typst(")\n"))
    return out


def _callout(node: Node, index: Index, printed: Words) -> list[Node]:
    content = node["c"]
    kind, identifier = content["kind"], content["attr"][0]
    title = content["title"] or words(printed[f"callout-{kind}-title"])
    entry = index.entries.get(identifier)
    if entry is not None:
        name = ENGLISH[f"callout-{CALLOUTS[entry.kind]}-title"]
        title = [*words(name), string(NBSP), string(entry.number + ":"), space(), *title]
    line, ground = COLOURS[kind]
    call = [
        typst("#callout(title: ["),
        plain(title),
        typst(f'], background_color: rgb("#{ground}"), icon_color: rgb("#{line}"), body: ['),
        *content["content"],
        typst("])\n"),
    ]
    if entry is None:
        return call
    supplement = printed.prefix(entry.kind)
    target = [typst("#figure(align(left)["), *call]
    given = f'kind: {quoted("quarto-callout-" + kind)}, supplement: {quoted(supplement)}, numbering: "1"'
    return [*target, typst(f"], {given}){label(identifier)}\n")]


def _theorem(node: Node, printed: Words) -> list[Node]:
    content = node["c"]
    kind, identifier = content["kind"], content["attr"][0]
    given = f"kind: {quoted('quarto-theorem-' + THEOREMS[kind])}, supplement: {quoted(printed.title(kind))}"
    opening = [
        raw_inline("typst", f"#theorem({given}, title: ["),
        *content["title"],
        raw_inline("typst", "], ["),
    ]
    return [plain(opening), *content["content"], typst(f"]){label(identifier)}\n")]


def _proof(node: Node, printed: Words) -> list[Node]:
    content = node["c"]
    title: list[Node] = [emph(words(printed[f"environment-{content['kind']}-title"]))]
    if content["title"]:
        title += [space(), string("("), *content["title"], string(")")]
    return headed(content["content"], [*title, string("."), space()])


def _equation(node: Node) -> list[Node]:
    content = node["c"]
    alt = value_of(content["attr"], "alt")
    spoken = f", alt: {quoted(alt)}" if alt else ""
    call = f"#math.equation(block: true, numbering: equation-numbering{spoken}, [ "
    math = {"t": "Math", "c": [{"t": "DisplayMath"}, content["math"]]}
    return [raw_inline("typst", call), math, raw_inline("typst", f" ]){label(content['attr'][0])}")]


def _table(node: Node) -> Node:
    """Tables stand bare: the float around them is the figure, and only it has the caption."""
    attributes, _, *rest = node["c"]
    return {
        "t": "Table",
        "c": [[attributes[0], [*attributes[1], "typst:no-figure"], attributes[2]], [None, []], *rest],
    }


def _div(node: Node) -> list[Node] | None:
    attributes, content = node["c"]
    if "landscape" in attributes[1]:
        opening, closing = "#set page(flipped: true)", "#set page(flipped: false)"
        return [raw_block("typst", opening), *content, raw_block("typst", closing)]
    if "column-margin" in attributes[1]:
        return [typst("#margin-note["), *content, typst("]\n")]
    if "columns" in attributes[1]:
        cells = [block for block in content if block["t"] == "Div"]
        widths = [value_of(cell["c"][0], "width") or "1fr" for cell in cells]
        out = [typst(f"#grid(columns: ({', '.join(widths)},), gutter: 0pt, ")]
        for cell in cells:
            out += [typst("["), *cell["c"][1], typst("],")]
        return [*out, typst(")\n")]
    return None


def _image(node: Node) -> Node:
    attributes, caption, (source, _) = node["c"]
    alt = value_of(attributes, "fig-alt") or value_of(attributes, "alt") or plain_text(caption)
    sizes = [
        f"{side}: {length(size)}" for side in ("height", "width") if (size := value_of(attributes, side))
    ]
    if not alt:
        kept = without(attributes, "fig-align")
        return {"t": "Image", "c": [kept, caption, [source, ""]]}
    given = ", ".join([quoted(source), f"alt: {quoted(alt)}", *sizes])
    return raw_inline("typst", f"#box(image({given}))")


def length(size: str) -> str:
    """Write a width or height; a bare number counts pixels.

    >>> length("192")
    '2in'
    """
    if re.fullmatch(r"\d+(\.\d+)?", size):
        return f"{float(size) / PIXELS_PER_INCH:g}in"
    return size
