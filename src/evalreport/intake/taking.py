"""Take a snapshot: read every table, check all of them, and write only when nothing stops."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evalreport.contracts import MASK, Contract, Converted, Fault, convert, load
from evalreport.contracts import SHOWN as SHOWN_ROWS
from evalreport.contracts.reading import loose_keys
from evalreport.errors import EvalreportError, Faults, Place
from evalreport.intake import personal_numbers, pseudonyms, snapshot
from evalreport.intake.config import IntakeConfig
from evalreport.intake.files import read_bytes, read_cells
from evalreport.intake.snapshot import Snapshot, TableFile
from evalreport.intake.source import RawTable, arrange
from evalreport.intake.stopped import IntakeStopped, RuleFault
from evalreport.intake.treatment import Treated, check_actions, treat

FORMAT = "1"
"""Raise it when the snapshot of the same inputs would change."""


def take(
    config: IntakeConfig,
    contracts_dir: Path,
    project_root: Path,
    out_dir: Path,
    *,
    project: str,
    example: bool = False,
    settings_file: str = "project.yaml",
) -> Snapshot:
    """Read, check, pseudonymise and write every table of a project.

    Parameters
    ----------
    config : IntakeConfig
        The tables, and what to do about broken rules.
    contracts_dir : Path
        The folder with the contracts.
    project_root : Path
        What `file:` is relative to; no key file may lie in it.
    out_dir : Path
        The snapshot's folder. It is replaced as a whole, or not touched.
    project : str
        The project's id, which names its key file.
    example : bool
        Whether all data are invented, so that a public key is allowed.
    settings_file : str
        The project's parameter file as messages show it.

    Raises
    ------
    IntakeStopped
        With every fault of every table; nothing is written.
    Faults
        When contracts or the project's actions are wrong.
    KeyFault
        When the key of the pseudonyms cannot be used.
    """
    contracts = _contracts(config, contracts_dir, settings_file)
    # A key that may not be used is told before an hour of reading; a new one is made only at the end.
    pseudonyms.read_key(config.identifiers, project, project_root, example=example, create=False)
    raws, digests, faults = _read_all(config, contracts, project_root)
    treated = _treat_all(raws, contracts, config)
    for table, raw in raws.items():
        found = [*_personal_numbers(raw, contracts[table]), *treated[table].stops]
        faults += [RuleFault(fault, raw, contracts[table], settings_file) for fault in found]
    if faults:
        by_file = sorted(faults, key=lambda fault: fault.where.file if fault.where else "")
        raise IntakeStopped(by_file, settings=settings_file)
    key, notice = pseudonyms.read_key(config.identifiers, project, project_root, example=example, create=True)
    assert key is not None
    files = {
        table: TableFile(
            _anonymous(treated[table].frame, contracts[table], contracts, key),
            contracts[table],
            {"file": Path(config.tables[table].file).name, "sha256": digests[table]},
        )
        for table in treated
    }
    quality = {"tables": {table: _quality(raws[table], treated[table]) for table in sorted(treated)}}
    mark = fingerprint(config, contracts_dir, project_root, project=project, example=example)
    snapshot.write(out_dir, files, quality, mark)
    taken = Snapshot.open(out_dir)
    return Snapshot(taken.folder, taken.meta, taken.quality, (notice,) if notice else ())


def fingerprint(
    config: IntakeConfig, contracts_dir: Path, project_root: Path, *, project: str, example: bool = False
) -> str:
    """Return a hash of everything a snapshot is made from: sources, contracts, settings and key.

    A file that is not there counts as such; `take` then says so in words.
    """
    digest = hashlib.sha256(f"intake {FORMAT}\n{config.model_dump_json()}\n".encode())
    for table, source in sorted(config.tables.items()):
        for path in (project_root / source.file, contracts_dir / f"{source.contract or table}.yaml"):
            try:
                part = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                part = "none"
            digest.update(f"{table} {part}\n".encode())
    key, _ = pseudonyms.read_key(config.identifiers, project, project_root, example=example, create=False)
    digest.update(hashlib.sha256(b"key " + (key or b"")).digest())
    return digest.hexdigest()


# -- reading


def _contracts(config: IntakeConfig, folder: Path, settings: str) -> dict[str, Contract]:
    contracts: dict[str, Contract] = {}
    faults: list[EvalreportError] = []
    for table, source in sorted(config.tables.items()):
        try:
            contracts[table] = load(folder / f"{source.contract or table}.yaml")
        except Faults as error:
            faults += error.faults
        except EvalreportError as error:
            faults.append(error)
    if not faults:
        faults = [*loose_keys(contracts), *check_actions(config, contracts, lambda _: Place(settings))]
    if faults:
        raise Faults(faults, title="The data contracts, or the rules in the project file, have faults:")
    return contracts


def _read_all(
    config: IntakeConfig, contracts: Mapping[str, Contract], root: Path
) -> tuple[dict[str, RawTable], dict[str, str], list[EvalreportError]]:
    """Return the tables that can be read, the files' hashes, and what is wrong with the others."""
    raws: dict[str, RawTable] = {}
    digests: dict[str, str] = {}
    faults: list[EvalreportError] = []
    for table, source in sorted(config.tables.items()):
        try:
            data = read_bytes(root, source)
            digests[table] = hashlib.sha256(data).hexdigest()
            cells = read_cells(data, table, source, contracts[table], root)
            raws[table] = arrange(cells, table, source, contracts[table])
        except EvalreportError as error:
            faults.append(error)
    return raws, digests, faults


