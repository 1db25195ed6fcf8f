"""A chapter's Markdown as parts with places: what prose needs to see, and nothing is rendered.

Every offset is one of the chapter's text, so that a part can be edited and the rest stays byte for byte.
`mask` is the text with everything that is no prose (code, mathematics, comments, addresses, attributes,
citations) replaced by a filler of the same length; whoever looks for words or numbers looks there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from evalreport.errors import EvalreportError, Place
from evalreport.prose.attributes import Attributes

FILLER = "\x00"

Kind = Literal["text", "quote", "table", "grid", "heading", "caption", "alt"]
"""Where a stretch of prose stands. `grid` is a table whose columns are drawn, which no edit may widen."""

PLAIN = frozenset({"heading", "caption", "alt"})
"""Places where a binding becomes plain text and a mark follows after the block."""


# Ids that begin so are numbered by both engines, https://quarto.org/docs/authoring/cross-references.html
_NUMBERED = re.compile(r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|alg)-.", re.IGNORECASE)


def is_numbered(name: str) -> bool:
    """Whether an id is of a kind that `@id` refers to; such ids are shared by all chapters."""
    return _NUMBERED.match(name) is not None


@dataclass(frozen=True)
class Block:
    """A heading, paragraph or table; notes about its content can be put at `end`."""

    start: int
    end: int
    indent: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of prose in which brackets can be matched."""

    start: int
    end: int
    kind: Kind
    block: Block


@dataclass(frozen=True)
class Span:
    """`[text]{attributes}`."""

    start: int
    end: int
    text_start: int
    text_end: int
    attributes: Attributes
    kind: Kind
    block: Block


BINDINGS = ("fact", "words", "cited", "constant")
"""Attributes that bind the words of a span."""


def binding(span: Span) -> str | None:
    """Return what a span is bound by, or None."""
    return next((kind for kind in BINDINGS if span.attributes.get(kind) is not None), None)


@dataclass(frozen=True)
class Link:
    """`[text](target)`."""

    start: int
    end: int
    text_start: int
    text_end: int
    target: str
    target_start: int


@dataclass(frozen=True)
class Image:
    """`![caption](target){attributes}`; alone in its paragraph it becomes a figure."""

    start: int
    end: int
    caption: str
    attributes: Attributes | None
    alone: bool


@dataclass(frozen=True)
class Citation:
    """`@key`, with the bracket group it stands in when there is one."""

    start: int
    end: int
    key: str
    kind: Kind
    group: tuple[int, int] | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class Note:
    """A footnote's call, its definition, or a note written in place (label "")."""

    start: int
    end: int
    label: str
    kind: Kind
    definition: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 6."""

    start: int
    end: int
    level: int
    text_start: int
    text_end: int
    attributes: Attributes | None
    block: Block


@dataclass(frozen=True)
class Div:
    """A fenced div; `close` is where its closing fence begins, -1 when it is missing."""

    start: int
    end: int
    attributes: Attributes | None
    close: int
    parent: int


@dataclass(frozen=True)
class Code:
    """A fenced block of code or raw output; `div` is the number of the div around it, -1 without one."""

    start: int
    end: int
    info: str
    div: int


@dataclass(frozen=True)
class Caption:
    """The caption line of a table."""

    start: int
    end: int
    attributes: Attributes | None


@dataclass(frozen=True)
class Equation:
    """A displayed equation with attributes."""

    start: int
    attributes: Attributes


@dataclass(frozen=True)
class Shortcode:
    """`{{< name arguments >}}`; `alone` when nothing else stands on its line."""

    start: int
    end: int
    name: str
    arguments: tuple[str, ...]
    alone: bool


@dataclass(frozen=True)
class Document:
    """One chapter, read; or the Markdown of an exhibit, for which `origin` is the place of its shortcode."""

    file: str
    text: str
    mask: str
    segments: tuple[Segment, ...] = ()
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    headings: tuple[Heading, ...] = ()
    divs: tuple[Div, ...] = ()
    codes: tuple[Code, ...] = ()
    captions: tuple[Caption, ...] = ()
    equations: tuple[Equation, ...] = ()
    shortcodes: tuple[Shortcode, ...] = ()
    faults: tuple[EvalreportError, ...] = field(default=(), compare=False)
    origin: tuple[int, int] | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both counted from 1."""
        if self.origin is not None:
            return self.origin
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def place(self, offset: int) -> Place:
        """Return the place of an offset for a message."""
        line, column = self.position(offset)
        return Place(self.file, line, column=str(column))

    def fault(
        self, offset: int, what: str, *, remedy: str = "", near: tuple[str, ...] = ()
    ) -> EvalreportError:
        """Build the error for something wrong at an offset."""
        return EvalreportError(what, where=self.place(offset), near=near, remedy=remedy)
