"""Read contract files: the ODCS model turned into our own view, every fault with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
from open_data_contract_standard.model import CustomProperty, DataQuality, Relationship

from evalreport.contracts.columns import read_columns, read_severity
from evalreport.contracts.contract import Column, Contract, Reference, Rule, columns_in_sql
from evalreport.contracts.document import Document, Route
from evalreport.errors import EvalreportError, Faults, Place, unknown


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
    document = Document.read(path, shown or "/".join(path.parts[-2:]))
    model = document.model()
    tables = model.schema_ or []
    if len(tables) != 1 or not tables[0].name:
        document.fault(("schema",), f"a contract describes exactly one named table, this one {len(tables)}")
        raise document.error()
    table, properties = tables[0], tables[0].properties or []
    columns = read_columns(document, properties)
    keyed = sorted((p.primaryKeyPosition or 1, i) for i, p in enumerate(properties) if p.primaryKey)
    contract = Contract(
        table=str(table.name),
        version=model.version or "",
        file=document.shown,
        columns=tuple(columns),
        key=tuple(str(properties[i].name) for _, i in keyed),
        references=_references(document, table.relationships or [], columns),
        custom=_row_rules(document, str(table.name), table.quality or [], columns),
        title=model.name or str(table.name),
        titles=_titles(table.customProperties or []),
        description=table.description or "",
        sha256=document.digest,
    )
    _try_sql(document, contract)
    if document.faults:
        raise document.error()
    return contract


def _titles(properties: Sequence[CustomProperty]) -> dict[str, str]:
    """The table's name in the languages of reports."""
    for custom in properties:
        if custom.property == "title" and isinstance(custom.value, dict):
            return {str(language): str(text) for language, text in custom.value.items()}
    return {}


def load_all(folder: Path) -> dict[str, Contract]:
    """Read every `*.yaml` of a folder, by table name, in order; the faults of all files together."""
    contracts: dict[str, Contract] = {}
    faults: list[EvalreportError] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            contract = load(path)
            if contract.table != path.stem:  # a table is found by its file's name
                faults.append(
                    EvalreportError(
                        f"the contract is of table '{contract.table}'",
                        where=Place(contract.file),
                        remedy=f"name the file {contract.table}.yaml, or the table {path.stem}",
                    )
                )
            contracts[contract.table] = contract
        except Faults as error:
            faults += error.faults
        except EvalreportError as error:
            faults.append(error)
    if not faults:
        faults += loose_keys(contracts)
    if faults:
        raise Faults(faults, title="The data contracts have faults:")
    return contracts


def loose_keys(contracts: Mapping[str, Contract]) -> list[EvalreportError]:
    """Return a fault for every foreign key into a column that its table's contract does not have."""
    faults: list[EvalreportError] = []
    for contract in contracts.values():
        for reference in contract.references:
            target = contracts.get(reference.table)
            for name in reference.to if target is not None else ():
                if target is not None and name not in target.names:
                    what = f"column of table {target.table} (foreign key of {', '.join(reference.columns)})"
                    faults.append(unknown(what, name, target.names, where=Place(contract.file)))
    return faults


def _references(
    document: Document, relationships: Sequence[Relationship], columns: Sequence[Column]
) -> tuple[Reference, ...]:
    """Return the foreign keys: those of single columns, then those the table says for several."""
    found = []
    for column in columns:
        if column.reference:
            table, to_column = column.reference.split(".")
            found.append(Reference((column.name,), table, (to_column,)))
    names = [column.name for column in columns]
    for i, relationship in enumerate(relationships):
        at: Route = ("schema", 0, "relationships", i)
        start = [relationship.from_] if isinstance(relationship.from_, str) else relationship.from_ or []
        ends = [relationship.to] if isinstance(relationship.to, str) else relationship.to or []
        start = [part.split(".")[-1] for part in start]
        tables = {part.split(".")[0] for part in ends if "." in part}
        if not start or len(start) != len(ends) or len(tables) != 1:
            form = "'from: [column, …]' and 'to: [table.column, …]', equally many"
            document.fault(at, f"a foreign key of the table reads {form}")
            continue
        for name in start:
            if name not in names:
                document.choice(at, "column of the foreign key", name, names)
        found.append(Reference(tuple(start), tables.pop(), tuple(part.split(".")[1] for part in ends)))
    return tuple(found)


def _row_rules(
    document: Document, table: str, quality: Sequence[DataQuality], columns: Sequence[Column]
) -> tuple[Rule, ...]:
    rules = []
    names = tuple(column.name for column in columns)
    for i, item in enumerate(quality):
        at: Route = ("schema", 0, "quality", i)
        sql = item.implementation
        if item.type != "custom" or item.engine != "duckdb" or not isinstance(sql, str):
            form = "'type: custom, engine: duckdb, implementation: \"<SQL>\"'"
            document.fault(at, f"a rule of the table reads {form}")
            continue
        if not re.fullmatch(r"[a-z]\w*", item.name or ""):
            document.fault(at, "a rule of the table needs a name of lower case letters, digits and '_'")
            continue
        name = f"{table}.{item.name}"
        severity = read_severity(document, at, name, item.severity)
        what = item.description or str(item.name)
        rules.append(Rule(name, "custom", columns_in_sql(sql, names), what, severity, sql))
    return tuple(rules)


def _try_sql(document: Document, contract: Contract) -> None:
    """Run the row rules on an empty table, so that a misspelt column is found before there are data."""
    types = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
    columns = ", ".join(f'"{column.name}" {types.get(column.type, "VARCHAR")}' for column in contract.columns)
    if not contract.custom or document.faults:  # a broken table cannot be made
        return
    connection = _database()
    connection.execute(f'CREATE OR REPLACE TABLE "{contract.table}" ({columns})')
    for i, rule in enumerate(contract.custom):
        try:
            connection.execute(f'SELECT CAST(({rule.sql}) AS BOOLEAN) FROM "{contract.table}"')
        except duckdb.Error as error:
            message = str(error).splitlines()[0]
            document.fault(("schema", 0, "quality", i), f"SQL of {rule.name} does not run: {message}")
    connection.execute(f'DROP TABLE "{contract.table}"')


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory: opening one for each contract takes longer than all its rules."""
    return duckdb.connect(config={"enable_external_access": "false", "threads": "1"})
