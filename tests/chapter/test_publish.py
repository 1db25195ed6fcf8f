"""Statistics become facts on one way only: through the gate, with population, unit, n and origin."""

from __future__ import annotations

import pytest

from evalreport.errors import EvalreportError
from evalreport.exhibits import cross_table
from evalreport.ledger import Conflict, FactKey, Ledger
from evalreport.statistics import distribution, means


def published(chapter, *facts):
    return {fact.id: fact for group in facts for fact in group}


def test_a_distribution_gives_counts_shares_and_n(chapter):
    facts = published(chapter, chapter.publish(distribution(chapter.sample("sex", "all"))))
    assert facts["sex.female.all.count"].value == 24
    assert facts["sex.male.all.share"].value == pytest.approx(16 / 40)
    assert facts["sex.all.n"].value == 40
    assert {fact.n for fact in facts.values()} == {40}


def test_means_come_with_standard_deviation_and_n_for_each_wave(chapter):
    facts = published(chapter, chapter.publish(means(chapter.sample("satisfied", "all"))))
    values = chapter.sample("satisfied", "all").at("w2").dropna()
    assert facts["satisfied.all.mean.w2"].value == pytest.approx(values.mean())
    assert facts["satisfied.all.sd.w2"].value == pytest.approx(values.std())
    assert facts["satisfied.all.n.w1"].value == 30


def test_n_is_given_without_a_wave_where_it_is_the_same_at_every_wave(chapter):
    same = published(chapter, chapter.publish(means(chapter.sample("satisfied", "all"))))
    other = published(chapter, chapter.publish(distribution(chapter.sample("mood", "all"))))
    assert same["satisfied.all.n"].value == 30
    assert "mood.all.n" not in other


def test_groups_come_beside_the_total(chapter):
    facts = published(chapter, chapter.publish(means(chapter.sample("satisfied", "all", by="start"))))
    n = [facts[f"satisfied.all{group}.n.w1"].value for group in ("", ".low", ".high")]
    assert n[0] == n[1] + n[2]


def test_a_fact_says_whom_it_is_about_and_where_it_comes_from(chapter):
    fact = chapter.publish(distribution(chapter.sample("sex", "completed")))[0]
    assert (fact.population, fact.unit, fact.n_unit) == ("de, der gennemførte", "citizen", "citizen")
    assert fact.population_hash == chapter.populations["completed"].rule_hash
    assert fact.origin.notebook == "tiny"
    assert [name for name, _ in fact.origin.tables] == ["participant"]
    assert fact.label == "Køn: Female, antal"


def test_the_same_result_may_be_published_twice_and_another_of_the_same_name_may_not(chapter):
    chapter.publish(means(chapter.sample("satisfied", "all")))
    chapter.publish(means(chapter.sample("satisfied", "all")))
    with pytest.raises(Conflict, match=r"satisfied\.all"):
        chapter.publish(means(chapter.sample("satisfied", "all", every_wave=False)))


def test_a_population_has_a_size(chapter):
    fact = chapter.size("completed")
    assert (fact.id, fact.value, fact.population) == ("citizen.completed.count", 34, "de, der gennemførte")


def test_everything_published_is_written_at_once(chapter, tmp_path):
    fact = chapter.size("all")
    assert Ledger.read(tmp_path / "tiny" / "facts.json").facts() == [fact]
    assert (tmp_path / "tiny" / "reads.json").read_text(encoding="utf-8").split('"')[1::2] == [
        "informant",
        "participant",
        "survey",
    ]


def test_a_value_is_published_with_its_kind(chapter):
    key = FactKey("value", "gross", statistic="amount")
    fact = chapter.value(key, 12.5, kind="amount", unit="kr", label="Værdi", tables=["contract"])
    assert (fact.value, fact.kind, fact.hidden) == (12.5, "amount", None)


# -- exhibits ----------------------------------------------------------------------------------------------


