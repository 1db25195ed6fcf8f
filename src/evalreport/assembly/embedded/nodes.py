"""Pandoc's document tree as plain dictionaries: build nodes, walk them, read their text.

A node is ``{"t": type, "c": content}`` as in Pandoc's JSON. Between reading and writing
the engine adds a few types of its own (``Float``, ``Panel``, ``Callout``, ``Theorem``, ``Proof`` and
``Equation``); their content is a dictionary, and the walkers go into it as into any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Node = dict[str, Any]
Attr = list[Any]
Handler = Callable[[Node], "Node | list[Node] | None"]

NBSP = "\u00a0"
LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "HorizontalRule"})
"""Types without parts; most nodes are of these, and the walkers pass them by."""


def attr(
    identifier: str = "", classes: list[str] | None = None, pairs: list[list[str]] | None = None
) -> Attr:
    """Build Pandoc's triple of identifier, classes and key-value pairs."""
    return [identifier, list(classes or []), list(pairs or [])]


def string(text: str) -> Node:
    """Make a word of text."""
    return {"t": "Str", "c": text}


def space() -> Node:
    """Make the space between words."""
    return {"t": "Space"}


def strong(inlines: list[Node]) -> Node:
    """Make text strongly emphasised."""
    return {"t": "Strong", "c": inlines}


def emph(inlines: list[Node]) -> Node:
    """Make text emphasised."""
    return {"t": "Emph", "c": inlines}


def span(inlines: list[Node], attributes: Attr | None = None) -> Node:
    """Make a span, with attributes when given."""
    return {"t": "Span", "c": [attributes or attr(), inlines]}


def link(inlines: list[Node], target: str, attributes: Attr | None = None) -> Node:
    """Make a link to `target`."""
    return {"t": "Link", "c": [attributes or attr(), inlines, [target, ""]]}


def plain(inlines: list[Node]) -> Node:
    """Make a block of text that is no paragraph."""
    return {"t": "Plain", "c": inlines}


def para(inlines: list[Node]) -> Node:
    """Make a paragraph."""
    return {"t": "Para", "c": inlines}


def div(blocks: list[Node], attributes: Attr | None = None) -> Node:
    """Make a division, with attributes when given."""
    return {"t": "Div", "c": [attributes or attr(), blocks]}


def raw_inline(language: str, text: str) -> Node:
    """Make text that only one output language gets, inside a line."""
    return {"t": "RawInline", "c": [language, text]}


def raw_block(language: str, text: str) -> Node:
    """Make text that only one output language gets, as a block."""
    return {"t": "RawBlock", "c": [language, text]}


def typst(text: str) -> Node:
    """Build a piece of Typst that Pandoc sets close to its neighbours, without a paragraph break."""
    return plain([raw_inline("typst", text)])


def words(text: str) -> list[Node]:
    """Split a text at its ordinary spaces into strings and spaces, as Pandoc's reader does."""
    inlines: list[Node] = []
    for number, part in enumerate(text.split(" ")):
        if number:
            inlines.append(space())
        if part:
            inlines.append(string(part))
    return inlines


def value_of(attributes: Attr, key: str, default: str | None = None) -> str | None:
    """Return the value of an attribute, or `default`."""
    return next((value for name, value in attributes[2] if name == key), default)


def without(attributes: Attr, *keys: str) -> Attr:
    """Copy attributes, leaving out some keys."""
    return [attributes[0], list(attributes[1]), [list(pair) for pair in attributes[2] if pair[0] not in keys]]


def transform(tree: Any, handlers: Mapping[str, Handler]) -> Any:
    """Rebuild a tree bottom-up, passing each node of a handled type to its handler.

    A handler returns None (leave the node), a node, or a list of nodes for the list around it.
    The tree passed in is left as it was; parts that no handler changes are shared with it.
    """
    if isinstance(tree, list):
        return _transformed_list(tree, handlers, LEAVES - handlers.keys())
    if isinstance(tree, dict):
        return _transformed(tree, handlers, LEAVES - handlers.keys())
    return tree


def _transformed_list(
    items: list[Any], handlers: Mapping[str, Handler], skipped: frozenset[str]
) -> list[Any]:
    out: list[Any] = []
    changed = False
    for item in items:
        new = item
        if isinstance(item, dict):
            if item.get("t") not in skipped:
                new = _transformed(item, handlers, skipped)
        elif isinstance(item, list):
            out.append(_transformed_list(item, handlers, skipped))
            changed = changed or out[-1] is not item
            continue
        if isinstance(new, list):
            out.extend(new)
            changed = True
        else:
            out.append(new)
            changed = changed or new is not item
    return out if changed else items


def _transformed(node: Node, handlers: Mapping[str, Handler], skipped: frozenset[str]) -> Any:
    out = node
    for key, value in node.items():
        if isinstance(value, list):
            new: Any = _transformed_list(value, handlers, skipped)
        elif isinstance(value, dict):
            new = _transformed(value, handlers, skipped)
        else:
            continue
        if new is not value:
            if out is node:
                out = dict(node)
            out[key] = new
    kind = out.get("t")
    handler = handlers.get(kind) if isinstance(kind, str) else None
    result = None if handler is None else handler(out)
    return out if result is None else result


def descend(tree: Any) -> Iterator[Node]:
    """Yield every node in document order, a parent before its children."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(part for part in reversed(item) if isinstance(part, (dict, list)))
        elif isinstance(item, dict):
            kind = item.get("t")
            if isinstance(kind, str):
                yield item
                if kind in LEAVES:
                    continue
            stack.extend(value for value in reversed(item.values()) if isinstance(value, (dict, list)))


def find(tree: Any, *types: str) -> list[Node]:
    """Return the nodes of some types in document order."""
    out: list[Node] = []
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(part for part in reversed(item) if isinstance(part, (dict, list)))
            continue
        kind = item.get("t")
        if kind in types:
            out.append(item)
        if kind not in LEAVES:
            stack.extend(value for value in reversed(item.values()) if isinstance(value, (dict, list)))
    return out


def plain_text(tree: Any) -> str:
    """Return the text of inlines or blocks; notes and raw pieces are left out."""
    parts: list[str] = []
    stack: list[Any] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            kind: str | None = item.get("t")
            content: Any = item.get("c")
            if kind == "Str":
                parts.append(content)
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                parts.append(" ")
            elif kind in ("Code", "Math", "CodeBlock"):
                parts.append(content[1])
            elif kind == "Quoted":
                double = content[0]["t"] == "DoubleQuote"
                stack.append({"t": "Str", "c": "”" if double else "’"})
                stack.append(content[1])
                stack.append({"t": "Str", "c": "“" if double else "‘"})
            elif kind not in ("Note", "RawInline", "RawBlock"):
                stack.extend(
                    value for value in reversed(list(item.values())) if isinstance(value, (dict, list))
                )
    return "".join(parts)


def attributes_of(node: Node) -> Attr | None:
    """Return the attributes of a node, or None if its type has none."""
    content: Any = node.get("c")
    if node["t"] == "Header":
        return content[1]
    if node["t"] in ("Div", "Span", "Link", "Image", "Figure", "Table", "Code", "CodeBlock"):
        return content[0]
    if isinstance(content, dict) and "attr" in content:
        return content["attr"]
    return None
