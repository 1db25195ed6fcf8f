"""Footnotes: every call has its note and every note its call, and labels carry the chapter's name."""

from __future__ import annotations

from evalreport.errors import EvalreportError, near_matches
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import Document
from evalreport.prose.model import ChapterSource


def check_notes(document: Document, chapter: ChapterSource) -> Findings:
    """Check the footnotes of a chapter and prefix their labels.

    Two chapters may use the same label: in one document the later definition would serve both.
    """
    findings = Findings()
    defined: dict[str, int] = {}
    called = {note.label for note in document.notes if note.label and not note.definition}
    for note in document.notes:
        if note.kind in ("heading", "alt"):
            where = "a heading" if note.kind == "heading" else "an alternative text"
            remedy = "put the note in the text below"
            findings.faults.append(document.fault(note.start, f"a footnote in {where}", remedy=remedy))
        if not note.label:
            continue
        findings.edit(note.start + 2, note.start + 2, f"{chapter.id}-")
        if not note.definition:
            continue
        if note.label in defined:
            first = document.position(defined[note.label])[0]
            what = f"the footnote [^{note.label}] is defined twice; the first time in line {first}"
            findings.faults.append(document.fault(note.start, what, remedy="give one of them another label"))
        defined.setdefault(note.label, note.start)
    for note in document.notes:
        if note.label and not note.definition and note.label not in defined:
            what = f"the footnote [^{note.label}] has no text"
            remedy = f"write [^{note.label}]: and its text on a line of its own in the same chapter"
            near = near_matches(note.label, defined)
            findings.faults.append(
                EvalreportError(
                    what, where=document.place(note.start), near=near, remedy="" if near else remedy
                )
            )
    for label, start in defined.items():
        if label not in called:
            what = f"no text calls the footnote [^{label}], so it is not printed"
            findings.faults.append(document.fault(start, what, remedy=f"write [^{label}] where it belongs"))
    return findings
