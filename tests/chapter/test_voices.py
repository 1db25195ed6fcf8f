"""What interviews say leaves through the gate, and quotes under roles that point to nobody."""

from __future__ import annotations

from evalreport.chapter import publish_quotes, publish_support


def voices(chapter):
    return {fact.id: fact for fact in publish_support(chapter, ["joy", "job"])}


def test_support_counts_people_by_group_of_roles(chapter):
    facts = voices(chapter)
    assert facts["joy.supports.informants.citizens.count"].value == 7
    assert facts["joy.supports.informants.staff.count"].value == 5
    assert facts["joy.contradicts.informants.citizens.count"].value == 1
    assert facts["job.contradicts.informants.staff.count"].value == 0


def test_too_few_speakers_are_hidden_and_so_is_a_group_where_too_few_said_nothing(protected):
    facts = voices(protected)
    assert facts["job.supports.informants.citizens.count"].value is None
    assert facts["joy.contradicts.informants.citizens.count"].value is None


def test_roles_are_named_where_every_count_may_be_shown(chapter):
    assert {quote.id: quote.role for quote in publish_quotes(chapter, ["citizen", "child"])} == {
        "q_a": "Borger",
        "q_b": "Barn",
    }


def test_a_role_of_two_is_not_named(protected):
    named = {quote.id: quote.role for quote in publish_quotes(protected, ["citizen", "child"])}
    assert named["q_a"] == "Borger"
    assert named["q_b"] == "Deltager"


def test_only_the_roles_asked_for_are_quoted(chapter, tmp_path):
    assert [quote.id for quote in publish_quotes(chapter, ["citizen"])] == ["q_a"]
    written = (tmp_path / "tiny" / "quotes.json").read_text(encoding="utf-8")
    assert "q_b" not in written
    assert "B-00" not in written
