"""Numbers of sections, as Quarto counts them."""

from __future__ import annotations

from typing import Any

from evalreport.assembly.embedded.nodes import Node, attr, find, space, span, string, transform

DEEPEST = 7


class SectionCounter:
    """Count headings in the order of the document.

    Unnumbered headings do not count. A skipped level gives a nought (1.0.1). In a document that begins below
    level 1 the numbers begin at its first level.
    """

    def __init__(self, blocks: list[Node]) -> None:
        levels = [node["c"][0] for node in find(blocks, "Header")]
        self.first = min(levels, default=1)
        self.counts = [0] * (DEEPEST + 1)

    def number(self, heading: Node) -> str | None:
        """Count a heading and return its number; None if it has none."""
        level, attributes, _ = heading["c"]
        if "unnumbered" in attributes[1]:
            return None
        level = min(level, DEEPEST)
        deepest = max((n for n, count in enumerate(self.counts) if count), default=0)
        if level < deepest:
            self.counts[level + 1 :] = [0] * (DEEPEST - level)
        self.counts[level] += 1
        start = 1 if self.first == 1 else 2
        return ".".join(str(count) for count in self.counts[start : level + 1])


def number_sections(blocks: list[Node], depth: int = DEEPEST) -> list[Node]:
    """Write the number before each heading's text, as HTML and Word need; Typst numbers by itself."""
    counter = SectionCounter(blocks)

    def write(node: Node) -> Node | None:
        number = counter.number(node)
        level, attributes, inlines = node["c"]
        if number is None or level > depth:
            return None
        printed = span([string(number)], attr(classes=["header-section-number"]))
        numbered = [attributes[0], attributes[1], [*attributes[2], ["number", number]]]
        return {"t": "Header", "c": [level, numbered, [printed, space(), *inlines]]}

    numbered: list[Node] = transform(blocks, {"Header": write})
    return numbered


def unnumbered_below(blocks: list[Node], depth: int) -> list[Node]:
    """Take the number off headings deeper than `depth`, for Typst, which numbers all others."""

    def plain(node: Node) -> Node | None:
        level, attributes, inlines = node["c"]
        if level <= depth or "unnumbered" in attributes[1]:
            return None
        classes = [*attributes[1], "unnumbered"]
        return {"t": "Header", "c": [level, [attributes[0], classes, attributes[2]], inlines]}

    out: list[Node] = transform(blocks, {"Header": plain})
    return out


def raised(blocks: list[Node]) -> list[Node]:
    """Move all headings one level up if none is of level 1, as Quarto does for a PDF."""
    headings = find(blocks, "Header")
    if not headings or any(node["c"][0] == 1 for node in headings):
        return blocks

    def lift(node: Node) -> Node:
        return {"t": "Header", "c": [node["c"][0] - 1, *node["c"][1:]]}

    lifted: list[Any] = transform(blocks, {"Header": lift})
    return lifted
