"""Read a contract file: YAML, then the ODCS model, then our own view; each fault with file and line."""

from __future__ import annotations

import hashlib
import re
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from open_data_contract_standard.model import OpenDataContractStandard, SchemaProperty
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evalreport.contracts.contract import Bound, Code, Column, Contract, Reference, Rule, columns_in_sql
from evalreport.errors import EvalreportError, Faults, Place, near_matches, unknown

TYPES = ("string", "integer", "number", "date", "boolean")
CLASSES = ("identifier", "personal", "sensitive", "public")
OPTIONS = ("minimum", "maximum", "pattern", "format", "minLength", "maxLength")
CUSTOM_PROPERTIES = ("title", "labels", "code_names", "ordered", "missing_codes", "asked_if")
Path_ = tuple[str | int, ...]


def load(path: Path, shown: str | None = None) -> Contract:
    """Read one contract.

    Parameters
    ----------
    path : Path
        An ODCS v3 YAML file with one table.
    shown : str, optional
        The path as messages print it; the last two parts of `path` by default.

    Raises
    ------
    EvalreportError
        When the file is not there or is not YAML.
    Faults
        All other faults of the file together, each with its line.
    """
    shown = shown or "/".join(path.parts[-2:])
    try:
        data = path.read_bytes()
        tree = YAML(typ="rt").load(data.decode("utf-8-sig"))
    except FileNotFoundError:
        names = sorted(p.name for p in path.parent.glob("*.yaml"))
        raise unknown("contract file", path.name, names, where=Place(shown)) from None
    except UnicodeDecodeError:
        raise EvalreportError("the file is not UTF-8", where=Place(shown), remedy="save it as UTF-8") from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise EvalreportError(
            f"not valid YAML: {error.problem}", where=Place(shown, line), remedy="check indents, colons and quotes"
        ) from None
    except YAMLError:
        raise EvalreportError("not valid YAML", where=Place(shown)) from None
    if not isinstance(tree, dict):
        raise EvalreportError("the file is empty or not a contract", where=Place(shown))
    return _Reader(shown, tree, hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()).contract()


def load_all(folder: Path) -> dict[str, Contract]:
    """Read every `*.yaml` of a folder, by table name, in order; the faults of all files together."""
    contracts: dict[str, Contract] = {}
    faults: list[EvalreportError] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            contract = load(path)
            contracts[contract.table] = contract
        except Faults as error:
            faults += error.faults
        except EvalreportError as error:
            faults.append(error)
    if faults:
        raise Faults(faults, title="The data contracts have faults:")
    return contracts


