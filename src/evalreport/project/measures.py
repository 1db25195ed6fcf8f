"""Measures: an instrument or an item, as this project uses it."""

from __future__ import annotations

from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator

VALUE_UNITS = ("points", "percent", "percent_points", "kr")
"""What a score can be measured in, besides the project's own units; decides how it is printed."""


class Span(BaseModel):
    """A part of a scale with a label; `low` and `high` belong to it, `above` and `below` do not, None is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the span.

        >>> Span(label="under 10", below=10).holds(9.9), Span(label="10-20", low=10, high=20).holds(20)
        (True, True)
        >>> Span(label="over 20", above=20).holds(20)
        False
        """
        if self.above is not None and value <= self.above:
            return False
        if self.low is not None and value < self.low:
            return False
        if self.high is not None and value > self.high:
            return False
        return self.below is None or value < self.below

    def overlaps(self, other: Span) -> bool:
        """Say whether some value lies in both spans; one that holds no value overlaps itself only.

        >>> Span(label="10-20", low=10, high=20).overlaps(Span(label="20 and over", low=20))
        True
        >>> Span(label="10-20", low=10, high=20).overlaps(Span(label="over 20", above=20))
        False
        """
        ends = [end for span in (self, other) for end in (span.low, span.high, span.above, span.below)]
        known = sorted({end for end in ends if end is not None})
        # Whether a value lies in a span can change at the ends only: it is enough to try them, and one between each.
        between = [(first + second) / 2 for first, second in pairwise(known)]
        beyond = [known[0] - 1, known[-1] + 1] if known else [0.0]
        return any(self.holds(value) and other.holds(value) for value in (*known, *between, *beyond))


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
    bands: dict[str, Span] = Field(default_factory=dict)
    merge: dict[str, list[str]] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
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
