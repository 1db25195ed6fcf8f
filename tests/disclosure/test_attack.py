"""A reader who subtracts, solves and guesses finds no hidden number in a ledger.

The attack knows what a reader can know: the facts, which populations lie within which, and how the gate works. It
sets up every count that could be behind the facts as unknowns and asks, by linear programming, between which values
each hidden count must lie; and it looks for means whose people differ by too few.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from evalreport.chapter.publish import Publisher
from evalreport.disclosure import Gate, Policy
from evalreport.ledger import Fact, FactKey, Ledger
from evalreport.populations import Population
from evalreport.statistics import Sample, distribution, means
from evalreport.wording import Wording

FIVE = 5
SEEDS = (5, 69, 81)
"""Ledgers that each found a hole in an earlier gate."""
REST = "_rest"
"""The group of those who have none."""

Cell = tuple[str, str, str]
"""Population, group, category."""


@dataclass
class Puzzle:
    """What facts about one measure at one wave tell of the counts behind them."""

    facts: Sequence[Fact]
    cells: list[Cell] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        for population in sorted({fact.key.population or "" for fact in self.facts}):
            of = [fact.key for fact in self.facts if fact.key.population == population]
            groups = sorted({key.group for key in of if key.group}) or [""]
            categories = sorted({key.category for key in of if key.category})
            groups += [REST] if groups != [""] else []
            self.cells += [(population, group, category) for group in groups for category in categories]
        for fact in self.facts:
            self.learn(fact)

    def sum_of(self, key: FactKey) -> np.ndarray:
        """The cells that a count or n is the sum of."""
        wanted = (key.population, key.group, key.category)
        return np.array(
            [
                float(all(w is None or w == c for w, c in zip(wanted, cell, strict=True)))
                for cell in self.cells
            ]
        )

    def know(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def learn(self, fact: Fact) -> None:
        statistic, row = fact.key.statistic, self.sum_of(fact.key)
        if fact.hidden:
            return
        if statistic in ("count", "n") and isinstance(fact.value, int):
            self.know(row, fact.value, fact.value)
        elif statistic == "n" and fact.n_bounds:
            self.know(row, *fact.n_bounds)
        elif statistic == "share" and fact.n is not None:
            self.know(row, fact.value * fact.n, fact.value * fact.n)
        elif statistic == "share":
            # Rounded to five per cent or finer: the count over n lies as close.
            everyone = self.sum_of(FactKey("m", None, fact.key.population, fact.key.group))
            step = 0.005 if round(fact.value * 20) != fact.value * 20 else 0.025
            self.know(row - (fact.value - step) * everyone, 0, np.inf)
            self.know((fact.value + step) * everyone - row, 0, np.inf)

    def span(self, row: np.ndarray) -> tuple[float, float]:
        matrix = np.array(self.rows).reshape(-1, len(self.cells))
        low, high = np.array(self.low), np.array(self.high)
        exact = low == high
        upper, lower = ~exact & np.isfinite(high), ~exact
        limits = np.vstack([matrix[upper], -matrix[lower]])
        ends = np.concatenate([high[upper], -low[lower]])
        found = []
        for sign in (1, -1):
            result = linprog(
                sign * row,
                A_eq=matrix[exact] if exact.any() else None,
                b_eq=low[exact] if exact.any() else None,
                A_ub=limits if len(limits) else None,
                b_ub=ends if len(limits) else None,
                bounds=(0, None),
            )
            found.append(sign * result.fun if result.status == 0 else -sign * np.inf)
        return found[0], found[1]


def attack(
    facts: Iterable[Fact], within: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[float, float]]:
    """Return the hidden counts that can be told, and differences of nested populations that tell of too few."""
    found: dict[str, tuple[float, float]] = {}
    by_topic: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in facts:
        if fact.key.statistic in ("count", "share", "n") and fact.key.population:
            by_topic.setdefault((fact.key.measure, fact.key.wave), []).append(fact)
    for topic in by_topic.values():
        if not any(fact.key.category for fact in topic):
            continue
        alone = {name: Puzzle([f for f in topic if f.key.population == name]) for name in populations(topic)}
        for fact in topic:
            puzzle = alone[fact.key.population or ""]
            if (fact.key.statistic == "n" and fact.n_bounds) or (
                fact.hidden and fact.key.statistic == "count"
            ):
                low, high = puzzle.span(puzzle.sum_of(fact.key))
                # What is hidden to keep n open is large itself; that it is not found exactly is enough.
                if high - low < (1 if fact.hidden == "nested" else FIVE - 1) - 1e-6:
                    found[fact.id] = (low, high)
        found |= differences(topic, within or {})
    return found


def populations(topic: Sequence[Fact]) -> list[str]:
    return sorted({fact.key.population or "" for fact in topic})


def differences(topic: Sequence[Fact], within: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Return counts of those in one population and not in another within it that can be told to be too few."""
    puzzle, found = Puzzle(topic), {}
    pairs = [(inner, outer) for inner in within for outer in within[inner]]
    present = [pair for pair in pairs if set(pair) <= set(populations(topic))]
    keys = {fact.key for fact in topic if fact.key.category and fact.key.statistic == "count"}
    gaps = {}
    for inner, outer in present:
        for key in keys:
            if key.population == inner and (twin := FactKey(**{**key.parts, "population": outer})) in keys:
                row = puzzle.sum_of(twin) - puzzle.sum_of(key)
                whole = [FactKey("m", population=name, group=key.group) for name in (outer, inner)]
                everyone = puzzle.sum_of(whole[0]) - puzzle.sum_of(whole[1])
                gaps[f"{outer}-{inner}.{key.category}.{key.group}"] = row, everyone
    for row, _ in gaps.values():
        puzzle.know(row, 0, np.inf)
    for name, (row, everyone) in gaps.items():
        if puzzle.span(everyone)[0] < 1 - 1e-6:
            continue  # there may be nobody in the one and not in the other
        low, high = puzzle.span(row)
        if high - low < 1 - 1e-6 and high < FIVE - 1e-6:
            found[name] = (low, high)
    return found


