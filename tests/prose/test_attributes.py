"""Braces are read as Pandoc reads them, with the place of every part."""

from __future__ import annotations

import pytest

from evalreport.prose.attributes import parse_attributes


def test_every_part_has_its_place() -> None:
    text = 'x{#sec-a .b key="en to" k=1}'
    attributes = parse_attributes(text, 1)
    assert attributes is not None
    assert (attributes.id, attributes.classes) == ("sec-a", ("b",))
    assert [text[p.value_start : p.value_end] for p in attributes.pairs] == ["en to", "1"]
    assert text[attributes.start : attributes.end] == text[1:]


@pytest.mark.parametrize("text", ["{", "{a}", "{a b}", '{k="x}', "{#}", "{{< x >}}", "{.a\n\n.b}", "tekst"])
def test_other_braces_are_text(text: str) -> None:
    assert parse_attributes(text) is None


def test_a_brace_or_quote_in_a_value_does_not_end_it() -> None:
    attributes = parse_attributes("{fig-alt=\"[1]{fact='a.b'}\" k='\"'}")
    assert attributes is not None
    assert attributes.get("fig-alt") == "[1]{fact='a.b'}"
    assert attributes.get("k") == '"'


def test_a_hyphen_means_unnumbered() -> None:
    attributes = parse_attributes("{-}")
    assert attributes is not None
    assert attributes.unnumbered
