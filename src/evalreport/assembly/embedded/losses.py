"""What Quarto lets through in silence though something is lost: said aloud here, for either engine."""

from __future__ import annotations

import re
from collections.abc import Callable

from evalreport.assembly.embedded.nodes import Node, attributes_of, descend, find, plain_text
from evalreport.assembly.embedded.tables import is_table, is_unprocessed

Warn = Callable[..., None]
CONDITIONAL = {"content-visible", "content-hidden"}
UNDEFINED_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def warn_of_losses(blocks: list[Node], warn: Warn, leave_tables: bool = False) -> None:
    """Warn of undefined notes, captions without ids, tables without a Typst twin, links that lead nowhere.

    `leave_tables` says that the PDF takes nothing from any HTML table.
    """
    ids: dict[str, int] = {}
    for node in descend(blocks):
        kind, attributes = node["t"], attributes_of(node)
        if attributes and attributes[0] and kind != "Image":
            ids[attributes[0]] = ids.get(attributes[0], 0) + 1
        if kind == "Str":
            for label in UNDEFINED_NOTE.findall(node["c"]):
                warn(f"the note '{label}' is not defined", f"[^{label}]")
        elif kind == "Figure" and not node["c"][0][0] and node["c"][1][1]:
            caption = plain_text(node["c"][1][1])
            warn(
                f"the figure '{caption}' has a caption but no id: it takes a number in the PDF alone",
                *sources(node),
            )
        elif kind == "Table" and not node["c"][0][0] and node["c"][1][1]:
            caption = plain_text(node["c"][1][1])
            warn(f"the table '{caption}' has a caption but no id: the PDF drops the caption", caption)
    whole = [node for node in find(blocks, "Div") if not CONDITIONAL & set(node["c"][0][1])]
    for group in (blocks, *(node["c"][1] for node in whole)):
        warn_of_lone_tables(group, warn, leave_tables)
    warn_of_links(blocks, ids, warn)


def warn_of_lone_tables(group: list[Node], warn: Warn, every: bool) -> None:
    """Warn of an HTML table that is left as written, or of every one, with no Typst right before or after it."""
    for number, node in enumerate(group):
        beside = [*group[max(0, number - 1) : number], *group[number + 1 : number + 2]]
        paired = any(other["t"] == "RawBlock" and other["c"][0] == "typst" for other in beside)
        if is_table(node) and (every or is_unprocessed(node)) and not paired:
            warn(
                "an HTML table that is left as written has no Typst twin: it is not in the PDF",
                first_line(node),
            )


def first_line(node: Node) -> str:
    """Return the line by which a raw block is found in the source."""
    return next((line.strip() for line in node["c"][1].splitlines() if line.strip()), "")


def sources(node: Node) -> list[str]:
    """Return the files of the images in a node."""
    return [image["c"][2][0] for image in find(node, "Image")]


def warn_of_links(blocks: list[Node], ids: dict[str, int], warn: Warn) -> None:
    """Warn of ids that are used twice, and of links within the document that lead nowhere or show nothing."""
    for identifier, times in ids.items():
        if times > 1:
            warn(f"the id '{identifier}' is used {times} times", f"#{identifier}")
    raw = " ".join(node["c"][1] for node in find(blocks, "RawBlock", "RawInline"))
    for node in find(blocks, "Link"):
        target = node["c"][2][0]
        if not target.startswith("#"):
            continue
        if target[1:] not in ids and f'id="{target[1:]}"' not in raw and f"<{target[1:]}>" not in raw:
            warn(f"the link to '{target}' leads nowhere", f"({target})")
        if not plain_text(node["c"][1]).strip():
            warn(f"the link to '{target}' shows no text", f"[]({target})")
