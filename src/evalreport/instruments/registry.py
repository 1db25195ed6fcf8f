"""Read instruments from their YAML files; the method text of a report is rendered from the same objects."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from evalreport.errors import unknown


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Frozen):
    """A named part of the score range, with who says so."""

    id: str
    low: float
    high: float
    label: dict[str, str]
    source: str


class Norm(_Frozen):
    """A published value to compare with; never without its year and population."""

    value: float
    year: str
    population: dict[str, str]
    source: str
    verified: bool = True


class Instrument(_Frozen):
    """One instrument: items, response range, how the score is made, and how it may be read."""

    id: str
    title: dict[str, str]
    items: int
    item_range: tuple[int, int]
    aggregation: Literal["sum", "mean", "single"]
    factor: float = 1.0
    reversed_items: tuple[int, ...] = ()
    items_required: int
    score_range: tuple[float, float]
    higher_is_better: bool
    decimals: int = 1
    period: dict[str, str] = Field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    norms: tuple[Norm, ...] = ()
    licence: str = ""
    references: tuple[str, ...] = ()


@cache
def _registry() -> dict[str, Instrument]:
    yaml = YAML(typ="safe")
    folder = resources.files("evalreport.instruments") / "registry_data"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            loaded = Instrument.model_validate(yaml.load(entry.read_text(encoding="utf-8")))
            found[loaded.id] = loaded
    return found


def names() -> tuple[str, ...]:
    """Return the ids of all instruments."""
    return tuple(_registry())


def instrument(name: str) -> Instrument:
    """Return the instrument called `name`.

    Raises
    ------
    EvalreportError
        When there is none, with near matches.
    """
    try:
        return _registry()[name]
    except KeyError:
        raise unknown("instrument", name, _registry()) from None
