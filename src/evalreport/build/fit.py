"""What only the data can tell about the parameter file: timepoints without rows, roles without words.

A timepoint that no row has would end in a notebook, as a category without facts; here it is told where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from evalreport.build.progress import Progress
from evalreport.build.site import Site
from evalreport.contracts import Column
from evalreport.errors import EvalreportError, Faults, near_matches
from evalreport.intake import Snapshot


def require_fit(site: Site, snapshot: Snapshot, progress: Progress) -> None:
    """Check the parameter file against the values that the data have.

    Raises
    ------
    Faults
        With every timepoint, column and role that the data do not have, or that they alone have.
    """
    faults = [*_timepoints(site, snapshot, progress), *_answered(site, snapshot), *_roles(site, snapshot)]
    if faults:
        raise Faults(faults, title=f"{site.place().file} and the data do not fit together:")


def _timepoints(site: Site, snapshot: Snapshot, progress: Progress) -> Iterator[EvalreportError]:
    for table, times in site.project.timepoints.items():
        column = site.table_contracts[table].column(times.column)
        found = snapshot.table(table, [column.name])[column.name].dropna()
        declared = {point.value for point in times.points.values()}
        for name, point in times.points.items():
            if not (found == point.value).any():
                yield EvalreportError(
                    f"timepoint '{name}': no row of table {table} has {point.value} in column '{column.name}'",
                    where=site.place("timepoints", table, "points", name, "value"),
                    remedy=f"see whether the file is whole{_values(column, found.unique())}; a timepoint that is "
                    "still to come is taken out of `timepoints`, `at_all` and `at`",
                )
        left = found[~found.isin(declared)]
        if len(left):
            progress.note(
                f"{site.place('timepoints', table, 'points')}: {len(left)} rows of table {table} belong to no "
                f"timepoint, so no measure counts them{_values(column, left.unique())}"
            )


def _values(column: Column, values: object) -> str:
    """Say which values there are, of a column that may be shown."""
    listed = sorted(map(str, values))  # type: ignore[call-overload]
    return f" (values there are: {', '.join(listed[:10])})" if column.public and listed else ""


def _answered(site: Site, snapshot: Snapshot) -> Iterator[EvalreportError]:
    for name, rule in site.project.populations.items():
        rows = snapshot.table(rule.table, list(dict.fromkeys(rule.answered))) if rule.answered else None
        for index, column in enumerate(rule.answered):
            if rows is not None and rows[column].isna().all():
                yield EvalreportError(
                    f"population '{name}': nobody has a value in column '{column}' of table {rule.table}, so the "
                    "population is empty",
                    where=site.place("populations", name, "answered", index),
                    remedy="see whether the file is whole, or take the column out of `answered`",
                )


def _roles(site: Site, snapshot: Snapshot) -> Iterator[EvalreportError]:
    words, contract = site.project.roles, site.table_contracts.get("informant")
    if not words or contract is None or "role" not in contract.names:
        return
    codes = contract.column("role").codes or ()  # a role that is no code may be a name; it is not shown
    for role in sorted(snapshot.table("informant", ["role"])["role"].dropna().unique()):
        if role not in words:
            named = f"the role '{role}'" if role in codes else "one of the roles"
            yield EvalreportError(
                f"roles: has no words for {named} that informants have",
                where=site.place("roles"),
                near=near_matches(str(role), words) if role in codes else (),
                remedy=f"add `{role}: …` under roles" if role in codes else "add it under roles",
            )
