"""Tables written in HTML: kept as written in HTML, read to Pandoc's tables for the formats that need them.

Word needs the other raw HTML too: a box's title or a quote's source may stand in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from evalreport.assembly.embedded import pandoc
from evalreport.assembly.embedded.nodes import Node, find, plain, raw_inline, transform, value_of

PART = "evalreport-part-"
TABLE = re.compile(r"<table\b", re.IGNORECASE)
UNPROCESSED = re.compile(r"""data-quarto-disable-processing=(["']?)true\1""", re.IGNORECASE)
MARKDOWN = re.compile(
    r"""<(span|div)\b[^>]*?\sdata-qmd=(?:"([^"]*)"|'([^']*)')[^>]*>.*?</\1>""", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True)
class RawTables:
    """What HTML tables hold, by their text, and the Markdown in their cells, by its text."""

    tables: Mapping[str, list[Node]] = field(default_factory=dict)
    markdown: Mapping[str, list[Node]] = field(default_factory=dict)


def is_table(node: Node) -> bool:
    """Tell whether a node is a raw HTML block with a table."""
    return node["t"] == "RawBlock" and node["c"][0] == "html" and TABLE.search(node["c"][1]) is not None


def leaves_tables(options: Mapping[str, Any]) -> bool:
    """Tell whether a format's settings ask that every HTML table be left as it is."""
    return options.get("html-table-processing") == "none"


def is_unprocessed(node: Node) -> bool:
    """Tell whether the author asks that an HTML table be left as it is."""
    return UNPROCESSED.search(node["c"][1]) is not None


def read_tables(blocks: list[Node], folder: Path, every: bool) -> RawTables:
    """Read the HTML tables of a document; `every` takes in all raw HTML, also what is to be left as it is."""
    raw = [node for node in find(blocks, "RawBlock") if is_table(node)]
    texts = list(dict.fromkeys(node["c"][1] for node in raw if every or not is_unprocessed(node)))
    if every:
        others = (node["c"][1] for node in find(blocks, "RawBlock") if node["c"][0] == "html")
        texts = list(dict.fromkeys([*texts, *others]))
    snippets = list(dict.fromkeys(text for node in raw for text in markdown_in(node["c"][1])))
    pieces = [f'<div id="{PART}{number}">\n{balanced(text)}\n</div>' for number, text in enumerate(texts)]
    fenced = [f"::: {{#{PART}{number}}}\n{text}\n:::\n" for number, text in enumerate(snippets)]
    tables = read_parts(pieces, folder, "html")
    markdown = read_parts(fenced, folder, pandoc.READER)
    return RawTables(
        {text: tables.get(f"{PART}{number}", []) for number, text in enumerate(texts)},
        {text: _inlines(markdown.get(f"{PART}{number}", [])) for number, text in enumerate(snippets)},
    )


def read_parts(parts: list[str], folder: Path, reader: str) -> dict[str, list[Node]]:
    """Read several pieces, each a division with an id, in one run of Pandoc."""
    if not parts:
        return {}
    tree, _ = pandoc.read("\n".join(parts), folder, reader)
    return {
        node["c"][0][0]: node["c"][1]
        for node in find(tree["blocks"], "Div")
        if node["c"][0][0].startswith(PART)
    }


def balanced(text: str) -> str:
    """Close what a piece of HTML leaves open, and drop what it closes without having opened it."""
    body = BeautifulSoup(text, "lxml").body
    if body is None:
        return ""
    for main in body.find_all("main"):
        main.name = "div"  # Pandoc reads nothing outside a page's main part
    for table in body.find_all("table", attrs={"data-quarto-disable-processing": "true"}):
        del table["id"]  # an id such as tbl-x-table would make it a table of its own within tbl-x
    return body.decode_contents()


def markdown_in(text: str) -> list[str]:
    """List the Markdown in the cells of an HTML table (`data-qmd`)."""
    return [html.unescape(double or single) for _, double, single in MARKDOWN.findall(text)]


def _inlines(blocks: list[Node]) -> list[Node]:
    return [inline for block in blocks if block["t"] in ("Para", "Plain") for inline in block["c"]]


def place_tables(blocks: list[Node], raw: RawTables, format_name: str, leave: bool = False) -> list[Node]:
    """Put read tables in place of the HTML, or in HTML the Markdown of their cells; `leave` keeps them as written."""

    def place(node: Node) -> Node | list[Node] | None:
        if format_name == "docx" and node["c"][0] == "html":
            return transform(raw.tables.get(node["c"][1], []), {"Span": cell})  # type: ignore[no-any-return]
        if leave or not is_table(node):
            return None
        if format_name == "html":
            return _with_markdown(node, raw) if raw.markdown and markdown_in(node["c"][1]) else None
        if format_name == "typst" and is_unprocessed(node):
            return None
        content = raw.tables.get(node["c"][1], [])
        placed: list[Node] = transform(content, {"Span": cell})
        return placed

    def cell(node: Node) -> Node | None:
        written = value_of(node["c"][0], "qmd") or value_of(node["c"][0], "data-qmd")
        if written is None:
            return None
        return {"t": "Span", "c": [["", [], []], raw.markdown.get(written, node["c"][1])]}

    out: list[Node] = transform(blocks, {"RawBlock": place})
    return out


def _with_markdown(node: Node, raw: RawTables) -> Node:
    text, pieces, at = node["c"][1], [], 0
    for match in MARKDOWN.finditer(text):
        pieces.append(raw_inline("html", text[at : match.start()]))
        pieces += raw.markdown.get(html.unescape(match.group(2) or match.group(3) or ""), [])
        at = match.end()
    return plain([*pieces, raw_inline("html", text[at:])])
