"""Numbered equations: a displayed formula followed by its id in braces."""

from __future__ import annotations

import re

from evalreport.assembly.embedded.nodes import Node, attr, plain_text, transform

ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)')""")


def gather_equations(blocks: list[Node]) -> list[Node]:
    """Join each displayed formula with the `{#eq-…}` after it."""

    def paragraph(node: Node) -> Node | None:
        inlines = node["c"]
        if not any(item["t"] == "Math" and item["c"][0]["t"] == "DisplayMath" for item in inlines):
            return None
        return {"t": node["t"], "c": joined(inlines)}

    gathered: list[Node] = transform(blocks, {"Para": paragraph, "Plain": paragraph})
    return gathered


def joined(inlines: list[Node]) -> list[Node]:
    """Replace formula and attributes by one equation."""
    out: list[Node] = []
    at = 0
    while at < len(inlines):
        item = inlines[at]
        if item["t"] == "Math" and item["c"][0]["t"] == "DisplayMath":
            start = at + 1 + (at + 1 < len(inlines) and inlines[at + 1]["t"] in ("Space", "SoftBreak"))
            text, end = _braces(inlines, start)
            match = re.match(r"\{#(eq-[^\s}]+)", text)
            if match:
                pairs = [[key, (one or two).replace('\\"', '"')] for key, one, two in ATTRIBUTE.findall(text)]
                out.append(
                    {"t": "Equation", "c": {"attr": attr(match.group(1), pairs=pairs), "math": item["c"][1]}}
                )
                at = end
                continue
        out.append(item)
        at += 1
    return out


def _braces(inlines: list[Node], start: int) -> tuple[str, int]:
    """Read `{#eq-x alt="…"}` back from the pieces that smart punctuation made of it."""
    text = ""
    if start >= len(inlines) or inlines[start]["t"] != "Str" or not inlines[start]["c"].startswith("{#eq-"):
        return "", start
    for at in range(start, len(inlines)):
        item = inlines[at]
        if item["t"] == "Quoted":
            text += '"' + plain_text(item["c"][1]).replace('"', '\\"') + '"'
        else:
            text += plain_text(item)
        if text.endswith("}"):
            return text, at + 1
    return "", start
