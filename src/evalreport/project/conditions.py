"""Conditions of the parameter file (`where:`, `keep:`), checked against a contract before any data are read.

A misspelt code in a condition fits no row, and a measure with it gives a wrong number without a word. So every
name must be a column, and every value compared with a column must be one that the column can hold.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from evalreport.contracts import Column, Contract
from evalreport.contracts.contract import describe_range
from evalreport.contracts.patterns import in_words
from evalreport.errors import EvalreportError, Place, near_matches, unknown

_WORDS = {"&": " and ", "|": " or "}  # as pandas reads them in a condition
_EXACT = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
_NO_ANSWER = (ast.Constant, ast.BinOp, ast.List, ast.Tuple)
_FUNCTIONS = ("abs", "sqrt", "exp", "log", "floor", "ceil")


def check_condition(expression: str, contract: Contract, where: Place) -> list[EvalreportError]:
    """Return what is wrong with a condition on the rows of a table.

    Parameters
    ----------
    expression : str
        As pandas reads it: `status == 'completed' and age >= 30`.
    contract : Contract
        The table's.
    where : Place
        Where the condition stands.
    """
    try:
        tree = ast.parse(_as_python(expression), mode="eval").body
    except (SyntaxError, tokenize.TokenError, ValueError):
        assigned = re.search(r"(?<![=!<>])=(?!=)", expression) is not None
        remedy = "write == to compare" if assigned else "write it as in status == 'completed' and age >= 30"
        return [EvalreportError(f"the condition cannot be read: {expression}", where=where, remedy=remedy)]
    check = _Check(contract, where)
    faults = [*check.names(tree), *check.comparisons(tree)]
    boolean = isinstance(tree, ast.Name) and any(
        column.name == tree.id and column.type == "boolean" for column in contract.columns
    )
    if not faults and (isinstance(tree, _NO_ANSWER) or (isinstance(tree, ast.Name) and not boolean)):
        what = f"the condition does not give yes or no for each row: {expression}"
        remedy = "compare a column with a value, as in status == 'completed'"
        faults = [EvalreportError(what, where=where, remedy=remedy)]
    return faults


def strange_value(column: Column, value: Any, table: str, where: Place) -> EvalreportError | None:
    """Return why no row of a table can have a value in a column; None when one can."""

    def fault(what: str, remedy: str, near: tuple[str, ...] = ()) -> EvalreportError:
        said = repr(value) if isinstance(value, str) else str(value)
        return EvalreportError(
            f"{said} {what} column '{column.name}' of table {table}", where=where, near=near, remedy=remedy
        )

    if value is None:
        return fault("is no value to compare with in", f"write {column.name}.isna() or {column.name}.notna()")
    if column.identifier:
        return fault("is compared with", "its values are pseudonyms after intake, so no row has it")
    if value in column.missing_codes:
        return fault("counts as missing in", "no row has it after intake; leave it out")
    if column.codes is not None:
        fits = any(value == code and isinstance(value, str) == isinstance(code, str) for code in column.codes)
        if fits and not isinstance(value, bool):
            return None
        codes = [str(code) for code in column.codes]
        if str(value) in codes:
            quotes = "with" if column.type == "string" else "without"
            return fault("is no code of", f"write {value} {quotes} quotation marks")
        return fault("is no code of", "codes there are: " + ", ".join(codes), near_matches(str(value), codes))
    return _of_another_kind(column, value, fault)


def _of_another_kind(column: Column, value: Any, fault: Any) -> EvalreportError | None:
    """Return why a value does not fit a column without codes."""
    found: EvalreportError | None = None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if column.type == "boolean":
        if not isinstance(value, bool) and value not in (0, 1):
            found = fault("is neither True nor False, as values are in", "write True or False")
    elif column.type in ("integer", "number"):
        low, high = column.minimum, column.maximum
        if not number:
            found = fault("is no number, as values are in", "write a number, without quotation marks")
        elif (low is not None and value < low) or (high is not None and value > high):
            remedy = "the contract allows numbers " + describe_range(column)
            found = fault("is outside the range of", remedy)
    elif not isinstance(value, str):
        found = fault("is no text, as values are in", "write it in quotation marks")
    elif column.type == "date":
        try:
            date.fromisoformat(value[:10])
        except ValueError:
            found = fault("is no date, as values are in", "write it as '2025-11-03'")
    elif column.pattern is not None and re.search(column.pattern, value) is None:
        found = fault("is not written as values are in", f"write it {in_words(column.pattern)}")
    return found


@dataclass(frozen=True)
class _Check:
    """Looks through a condition on the rows of one table."""

    contract: Contract
    where: Place

    def names(self, tree: ast.expr) -> Iterator[EvalreportError]:
        """Name what is no column."""
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name) or node.id in self.contract.names:
                continue
            if id(node) in called and node.id in _FUNCTIONS:
                continue
            what = f"column of table {self.contract.table}"
            fault = unknown(what, node.id, self.contract.names, where=self.where)
            column = self._column_with(node.id)
            if column is not None and not fault.near:
                fault = EvalreportError(
                    fault.what,
                    where=self.where,
                    remedy=f"'{node.id}' is a code of '{column.name}': write it in quotation marks",
                )
            yield fault

    def comparisons(self, tree: ast.expr) -> Iterator[EvalreportError]:
        """Name values that a column cannot hold."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                    yield from self._pair(left, right, exact=isinstance(operator, _EXACT))
                    yield from self._pair(right, left, exact=isinstance(operator, _EXACT))
                continue
            match node:
                case ast.Call(func=ast.Attribute(value=of, attr="isin"), args=[values, *_]):
                    yield from self._pair(of, values, exact=True)

    def _pair(self, name: ast.expr, values: ast.expr, *, exact: bool) -> Iterator[EvalreportError]:
        column = self._column(name)
        if column is None:
            return
        for value in _literals(values):
            if not exact and isinstance(value, (int, float)) and column.type in ("integer", "number"):
                continue  # a bound need not be a value
            fault = strange_value(column, value, self.contract.table, self.where)
            if fault is not None:
                yield fault

    def _column(self, node: ast.expr) -> Column | None:
        name = node.id if isinstance(node, ast.Name) else None
        return next((column for column in self.contract.columns if column.name == name), None)

    def _column_with(self, code: str) -> Column | None:
        return next((column for column in self.contract.columns if code in (column.codes or ())), None)


def _as_python(expression: str) -> str:
    """Return the condition as Python reads it the way pandas does: `&` and `|` bind as weakly as `and` and `or`."""
    lines = io.StringIO(expression.strip().replace("`", "")).readline
    tokens = [
        (token.type, _WORDS.get(token.string, token.string) if token.type == tokenize.OP else token.string)
        for token in tokenize.generate_tokens(lines)
    ]
    return tokenize.untokenize(tokens).strip()


def _literals(node: ast.expr) -> Iterator[Any]:
    """Yield the plain values of an expression: one, or those of a list."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for item in node.elts:
            yield from _literals(item)
        return
    try:
        yield ast.literal_eval(node)
    except ValueError:  # a column, or something worked out
        return
