"""`{{< exhibit id >}}` and `{{< quote id >}}`: what they place, once in the whole report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evalreport.errors import EvalreportError, near_matches, unknown
from evalreport.exhibits.exhibit import Exhibit
from evalreport.exhibits.render import qmd
from evalreport.exhibits.texts import QuotedLine, QuoteSet
from evalreport.prose import marks
from evalreport.prose.edits import Edit, apply
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import Document, Shortcode
from evalreport.prose.model import ChapterSource, ProseContext, Quote
from evalreport.prose.parse import parse

PLACING = ("exhibit", "quote")
ENGINE = ("pagebreak",)
"""Shortcodes that both engines know and that need nothing from us."""


@dataclass(frozen=True)
class Placement:
    """An exhibit or quote in its place, as Markdown that is still to be resolved; `message` is its mark."""

    chapter: int
    shortcode: Shortcode
    id: str
    document: Document
    message: str = ""


@dataclass
class Placements:
    """Everything that the chapters place; one `Findings` for each chapter."""

    placed: list[Placement] = field(default_factory=list)
    findings: list[Findings] = field(default_factory=list)
    exhibits: list[str] = field(default_factory=list)


def place(
    chapters: Sequence[ChapterSource], documents: Sequence[Document], context: ProseContext
) -> Placements:
    """Place exhibits and quotes.

    Parameters
    ----------
    chapters, documents
        The chapters and what was read in them, in the same order.
    """
    placements = Placements()
    first: dict[tuple[str, str], str] = {}
    for number, (chapter, document) in enumerate(zip(chapters, documents, strict=True)):
        findings = Findings()
        placements.findings.append(findings)
        for shortcode in document.shortcodes:
            name = _called(document, shortcode, context, findings.faults)
            if name is None:
                continue
            key = (shortcode.name, name)
            if key in first:
                findings.faults.append(
                    document.fault(
                        shortcode.start,
                        f"{shortcode.name} '{name}' is placed twice; the first time at {first[key]}",
                        remedy=_again(name),
                    )
                )
                continue
            first[key] = str(document.place(shortcode.start))
            message = ""
            if shortcode.name == "exhibit":
                exhibit = context.exhibits[name]
                placements.exhibits.append(name)
                findings.facts.update(exhibit.facts)
            else:
                exhibit = _quote_set(context.quotes[name], context)
                if not context.quotes[name].approved:
                    message = marks.mark(
                        findings, document, chapter, context, shortcode.start, "quote", name=name
                    )
            inner = parse(document.file, rendered(exhibit, context), document.position(shortcode.start))
            placements.placed.append(Placement(number, shortcode, exhibit.id, inner, message))
    return placements


def rendered(exhibit: Exhibit, context: ProseContext) -> str:
    """Return the Markdown of an exhibit."""
    return (context.render or qmd)(exhibit).strip("\n")


def _called(
    document: Document, shortcode: Shortcode, context: ProseContext, faults: list[EvalreportError]
) -> str | None:
    """Return the id that a shortcode places; None when it places nothing or cannot."""
    where = document.place(shortcode.start)
    if shortcode.name in ENGINE:
        return None
    if shortcode.name not in PLACING:
        names = (*PLACING, *ENGINE)
        near = near_matches(shortcode.name, names)
        remedy = "" if near else "chapters can use exhibit, quote and pagebreak"
        faults.append(
            EvalreportError(f"unknown shortcode '{shortcode.name}'", where=where, near=near, remedy=remedy)
        )
        return None
    if len(shortcode.arguments) != 1:
        faults.append(
            EvalreportError(
                f"{shortcode.name} needs one id and has {len(shortcode.arguments)}",
                where=where,
                remedy=f"write {{{{< {shortcode.name} id >}}}}",
            )
        )
        return None
    name = shortcode.arguments[0]
    known = context.exhibits if shortcode.name == "exhibit" else context.quotes
    if name not in known:
        faults.append(unknown(shortcode.name, name, known, where=where))
        return None
    if not shortcode.alone:
        faults.append(
            EvalreportError(
                f"{shortcode.name} '{name}' stands inside a line",
                where=where,
                remedy="put it on a line of its own, at the left margin, with an empty line before and after",
            )
        )
        return None
    return name


def _again(name: str) -> str:
    if name.startswith(("fig-", "tbl-")):
        return f"refer to it with @{name} instead"
    return "place it once" if not name.startswith(("box-", "case-")) else f"refer to it with [text](#{name})"


def written(placement: Placement, chapter: str, document: Document, findings: Findings) -> Findings:
    """Put the Markdown of an exhibit, with its own bindings resolved, in place of its shortcode.

    Parameters
    ----------
    chapter, document
        The chapter's id and what was read in it.
    findings : Findings
        What was found in the exhibit's Markdown.
    """
    markdown = apply(placement.document.text, findings.edits)
    if placement.message:
        markdown += f"\n\n{marks.note(placement.message)}"
    shortcode = placement.shortcode
    marked = [replace(mark, chapter=chapter) for mark in findings.marks]
    edit = Edit(shortcode.start, shortcode.end, _apart(document, shortcode, markdown))
    return replace(findings, edits=[edit], marks=marked)


def _apart(document: Document, shortcode: Shortcode, markdown: str) -> str:
    """Put empty lines around a block where the author left none."""
    before = document.text[: shortcode.start]
    after = document.text[shortcode.end :]
    above = "" if not before.strip() or re.search(r"\n[ \t]*\r?\n$", before) else "\n"
    below = "" if not after.strip() or re.match(r"[ \t]*\r?\n[ \t]*\r?\n", after) else "\n"
    return above + markdown + below


def _quote_set(quote: Quote, context: ProseContext) -> QuoteSet:
    slug = re.sub(r"[^a-z0-9]+", "-", quote.id.lower()).strip("-")
    lines = (QuotedLine(quote.text, quote.role, quote.id),)
    return QuoteSet(id=f"quotes-{slug}", quotes=lines, language=context.locale.language)
