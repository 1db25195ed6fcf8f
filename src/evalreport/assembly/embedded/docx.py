"""Word: floats as figures and tables with written captions, boxes as quotations, drawings as pictures."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typst as compiler

from evalreport.assembly.embedded.boxes import headed
from evalreport.assembly.embedded.floats import is_image, uncaptioned, with_widths
from evalreport.assembly.embedded.html import float_label
from evalreport.assembly.embedded.nodes import (
    Handler,
    Node,
    attr,
    div,
    emph,
    para,
    raw_block,
    space,
    span,
    string,
    strong,
    transform,
    value_of,
    without,
    words,
)  # fmt: skip
from evalreport.assembly.embedded.resources import REMOTE
from evalreport.assembly.embedded.typst import quoted
from evalreport.assembly.embedded.words import Words

PIXELS_PER_INCH = 220
TWIN_WIDTHS = re.compile(r"\bcolumns: \(((?:\d+(?:\.\d+)?%, )*\d+(?:\.\d+)?%)\)")
ALIGNMENTS = {"right": "AlignRight", "center": "AlignCenter"}
PORTRAIT, LANDSCAPE = ('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')


def to_docx(
    blocks: list[Node],
    printed: Words,
    places: Mapping[str, str],
    folder: Path,
    pictures: Path,
    fonts: Sequence[str],
) -> list[Node]:
    """Write the engine's own nodes as Pandoc's; drawings become pictures in the folder `pictures`.

    `places` says for each kind of float whether its caption stands at the "top" or the "bottom".
    """
    handlers: dict[str, Handler] = {
        "Float": partial(_float, printed=printed, places=places),
        "Panel": _panel,
        "Callout": partial(_callout, printed=printed),
        "Theorem": partial(_theorem, printed=printed),
        "Proof": partial(_proof, printed=printed),
        "Equation": _equation,
        "Div": _div,
    }
    marked: list[Node] = transform(blocks, handlers)
    image = partial(_image, folder=folder, pictures=pictures, fonts=fonts)
    pictured: list[Node] = transform(marked, {"Image": image})
    return pictured


def _float(node: Node, printed: Words, places: Mapping[str, str]) -> list[Node]:
    content = node["c"]
    kind, caption = content["kind"], float_label(content, printed)
    if content["caption"]:
        caption += [*([] if content.get("parent") else [string(":")]), space(), *content["caption"]]
    body = [_standing(block) for block in uncaptioned(_for_word(content["content"]))]
    written = styled([para(caption)], "Image Caption" if kind == "fig" else "Table Caption")
    inner = [written, *body] if places[kind] == "top" else [*body, written]
    return [div(inner, attr(content["attr"][0]))]


def _for_word(blocks: list[Node]) -> list[Node]:
    """Return what Word shows of a float: a table's own twin, or else the table that its HTML was read to."""
    if any(block["t"] == "RawBlock" and block["c"][0] == "openxml" for block in blocks):
        return [block for block in blocks if block["t"] != "Table"]
    widths = _widths_of_twin(blocks)
    return [_fitted(block, widths) if block["t"] == "Table" else block for block in blocks]


def _fitted(table: Node, widths: str) -> Node:
    attributes, _, columns, *rest = _aligned(table)["c"]
    return {"t": "Table", "c": [["", *attributes[1:]], [None, []], with_widths(columns, widths), *rest]}


def _standing(block: Node) -> Node:
    """Give a picture that is a paragraph of its own the style of figures."""
    if block["t"] in ("Para", "Plain") and is_image(block):
        return styled([para(block["c"])], "Captioned Figure")
    return block


def styled(blocks: list[Node], style: str) -> Node:
    """Set blocks in a paragraph style of the Word file."""
    return div(blocks, attr(pairs=[["custom-style", style]]))


def _widths_of_twin(blocks: list[Node]) -> str:
    """Return the column widths that the table's Typst twin was given, as a list of percentages."""
    raw = (block["c"][1] for block in blocks if block["t"] == "RawBlock" and block["c"][0] == "typst")
    found = next((match for text in raw if (match := TWIN_WIDTHS.search(text))), None)
    return f"[{found[1].replace('%', '')}]" if found else ""


