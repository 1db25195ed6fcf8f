"""The chapter: the one object a notebook works with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.chapter.benchmarks import Benchmark, benchmark
from evalreport.chapter.publish import Publisher
from evalreport.chapter.run import RunFile
from evalreport.chapter.samples import Sampler
from evalreport.contracts import Contract, load_all
from evalreport.disclosure import Gate
from evalreport.errors import EvalreportError
from evalreport.exhibits import Exhibit, Setting
from evalreport.instruments import instrument
from evalreport.intake import Snapshot
from evalreport.ledger import Fact, FactKey, Kind, Ledger, Origin
from evalreport.locale import Locale
from evalreport.populations import Population, Populations, Unit
from evalreport.populations.rules import PopulationsConfig
from evalreport.project import Measure, Project, load
from evalreport.project.overlay import overlay
from evalreport.qualitative import Quote
from evalreport.statistics import Distribution, Means, Sample
from evalreport.wording import Wording


def open_chapter(notebook: str) -> Chapter:
    """Open the chapter that a notebook is, in the build or in the lab.

    In the lab nobody has injected the project's parameters, so they are set here, in the place of the defaults in
    the cell above: run by hand, a notebook gives what the build gives.

    Parameters
    ----------
    notebook : str
        The notebook's own name, without ending.

    Raises
    ------
    EvalreportError
        When the notebook was started outside both, or bears another name.
    """
    run = RunFile.current()
    if run.notebook not in ("", notebook):
        raise EvalreportError(
            f"notebook '{run.notebook}' calls itself '{notebook}'",
            remedy=f'write open_chapter("{run.notebook}"), or give the file the name {notebook}.ipynb',
        )
    if not run.notebook:
        run = replace(run, notebook=notebook, output=str(Path(run.output) / notebook))
        chapter = Chapter(run)
        _set_parameters(chapter.project, notebook)
        return chapter
    return Chapter(run)


def _set_parameters(project: Project, notebook: str) -> None:
    entry = project.notebooks.get(notebook)
    shell = _shell()
    if entry is not None and entry.parameters and shell is not None:
        shell.push(entry.parameters)
        print(f"parameters of project {project.id}: " + ", ".join(sorted(entry.parameters)))


class Chapter:
    """Tables and samples in, facts and exhibits out, through the disclosure gate.

    Everything published is written at once to the run's output folder, so that a notebook needs no closing cell.
    """

    def __init__(self, run: RunFile) -> None:
        self.run = run
        contracts = load_all(Path(run.contracts))
        self.project: Project = load(
            Path(run.project_folder), lambda raw: overlay(raw, run.settings), contracts
        )
        self.contracts: dict[str, Contract] = {
            table: contracts[self.project.intake.contract_of(table)] for table in self.project.intake.tables
        }
        self.wording = Wording(self.project.language)
        self.locale = Locale(self.project.language)
        self.gate = Gate.read(self.project.disclosure, [Path(path) for path in run.memory])
        self._snapshot = Snapshot.open(Path(run.snapshot))
        self._publisher = Publisher(self.gate, self.wording)
        self._ledger = Ledger()
        self._exhibits: dict[str, Exhibit] = {}
        self._quotes: dict[str, Quote] = {}
        self._tables: dict[str, pd.DataFrame] = {}
        self._remember()

    @property
    def quality(self) -> Mapping[str, Any]:
        """What intake found, table by table."""
        tables: Mapping[str, Any] = self._snapshot.quality["tables"]
        return tables

    # -- in ---------------------------------------------------------------------------------------------

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table of the snapshot; what is in it may not be shown, only what is published from it."""
        if name not in self._tables:
            self._tables[name] = self._snapshot.table(name)
        frame = self._tables[name]
        return frame.copy() if columns is None else frame[list(columns)].copy()

    @cached_property
    def populations(self) -> Populations:
        """All populations of the project."""
        config = PopulationsConfig(
            units=self.project.units,
            timepoints=self.project.timepoints,
            populations=self.project.populations,
        )
        return Populations(config, self.table, self.project.disclosure.too_close)

    def unit(self, population: str) -> Unit:
        """Return the unit that a population counts, with its word forms."""
        return self.project.units[self.populations[population].unit]

    def measure(self, name: str) -> Measure:
        """Return a measure of the project."""
        return self._sampler._measure(name)

    def categories(self, measure: str) -> dict[str, str]:
        """Return the categories of a measure with their labels, in order."""
        return self._sampler.categories(measure)

    def waves(self, measure: str, *, brief: bool = False) -> dict[str, str]:
        """Return the timepoints of a measure with their labels (the short ones, for axes and tables)."""
        named = self.measure(measure)
        points = self.project.timepoints[named.table].points if named.baseline is None else {}
        return {name: point.brief if brief else point.label for name, point in points.items()}

    def sample(
        self, measure: str, population: str, *, by: str | None = None, every_wave: bool | None = None
    ) -> Sample:
        """Return the sample of a measure for a population.

        Parameters
        ----------
        measure, population : str
            Names from the parameter file.
        by : str, optional
            A measure with categories that splits the sample into groups.
        every_wave : bool, optional
            Keep only those with a value at every timepoint; as the measure says when not given.

        Raises
        ------
        EvalreportError
            When the population is empty, or nobody in it has a value at one of the timepoints.
        """
        sample = self._sampler.draw(measure, self.populations[population], by=by, every_wave=every_wave)
        _require_answers(sample, self.project)
        return sample

    @cached_property
    def _sampler(self) -> Sampler:
        return Sampler(self.project, self.contracts, self.table)

    # -- out --------------------------------------------------------------------------------------------

    def publish(self, result: Distribution | Means) -> tuple[Fact, ...]:
        """Pass a result through the gate and record its facts; return them for exhibits."""
        if isinstance(result, Distribution):
            facts = self._publisher.distribution(result)
        else:
            facts = self._publisher.means(result)
        return self._record(facts, result.sample.tables)

    def size(self, population: str) -> Fact:
        """Publish how many belong to a population."""
        found: Population = self.populations[population]
        fact = self._publisher.size(found, self.project.units[found.unit].many)
        return self._record([fact], self._sampler.tables_of(population))[0]

    def count(
        self,
        key: FactKey,
        value: int,
        *,
        unit: str,
        label: str,
        tables: Iterable[str],
        persons: int | None = None,
        hidden: str | None = None,
    ) -> Fact:
        """Publish a count that the gate has decided on already (`hidden` says why it may not be shown)."""
        fact = Fact(key=key, value=value, kind="count", unit=unit, n=persons, label=label)
        return self._record([fact.hide(hidden) if hidden else fact], tables)[0]

    def value(
        self,
        key: FactKey,
        value: float | int | None,
        *,
        kind: Kind,
        unit: str,
        label: str,
        tables: Iterable[str],
        decimals: int = 0,
        persons: int | None = None,
        method: str = "",
    ) -> Fact:
        """Publish one computed value that is no count, share or mean of a sample.

        Parameters
        ----------
        persons : int, optional
            How many people it was computed from; the value is hidden when they are too few. None for a
            value that says nothing about people (a price, a contract's ceiling).
        """
        fact = Fact(
            key=key,
            value=value,
            kind=kind,
            unit=unit,
            decimals=decimals,
            label=label,
            method=method,
            n=persons,
        )
        if persons is not None and self.project.disclosure.small(persons):
            fact = fact.hide("small")
        return self._record([fact], tables)[0]

    def show(self, exhibit: Exhibit) -> Exhibit:
        """Publish an exhibit made of facts; in the notebook it is displayed as the report will show it."""
        if exhibit.id in self._exhibits and self._exhibits[exhibit.id] != exhibit:
            raise EvalreportError(
                f"exhibit '{exhibit.id}' is shown twice with different content", remedy="give one another id"
            )
        unknown_facts = [fact for fact in exhibit.facts if fact not in self._ledger]
        if unknown_facts:
            raise EvalreportError(
                f"exhibit '{exhibit.id}' rests on facts this chapter has not published: {', '.join(unknown_facts)}"
            )
        self._exhibits[exhibit.id] = exhibit
        folder = Path(self.run.output) / "exhibits"
        folder.mkdir(parents=True, exist_ok=True)
        _write_json(folder / f"{exhibit.id}.json", exhibit.to_json())
        return exhibit

    def display(self, exhibit: Exhibit) -> None:
        """Show an exhibit from inside a loop, where a cell's last value is not displayed by itself."""
        from IPython.display import display

        display(self.show(exhibit))  # type: ignore[no-untyped-call]

    def quotes(self, quotes: Iterable[Quote]) -> None:
        """Publish quotes, attributed as the policy allows."""
        for quote in quotes:
            self._quotes[quote.id] = quote
        listed = [vars(quote) for _, quote in sorted(self._quotes.items())]
        self._write("quotes.json", listed)

    # -- words ------------------------------------------------------------------------------------------

    def scale(self, measure: str) -> tuple[float, float] | None:
        """Return the range of a score's scale, or None when it has none."""
        named = self.measure(measure)
        return instrument(named.instrument).score_range if named.instrument else named.scale

    def range(self, measure: str) -> str:
        """Return the range of a score's scale as it is printed: "0–100"."""
        found = self.scale(measure)
        return "" if found is None else self.locale.interval(found[0], found[1], 0)

    def benchmark(self, code: str) -> Benchmark:
        """Return an external value from the project's list of benchmarks."""
        return benchmark(self.table("benchmark"), code)

    def setting(self, *tables: str) -> Setting:
        """Return what exhibits need besides facts: language, word forms of units, and the source of some tables."""
        named = [self.project.sources[table] for table in tables if table in self.project.sources]
        units = {name: (unit.one, unit.many, unit.the_many) for name, unit in self.project.units.items()}
        return Setting(
            language=self.project.language, units=units, source=self.wording.join(list(dict.fromkeys(named)))
        )

    def words(self, exhibit: str, **defaults: str) -> dict[str, str]:
        """Return the words of an exhibit: those of the parameter file before the notebook's own."""
        own = self.project.exhibits.get(exhibit)
        chosen = own.model_dump(exclude_none=True) if own else {}
        if "subject" not in defaults:  # only figures have one
            chosen.pop("subject", None)
        return {**defaults, **chosen}

    def text(self, key: str, **values: object) -> str:
        """Return a sentence in the report's language."""
        return self.wording.text(key, **values)

    # -- writing ----------------------------------------------------------------------------------------

    def _record(self, facts: Sequence[Fact], tables: Iterable[str]) -> tuple[Fact, ...]:
        hashes = self._snapshot.hashes
        origin = Origin(
            self.run.notebook, _cell(), tuple((name, hashes[name]) for name in sorted(set(tables)))
        )
        recorded = tuple(replace(fact, origin=origin) for fact in facts)
        self._ledger.merge(recorded)
        Path(self.run.output).mkdir(parents=True, exist_ok=True)
        self._ledger.write(Path(self.run.output) / "facts.json")
        self._write("reads.json", sorted(self._tables))
        self._remember()
        return recorded

    def _remember(self) -> None:
        """Leave what the gate knows for the notebook that follows, also where this one publishes nothing."""
        if self.run.memory_out:
            memory = Path(self.run.memory_out)
            memory.parent.mkdir(parents=True, exist_ok=True)
            self.gate.write(memory)

    def _write(self, name: str, data: object) -> None:
        _write_json(Path(self.run.output) / name, data)


