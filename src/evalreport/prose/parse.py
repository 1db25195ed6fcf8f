"""From a chapter's text to a `Document`: blocks first, then what stands in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evalreport.errors import EvalreportError
from evalreport.prose.blocks import read_blocks
from evalreport.prose.inlines import Inlines, scan
from evalreport.prose.markdown import FILLER, Document


def parse(file: str, text: str, origin: tuple[int, int] | None = None) -> Document:
    """Read a chapter.

    Parameters
    ----------
    file : str
        Its path, for messages.
    text : str
        Markdown.
    origin : pair of int, optional
        Line and column that messages name instead of places in `text`.
    """
    blocks = read_blocks(text)
    inlines = Inlines()
    for segment in blocks.segments:
        scan(text, segment, inlines)
    document = Document(
        file=file,
        text=text,
        mask=_mask(text, [*blocks.hidden, *inlines.hidden], inlines.shown),
        segments=tuple(blocks.segments),
        spans=tuple(sorted(inlines.spans, key=lambda span: (span.start, -span.end))),
        links=tuple(inlines.links),
        images=tuple(inlines.images),
        citations=tuple(inlines.citations),
        notes=tuple(sorted([*blocks.notes, *inlines.notes], key=lambda note: note.start)),
        headings=tuple(blocks.headings),
        divs=blocks.divs,
        codes=tuple(blocks.codes),
        captions=tuple(blocks.captions),
        equations=tuple(inlines.equations),
        shortcodes=tuple(sorted(inlines.shortcodes, key=lambda code: code.start)),
        origin=origin,
    )
    problems: list[EvalreportError] = [
        document.fault(offset, what, remedy=remedy) for offset, what, remedy in blocks.problems
    ]
    return replace(document, faults=tuple(problems))


def _mask(text: str, hidden: Iterable[tuple[int, int]], shown: Iterable[tuple[int, int]]) -> str:
    """Replace what is no prose by a filler; line ends stay, so that lines can be counted."""
    keep = sorted(shown)
    cuts: list[tuple[int, int]] = []
    for start, end in sorted(hidden):
        position = start
        for first, last in keep:
            if start <= first and last <= end:
                cuts.append((position, first))
                position = last
        cuts.append((position, end))
    parts: list[str] = []
    position = 0
    for start, end in sorted(cuts):
        start = max(start, position)
        if start >= end:
            continue
        parts.append(text[position:start])
        parts.append("\n".join(FILLER * len(line) for line in text[start:end].split("\n")))
        position = end
    parts.append(text[position:])
    return "".join(parts)