def _aligned(table: Node) -> Node:
    """Align the cells that HTML aligns by their class."""

    def cell(part: list[Any]) -> list[Any]:
        attributes, alignment, *rest = part
        wanted = next((ALIGNMENTS[name] for name in attributes[1] if name in ALIGNMENTS), None)
        return [attributes, {"t": wanted} if wanted else alignment, *rest]

    def rows(part: list[Any]) -> list[Any]:
        return [[attributes, [cell(one) for one in cells]] for attributes, cells in part]

    attributes, caption, columns, (head, head_rows), bodies, (foot, foot_rows) = table["c"]
    bodies = [[own, stub, rows(over), rows(under)] for own, stub, over, under in bodies]
    content = [attributes, caption, columns, [head, rows(head_rows)], bodies, [foot, rows(foot_rows)]]
    return {"t": "Table", "c": content}


def _panel(node: Node) -> list[Node]:
    return [block for row in node["c"]["rows"] for _, cell in row for block in cell]


def _callout(node: Node, printed: Words) -> Node:
    content = node["c"]
    title = content["title"] or words(printed[f"callout-{content['kind']}-title"])
    return div(
        [{"t": "BlockQuote", "c": [para([strong(title)]), *content["content"]]}], attr(content["attr"][0])
    )


def _theorem(node: Node, printed: Words) -> Node:
    content = node["c"]
    label = [*words(printed.title(content["kind"])), space(), string(content["number"])]
    if content["title"]:
        label += [space(), string("("), *content["title"], string(")")]
    return div(headed(content["content"], [strong(label), space()]), attr(content["attr"][0]))


def _proof(node: Node, printed: Words) -> Node:
    content = node["c"]
    title = emph([*words(printed[f"environment-{content['kind']}-title"]), string(".")])
    return div(headed(content["content"], [title, space()]))


def _equation(node: Node) -> Node:
    content = node["c"]
    text = f"{content['math']} \\qquad({content['number']})"
    return span([{"t": "Math", "c": [{"t": "DisplayMath"}, text]}], attr(content["attr"][0]))


def _div(node: Node) -> list[Node] | None:
    attributes, content = node["c"]
    if "landscape" not in attributes[1]:
        return None
    section = "<w:p><w:pPr><w:sectPr><w:pgSz {}/></w:sectPr></w:pPr></w:p>"
    before, after = (raw_block("openxml", section.format(size)) for size in (PORTRAIT, LANDSCAPE))
    return [before, *content, after]


def _image(node: Node, folder: Path, pictures: Path, fonts: Sequence[str]) -> Node:
    attributes, caption, (source, title) = node["c"]
    alt = value_of(attributes, "fig-alt") or value_of(attributes, "alt")
    kept = without(attributes, "fig-alt", "alt", "fig-align")
    path = folder / source.lstrip("/")
    if not REMOTE.match(source) and path.suffix.lower() == ".svg" and path.is_file():
        target = pictures / (source.replace("/", "-").removesuffix(".svg") + ".png")
        if not target.exists():
            target.write_bytes(drawn(source, folder, fonts))
        # A name without a folder: the file says where its pictures came from.
        source = target.name
    return {"t": "Image", "c": [kept, [string(alt)] if alt else caption, [source, title]]}


def drawn(source: str, folder: Path, fonts: Sequence[str]) -> bytes:
    """Draw an SVG file as a PNG picture; Word's own drawing of SVG differs from version to version."""
    markup = f"#set page(width: auto, height: auto, margin: 0pt)\n#image({quoted(source)})"
    known = compiler.Fonts(include_system_fonts=False, font_paths=list(fonts))
    made = compiler.Compiler(root=str(folder), font_paths=known).compile(
        markup.encode("utf-8"), format="png", ppi=PIXELS_PER_INCH
    )
    pages = made if isinstance(made, list) else [made or b""]
    return with_resolution(pages[0])


def with_resolution(png: bytes) -> bytes:
    """Say in a PNG picture how many pixels it has to the inch, so that it is as wide as its drawing."""
    header = 8 + 25  # signature and first chunk
    per_metre = round(PIXELS_PER_INCH / 0.0254)
    said = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    return png if b"pHYs" in png[:100] else png[:header] + chunk + png[header:]
