"""Turn statistics into facts: the only way from a computed number to one that may be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from evalreport.disclosure import Gate
from evalreport.disclosure.gate import NESTED
from evalreport.disclosure.precision import mean_decimals, round_to, share_grid
from evalreport.ledger import Fact, FactKey
from evalreport.populations import Population
from evalreport.statistics import Distribution, Means, Sample
from evalreport.statistics.describe import ALL, UNKNOWN_GROUP
from evalreport.wording import Wording

At = tuple[str, str]
"""A wave and a group."""

Span = tuple[int, int]
"""The span printed in the place of n."""


class _Base(TypedDict):
    """What every fact of one cell has in common."""

    n: int | None
    n_bounds: Span | None
    n_unit: str
    population: str
    population_hash: str


@dataclass(frozen=True)
class Publisher:
    """Makes facts of results, as far as the gate lets them through."""

    gate: Gate
    wording: Wording

    def distribution(self, result: Distribution) -> list[Fact]:
        """Return counts, shares and n for every category, group and wave."""
        sample = result.sample
        facts: list[Fact] = []
        for wave in sample.waves:
            groups = [group for (at, group) in result.counts if at == wave and group != ALL] or [ALL]
            people = [[_people(sample, wave, group, name) for name in sample.categories] for group in groups]
            decision = self.gate.table(
                people, measure=sample.measure, wave=wave, categories=list(sample.categories)
            )
            spans = self._spans(sample, wave, groups)
            for index, group in [*enumerate(groups), *([(-1, ALL)] if groups != [ALL] else [])]:
                if group != UNKNOWN_GROUP:
                    facts += self._cells(result, (wave, group), decision.reasons[index], spans[index])
        return _n_once(facts, sample)

    def means(self, result: Means) -> list[Fact]:
        """Return mean, standard deviation and n for every group and wave."""
        sample = result.sample
        facts: list[Fact] = []
        for wave in sample.waves:
            groups = [group for (at, group) in result.value if at == wave]
            reasons = self.gate.moments(
                {group: _people(sample, wave, group) for group in groups}, measure=sample.measure, wave=wave
            )
            parts = [group for group in groups if group != ALL] or [ALL]
            spans = dict(zip([*parts, ALL], self._spans(sample, wave, parts), strict=True))
            for group in groups:
                if group != UNKNOWN_GROUP:
                    facts += self._moments(result, (wave, group), reasons[group], spans[group])
        return _n_once(facts, sample)

    def size(self, population: Population, unit_title: str) -> Fact:
        """Return the number of members of a population."""
        reason = self.gate.size(population.unit, population.members)
        fact = Fact(
            key=FactKey(population.unit, population=population.name, statistic="count"),
            value=len(population),
            kind="count",
            unit=population.unit,
            n=len(population),
            n_unit=population.unit,
            population=population.words,
            population_hash=population.rule_hash,
            label=self.wording.text("fact.size", unit=unit_title, population=population.words),
        )
        return fact.hide(reason) if reason else fact

    def _spans(self, sample: Sample, wave: str, groups: Sequence[str]) -> list[Span | None]:
        """Return what to print instead of n for each group and, last, for everyone."""
        asked = [len(_people(sample, wave, group, answered=False)) for group in groups]
        answered = [len(_people(sample, wave, group)) for group in groups]
        outside = len(sample.population) - sum(asked)
        if self.gate.policy.too_close(len(sample.population), len(sample.population) - outside):
            # The few members without a row at this wave are told by n beside the population's size, too.
            asked[asked.index(max(asked))] += outside
        return self.gate.answered(
            asked, answered, measure=sample.measure, wave=wave, population=sample.population.name
        )

    def _cells(self, result: Distribution, at: At, reasons: np.ndarray, span: Span | None) -> Iterator[Fact]:
        sample, counts = result.sample, result.counts[at]
        n = int(counts.sum())
        shown = None if span or reasons[-1] else n
        known = [None if reason else int(count) for count, reason in zip(counts, reasons, strict=False)]
        grid = share_grid(known, n, span) if span and n else None
        for index, (category, label) in enumerate(sample.categories.items()):
            base = self._base(sample, shown, span)
            count = Fact(
                key=_key(sample, category, at, "count"),
                value=int(counts[index]),
                kind="count",
                unit=sample.unit,
                label=self._label(sample, "count", at, label),
                **base,
            )
            exact = counts[index] / n if n else 0.0
            share = Fact(
                key=_key(sample, category, at, "share"),
                value=round_to(exact, grid) if grid else float(exact),
                kind="share",
                unit="percent",
                label=self._label(sample, "share", at, label),
                **base,
            )
            why = reasons[index] or reasons[-1]
            # Beside a span of n, counts would tell n; shares are made coarse enough not to, or hidden too.
            yield count.hide(why or NESTED) if why or span else count
            if n:  # of nobody there is no share
                yield share.hide(why or NESTED) if why or (span and not grid) else share
        yield self._n(sample, at, n, span, reasons[-1])

    def _moments(self, result: Means, at: At, reason: str | None, span: Span | None) -> Iterator[Fact]:
        sample, n = result.sample, result.n[at]
        decimals = sample.decimals
        if span:
            scores = sample.at(at[0], at[1]).dropna().astype(float).tolist()
            decimals = mean_decimals(scores, span, decimals)
        for statistic, values in (("mean", result.value), ("sd", result.sd)):
            if math.isnan(values[at]) and n:
                continue  # one respondent has no standard deviation
            value = None if math.isnan(values[at]) else values[at]
            fact = Fact(
                key=_key(sample, None, at, statistic),
                value=round(value, decimals) if span and value is not None else value,
                kind="number",
                unit=sample.value_unit,
                decimals=max(decimals, 0),
                label=self._label(sample, statistic, at),
                method=self.wording.text(f"method.{statistic}"),
                **self._base(sample, None if span else n, span),
            )
            yield fact.hide(reason or "small") if reason or not n else fact
        yield self._n(sample, at, n, span, reason)

    def _n(self, sample: Sample, at: At, n: int, span: Span | None, reason: str | None) -> Fact:
        exact = span is None
        fact = Fact(
            key=_key(sample, None, at, "n"),
            value=n if exact else None,
            kind="count" if exact else "range",
            unit=sample.unit,
            interval=span,
            label=self._label(sample, "n", at),
            **self._base(sample, n if exact else None, span),
        )
        return fact.hide(reason) if reason else fact

    def _base(self, sample: Sample, n: int | None, span: Span | None) -> _Base:
        population = sample.population
        return {
            "n": n,
            "n_bounds": span,
            "n_unit": sample.unit,
            "population": population.words,
            "population_hash": population.rule_hash,
        }

    def _label(self, sample: Sample, statistic: str, at: At, category: str = "") -> str:
        wave, group = at
        parts = [
            f"{sample.title}: {category}" if category else sample.title,
            self.wording.text(f"fact.{statistic}"),
            sample.groups.get(group, ""),
            sample.wave_labels.get(wave, ""),
        ]
        return ", ".join(part for part in parts if part)


def _key(sample: Sample, category: str | None, at: At, statistic: str) -> FactKey:
    wave, group = at
    return FactKey(sample.measure, category, sample.population.name, group or None, statistic, wave or None)


def _people(
    sample: Sample, wave: str, group: str, category: str | None = None, *, answered: bool = True
) -> frozenset[str]:
    """Return who is in a group at a wave: those who gave an answer (that one), or everyone asked."""
    rows = sample.values[sample.values["wave"] == wave]
    if group != ALL:
        rows = rows[rows["group"] == ("" if group == UNKNOWN_GROUP else group)]
    if category is not None:
        rows = rows[rows["value"] == category]
    elif answered:
        rows = rows[rows["value"].notna()]
    return frozenset(rows["unit"])


def _n_once(facts: list[Fact], sample: Sample) -> list[Fact]:
    """Give n without a wave as well, where it is the same at every wave."""
    if len(sample.waves) < 2:
        return facts
    by_group: dict[str | None, list[Fact]] = {}
    for fact in facts:
        if fact.key.statistic == "n":
            by_group.setdefault(fact.key.group, []).append(fact)
    for group, found in by_group.items():
        if len({(fact.value, fact.n_bounds, fact.hidden) for fact in found}) == 1:
            first = found[0]
            key = FactKey(sample.measure, None, sample.population.name, group, "n")
            label = first.label.removesuffix(", " + sample.wave_labels.get(first.key.wave or "", ""))
            facts.append(Fact(**{**vars(first), "key": key, "label": label}))
    return facts