def table(chapter, facts, name="tbl-sex"):
    return cross_table(
        name, facts, rows=chapter.categories("sex"), row_by="category", columns={"count": "Antal"},
        column_by="statistic", stub="Køn", setting=chapter.setting("survey"), caption="Køn",
    )  # fmt: skip


def test_an_exhibit_rests_on_facts_of_its_chapter(chapter, opened):
    facts = chapter.publish(distribution(chapter.sample("sex", "all")))
    chapter.show(table(chapter, facts))
    with pytest.raises(EvalreportError, match="rests on facts this chapter has not published"):
        opened("other").show(table(chapter, facts))


def test_an_exhibit_is_shown_once_or_again_as_it_was(chapter):
    facts = chapter.publish(distribution(chapter.sample("sex", "all")))
    chapter.show(table(chapter, facts))
    chapter.show(table(chapter, facts))
    others = chapter.publish(distribution(chapter.sample("sex", "completed")))
    with pytest.raises(EvalreportError, match="'tbl-sex' is shown twice with different content"):
        chapter.show(table(chapter, others))


def test_the_parameter_file_has_the_last_word_on_an_exhibit(chapter):
    assert chapter.words("fig-x", caption="Notebookens", subject="S") == {
        "caption": "Projektets egen",
        "subject": "S",
    }
    assert chapter.words("fig-y", caption="Notebookens") == {"caption": "Notebookens"}


# -- a threshold of five ----------------------------------------------------------------------------------


def test_a_small_count_is_hidden_in_facts_and_exhibits_and_another_with_it(protected, tmp_path):
    facts = protected.publish(distribution(protected.sample("benefit", "all")))
    by_id = {fact.id: fact for fact in facts}
    assert by_id["benefit.rf.all.count"].value is None
    assert by_id["benefit.kh.all.share"].value is None
    assert by_id["benefit.dp.all.count"].value == 20
    shown = cross_table(
        "tbl-benefit", facts, rows=protected.categories("benefit"), row_by="category",
        columns={"count": "Antal", "share": "Andel"}, column_by="statistic", stub="Ydelse",
        setting=protected.setting(), caption="Ydelse",
    )  # fmt: skip
    protected.show(shown)
    assert sum(cell.hidden for cell in shown.cells()) == 4
    for file in (tmp_path / "tiny").rglob("*.json"):
        text = file.read_text(encoding="utf-8")
        assert "17" not in text.replace(next(iter(hashes(facts))), ""), file.name
        assert "0.425" not in text


def hashes(facts):
    return {digest for fact in facts for _, digest in fact.origin.tables}


def test_populations_that_differ_by_too_few_are_one(opened):
    protected = opened(
        disclosure__threshold=5,
        populations__women={"unit": "citizen", "table": "participant", "where": "sex == 'female'", "words": "kvinder"},
        populations__most={
            "unit": "citizen", "table": "participant", "where": "sex == 'female' or age < 30", "words": "de fleste",
        },
    )  # fmt: skip
    assert protected.size("women").value == protected.size("most").value == 24
    assert protected.size("most").population == "kvinder"


def test_n_is_a_span_when_too_few_did_not_answer(protected):
    facts = {
        fact.id: fact
        for fact in protected.publish(means(protected.sample("satisfied", "all", every_wave=False)))
    }
    assert (facts["satisfied.all.n.w1"].value, facts["satisfied.all.n.w1"].interval) == (None, (36, 40))
    assert facts["satisfied.all.mean.w1"].n is None
    assert facts["satisfied.all.mean.w1"].n_bounds == (36, 40)
    assert facts["satisfied.all.n.w2"].value == 30


def test_what_one_notebook_hides_the_next_hides_too(opened):
    first = opened("first", disclosure__threshold=5)
    first.publish(distribution(first.sample("benefit", "all")))
    second = opened("second", after=("first",), disclosure__threshold=5)
    facts = {
        fact.id: fact for fact in second.publish(distribution(second.sample("benefit", "all", by="sex")))
    }
    assert facts["benefit.rf.all.count"].hidden
    assert facts["benefit.kh.all.count"].hidden
    assert facts["benefit.dp.all.count"].value == 20
