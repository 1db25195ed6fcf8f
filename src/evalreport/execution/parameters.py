"""The parameters a notebook declares, and the check of a project's values before any kernel starts."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pydantic

from evalreport.errors import EvalreportError, Faults, Place, near_matches
from evalreport.execution.notebook import Cell, cells, named, read_notebook

TAG = "parameters"

_TYPES: dict[str, Any] = {
    "Any": Any, "Literal": Literal, "None": None,
    "bool": bool, "dict": dict, "float": float, "int": int, "list": list, "str": str, "tuple": tuple,
}  # fmt: skip
_WORDS = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false",
    "list": "a list", "dict": "names with values",
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: `threshold: int = 5  # least number of persons in a shown cell`."""

    name: str
    annotation: str
    default: Any
    help: str
    line: int

    def fault(self, value: Any) -> str:
        """Return why `value` does not fit; empty when it does."""
        kind = eval(self.annotation, {"__builtins__": {}}, _TYPES)  # names checked by `_is_type`
        try:
            pydantic.TypeAdapter(kind, config={"strict": True}).validate_python(value)
        except pydantic.ValidationError:
            expected = _WORDS.get(self.annotation, self.annotation)
            meaning = f" ({self.help})" if self.help else ""
            return f"parameter '{self.name}' must be {expected}, not {value!r}{meaning}"
        return ""


def declared_parameters(notebook: Path) -> tuple[Parameter, ...]:
    """Return the parameters declared in the cell tagged `parameters`, in order.

    Raises
    ------
    EvalreportError
        When there is no such cell, or more than one, or a line in it is not `name: type = value`.
    Faults
        When several lines are at fault.
    """
    tagged = [cell for cell in cells(read_notebook(notebook)) if TAG in cell.tags]
    where = Place(named(notebook))
    if len(tagged) != 1:
        raise EvalreportError(
            "no cell is tagged 'parameters'"
            if not tagged
            else f"{len(tagged)} cells are tagged 'parameters'",
            where=where,
            remedy="tag the one code cell that holds the defaults (JupyterLab: right sidebar, cog wheels, cell tags)",
        )
    cell = tagged[0]
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError as fault:
        raise EvalreportError(
            f"the parameters cell (cell {cell.number}) is not valid Python: {fault.msg}, line {fault.lineno}",
            where=where,
        ) from None
    comments = _comments(cell.source)
    found, faults = [], []
    for statement in statements:
        try:
            found.append(_declaration(statement, comments, cell, where))
        except EvalreportError as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(
            faults,
            title=f"{named(notebook)}: {len(faults)} lines in the parameters cell are not declarations",
        )
    return tuple(found)


def check_parameters(
    notebook: Path,
    values: Mapping[str, Any],
    *,
    places: Mapping[str, Place] = MappingProxyType({}),
) -> dict[str, Any]:
    """Check a project's values against what the notebook declares.

    Parameters
    ----------
    notebook : Path
        The notebook; only its parameters cell is read.
    values : mapping
        Name → value, plain data as YAML gives it.
    places : mapping of str to Place
        Where each value stands in the parameter file, for messages.

    Returns
    -------
    dict
        The values in the order of declaration.

    Raises
    ------
    EvalreportError, Faults
        For an unknown name (with near matches) and for a value of the wrong type; all faults at once.
    """
    declared = {parameter.name: parameter for parameter in declared_parameters(notebook)}
    faults: list[EvalreportError] = []
    for name, value in values.items():
        place = places.get(name, Place(named(notebook)))
        if name not in declared:
            near = near_matches(name, declared)
            listed = ", ".join(declared) or "none"
            faults.append(
                EvalreportError(
                    f"unknown parameter '{name}' of notebook {notebook.stem}",
                    where=place,
                    near=near,
                    remedy="" if near else f"parameters of the notebook: {listed}",
                )
            )
        elif fault := declared[name].fault(value):
            faults.append(EvalreportError(f"notebook {notebook.stem}: {fault}", where=place))
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults, title=f"{len(faults)} parameters of {notebook.name} are wrong")
    return {name: values[name] for name in declared if name in values}


def _declaration(statement: ast.stmt, comments: Mapping[int, str], cell: Cell, where: Place) -> Parameter:
    """Read one line of the parameters cell."""
    line = cell.source.splitlines()[statement.lineno - 1].strip()
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            pass
        case _:
            raise EvalreportError(
                f"cell {cell.number}, line {statement.lineno}: '{line}' does not declare a parameter",
                where=where,
                remedy="write: name: type = value  # meaning",
            )
    kind = str(annotation.value) if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    if not _is_type(kind):
        raise EvalreportError(
            f"cell {cell.number}, line {statement.lineno}: parameter '{name}' has the unknown type '{kind}'",
            where=where,
            remedy="use str, int, float, bool, list[...], dict[...], Literal[...], or one of them | None",
        )
    try:
        default = ast.literal_eval(value)
    except ValueError:
        raise EvalreportError(
            f"cell {cell.number}, line {statement.lineno}: the default of '{name}' must be a plain value",
            where=where,
            remedy="write a number, text, True, False, None, a list or a dict of such",
        ) from None
    last = statement.end_lineno or statement.lineno
    parameter = Parameter(name, kind, default, comments.get(last, ""), statement.lineno)
    if fault := parameter.fault(default):
        raise EvalreportError(f"cell {cell.number}, line {statement.lineno}: default of {fault}", where=where)
    return parameter


def _is_type(kind: str) -> bool:
    """Whether an annotation is made of the types that a parameter may have."""
    try:
        names = {node.id for node in ast.walk(ast.parse(kind, mode="eval")) if isinstance(node, ast.Name)}
        if names <= set(_TYPES):
            eval(kind, {"__builtins__": {}}, _TYPES)
            return True
    except (SyntaxError, TypeError):
        pass
    return False


def _comments(source: str) -> dict[int, str]:
    """Line → comment at its end."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("#").strip() for t in tokens if t.type == tokenize.COMMENT}
