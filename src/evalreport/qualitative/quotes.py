"""Quotes, attributed by role alone, and by a wider role where the role itself would point to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from evalreport.errors import unknown

OTHER = "other"
"""The name of those who cannot even be named by a wider role."""


@dataclass(frozen=True)
class Quote:
    """One quote as the report may show it.

    Attributes
    ----------
    code : str
        The code it illustrates.
    role : str
        Attribution in the report's words.
    placement : str
        Where it is meant to stand: display, inline or box.
    approved : bool
        Whether it is cleared for publication.
    """

    id: str
    text: str
    role: str
    code: str
    placement: str
    approved: bool


def attribution(
    sizes: Mapping[str, int],
    groups: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    smallest: int,
) -> dict[str, str]:
    """Return the label under which each role may be quoted.

    Parameters
    ----------
    sizes : mapping
        Informants by role.
    groups : mapping
        Wider roles and the roles they hold.
    labels : mapping
        Words for roles and wider roles; "other" is used when even the wider role is too small, and then for
        the next larger role too until those under it are enough.
    smallest : int
        Roles with fewer informants are named by the wider role (and that, too, must be large enough).

    Examples
    --------
    >>> attribution({"nurse": 2, "teacher": 4}, {"staff": ["nurse", "teacher"]},
    ...             {"nurse": "Nurse", "teacher": "Teacher", "staff": "Staff", "other": "Informant"}, 5)
    {'nurse': 'Staff', 'teacher': 'Staff'}
    """
    wider = {role: group for group, roles in groups.items() for role in roles}
    small = {role for role, size in sizes.items() if size < smallest}
    # A wider role beside one of its own roles would give the small one away, so all of its roles change name.
    moved = {wider[role] for role in small if role in wider}
    named = {role: wider[role] if wider.get(role) in moved else role for role in sizes}
    named = {role: OTHER if role in small and name == role else name for role, name in named.items()}

    def speakers(name: str) -> int:
        return sum(size for role, size in sizes.items() if named[role] == name)

    for group in sorted(moved):
        if speakers(group) < smallest:
            named = {role: OTHER if name == group else name for role, name in named.items()}
    # The same holds for those left without a name of their own: too few of them are known from the others.
    while 0 < speakers(OTHER) < smallest and set(named.values()) != {OTHER}:
        least = min(set(named.values()) - {OTHER}, key=lambda name: (speakers(name), name))
        named = {role: OTHER if name == least else name for role, name in named.items()}
    return {role: labels[name] for role, name in named.items()}


def chosen(found: Sequence[Quote], names: Sequence[str]) -> list[Quote]:
    """Return the quotes named, in that order.

    Raises
    ------
    EvalreportError
        When there is no quote of that name among them, with near matches.
    """
    by_id = {quote.id: quote for quote in found}
    for name in names:
        if name not in by_id:
            raise unknown("quote", name, by_id)
    return [by_id[name] for name in names]


def quotes(frame: pd.DataFrame, informants: pd.DataFrame, labels: Mapping[str, str]) -> list[Quote]:
    """Return the quotes of a table, attributed by role.

    Parameters
    ----------
    frame : DataFrame
        Columns quote_id, rid, text, code_id, placement, approved.
    informants : DataFrame
        Columns rid, role.
    labels : mapping
        Attribution by role, from `attribution`.
    """
    roles = dict(zip(informants["rid"].astype(str), informants["role"].astype(str), strict=True))
    return [
        Quote(
            id=str(row.quote_id),
            text=str(row.text).strip(),
            role=labels[roles[str(row.rid)]],
            code=str(row.code_id),
            placement=str(row.placement),
            approved=bool(row.approved),
        )
        for row in frame.sort_values("quote_id").itertuples()
    ]