# -- checking


def _treat_all(
    raws: Mapping[str, RawTable], contracts: Mapping[str, Contract], config: IntakeConfig
) -> dict[str, Treated]:
    """Treat the tables so that a table comes after those its keys point to."""
    unread = set(config.tables) - set(raws)
    treated: dict[str, Treated] = {}
    waiting = sorted(raws)
    while waiting:
        ready = [t for t in waiting if not _targets(contracts[t]) & (set(waiting) - {t})]
        table = (ready or waiting)[0]  # tables that point to each other: in order of name
        waiting.remove(table)
        raw, contract = raws[table], contracts[table]
        converted: Converted = convert(raw.frame, contract, raw.conventions)
        treated[table] = treat(
            converted,
            contract,
            config,
            {name: done.frame for name, done in treated.items() if name not in unread},
            {name: done.full for name, done in treated.items()},
            {*unread, *waiting},
        )
        if treated[table].full.empty or converted.absent & set(
            contract.key
        ):  # told once, not again for every key that points to it
            unread.add(table)
    return treated


def _targets(contract: Contract) -> set[str]:
    return {reference.table for reference in contract.references}


def _personal_numbers(raw: RawTable, contract: Contract) -> list[Fault]:
    found = personal_numbers.find(raw.frame, skip=contract.identifiers)
    return [
        Fault(
            contract.table,
            f"{contract.table}.{column}.personal_number",
            "personal_number",
            (column,),
            rows,
            "what looks like a personal number (CPR) outside a declared identifier",
            (MASK,) * min(len(rows), SHOWN_ROWS),
        )
        for column, rows in found.items()
    ]


# -- writing


def _anonymous(
    frame: pd.DataFrame, contract: Contract, contracts: Mapping[str, Contract], key: bytes
) -> pd.DataFrame:
    """Return the table with pseudonyms, in an order that says nothing about the people in it."""
    frame = frame.copy()
    for column in contract.identifiers:
        where = pseudonyms.domain(contract.table, column, contracts)
        frame[column] = pseudonyms.pseudonymise(frame[column], key, where)
    if all(column.public for column in contract.columns):
        return frame  # a list that people keep: its order is theirs
    by = list(contract.key) or list(contract.names)
    return frame.sort_values(by, kind="stable", na_position="last", ignore_index=True)


def _quality(raw: RawTable, treated: Treated) -> dict[str, object]:
    quality = dict(treated.quality)
    notices = [*raw.notices, *quality["notices"]]
    if raw.extra:
        notices.append("columns that the contract does not have were left out: " + ", ".join(raw.extra))
    return {**quality, "blank_rows": raw.blank_rows, "notices": notices}
