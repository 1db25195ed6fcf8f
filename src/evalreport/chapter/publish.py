"""Turn statistics into facts: the only way from a computed number to one that may be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from evalreport.disclosure import Gate
from evalreport.disclosure.gate import NESTED, Decision
from evalreport.ledger import Fact, FactKey
from evalreport.populations import Population
from evalreport.statistics import Distribution, Means, Sample
from evalreport.statistics.describe import ALL, UNKNOWN_GROUP
from evalreport.wording import Wording


class _Base(TypedDict):
    """What every fact of one cell has in common."""

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
        categories = list(sample.categories)
        for wave in sample.waves:
            groups = [group for (at, group) in result.counts if at == wave and group != ALL] or [ALL]
            inner = np.stack([result.counts[wave, group] for group in groups])
            decision = self._decide(sample, wave, groups, inner, categories)
            for index, group in enumerate([*groups, ALL] if groups != [ALL] else [ALL]):
                if group == UNKNOWN_GROUP:
                    continue
                row = decision.reasons[-1 if group == ALL else index]
                counts = result.counts[wave, group]
                facts += self._cells(sample, wave, group, counts, row, result.missing[wave, group])
        return _n_once(facts, sample)

    def means(self, result: Means) -> list[Fact]:
        """Return mean, standard deviation and n for every group and wave."""
        sample = result.sample
        facts: list[Fact] = []
        for wave in sample.waves:
            groups = [group for (at, group) in result.value if at == wave and group != ALL]
            reasons = dict(
                zip(groups, self.gate.group_sizes([result.n[wave, g] for g in groups]), strict=True)
            )
            reasons[ALL] = self.gate.group_sizes([result.n[wave, ALL]])[0]
            for group in [ALL, *groups]:
                if group == UNKNOWN_GROUP:
                    continue
                facts += self._moments(result, wave, group, reasons[group])
        return _n_once(facts, sample)

    def size(self, population: Population, unit_title: str) -> Fact:
        """Return the number of members of a population."""
        reason = self.gate.group_sizes([len(population)])[0]
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

    def _decide(
        self, sample: Sample, wave: str, groups: list[str], inner: np.ndarray, categories: list[str]
    ) -> Decision:
        at = sample.values[(sample.values["wave"] == wave) & sample.values["value"].notna()]
        return self.gate.counts(
            inner,
            measure=sample.measure,
            wave=wave,
            population=sample.population.name,
            categories=categories,
            members=frozenset(at["unit"]),
        )

    def _cells(
        self, sample: Sample, wave: str, group: str, counts: np.ndarray, row: np.ndarray, missing: int
    ) -> Iterator[Fact]:
        n = int(counts.sum())
        bounds = self.gate.n_bounds(n + missing, n)
        n_shown = None if bounds or row[-1] else n
        base = self._base(sample)
        for index, (category, label) in enumerate(sample.categories.items()):
            count, reason = int(counts[index]), row[index]
            count_fact = Fact(
                key=_key(sample, category, group, "count", wave),
                value=count,
                kind="count",
                unit=sample.unit,
                n=n_shown,
                n_bounds=bounds,
                label=self._label(sample, "count", wave, group, label),
                **base,
            )
            # A whole percentage says no more than that the count lies in a span; finer ones would
            # tell the hidden n.
            share = count / n if n else 0.0
            share_fact = Fact(
                key=_key(sample, category, group, "share", wave),
                value=round(share, 2) if bounds else share,
                kind="share",
                unit="percent",
                n=n_shown,
                n_bounds=bounds,
                label=self._label(sample, "share", wave, group, label),
                **base,
            )
            why = reason or row[-1]
            if why:
                yield count_fact.hide(why)
                yield share_fact.hide(why)
                continue
            yield count_fact.hide(NESTED) if bounds else count_fact
            if n:  # of nobody there is no share
                yield share_fact
        yield self._n(sample, wave, group, n, bounds, row[-1])

    def _moments(self, result: Means, wave: str, group: str, reason: str | None) -> Iterator[Fact]:
        sample, at = result.sample, (wave, group)
        n = result.n[at]
        bounds = self.gate.n_bounds(n + result.missing[at], n)
        for statistic, values in (("mean", result.value), ("sd", result.sd)):
            if math.isnan(values[at]) and n:
                continue  # one respondent has no standard deviation
            fact = Fact(
                key=_key(sample, None, group, statistic, wave),
                value=None if math.isnan(values[at]) else values[at],
                kind="number",
                unit=sample.value_unit,
                decimals=sample.decimals,
                n=None if bounds else n,
                n_bounds=bounds,
                label=self._label(sample, statistic, wave, group),
                method=self.wording.text(f"method.{statistic}"),
                **self._base(sample),
            )
            yield fact.hide(reason or "small") if reason or not n else fact
        yield self._n(sample, wave, group, n, bounds, reason)

    def _n(
        self,
        sample: Sample,
        wave: str,
        group: str,
        n: int,
        bounds: tuple[int, int] | None,
        reason: str | None,
    ) -> Fact:
        fact = Fact(
            key=_key(sample, None, group, "n", wave),
            value=n,
            kind="count",
            unit=sample.unit,
            n=n,
            label=self._label(sample, "n", wave, group),
            **self._base(sample),
        )
        if bounds and not reason:
            span = {"value": None, "kind": "range", "interval": bounds, "n": None, "n_bounds": bounds}
            return Fact(**{**vars(fact), **span})
        return fact.hide(reason) if reason else fact

    def _base(self, sample: Sample) -> _Base:
        population = sample.population
        return {
            "n_unit": sample.unit,
            "population": population.words,
            "population_hash": population.rule_hash,
        }

    def _label(self, sample: Sample, statistic: str, wave: str, group: str, category: str = "") -> str:
        parts = [
            f"{sample.title}: {category}" if category else sample.title,
            self.wording.text(f"fact.{statistic}"),
            sample.groups.get(group, ""),
            sample.wave_labels.get(wave, ""),
        ]
        return ", ".join(part for part in parts if part)


def _key(sample: Sample, category: str | None, group: str, statistic: str, wave: str) -> FactKey:
    return FactKey(sample.measure, category, sample.population.name, group or None, statistic, wave or None)


def _n_once(facts: list[Fact], sample: Sample) -> list[Fact]:
    """Give n without a wave as well, where it is the same at every wave."""
    if len(sample.waves) < 2:
        return facts
    by_group: dict[str | None, list[Fact]] = {}
    for fact in facts:
        if fact.key.statistic == "n":
            by_group.setdefault(fact.key.group, []).append(fact)
    for group, found in by_group.items():
        if len({(fact.value, fact.hidden) for fact in found}) == 1:
            first = found[0]
            key = FactKey(sample.measure, None, sample.population.name, group, "n")
            label = first.label.removesuffix(", " + sample.wave_labels.get(first.key.wave or "", ""))
            facts.append(Fact(**{**vars(first), "key": key, "label": label}))
    return facts
