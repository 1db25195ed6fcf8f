"""A quote is attributed by role, and by a wider one where the role would point to a person."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evalreport.qualitative import attribution, quotes

GROUPS = {"staff": ["jobcentre", "provider", "housing"], "young": ["child", "youth"]}
ROLES = ["citizen", "jobcentre", "provider", "housing", "child", "youth"]
LABELS = {
    **{role: role.capitalize() for role in ROLES},
    "staff": "Staff",
    "young": "Young",
    "other": "Informant",
}


def named(**sizes: int) -> dict[str, str]:
    return attribution(sizes, GROUPS, LABELS, 5)


def test_a_role_with_enough_informants_is_named():
    assert named(citizen=5) == {"citizen": "Citizen"}


def test_a_small_role_takes_the_wider_name_and_so_do_those_beside_it():
    found = named(jobcentre=2, provider=9, housing=6, citizen=10)
    assert {found[role] for role in ("jobcentre", "provider", "housing")} == {"Staff"}
    assert found["citizen"] == "Citizen"


def test_a_wider_role_that_is_too_small_as_well_is_not_named():
    found = named(citizen=20, child=3, youth=1, jobcentre=2, provider=3)
    assert found["child"] == found["youth"]
    assert found["child"] != "Young"


def test_too_few_without_a_name_would_be_known_from_the_others_so_another_joins_them():
    # One child among named citizens and staff: "Informant" would be that child.
    found = named(citizen=20, jobcentre=8, child=1)
    assert found == {"citizen": "Citizen", "jobcentre": "Informant", "child": "Informant"}


def test_a_small_role_outside_every_group_is_not_named():
    assert (
        attribution({"mayor": 1, "citizen": 9}, {}, {**LABELS, "mayor": "Mayor"}, 5)["mayor"] == "Informant"
    )


def test_a_threshold_of_one_names_every_role():
    assert attribution({"child": 1, "citizen": 2}, GROUPS, LABELS, 1) == {
        "child": "Child",
        "citizen": "Citizen",
    }


@given(st.dictionaries(st.sampled_from(ROLES), st.integers(1, 12), min_size=1))
def test_no_name_is_borne_by_too_few_unless_all_bear_it(sizes):
    found = attribution(sizes, GROUPS, LABELS, 5)
    bearers: dict[str, int] = {}
    for role, name in found.items():
        bearers[name] = bearers.get(name, 0) + sizes[role]
    assert min(bearers.values()) >= 5 or set(bearers) == {"Informant"}


FRAME = pd.DataFrame(
    [("q2", "r1", "  Anden ", "joy", "inline", False), ("q1", "r2", "Første", "job", "display", True)],
    columns=["quote_id", "rid", "text", "code_id", "placement", "approved"],
)
INFORMANTS = pd.DataFrame({"rid": ["r1", "r2"], "role": ["citizen", "child"]})


def test_quotes_come_in_the_order_of_their_ids_with_role_and_approval():
    first, second = quotes(FRAME, INFORMANTS, {"citizen": "Borger", "child": "Barn"})
    assert (first.id, first.text, first.role, first.code, first.approved) == (
        "q1",
        "Første",
        "Barn",
        "job",
        True,
    )
    assert (second.id, second.text, second.role, second.approved) == ("q2", "Anden", "Borger", False)


def test_nothing_of_a_quote_names_the_informant():
    for quote in quotes(FRAME, INFORMANTS, {"citizen": "Borger", "child": "Barn"}):
        assert not {"r1", "r2"} & set(vars(quote).values())
