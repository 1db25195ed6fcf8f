"""The document as a tree: read once, cited once, then prepared for each format."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from evalreport.assembly.embedded import pandoc
from evalreport.assembly.embedded.boxes import gather_boxes
from evalreport.assembly.embedded.crossref import Index, build_index, mask_references, resolve_references
from evalreport.assembly.embedded.equations import gather_equations
from evalreport.assembly.embedded.errors import EngineError
from evalreport.assembly.embedded.floats import gather_floats
from evalreport.assembly.embedded.includes import Source, mark_shortcodes
from evalreport.assembly.embedded.losses import warn_of_losses
from evalreport.assembly.embedded.metadata import literal_value, readable, template_metadata
from evalreport.assembly.embedded.nodes import Node, find, transform, value_of, without
from evalreport.assembly.embedded.project import Project
from evalreport.assembly.embedded.sections import (
    DEEPEST,
    SectionCounter,
    number_sections,
    raised,
    unnumbered_below,
)
from evalreport.assembly.embedded.shortcodes import resolve_shortcodes
from evalreport.assembly.embedded.tables import RawTables, leaves_tables, place_tables, read_tables
from evalreport.assembly.embedded.words import Words, words_of
from evalreport.errors import Place

FORMAT_SETTINGS = "evalreport-formats"


@dataclass
class Notices:
    """Warnings with their places, each kept once."""

    source: Source
    lines: list[str] = field(default_factory=list)

    def warn(self, message: str, *needles: str) -> None:
        """Add a warning; `needles` are texts by which its line is found."""
        place = self.source.locate(*needles)
        self.add(f"{place}: {message}" if place else message)

    def add(self, line: str) -> None:
        """Note a warning once."""
        if line not in self.lines:
            self.lines.append(line)


@dataclass(frozen=True)
class Document:
    """What Pandoc read: blocks, the document's metadata and those of each format."""

    project: Project
    source: Source
    version: list[int]
    blocks: list[Node]
    meta: dict[str, Node]
    format_meta: dict[str, dict[str, Node]]
    raw: RawTables


@dataclass(frozen=True)
class Prepared:
    """A document made ready for one format, with its words and its numbered things."""

    blocks: list[Node]
    meta: dict[str, Node]
    options: dict[str, Any]
    printed: Words
    index: Index


def read_document(project: Project, source: Source, notices: Notices, formats: Collection[str]) -> Document:
    """Read the source to a tree and set its citations."""
    head = {
        **readable(project.metadata),
        FORMAT_SETTINGS: {n: readable(v) for n, v in project.formats.items()},
    }
    front = f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n\n"
    tree, warnings = pandoc.read(front + mark_shortcodes(source.text), project.folder)
    for warning in warnings:
        notices.add(placed(warning, source, offset=front.count("\n")))
    warn_of_losses(tree["blocks"], notices.warn, leaves_tables(project.options("typst")))
    raw = read_tables(tree["blocks"], project.folder, every="docx" in formats)
    raw = replace(raw, markdown=mask_references(raw.markdown, notices.warn))
    tree["blocks"] = mask_references(tree["blocks"], notices.warn)
    if project.metadata.get("citeproc", True) and (
        find(tree["blocks"], "Cite") or "nocite" in project.metadata
    ):
        tree = cited(tree, project, source, notices)
    meta = dict(tree["meta"])
    settings = meta.pop(FORMAT_SETTINGS, {"c": {}})["c"]
    by_format = {name: dict(value["c"]) for name, value in settings.items() if value["t"] == "MetaMap"}
    return Document(project, source, tree["pandoc-api-version"], tree["blocks"], meta, by_format, raw)


