"""What has left is remembered from one notebook to the next."""

from __future__ import annotations

from evalreport.disclosure.memory import Entry, Memory

FEMALE = Entry(("sex", "", "female"), frozenset("abc"), frozenset("abcdef"), hidden=False)
MALE = Entry(("sex", "", "male"), frozenset("def"), frozenset("abcdef"), hidden=True)


def memory(*entries: Entry) -> Memory:
    found = Memory()
    for entry in entries:
        found.remember(entry)
    return found


def test_what_was_said_of_these_very_people_is_found_whatever_it_was_called():
    found = memory(FEMALE, MALE)
    assert found.was_hidden(frozenset("abc")) is False
    assert found.was_hidden(frozenset("def")) is True
    assert found.was_hidden(frozenset("ab")) is None


def test_nobody_is_never_found():
    assert (
        memory(Entry(("m", "", "x"), frozenset(), frozenset(), hidden=True)).was_hidden(frozenset()) is None
    )


def test_what_was_shown_once_is_public():
    hidden_later = Entry(("outcome", "", "yes"), FEMALE.members, FEMALE.base, hidden=True)
    assert memory(FEMALE, hidden_later).was_hidden(FEMALE.members) is False


def test_a_mean_says_nothing_of_how_many_and_the_other_way_round():
    mean = Entry(("who5", "w1", "moments"), frozenset("ab"), frozenset("ab"), hidden=False)
    assert memory(mean).was_hidden(frozenset("ab")) is None
    assert memory(mean).was_hidden(frozenset("ab"), ("who5", "w1", "moments")) is False
    assert memory(mean).was_hidden(frozenset("ab"), ("who5", "w2", "moments")) is None


def test_a_reader_knows_the_same_fact_a_groups_size_and_a_populations():
    shown = memory(FEMALE)
    assert shown.is_public(FEMALE)
    as_group = Entry(("outcome", "", ""), FEMALE.members, FEMALE.base, hidden=False)
    assert shown.is_public(as_group), "a category of sex is a group of a table by sex"
    size = memory(Entry(("", "citizen", "size"), FEMALE.members, FEMALE.members, hidden=False))
    assert size.is_public(as_group)
    assert not memory(MALE).is_public(MALE), "hidden is not known"


def test_a_reader_does_not_know_that_other_numbers_happen_to_be_about_the_same_people():
    lonely = Entry(("lonely", "w1", "yes"), FEMALE.members, FEMALE.base, hidden=False)
    assert not memory(lonely).is_public(FEMALE)
    whole_row = Entry(("lonely", "w1", "yes"), FEMALE.members, FEMALE.members, hidden=False)
    group = Entry(("score", "w1", ""), FEMALE.members, FEMALE.base, hidden=False)
    assert not memory(group).is_public(whole_row), (
        "that all of a group gave one answer does not follow from its size"
    )


def test_only_what_was_shown_on_a_topic_is_given():
    assert list(memory(FEMALE, MALE).shown(("sex", "", "male"))) == []
    assert list(memory(FEMALE, MALE).shown(("sex", "", "female"))) == [FEMALE]


def test_writing_and_reading_gives_the_same_memory(tmp_path):
    found = memory(FEMALE, MALE)
    found.spans["who5", "w1", "panel"] = (35, 39)
    found.spans["who5", "w2", "panel"] = None
    found.write(tmp_path / "a.json")
    again = Memory.read([tmp_path / "a.json"])
    assert again == found


def test_the_same_memory_is_the_same_bytes_and_several_files_are_read_one_after_the_other(tmp_path):
    memory(FEMALE).write(tmp_path / "a.json")
    memory(FEMALE, MALE).write(tmp_path / "b.json")
    Memory.read([tmp_path / "a.json", tmp_path / "b.json"]).write(tmp_path / "c.json")
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "c.json").read_bytes()
