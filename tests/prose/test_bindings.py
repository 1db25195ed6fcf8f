"""A binding prints the current value, whatever stands in the brackets, and says what was out of date."""

from __future__ import annotations

import pytest

from evalreport.prose import Constant

NBSP = "\u00a0"


def test_a_fact_is_printed_with_its_current_value(resolved) -> None:
    page = resolved('Fra [61]{fact="who5.panel.mean.w1"}.')
    assert page.body == 'Fra [63,6]{.fact data-fact="who5.panel.mean.w1"}.'


def test_an_outdated_text_is_reported_with_its_place(resolved) -> None:
    page = resolved('Fra [63,6]{fact="who5.panel.mean.w1"}\ntil [61]{fact="who5.panel.mean.w3"}.')
    (only,) = page.prose.outdated
    assert (only.file, only.line, only.column) == ("chapters/kap.md", 4, 5)
    assert (only.fact, only.was, only.is_) == ("who5.panel.mean.w3", "61", "67,6")


def test_kinds_of_space_do_not_make_a_text_outdated(resolved) -> None:
    assert resolved('[31 %]{fact="lonely.panel.share.w1"}').prose.outdated == ()


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('fact="lonely.panel.share.w1"', f"31{NBSP}%"),
        ('fact="lonely.panel.share.w1" decimals="1"', f"30,8{NBSP}%"),
        ('fact="value.contract.total"', f"7.490.542{NBSP}kr."),
        ('fact="month.data.cutoff"', f"30.{NBSP}juni 2025"),
        ('fact="who5.high.change"', "\u22127,7"),
        ('fact="who5.high.change" as="abs"', "7,7"),
        ('fact="who5.high.change" as="abs points" decimals="0"', f"8{NBSP}point"),
        ('fact="who5.panel.mean.w3 - who5.panel.mean.w1"', "4,0"),
        ('fact="who5.panel.mean.w3 - who5.panel.mean.w1" as="points" decimals="0"', f"4{NBSP}point"),
        ('fact="lonely.panel.share.w1 - lonely.panel.share.w3"', "10"),
        ('fact="lonely.panel.share.w3 - lonely.panel.share.w1" as="abs pp"', f"10{NBSP}procentpoint"),
        ('fact="who5.panel.mean.w1" as="n"', "39"),
        ('fact="who5.panel.mean.w1" as="interval"', "58,1\u201369,0"),
    ],
)
def test_values_are_printed_as_the_sentence_needs_them(resolved, source: str, value: str) -> None:
    assert resolved(f"Se [x]{{{source}}} her.").body.startswith(f"Se [{value}]{{.fact data-fact=")


def test_a_difference_names_both_facts(resolved) -> None:
    body = resolved('[4]{fact="who5.panel.mean.w3 - who5.panel.mean.w1"}').body
    assert 'data-fact="who5.panel.mean.w3 who5.panel.mean.w1"' in body
    assert 'data-expression="who5.panel.mean.w3 - who5.panel.mean.w1"' in body


def test_facts_that_are_measured_differently_cannot_be_subtracted(faults) -> None:
    message = faults('[4]{fact="who5.panel.mean.w3 - lonely.panel.share.w1"}')
    assert "chapters/k1.md:3" in message
    assert "not measured alike" in message


def test_emphasis_around_a_number_is_kept(resolved) -> None:
    assert resolved('[**61**]{fact="who5.panel.mean.w1"}').body.startswith("[**63,6**]{.fact")
    assert resolved('**[61]{fact="who5.panel.mean.w1"}**').body.startswith("**[63,6]{.fact")


def test_the_authors_own_classes_and_attributes_are_kept(resolved) -> None:
    body = resolved('[61]{.stor fact="who5.panel.mean.w1" lang="da"}').body
    assert body == '[63,6]{.fact .stor lang="da" data-fact="who5.panel.mean.w1"}'


def test_an_unknown_fact_is_refused_with_place_and_near_matches(faults) -> None:
    message = faults('Tekst.\n\nFra [63]{fact="who5.panel.mean.w2"}.')
    assert "chapters/k1.md:5, column 5: unknown fact 'who5.panel.mean.w2'" in message
    assert "did you mean: who5.panel.mean.w" in message


def test_all_faults_are_reported_at_once(faults) -> None:
    message = faults('[1]{fact="a.b"} [2]{cited="c"} [3]{constant="d"} @fig-e [x](#f) [^g]')
    assert "the text has 6 faults" in message
    assert all(name in message for name in ("'a.b'", "'c'", "'d'", "'fig-e'", "'f'", "[^g]"))