def _write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _require_answers(sample: Sample, project: Project) -> None:
    population = sample.population
    rule = project.populations[population.name]
    if not population.members:
        tried = ", ".join([*rule.at_all, *rule.answered]) or rule.where or rule.table
        raise EvalreportError(
            f"population '{population.name}' is empty: nobody in table '{rule.table}' fulfils its rule ({tried})",
            remedy=f"look at populations.{population.name} in project.yaml: perhaps a timepoint has no rows, or a "
            "column under `answered` is empty for everybody",
        )
    for wave in sample.waves:
        if not sample.at(wave).notna().any():
            when = f" at timepoint '{wave}'" if wave else ""
            raise EvalreportError(
                f"nobody in population '{population.name}' has a value of measure '{sample.measure}'{when}",
                remedy="deliver the data, or take the measure (or the timepoint) out of project.yaml; with "
                "`every_wave: false` people need not have a value at every timepoint",
            )


def _shell() -> Any:
    """Return the interactive shell of a notebook, or None outside one."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return None
    return get_ipython()  # type: ignore[no-untyped-call]


def _cell() -> str:
    """Return the number of the running code cell as the notebook in the repository counts, or ""."""
    shell = _shell()
    if shell is None:
        return ""
    history: Mapping[str, Any] = shell.user_ns
    injected = any(str(source).startswith("# Parameters") for source in history.get("In", ()))
    return str(int(shell.execution_count) - (1 if injected else 0))
