"""Names in the parameter file that refer to other parts of it, and the files it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from evalreport.errors import EvalreportError, Place, near_matches, unknown
from evalreport.instruments import instrument
from evalreport.instruments import names as instrument_names
from evalreport.project.measures import VALUE_UNITS, Measure
from evalreport.project.model import Project


def line_of(tree: Any, path: list[str | int]) -> int | None:
    """Return the line (from 1) of the deepest part of a path that the file has."""
    line: int | None = None
    node = tree
    for part in path:
        try:
            if isinstance(node, CommentedMap):
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq):
                line = node.lc.item(part)[0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def cross_check(
    project: Project, tree: CommentedMap, shown: str, folder: Path, also: Iterable[str] = ()
) -> list[EvalreportError]:
    """Check names that refer to other parts of the file, and the files it names.

    `also` are tables that are known although intake does not name them: where intake misspells a table, that is
    the fault, and not every place where its name is right.
    """
    checks = _Checks(project, tree, shown, folder, {*project.intake.tables, *also})
    checks.populations()
    checks.measures()
    checks.names()
    checks.rings()
    checks.files()
    return checks.faults


@dataclass
class _Checks:
    """Collects faults; each check looks at one part of the file."""

    project: Project
    tree: CommentedMap
    shown: str
    folder: Path
    tables: Collection[str]
    faults: list[EvalreportError] = field(default_factory=list)

    def known(self, kind: str, name: str | None, names: Iterable[str], *path: str | int) -> None:
        """Note a name that does not exist."""
        there = list(names)
        if name is not None and name not in there:
            self.faults.append(unknown(kind, name, there, where=self.place(*path)))

    def fault(self, what: str, *path: str | int, remedy: str, near: Iterable[str] = ()) -> None:
        """Note a fault."""
        self.faults.append(EvalreportError(what, where=self.place(*path), near=near, remedy=remedy))

    def place(self, *path: str | int) -> Place:
        """Return where something stands."""
        return Place(self.shown, line=line_of(self.tree, list(path)))

    def populations(self) -> None:
        """Units, tables, parents and timepoints of populations."""
        timepoints = self.project.timepoints
        for name, rule in self.project.populations.items():
            at = ("populations", name)
            self.known("unit", rule.unit, self.project.units, *at, "unit")
            self.known("table", rule.table, self.tables, *at, "table")
            self.known("population", rule.within, self.project.populations, *at, "within")
            if rule.at_all:
                self.known("table with timepoints", rule.table, timepoints, *at, "at_all")
                points = timepoints[rule.table].points if rule.table in timepoints else rule.at_all
                for point in rule.at_all:
                    self.known("timepoint", point, points, *at, "at_all")

    def measures(self) -> None:
        """Tables, instruments, units and baselines of measures."""
        project = self.project
        for name, measure in project.measures.items():
            at = ("measures", name)
            if measure.baseline is None:
                self.known("table", measure.table, self.tables, *at, "table")
            self.known("measure", measure.baseline, project.measures, *at, "baseline")
            self.known("instrument", measure.instrument, instrument_names(), *at, "instrument")
            self.known("value_unit", measure.value_unit, [*VALUE_UNITS, *project.units], *at, "value_unit")
            source = project.measures.get(measure.baseline or "")
            if source is not None and source.baseline is None and source.table in project.timepoints:
                points = project.timepoints[source.table].points
                self.known(f"timepoint (`at`) of measure '{name}'", measure.at or "", points, *at, "at")
            if measure.instrument in instrument_names():
                wanted, given = instrument(measure.instrument).items, len(measure.items)
                if given != wanted:
                    self.fault(
                        f"measure '{name}' lists {given} items, but '{measure.instrument}' has {wanted}",
                        *at,
                        "items",
                        remedy="list the columns of all items, in questionnaire order",
                    )

            self._bands(name, measure)

    def _bands(self, name: str, measure: Measure) -> None:
        """Bands that no value lies in, or that share values: the first would take them in silence."""
        at = ("measures", name, "bands")
        spans = list(measure.bands.items())
        for index, (band, span) in enumerate(spans):
            if not span.overlaps(span):
                self.fault(
                    f"no value can lie in band '{band}'",
                    *at,
                    band,
                    remedy="its low end is above its high end",
                )
            for earlier, other in spans[:index]:
                if span.overlaps(other):
                    self.fault(
                        f"bands '{earlier}' and '{band}' of measure '{name}' overlap",
                        *(*at, band),
                        remedy="let one end where the other begins: low and high belong to a band, above and "
                        "below do not",
                    )

    def names(self) -> None:
        """The project's own name, and names in its shorter lists."""
        project = self.project
        if project.id != self.folder.name:
            self.fault(
                f"the project calls itself '{project.id}' but lies in the folder '{self.folder.name}'",
                "id",
                remedy="give folder and id the same name",
            )
        for part in ("timepoints", "sources"):
            for name in getattr(project, part):
                self.known("table", name, self.tables, part, name)
        for group, roles in project.role_groups.items():
            for role in roles:
                self.known("role", role, project.roles, "role_groups", group)
        for name in project.disclosure.structural_zeros:
            self.known("measure", name, project.measures, "disclosure", "structural_zeros")
        self.known("publication", project.default_publication, project.publications, "default_publication")

    def rings(self) -> None:
        """Populations and measures that refer to themselves by way of others."""
        links = {
            "populations": {name: rule.within for name, rule in self.project.populations.items()},
            "measures": {name: measure.baseline for name, measure in self.project.measures.items()},
        }
        for part, to in links.items():
            for name in to:
                trail, step = [name], to[name]
                while step is not None and step not in trail and step in to:
                    trail.append(step)
                    step = to[step]
                if step == name and name == min(trail):  # said once for each ring
                    self.fault(
                        f"{part} refer to each other in a ring: {' -> '.join([*trail, name])}",
                        part,
                        name,
                        remedy="let one of them stand on its own",
                    )

    def files(self) -> None:
        """Chapters and the list of references."""
        there = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.glob("chapters/*.md"))
        for name, publication in self.project.publications.items():
            parts = {"chapters": publication.chapters, "appendices": publication.appendices}
            for part, entries in parts.items():
                for index, chapter in enumerate(entries):
                    if not (self.folder / chapter.path).is_file():
                        self.fault(
                            f"chapter '{chapter.id}' of '{name}' has no file {chapter.path}",
                            *("publications", name, part, index),
                            near=near_matches(chapter.path, there),
                            remedy="write it, or correct the name",
                        )
        if not (self.folder / self.project.bibliography).is_file():
            self.fault(
                f"the list of references {self.project.bibliography} does not exist",
                "bibliography",
                remedy="make it (BibTeX), or correct the name under `bibliography`",
            )
