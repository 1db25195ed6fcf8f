"""A measure takes its values from exactly one source."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evalreport.project import Measure
from evalreport.project.measures import Span


@pytest.mark.parametrize(
    "source",
    [
        {"column": "sex", "table": "participant"},
        {"where": "age > 30", "table": "participant"},
        {"instrument": "ucla3", "items": ("a", "b", "c"), "table": "survey"},
        {"baseline": "who5", "at": "w1"},
    ],
)
def test_each_source_alone_is_enough(source):
    assert Measure(title="M", **source).title == "M"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"table": "participant"}, "given: none"),
        ({"table": "participant", "column": "sex", "where": "x"}, "given: column, where"),
        ({"column": "sex"}, "needs the table"),
        ({"instrument": "ucla3", "table": "survey"}, "lists its `items`"),
    ],
)
def test_anything_else_is_refused(source, told):
    with pytest.raises(ValidationError, match=told):
        Measure(title="M", **source)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        (Span(label="", below=30), [-5, 29.9], [30, 31]),
        (Span(label="", low=30, high=39), [30, 39], [29.9, 39.1]),
        (Span(label="", low=60), [60, 1000], [59.9]),
        (Span(label=""), [-1, 0, 1], []),
    ],
)
def test_both_ends_belong_to_a_span_except_below(span, inside, outside):
    assert all(span.holds(value) for value in inside)
    assert not any(span.holds(value) for value in outside)
