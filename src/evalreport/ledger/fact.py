"""A fact: one computed value, keyed by named dimensions, with its population, unit, n and origin."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Kind = Literal["number", "count", "share", "amount", "range", "category", "date", "ranking"]
"""What sort of value it is. A share lies in 0..1 and is printed as a percentage; an amount is money."""

DIMENSIONS = ("measure", "category", "population", "group", "statistic", "wave")
_PART = re.compile(r"^[a-z0-9][a-z0-9_]*$")


@dataclass(frozen=True, order=True)
class FactKey:
    """The named dimensions of a fact; the id joins those present in the order they stand here.

    >>> FactKey("barrier_mental", "often", "panel", "female", "share", "w1").id
    'barrier_mental.often.panel.female.share.w1'
    >>> FactKey("who5", population="panel", statistic="mean", wave="w3").id
    'who5.panel.mean.w3'
    """

    measure: str
    category: str | None = None
    population: str | None = None
    group: str | None = None
    statistic: str | None = None
    wave: str | None = None

    def __post_init__(self) -> None:
        for name in DIMENSIONS:
            part = getattr(self, name)
            if part is not None and not _PART.match(part):
                raise ValueError(f"{name} '{part}' of a fact must be lower case letters, digits and '_'")

    @property
    def id(self) -> str:
        """The dotted id that prose uses."""
        return ".".join(part for part in self.parts.values() if part is not None)

    @property
    def parts(self) -> dict[str, str | None]:
        """The dimensions by name, in order."""
        return {name: getattr(self, name) for name in DIMENSIONS}


@dataclass(frozen=True)
class Origin:
    """Where a fact was computed: notebook, cell (tag or number) and the tables read, with content hashes."""

    notebook: str = ""
    cell: str = ""
    tables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fact:
    """One computed value that has passed the disclosure gate.

    Attributes
    ----------
    key : FactKey
        Its dimensions.
    value : float, int, str or None
        Exact value in `unit`; None when hidden. A share lies in 0..1.
    kind : Kind
        Decides how it is printed.
    unit : str
        What a number or count is measured in: a unit of the project (`citizen`), `points`, `percent`, `kr`, …
    decimals : int
        Decimals it is printed with (of the percentage, for a share).
    n : int or None
        Number of `n_unit` behind it; None when hidden or not meaningful.
    n_unit : str
        The unit of counting (a unit of the project).
    population : str
        The population's description in words.
    population_hash : str
        Hash of the population's rule, so that a changed definition can be told from changed data.
    label : str
        What it is, in the report's words: "Trivsel (WHO-5), gennemsnit, 3. måling".
    interval : pair of float or None
        Lower and upper bound in the unit of `value`.
    method : str
        How value and interval were computed, in words.
    hidden : str or None
        Why it is not shown: `small` (too few people, or it would tell of too few: which of the two is not said),
        `nested` (it would tell how many did not answer, where they are few).
    n_bounds : pair of int or None
        The span that n lies in when n itself may not be shown.
    """

    key: FactKey
    value: float | int | str | None
    kind: Kind
    unit: str = ""
    decimals: int = 0
    n: int | None = None
    n_unit: str = ""
    population: str = ""
    population_hash: str = ""
    label: str = ""
    interval: tuple[float, float] | None = None
    method: str = ""
    hidden: str | None = None
    n_bounds: tuple[int, int] | None = None
    origin: Origin = field(default_factory=Origin)

    @property
    def id(self) -> str:
        """The dotted id."""
        return self.key.id

    def hide(self, reason: str) -> Fact:
        """Return this fact without anything that tells its value."""
        return replace(self, value=None, interval=None, n=None, n_bounds=None, hidden=reason)

    def to_json(self) -> dict[str, Any]:
        """Return plain data in a fixed order, empty parts left out."""
        data: dict[str, Any] = {"id": self.id, **{k: v for k, v in self.key.parts.items() if v is not None}}
        rest = asdict(self)
        rest.pop("key")
        origin = rest.pop("origin")
        rest["rule"] = rest.pop("population")
        data["value"] = rest.pop("value")
        data.update({k: v for k, v in rest.items() if v not in (None, "", ())})
        data["origin"] = {k: v for k, v in origin.items() if v}
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Fact:
        """Read what `to_json` wrote."""
        known = dict(data)
        known.pop("id", None)
        key = FactKey(**{name: known.pop(name, None) for name in DIMENSIONS})  # type: ignore[arg-type]
        origin = known.pop("origin", {})
        known["population"] = known.pop("rule", "")
        for name in ("interval", "n_bounds"):
            if known.get(name) is not None:
                known[name] = tuple(known[name])
        tables = tuple((str(name), str(digest)) for name, digest in origin.get("tables", ()))
        return cls(
            key=key,
            origin=Origin(origin.get("notebook", ""), origin.get("cell", ""), tables),
            **known,
        )
