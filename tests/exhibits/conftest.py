"""One of every kind of exhibit, and facts to make more of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from evalreport.exhibits import (
    Actor,
    Box,
    Case,
    Column,
    Diagram,
    Exhibit,
    Exit,
    Matrix,
    QuotedLine,
    QuoteSet,
    Setting,
    Spanner,
    Stage,
    Tie,
    cross_table,
    fact_table,
    flow,
    grouped_bars,
    horizontal_bars,
    lines,
)
from evalreport.ledger import Fact, FactKey

# The same examples on every run: a build that is stopped by a test must be stopped by it again.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

UNITS = {
    "citizen": ("borger", "borgere", "borgerne"),
    "child": ("barn", "børn"),
    "month": ("måned", "måneder"),
}
SETTING = Setting(units=UNITS, source="spørgeskemaer til borgerne")
WAVES = {"w1": "1. måling", "w2": "2. måling", "w3": "3. måling"}
ANSWERS = {"never": "Aldrig", "seldom": "Sjældent", "sometimes": "En gang imellem", "often": "Ofte"}
COUNTS = {"never": (23, 19, 16), "seldom": (5, 5, 6), "sometimes": (4, 8, 11), "often": (7, 7, 6)}
PANEL = "borgere, der har svaret ved alle tre målinger"


def make_fact(measure: str, value: Any, kind: str = "share", *, hidden: str | None = None, who: str = PANEL,
              **rest: Any) -> Fact:  # fmt: skip
    """Make a gated fact; a hidden one as the gate leaves it."""
    parts = {name: rest.pop(name, None) for name in ("category", "population", "group", "statistic", "wave")}
    fact = Fact(
        FactKey(measure, **parts), value, kind, **{"n": 39, "n_unit": "citizen", **rest}, population=who
    )
    return fact.hide(hidden) if hidden else fact


def answers(measure: str = "barrier", hidden: tuple[tuple[str, str], ...] = ()) -> list[Fact]:
    """Shares of four answers at three waves."""
    return [
        make_fact(measure, count / 39, category=category, wave=wave, statistic="share", population="panel",
                  hidden="small" if (category, wave) in hidden else None)
        for category, counts in COUNTS.items()
        for wave, count in zip(WAVES, counts, strict=True)
    ]  # fmt: skip


def means(values: dict[str, tuple[float, ...]], n: dict[str, int]) -> list[Fact]:
    """Means by group over four school years."""
    return [
        make_fact("absence", value, "number", group=group, wave=f"y{2021 + year}", statistic="mean", unit="percent",
                  decimals=1, n=n[group], n_unit="child", who="")
        for group, row in values.items()
        for year, value in enumerate(row)
    ]  # fmt: skip


def count(name: str, value: int, **rest: Any) -> Fact:
    """A number of citizens."""
    return make_fact(name, value, "count", statistic="count", unit="citizen", n=value, who="", **rest)


def flow_sample() -> Exhibit:
    reasons = [("Sygdom", count("e1", 9)), ("Fraflyttet kommunen", count("e2", 5)),
               ("Tilbagevisiteret af jobcentret efter de første måneder", count("e3", 5, hidden="small"))]  # fmt: skip
    stages = [
        Stage([("Henvist til indsatsen", count("referred", 108))],
              exits=[Exit("Sluttede før tid", count("ended", 34), reasons)]),
        Stage([("Gennemførte et forløb", count("done", 74))], exits=[Exit("Svarede ikke", count("silent", 4))]),
        Stage([("1. måling", count("s1", 70)), ("2. måling", count("s2", 66)), ("3. måling", count("s3", 58))]),
        Stage([("Panel", count("panel", 40))]),
    ]  # fmt: skip
    return flow("fig-flow", stages, caption="Fra henvisning til panel", setting=SETTING)


def diagram_sample(positions: bool = True) -> Diagram:
    places = {"skf": (0, 0), "kom": (2, 0), "care": (1, 1), "job": (2, 1), "bs": (0, 1), "people": (1, 2)}
    names = {"skf": "Den Sociale Kapitalfond", "kom": "Kommunen", "care": "Leverandøren", "job": "Jobcentret",
             "bs": "Bysekretariatet", "people": "Borgerne"}  # fmt: skip
    ties = (
        Tie("skf", "care", "Forudbetaler indsatsen", "money"), Tie("care", "skf", "Tilbagebetaler", "money"),
        Tie("kom", "care", "Betaler for måneder i job", "money"), Tie("job", "care", "Henviser borgere"),
        Tie("care", "people", "Tværfagligt forløb"), Tie("bs", "people", "Støtte i hverdagen"),
        Tie("job", "people", "Myndighedssamtaler"),
    )  # fmt: skip
    actors = tuple(
        Actor(name, label, "Rolle", places[name] if positions else None) for name, label in names.items()
    )
    return Diagram(
        id="fig-model" if positions else "fig-free", caption="Aktører og penge", actors=actors, ties=ties
    )


def samples() -> dict[str, Exhibit]:
    years = {f"y{year}": f"{year}/{year - 1999}" for year in range(2021, 2025)}
    groups = {"all": "Alle børn", "low": "Under 10 % ved start", "high": "Over 20 % ved start"}
    absence = means(
        {"all": (15.5, 12.8, 11.6, 11.6), "low": (5.1, 9.9, 8.0, 8.5), "high": (35.6, 18.7, 18.1, 12.5)},
        {"all": 27, "low": 11, "high": 7},
    )
    status = {"expired": 27, "job": 23, "practice": 6, "other": 0, "few": 1}
    labels = {"expired": "Tilbud udløbet", "job": "Ordinært job", "practice": "Kursus, mentorforløb eller anden "
              "aktivering hos jobcentret", "other": "Andet", "few": "Selvforsørgelse"}  # fmt: skip
    ended = [
        make_fact("status", number / 74 if kind == "share" else number, kind, category=name, statistic=kind, n=74,
                  unit="citizen", who="", hidden="small" if name == "few" else None)
        for name, number in status.items()
        for kind in ("share", "count")
    ]  # fmt: skip
    who5 = [make_fact("who5", value, "number", wave=wave, statistic="mean", decimals=1, unit="points")
            for wave, value in zip(WAVES, (63.59, 63.5, 67.6), strict=True)]  # fmt: skip
    months = {name: count(name, value) for name, value in
              {"self_a": 396, "self_k": 151, "self": 547, "expected": 488, "diff": 59}.items()}  # fmt: skip
    made: list[Exhibit] = [
        grouped_bars("fig-barrier", answers(hidden=(("seldom", "w2"),)), categories=ANSWERS, series=WAVES,
                     caption="Mentalt helbred", subject="andelen, der svarer “{category}”,", setting=SETTING),
        grouped_bars("fig-who5", who5, categories=WAVES, x="wave", statistic="mean", caption="Trivsel",
                     axis="Point fra 0 til 100", scale=(0, 100), references=[("Landsgennemsnit", 68.0)],
                     setting=SETTING),
        horizontal_bars("fig-status", ended, categories=labels, last=("other",), caption="Status", setting=SETTING),
        lines("fig-absence", absence, x=years, series=groups, caption="Sygefravær", axis="Procent af skoledagene",
              references=[("Kommunen", 4.2)], bands=[("Normalt", 2, 5)], setting=SETTING),
        flow_sample(),
        diagram_sample(),
        diagram_sample(positions=False),
        Diagram(id="fig-mechanisms", caption="Mekanismer", columns=(("Tilgang", ("Forløb", "Støtte")),
                                                                    ("Samarbejde", ("Koordinering",)))),
        cross_table("tbl-barrier", answers(hidden=(("seldom", "w2"),)), rows=ANSWERS, columns=WAVES, stub="Svar",
                    spanners={"Måling": tuple(WAVES)}, caption="Mentalt helbred", setting=SETTING),
        fact_table("tbl-months", [Column("Faktisk", marks="a"), Column("Forventet"), Column("Forskel")],
                   [("Selvforsørgelse", None), ("A-dagpenge", [months["self_a"], None, None]),
                    ("Kontanthjælp", [months["self_k"], None, None]),
                    ("I alt", [months["self"], months["expected"], months["diff"]])],
                   totals=("I alt",), stub="Ydelse", spanners=[Spanner("Måneder", 0, 2)],
                   footnotes=[("a", "Pr. 30. juni")], caption="Måneder", setting=SETTING),
        Matrix(id="tbl-themes", caption="Temaer", corner="Tema", columns=("Borgere", "Medarbejdere"),
               rows=(("Støtte", ("●", "●")), ("Fællesskab", ("●", ""))), source="interview"),
        QuoteSet(id="quotes-a", quotes=(QuotedLine("Nogen spurgte mig.", "Borger", "q1"),)),
        Box(id="box-a", title="Hvad er en investering?", body="En *investor* betaler.\n\n- Først\n- Siden"),
        Case(id="case-a", title="En familie", situation="Uden arbejde.", process="Mødte en rådgiver.\n\nSå mere.",
             lesson="Det hjalp."),
    ]  # fmt: skip
    return {exhibit.id: exhibit for exhibit in made}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `exhibit` with every one, for `drawing` or `tabular` with every one of that sort."""
    everything = samples()
    sorts = {
        "exhibit": list(everything),
        "drawing": [name for name in everything if name.startswith("fig-")],
        "tabular": [name for name in everything if name.startswith("tbl-")],
    }
    for name, ids in sorts.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [everything[id] for id in ids], ids=ids)


@pytest.fixture
def setting() -> Setting:
    return SETTING


@pytest.fixture
def waves() -> dict[str, str]:
    return WAVES


@pytest.fixture
def answer_labels() -> dict[str, str]:
    return ANSWERS


@pytest.fixture
def fact() -> Callable[..., Fact]:
    return make_fact


@pytest.fixture
def answer_facts() -> Callable[..., list[Fact]]:
    return answers


@pytest.fixture
def sample() -> Callable[[str], Any]:
    return samples().__getitem__