def test_words_left_in_the_brackets_are_marked_because_they_are_not_printed(resolved) -> None:
    page = resolved('[63,6 point]{fact="who5.panel.mean.w1"}')
    assert page.kinds == ["brackets"]
    assert "“point”" in page.body


class TestHiddenFacts:
    def test_a_small_count_is_printed_as_fewer_than_the_threshold(self, resolved) -> None:
        assert resolved('Kun [3]{fact="wage.men.count"} mænd.').body.startswith("Kun [færre end 5]{.fact")

    def test_it_has_a_capital_at_the_beginning_of_a_sentence(self, resolved) -> None:
        body = resolved('Ja. [3]{fact="wage.men.count"} mænd.\n\n[3]{fact="wage.men.count"} mænd.').body
        assert body.count("[Færre end 5]") == 2

    def test_anything_else_is_printed_as_a_marker(self, resolved) -> None:
        body = resolved('[10 %]{fact="wage.men.share"}').body
        told = "skjult af hensyn til anonymitet"
        marked = f'data-fact="wage.men.share" role="img" aria-label="{told}" title="{told}"'
        assert body == f"[·]{{.fact .hidden-value {marked}}}"

    def test_what_stood_in_the_brackets_is_found_nowhere(self, resolved) -> None:
        text = (
            'Om [777]{fact="wage.men.count"}, [777]{fact="wage.men.share"}, [777 mænd]{words="wage.men.share"} '
            'og [777]{fact="wage.men.share - lonely.panel.share.w1"}.'
        )
        page = resolved(text)
        assert "777" not in repr(page.prose)

    def test_words_on_a_hidden_fact_are_hidden(self, resolved) -> None:
        page = resolved('[Hver tiende]{words="wage.men.share"} og [flere]{words="wage.men.share > 0"}.')
        assert page.body.count("[·]{.words .hidden-value") == 2
        assert "tiende" not in page.body
        assert [m.stop for m in page.prose.marks] == [False, False]


class TestWords:
    def test_a_quantifier_within_its_bounds_is_kept(self, resolved) -> None:
        page = resolved('[Knap en tredjedel]{words="lonely.panel.share.w1"} er ensomme.')
        assert page.body == '[Knap en tredjedel]{.words data-fact="lonely.panel.share.w1"} er ensomme.'

    def test_one_out_of_bounds_is_marked_with_the_value(self, resolved) -> None:
        page = resolved('[To tredjedele]{words="lonely.panel.share.w1"}')
        assert page.kinds == ["bounds"]
        assert f"Værdien er 31{NBSP}%" in page.prose.marks[0].message

    def test_an_unknown_phrase_is_marked(self, resolved) -> None:
        assert resolved('[vildt mange]{words="lonely.panel.share.w1"}').kinds == ["quantifier"]

    def test_a_comparison_is_a_claim_on_the_word(self, resolved) -> None:
        assert resolved('[falder]{words="lonely.panel.share.w3 < lonely.panel.share.w1"}').kinds == []
        assert resolved('[stiger]{words="lonely.panel.share.w3 > lonely.panel.share.w1"}').kinds == ["claim"]

    def test_number_words_count(self, resolved) -> None:
        assert resolved('[niogtredive]{words="who5.panel.n"}').kinds == ["quantifier"]
        assert resolved('[39]{words="who5.panel.n"}').kinds == []
        assert resolved('[tre]{words="who5.panel.n"}').kinds == ["value"]

    def test_a_category_is_compared_as_text(self, resolved) -> None:
        assert resolved('[Stigende]{words="trend.panel.direction"}').kinds == []
        assert resolved('[faldende]{words="trend.panel.direction"}').kinds == ["value"]

    def test_words_across_lines_and_in_block_quotes_are_read(self, resolved) -> None:
        assert resolved('[Knap en\ntredjedel]{words="lonely.panel.share.w1"}').kinds == []
        assert resolved('> [Knap en\n> tredjedel]{words="lonely.panel.share.w1"}').kinds == []


class TestCited:
    def test_the_citation_follows_the_words(self, resolved) -> None:
        page = resolved('mod [17 %]{cited="da2022"} på landsplan')
        assert page.body == 'mod [17 %]{.cited data-cited="da2022"} [@da2022] på landsplan'
        assert page.prose.citations_used == ("da2022",)

    def test_the_number_is_checked_where_a_benchmark_declares_it(self, resolved) -> None:
        assert resolved('[17,1 %]{cited="da2022"}').kinds == []
        assert resolved('[18 %]{cited="da2022"}').kinds == ["benchmark"]
        assert resolved('[50]{cited="who2019"}').kinds == []


