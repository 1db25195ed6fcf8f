"""What every builder needs besides facts: language, the words for units, and the usual source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real

from evalreport.exhibits.exhibit import Cell
from evalreport.ledger import Fact
from evalreport.locale import HIDDEN, Language, Locale, format_fact
from evalreport.wording import Wording


@dataclass(frozen=True)
class Setting:
    """How a project's exhibits are worded.

    Attributes
    ----------
    language : str
        Language of the report.
    units : mapping of str to (one, many) or (one, many, the many)
        Word forms of each unit of counting: `{"citizen": ("borger", "borgere", "borgerne")}`.
    source : str
        Source printed when an exhibit names none.
    """

    language: Language = "da"
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""

    @property
    def locale(self) -> Locale:
        """Formats of the language."""
        return Locale(self.language)

    @property
    def wording(self) -> Wording:
        """Words of the language."""
        return Wording(self.language)

    def unit(self, name: str, count: int | None = None) -> str:
        """Return the word for a unit, in the form that goes with a count.

        >>> Setting(units={"citizen": ("borger", "borgere")}).unit("citizen", 1)
        'borger'
        """
        forms = self.units.get(name, (name,))
        return forms[0] if count == 1 else forms[min(1, len(forms) - 1)]

    def all_of(self, name: str) -> str:
        """Return the word for all of a unit: "borgerne"."""
        forms = self.units.get(name, (name,))
        return forms[-1]

    def cell(self, fact: Fact) -> Cell:
        """Return a fact as it is printed."""
        if fact.hidden is not None:
            return Cell(HIDDEN, fact=fact.id, hidden=True)
        value = float(fact.value) if isinstance(fact.value, Real) else None
        return Cell(format_fact(fact, self.locale), value, fact.id)
