"""Exhibits of words: quotes attributed by role, boxes and cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from evalreport.exhibits.exhibit import Exhibit


@dataclass(frozen=True)
class QuotedLine:
    """A quote and who says it, by role alone."""

    text: str
    attribution: str
    quote_id: str = ""


@dataclass(frozen=True, kw_only=True)
class QuoteSet(Exhibit):
    """One or more quotes that belong together."""

    prefixes: ClassVar[tuple[str, ...]] = ("quotes-",)

    quotes: tuple[QuotedLine, ...]
    kind: Literal["quotes"] = "quotes"

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the quotes with who said them."""
        words = self.wording
        rows = tuple((quote.text, quote.attribution) for quote in self.quotes)
        return (words.text("word.quote"), words.text("word.attribution")), rows


@dataclass(frozen=True, kw_only=True)
class Box(Exhibit):
    """Text set apart from the chapter; `body` is Markdown."""

    prefixes: ClassVar[tuple[str, ...]] = ("box-",)

    title: str
    body: str
    kind: Literal["box"] = "box"

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return title and text."""
        return (self.wording.text("word.part"), self.wording.text("word.text")), ((self.title, self.body),)


@dataclass(frozen=True, kw_only=True)
class Case(Exhibit):
    """One story: the situation, what happened, and what it shows. Plain text, paragraphs set apart by empty lines."""

    prefixes: ClassVar[tuple[str, ...]] = ("case-",)

    title: str
    situation: str
    process: str
    lesson: str
    kind: Literal["case"] = "case"

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return heading and text of each part."""
        texts = (("situation", self.situation), ("process", self.process), ("lesson", self.lesson))
        return tuple((self.wording.text(f"case.{name}"), text) for name, text in texts if text)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the parts."""
        return (self.wording.text("word.part"), self.wording.text("word.text")), self.parts()
