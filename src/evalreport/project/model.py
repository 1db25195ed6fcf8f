"""The project model: composes the configuration models of the nouns and cross-checks them."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from evalreport.disclosure import Policy
from evalreport.intake import IntakeConfig
from evalreport.populations import PopulationRule, Timepoints, Unit
from evalreport.project.measures import Measure

Status = Literal["draft", "review", "final"]
Engine = Literal["embedded", "quarto"]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Constant(_Frozen):
    """A declared number and why it may stand in the text without being computed."""

    value: int | float | str
    reason: str = Field(min_length=3)


class ExhibitWords(_Frozen):
    """What a project says differently about an exhibit; everything else is drafted from the data."""

    caption: str | None = None
    note: str | None = None
    alt: str | None = None
    source: str | None = None
    subject: str | None = None


class ChapterEntry(_Frozen):
    """One chapter of a publication: the file with its text."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    file: str = ""

    @property
    def path(self) -> str:
        """The file under the project's folder."""
        return self.file or f"chapters/{self.id}.md"


class NotebookEntry(_Frozen):
    """A computed chapter: which notebook, with which parameters."""

    parameters: dict[str, Any] = Field(default_factory=dict)


class Publication(_Frozen):
    """One deliverable of the project.

    Attributes
    ----------
    kind : str
        What the cover calls it: "Slutevaluering".
    date : date
        The publication's date; it also dates the PDF.
    """

    title: str
    subtitle: str = ""
    kind: str
    status: Status = "draft"
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    date: datetime.date
    formats: tuple[Literal["html", "pdf", "docx"], ...] = ("html", "pdf")
    engine: Engine = "embedded"
    chapters: tuple[ChapterEntry, ...]
    appendices: tuple[ChapterEntry, ...] = ()
    colophon: dict[str, str] = Field(default_factory=dict)


class Project(_Frozen):
    """Everything particular to one evaluation.

    Attributes
    ----------
    example : str
        For a project on invented data: the sentence that says so on cover and colophon; empty for a real one.
    lists : mapping
        Tables that people keep beside the parameter file; read and checked like the data.
    period : pair of date
        When the evaluated intervention ran; years in it may stand in the text as they are.
    names : tuple of str
        Words with digits in them that are names.
    default_publication : str
        The one that is built when none is asked for.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    language: Literal["da", "en"] = "da"
    example: str = ""
    evaluator: str
    authors: tuple[str, ...] = ()
    client: str = ""
    period: tuple[datetime.date, datetime.date]
    names: tuple[str, ...] = ()
    units: dict[str, Unit]
    intake: IntakeConfig
    disclosure: Policy = Field(default_factory=Policy)
    timepoints: dict[str, Timepoints] = Field(default_factory=dict)
    populations: dict[str, PopulationRule]
    measures: dict[str, Measure]
    notebooks: dict[str, NotebookEntry]
    exhibits: dict[str, ExhibitWords] = Field(default_factory=dict)
    sources: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, str] = Field(default_factory=dict)
    role_groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    constants: dict[str, Constant] = Field(default_factory=dict)
    default_publication: str
    publications: dict[str, Publication]
    bibliography: str = "references.bib"

    @field_validator("period")
    @classmethod
    def _in_order(cls, value: tuple[datetime.date, datetime.date]) -> tuple[datetime.date, datetime.date]:
        if value[1] < value[0]:
            raise ValueError("the period ends before it begins; write the first day first")
        return value

    @field_validator("notebooks", mode="before")
    @classmethod
    def _empty_entries(cls, value: Any) -> Any:
        """`target_group:` with nothing after it means the notebook's own defaults."""
        if isinstance(value, dict):
            return {name: entry or {} for name, entry in value.items()}
        return value
