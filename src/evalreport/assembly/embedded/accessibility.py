"""What an accessible PDF refuses, found before Typst meets it, with the file and the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evalreport.assembly.embedded.errors import EngineError, EngineFaults
from evalreport.assembly.embedded.includes import Source
from evalreport.assembly.embedded.nodes import Node, attributes_of, descend, find, plain_text, value_of
from evalreport.assembly.embedded.resources import REMOTE
from evalreport.errors import Place


def check_for_pdf(
    blocks: list[Node], meta: dict[str, Node], source: Source, folder: Path, document: str, accessible: bool
) -> None:
    """Refuse what Typst would refuse, all at once.

    Parameters
    ----------
    blocks : list of nodes
        The document prepared for Typst, with the engine's own nodes.
    accessible : bool
        Whether the PDF claims PDF/UA-1 or PDF/A-3a.

    Raises
    ------
    EngineError
        With the place of the fault; several faults come together as `EngineFaults`.
    """
    faults = [*image_faults(blocks, source, folder, accessible), *label_faults(blocks, source)]
    if accessible:
        if not plain_text(meta.get("title")):
            faults.append(
                EngineError("the document has no title", where=Place(document, 1), remedy="add 'title:'")
            )
        faults += [
            *heading_faults(blocks, source),
            *formula_faults(blocks, source),
            *empty_float_faults(blocks, source),
        ]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise EngineFaults(faults, title="the document cannot be set as a PDF:")


def fault(source: Source, needles: tuple[str, ...], what: str, remedy: str = "") -> EngineError:
    """Build an error with the place of the first of the texts that is found."""
    return EngineError(what, where=source.locate(*needles), remedy=remedy)


def heading_faults(blocks: list[Node], source: Source) -> Iterator[EngineError]:
    """Find headings without text, and levels that are skipped."""
    before = 1
    for node in find(blocks, "Header"):
        level, attributes, inlines = node["c"]
        text = plain_text(inlines)
        needles = (f"#{attributes[0]}", text)
        if not text.strip() and not find(inlines, "RawInline"):
            yield fault(source, needles, "a heading has no text")
        if level > before + 1:
            what = f"the heading '{text}' is of level {level} right after level {before}"
            yield fault(source, needles, what, f"make it level {before + 1}, or add the level above it")
        before = level


def image_faults(blocks: list[Node], source: Source, folder: Path, accessible: bool) -> Iterator[EngineError]:
    """Find images without a file or without alternative text, and sizes that Typst does not know."""
    figures = find(blocks, "Float", "Figure")
    owners = {id(image): attributes_of(part) for part in figures for image in find(part, "Image")}
    for node in find(blocks, "Image"):
        attributes, caption, (name, _) = node["c"]
        owner = owners.get(id(node))
        needles = (f"#{owner[0]}" if owner else "", f"]({name})", name)
        if REMOTE.match(name) or not (folder / name.lstrip("/")).is_file():
            yield fault(
                source,
                needles,
                f"the image '{name}' does not exist",
                "write its path from the document's folder",
            )
        alt = value_of(attributes, "fig-alt") or value_of(attributes, "alt")
        alt = alt or ("" if id(node) in owners else plain_text(caption))
        if accessible and not alt:
            yield fault(source, needles, f"the image '{name}' has no alternative text", 'write fig-alt="…"')
        for side in ("width", "height"):
            size = value_of(attributes, side)
            if size and re.fullmatch(r"[\d.]+px", size):
                yield fault(source, needles, f"the {side} {size} is in pixels", "write it in %, cm or mm")


def formula_faults(blocks: list[Node], source: Source) -> Iterator[EngineError]:
    """Find formulas without alternative text; only a numbered equation can have one."""
    for node in find(blocks, "Equation", "Math"):
        if node["t"] == "Math":
            needles = (f"${node['c'][1]}$", node["c"][1].strip())
            remedy = 'write it in words, or as a numbered equation with {#eq-… alt="…"}'
            yield fault(source, needles, "a formula has no alternative text", remedy)
        elif not value_of(node["c"]["attr"], "alt"):
            identifier = node["c"]["attr"][0]
            what = f"the equation '{identifier}' has no alternative text"
            yield fault(source, (f"#{identifier}",), what, f'write {{#{identifier} alt="…"}}')


def empty_float_faults(blocks: list[Node], source: Source) -> Iterator[EngineError]:
    """Find figures and tables of which nothing is left for the PDF."""
    for part in find(blocks, "Float"):
        identifier, content = part["c"]["attr"][0], part["c"]["content"]
        raw = any(node["c"][0] == "typst" for node in find(content, "RawBlock"))
        if not raw and all(node["t"] in ("Div", "RawBlock") for node in descend(content)):
            what = f"'{identifier}' has nothing to show in the PDF"
            yield fault(source, (f"#{identifier}",), what, "add a {=typst} block beside the {=html} block")


def label_faults(blocks: list[Node], source: Source) -> Iterator[EngineError]:
    """Find ids that are used twice, and links to ids that do not exist."""
    counts: dict[str, int] = {}
    for node in descend(blocks):
        attributes = attributes_of(node)
        if attributes and attributes[0] and node["t"] not in ("Image", "Code"):
            counts[attributes[0]] = counts.get(attributes[0], 0) + 1
    raw = " ".join(node["c"][1] for node in find(blocks, "RawBlock", "RawInline") if node["c"][0] == "typst")
    for identifier, times in counts.items():
        if times > 1:
            places = source.occurrences(f"#{identifier}")
            yield EngineError(
                f"the id '{identifier}' is used {times} times", where=places[1] if len(places) > 1 else None
            )
    for node in find(blocks, "Link"):
        target = node["c"][2][0]
        if target.startswith("#") and target[1:] not in counts and f"<{target[1:]}>" not in raw:
            yield EngineError(f"the link to '{target}' leads nowhere", where=source.locate(f"({target})"))
