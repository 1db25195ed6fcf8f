"""The small language of claims: facts, numbers, comparisons, and nothing that could run code."""

from __future__ import annotations

import pytest

from evalreport.prose.expressions import ExpressionError, parse_expression

VALUES = {"a.x": 2.0, "b.x": 3.0, "c.2023.x": 0.3, "name.x": "stigende"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.x < b.x", True),
        ("a.x < b.x < 4", True),
        ("1 < a.x < 1.5", False),
        ("a.x + 1 == b.x and not a.x > b.x", True),
        ("a.x > b.x or b.x / a.x == 1.5", True),
        ("abs(a.x - b.x) <= 1", True),
        ("max(a.x, b.x, 1) == 3", True),
        ("min(a.x, b.x) == 2", True),
        ("round(b.x / a.x) == 2", True),
        ("round(2.345, 2) == 2.35", True),
        ("within(a.x, b.x, 1)", True),
        ("within(a.x, b.x, 0.5)", False),
        ("c.2023.x == 0.1 + 0.2", True),
        ("0.1 + 0.2 > c.2023.x", False),
        ("name.x == 'stigende'", True),
        ("-a.x < 0 and (a.x - b.x) * 2 != 0", True),
    ],
)
def test_it_is_computed(source: str, expected: bool) -> None:
    expression = parse_expression(source)
    assert expression.evaluate({name: VALUES[name] for name in expression.ids}) is expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a.x > 3,5", "written with a point"),
        ("a.x = 3", "write == to compare"),
        ("a.x ≥ 3", "write <=, >= or !="),
        ("a.x − b.x > 1", "ordinary hyphen"),
        ("a.x >", "not complete"),
        ("", "not complete"),
        ("__import__('os').system('x')", "only abs, min"),
        ("open('x')", "only abs, min"),
        ("abs(a.x, b.x)", "wrong number of values"),
        ("[a.x for a in b]", "not complete"),
        ("[a.x, b.x]", "do not have"),
        ("a.x ** 9 > 1", "do not have"),
        ("(lambda: 1)()", "not complete"),
        ("a.x()", "only abs"),
        ("a.x if b.x else 1", "not complete"),
        ("a.x is b.x", "not complete"),
        ("f'{a.x}'", "not complete"),
        ("(" * 500 + "a.x" + ")" * 500, "not complete"),
    ],
)
def test_anything_else_is_refused_with_advice(source: str, why: str) -> None:
    with pytest.raises(ExpressionError, match=why):
        parse_expression(source)


def test_ids_may_have_parts_that_begin_with_digits_or_are_words_of_python() -> None:
    assert parse_expression("age.30_39.share > in.class.x").ids == ("age.30_39.share", "in.class.x")


def test_division_by_zero_and_text_in_arithmetic_are_said() -> None:
    with pytest.raises(ExpressionError, match="divides by zero"):
        parse_expression("1 / a.x > 2").evaluate({"a.x": 0})
    with pytest.raises(ExpressionError, match="not numbers"):
        parse_expression("a.x + 1 > 2").evaluate({"a.x": "stigende"})
