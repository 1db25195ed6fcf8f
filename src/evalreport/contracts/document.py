"""A contract file as a document: its YAML, the line of every part, and the faults found in it."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evalreport.errors import EvalreportError, Faults, Place, near_matches, unknown

Route = tuple[str | int, ...]
"""The way to a part of the file: keys and positions."""


class Document:
    """One contract file; faults are collected, so that all of them are told at once."""

    def __init__(self, shown: str, tree: Any, digest: str) -> None:
        self.shown, self.tree, self.digest = shown, tree, digest
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
            tree = YAML(typ="rt").load(data.decode("utf-8-sig"))
        except FileNotFoundError:
            names = sorted(p.name for p in path.parent.glob("*.yaml"))
            raise unknown("contract file", path.name, names, where=Place(shown)) from None
        except UnicodeDecodeError:
            raise EvalreportError(
                "the file is not UTF-8", where=Place(shown), remedy="save it as UTF-8"
            ) from None
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise EvalreportError(
                f"not valid YAML: {error.problem}",
                where=Place(shown, line),
                remedy="check indents, colons and quotes there and in the line before",
            ) from None
        except YAMLError:
            raise EvalreportError("not valid YAML", where=Place(shown)) from None
        if not isinstance(tree, dict):
            raise EvalreportError("the file is empty or not a contract", where=Place(shown))
        return cls(shown, tree, hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest())

    def model(self) -> OpenDataContractStandard:
        """Return the ODCS model, or raise what does not fit it."""
        self._misspelt_keys(self.tree, OpenDataContractStandard, ())
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
        node: Any = self.tree
        line = None
        for part in at:
            try:
                place = node.lc  # ruamel's own mark of where things stand
                position = place.key(part) if isinstance(part, str) else place.item(part)
                line, node = position[0] + 1, node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line

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
