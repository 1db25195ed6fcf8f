"""The rules as they stand in the parameter file: units, timepoints and populations."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(_Frozen):
    """What is counted, with the language's word forms.

    Attributes
    ----------
    one, many : str
        "borger", "borgere".
    the_many : str
        "borgerne".
    key : str
        The column that identifies one, after intake has replaced it by a pseudonym.
    """

    one: str
    many: str
    the_many: str
    key: str = ""

    def count(self, number: int) -> str:
        """Return the form that fits a number.

        >>> Unit(one="borger", many="borgere", the_many="borgerne").count(1)
        'borger'
        """
        return self.one if number == 1 else self.many


class Timepoint(_Frozen):
    """One point in time: the value that marks its rows, and how the report names it."""

    value: int | str
    label: str
    short: str = ""

    @property
    def brief(self) -> str:
        """The short name, for axes and tables."""
        return self.short or self.label


class Timepoints(_Frozen):
    """The timepoints of one table, in order."""

    column: str
    points: dict[str, Timepoint]


class PopulationRule(_Frozen):
    """A named rule for who counts.

    Attributes
    ----------
    unit : str
        The unit counted.
    table : str
        The table whose rows are looked at.
    words : str
        The rule in words, as it stands in the report: "borgere, der svarede ved alle tre målinger".
    within : str, optional
        Another population that this one is part of.
    where : str, optional
        A condition on a row, as a pandas expression: `status == 'completed'`.
    at_all : tuple of str
        Timepoints at which the unit must have a row that fulfils `where` and `answered`.
    answered : tuple of str
        Columns that must have a value.
    """

    unit: str
    table: str
    words: str
    within: str | None = None
    where: str | None = None
    at_all: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()

    def digest(self, parents: tuple[str, ...] = ()) -> str:
        """Return the hash of the rule and of those it builds on; the words do not count."""
        data: dict[str, Any] = self.model_dump(exclude={"words"})
        text = json.dumps([data, list(parents)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class PopulationsConfig(_Frozen):
    """Units, timepoints and populations of a project."""

    units: dict[str, Unit]
    timepoints: dict[str, Timepoints] = Field(default_factory=dict)
    populations: dict[str, PopulationRule]
