"""Faults of a parameter file in plain words: what was written, what belongs there, how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from evalreport.contracts.patterns import example
from evalreport.errors import EvalreportError, Place, near_matches
from evalreport.project.model import Project

_DATES = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")
_WHOLE = ("int_type", "int_parsing", "int_from_float", "int_parsing_size")
_NUMBER = ("float_type", "float_parsing", "finite_number")
_YES_NO = ("bool_type", "bool_parsing")
_GROUP = ("model_type", "dict_type", "model_attributes_type")
_LIST = ("list_type", "tuple_type", "missing", "too_long", "too_short")
_WRITTEN = ("%d-%m-%Y", "%d/%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%y")


def plain_faults(
    items: Iterable[Mapping[str, Any]], place: Callable[..., Place], settings: Mapping[str, Any]
) -> list[EvalreportError]:
    """Turn what pydantic found into errors for people.

    Parameters
    ----------
    items : iterable of mapping
        `ValidationError.errors()`.
    place : callable
        Gives the place of a part of the file, by the way to it.
    settings : mapping
        What was validated.
    """
    found: dict[tuple[str | int, ...], list[Mapping[str, Any]]] = {}
    for item in items:
        found.setdefault(_way(tuple(item["loc"]), settings), []).append(item)
    # Several kinds of value may stand in one place (a number or text): one fault, not one for each kind.
    return [_fault(way, together, place(*way)) for way, together in found.items()]


def _way(loc: tuple[str | int, ...], settings: Any) -> tuple[str | int, ...]:
    """Return the way in the file: less the names that pydantic adds for the kinds a value may have."""
    node, way = settings, []
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if isinstance(node, Mapping) and (part in node or last):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int):
            node = node[part] if part < len(node) else None
        else:
            break
        way.append(part)
    return tuple(way)


def _fault(way: tuple[str | int, ...], items: list[Mapping[str, Any]], where: Place) -> EvalreportError:
    item = items[0]
    kind, given, dotted = str(item["type"]), item.get("input"), ".".join(map(str, way))
    if kind == "extra_forbidden":
        known = known_at(list(way[:-1]))
        near = near_matches(str(way[-1]), known)
        remedy = "" if near else "known here: " + ", ".join(known) if known else "remove it"
        return EvalreportError(f"unknown parameter '{dotted}'", where=where, near=near, remedy=remedy)
    if kind == "missing" and isinstance(way[-1], str):
        return EvalreportError(f"parameter '{dotted}' is missing", where=where, remedy=f"add '{way[-1]}:'")
    if len(items) > 1:
        words = "a number or text" if {"string_type"} & {str(i["type"]) for i in items} else "a single value"
        return _wrong(dotted, given, f"must be {words}", where)
    if kind == "value_error":
        message = str(item["msg"]).removeprefix("Value error, ")
        return EvalreportError(f"parameter '{dotted}': {message}", where=where)
    if given is None and not kind.startswith("too_") and kind != "missing":
        remedy = "write its value there, or remove the line if it can be left out"
        return EvalreportError(
            f"parameter '{dotted}': nothing stands after the colon", where=where, remedy=remedy
        )
    return _of_kind(kind, dotted, way, item, where)


def _of_kind(
    kind: str, dotted: str, way: tuple[str | int, ...], item: Mapping[str, Any], where: Place
) -> EvalreportError:
    given, context = item.get("input"), item.get("ctx", {})
    if way[0] == "period" and not (kind in _DATES and len(way) > 1):
        return _wrong("period", given, "must be two dates", where, _PERIOD)
    if kind in _DATES:
        return _wrong(dotted, given, "must be a date", where, f"write it as {_iso(given)}")
    if kind in _WHOLE:
        return _wrong(dotted, given, "must be a whole number", where, "write digits only, such as 5")
    if kind in _NUMBER:
        return _wrong(dotted, given, "must be a number", where, "write it with a decimal point, such as 2.5")
    if kind in _YES_NO:
        return _wrong(dotted, given, "must be true or false", where, "write true or false")
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = near_matches(str(given), known)
        return _wrong(dotted, given, "is not known here", where, "write one of: " + ", ".join(known), near)
    if kind == "string_type":
        return _wrong(dotted, given, "must be text", where, f'write it in quotation marks: "{given}"')
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return _wrong(dotted, given, f"must be {_form(pattern)}", where)
    if kind == "string_too_short":
        return _wrong(dotted, given, "is too short", where, "say it in words")
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        limit = next(iter(context.values()), "")
        words = {"greater_than_equal": "at least", "greater_than": "more than"}
        words |= {"less_than_equal": "at most", "less_than": "less than"}
        return _wrong(dotted, given, f"must be {words[kind]} {limit}", where)
    if kind in _GROUP:
        return _wrong(dotted, given, "must be a group of settings", where, _group_remedy(given, way))
    if kind in _LIST:
        return _wrong(dotted, given, "must be a list", where, f"write it in brackets: [{_shown(given)}]")
    return EvalreportError(f"parameter '{dotted}': {item['msg']}", where=where)


_PERIOD = "write first and last day in brackets: [2023-01-01, 2025-06-30]"


def _wrong(
    dotted: str, given: Any, must: str, where: Place, remedy: str = "", near: Iterable[str] = ()
) -> EvalreportError:
    said = f"'{given}'" if isinstance(given, str) else _shown(given)
    return EvalreportError(f"parameter '{dotted}': {said} {must}", where=where, near=near, remedy=remedy)


def _shown(given: Any) -> str:
    """Return a value as it would be written in the file, cut when it is long."""
    if isinstance(given, (list, tuple)):
        text = "[" + ", ".join(map(str, given)) + "]"
    elif isinstance(given, Mapping):
        text = "{" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}"
    else:
        text = {None: "nothing", True: "true", False: "false"}.get(given, str(given))
    return text if len(text) <= 60 else f"{text[:57]}…"


def _iso(given: Any) -> str:
    """Return the date that was meant, as it should be written, or an example."""
    for form in _WRITTEN:
        try:
            return datetime.strptime(str(given).strip(), form).date().isoformat()
        except ValueError:
            continue
    return "year-month-day, such as 2025-11-03"


def _form(pattern: str) -> str:
    """Say how a text must be written."""
    if pattern.startswith(r"^\d+\.\d+\.\d+"):
        return "three numbers with points between, such as 0.1.0"
    if pattern.startswith("^[a-z"):
        return "lower case letters (a-z), digits, _ and - only"
    return f"of another form, as in '{example(pattern)}'"


def _group_remedy(given: Any, way: tuple[str | int, ...]) -> str:
    names = known_at(list(way))
    if isinstance(given, str):
        first, _, rest = given.strip().partition(" ")
        if first.rstrip(":") in names:
            return f"put a colon and a space after the name: {first.rstrip(':')}: {rest}"
    listed = ", ".join(names)
    return "write one `name: value` to a line below it" + (f"; names there are: {listed}" if listed else "")


def known_at(path: list[str | int]) -> list[str]:
    """Return the names that may stand at a place in the file."""
    annotation: Any = Project
    for part in path:
        model = _model_inside(annotation)
        if get_origin(annotation) in (dict, list, tuple):  # the key of a mapping, or the place in a list
            annotation = model
        else:
            field = model.model_fields.get(str(part)) if model else None
            annotation = field.annotation if field else None
    found = None if get_origin(annotation) in (dict, list, tuple) and path else _model_inside(annotation)
    return sorted(found.model_fields) if found else []


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_inside, get_args(annotation))), None)
