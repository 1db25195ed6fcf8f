"""A sample holds a population's values of a measure, by wave, scored and put into categories."""

from __future__ import annotations

import pytest

from evalreport.errors import EvalreportError


def test_a_sample_has_a_row_for_each_member_and_timepoint_there_is(chapter):
    sample = chapter.sample("mood", "all")
    assert [len(sample.at(wave)) for wave in sample.waves] == [40, 30]
    assert (sample.waves, sample.unit, sample.title) == (("w1", "w2"), "citizen", "Humør")


def test_people_stand_in_it_under_pseudonyms(chapter):
    assert chapter.sample("sex", "all").values["unit"].str.match(r"^P-[0-9A-Z]{12}$").all()


def test_answers_become_the_names_of_their_categories(chapter):
    sample = chapter.sample("mood", "all")
    assert list(sample.categories) == ["bad", "fair", "good"]
    assert set(sample.at("w1")) == {"bad", "fair", "good"}


def test_items_become_a_score(chapter):
    assert set(chapter.sample("lonely", "all").at("w1").dropna()) == {4.0, 7.0, 9.0}


def test_every_wave_keeps_the_same_people_throughout(chapter):
    kept = chapter.sample("satisfied", "all")
    assert [int(kept.at(wave).notna().sum()) for wave in kept.waves] == [30, 30]
    everyone = chapter.sample("satisfied", "all", every_wave=False)
    assert [int(everyone.at(wave).notna().sum()) for wave in everyone.waves] == [39, 30]


def test_a_measure_says_itself_whether_it_keeps_the_same_people(chapter):
    assert not chapter.sample("mood", "all").every_wave
    assert int(chapter.sample("mood", "all", every_wave=True).at("w1").notna().sum()) == 29


def test_a_condition_gives_yes_and_no(chapter):
    sample = chapter.sample("done", "all")
    assert sample.at("").value_counts().to_dict() == {"yes": 34, "no": 6}
    assert sample.waves == ("",)


def test_bands_turn_a_number_into_categories(chapter):
    sample = chapter.sample("age", "all")
    assert sample.categories == {"young": "Under 30", "older": "30 og over"}
    assert sample.at("").value_counts().to_dict() == {"older": 36, "young": 4}


def test_merged_categories_stand_in_the_order_they_were_merged_in(chapter):
    sample = chapter.sample("mood_merged", "all")
    assert sample.categories == {"well": "Godt", "unwell": "Dårligt"}
    assert set(sample.at("w1")) == {"well", "unwell"}


def test_a_baseline_is_the_value_at_one_timepoint_whatever_the_wave(chapter):
    sample = chapter.sample("satisfied", "all", by="start")
    first, second = sample.values[sample.values["wave"] == "w1"], sample.values[sample.values["wave"] == "w2"]
    groups = first.set_index("unit")["group"]
    assert (second["group"].to_numpy() == groups[second["unit"]].to_numpy()).all()
    low = first[first["group"] == "low"]["value"].dropna()
    assert (low < 5).all()


def test_one_without_a_value_at_the_start_has_no_group(chapter):
    sample = chapter.sample("satisfied", "all", by="start", every_wave=False)
    without = sample.values[(sample.values["wave"] == "w1") & sample.values["value"].isna()]
    assert without["group"].tolist() == [""]


def test_a_sample_names_the_tables_it_rests_on(chapter):
    assert chapter.sample("satisfied", "completed", by="sex").tables == ("participant", "survey")


# -- faults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "population", "by", "told"),
    [
        ("modd", "all", None, "unknown measure 'modd'\n  did you mean: mood"),
        ("mood", "al", None, "unknown population 'al'\n  did you mean: all"),
        ("mood", "all", "sexx", "unknown measure 'sexx'\n  did you mean: sex"),
        ("mood", "all", "satisfied", "is a score and cannot group"),
        ("satisfied", "all", "mood", "baseline: mood"),
        ("mood", "informants", None, "has no column 'rid' for informanter"),
    ],
)
def test_a_fault_says_what_to_do(chapter, measure, population, by, told):
    with pytest.raises(EvalreportError) as caught:
        chapter.sample(measure, population, by=by)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "measure", "told"),
    [
        ({"measures__age__bands": {"old": {"label": "x", "low": 30}}}, "age", "4 values fall into no band"),
        (
            {"measures__mood_merged__merge": {"well": ["good"]}, "measures__mood_merged__categories": {}},
            "mood_merged",
            "fall into no merged category",
        ),
        ({"measures__mood_merged__merge": {"well": ["godd"]}}, "mood_merged", "'godd'\n  did you mean: good"),
        ({"measures__mood__categories": {"goood": "God"}}, "mood", "'goood'\n  did you mean: good"),
        ({"measures__mood__column": "moood"}, "mood", "did you mean: mood"),
        ({"measures__lonely__items": ["u1", "u2", "u4"]}, "lonely", "(measure 'lonely') 'u4'"),
        ({"measures__done__where": "statuss == 'x'"}, "done", "'statuss'\n  did you mean: status"),
        ({"measures__done__where": "age"}, "done", "does not give yes or no"),
        ({"measures__sex__keep": "age >"}, "sex", "the condition cannot be read: age >"),
        ({"timepoints": {}}, "mood", "add a condition under `keep`, or declare timepoints"),
    ],
)
def test_a_measure_that_does_not_fit_the_data_is_an_error_not_a_gap(opened, settings, measure, told):
    if settings == {"timepoints": {}}:
        settings = {**settings, "populations__panel__at_all": [], "measures__start__at": None}
    with pytest.raises(EvalreportError) as caught:
        opened(**settings).sample(measure, "all")
    assert told in str(caught.value)
