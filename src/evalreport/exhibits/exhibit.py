"""What all exhibits share: id, caption, alternative text, note, source, and the facts they print."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from evalreport.errors import EvalreportError
from evalreport.locale import HIDDEN, Language, Locale
from evalreport.wording import Wording

MISSING = "–"
"""What stands in place of a value that was never observed."""
MIME = "application/vnd.evalreport.exhibit+json"
"""Marks the output of a notebook that is an exhibit, and so may be published with it."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_ORDINAL = re.compile(r"\b(\d{1,2}\.) (?=\w)")
MARK = "•"
"""The mark of a matrix. Not the larger circle: the report's typeface does not have it."""


@dataclass(frozen=True)
class Cell:
    """One printed value of an exhibit.

    Attributes
    ----------
    text : str
        As printed: `24 %`, `63,6`, `·` when hidden, `–` when missing.
    value : float or None
        Position on an axis, in the fact's unit; None when there is nothing to draw.
    fact : str
        Id of the fact printed; empty for static text.
    hidden : bool
        Whether the value may not be shown.
    marks : str
        Letters of the footnotes that belong to the cell (`ab`), tables only.
    """

    text: str
    value: float | None = None
    fact: str = ""
    hidden: bool = False
    marks: str = ""

    def __post_init__(self) -> None:
        if self.hidden and (self.value is not None or self.text != HIDDEN):
            raise ValueError("a hidden cell holds nothing but the sign for hidden")

    @property
    def missing(self) -> bool:
        """Whether the cell stands for a value that was never observed."""
        return self.text == MISSING and not self.fact and not self.hidden

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw."""
        return self.value is not None and not self.hidden


HIDDEN_CELL = Cell(HIDDEN, hidden=True)
MISSING_CELL = Cell(MISSING)


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """Base of every exhibit.

    Attributes
    ----------
    id : str
        Id that prose places and refers to; begins with the kind's prefix (`fig-`, `tbl-`, …).
    caption : str
        Caption without number and final full stop. Plain text.
    alt : str
        Text alternative; drafted from the data when empty.
    note : str
        What stands under the exhibit apart from source and explanation of signs: n, population, scale.
    source : str
        Where the data come from, without the word for source.
    facts : tuple of str
        Ids of the facts printed, in order.
    language : str
        Language of the words the program adds.
    """

    prefixes: ClassVar[tuple[str, ...]] = ("fig-", "tbl-", "box-", "case-", "quotes-")

    id: str
    caption: str = ""
    alt: str = ""
    note: str = ""
    source: str = ""
    facts: tuple[str, ...] = field(default=())
    language: Language = "da"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", self.id) or not self.id.startswith(self.prefixes):
            raise EvalreportError(
                f"'{self.id}' cannot be the id of a {type(self).__name__.lower()}",
                remedy=f"begin with {' or '.join(self.prefixes)} and use lower case letters, digits and '-', "
                f"like {self.prefixes[0]}wellbeing",
            )
        if not self.alt:
            object.__setattr__(self, "alt", self.draft_alt())

    @property
    def wording(self) -> Wording:
        """The words of its language."""
        return Wording(self.language)

    @property
    def locale(self) -> Locale:
        """The formats of its language."""
        return Locale(self.language)

    def cells(self) -> tuple[Cell, ...]:
        """Every printed value."""
        return ()

    def draft_alt(self) -> str:
        """Draft a text alternative from what is printed."""
        return ""

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return what is printed as columns and rows of text."""
        raise NotImplementedError

    def note_text(self) -> str:
        """Return the whole note: n and population, source, and what the signs in it mean."""
        words = self.wording
        parts = [self.note]
        if self.source:
            parts.append(words.text("note.source", source=self.source))
        if any(cell.hidden for cell in self.cells()):
            parts.append(words.text("note.hidden"))
        if any(cell.missing for cell in self.cells()):
            parts.append(words.text("note.missing"))
        return sentences(parts)

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `exhibit_from_json` reads back."""
        return asdict(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Give a notebook the exhibit as data beside the page; by the data it is known as one that passed the gate."""
        return {MIME: self.to_json(), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        from evalreport.exhibits.render import notebook_html  # the renderers build on the specifications

        return notebook_html(self)


def sentences(parts: list[str]) -> str:
    """Join parts to sentences: each with a capital first letter and one full stop, single spaces between.

    A symbol at the beginning keeps its form: *n* is not a word.
    """
    texts = []
    for part in parts:
        text = " ".join(part.split(" ")).strip()
        if text:
            symbol = len(text) > 1 and not text[1].isalpha()
            first = text[0] if symbol else text[0].upper()
            texts.append(first + text[1:] + ("" if text[-1] in ".!?" else "."))
    return " ".join(texts)


def plain(text: str) -> str:
    """Return text on one line, without control characters."""
    return _CONTROL.sub(" ", text)


def kept_together(text: str) -> str:
    """Return a label whose ordinal stays on the line of its noun: "1. måling" never breaks after "1."."""
    return _ORDINAL.sub("\\1\u00a0", text)
