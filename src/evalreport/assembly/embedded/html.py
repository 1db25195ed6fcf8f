"""HTML: floats, boxes and equations as Quarto marks them up, and everything embedded in one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from evalreport.assembly.embedded.boxes import headed
from evalreport.assembly.embedded.crossref import THEOREMS, Index
from evalreport.assembly.embedded.floats import is_image, uncaptioned
from evalreport.assembly.embedded.nodes import (
    NBSP,
    Handler,
    Node,
    attr,
    div,
    emph,
    para,
    plain,
    plain_text,
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
from evalreport.assembly.embedded.resources import data_uri, embed_markup
from evalreport.assembly.embedded.words import CALLOUTS, ENGLISH, Words

Warn = Callable[[str, str], None]
PARENT = "evalreport-parent"


def to_html(
    blocks: list[Node], index: Index, printed: Words, places: Mapping[str, str], folder: Path, warn: Warn
) -> list[Node]:
    """Write the engine's own nodes as Pandoc's, with Quarto's markup for HTML.

    `places` says for each kind of float whether its caption stands at the "top" or the "bottom".
    """
    handlers: dict[str, Handler] = {
        "Float": partial(_float, printed=printed, places=places),
        "Panel": _panel,
        "Figure": _figure,
        "Callout": partial(_callout, index=index, warn=warn),
        "Theorem": partial(_theorem, printed=printed),
        "Proof": partial(_proof, printed=printed),
        "Equation": _equation,
        "CodeBlock": _code,
        "Div": _columns,
        "RawBlock": partial(_raw, folder=folder, warn=warn),
        "RawInline": partial(_raw, folder=folder, warn=warn),
    }
    marked: list[Node] = transform(blocks, handlers)
    embedded: list[Node] = transform(marked, {"Image": partial(_image, folder=folder, warn=warn)})
    return embedded


def float_label(content: dict[str, Any], printed: Words) -> list[Node]:
    """Return the printed label of a float, as "Figur 1" or "(a)"."""
    if content.get("parent"):
        return [string(f"({content['letter']})")]
    return [*words(printed.title(content["kind"])), string(NBSP), string(content["number"])]


def _float(node: Node, printed: Words, places: Mapping[str, str]) -> list[Node]:
    content = node["c"]
    kind, attributes, part = (content["kind"], content["attr"], bool(content.get("parent")))
    place = places[kind]
    caption = float_label(content, printed)
    if content["caption"]:
        caption += [*([] if part else [string(":")]), space(), *content["caption"]]
    own = f"quarto-{'subfloat' if part else 'float'}-{kind}"
    classes = [f"quarto-float-caption-{place}", f"quarto-{'subfloat' if part else 'float'}-caption", own]
    if not content["caption"]:
        classes.append("quarto-uncaptioned")
    identifier = f"{attributes[0]}-caption"
    opening = raw_block("html", f'<figcaption id="{escape(identifier)}" class="{" ".join(classes)}">')
    figcaption = [opening, plain(caption), raw_block("html", "</figcaption>")]
    blocks = [
        plain(block["c"]) if block["t"] == "Para" and is_image(block) else block
        for block in uncaptioned(content["content"])
    ]
    body = [div(blocks, attr(pairs=[["aria-describedby", identifier]]))]
    figure = [*figcaption, *body] if place == "top" else [*body, *figcaption]
    whole = [
        raw_block("html", f'<figure class="quarto-float {own}">'),
        *figure,
        raw_block("html", "</figure>"),
    ]
    align = "left" if kind == "lst" else "center"
    outer = [*attributes[1], "quarto-float", "quarto-figure", f"quarto-figure-{align}"]
    if any(block["t"] == "Div" and "quarto-layout-row" in block["c"][0][1] for block in content["content"]):
        outer = [*attributes[1], "quarto-layout-panel"]
    pairs = [*without(attributes, "fig-alt")[2], *([[PARENT, content["parent"]]] if part else [])]
    return [div(whole, [attributes[0], outer, pairs])]


def _figure(node: Node) -> list[Node]:
    """A captioned image without an id: a figure without a number."""
    attributes, (_, caption), content = node["c"]
    lines = [inline for block in caption if block["t"] in ("Plain", "Para") for inline in block["c"]]
    inner = [raw_block("html", "<figure>"), *uncaptioned(content)]
    inner += [raw_block("html", "<figcaption>"), plain(lines), raw_block("html", "</figcaption>")]
    classes = ["quarto-figure", "quarto-figure-center"]
    return [div([*inner, raw_block("html", "</figure>")], [attributes[0], classes, attributes[2]])]


def _panel(node: Node) -> list[Node]:
    attributes, rows = node["c"]["attr"], []
    for row in node["c"]["rows"]:
        cells = []
        for width, content in row:
            parent = next((_parent_of(block) for block in content if _parent_of(block)), None)
            content = [_unmarked(block) for block in content]
            style = f"flex-basis: {_percent(width)};justify-content: flex-start;"
            pairs = [*([["ref-parent", parent]] if parent else []), ["style", style]]
            classes = ["quarto-layout-cell-subref"] if parent else []
            cells.append(div(content, attr(classes=[*classes, "quarto-layout-cell"], pairs=pairs)))
        rows.append(div(cells, attr(classes=["quarto-layout-row"])))
    if not attributes[0] and not attributes[1] and not attributes[2]:
        return rows
    return [div(rows, [attributes[0], [*attributes[1], "quarto-layout-panel"], attributes[2]])]


def _parent_of(block: Node) -> str | None:
    """Return the figure that a part of it belongs to; parts are written before the figure around them."""
    return value_of(block["c"][0], PARENT) if block["t"] == "Div" else None


def _unmarked(block: Node) -> Node:
    return div(block["c"][1], without(block["c"][0], PARENT)) if _parent_of(block) else block


def _percent(width: float) -> str:
    return f"{round(width, 1):.1f}%"


def _callout(node: Node, index: Index, warn: Warn) -> Node:
    content = node["c"]
    title, identifier = content["title"], content["attr"][0]
    if not title:
        warn(
            f"a callout of type '{content['kind']}' has no title; HTML prints an English one",
            f"{{.callout-{content['kind']}}}",
        )
        title = words(ENGLISH[f"callout-{content['kind']}-title"])
    if identifier in index.entries:
        label = words(ENGLISH[f"callout-{CALLOUTS[index.entries[identifier].kind]}-title"])
        title = [*label, string(NBSP), string(index.entries[identifier].number + ":"), space(), *title]
    return div([{"t": "BlockQuote", "c": [para([strong(title)]), *content["content"]]}], attr(identifier))


def _theorem(node: Node, printed: Words) -> Node:
    content = node["c"]
    kind, attributes = content["kind"], content["attr"]
    label = [*words(printed.title(kind)), space(), string(content["number"])]
    if content["title"]:
        label += [space(), string("("), *content["title"], string(")")]
    title = span([strong(label)], attr(classes=["theorem-title"]))
    own = [] if kind == "thm" else [THEOREMS[kind]]
    classes = [*attributes[1], "theorem", *own]
    return div(headed(content["content"], [title, space()]), [attributes[0], classes, attributes[2]])


def _proof(node: Node, printed: Words) -> Node:
    content = node["c"]
    label: list[Node] = [emph(words(printed[f"environment-{content['kind']}-title"]))]
    if content["title"]:
        label += [space(), string("("), *content["title"], string(")")]
    title = span([*label, string(". ")], attr(classes=["proof-title"]))
    return div(headed(content["content"], [title]), content["attr"])


def _equation(node: Node) -> Node:
    content = node["c"]
    math = {"t": "Math", "c": [{"t": "DisplayMath"}, f"{content['math']} \\qquad({content['number']})"]}
    return span([math], attr(content["attr"][0]))


def _code(node: Node) -> Node | None:
    """Code in a language is wrapped as Quarto wraps it for its copy button."""
    return div([node], attr(classes=["code-copy-outer-scaffold"])) if node["c"][0][1] else None


def _columns(node: Node) -> Node | None:
    attributes, content = node["c"]
    width = value_of(attributes, "width")
    if "column" not in attributes[1] or width is None:
        return None
    kept = without(attributes, "width")
    return div(content, [kept[0], kept[1], [["style", f"width:{width};"], *kept[2]]])


def _raw(node: Node, folder: Path, warn: Warn) -> Node | None:
    language, text = node["c"]
    if language != "html":
        return None
    text = re.sub(r"""\s+data-quarto-disable-processing=(["']?)false\1""", "", text)
    return {"t": node["t"], "c": [language, embed_markup(text, folder, warn)]}


def _image(node: Node, folder: Path, warn: Warn) -> Node:
    attributes, caption, (source, title) = node["c"]
    alt = value_of(attributes, "fig-alt")
    kept = without(attributes, "fig-alt", "fig-align")
    if alt is not None:
        kept[2] = [*(pair for pair in kept[2] if pair[0] != "alt"), ["alt", alt]]
    if alt is None and not plain_text(caption) and value_of(attributes, "alt") is None:
        warn(f"the image {source} has no alternative text", source)
    return {"t": "Image", "c": [kept, caption, [data_uri(source, folder, warn), title]]}
