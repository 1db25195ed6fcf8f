"""Stable pseudonyms for declared identifiers, by a keyed hash whose key is kept outside the project."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from evalreport.contracts import Contract
from evalreport.errors import EvalreportError
from evalreport.intake.config import IdentifierSettings
from evalreport.intake.personal_numbers import PATTERN

# Twelve letters, 60 bits: two among a million persons meet with a chance of 4 in 10 million.
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", dtype="S1")


class KeyFault(EvalreportError):
    """The key file is missing its secret, lies in the wrong place, or is not allowed."""


def pseudonymise(values: pd.Series, key: bytes, domain: str) -> pd.Series:
    """Return pseudonyms such as `P-4K2JQ7XWZB3A`; the same value in the same domain gives the same one.

    Parameters
    ----------
    values : Series
        Identifiers; missing ones stay missing.
    key : bytes
        The secret.
    domain : str
        Table and column that the identifier belongs to (`participant.pid`); its first letter is the
        prefix.

    Raises
    ------
    KeyFault
        When two identifiers get the same pseudonym.
    """
    codes, unique = pd.factorize(values.astype("str"), use_na_sentinel=True)
    plain = [normal(value) for value in unique]
    names = _pseudonyms(plain, key, domain)
    if len(set(names)) != len(set(plain)):
        raise KeyFault(f"two values of {domain} got the same pseudonym", remedy="use another key file")
    known = pd.Series(names, dtype="str").reindex(codes)  # -1, a missing value, is no position
    return known.set_axis(values.index)


def normal(value: str) -> str:
    """Return an identifier as every system writes it: a CPR number may or may not have a hyphen."""
    return re.sub(r"\D", "", value) if PATTERN.fullmatch(value) else value


def _pseudonyms(values: list[str], key: bytes, domain: str) -> np.ndarray:
    """Return the first 60 bits of each HMAC-SHA256 in base32 (RFC 4648), with the domain's letter."""
    start = f"{domain}\x00".encode()
    digests = b"".join(hmac.digest(key, start + value.encode("utf-8"), "sha256")[:8] for value in values)
    shifts = np.arange(59, 0, -5, dtype="u8")
    letters = _ALPHABET[(np.frombuffer(digests, dtype=">u8")[:, None] >> shifts) & np.uint64(31)]
    names = np.ascontiguousarray(letters).view(f"S{len(shifts)}").ravel().astype(str)
    return np.char.add(f"{domain[0].upper()}-", names).astype(object)


def domain(table: str, column: str, contracts: Mapping[str, Contract]) -> str:
    """Follow foreign keys to the column that an identifier belongs to."""
    seen = set()
    while (table, column) not in seen and table in contracts:
        seen.add((table, column))
        reference = next((r for r in contracts[table].references if column in r.columns), None)
        if reference is None or reference.table not in contracts:
            break
        table, column = reference.table, reference.to[reference.columns.index(column)]
    return f"{table}.{column}"


def key_path(settings: IdentifierSettings, project: str) -> Path:
    """Return where the key file of a project is expected."""
    if settings.key_file:
        return Path(settings.key_file).expanduser()
    folder = os.environ.get("EVALREPORT_KEYS")
    try:
        base = Path(folder).expanduser() if folder else Path.home() / ".config" / "evalreport"
    except RuntimeError:
        raise KeyFault(
            "there is no home folder for the key file", remedy="set EVALREPORT_KEYS to a folder"
        ) from None
    return base / f"{project}.key"


def read_key(
    settings: IdentifierSettings, project: str, root: Path, *, example: bool, create: bool
) -> tuple[bytes | None, str | None]:
    """Return the key, and a notice when it was made now.

    Returns None for the key when there is none yet and `create` is false.

    Raises
    ------
    KeyFault
        For a key file inside the project's folder, one that is no key, or an example key in a project
        that is not an example.
    """
    if settings.example_key is not None:
        if not example:
            raise KeyFault(
                "identifiers: example_key is only for projects with invented data (example:)",
                remedy="remove it; a secret key file outside the project is then made at the first build",
            )
        return hashlib.sha256(settings.example_key.encode("utf-8")).digest(), None
    path = key_path(settings, project)
    if path.resolve().is_relative_to(_clone(root)):
        raise KeyFault(
            "the key file lies inside the project's folder, where it would be copied along with the data",
            remedy="move it, say to your home folder, and set identifiers: key_file: or EVALREPORT_KEYS",
        )
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(path) if create else (None, None)
    except (OSError, UnicodeDecodeError):
        text = ""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise KeyFault(
            f"the key file {path} does not hold a key (64 hexadecimal digits) or cannot be read",
            remedy="restore it from your backup; a new key would give every person a new pseudonym",
        )
    return bytes.fromhex(text), None


def _make(path: Path) -> tuple[bytes, str]:
    key = secrets.token_bytes(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
            file.write(key.hex() + "\n")
    except OSError:
        raise KeyFault(
            f"the key file {path} cannot be written",
            remedy="set the environment variable EVALREPORT_KEYS to a folder you can write to",
        ) from None
    notice = (
        f"a secret key for the pseudonyms was made: {path}. Keep a backup outside the project; without it, "
        "a later build gives every person a new pseudonym"
    )
    return key, notice


def _clone(root: Path) -> Path:
    """Return the folder that is copied as a whole: the git clone around the project, or the project."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
