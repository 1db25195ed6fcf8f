"""Support for a theme counts people, each once."""

from __future__ import annotations

import pandas as pd

from evalreport.qualitative import support

GROUPS = {"citizens": ["citizen"], "staff": ["jobcentre", "provider"]}
INFORMANTS = pd.DataFrame(
    {
        "rid": ["c1", "c2", "j1", "p1", "x1"],
        "role": ["citizen", "citizen", "jobcentre", "provider", "visitor"],
    }
)


def found(*coding: tuple[str, str, str]):
    rows = pd.DataFrame(list(coding), columns=["rid", "code_id", "stance"])
    return support(rows, INFORMANTS, GROUPS, ["joy", "job"])


def test_someone_who_says_a_thing_twice_counts_once():
    joy, _ = found(("c1", "joy", "supports"), ("c1", "joy", "supports"), ("c2", "joy", "supports"))
    assert joy.supports == {"citizens": 2, "staff": 0}


def test_someone_who_says_both_counts_in_both():
    joy, _ = found(("c1", "joy", "supports"), ("c1", "joy", "contradicts"))
    assert (joy.supports["citizens"], joy.contradicts["citizens"]) == (1, 1)


def test_roles_of_a_group_are_counted_together():
    joy, _ = found(("j1", "joy", "supports"), ("p1", "joy", "supports"))
    assert joy.supports["staff"] == 2
    assert joy.informants == {"citizens": 2, "staff": 2}


def test_a_role_in_no_group_is_not_counted():
    joy, _ = found(("x1", "joy", "supports"))
    assert sum(joy.supports.values()) == 0


def test_codes_come_in_the_order_asked_for_also_those_nobody_spoke_of():
    assert [entry.code for entry in found(("c1", "job", "supports"))] == ["joy", "job"]
    assert found()[0].supports == {"citizens": 0, "staff": 0}


def test_no_group_has_more_speakers_than_informants():
    joy, _ = found(*[(rid, "joy", "supports") for rid in INFORMANTS["rid"]] * 2)
    assert all(joy.supports[group] <= joy.informants[group] for group in GROUPS)