def too_close(people: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Return means that, set against one another, are about too few: a whole less one, two or three parts."""
    found = []
    for whole, members in people.items():
        parts = [name for name, part in people.items() if part < members]
        for count in (1, 2, 3):
            for chosen in itertools.combinations(parts, count):
                together = frozenset().union(*(people[name] for name in chosen))
                apart = len(together) == sum(len(people[name]) for name in chosen)
                if apart and 0 < len(members) - len(together) < FIVE:
                    found.append((whole, *chosen))
    return found


# -- the attack works -------------------------------------------------------------------------------------


def count(category: str, value: int | None, population: str = "p", group: str | None = None):
    fact = Fact(key=FactKey("m", category, population, group, "count"), value=value, kind="count")
    return fact if value is not None else fact.hide("small")


def n(value: int, population: str = "p", group: str | None = None) -> Fact:
    return Fact(key=FactKey("m", None, population, group, "n"), value=value, kind="count")


def test_it_finds_a_lone_hidden_count():
    assert attack([count("a", 10), count("b", None), n(13)]) == {"m.b.p.count": (3, 3)}


def test_it_does_not_find_what_cannot_be_found():
    assert attack([count("a", 10), count("b", None), count("c", None), n(30)]) == {}


def test_it_finds_a_hidden_count_from_a_share():
    share = Fact(key=FactKey("m", "b", "p", None, "share"), value=3 / 13, kind="share", n=13)
    assert attack([count("a", 10), count("b", None), share, n(13)])["m.b.p.count"] == pytest.approx((3, 3))


def test_it_finds_few_between_nested_populations():
    facts = [count("a", 10), count("b", 20), n(30), count("a", 12, "q"), count("b", 40, "q"), n(52, "q")]
    assert attack(facts, {"p": ["q"]}) == {"q-p.a.None": (2, 2)}


def test_it_finds_groups_from_totals():
    facts = [
        count("a", 10, group="x"), count("b", 9, group="x"), n(19, group="x"), count("a", None, group="y"),
        count("b", 8, group="y"), n(11, group="y"), count("a", 13), count("b", 17), n(30),
    ]  # fmt: skip
    assert attack(facts) == {"m.a.p.y.count": (3, 3)}


def test_it_finds_means_that_are_too_close():
    people = {"p": frozenset("abcdefgh"), "q": frozenset("abcdefg"), "r": frozenset("ab")}
    assert too_close(people) == [("p", "q")]
    assert too_close({"p": frozenset("abcdefgh"), "q": frozenset("abcde"), "r": frozenset("fg")}) == [
        ("p", "q"),
        ("p", "q", "r"),
    ]


# -- and finds nothing in what the gate lets through ----------------------------------------------------------


def population(name: str, members: Iterable[str]) -> Population:
    return Population(name, "citizen", name, f"hash of {name}", frozenset(members))


def sample(
    of: Population,
    measure: str,
    values: Mapping[tuple[str, str], object],
    group: Mapping[str, str] | None = None,
) -> Sample:
    """The values of members, by unit and wave; a value of None is a missing answer."""
    rows = [(u, w, (group or {}).get(u, ""), value) for (u, w), value in values.items() if u in of.members]
    frame = pd.DataFrame(rows, columns=["unit", "wave", "group", "value"])
    scored = measure == "score"
    return Sample(
        measure=measure,
        population=of,
        values=frame,
        waves=("w1", "w2"),
        groups={name: name for name in sorted(set(group.values()))} if group else {},
        categories={} if scored else {name: name for name in ("a", "b", "c", "d")},
        unit="citizen",
        value_unit="points",
        decimals=1,
        title=measure,
        tables=(),
        wave_labels={"w1": "1", "w2": "2"},
    )


@cache
def invented(seed: int) -> tuple[Ledger, dict[str, Sequence[str]], dict[str, dict[str, frozenset[str]]]]:
    """A ledger of a small evaluation: nested populations, two groupings, missing answers, small groups."""
    rng = np.random.default_rng(seed)
    people = [f"p{number:02}" for number in range(int(rng.integers(14, 60)))]
    cut = int(rng.integers(5, len(people)))
    everyone, some = population("all", people), population("some", people[:cut])
    few = population("few", people[: max(cut - int(rng.integers(5, 12)), 0)])
    groups = {
        by: dict(zip(people, rng.choice(names, len(people), p=p), strict=True))
        for by, names, p in (("sex", ["f", "m"], [0.7, 0.3]), ("kind", ["x", "y", "z"], [0.6, 0.3, 0.1]))
    }
    drop = float(rng.choice([0, 0.03, 0.2]))
    keys = list(itertools.product(people, ("w1", "w2")))
    answer = {
        key: None if rng.random() < drop else str(rng.choice(["a", "b", "c", "d"], p=[0.5, 0.3, 0.15, 0.05]))
        for key in keys
    }
    score = {key: None if rng.random() < drop else float(rng.integers(0, 26) * 4) for key in keys}
    publisher = Publisher(Gate(Policy(threshold=FIVE)), Wording("da"))
    ledger = Ledger()
    order = [everyone, some, few]
    rng.shuffle(order)
    too_close_sizes = {p.name for p, q in itertools.permutations(order, 2) if 0 < len(q) - len(p) < FIVE}
    order = [p for p in order if p.name not in too_close_sizes]  # merged before they get here
    for of, by in itertools.product(order, (None, "sex", "kind")):
        group = groups[by] if by else None
        if by and any(key.key.group for key in ledger.facts() if key.key.population == of.name):
            continue  # one grouping for each population: two would share ids of groups
        ledger.merge(publisher.distribution(distribution(sample(of, "answer", answer, group))))
        ledger.merge(publisher.means(means(sample(of, "score", score, group))))
    shown: dict[str, dict[str, frozenset[str]]] = {"w1": {}, "w2": {}}
    of_name = {p.name: p for p in order}
    for fact in ledger.facts():
        key = fact.key
        if key.measure == "score" and key.statistic == "mean" and not fact.hidden:
            shown[key.wave or ""][fact.id] = frozenset(
                u
                for u in of_name[key.population or ""].members
                if score[u, key.wave or ""] is not None and key.group in (None, groups["sex"][u])
            )
    within = {"few": ["some", "all"], "some": ["all"]}
    return ledger, within, shown


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_can_be_told_and_no_mean_of_too_few(seed):
    ledger, within, shown = invented(seed)
    assert attack(ledger.facts(), within) == {}
    for people in shown.values():
        assert too_close(people) == []


def test_the_invented_ledgers_hide_something_and_show_something():
    facts = [fact for seed in SEEDS for fact in invented(seed)[0].facts()]
    reasons = {fact.hidden for fact in facts}
    assert reasons == {None, "small", "nested"}
    assert any(fact.n_bounds for fact in facts)


def test_no_shown_count_or_n_is_small():
    for seed in SEEDS:
        for fact in invented(seed)[0].facts():
            if fact.key.statistic in ("count", "n") and fact.value is not None:
                assert fact.value >= FIVE, fact.id
