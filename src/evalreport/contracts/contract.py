"""A contract: what one table must hold, as this library sees an ODCS file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from evalreport.errors import unknown

LogicalType = Literal["string", "integer", "number", "date", "boolean"]
Classification = Literal["identifier", "personal", "sensitive", "public"]
Severity = Literal["error", "warning"]
Kind = Literal[
    "missing_column", "empty", "type", "required", "codes", "range", "pattern", "length", "custom", "unique",
    "foreign_key", "personal_number",
]  # fmt: skip
"""What sort of rule it is; the last two thirds of a rule's name tell the same to the user."""

Code = str | int | float
Bound = int | float | date


@dataclass(frozen=True)
class Reference:
    """A foreign key: columns here that must occur in columns of another table (or of the same)."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule with a stable name, which settings and the quality appendix use."""

    name: str
    kind: Kind
    columns: tuple[str, ...]
    description: str
    severity: Severity = "error"
    sql: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it must be filled in, whom it can hurt, and the values it may hold."""

    name: str
    type: LogicalType
    classification: Classification
    required: bool = False
    unique: bool = False
    codes: tuple[Code, ...] | None = None
    codes_severity: Severity = "error"
    minimum: Bound | None = None
    maximum: Bound | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    reference: str | None = None
    description: str = ""
    ordered: bool = False
    asked_if: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    labels: Mapping[str, Mapping[Code, str]] = field(default_factory=dict, hash=False)
    code_names: Mapping[Code, str] = field(default_factory=dict, hash=False)
    missing_codes: Mapping[Code, Mapping[str, str]] = field(default_factory=dict, hash=False)

    @property
    def public(self) -> bool:
        """Whether a value may be shown in a message."""
        return self.classification == "public"

    @property
    def identifier(self) -> bool:
        """Whether values are replaced by pseudonyms at intake."""
        return self.classification == "identifier"

    def title(self, language: str = "da") -> str:
        """Return the heading of the column in a language, or its name."""
        return self.titles.get(language, self.name)

    def label(self, code: Code, language: str = "da") -> str:
        """Return the words for a code, or the code itself as text."""
        return self.labels.get(language, {}).get(code, str(code))


@dataclass(frozen=True)
class Contract:
    """What one table must hold. `file` is the path as messages show it; `sha256` is of the file's bytes."""

    table: str
    version: str
    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    custom: tuple[Rule, ...] = ()
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    description: str = ""
    sha256: str = ""

    def heading(self, language: str = "da") -> str:
        """Return the table's name as a report shows it; its title where it has none in that language."""
        return self.titles.get(language, self.title)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Columns that are replaced by pseudonyms."""
        return tuple(column.name for column in self.columns if column.identifier)

    def column(self, name: str) -> Column:
        """Return a column by name; an unknown one raises with near matches."""
        for column in self.columns:
            if column.name == name:
                return column
        raise unknown(f"column of table {self.table}", name, self.names)

    def rule(self, name: str) -> Rule:
        """Return a rule by name; an unknown one raises with near matches."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise unknown("rule", name, [rule.name for rule in self.rules])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order they are checked and printed."""
        rules = [Rule(f"{self.table}.empty", "empty", (), "the table has at least one row")]
        for column in self.columns:
            rules += self._column_rules(column)
        rules += self.custom
        if len(self.key) > 1:
            what = f"no two rows have the same {', '.join(self.key)}"
            rules.append(Rule(f"{self.table}.key.unique", "unique", self.key, what))
        for reference in self.references:
            to = " and ".join(reference.to)
            rules.append(
                Rule(
                    f"{self.table}.{'_'.join(reference.columns)}.foreign_key",
                    "foreign_key",
                    reference.columns,
                    f"every value occurs in {to} of table {reference.table}",
                )
            )
        return tuple(rules)

    def _column_rules(self, column: Column) -> list[Rule]:
        def rule(kind: Kind, description: str) -> Rule:
            return Rule(f"{self.table}.{column.name}.{kind}", kind, (column.name,), description)

        rules = [rule("missing_column", "the column is in the file")]
        rules.append(rule("type", f"every value is {describe_type(column.type)}"))
        if column.required or column.name in self.key:
            rules.append(rule("required", "no cell is blank"))
        if column.codes is not None:
            allowed = "allowed codes: " + ", ".join(map(str, column.codes))
            rules.append(replace(rule("codes", allowed), severity=column.codes_severity))
        if column.minimum is not None or column.maximum is not None:
            rules.append(rule("range", describe_range(column)))
        if column.pattern is not None:
            rules.append(rule("pattern", f"the form {column.pattern}"))
        if column.min_length is not None or column.max_length is not None:
            low, high = column.min_length or 0, column.max_length
            rules.append(
                rule("length", f"{low} to {high} characters" if high else f"at least {low} characters")
            )
        if column.unique or self.key == (column.name,):
            rules.append(rule("unique", "no value occurs twice"))
        return rules


def describe_type(type: LogicalType) -> str:
    """Say in plain words what a value of a type is."""
    return {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "date": "a date",
        "boolean": "yes or no (true/false, ja/nej, 1/0)",
    }[type]


def describe_range(column: Column) -> str:
    """Say in plain words what range a column has."""
    if column.minimum is None:
        return f"at most {column.maximum}"
    if column.maximum is None:
        return f"at least {column.minimum}"
    return f"from {column.minimum} to {column.maximum}"


def columns_in_sql(sql: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns a row rule speaks of.

    >>> columns_in_sql("end_date >= start OR sex = 'start'", ("sex", "end_date", "age"))
    ('sex', 'end_date')
    """
    words: set[Any] = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'", "", sql)))
    return tuple(name for name in names if name in words)
