"""Sentences: the same in every language, complete, and with messages for those who misspell a name."""

from __future__ import annotations

import string

import pytest

from evalreport.errors import EvalreportError
from evalreport.wording import Wording

DA, EN = Wording("da"), Wording("en")


def test_every_language_has_the_same_sentences_with_the_same_names() -> None:
    assert DA.keys() == EN.keys()

    def names(wording: Wording, key: str) -> set[str]:
        values = dict.fromkeys(NAMES, "{}")
        filled = wording.text(key, **values)
        assert filled
        return {name for name in NAMES if missing(wording, key, name)}

    assert {key: names(DA, key) for key in DA.keys()} == {key: names(EN, key) for key in EN.keys()}  # noqa: SIM118


NAMES = sorted(
    {
        name
        for language in (DA, EN)
        for template in language._templates().values()
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
)


def missing(wording: Wording, key: str, name: str) -> bool:
    """Whether a sentence cannot be written without a name."""
    try:
        wording.text(key, **{other: "" for other in NAMES if other != name})
    except EvalreportError:
        return True
    return False


def test_a_sentence_is_filled_in_and_values_may_hold_braces() -> None:
    assert DA.text("note.source", source="Carelink {x}") == "Kilde: Carelink {x}"


def test_unknown_sentence_names_those_that_come_near() -> None:
    with pytest.raises(EvalreportError, match=r"unknown wording 'note.sorce'\n  did you mean: note.source"):
        DA.text("note.sorce")


def test_missing_value_is_named() -> None:
    with pytest.raises(EvalreportError, match=r"'note\.source' needs source"):
        DA.text("note.source")


def test_unknown_language_lists_those_there_are() -> None:
    with pytest.raises(EvalreportError, match="da, en"):
        Wording("de")


def test_lists_and_number_words() -> None:
    assert DA.join(["70", "66", "58"]) == "70, 66 og 58"
    assert DA.join(["70"]) == "70"
    assert DA.join([]) == ""
    assert [DA.number_word(n) for n in (0, 1, 12, 13)] == ["nul", "én", "tolv", "13"]
    assert EN.join(["a", "b"]) == "a and b"


def test_causal_words_are_there_in_both_languages() -> None:
    assert "skyldes" in DA.causal_words
    assert "due to" in EN.causal_words
