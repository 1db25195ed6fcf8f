"""Read and check a project's parameter file; every fault is named with its line, all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evalreport.errors import EvalreportError, Faults, Place, near_matches
from evalreport.project.model import Project
from evalreport.project.references import cross_check, line_of

FILE = "project.yaml"


def load(folder: Path, change: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> Project:
    """Read `project.yaml` in a project's folder.

    Parameters
    ----------
    folder : Path
        The project's folder, `params/<project>`.
    change : callable, optional
        Changes the settings before they are checked (values set on the command line).

    Raises
    ------
    EvalreportError
        When the file is missing or is not YAML.
    Faults
        With every fault found: unknown or missing names, wrong types, references to nothing.
    """
    path = folder / FILE
    shown = f"params/{folder.name}/{FILE}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise EvalreportError(
            f"there is no {shown}", remedy="make one; params/randers/project.yaml shows what goes in it"
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise EvalreportError(
            "the file is not UTF-8", where=Place(shown, line=line), remedy="save it again with encoding UTF-8"
        ) from error
    tree = _parse(text, shown)
    settings = _plain(tree)
    if change is not None:
        settings = change(settings)
    try:
        project = Project.model_validate(settings)
    except ValidationError as error:
        faults = [_fault(item, tree, shown) for item in error.errors()]
        raise Faults(faults, title=f"{shown} has {len(faults)} fault(s)") from error
    faults = cross_check(project, tree, shown, folder)
    if faults:
        raise Faults(faults, title=f"{shown} has {len(faults)} fault(s)")
    return project


def _parse(text: str, shown: str) -> CommentedMap:
    try:
        tree = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise EvalreportError(
            f"the file is not valid YAML: {error.problem or error.context}",
            where=Place(shown, line=mark.line + 1 if mark else None),
            remedy="check indentation, colons and quotation marks on this line and the one before",
        ) from error
    except YAMLError as error:
        raise EvalreportError(f"the file is not valid YAML: {error}", where=Place(shown)) from error
    if not isinstance(tree, CommentedMap):
        raise EvalreportError("the file is empty, or is not a list of settings", where=Place(shown))
    return tree


def _plain(node: Any) -> Any:
    """Turn the tree with line numbers into plain dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    return node


def _fault(item: Mapping[str, Any], tree: CommentedMap, shown: str) -> EvalreportError:
    path = list(cast("tuple[str | int, ...]", item["loc"]))
    where = Place(shown, line=line_of(tree, path))
    dotted = ".".join(str(part) for part in path)
    if item["type"] == "extra_forbidden":
        known = _known_at(path[:-1])
        near = near_matches(str(path[-1]), known)
        remedy = "" if near else "known here: " + ", ".join(known) if known else "remove it"
        return EvalreportError(f"unknown parameter '{dotted}'", where=where, near=near, remedy=remedy)
    if item["type"] == "missing":
        return EvalreportError(f"parameter '{dotted}' is missing", where=where, remedy=f"add '{path[-1]}:'")
    message = str(item["msg"]).removeprefix("Value error, ")
    return EvalreportError(f"parameter '{dotted}': {message}", where=where)


def _known_at(path: list[str | int]) -> list[str]:
    """Return the names that may stand at a place in the file."""
    annotation: Any = Project
    for part in path:
        model = _model_inside(annotation)
        if get_origin(annotation) in (dict, list, tuple):  # the key of a mapping, or the place in a list
            annotation = model
        else:
            field = model.model_fields.get(str(part)) if model else None
            annotation = field.annotation if field else None
    found = _model_inside(annotation)
    return sorted(found.model_fields) if found else []


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_inside, get_args(annotation))), None)
