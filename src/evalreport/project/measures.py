"""Measures: an instrument or an item, as this project uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Span(BaseModel):
    """A part of a scale with a label; both ends belong to it, None is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    low: float | None = None
    high: float | None = None
    below: float | None = None
    """An upper end that does not belong to the span."""

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the span.

        >>> Span(label="under 10", below=10).holds(9.9), Span(label="10-20", low=10, high=20).holds(20)
        (True, True)
        """
        if self.low is not None and value < self.low:
            return False
        if self.high is not None and value > self.high:
            return False
        return self.below is None or value < self.below


class Measure(BaseModel):
    """What is measured, and where its values come from.

    Exactly one source: `column` (an item), `instrument` with `items` (a scored scale), `where` (a yes/no
    condition), or `baseline` (another measure's value at one timepoint, for grouping).

    Attributes
    ----------
    title : str
        The measure in the report's words.
    table : str
        Table its rows come from (not with `baseline`).
    keep : str, optional
        Condition on the table's rows: which rows belong to this measure.
    bands : mapping of str to Span
        Turns a score into categories.
    merge : mapping of str to list of str
        New categories from old ones, in the order to be shown.
    categories : mapping of str to str
        Labels that differ from the contract's, and their order.
    extra : tuple of str
        Categories outside the scale's order (such as "no longer needs it").
    every_wave : bool
        Whether those without a value at some timepoint are left out at all of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    table: str = ""
    column: str | None = None
    instrument: str | None = None
    items: tuple[str, ...] = ()
    where: str | None = None
    yes: str = "Ja"
    no: str = "Nej"
    baseline: str | None = None
    at: str | None = None
    keep: str | None = None
    unit: str | None = None
    bands: dict[str, Span] = Field(default_factory=dict)
    merge: dict[str, list[str]] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    extra: tuple[str, ...] = ()
    decimals: int | None = None
    value_unit: str = "points"
    scale: tuple[float, float] | None = None
    every_wave: bool = True

    @model_validator(mode="after")
    def _one_source(self) -> Measure:
        sources = [
            name for name in ("column", "instrument", "where", "baseline") if getattr(self, name) is not None
        ]
        if len(sources) != 1:
            raise ValueError(
                "a measure takes exactly one of column, instrument, where, baseline; given: "
                + (", ".join(sources) or "none")
            )
        if self.baseline is None and not self.table:
            raise ValueError("a measure needs the table its values come from")
        if self.instrument is not None and not self.items:
            raise ValueError("a measure with an instrument lists its `items` in questionnaire order")
        return self
