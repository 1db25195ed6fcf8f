"""Settings changed for one build, by dotted path."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from evalreport.errors import EvalreportError, near_matches


def overlay(settings: dict[str, Any], overrides: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the settings with some replaced, before they are validated.

    >>> overlay({"disclosure": {"threshold": 1}}, [("disclosure.threshold", 5)])
    {'disclosure': {'threshold': 5}}

    Raises
    ------
    EvalreportError
        When a path leads through something that is not a group of settings.
    """
    changed = copy.deepcopy(settings)
    for path, value in overrides:
        *groups, name = path.split(".")
        place = changed
        for group in groups:
            if place.get(group) is None:  # not there, or nothing after the colon
                place[group] = {}
            inner = place[group]
            if not isinstance(inner, dict):
                raise EvalreportError(
                    f"--set {path}: '{group}' is not a group of settings",
                    near=near_matches(group, [k for k, v in place.items() if isinstance(v, dict)]),
                )
            place = inner
        place[name] = value
    return changed
