"""Read the columns of a contract: types, codes, bounds, labels, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from open_data_contract_standard.model import SchemaProperty

from evalreport.contracts.contract import Bound, Code, Column, Severity
from evalreport.contracts.document import Document, Route
from evalreport.errors import near_matches

TYPES = ("string", "integer", "number", "date", "boolean")
CLASSES = ("identifier", "personal", "sensitive", "public")
OPTIONS = ("minimum", "maximum", "pattern", "format", "minLength", "maxLength")
CUSTOM_PROPERTIES = ("title", "labels", "code_names", "ordered", "missing_codes", "asked_if")


def read_columns(document: Document, properties: Sequence[SchemaProperty]) -> list[Column]:
    """Return the columns that can be read; what is wrong with the others goes into the document."""
    columns: list[Column] = []
    for i, prop in enumerate(properties):
        at: Route = ("schema", 0, "properties", i)
        name = prop.name or ""
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            document.fault(at, f"column {i + 1} needs a name of letters, digits and '_', not '{name}'")
            continue
        if name in [column.name for column in columns]:
            document.fault(at, f"column '{name}' stands twice")
        if prop.logicalType not in TYPES:
            document.choice((*at, "logicalType"), f"logicalType of '{name}'", prop.logicalType, TYPES)
        elif prop.classification not in CLASSES:
            where = (*at, "classification")
            document.choice(where, f"classification of '{name}'", prop.classification, CLASSES)
        else:
            columns.append(_column(document, at, name, prop))
    if not columns:
        document.fault(("schema", 0), "the table has no columns")
    return columns


def _column(document: Document, at: Route, name: str, prop: SchemaProperty) -> Column:
    options = prop.logicalTypeOptions or {}
    for option in options:
        if option not in OPTIONS:
            document.choice((*at, "logicalTypeOptions", option), f"option of '{name}'", option, OPTIONS)
    custom = {str(item.property): item.value for item in prop.customProperties or []}
    for i, other in enumerate(custom):
        close = near_matches(other, CUSTOM_PROPERTIES)
        if other not in CUSTOM_PROPERTIES and close:
            document.fault(
                (*at, "customProperties", i), f"unknown custom property '{other}' of '{name}'", close
            )
    low = _bound(document, (*at, "logicalTypeOptions", "minimum"), name, prop, options.get("minimum"))
    high = _bound(document, (*at, "logicalTypeOptions", "maximum"), name, prop, options.get("maximum"))
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        document.fault((*at, "logicalTypeOptions"), f"minimum of '{name}' is above its maximum")
    codes, severity = _codes(document, at, name, prop)
    labels: Mapping[str, Mapping[Code, str]] = custom.get("labels") or {}
    _strange_labels(document, at, name, labels, codes)
    missing: dict[Code, dict[str, str]] = {}
    for language, words in (custom.get("missing_codes") or {}).items():
        for code, word in words.items():
            missing.setdefault(code, {})[language] = str(word)
    return Column(
        name=name,
        type=prop.logicalType,  # type: ignore[arg-type]
        classification=prop.classification,  # type: ignore[arg-type]
        required=bool(prop.required),
        unique=bool(prop.unique),
        codes=codes,
        codes_severity=severity,
        minimum=low,
        maximum=high,
        pattern=_pattern(document, at, name, options.get("pattern")),
        min_length=options.get("minLength"),
        max_length=options.get("maxLength"),
        reference=_reference(document, at, name, prop),
        description=prop.description or "",
        ordered=bool(custom.get("ordered", False)),
        asked_if=custom.get("asked_if"),
        titles=custom.get("title") or {},
        labels=labels,
        code_names=custom.get("code_names") or {},
        missing_codes=missing,
    )


def _pattern(document: Document, at: Route, name: str, pattern: Any) -> str | None:
    if pattern is None:
        return None
    try:
        re.compile(str(pattern))
    except re.error as error:
        document.fault((*at, "logicalTypeOptions", "pattern"), f"pattern of '{name}' is not valid: {error}")
    return str(pattern)


def _bound(document: Document, at: Route, name: str, prop: SchemaProperty, value: Any) -> Bound | None:
    if value is None:
        return None
    if prop.logicalType in ("integer", "number") and isinstance(value, (int, float)):
        return value
    if prop.logicalType == "date":
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            pass
    document.fault(at, f"bound '{value}' does not fit '{name}', which is {prop.logicalType}")
    return None


def _codes(
    document: Document, at: Route, name: str, prop: SchemaProperty
) -> tuple[tuple[Code, ...] | None, Severity]:
    codes: tuple[Code, ...] | None = None
    severity: Severity = "error"
    for i, quality in enumerate(prop.quality or []):
        here = (*at, "quality", i)
        if quality.type != "library" or (quality.metric or quality.rule) != "invalidValues":
            known = "only 'type: library, metric: invalidValues' is known for a column"
            document.fault(here, f"rule {i + 1} of '{name}': {known}")
            continue
        values = (quality.arguments or {}).get("validValues")
        if codes is not None or not isinstance(values, list) or not values:
            document.fault(here, f"'{name}' needs one list of codes: arguments: {{validValues: [...]}}")
            continue
        fits: tuple[type, ...] = {"integer": (int,), "number": (int, float)}.get(
            str(prop.logicalType), (str,)
        )
        for value in values:
            if not isinstance(value, fits) or isinstance(value, bool):
                quote = "put it in quotation marks" if prop.logicalType == "string" else ""
                what = f"code {value!r} does not fit '{name}', which is {prop.logicalType}"
                document.fault(here, what, remedy=quote)
        codes = tuple(values)
        severity = read_severity(document, here, f"the codes of '{name}'", quality.severity)
    return codes, severity


def read_severity(document: Document, at: Route, what: str, severity: str | None) -> Severity:
    """Return the severity of a rule, error when nothing is said."""
    if severity not in (None, "error", "warning"):
        document.choice(at, f"severity of {what}", severity, ("error", "warning"))
    return "warning" if severity == "warning" else "error"


def _strange_labels(
    document: Document,
    at: Route,
    name: str,
    labels: Mapping[str, Mapping[Code, str]],
    codes: tuple[Code, ...] | None,
) -> None:
    """Note labels for codes that the column does not have."""
    for language, words in labels.items() if codes is not None else ():
        for code in words:
            if code not in (codes or ()):
                close = near_matches(str(code), map(str, codes or ()))
                what = f"label ({language}) for '{code}', which is no code of '{name}'"
                document.fault((*at, "customProperties"), what, close)


def _reference(document: Document, at: Route, name: str, prop: SchemaProperty) -> str | None:
    for i, relationship in enumerate(prop.relationships or []):
        to = relationship.to
        if isinstance(to, str) and re.fullmatch(r"\w+\.\w+", to):
            return to
        document.fault((*at, "relationships", i), f"foreign key of '{name}' must read 'to: table.column'")
    return None
