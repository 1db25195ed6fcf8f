"""Ids of a report: what references and links can point at, in chapters and in the exhibits they place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evalreport.errors import EvalreportError
from evalreport.prose.markdown import Document, is_numbered
from evalreport.prose.model import ChapterSource
from evalreport.prose.shortcodes import Placement


@dataclass(frozen=True)
class Target:
    """Something with an id; `number` is the appendix letter and number of a lettered heading."""

    id: str
    chapter: int
    where: str
    unnumbered: bool = False
    lettered: str = ""
    title: str = ""


@dataclass
class Targets:
    """Every id of the report, and the faults found in collecting them."""

    shared: dict[str, Target] = field(default_factory=dict)
    local: list[dict[str, Target]] = field(default_factory=list)
    titles: list[dict[str, str]] = field(default_factory=list)
    faults: list[EvalreportError] = field(default_factory=list)


def collect(
    chapters: Sequence[ChapterSource], documents: Sequence[Document], placed: Iterable[Placement],
    letters: Sequence[dict[int, str]],
) -> Targets:  # fmt: skip
    """Collect all ids of chapters and placed exhibits.

    Parameters
    ----------
    letters : sequence of dict
        For each chapter, the letters of its headings by offset (`appendices.letters`).
    """
    targets = Targets(local=[{} for _ in chapters], titles=[{} for _ in chapters])
    for number, document in enumerate(documents):
        for heading in document.headings:
            attributes = heading.attributes
            title = document.text[heading.text_start : heading.text_end]
            if attributes is not None and attributes.id:
                lettered = letters[number].get(heading.start, "")
                target = Target(
                    attributes.id,
                    number,
                    str(document.place(heading.start)),
                    attributes.unnumbered,
                    lettered,
                    title,
                )
                _add(targets, target, document, heading.start)
            else:
                targets.titles[number][_identifier(title)] = title
        for name, offset in ids(document):
            _add(targets, Target(name, number, str(document.place(offset))), document, offset)
    for placement in placed:
        inner = placement.document
        names = [name for name, _ in ids(inner)]
        names += [h.attributes.id for h in inner.headings if h.attributes is not None and h.attributes.id]
        for name in names:
            _add(targets, Target(name, placement.chapter, str(inner.place(0))), inner, 0, shared=True)
    return targets


def ids(document: Document) -> list[tuple[str, int]]:
    """All ids that are not on headings, with their places."""
    attributes = [span.attributes for span in document.spans]
    attributes += [part.attributes for part in document.images if part.attributes is not None]
    attributes += [part.attributes for part in document.divs if part.attributes is not None]
    attributes += [part.attributes for part in document.captions if part.attributes is not None]
    attributes += [part.attributes for part in document.equations]
    return sorted(((a.id, a.id_start) for a in attributes if a.id), key=lambda pair: pair[1])


def _add(targets: Targets, target: Target, document: Document, offset: int, *, shared: bool = False) -> None:
    names = targets.shared if shared or is_numbered(target.id) else targets.local[target.chapter]
    if target.id in names:
        targets.faults.append(
            document.fault(
                offset,
                f"the id '{target.id}' is used twice; the first time at {names[target.id].where}",
                remedy="give one of the two another id, and correct the references to it",
            )
        )
        return
    names[target.id] = target


def _identifier(title: str) -> str:
    """The id that an engine would give a heading, https://pandoc.org/MANUAL.html#extension-auto_identifiers."""
    text = re.sub(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))?", r"\1", title).lower()
    text = re.sub(r"[^\w\s.\-]", "", text)
    return re.sub(r"^[^a-zæøå]+", "", re.sub(r"\s+", "-", text.strip()))
