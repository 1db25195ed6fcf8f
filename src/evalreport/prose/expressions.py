"""Expressions over facts: `who5.low.change > who5.high.change and who5.panel.n >= 30`.

Ids stand for values, numbers are written with a point. Allowed are `+ - * /`, comparisons (also chained),
`and`, `or`, `not`, parentheses, and `abs`, `min`, `max`, `round(x, decimals)` and `within(a, b, tolerance)`.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evalreport.locale import rounded

Value = float | int | str | bool

_WORD = re.compile(r"'[^']*'|[^\W\d]\w*(?:\.\w+)*|\d+(?:_\w+)?(?:\.\w+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_KEYWORDS = frozenset({"and", "or", "not"})


def _within(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance + 1e-12


def _round(value: float, decimals: float = 0) -> float:
    return float(rounded(value, int(decimals)))  # half up, as the values beside it are printed


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs, "min": min, "max": max, "round": _round, "within": _within,
}  # fmt: skip

_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def _same(a: Any, b: Any) -> bool:
    # Shares are computed as binary fractions: 0.1 + 0.2 and 0.3 are the same to a reader.
    if isinstance(a, str) or isinstance(b, str):
        return bool(a == b)
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: _same,
    ast.NotEq: lambda a, b: not _same(a, b),
    ast.Lt: lambda a, b: a < b and not _same(a, b),
    ast.LtE: lambda a, b: a < b or _same(a, b),
    ast.Gt: lambda a, b: a > b and not _same(a, b),
    ast.GtE: lambda a, b: a > b or _same(a, b),
}


class ExpressionError(ValueError):
    """An expression that cannot be read or computed; says why."""


@dataclass(frozen=True)
class Expression:
    """A parsed expression.

    Attributes
    ----------
    source : str
        As the author wrote it.
    ids : tuple of str
        The facts it names, in the order they first stand.
    tree : ast.expr
        Python's tree, in which `_0`, `_1`, … stand for the ids.
    """

    source: str
    ids: tuple[str, ...]
    tree: ast.expr

    @property
    def single(self) -> bool:
        """Whether it is one id and nothing else."""
        return isinstance(self.tree, ast.Name)

    @property
    def difference(self) -> bool:
        """Whether it is one id minus another."""
        tree = self.tree
        return (
            isinstance(tree, ast.BinOp)
            and isinstance(tree.op, ast.Sub)
            and isinstance(tree.left, ast.Name)
            and isinstance(tree.right, ast.Name)
        )

    @property
    def logical(self) -> bool:
        """Whether it is true or false rather than a number."""
        tree = self.tree
        return (
            isinstance(tree, (ast.Compare, ast.BoolOp))
            or (isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not))
            or (isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "within")
        )

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Compute the expression.

        Parameters
        ----------
        values : mapping of str to number or str
            A value for each of `ids`.

        Raises
        ------
        ExpressionError
            When it divides by zero or compares what cannot be compared.
        """
        try:
            result: Value = _compute(self.tree, [values[name] for name in self.ids])
        except ZeroDivisionError:
            raise ExpressionError("it divides by zero") from None
        except TypeError:
            raise ExpressionError("it compares or computes with values that are not numbers") from None
        return result


def parse_expression(source: str) -> Expression:
    """Read an expression.

    >>> parse_expression("who5.panel.mean.w3 - who5.panel.mean.w1 >= 4").ids
    ('who5.panel.mean.w3', 'who5.panel.mean.w1')

    Raises
    ------
    ExpressionError
        When it uses anything the grammar does not have.
    """
    ids: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        word = match.group()
        if _NUMBER.match(word) or word in _KEYWORDS or word.startswith("'"):
            return word
        if word in _FUNCTIONS and re.match(r"\s*\(", source[match.end() :]):
            return word
        if word not in ids:
            ids.append(word)
        return f"_{ids.index(word)}"

    text = " ".join(_WORD.sub(placeholder, source).split())
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(_advice(source)) from None
    if isinstance(tree, ast.Tuple):
        raise ExpressionError("numbers in an expression are written with a point, as in 3.5")
    _check(tree, source)
    return Expression(source, tuple(ids), tree)


def _advice(source: str) -> str:
    if re.search(r"(?<![<>=!])=(?!=)", source):
        return "write == to compare"
    if re.search("[\u2264\u2265\u2260]", source):
        return "write <=, >= or !="
    if re.search("[\u2212\u2013]", source):
        return "write an ordinary hyphen for minus"
    return "it is not complete: names of facts, numbers, + - * /, comparisons, and, or, not, parentheses"


def _check(tree: ast.AST, source: str) -> None:
    allowed = (
        ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Constant, ast.Load,
        ast.And, ast.Or, ast.Not, ast.USub, ast.UAdd, *_ARITHMETIC, *_COMPARISONS,
    )  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            raise ExpressionError("numbers in an expression are written with a point, as in 3.5")
        if not isinstance(node, allowed):
            raise ExpressionError(f"'{source}' uses something that expressions over facts do not have")
        if isinstance(node, ast.Constant) and not isinstance(node.value, (int, float, str)):
            raise ExpressionError("only numbers and names of facts are values")
        if isinstance(node, ast.Call):
            _check_call(node)


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    count = {"abs": (1, 1), "min": (2, 99), "max": (2, 99), "round": (1, 2), "within": (3, 3)}.get(name)
    if count is None:
        raise ExpressionError("only abs, min, max, round and within are functions")
    if node.keywords or not count[0] <= len(node.args) <= count[1]:
        raise ExpressionError(f"{name} is used with the wrong number of values")


def _compute(node: ast.expr, values: list[Value]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values[int(node.id[1:])]
    if isinstance(node, ast.BinOp):
        return _ARITHMETIC[type(node.op)](_compute(node.left, values), _compute(node.right, values))
    if isinstance(node, ast.UnaryOp):
        value = _compute(node.operand, values)
        return (
            not value if isinstance(node.op, ast.Not) else -value if isinstance(node.op, ast.USub) else value
        )
    if isinstance(node, ast.BoolOp):
        parts = [bool(_compute(part, values)) for part in node.values]
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.Compare):
        sides = [_compute(side, values) for side in (node.left, *node.comparators)]
        return all(_COMPARISONS[type(op)](a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id](*(_compute(argument, values) for argument in node.args))
    raise ExpressionError("it cannot be computed")
