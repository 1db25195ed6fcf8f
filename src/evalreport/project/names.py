"""Names in the parameter file that refer to data: tables, columns, codes and rules, checked against the contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evalreport.contracts import Column, Contract
from evalreport.errors import EvalreportError, Place, near_matches, unknown
from evalreport.intake import check_actions
from evalreport.ledger import FactKey
from evalreport.project.conditions import check_condition, strange_value
from evalreport.project.measures import Measure
from evalreport.project.model import Project
from evalreport.qualitative.quotes import OTHER

PlaceOf = Callable[..., Place]
"""Says where a part of the parameter file stands: `place("measures", "sex", "column")`."""


def check(project: Project, contracts: Mapping[str, Contract], place: PlaceOf) -> list[EvalreportError]:
    """Return every name that the data do not have, and every condition that no row can fulfil.

    Parameters
    ----------
    project : Project
        As it was read; its own references are checked elsewhere.
    contracts : mapping of str to Contract
        By name of the contract.
    place : callable
        Gives the place of a part of the file, by the way to it.
    """
    found = _Names(project, contracts, place)
    found.tables()
    found.timepoints()
    found.keys()
    found.populations()
    found.measures()
    found.roles()
    found.facts()
    return found.faults


def without_contract(project: Project, contracts: Mapping[str, Contract]) -> list[str]:
    """Return the tables whose contract does not exist."""
    return [table for table in project.intake.tables if project.intake.contract_of(table) not in contracts]


@dataclass
class _Names:
    """Collects faults; each check looks at one part of the file."""

    project: Project
    contracts: Mapping[str, Contract]
    place: PlaceOf
    faults: list[EvalreportError] = field(default_factory=list)

    def contract(self, table: str) -> Contract | None:
        """Return a table's contract; for a table that intake does not name, the one of the same name."""
        return self.contracts.get(self.project.intake.contract_of(table))

    def column(self, table: str, name: str | None, whose: str, *path: str | int) -> Column | None:
        """Return a column of a table; one that is not there is noted."""
        contract = self.contract(table)
        if contract is None or name is None:
            return None
        found = next((column for column in contract.columns if column.name == name), None)
        if found is None:
            what = f"column of table {table} ({whose})"
            near = near_matches(name, contract.names)
            self.faults.append(
                EvalreportError(
                    f"unknown {what} '{name}'",
                    where=self.place(*path),
                    near=near,
                    remedy="" if near else "columns there are: " + ", ".join(contract.names),
                )
            )
        return found

    def condition(self, table: str, expression: str | None, *path: str | int) -> None:
        """Note what is wrong with a condition."""
        contract = self.contract(table)
        if expression is not None and contract is not None:
            self.faults += check_condition(expression, contract, self.place(*path))

    def fault(self, what: str, *path: str | int, remedy: str, near: Iterable[str] = ()) -> None:
        """Note a fault."""
        self.faults.append(EvalreportError(what, where=self.place(*path), near=near, remedy=remedy))

    def tables(self) -> None:
        """Contracts of tables, new names of columns, and the rules that something is said about."""
        intake = self.project.intake
        for table in without_contract(self.project, self.contracts):
            name = intake.contract_of(table)
            path = ("contract",) if intake.tables[table].contract else ()
            self.fault(
                f"table '{table}' has no contract data_contracts/{name}.yaml",
                *("intake", "tables", table, *path),
                near=near_matches(name, self.contracts),
                remedy="correct the name, or write the contract; there are: " + ", ".join(self.contracts),
            )
        for table, source in intake.tables.items():
            for old, new in source.columns.items():
                at = ("intake", "tables", table, "columns", old)
                self.column(table, new, f"new name of '{old}'", *at)
        named = {table: found for table in intake.tables if (found := self.contract(table)) is not None}
        if len(named) == len(intake.tables):
            self.faults += check_actions(intake, named, lambda i: self.place("intake", "rules", i, "rule"))

    def timepoints(self) -> None:
        """Columns and values of timepoints."""
        for table, times in self.project.timepoints.items():
            at = ("timepoints", table)
            column = self.column(table, times.column, "timepoints", *at, "column")
            for name, point in times.points.items() if column is not None else ():
                where = self.place(*at, "points", name, "value")
                fault = strange_value(column, point.value, table, where) if column is not None else None
                if fault is not None:
                    self.faults.append(fault)

    def keys(self) -> None:
        """Columns that identify what populations count."""
        for name, unit in self.project.units.items():
            tables = {p: rule.table for p, rule in self.project.populations.items() if rule.unit == name}
            found = {population: self.contract(table) for population, table in tables.items()}
            lacking = [p for p, c in found.items() if c is not None and unit.key not in c.names]
            if tables and not unit.key:
                remedy = "name the column that identifies one: key: …"
                self.fault(
                    f"unit '{name}' has no key, but populations count it", "units", name, remedy=remedy
                )
            elif lacking and len(lacking) == len(tables):  # the key is wrong, not each of the populations
                self.column(tables[lacking[0]], unit.key, f"key of unit '{name}'", "units", name, "key")
            else:
                for population in lacking:
                    at = ("populations", population, "unit")
                    self.column(tables[population], unit.key, f"key of unit '{name}'", *at)

    def populations(self) -> None:
        """Columns and conditions of populations."""
        for name, rule in self.project.populations.items():
            at = ("populations", name)
            for index, column in enumerate(rule.answered):
                self.column(rule.table, column, f"population '{name}'", *at, "answered", index)
            self.condition(rule.table, rule.where, *at, "where")
            parent = self.project.populations.get(rule.within or "")
            if parent is not None and parent.unit != rule.unit:
                self.fault(
                    f"population '{name}' counts {rule.unit}, but lies within '{rule.within}', "
                    f"which counts {parent.unit}",
                    *(*at, "within"),
                    remedy="give both the same unit",
                )

    def measures(self) -> None:
        """Columns, items, conditions and categories of measures."""
        for name, measure in self.project.measures.items():
            at = ("measures", name)
            whose = f"measure '{name}'"
            column = self.column(measure.table, measure.column, whose, *at, "column")
            for index, item in enumerate(measure.items):
                self.column(measure.table, item, whose, *at, "items", index)
            self.condition(measure.table, measure.where, *at, "where")
            self.condition(measure.table, measure.keep, *at, "keep")
            if column is not None and measure.bands and column.type not in ("integer", "number"):
                self.fault(
                    f"measure '{name}' has bands, but column '{column.name}' holds no numbers",
                    *(*at, "bands"),
                    remedy="use merge, which puts codes together",
                )
            self._categories(name, measure)

    def _categories(self, name: str, measure: Measure) -> None:
        known = self._slugs(measure)
        if known is None:
            return
        at = ("measures", name)
        for new, olds in measure.merge.items():
            for index, old in enumerate(olds):
                self._category(f"in `merge` of measure '{name}'", old, known, *at, "merge", new, index)
        own = list(measure.merge) if measure.merge else known
        for slug in measure.categories:
            self._category(f"in `categories` of measure '{name}'", slug, own, *at, "categories", slug)

    def _category(self, whose: str, name: str, known: Sequence[str], *path: str | int) -> None:
        if name not in known:
            self.faults.append(unknown(f"category {whose}", name, known, where=self.place(*path)))

    def _slugs(self, measure: Measure) -> list[str] | None:
        """Return the names of a measure's categories before any are merged; None where it has none."""
        if measure.baseline is not None:
            source = self.project.measures.get(measure.baseline)
            if source is None or source.baseline is not None:
                return None
            if source.bands or source.merge:
                return list(source.bands or source.merge)
            return self._slugs(source)
        if measure.where is not None:
            return ["yes", "no"]
        contract = self.contract(measure.table)
        column = next((c for c in contract.columns if c.name == measure.column), None) if contract else None
        if column is None or not column.codes or measure.scale is not None:
            return None
        return [column.code_names.get(code, str(code)) for code in column.codes]

    def roles(self) -> None:
        """Roles of informants, and the words for them."""
        project = self.project
        for group in project.role_groups:
            if group not in project.roles:
                fault = unknown("role", group, project.roles, where=self.place("role_groups", group))
                what = f"roles: has no words for the group '{group}'"
                self.faults.append(EvalreportError(what, where=fault.where, near=fault.near))
        contract = self.contract("informant") if "informant" in project.intake.tables else None
        column = next((c for c in contract.columns if c.name == "role"), None) if contract else None
        if column is None or not column.codes:
            return
        codes = [str(code) for code in column.codes]
        for group, roles in project.role_groups.items():
            for index, role in enumerate(roles):
                if role in project.roles and role not in codes:  # those without words are named already
                    fault = unknown("role of informants", role, codes)
                    where = self.place("role_groups", group, index)
                    self.faults.append(
                        EvalreportError(fault.what, where=where, near=fault.near, remedy=fault.remedy)
                    )
        # A role that data have and nobody has words for is found when the data are there: see `build.fit`.
        known = {*codes, *project.role_groups, *(f"one_{group}" for group in project.role_groups), OTHER}
        for role in project.roles:
            if role not in known:
                fault = unknown("role", role, known)
                what = f"roles: '{role}' is neither a role that informants can have nor a group of roles"
                self.fault(what, "roles", role, near=fault.near, remedy=fault.remedy)

    def facts(self) -> None:
        """Names that become parts of facts: lower case letters, digits and `_`."""
        project = self.project
        names: dict[tuple[str, ...], Iterable[str]] = {
            ("measures",): project.measures,
            ("populations",): project.populations,
            ("role_groups",): project.role_groups,
        }
        names |= {("timepoints", table, "points"): t.points for table, t in project.timepoints.items()}
        names |= {("measures", name, "bands"): m.bands for name, m in project.measures.items()}
        names |= {("measures", name, "merge"): m.merge for name, m in project.measures.items()}
        for path, given in names.items():
            for name in given:
                if not _nameable(name):
                    self.fault(
                        f"'{name}' cannot be part of a fact's name",
                        *(*path, name),
                        remedy="use lower case letters (a-z), digits and _; words for readers go under title or label",
                    )
        for name, measure in project.measures.items():
            if measure.column is None or measure.bands or measure.merge:
                continue
            contract = self.contract(measure.table)
            odd = [slug for slug in self._slugs(measure) or () if not _nameable(slug)]
            if odd and contract is not None:
                self.fault(
                    f"codes of column '{measure.column}' cannot be part of a fact's name: " + ", ".join(odd),
                    *("measures", name, "column"),
                    remedy="give each a name of lower case letters, digits and _ under code_names in "
                    + contract.file,
                )


def _nameable(name: str) -> bool:
    try:
        FactKey("x", category=name)
    except ValueError:
        return False
    return True
