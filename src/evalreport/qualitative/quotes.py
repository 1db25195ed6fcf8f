"""Quotes, attributed by role alone, and by a wider role where the role itself would point to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd


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
        Words for roles and wider roles; "other" is used when even the wider role is too small.
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
    moved = {group for role, group in wider.items() if role in small}
    named = {}
    for role in sizes:
        group = wider.get(role)
        if group in moved or role in small:
            together = sum(sizes.get(other, 0) for other in groups.get(group or "", ()))
            named[role] = labels[group] if group is not None and together >= smallest else labels["other"]
        else:
            named[role] = labels[role]
    return named


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
    roles = informants.set_index("rid")["role"]
    return [
        Quote(
            id=str(row.quote_id),
            text=str(row.text).strip(),
            role=labels[str(roles[row.rid])],
            code=str(row.code_id),
            placement=str(row.placement),
            approved=bool(row.approved),
        )
        for row in frame.sort_values("quote_id").itertuples()
    ]
