"""Read and check a project's parameter file; every fault is named with its line, all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evalreport.errors import EvalreportError, Faults, Place, near_matches, unknown
from evalreport.instruments import names as instrument_names
from evalreport.project.model import Project

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
    faults = _cross_check(project, tree, shown, folder)
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
    model: Any = Project
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(str(part))
            model = field.annotation if field else None
        else:  # the key of a mapping or the place in a list
            pass
        model = _model_inside(model)
        if model is None:
            return []
    return sorted(model.model_fields)


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_inside(argument)
        if found is not None:
            return found
    return None


def line_of(tree: Any, path: list[str | int]) -> int | None:
    """Return the line (from 1) of the deepest part of a path that the file has."""
    line: int | None = None
    node = tree
    for part in path:
        try:
            if isinstance(node, CommentedMap):
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq):
                line = node.lc.item(part)[0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _cross_check(project: Project, tree: CommentedMap, shown: str, folder: Path) -> list[EvalreportError]:
    """Check names that refer to other parts of the file, and the files it names."""
    faults: list[EvalreportError] = []

    def check(kind: str, name: str | None, known: Any, *path: str | int) -> None:
        if name is not None and name not in known:
            where = Place(shown, line=line_of(tree, list(path)))
            faults.append(unknown(kind, name, known, where=where))

    tables = project.intake.tables
    if project.id != folder.name:
        faults.append(
            EvalreportError(
                f"the project calls itself '{project.id}' but lies in the folder '{folder.name}'",
                where=Place(shown, line=line_of(tree, ["id"])),
                remedy="give folder and id the same name",
            )
        )
    for name, rule in project.populations.items():
        at = ("populations", name)
        check("unit", rule.unit, project.units, *at, "unit")
        check("table", rule.table, tables, *at, "table")
        check("population", rule.within, project.populations, *at, "within")
        if rule.at_all:
            points = project.timepoints.get(rule.table)
            check("table with timepoints", rule.table, project.timepoints, *at, "at_all")
            for point in rule.at_all:
                check("timepoint", point, points.points if points else {}, *at, "at_all")
    for name in project.timepoints:
        check("table", name, tables, "timepoints", name)
    for name, measure in project.measures.items():
        at = ("measures", name)
        if measure.baseline is None:
            check("table", measure.table, tables, *at, "table")
        check("measure", measure.baseline, project.measures, *at, "baseline")
        check("instrument", measure.instrument, instrument_names(), *at, "instrument")
        check("unit", measure.unit, project.units, *at, "unit")
    check("publication", project.default_publication, project.publications, "default_publication")
    for name, publication in project.publications.items():
        for part in ("chapters", "appendices"):
            for index, chapter in enumerate(getattr(publication, part)):
                if not (folder / chapter.path).is_file():
                    there = sorted(p.relative_to(folder).as_posix() for p in folder.glob("chapters/*.md"))
                    faults.append(
                        EvalreportError(
                            f"chapter '{chapter.id}' of '{name}' has no file {chapter.path}",
                            where=Place(shown, line=line_of(tree, ["publications", name, part, index])),
                            near=near_matches(chapter.path, there),
                            remedy="write it, or correct the name",
                        )
                    )
    if not (folder / project.bibliography).is_file():
        faults.append(
            EvalreportError(
                f"the list of references {project.bibliography} does not exist",
                where=Place(shown, line=line_of(tree, ["bibliography"])),
                remedy="make it (BibTeX), or correct the name under `bibliography`",
            )
        )
    return faults
