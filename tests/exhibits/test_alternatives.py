"""Alternative texts: what a person would say of the figure."""

from __future__ import annotations

from typing import Any

from evalreport.exhibits import grouped_bars, lines

NB = "\u00a0"


def test_a_course_is_told_from_first_to_last(
    answer_facts: Any, answer_labels: Any, waves: Any, setting: Any
) -> None:
    figure = grouped_bars("fig-a", answer_facts(), categories=answer_labels, series=waves, caption="Helbred",
                          subject="andelen, der svarer “{category}”,", setting=setting)  # fmt: skip
    assert figure.alt == (
        "Søjlediagram: Helbred. "
        f"Andelen, der svarer “Aldrig”, falder fra 59{NB}% ved 1. måling til 41{NB}% ved 3. måling. "
        f"Andelen, der svarer “Sjældent”, stiger fra 13{NB}% ved 1. måling til 15{NB}% ved 3. måling. "
        f"Andelen, der svarer “En gang imellem”, stiger fra 10{NB}% ved 1. måling til 28{NB}% ved 3. måling. "
        f"Andelen, der svarer “Ofte”, falder fra 18{NB}% ved 1. måling til 15{NB}% ved 3. måling."
    )


def test_a_turn_on_the_way_is_told_and_a_benchmark(sample: Any) -> None:
    assert sample("fig-who5").alt == (
        "Søjlediagram: Trivsel. Gennemsnittet stiger fra 63,6 ved 1. måling til 67,6 ved 3. måling; "
        "lavest er 63,5 ved 2. måling. Til sammenligning: Landsgennemsnit, 68,0."
    )


def test_years_are_told_with_their_own_word(sample: Any) -> None:
    assert f"fra 35,6{NB}% i 2021/22 til 12,5{NB}% i 2024/25" in sample("fig-absence").alt


def test_categories_are_compared_largest_and_smallest_first(sample: Any) -> None:
    alt = sample("fig-status").alt
    assert f"Størst er “Tilbud udløbet” med 36{NB}% (27); mindst er “Andet” med 0{NB}% (0)." in alt
    assert alt.endswith("Én værdi er skjult af hensyn til anonymitet.")


def test_the_text_begins_where_the_first_value_may_be_shown(
    answer_facts: Any, waves: Any, setting: Any
) -> None:
    facts = answer_facts(hidden=(("never", "w1"),))
    figure = grouped_bars(
        "fig-a", facts, categories={"never": "Aldrig"}, series=waves, caption="A", setting=setting
    )
    assert f"Andelen for “Aldrig” falder fra 49{NB}% ved 2. måling til 41{NB}% ved 3. måling." in figure.alt


def test_values_that_print_alike_are_unchanged(fact: Any, waves: Any, setting: Any) -> None:
    facts = [fact("m", value, "number", wave=wave, statistic="mean", decimals=1)
             for wave, value in zip(waves, (7.24, 7.3, 7.2499), strict=True)]  # fmt: skip
    figure = lines("fig-a", facts, x=waves, caption="A", setting=setting)
    assert (
        "Gennemsnittet er 7,2 både ved 1. måling og ved 3. måling; højest er 7,3 ved 2. måling." in figure.alt
    )


def test_nothing_is_said_of_values_when_all_are_hidden(fact: Any, waves: Any, setting: Any) -> None:
    facts = [fact("m", 0.5, wave=wave, statistic="share", hidden="small") for wave in waves]
    figure = grouped_bars("fig-a", facts, categories=waves, x="wave", caption="A", setting=setting)
    assert figure.alt == "Søjlediagram: A. Alle værdier er skjult af hensyn til anonymitet."


def test_with_many_courses_those_that_change_most_are_told(fact: Any, waves: Any, setting: Any) -> None:
    labels = {f"c{i}": f"Svar {i}" for i in range(9)}
    facts = [fact("m", 0.1 + 0.05 * i * j, category=c, wave=w, statistic="share")
             for i, c in enumerate(labels) for j, w in enumerate(waves)]  # fmt: skip
    figure = grouped_bars("fig-a", facts, categories=labels, series=waves, caption="A", setting=setting)
    assert "Svar 8" in figure.alt
    assert "Svar 0" not in figure.alt
    assert figure.alt.count("stiger") == 6


def test_a_flow_is_told_step_by_step(sample: Any) -> None:
    alt = sample("fig-flow").alt
    assert alt.startswith("Forløbsdiagram: Fra henvisning til panel. Henvist til indsatsen: 108 borgere.")
    assert "Sluttede før tid: 34 borgere, heraf 9 (Sygdom), 5 (Fraflyttet kommunen)" in alt
    assert "1. måling: 70 borgere; 2. måling: 66 borgere; 3. måling: 58 borgere. Panel: 40 borgere." in alt


def test_a_diagram_names_actors_and_what_goes_between_them(sample: Any) -> None:
    alt = sample("fig-model").alt
    assert "Jobcentret, Bysekretariatet og Borgerne" in alt
    assert "Betaling fra Kommunen til Leverandøren: Betaler for måneder i job." in alt
