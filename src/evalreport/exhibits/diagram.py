"""Diagrams from data: actors with what they pay and provide, or columns of items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from evalreport.errors import EvalreportError, unknown
from evalreport.exhibits.exhibit import Exhibit, sentences

TieKind = Literal["money", "service"]


@dataclass(frozen=True)
class Actor:
    """Someone with a part in the model; `position` is (column, row) on a grid, laid out when left out."""

    id: str
    label: str
    role: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True)
class Tie:
    """What one actor gives another: a payment or a service."""

    source: str
    target: str
    label: str
    kind: TieKind = "service"


@dataclass(frozen=True, kw_only=True)
class Diagram(Exhibit):
    """Actors and ties, or columns of items under a title each."""

    prefixes: ClassVar[tuple[str, ...]] = ("fig-",)

    actors: tuple[Actor, ...] = ()
    ties: tuple[Tie, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kind: Literal["diagram"] = "diagram"

    def __post_init__(self) -> None:
        if bool(self.actors) == bool(self.columns):
            raise EvalreportError(
                f"{self.id} needs either actors or columns",
                remedy="give actors with ties, or columns with items",
            )
        known = [actor.id for actor in self.actors]
        if len(set(known)) < len(known):
            raise EvalreportError(
                f"{self.id} has two actors of the same id", remedy="give each actor its own id"
            )
        for tie in self.ties:
            for name in (tie.source, tie.target):
                if name not in known:
                    raise unknown("actor", name, known)
        super().__post_init__()

    def actor(self, name: str) -> Actor:
        """Return an actor by id."""
        return next(actor for actor in self.actors if actor.id == name)

    def draft_alt(self) -> str:
        """Name the actors and tell what goes between them, or read the columns."""
        words, caption = self.wording, self.caption.rstrip(".")
        if self.columns:
            told = [
                words.text("alt.columns.column", title=title, items="; ".join(items))
                for title, items in self.columns
            ]
            return sentences([words.text("alt.form.columns", caption=caption), *told])
        parts = [words.text("alt.form.diagram", caption=caption)]
        parts.append(
            words.text("alt.diagram.actors", actors=words.join([actor.label for actor in self.actors]))
        )
        for tie in self.ties:
            source, target = self.actor(tie.source).label, self.actor(tie.target).label
            parts.append(words.text(f"alt.diagram.{tie.kind}", source=source, target=target, label=tie.label))
        return sentences(parts)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return ties, or items with their column."""
        words = self.wording
        if self.columns:
            items = tuple((title, item) for title, column in self.columns for item in column)
            return (words.text("word.column"), words.text("word.item")), items
        heads = ("word.source", "word.target", "word.kind", "word.label")
        rows = tuple(
            (
                self.actor(tie.source).label,
                self.actor(tie.target).label,
                words.text(f"word.{tie.kind}"),
                tie.label,
            )
            for tie in self.ties
        )
        return tuple(words.text(head) for head in heads), rows
