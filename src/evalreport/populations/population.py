"""Work out who belongs to each population."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from evalreport.errors import EvalreportError, unknown
from evalreport.populations.rules import PopulationRule, PopulationsConfig

TableReader = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Population:
    """Those who fulfil a rule.

    Attributes
    ----------
    merged_into : str
        The smaller population whose members this one was cut down to, because the two differed by fewer than
        the disclosure threshold; empty when the rule stands as written.
    """

    name: str
    unit: str
    words: str
    rule_hash: str
    members: frozenset[str]
    merged_into: str = ""

    def __len__(self) -> int:
        return len(self.members)


class Populations(Mapping[str, Population]):
    """All populations of a project, worked out from the snapshot.

    Parameters
    ----------
    config : PopulationsConfig
        The rules.
    table : callable
        Gives a table of the snapshot by name.
    too_close : callable
        Says of a larger and a smaller size whether the difference may not be seen (the disclosure policy's
        `too_close`). Nested populations that are too close are merged: both become the smaller one.
    """

    def __init__(
        self, config: PopulationsConfig, table: TableReader, too_close: Callable[[int, int], bool]
    ) -> None:
        self._config = config
        self._table = table
        self._found: dict[str, Population] = {}
        for name in config.populations:
            self._work_out(name, ())
        self._merge(too_close)

    def __getitem__(self, name: str) -> Population:
        try:
            return self._found[name]
        except KeyError:
            raise unknown("population", name, self._found) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def _work_out(self, name: str, asking: tuple[str, ...]) -> Population:
        if name in self._found:
            return self._found[name]
        if name in asking:
            raise EvalreportError(
                f"populations refer to each other in a ring: {' -> '.join((*asking, name))}"
            )
        if name not in self._config.populations:
            raise unknown("population", name, self._config.populations)
        rule = self._config.populations[name]
        parent = self._work_out(rule.within, (*asking, name)) if rule.within else None
        members = self._members(name, rule)
        if parent is not None:
            if parent.unit != rule.unit:
                raise EvalreportError(
                    f"population '{name}' counts {rule.unit}, but lies within '{parent.name}', "
                    f"which counts {parent.unit}",
                    remedy="give both the same unit",
                )
            members &= parent.members
        digest = rule.digest((parent.rule_hash,) if parent else ())
        self._found[name] = Population(name, rule.unit, rule.words, digest, frozenset(members))
        return self._found[name]

    def _members(self, name: str, rule: PopulationRule) -> set[str]:
        if rule.unit not in self._config.units:
            raise unknown("unit", rule.unit, self._config.units)
        key = self._config.units[rule.unit].key
        rows = self._table(rule.table)
        for column in (key, *rule.answered):
            if column not in rows.columns:
                raise unknown(f"column of table '{rule.table}' (population '{name}')", column, rows.columns)
        rows = rows.dropna(subset=list(rule.answered))
        if rule.where:
            rows = rows[condition(rows, rule.where, f"population '{name}'")]
        if not rule.at_all:
            return set(rows[key].astype(str))
        if rule.table not in self._config.timepoints:
            raise unknown("table with timepoints", rule.table, self._config.timepoints)
        times = self._config.timepoints[rule.table]
        present: set[str] | None = None
        for point in rule.at_all:
            if point not in times.points:
                raise unknown("timepoint", point, times.points)
            at_point = set(rows.loc[rows[times.column] == times.points[point].value, key].astype(str))
            present = at_point if present is None else present & at_point
        return present or set()

    def _merge(self, too_close: Callable[[int, int], bool]) -> None:
        by_size = sorted(self._found.values(), key=lambda population: (len(population), population.name))
        for smaller in by_size:
            for larger in by_size:
                inner, outer = self._found[smaller.name], self._found[larger.name]
                nested = inner.unit == outer.unit and inner.members < outer.members
                if nested and too_close(len(outer), len(inner)):
                    self._found[larger.name] = replace(
                        outer,
                        members=inner.members,
                        words=inner.words,
                        rule_hash=inner.rule_hash,
                        merged_into=inner.name,
                    )


def condition(rows: pd.DataFrame, expression: str, what: str) -> pd.Series:
    """Say for each row whether a condition of the parameter file holds; where it cannot be told, it does not.

    Raises
    ------
    EvalreportError
        When the expression names a column that is not there, or gives no yes or no.
    """
    try:
        result = rows.eval(expression)
    except (SyntaxError, NameError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise EvalreportError(
            f"the condition of {what} cannot be worked out: {expression} ({type(error).__name__}: {error})",
            remedy="columns there are: " + ", ".join(rows.columns),
        ) from error
    if not isinstance(result, pd.Series) or not (
        pd.api.types.is_bool_dtype(result.dtype) or set(result.dropna().unique()) <= {True, False}
    ):
        raise EvalreportError(
            f"the condition of {what} does not give yes or no for each row: {expression}",
            remedy="compare a column with a value, as in status == 'completed'",
        )
    return result.astype("boolean").fillna(False).astype(bool)