class _Reader:
    """One pass over one file; collects faults instead of stopping at the first."""

    def __init__(self, shown: str, tree: Any, digest: str) -> None:
        self.shown, self.tree, self.digest = shown, tree, digest
        self.faults: list[EvalreportError] = []
        self.table = ""
        self.severities: dict[str, Any] = {}

    def contract(self) -> Contract:
        """Return the contract, or raise everything that is wrong with the file."""
        self._misspelt_keys(self.tree, OpenDataContractStandard, ())
        try:
            model = OpenDataContractStandard.model_validate(_plain(self.tree))
        except ValidationError as error:
            for item in error.errors():
                loc = tuple(part for part in item["loc"] if isinstance(part, (str, int)))
                name = ".".join(str(part) for part in loc if isinstance(part, str))
                if item["type"] != "extra_forbidden":  # named already, with near matches
                    self._fault(loc, f"{name}: {item['msg']}")
            raise self._error() from None
        tables = model.schema_ or []
        if len(tables) != 1 or not tables[0].name:
            self._fault(("schema",), f"a contract describes exactly one named table, this one {len(tables)}")
            raise self._error()
        table = tables[0]
        self.table = str(table.name)
        columns = self._columns(table.properties or [])
        names = tuple(column.name for column in columns)
        keyed = [
            (p.primaryKeyPosition or 1, i, p.name) for i, p in enumerate(table.properties or []) if p.primaryKey
        ]
        references = self._references(table.relationships or [], columns)
        contract = Contract(
            table=self.table,
            version=model.version or "",
            file=self.shown,
            columns=tuple(columns),
            key=tuple(str(name) for _, _, name in sorted(keyed)),
            references=references,
            custom=self._custom(table.quality or [], names),
            severities=self.severities,
            title=model.name or self.table,
            description=table.description or "",
            sha256=self.digest,
        )
        self._try_sql(contract)
        if self.faults:
            raise self._error()
        return contract

    # -- columns

    def _columns(self, properties: Sequence[SchemaProperty]) -> list[Column]:
        columns: list[Column] = []
        for i, prop in enumerate(properties):
            at: Path_ = ("schema", 0, "properties", i)
            name = prop.name or ""
            if not re.fullmatch(r"[A-Za-z_]\w*", name):
                self._fault(at, f"column {i + 1} needs a name of letters, digits and '_', not '{name}'")
                continue
            if name in [column.name for column in columns]:
                self._fault(at, f"column '{name}' stands twice")
            if prop.logicalType not in TYPES:
                self._choice((*at, "logicalType"), f"logicalType of '{name}'", prop.logicalType, TYPES)
                continue
            if prop.classification not in CLASSES:
                self._choice((*at, "classification"), f"classification of '{name}'", prop.classification, CLASSES)
                continue
            columns.append(self._column(at, name, prop))
        if not columns:
            self._fault(("schema", 0), "the table has no columns")
        return columns

    def _column(self, at: Path_, name: str, prop: SchemaProperty) -> Column:
        options = prop.logicalTypeOptions or {}
        for option in options:
            if option not in OPTIONS:
                self._choice((*at, "logicalTypeOptions", option), f"option of '{name}'", option, OPTIONS)
        custom = {str(c.property): c.value for c in prop.customProperties or []}
        for i, other in enumerate(custom):
            close = near_matches(other, CUSTOM_PROPERTIES)
            if other not in CUSTOM_PROPERTIES and close:
                self._fault((*at, "customProperties", i), f"unknown custom property '{other}' of '{name}'", close)
        pattern = options.get("pattern")
        if pattern is not None:
            try:
                re.compile(str(pattern))
            except re.error as error:
                self._fault((*at, "logicalTypeOptions", "pattern"), f"pattern of '{name}' is not valid: {error}")
                pattern = None
        low = self._bound((*at, "logicalTypeOptions", "minimum"), name, prop, options.get("minimum"))
        high = self._bound((*at, "logicalTypeOptions", "maximum"), name, prop, options.get("maximum"))
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            self._fault((*at, "logicalTypeOptions"), f"minimum of '{name}' is above its maximum")
        codes = self._codes(at, name, prop)
        labels = custom.get("labels") or {}
        for language, words in labels.items():
            for code in words if codes is not None else ():
                if code not in codes:
                    close = near_matches(str(code), map(str, codes))
                    self._fault((*at, "customProperties"), f"label ({language}) for '{code}', no code of '{name}'", close)
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
            minimum=low,
            maximum=high,
            pattern=None if pattern is None else str(pattern),
            min_length=options.get("minLength"),
            max_length=options.get("maxLength"),
            reference=self._reference(at, name, prop),
            description=prop.description or "",
            ordered=bool(custom.get("ordered", False)),
            asked_if=custom.get("asked_if"),
            titles=custom.get("title") or {},
            labels=labels,
            code_names=custom.get("code_names") or {},
            missing_codes=missing,
        )

    def _bound(self, at: Path_, name: str, prop: SchemaProperty, value: Any) -> Bound | None:
        if value is None:
            return None
        if prop.logicalType in ("integer", "number") and isinstance(value, (int, float)):
            return value
        if prop.logicalType == "date":
            try:
                return date.fromisoformat(str(value)[:10])
            except ValueError:
                pass
        self._fault(at, f"bound '{value}' does not fit '{name}', which is {prop.logicalType}")
        return None

    def _codes(self, at: Path_, name: str, prop: SchemaProperty) -> tuple[Code, ...] | None:
        codes: tuple[Code, ...] | None = None
        for i, quality in enumerate(prop.quality or []):
            here = (*at, "quality", i)
            if quality.type != "library" or (quality.metric or quality.rule) != "invalidValues":
                self._fault(here, f"rule {i + 1} of '{name}': only 'type: library, metric: invalidValues' is known here")
                continue
            values = (quality.arguments or {}).get("validValues")
            if codes is not None or not isinstance(values, list) or not values:
                self._fault(here, f"'{name}' needs one list of codes: arguments: {{validValues: [...]}}")
                continue
            fits: tuple[type, ...] = {"integer": (int,), "number": (int, float)}.get(str(prop.logicalType), (str,))
            for value in values:
                if not isinstance(value, fits) or isinstance(value, bool):
                    self._fault(here, f"code {value!r} does not fit '{name}', which is {prop.logicalType}")
            codes = tuple(values)
            self._severity(here, f"{self.table}.{name}.codes", quality.severity)
        return codes

    def _severity(self, at: Path_, rule: str, severity: str | None) -> None:
        if severity not in (None, "error", "warning"):
            self._choice(at, f"severity of {rule}", severity, ("error", "warning"))
        elif severity == "warning":
            self.severities[rule] = severity

    # -- keys and row rules

    def _reference(self, at: Path_, name: str, prop: SchemaProperty) -> str | None:
        for i, relationship in enumerate(prop.relationships or []):
            to = relationship.to
            if isinstance(to, str) and re.fullmatch(r"\w+\.\w+", to):
                return to
            self._fault((*at, "relationships", i), f"foreign key of '{name}' must read 'to: table.column'")
        return None

    def _references(self, relationships: Sequence[Any], columns: Sequence[Column]) -> tuple[Reference, ...]:
        found = []
        for column in columns:
            if column.reference:
                table, to_column = column.reference.split(".")
                found.append(Reference((column.name,), table, (to_column,)))
        names = [column.name for column in columns]
        for i, relationship in enumerate(relationships):
            at: Path_ = ("schema", 0, "relationships", i)
            start = [relationship.from_] if isinstance(relationship.from_, str) else relationship.from_ or []
            ends = [relationship.to] if isinstance(relationship.to, str) else relationship.to or []
            start = [part.split(".")[-1] for part in start]
            tables = {part.split(".")[0] for part in ends if "." in part}
            if not start or len(start) != len(ends) or len(tables) != 1:
                self._fault(at, "a foreign key reads 'from: [column, …]' and 'to: [table.column, …]', equally many")
                continue
            for name in start:
                if name not in names:
                    self._choice(at, "column of the foreign key", name, names)
            found.append(Reference(tuple(start), tables.pop(), tuple(part.split(".")[1] for part in ends)))
        return tuple(found)

    def _custom(self, quality: Sequence[Any], names: tuple[str, ...]) -> tuple[Rule, ...]:
        rules = []
        for i, item in enumerate(quality):
            at: Path_ = ("schema", 0, "quality", i)
            if item.type != "custom" or item.engine != "duckdb" or not isinstance(item.implementation, str):
                self._fault(at, "a rule of the table reads 'type: custom, engine: duckdb, implementation: \"<SQL>\"'")
                continue
            if not re.fullmatch(r"[a-z]\w*", item.name or ""):
                self._fault(at, "a rule of the table needs a name of lower case letters, digits and '_'")
                continue
            name = f"{self.table}.{item.name}"
            used = columns_in_sql(item.implementation, names)
            rules.append(Rule(name, "custom", used, item.description or item.name, "error", item.implementation))
            self._severity(at, name, item.severity)
        return tuple(rules)

    def _try_sql(self, contract: Contract) -> None:
        """Run the row rules on an empty table, so that a misspelt column is found before there are data."""
        sql_types = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
        columns = ", ".join(f'"{c.name}" {sql_types.get(c.type, "VARCHAR")}' for c in contract.columns)
        if not columns or not contract.custom:
            return
        with duckdb.connect(config={"enable_external_access": "false"}) as connection:
            connection.execute(f'CREATE TABLE "{contract.table}" ({columns})')
            for rule in contract.custom:
                position = [r.name for r in contract.custom].index(rule.name)
                try:
                    connection.execute(f'SELECT CAST(({rule.sql}) AS BOOLEAN) FROM "{contract.table}"')
                except duckdb.Error as error:
                    message = str(error).splitlines()[0]
                    self._fault(("schema", 0, "quality", position), f"SQL of {rule.name} does not run: {message}")

    # -- faults with lines

    def _fault(self, at: Path_, what: str, near: Sequence[str] = (), remedy: str = "") -> None:
        where = Place(self.shown, _line(self.tree, at))
        self.faults.append(EvalreportError(what, where=where, near=near, remedy=remedy))

    def _choice(self, at: Path_, what: str, value: Any, known: Sequence[str]) -> None:
        said = "is missing" if value is None else f"'{value}' is not known"
        self._fault(at, f"{what} {said}", near_matches(str(value), known), "one of: " + ", ".join(known))

    def _error(self) -> Faults:
        return Faults(self.faults, title=f"The data contract {self.shown} has faults:")

    def _misspelt_keys(self, node: Any, model: type[BaseModel], at: Path_) -> None:
        """Name keys that ODCS does not have; its own model lets most of them pass in silence."""
        known = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        for key, value in node.items() if isinstance(node, dict) else ():
            here = (*at, str(key))
            if key not in known:
                self._fault(here, f"unknown key '{key}'", near_matches(str(key), known))
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


def _line(node: Any, at: Path_) -> int | None:
    """Return the line of the deepest part of a path that the file has."""
    line = None
    for part in at:
        try:
            position = node.lc.key(part) if isinstance(node, dict) else node.lc.item(part)
            line, node = position[0] + 1, node[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


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
