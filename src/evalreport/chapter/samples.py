"""Draw the sample of a measure: its values for a population, by timepoint, scored and put into categories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.contracts import Contract
from evalreport.errors import EvalreportError, unknown
from evalreport.instruments import instrument, score
from evalreport.populations import Population, condition
from evalreport.project import Measure, Project
from evalreport.statistics import Sample


@dataclass(frozen=True)
class Sampler:
    """Draws samples from the tables of a snapshot."""

    project: Project
    contracts: Mapping[str, Contract]
    table: Callable[[str], pd.DataFrame]

    def draw(
        self, name: str, population: Population, *, by: str | None = None, every_wave: bool | None = None
    ) -> Sample:
        """Return the sample of measure `name` for a population, grouped by another measure if asked.

        Raises
        ------
        EvalreportError
            When a measure is unknown, or counts another unit than the population.
        """
        measure = self._measure(name)
        waves = self.waves(measure)
        long = self._values(name, measure, population)
        complete = measure.every_wave if every_wave is None else every_wave
        if complete and len(waves) > 1:
            long = _blank_unless_complete(long, waves)
        groups: Mapping[str, str] = {}
        if by is not None:
            groups = self.categories(by)
            if not groups:
                raise EvalreportError(
                    f"measure '{by}' is a score and cannot group",
                    remedy="give it `bands` in the parameter file",
                )
            long["group"] = long["unit"].map(self._group_of(by, population)).fillna("")
        else:
            long["group"] = ""
        scale = instrument(measure.instrument) if measure.instrument else None
        decimals = measure.decimals if measure.decimals is not None else (scale.decimals if scale else 1)
        return Sample(
            measure=name,
            population=population,
            values=long,
            waves=tuple(waves) or ("",),
            groups=groups,
            categories=self.categories(name),
            unit=population.unit,
            value_unit=measure.value_unit,
            decimals=decimals,
            title=measure.title,
            tables=self._tables(measure, population, by),
            every_wave=complete,
            wave_labels=waves,
        )

    def _group_of(self, by: str, population: Population) -> pd.Series:
        """Return the group of each unit."""
        measure = self._measure(by)
        if self.waves(measure):
            raise EvalreportError(
                f"measure '{by}' has a value at each timepoint, so it does not say which group one belongs to",
                remedy=f"group by a measure with `baseline: {by}` and the timepoint under `at`",
            )
        return self._values(by, measure, population).dropna(subset=["value"]).set_index("unit")["value"]

    def waves(self, measure: Measure) -> dict[str, str]:
        """Return the timepoints of a measure with their labels; empty when it has none."""
        points = self.project.timepoints.get(measure.table) if measure.baseline is None else None
        return {name: point.label for name, point in points.points.items()} if points else {}

    def categories(self, name: str) -> dict[str, str]:
        """Return the categories of a measure with their labels, in order; empty for a score."""
        measure = self._measure(name)
        if measure.bands:
            return {band: span.label for band, span in measure.bands.items()}
        if measure.where is not None:
            return {"yes": measure.yes, "no": measure.no}
        if measure.merge:
            return {new: measure.categories.get(new, new) for new in measure.merge}
        return self._unmerged(measure)

    def _unmerged(self, measure: Measure) -> dict[str, str]:
        """Return the categories that the data have, before any are merged."""
        if measure.baseline is not None:
            return self.categories(measure.baseline)
        if measure.column is None:
            return {}
        column = self.contracts[measure.table].column(measure.column)
        if not column.codes or measure.scale is not None:
            return {}
        names = {code: column.code_names.get(code, str(code)) for code in column.codes}
        own = {} if measure.merge else measure.categories
        for slug in own:
            if slug not in names.values():
                raise unknown(f"category of '{measure.title}'", slug, names.values())
        labels = {
            slug: own.get(slug, column.label(code, self.project.language)) for code, slug in names.items()
        }
        return {slug: labels[slug] for slug in [*own, *(slug for slug in labels if slug not in own)]}

    def _measure(self, name: str) -> Measure:
        try:
            return self.project.measures[name]
        except KeyError:
            raise unknown("measure", name, self.project.measures) from None

    def _tables(self, measure: Measure, population: Population, by: str | None) -> tuple[str, ...]:
        found = {self._table_of(measure), *self.tables_of(population.name)}
        if by is not None:
            found.add(self._table_of(self._measure(by)))
        return tuple(sorted(found))

    def tables_of(self, population: str | None) -> set[str]:
        """Return the tables that a population's rule and those it builds on look at."""
        found: set[str] = set()
        while population is not None:
            rule = self.project.populations[population]
            found.add(rule.table)
            population = rule.within
        return found

    def _table_of(self, measure: Measure) -> str:
        return self._table_of(self._measure(measure.baseline)) if measure.baseline else measure.table

    def _values(self, name: str, measure: Measure, population: Population) -> pd.DataFrame:
        """Return columns unit, wave, value: one row per member and timepoint that the table has a row for."""
        if measure.baseline is not None:
            source = self._measure(measure.baseline)
            known = self.waves(source)
            if known and measure.at not in known:
                raise unknown(f"timepoint of measure '{name}'", measure.at or "", known)
            first = self._values(measure.baseline, source, population)
            rows = first[first["wave"] == (measure.at or "")].assign(wave="")
        else:
            rows = self._rows(name, measure, population)
        values = rows["value"]
        if measure.bands:
            into = {value: _band(measure, value) for value in values.dropna().unique()}
            rows = rows.assign(value=_replaced(values, into, f"band of measure '{name}'", "bands"))
        if measure.merge:
            new_of = {old: new for new, olds in measure.merge.items() for old in olds}
            self._check_merged(measure, new_of)
            rows = rows.assign(
                value=_replaced(values, new_of, f"merged category of measure '{name}'", "merge")
            )
        return rows.reset_index(drop=True)

    def _check_merged(self, measure: Measure, new_of: Mapping[str, str]) -> None:
        known = self._unmerged(measure)
        for old in new_of:
            if old not in known:
                raise unknown(f"category in `merge` of '{measure.title}'", old, known)

    def _rows(self, name: str, measure: Measure, population: Population) -> pd.DataFrame:
        table = self.table(measure.table)
        key = self.project.units[population.unit].key
        if key not in table.columns:
            raise EvalreportError(
                f"measure '{name}' comes from table '{measure.table}', which has no column '{key}' for "
                f"{self.project.units[population.unit].many}",
                remedy=f"use a population that counts what the rows of '{measure.table}' are about",
            )
        if measure.keep:
            table = table[condition(table, measure.keep, f"measure '{name}'")]
        table = table[table[key].astype(str).isin(population.members)]
        points = self.project.timepoints.get(measure.table)
        if points is not None:
            names = {point.value: point_name for point_name, point in points.points.items()}
            wave = table[points.column].map(names)
            table, wave = table[wave.notna()], wave[wave.notna()]
        else:
            wave = pd.Series("", index=table.index)
        rows = pd.DataFrame(
            {"unit": table[key].astype(str), "wave": wave, "value": self._of(name, measure, table)}
        )
        double = rows.duplicated(["unit", "wave"])
        if double.any():
            raise EvalreportError(
                f"measure '{name}' has {int(double.sum())} more rows than one per "
                f"{self.project.units[population.unit].one} and timepoint",
                remedy="add a condition under `keep`, or declare timepoints for the table",
            )
        return rows

    def _of(self, name: str, measure: Measure, table: pd.DataFrame) -> pd.Series:
        if measure.instrument is not None:
            for item in measure.items:
                if item not in table.columns:
                    raise unknown(
                        f"column of table '{measure.table}' (measure '{name}')", item, table.columns
                    )
            return score(table[list(measure.items)], instrument(measure.instrument))
        if measure.where is not None:
            holds = condition(table, measure.where, f"measure '{name}'")
            return holds.map({True: "yes", False: "no"})
        column = self.contracts[measure.table].column(measure.column or "")
        values = table[column.name]
        if column.codes and measure.scale is None and not measure.bands:
            slugs = {code: column.code_names.get(code, str(code)) for code in column.codes}
            return values.map(slugs)
        return values.astype("Float64").astype(float) if column.type in ("integer", "number") else values


def _band(measure: Measure, value: float) -> str | None:
    return next((name for name, part in measure.bands.items() if part.holds(float(value))), None)


def _replaced(values: pd.Series, into: Mapping[Any, str | None], what: str, setting: str) -> pd.Series:
    """Put values into new categories; a value that fits none is an error, never silently missing."""
    new = values.map(into)
    lost = int((new.isna() & values.notna()).sum())
    if lost:
        raise EvalreportError(
            f"{lost} values fall into no {what}", remedy=f"let every value have its place under `{setting}`"
        )
    return new


def _blank_unless_complete(long: pd.DataFrame, waves: Mapping[str, str]) -> pd.DataFrame:
    """Set to missing the values of those who lack one at some timepoint: the base is the same throughout."""
    complete = long.dropna(subset=["value"]).groupby("unit")["wave"].nunique() == len(waves)
    kept = set(complete.index[complete])
    return long.assign(value=long["value"].where(long["unit"].isin(kept)))
