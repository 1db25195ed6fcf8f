"""Resolve the chapters of a publication before any engine sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evalreport.errors import EvalreportError, Faults
from evalreport.prose.appendices import letter_headings, letters
from evalreport.prose.bindings import bind
from evalreport.prose.claims import check_claims
from evalreport.prose.edits import apply
from evalreport.prose.findings import Findings
from evalreport.prose.lint import lint
from evalreport.prose.markdown import Document
from evalreport.prose.model import ChapterSource, ProseContext, ResolvedChapter, ResolvedProse
from evalreport.prose.notes import check_notes
from evalreport.prose.parse import parse
from evalreport.prose.references import refer
from evalreport.prose.shortcodes import place, written
from evalreport.prose.spelling import check_spelling
from evalreport.prose.structure import check_structure
from evalreport.prose.targets import collect


def resolve(chapters: Sequence[ChapterSource], context: ProseContext) -> ResolvedProse:
    """Resolve every binding, claim and reference of all chapters.

    Parameters
    ----------
    chapters : sequence of ChapterSource
        In the order of the publication, appendices included.
    context : ProseContext
        What the texts may refer to, and the publication's status.

    Returns
    -------
    ResolvedProse
        The chapters as Markdown for an engine, with marks shown unless the status is final.

    Raises
    ------
    Faults
        With everything that stops: unknown names, broken references, faults of structure; in a final
        publication marks as well.
    """
    documents = [parse(chapter.path, chapter.text) for chapter in chapters]
    called = [
        letters(document, chapter, context) for document, chapter in zip(documents, chapters, strict=True)
    ]
    placements = place(chapters, documents, context)
    targets = collect(chapters, documents, placements.placed, called)
    found: list[list[Findings]] = [[part] for part in placements.findings]
    for number, (chapter, document) in enumerate(zip(chapters, documents, strict=True)):
        found[number] += [
            Findings(faults=check_structure(document)),
            check_spelling(document),
            bind(document, chapter, context),
            check_claims(document, chapter, context),
            check_notes(document, chapter),
            refer(document, number, chapters, targets, context),
            lint(document, chapter, context),
            letter_headings(document, called[number]),
        ]
    for placement in placements.placed:
        number, inner = placement.chapter, placement.document
        within = replace(chapters[number], id=placement.id)
        parts = [
            check_spelling(inner),
            bind(inner, within, context),
            check_claims(inner, within, context),
            check_notes(inner, within),
            refer(inner, number, chapters, targets, context),
        ]
        found[number].append(
            written(placement, chapters[number].id, documents[number], Findings.joined(parts))
        )
    findings = [Findings.joined(parts) for parts in found]
    _stop([*_same_chapter(chapters), *targets.faults, *(fault for part in findings for fault in part.faults)])
    whole = Findings.joined(findings)
    return ResolvedProse(
        chapters=tuple(
            _resolved(chapter, document, part)
            for chapter, document, part in zip(chapters, documents, findings, strict=True)
        ),
        marks=tuple(mark for part in findings for mark in sorted(part.marks)),
        outdated=tuple(one for part in findings for one in sorted(part.outdated)),
        facts_used=tuple(sorted(whole.facts)),
        exhibits_used=tuple(placements.exhibits),
        unplaced=tuple(sorted(set(context.exhibits) - set(placements.exhibits))),
        citations_used=tuple(sorted(whole.citations)),
    )


def _same_chapter(chapters: Sequence[ChapterSource]) -> list[EvalreportError]:
    names = [chapter.id for chapter in chapters]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        EvalreportError(f"the chapter '{name}' stands twice in the publication", remedy="list it once")
        for name in twice
    ]


def _stop(faults: list[EvalreportError]) -> None:
    if not faults:
        return

    def order(fault: EvalreportError) -> tuple[str, int, int, str]:
        where = fault.where
        column = int(where.column or 0) if where is not None else 0
        return (
            (where.file, where.line or 0, column, fault.what) if where is not None else ("", 0, 0, fault.what)
        )

    count = len(faults)
    raise Faults(sorted(faults, key=order), title=f"the text has {count} fault{'s' if count > 1 else ''}")


def _resolved(chapter: ChapterSource, document: Document, findings: Findings) -> ResolvedChapter:
    return ResolvedChapter(chapter.id, _title(document, findings), apply(document.text, findings.edits))


def _title(document: Document, findings: Findings) -> str:
    """The chapter's title as plain text, its values resolved."""
    heading = document.headings[0]
    start, end = heading.text_start, heading.text_end
    inside = [edit for edit in findings.edits if start <= edit.start and edit.end <= end and edit.start < end]
    text = apply(document.text[:end], inside)[start:]
    text = re.sub(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))", r"\1", text)
    return re.sub(r"(?<!\\)[*_`]+|\\(?=[^\w\s])", "", text).strip()
