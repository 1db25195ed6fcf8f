"""A contract file as a document: its YAML, the line of every part, and the faults found in it."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import BaseModel, ValidationError

from evalreport.errors import EvalreportError, Faults, Place, near_matches, unknown

# The parser in C is ten times as fast. YAML 1.1, as the standard's own package reads it: an unquoted
# `no` is false, which the check of codes against their type catches.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Route = tuple[str | int, ...]
"""The way to a part of the file: keys and positions."""


class Document:
    """One contract file; faults are collected, so that all of them are told at once."""

    def __init__(self, shown: str, tree: Any, nodes: yaml.Node | None, digest: str) -> None:
        self.shown, self.tree, self.nodes, self.digest = shown, tree, nodes, digest
        self.faults: list[EvalreportError] = []

    @classmethod
    def read(cls, path: Path, shown: str) -> Document:
        """Read the YAML.

        Raises
        ------
        EvalreportError
            When the file is not there, or is not YAML in UTF-8.
        """
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
            tree, nodes = yaml.load(text, Loader=Loader), yaml.compose(text, Loader=Loader)
        except FileNotFoundError:
            names = sorted(p.name for p in path.parent.glob("*.yaml"))
            raise unknown("contract file", path.name, names, where=Place(shown)) from None
        except UnicodeDecodeError:
            raise EvalreportError(
                "the file is not UTF-8", where=Place(shown), remedy="save it as UTF-8"
            ) from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise EvalreportError(
                f"not valid YAML: {error.problem}",
                where=Place(shown, line),
                remedy="check indents, colons and quotes there and in the line before",
            ) from None
        except yaml.YAMLError:
            raise EvalreportError("not valid YAML", where=Place(shown)) from None
        if not isinstance(tree, dict):
            raise EvalreportError("the file is empty or not a contract", where=Place(shown))
        return cls(shown, tree, nodes, hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest())

    def model(self) -> OpenDataContractStandard:
        """Return the ODCS model, or raise what does not fit it."""
        self._misspelt_keys(self.tree, OpenDataContractStandard, ())
        self._repeated_keys(self.nodes)
        try:
            return OpenDataContractStandard.model_validate(_plain(self.tree))
        except ValidationError as error:
            for item in error.errors():
                at = tuple(part for part in item["loc"] if isinstance(part, (str, int)))
                name = ".".join(str(part) for part in at if isinstance(part, str))
                if item["type"] != "extra_forbidden":  # named already, with near matches
                    self.fault(at, f"{name}: {item['msg']}")
            raise self.error() from None

    def fault(self, at: Route, what: str, near: Sequence[str] = (), remedy: str = "") -> None:
        """Note a fault at a part of the file."""
        where = Place(self.shown, self.line(at))
        self.faults.append(EvalreportError(what, where=where, near=near, remedy=remedy))

    def choice(self, at: Route, what: str, value: Any, known: Sequence[str]) -> None:
        """Note that a value is none of those there are."""
        said = "is missing" if value is None else f"'{value}' is not known"
        near = () if value is None else near_matches(str(value), known)
        self.fault(at, f"{what} {said}", near, "one of: " + ", ".join(known))

    def error(self) -> Faults:
        """Return all faults as one error."""
        return Faults(self.faults, title=f"The data contract {self.shown} has faults:")

    def line(self, at: Route) -> int | None:
        """Return the line of the deepest part of a route that the file has."""
        node, line = self.nodes, None
        for part in at:
            if isinstance(node, yaml.MappingNode):
                pairs = {key.value: (key, value) for key, value in node.value}
                key, node = pairs.get(str(part), (None, None))
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                key = node = node.value[part]
            else:
                break
            if key is None:
                break
            line = key.start_mark.line + 1
        return line

    def _repeated_keys(self, node: yaml.Node | None) -> None:
        """Name keys that stand twice in one place; YAML keeps the last in silence."""
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._repeated_keys(item)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    where = Place(self.shown, key.start_mark.line + 1)
                    self.faults.append(EvalreportError(f"key '{key.value}' stands twice", where=where))
                seen.add(key.value)
                self._repeated_keys(value)

    def _misspelt_keys(self, node: Any, model: type[BaseModel], at: Route) -> None:
        """Name keys that ODCS does not have; its own model lets most of them pass in silence."""
        known = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        for key, value in node.items() if isinstance(node, dict) else ():
            here = (*at, str(key))
            if key not in known:
                self.fault(here, f"unknown key '{key}'", near_matches(str(key), known))
                continue
            inner = next(_models(known[key]), None)
            if inner is not None and isinstance(value, list):
                for i, item in enumerate(value):
                    self._misspelt_keys(item, inner, (*here, i))
            elif inner is not None:
                self._misspelt_keys(value, inner, here)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the pydantic models in an annotation such as `list[SchemaProperty] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        for part in typing.get_args(annotation):
            yield from _models(part)


def _plain(node: Any) -> Any:
    """Return plain Python data; dates stay dates, which bounds of date columns need."""
    if isinstance(node, dict):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if isinstance(node, datetime):
        return node.date()
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
