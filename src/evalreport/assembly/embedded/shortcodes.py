"""The few shortcodes a project may leave to the engine: `meta`, `var` and `pagebreak`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evalreport.assembly.embedded.includes import SHORTCODE
from evalreport.assembly.embedded.nodes import (
    Node,
    attr,
    div,
    plain,
    raw_block,
    raw_inline,
    string,
    strong,
    transform,
)

PAGE_BREAKS = {
    "html": div([], attr(pairs=[["style", "page-break-after: always;"]])),
    "typst": raw_block("typst", "#pagebreak()"),
    "docx": raw_block("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'),
}


def resolve_shortcodes(
    blocks: list[Node],
    meta: Mapping[str, Node],
    options: Mapping[str, Any],
    format_name: str,
    warn: Callable[[str, str], None],
) -> list[Node]:
    """Put the values of shortcodes in their place.

    An unknown shortcode is printed as written, as Quarto does, with a warning.
    """

    def inline(node: Node) -> Node | list[Node] | None:
        language, text = node["c"]
        if language == f"{SHORTCODE}-text":
            return string(text)
        if language != SHORTCODE:
            return None
        name, *arguments = text[3:-3].split() or [""]
        if name in ("meta", "var") and arguments:
            value = meta.get(arguments[0]) if name == "meta" else None
            if value is not None and "c" in value:
                return value_inlines(value)
            if name == "meta" and arguments[0] in options:
                return string(str(options[arguments[0]]))
            warn(f"unknown {name} key '{arguments[0]}' in a shortcode", text)
            return strong([string(f"?{name}:{arguments[0]}")])
        if name == "pagebreak":
            return raw_inline(SHORTCODE, text)
        warn(f"unknown shortcode '{name}'", text)
        return string(text)

    def paragraph(node: Node) -> Node | None:
        if len(node["c"]) != 1:
            return None
        only = node["c"][0]
        if only["t"] == "RawInline" and only["c"][0] == SHORTCODE:
            return PAGE_BREAKS[format_name]
        if only["t"] == "Str" and only["c"].startswith("{{<"):
            return plain(node["c"])
        return None

    handlers = {"RawInline": inline, "Para": paragraph}
    resolved: list[Node] = transform(blocks, handlers)
    return resolved


def value_inlines(value: Node) -> list[Node]:
    """Return a metadata value as inlines."""
    if value["t"] == "MetaInlines":
        return list(value["c"])
    if value["t"] == "MetaBlocks":
        return [inline for block in value["c"] if block["t"] in ("Para", "Plain") for inline in block["c"]]
    return [string(str(value["c"]).lower() if value["t"] == "MetaBool" else str(value["c"]))]
