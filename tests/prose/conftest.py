"""A small report's facts, sources and exhibits, and a way to resolve one chapter of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from evalreport.errors import Faults
from evalreport.exhibits import Box, QuoteSet
from evalreport.exhibits.render import qmd
from evalreport.ledger import Fact, FactKey, Ledger
from evalreport.prose import Benchmark, ChapterSource, Constant, ProseContext, Quote, ResolvedProse, resolve


def fact(id: str, value: Any, kind: Any, decimals: int = 0, **more: Any) -> Fact:
    measure, population, statistic, *wave = id.split(".")
    key = FactKey(measure, population=population, statistic=statistic, wave=wave[0] if wave else None)
    return Fact(key, value, kind, decimals=decimals, **more)


def ledger() -> Ledger:
    return Ledger(
        [
            fact("who5.panel.mean.w1", 63.59, "number", 1, unit="points", n=39, interval=(58.1, 69.0)),
            fact("who5.panel.mean.w3", 67.59, "number", 1, unit="points", n=39),
            fact("who5.panel.n", 39, "count", unit="citizen"),
            fact("who5.low.change", 25.0, "number", 1, unit="points", n=14),
            fact("who5.high.change", -7.7, "number", 1, unit="points", n=25),
            fact("lonely.panel.share.w1", 12 / 39, "share", unit="percent", n=39),
            fact("lonely.panel.share.w3", 8 / 39, "share", unit="percent", n=39),
            fact("value.contract.total", 7490542, "amount", unit="kr"),
            fact("trend.panel.direction", "stigende", "category"),
            fact("month.data.cutoff", "2025-06-30", "date"),
            fact("wage.men.count", 3, "count", unit="citizen").hide("small"),
            fact("wage.men.share", 0.1, "share", unit="percent").hide("complement"),
        ]
    )


def _render(exhibit: Any) -> str:
    if isinstance(exhibit, (Box, QuoteSet)):
        return qmd(exhibit)
    if exhibit.id.startswith("tbl-"):
        return f"::: {{#{exhibit.id}}}\n\n```{{=html}}\n<table></table>\n```\n\nTabeltekst\n\n:::"
    return f'![Figurtekst](figures/{exhibit.id}.svg){{#{exhibit.id} fig-alt="Alt"}}'


def context(**changes: Any) -> ProseContext:
    figure = SimpleNamespace(id="fig-who5", facts=("who5.panel.mean.w1",))
    box = Box(id="box-data", title="Data", body='[39]{fact="who5.panel.n"} borgere svarede. Se @fig-who5.')
    settings: dict[str, Any] = {
        "ledger": ledger(),
        "exhibits": {
            "fig-who5": figure,
            "tbl-flow": SimpleNamespace(id="tbl-flow", facts=()),
            "box-data": box,
        },
        "quotes": {
            "q1": Quote("q1", "Nu kommer jeg ud blandt andre igen.", "Borger", approved=True),
            "q2": Quote("q2", "Det var hårdt i begyndelsen.", "Borger"),
        },
        "constants": {
            "waves": Constant(3, "aftalt i kontrakten"),
            "scale": Constant("0-100", "skalaens spænd"),
        },
        "benchmarks": (Benchmark("da2022", 0.171, "share"),),
        "citations": frozenset({"da2022", "who2019"}),
        "render": _render,
    }
    return ProseContext(**{**settings, **changes})


@dataclass(frozen=True)
class Page:
    """What became of one chapter: its text without the heading, and everything that was found."""

    body: str
    prose: ResolvedProse

    @property
    def kinds(self) -> list[str]:
        return [mark.kind for mark in self.prose.marks]


HEADING = "# Kapitel\n\n"


def _resolved(text: str, **changes: Any) -> Page:
    source = text if text.startswith("# ") else HEADING + text
    prose = resolve([ChapterSource("kap", "chapters/kap.md", source)], context(**changes))
    return Page(prose.chapters[0].qmd.removeprefix(HEADING), prose)


def _faults(*texts: str, **changes: Any) -> str:
    sources = [
        ChapterSource(f"k{i}", f"chapters/k{i}.md", text if text.startswith("#") else HEADING + text)
        for i, text in enumerate(texts, 1)
    ]
    with pytest.raises(Faults) as caught:
        resolve(sources, context(**changes))
    return str(caught.value)


@pytest.fixture
def resolved() -> Callable[..., Page]:
    """Resolve one chapter; a heading is put before it when it has none."""
    return _resolved


@pytest.fixture
def faults() -> Callable[..., str]:
    """Return the message of chapters that cannot be resolved."""
    return _faults


@pytest.fixture
def make_context() -> Callable[..., ProseContext]:
    """Build the context with some settings changed."""
    return context
