"""Who speaks for and against a code: informants, each counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Support:
    """Informants for and against one code, by group of roles.

    Attributes
    ----------
    supports, contradicts : mapping of group to int
        Different informants; someone who says both counts in both.
    informants : mapping of group to int
        Informants there are.
    """

    code: str
    supports: Mapping[str, int]
    contradicts: Mapping[str, int]
    informants: Mapping[str, int]


def support(
    coding: pd.DataFrame, informants: pd.DataFrame, groups: Mapping[str, Sequence[str]], codes: Sequence[str]
) -> list[Support]:
    """Count informants for and against each code.

    Parameters
    ----------
    coding : DataFrame
        Columns rid, code_id, stance ("supports" or "contradicts").
    informants : DataFrame
        Columns rid, role.
    groups : mapping
        Groups of roles to count by.
    codes : sequence of str
        Codes, in the order wanted.
    """
    role_group = {role: group for group, roles in groups.items() for role in roles}
    group_of = informants.set_index("rid")["role"].map(role_group)
    sizes = {group: int((group_of == group).sum()) for group in groups}
    rows = coding.assign(group=coding["rid"].map(group_of)).drop_duplicates(["rid", "code_id", "stance"])
    found = []
    for code in codes:
        of_code = rows[rows["code_id"] == code]
        counts = {
            stance: {
                group: int(((of_code["stance"] == stance) & (of_code["group"] == group)).sum())
                for group in groups
            }
            for stance in ("supports", "contradicts")
        }
        found.append(Support(code, counts["supports"], counts["contradicts"], sizes))
    return found
