"""Callouts, theorems and proofs: divs whose class or id says what they are."""

from __future__ import annotations

import re

from evalreport.assembly.embedded.crossref import THEOREMS, kind_of
from evalreport.assembly.embedded.nodes import Attr, Node, para, transform, value_of, without, words

CALLOUT = re.compile(r"callout-(note|tip|important|warning|caution)")
PROOFS = ("proof", "remark", "solution")
CALLOUT_KEYS = ("title", "icon", "collapse", "appearance")


def gather_boxes(blocks: list[Node]) -> list[Node]:
    """Turn the divs of callouts, theorems and proofs into nodes of their own."""

    def box(node: Node) -> Node | None:
        attributes, content = node["c"]
        kind = next((m.group(1) for name in attributes[1] if (m := CALLOUT.fullmatch(name))), None)
        if kind is not None:
            return _callout(kind, attributes, content)
        prefix = kind_of(attributes[0])
        if prefix in THEOREMS:
            title, rest = part_title(content)
            return {
                "t": "Theorem",
                "c": {"kind": prefix, "attr": attributes, "title": title, "content": rest},
            }
        proof = next((name for name in PROOFS if name in attributes[1]), None)
        if proof is not None:
            title, rest = part_title(content)
            return {"t": "Proof", "c": {"kind": proof, "attr": attributes, "title": title, "content": rest}}
        return None

    gathered: list[Node] = transform(blocks, {"Div": box})
    return gathered


def _callout(kind: str, attributes: Attr, content: list[Node]) -> Node:
    written = value_of(attributes, "title")
    title, rest = (words(written), content) if written else part_title(content)
    classes = [name for name in attributes[1] if name != "callout" and not CALLOUT.fullmatch(name)]
    kept = [attributes[0], classes, without(attributes, *CALLOUT_KEYS)[2]]
    return {"t": "Callout", "c": {"kind": kind, "attr": kept, "title": title, "content": rest}}


def part_title(content: list[Node]) -> tuple[list[Node], list[Node]]:
    """Part a box in its title, a heading that comes first, and the rest."""
    if content and content[0]["t"] == "Header":
        return content[0]["c"][2], content[1:]
    return [], content


def headed(content: list[Node], title: list[Node]) -> list[Node]:
    """Set a title in front of the first paragraph."""
    if content and content[0]["t"] == "Para":
        return [para([*title, *content[0]["c"]]), *content[1:]]
    return [para(title), *content]
