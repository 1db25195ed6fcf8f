"""Numbers with nothing behind them and causal words are marked; names, dates and quoted speech are not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I alt 108 borgere deltog.", "108"),
        ("Det er 17 % af dem.", "17 %"),
        ("Fra 63,6 i begyndelsen.", "63,6"),
        ("Prisen er 7.490.542 kr. i alt.", "7.490.542"),
        ("Mellem 17-19 svarede.", "17-19"),
        ("Det gælder 10 ud af 14 borgere.", "10 ud af 14"),
        ("Det gælder ni ud af ti.", "ni ud af ti"),
        ("Der deltog 2000 borgere.", "2000"),
        ("## Hele 40 svarede", "40"),
        ("| a |\n|---|\n| 12 |", "12"),
        ("Se [40 borgere](https://x.dk/12).", "40"),
        ("Tallet er [40]{.x}.", "40"),
        ('![](a.svg){fig-alt="Kurven når 40 point."}', "40"),
    ],
)
def test_an_unbound_number_is_marked(resolved, text: str, number: str) -> None:
    page = resolved(text)
    assert page.kinds == ["number"]
    assert f"“{number}”" in page.prose.marks[0].message


@pytest.mark.parametrize(
    "text",
    [
        "WHO-5, UCLA-3 og SF-12 er skalaer.",
        "Efter § 10, §§ 12-14 og § 56 a, stk. 2.",
        "Se figur 3, tabel 2 og 4, bilag 1, afsnit 3.2, kapitel 4 og side 12-14.",
        "Perioden 2023-2025, skoleåret 2023/24 og foråret 2024.",
        "Den 30. juni 2025 og 1. januar.",
        "Ved 1. måling og måling 3 i fase 2, i 1.-3. klasse.",
        "1. Første punkt\n2. Andet punkt",
        "(1) Første punkt\n\n10) Tiende",
        'Hun siger: „Jeg har 3 børn.“ Og »4 af dem« og "12 gange" og ”5”.',
        "> Vi var 80 borgere.",
        "`12` og $x = 12$ og <https://x.dk/12> og https://x.dk/34.",
        "Se [kilden](https://x.dk/2-3).[^1]\n\n[^1]: Note.",
        "Skrevet af DA [@da2022, s. 12; @who2019, kap. 3].",
        "[Hus 4]{.name} ligger der.",
        'Tekst.<br>Mere <span data-x="12">tekst</span>. <!-- 12 -->',
        "```\n12\n```",
        "    12 i kode",
        "- a\n- b\n\n    ```\n    12\n    ```",
        "Hverdag på ét værelse, to gange og mange år.",
        "[kilde]: https://x.dk/12",
        '::: {.boks data-n="12"}\nTekst.\n:::',
    ],
)
def test_what_is_no_result_is_left_alone(resolved, text: str) -> None:
    page = resolved(text)
    assert page.kinds == []


def test_years_outside_the_projects_period_need_something_behind_them(resolved) -> None:
    page = resolved("I 2024 og 1998, men den 1. marts 1998 går.", years=(2022, 2025))
    assert [mark.message for mark in page.prose.marks] == [
        "Tallet “1998” er hverken beregnet, citeret eller erklæret."
    ]


def test_the_year_of_a_source_is_part_of_its_name(resolved) -> None:
    assert resolved("Sundhedsprofilen 2021 og DA (2022).", years=(2023, 2025)).kinds == []


def test_names_of_the_project_are_known(resolved) -> None:
    assert resolved("Vi bor i Blok 7.", names=frozenset({"Blok 7"})).kinds == []


def test_the_mark_stands_on_the_number(resolved) -> None:
    body = resolved("I alt **108 borgere**.").body
    assert body.startswith("I alt **[108]{.mark title=")
    assert body.endswith("`{=typst} borgere**.")


def test_in_a_heading_it_follows_after_it(resolved) -> None:
    body = resolved("## Hele 40 svarede\n\nTekst.").body
    assert body.startswith('## Hele 40 svarede\n\n`<span class="mark-note">')


def test_after_a_table_it_follows_the_caption(resolved) -> None:
    body = resolved("+----+\n| 12 |\n+----+\n\n: Tekst {#tbl-a}\n\nMere.").body
    assert body.startswith('+----+\n| 12 |\n+----+\n\n: Tekst {#tbl-a}\n\n`<span class="mark-note">')


def test_a_final_report_refuses_it(faults) -> None:
    found = faults("I alt 108 borgere.", status="final")
    assert "chapters/k1.md:3, column 7: the number '108' is neither computed, cited nor declared" in found
    assert '[108]{fact="…"}' in found


@pytest.mark.parametrize(
    "text",
    [
        "Indsatsen har virket.",
        "Indsatsen virker.",
        "Samarbejdet har ført til flere job.",
        "Det er takket være vejlederne.",
        "Indsatsen har skabt ro.",
        "Fremgangen skyldes indsatsen.",
        "Det er en effekt af forløbet.",
        "## Forløbet har løftet trivslen",
    ],
)
def test_causal_words_are_marked(resolved, text: str) -> None:
    assert resolved(text).kinds == ["causal"]


@pytest.mark.parametrize(
    "text",
    [
        "Ifølge borgerne har indsatsen virket.",
        "Borgerne oplever, at forløbet har skabt ro.",
        "Vi kan ikke vise en effekt af indsatsen.",
        "Hvad er effekten af indsatsen?",
        "Effekten af indsatsen kendes ikke.",
        "Hvad der har virket, er et åbent spørgsmål.",
        "Hun fortæller: „Det har virket for mig.“",
        "> Det har virket.",
        "Stemningen virker rolig.",
        "Medarbejderne vurderer, at det skyldes indsatsen.",
    ],
)
def test_views_of_others_questions_and_denials_are_not(resolved, text: str) -> None:
    assert resolved(text).kinds == []


def test_a_view_covers_its_own_sentence_only(resolved) -> None:
    page = resolved("Ifølge borgerne var det godt. Indsatsen har virket.")
    assert page.kinds == ["causal"]