def cited(tree: dict[str, Any], project: Project, source: Source, notices: Notices) -> dict[str, Any]:
    """Set citations and bibliography with the project's style."""
    meta = dict(tree["meta"])
    names = project.metadata.get("bibliography") or []
    listed = [names] if isinstance(names, str) else list(names)
    for name in [*listed, *([project.metadata["csl"]] if project.metadata.get("csl") else [])]:
        if not (project.folder / name).is_file():
            raise EngineError(
                f"the file '{name}' named in the configuration does not exist", where=Place("_quarto.yml")
            )
    if listed:
        meta["bibliography"] = {"t": "MetaList", "c": [{"t": "MetaString", "c": name} for name in listed]}
    if project.metadata.get("csl"):
        meta["csl"] = {"t": "MetaString", "c": project.metadata["csl"]}
    meta["lang"] = {"t": "MetaString", "c": str(project.metadata.get("lang") or "en")}
    out, warnings = pandoc.cite({**tree, "meta": meta}, project.folder)
    for warning in warnings:
        key = re.search(r"citation (\S+) not found", warning)
        notices.warn(warning, *([f"@{key.group(1)}"] if key else []))
    kept = {name: value for name, value in out["meta"].items() if name not in ("bibliography", "csl", "lang")}
    return {**out, "meta": kept}


def placed(warning: str, source: Source, offset: int) -> str:
    """Put a file and line in a warning of Pandoc's that names a line of the whole text."""
    position = re.compile(r" at (?:\S+ )?line (\d+) column \d+")
    match = position.search(warning)
    place = source.place(int(match.group(1)) - offset) if match else None
    return f"{place}: {position.sub('', warning)}" if place else warning


def prepare(document: Document, format_name: str, notices: Notices) -> Prepared:
    """Make a document ready for a format: hidden parts left out, everything numbered, references resolved."""
    options = document.project.options(format_name)
    printed = words_of(options)
    own_meta = {**document.meta, **document.format_meta.get(format_name, {})}
    blocks = conditional(document.blocks, format_name)
    blocks = resolve_shortcodes(blocks, own_meta, options, format_name, notices.warn)
    leave = format_name != "docx" and leaves_tables(options)
    blocks = place_tables(blocks, document.raw, format_name, leave)
    blocks = gather_boxes(gather_equations(gather_floats(blocks)))
    if format_name == "typst":
        blocks = raised(blocks)
    index = build_index(blocks, SectionCounter(blocks))
    blocks = resolve_references(blocks, index, printed, options, format_name, notices.warn)
    if options.get("number-sections"):
        number = unnumbered_below if format_name == "typst" else number_sections
        blocks = number(blocks, int(options.get("number-depth") or DEEPEST))
    meta = template_metadata(own_meta, options, printed, format_name)
    return Prepared(blocks, meta, options, printed, index)


def conditional(blocks: list[Node], format_name: str) -> list[Node]:
    """Keep what is meant for a format (`content-visible`, `content-hidden` with `when-format`)."""
    names = {"html": ("html", "html5"), "typst": ("typst", "pdf"), "docx": ("docx",)}[format_name]

    def shown(node: Node) -> list[Node] | Node | None:
        attributes, content = node["c"]
        visible, hidden = ("content-visible" in attributes[1], "content-hidden" in attributes[1])
        if not visible and not hidden:
            return None
        when, unless = (value_of(attributes, "when-format"), value_of(attributes, "unless-format"))
        fits = (when is None or when in names) and (unless is None or unless not in names)
        if fits != visible:
            return []
        kept = without(attributes, "when-format", "unless-format")
        kept[1] = [name for name in kept[1] if name not in ("content-visible", "content-hidden")]
        return {"t": node["t"], "c": [kept, content]} if kept[0] or kept[1] or kept[2] else list(content)

    out: list[Node] = transform(blocks, {"Div": shown, "Span": shown})
    return out


def includes(value: Any, project: Project, language: str) -> Node | None:
    """Return what `include-in-header` and its like hold as raw text: files, `text:` or `file:`."""
    parts: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "text" in item:
            parts.append(str(item["text"]))
        elif item:
            name = str(item["file"] if isinstance(item, dict) else item)
            path = project.folder / name
            if not path.is_file():
                raise EngineError(
                    f"the file to include, '{name}', does not exist", where=Place("_quarto.yml")
                )
            parts.append(path.read_text(encoding="utf-8"))
    return literal_value(language, "\n".join(parts)) if parts else None
