"""Cross-references: what can be referred to, its number, and the text that refers to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evalreport.assembly.embedded.nodes import (
    NBSP,
    Attr,
    Node,
    attr,
    attributes_of,
    descend,
    link,
    plain_text,
    raw_inline,
    span,
    string,
    strong,
    transform,
    value_of,
    words,
)  # fmt: skip
from evalreport.assembly.embedded.sections import SectionCounter
from evalreport.assembly.embedded.words import CALLOUTS, Words

FLOATS = ("fig", "tbl", "lst")
THEOREMS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise",
}  # fmt: skip
REFERABLE = {*FLOATS, *THEOREMS, *CALLOUTS, "eq", "sec"}
REFERENCE = "evalreport-reference"
"""Class of the span that carries a reference past the citation processor."""


def kind_of(identifier: str) -> str | None:
    """Return the kind an id names by its prefix, as "fig" for "fig-trivsel"; None if it names none."""
    prefix, dash, rest = identifier.partition("-")
    kind = prefix[:1].lower() + prefix[1:]
    return kind if dash and rest and kind in REFERABLE else None


@dataclass(frozen=True)
class Entry:
    """One thing that can be referred to; a part of a figure knows its parent."""

    kind: str
    number: str
    parent: str | None = None


@dataclass
class Index:
    """All that can be referred to, by id; of two with one id the last."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, identifier: str, entry: Entry) -> None:
        """Enter what a reference can point to."""
        self.entries[identifier] = entry


def build_index(blocks: list[Node], sections: SectionCounter) -> Index:
    """Number everything that can be referred to, in the document's order; each node is told its number."""
    index, counts = Index(), dict.fromkeys(REFERABLE, 0)
    for node in descend(blocks):
        if node["t"] == "Header":
            number = sections.number(node)
            identifier = node["c"][1][0]
            if number is not None and kind_of(identifier) == "sec":
                index.add(identifier, Entry("sec", number))
            continue
        attributes = referable_attributes(node)
        if attributes is None:
            continue
        kind = kind_of(attributes[0])
        if kind is None or kind == "sec":
            continue
        parent = node["c"].get("parent")
        if parent is None:
            counts[kind] += 1
            node["c"]["number"] = str(counts[kind])
            index.add(attributes[0], Entry(kind, str(counts[kind])))
        else:
            index.add(attributes[0], Entry(kind, node["c"]["letter"], parent))
    return index


def referable_attributes(node: Node) -> Attr | None:
    """Return the attributes of a float, callout, theorem or equation with an id."""
    if node["t"] in ("Float", "Callout", "Theorem", "Equation") and node["c"]["attr"][0]:
        found = attributes_of(node)
        return found
    return None


def mask_references(tree: Any, warn: Callable[[str, str], None]) -> Any:
    """Turn citations that are cross-references into spans, so that the citation processor leaves them alone.

    The words before a reference become the span's children, one span for each reference.
    """

    def mask(node: Node) -> Node | None:
        known = [item for item in node["c"][0] if kind_of(item["citationId"])]
        if not known:
            return None
        listed = [[item["citationId"], item["citationMode"]["t"]] for item in known]
        for item in known:
            if plain_text(item["citationSuffix"]).strip():
                warn(
                    f"the words after @{item['citationId']} in brackets are not printed",
                    f"@{item['citationId']}",
                )
        if len(known) < len(node["c"][0]):
            warn("references and citations in one bracket: the citations are not printed", f"@{listed[0][0]}")
        prefixes = [span(item["citationPrefix"]) for item in known]
        return span(prefixes, attr(classes=[REFERENCE], pairs=[["refs", json.dumps(listed)]]))

    return transform(tree, {"Cite": mask})


def resolve_references(
    blocks: list[Node],
    index: Index,
    printed: Words,
    options: Mapping[str, Any],
    format_name: str,
    warn: Callable[[str, str], None],
) -> list[Node]:
    """Write every reference: a link with word and number, or in Typst a `ref` to the label."""
    linked = (options.get("crossref") or {}).get("ref-hyperlink", True) is not False

    def resolve(node: Node) -> list[Node] | None:
        attributes, prefixes = node["c"]
        if REFERENCE not in attributes[1]:
            return None
        out: list[Node] = []
        listed = json.loads(value_of(attributes, "refs") or "[]")
        for (written, mode), prefix in zip(listed, prefixes, strict=True):
            if out:
                out += words(", ")
            identifier = written[:1].lower() + written[1:]
            entry = index.entries.get(identifier)
            if entry is None:
                warn(f"the reference @{identifier} leads nowhere", f"@{written}")
                out.append(strong([string(f"?@{identifier}")]))
                continue
            before = _word_before(entry, prefix["c"][1], mode, written[:1].isupper(), printed)
            out += (
                _typst(identifier, before)
                if format_name == "typst"
                else _link(identifier, entry, before, index, linked)
            )
        return out

    resolved: list[Node] = transform(blocks, {"Span": resolve})
    return resolved


def _word_before(entry: Entry, prefix: list[Node], mode: str, upper: bool, printed: Words) -> list[Node]:
    if plain_text(prefix).strip():
        while prefix and prefix[-1]["t"] == "Space":
            prefix = prefix[:-1]
        return prefix
    if mode == "SuppressAuthor":
        return []
    text = printed.prefix(entry.kind)
    return words(text[:1].upper() + text[1:] if upper else text)


def _link(identifier: str, entry: Entry, before: list[Node], index: Index, linked: bool) -> list[Node]:
    number = entry.number
    if entry.parent is not None and entry.parent in index.entries:
        number = f"{index.entries[entry.parent].number} ({number})"
    text = [*before, *([string(NBSP)] if before else []), *words(number)]
    return [link(text, f"#{identifier}", attr(classes=["quarto-xref"]))] if linked else text


def _typst(identifier: str, before: list[Node]) -> list[Node]:
    return [
        raw_inline("typst", f"#ref({label(identifier)}, supplement: ["),
        *before,
        raw_inline("typst", "])"),
    ]


def label(identifier: str) -> str:
    """Write an id as a Typst label.

    >>> label("fig-x")
    '<fig-x>'
    """
    if re.fullmatch(r"[\w:.-]+", identifier) and not identifier.endswith((".", ":")):
        return f"<{identifier}>"
    escaped = identifier.replace("\\", "\\\\").replace('"', '\\"')
    return f'#label("{escaped}")'