class TestConstants:
    def test_a_number_or_a_number_word_must_agree(self, resolved) -> None:
        assert (
            resolved('[tre målinger]{constant="waves"}').body
            == '[tre målinger]{.constant data-constant="waves"}'
        )
        assert resolved('[3 målinger]{constant="waves"} [0-100]{constant="scale"}').kinds == []
        assert resolved('[to målinger]{constant="waves"}').kinds == ["constant"]

    def test_a_constant_declared_as_a_word_agrees_with_its_digit(self, resolved) -> None:
        constants = {"waves": Constant("tre", "design")}
        assert (
            resolved('[3 runder]{constant="waves"} [tre]{constant="waves"}', constants=constants).kinds == []
        )
        assert resolved('[4 runder]{constant="waves"}', constants=constants).kinds == ["constant"]


class TestPlaces:
    def test_in_a_heading_a_fact_is_plain_text(self, resolved) -> None:
        body = resolved('## Fra [61]{fact="who5.panel.mean.w1"} {#sec-a}').body
        assert body == "## Fra 63,6 {#sec-a}"

    def test_so_it_is_in_a_caption_and_an_alternative_text(self, resolved) -> None:
        body = resolved(
            '![Fra [61]{fact="who5.panel.mean.w1"}](a.svg)'
            "{#fig-a fig-alt=\"Op til [61]{fact='who5.panel.mean.w3'}.\"}"
        ).body
        assert body == '![Fra 63,6](a.svg){#fig-a fig-alt="Op til 67,6."}'

    def test_so_it_is_in_a_tables_caption(self, resolved) -> None:
        table = '| a |\n|---|\n| [1]{fact="who5.panel.n"} |\n\n: n = [1]{fact="who5.panel.n"} {#tbl-a}'
        assert resolved(table).body == (
            '| a |\n|---|\n| [39]{.fact data-fact="who5.panel.n"} |\n\n: n = 39 {#tbl-a}'
        )

    @pytest.mark.parametrize(
        "text",
        [
            "- punkt {}\n- punkt",
            "> citat {}",
            "[^a]\n\n[^a]: note {}",
            "se ^[note {}]",
            "[link {}](https://www.dst.dk)",
            "*fremhævet {} tekst*",
            "Ord\n:   forklaring {}",
            "1. et\n\n    mere {}",
            "::: {.boks}\ntekst {}\n:::",
        ],
    )
    def test_elsewhere_it_is_a_span(self, resolved, text: str) -> None:
        source = text.replace("{}", '[1]{fact="who5.panel.n"}', 1)
        expected = text.replace("{}", '[39]{.fact data-fact="who5.panel.n"}', 1).replace("[^a]", "[^kap-a]")
        assert resolved(source).body == expected

    @pytest.mark.parametrize(
        "text",
        [
            '`[1]{fact="x"}`',
            '```\n[1]{fact="x"}\n```',
            '    [1]{fact="x"}',
            '<!-- [1]{fact="x"} -->',
            '<!-- en\n\n[1]{fact="x"} -->',
            '``a ` [1]{fact="x"}``',
            '~~~ md\n```\n[1]{fact="x"}\n~~~',
        ],
    )
    def test_in_code_and_comments_nothing_is_bound(self, resolved, text: str) -> None:
        assert resolved(text).body == text


class TestMisspelling:
    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ('[1]{facts="who5.panel.n"}', "did you mean: fact"),
            ('[1]{word="who5.panel.n"}', "did you mean: words"),
            ('[1] {fact="who5.panel.n"}', "not read as a binding"),
            ("[1]{fact=who5 .panel.n =}", "not read as a binding"),
            ("[1]{fact=”who5.panel.n”}", "straight quotes"),
            ('[1]{fact="who5.panel.n" cited="da2022"}', "both fact and cited"),
            ('[1]{fact="who5.panel.n" as="point"}', "there are abs, points, pp"),
            ('[[1]{fact="who5.panel.n"}]{words="who5.panel.n"}', "a binding inside another"),
            ('[1]{fact="who5.panel.n * 2"}', "neither a fact nor the difference of two"),
            ('[1]{fact="who5.panel.n -"}', "it is not complete"),
        ],
    )
    def test_it_is_refused(self, faults, source: str, message: str) -> None:
        text = faults(source)
        assert message in text
        assert "chapters/k1.md:3" in text

    def test_a_binding_in_a_drawn_table_is_refused(self, faults) -> None:
        table = '+-----------------------------+\n| [1]{fact="who5.panel.n"}    |\n+-----------------------------+'
        assert "would break them" in faults(table)
