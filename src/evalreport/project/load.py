"""Read and check a project's parameter file; every fault is named with its line, all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from evalreport.contracts import Contract
from evalreport.errors import EvalreportError, Faults, Place, wrong_letter
from evalreport.project.faults import plain_faults
from evalreport.project.model import Project
from evalreport.project.names import check, without_contract
from evalreport.project.references import cross_check, line_of

FILE = "project.yaml"


def load(
    folder: Path,
    change: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    contracts: Mapping[str, Contract] | None = None,
) -> Project:
    """Read `project.yaml` in a project's folder.

    Parameters
    ----------
    folder : Path
        The project's folder, `params/<project>`.
    change : callable, optional
        Changes the settings before they are checked (values set on the command line).
    contracts : mapping of str to Contract, optional
        The data contracts by name; names of columns, codes and rules are checked against them when given.

    Raises
    ------
    EvalreportError
        When the file is missing or is not YAML.
    Faults
        With every fault found: unknown or missing names, wrong types, references to nothing.
    """
    shown = _shown(folder)
    tree = _parse(_read(folder), shown)
    settings = _plain(tree)
    if change is not None:
        settings = change(settings)

    def place(*path: str | int) -> Place:
        return Place(shown, line=line_of(tree, list(path)))

    try:
        project = Project.model_validate(settings)
    except ValidationError as error:
        raise _faults(plain_faults(error.errors(), place, settings), shown) from error
    misnamed = contracts is not None and without_contract(project, contracts)
    faults = cross_check(project, tree, shown, folder, also=contracts or () if misnamed else ())
    if contracts is not None:
        faults += check(project, contracts, place)
    if faults:
        raise _faults(faults, shown)
    return project


def place_of(folder: Path, *path: str | int) -> Place:
    """Return where a part of a project's parameter file stands: `place_of(folder, "measures", "sex", "column")`.

    A file that cannot be read has no lines.
    """
    shown = _shown(folder)
    try:
        return Place(shown, line=line_of(_parse(_read(folder), shown), list(path)))
    except EvalreportError:
        return Place(shown)


def _shown(folder: Path) -> str:
    return f"params/{folder.name}/{FILE}"


def _faults(faults: list[EvalreportError], shown: str) -> Faults:
    """Return faults as one, in the order of their lines."""
    by_line = sorted(faults, key=lambda fault: (fault.where.line or 0) if fault.where else 0)
    return Faults(by_line, title=f"{shown} has {len(faults)} fault(s)")


def _read(folder: Path) -> str:
    path, shown = folder / FILE, _shown(folder)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise EvalreportError(
            f"there is no {shown}", remedy="make one; params/randers/project.yaml shows what goes in it"
        ) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise wrong_letter(data, shown) from None


def _parse(text: str, shown: str) -> CommentedMap:
    try:
        _no_name_twice(YAML(typ="rt").compose(StringIO(text)), shown)
        tree = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise EvalreportError(
            f"the file is not valid YAML: {error.problem or error.context}",
            where=Place(shown, line=mark.line + 1 if mark else None),
            remedy=_yaml_remedy(text, mark.line if mark else None),
        ) from error
    except YAMLError as error:
        raise EvalreportError(f"the file is not valid YAML: {error}", where=Place(shown)) from error
    if not isinstance(tree, CommentedMap):
        raise EvalreportError("the file is empty, or is not a list of settings", where=Place(shown))
    return tree


def _no_name_twice(root: Node | None, shown: str) -> None:
    """Raise for names that stand twice in one place; YAML would keep one of them."""
    faults = [
        EvalreportError(
            f"'{name}' stands twice, in lines {first} and {second}",
            where=Place(shown, line=second),
            remedy="remove one of them, or give it another name",
        )
        for name, first, second in _repeated(root)
    ]
    if faults:
        raise _faults(faults, shown)


def _repeated(node: Node | None) -> Iterator[tuple[str, int, int]]:
    """Yield each name that stands twice in one place, with both lines."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _repeated(item)
    elif isinstance(node, MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if str(key.value) in lines:
                yield str(key.value), lines[str(key.value)], line
            lines.setdefault(str(key.value), line)
            yield from _repeated(value)


def _yaml_remedy(text: str, line: int | None) -> str:
    """Say what is likely wrong on the line where YAML gave up, or the one before."""
    lines = text.splitlines()
    near = [lines[i] for i in (line - 1, line) if 0 <= i < len(lines)] if line is not None else []
    if any("\t" in part[: len(part) - len(part.lstrip())] for part in near):
        return "indent with spaces; YAML allows no tabs"
    for part in near:
        words = part.strip()
        if words and ":" not in words and not words.startswith(("-", "#", "[", "]", "{", "}", '"', "'")):
            return f"is a colon missing? `{words}` has none; a setting is written `name: value`"
    return "check indentation, colons and quotation marks on this line and the one before"


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
