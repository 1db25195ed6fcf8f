"""The document: everything that makes up one publication, before it becomes files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from evalreport.assembly.labels import Status, labels
from evalreport.exhibits import Exhibit
from evalreport.locale import Locale


class ChapterText(Protocol):
    """What the document needs of a chapter; the prose module's resolved chapters have it."""

    @property
    def id(self) -> str:
        """Its id, part of its file's name."""

    @property
    def title(self) -> str:
        """Its title, without number."""

    @property
    def qmd(self) -> str:
        """Its text, heading included, with every binding resolved."""


@dataclass(frozen=True)
class Chapter:
    """A chapter whose bindings and references are resolved."""

    id: str
    title: str
    qmd: str


@dataclass(frozen=True)
class Attachment:
    """A file that lies inside the PDF."""

    name: str
    content: bytes
    mime: str
    description: str


@dataclass(frozen=True)
class Document:
    """One publication, ready to be written as a Quarto project.

    Attributes
    ----------
    title, subtitle, kicker : str
        The kicker is the kind of publication, printed above the title.
    evaluator : str
        The institution that publishes.
    authors : tuple of str
        Persons; empty when the institution is the author.
    client : str
        For whom it was made.
    version, build_id : str
        Printed on every page.
    date : datetime.date
        The publication's date; the only date in the files.
    status : Status
        draft, review or final.
    notice : str, optional
        A short notice on cover and front page, for example that the data are synthetic.
    citation : str
        The suggested citation, in Markdown.
    colophon : tuple of (str, str)
        Further rows of the colophon, label and Markdown, in order.
    chapters, appendices : tuple of ChapterText
        In order. The headings of appendices are written with their letters.
    exhibits : tuple of Exhibit
        Those that chapters place, in order.
    assets : mapping of str to bytes
        Further files by path in the project, such as `figures/map.svg`.
    bibliography : Path, optional
        A BibTeX file; the list of references stands before the appendices.
    attachments : tuple of Attachment
        What goes into the PDF.
    """

    title: str
    evaluator: str
    version: str
    build_id: str
    date: datetime.date
    chapters: tuple[ChapterText, ...]
    subtitle: str = ""
    kicker: str = ""
    authors: tuple[str, ...] = ()
    client: str = ""
    status: Status = "draft"
    language: str = "da-DK"
    notice: str | None = None
    citation: str = ""
    colophon: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    appendices: tuple[ChapterText, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    bibliography: Path | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def printed_date(self) -> str:
        """The date in words."""
        return Locale("en" if self.language.startswith("en") else "da").date(self.date)

    @property
    def status_label(self) -> str:
        """The status as one or two words."""
        return labels(self.language).status[self.status]

    @property
    def imprint(self) -> tuple[tuple[str, str], ...]:
        """The few facts of the cover: who, for whom, when, which version, how final."""
        words = labels(self.language)
        rows = (
            (words.authors, ", ".join(self.authors)),
            (words.prepared_by, self.evaluator),
            (words.prepared_for, self.client),
            (words.date, self.printed_date),
            (words.version, self.version),
            (words.state, words.status_meaning[self.status]),
        )
        return tuple((label, text) for label, text in rows if text)

    @property
    def colophon_rows(self) -> tuple[tuple[str, str], ...]:
        """Every row of the colophon: the citation first, then version, build and date, then the rest."""
        words = labels(self.language)
        rows = (
            (words.citation, self.citation),
            (words.version, f"{self.version}, {self.printed_date}"),
            (words.state, words.status_meaning[self.status]),
            (words.build, self.build_id),
            *self.colophon,
        )
        return tuple((label, text) for label, text in rows if text)
