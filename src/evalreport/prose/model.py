"""What goes into the resolving of prose, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalreport.exhibits.exhibit import Exhibit
from evalreport.ledger import Fact
from evalreport.locale import Locale
from evalreport.wording import Wording

Status = Literal["draft", "review", "final"]
"""The publication's status; it decides whether a mark is shown or stops the build."""


@dataclass(frozen=True)
class ChapterSource:
    """One chapter as the author wrote it.

    Attributes
    ----------
    id : str
        The chapter's name in the project; it prefixes footnote labels and local ids.
    path : str
        The file's path as messages show it, relative to the project.
    text : str
        Markdown.
    appendix : str, optional
        The letter of an appendix; its headings become "Bilag A: …" and "A.1 …".
    """

    id: str
    path: str
    text: str
    appendix: str | None = None


@dataclass(frozen=True)
class Quote:
    """What somebody said, attributed by role alone."""

    id: str
    text: str
    role: str
    approved: bool = False


@dataclass(frozen=True)
class Constant:
    """A number the project declares, with its reason."""

    value: float | int | str
    reason: str = ""


@dataclass(frozen=True)
class Benchmark:
    """An external value; a share is given as 0..1."""

    citation: str
    value: float
    kind: str = "number"


@dataclass(frozen=True)
class ProseContext:
    """Everything a text may refer to, and how strict the publication is.

    Attributes
    ----------
    ledger : mapping of str to Fact
        Gated facts by id.
    exhibits : mapping of str to Exhibit
        Every exhibit that was published; `{{< exhibit id >}}` places one.
    quotes, constants, benchmarks
        What the project declares.
    citations : frozenset of str
        Keys of the bibliography.
    locale, wording
        How values are printed, and what the words of the language mean.
    status : Status
        Draft and review show marks, final refuses them.
    threshold : int
        Counts below it are hidden; prose says "færre end 5" for a small count.
    years : pair of int, optional
        The project's period; without it every year may stand unbound.
    names : frozenset of str
        Names with digits in them that are no numbers ("Hus 4").
    render : callable, optional
        How an exhibit becomes Markdown; `evalreport.exhibits.render.qmd` when not given.
    """

    ledger: Mapping[str, Fact]
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    constants: Mapping[str, Constant] = field(default_factory=dict)
    benchmarks: tuple[Benchmark, ...] = ()
    citations: frozenset[str] = frozenset()
    locale: Locale = field(default_factory=Locale)
    wording: Wording = field(default_factory=Wording)
    status: Status = "draft"
    threshold: int = 5
    years: tuple[int, int] | None = None
    names: frozenset[str] = frozenset()
    render: Callable[[Exhibit], str] | None = None


@dataclass(frozen=True, order=True)
class Mark:
    """A fault that a draft shows and a final report refuses."""

    chapter: str
    file: str
    line: int
    column: int
    kind: str
    message: str
    stop: bool


@dataclass(frozen=True, order=True)
class Outdated:
    """A text in brackets that is not what its binding prints today."""

    file: str
    line: int
    column: int
    fact: str
    was: str
    is_: str


@dataclass(frozen=True)
class ResolvedChapter:
    """A chapter an engine can read."""

    id: str
    title: str
    qmd: str


@dataclass(frozen=True)
class ResolvedProse:
    """All chapters, what was found in them, and what they used."""

    chapters: tuple[ResolvedChapter, ...]
    marks: tuple[Mark, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    facts_used: tuple[str, ...] = ()
    exhibits_used: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    citations_used: tuple[str, ...] = ()
