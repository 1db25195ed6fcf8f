"""Letters of appendices: "Bilag A: …", "A.1 …", written by us because no engine counts in letters."""

from __future__ import annotations

from evalreport.locale import NO_BREAK
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import Document
from evalreport.prose.model import ChapterSource, ProseContext

_WORDS = {"da": ("bilag", "afsnit"), "en": ("appendix", "section")}


def letters(document: Document, chapter: ChapterSource, context: ProseContext) -> dict[int, str]:
    """Return what each numbered heading of an appendix is called in references, by its offset.

    Returns
    -------
    dict
        "bilag A" for the appendix, "afsnit A.1" for its sections; empty for an ordinary chapter.
    """
    if chapter.appendix is None:
        return {}
    appendix, section = _WORDS[context.locale.language]
    called: dict[int, str] = {}
    counts = [0] * 7
    for heading in document.headings:
        if heading.attributes is not None and heading.attributes.unnumbered:
            continue
        if heading.level == 1:
            counts = [0] * 7
            called[heading.start] = f"{appendix} {chapter.appendix}"
            continue
        counts[heading.level] += 1
        counts[heading.level + 1 :] = [0] * (6 - heading.level)
        numbers = ".".join(str(count) for count in counts[2 : heading.level + 1])
        called[heading.start] = f"{section} {chapter.appendix}.{numbers}"
    return called


def letter_headings(document: Document, called: dict[int, str]) -> Findings:
    """Write the letters before the titles, and keep the engine from numbering them."""
    findings = Findings()
    for heading in document.headings:
        name = called.get(heading.start)
        if name is None:
            continue
        word, _, letter = name.partition(" ")
        title = f"{word.capitalize()}{NO_BREAK}{letter}: " if heading.level == 1 else f"{letter} "
        findings.edit(heading.text_start, heading.text_start, title)
        if heading.attributes is None:
            findings.edit(heading.text_end, heading.text_end, " {.unnumbered}")
        else:
            end = heading.attributes.end - 1
            findings.edit(end, end, " .unnumbered")
    return findings
