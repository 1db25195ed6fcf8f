"""Content hashes of files, folders, plain objects, the library's own code and the installed packages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import fnmatch
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from evalreport.cache.state import read_json, write_json

CODE = ("*.py", "*.yaml", "*.yml", "*.json", "*.toml")
"""What the library consists of; a change in any of these can change a result."""

_DEBRIS = ("__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "~$*", ".~lock.*", "*.part")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_in(folder: Path, patterns: Iterable[str] = ("*",)) -> list[Path]:
    """Return the files below `folder` whose names match, ordered by relative path in POSIX form.

    What editors and systems leave behind (lock files of Office, checkpoints, thumbnails) does not count.
    """
    wanted, found = tuple(patterns), []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _debris(name)]
        found += [
            Path(place, name)
            for name in names
            if not _debris(name) and any(fnmatch.fnmatchcase(name, pattern) for pattern in wanted)
        ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def hash_folder(folder: Path, *, patterns: Iterable[str] = ("*",), hashes: FileHashes | None = None) -> str:
    """Return one hash of the files below `folder`: their relative paths and their content.

    Where the folder lies, and in which order the system lists it, makes no difference.
    """
    of = hashes.of if hashes else hash_file
    lines = (f"{of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_in(folder, patterns))
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def hash_object(value: Any) -> str:
    """Return the hash of plain data, independent of the order of keys and of set members.

    >>> hash_object({"a": 1, "b": [2.0]}) == hash_object({"b": [2.0], "a": 1})
    True

    Raises
    ------
    TypeError
        When the value holds something that has no plain form.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def hash_code(root: Path | None = None) -> str:
    """Return the hash of the library's code and data files."""
    return hash_folder(root or Path(__file__).resolve().parents[1], patterns=CODE)


@cache
def _installed() -> dict[str, str]:
    """Versions by package name. The folders' names say both; reading hundreds of metadata files takes half a second."""
    found: dict[str, str] = {}
    for entry in sys.path:
        folder = Path(entry)
        if entry and folder.is_dir():
            for info in folder.glob("*.dist-info"):
                name, _, number = info.name.removesuffix(".dist-info").partition("-")
                found.setdefault(_normal(name), number)
    return found


def packages(names: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return `name==version` of the installed packages, ordered by name; only those named, when names are given."""
    wanted = None if names is None else {_normal(name) for name in names}
    found = _installed()
    return tuple(f"{name}=={found[name]}" for name in sorted(found) if wanted is None or name in wanted)


def run_packages() -> tuple[str, ...]:
    """Return the installed packages that a report is made with: those of the lock, where the library lies in a clone.

    What else is installed (for the tests, for the lab) does not change a report, and must not change its build id.
    """
    lock = Path(__file__).resolve().parents[3] / "requirements.lock"
    return packages(locked(lock) if lock.is_file() else None)


def locked(lock: Path) -> tuple[str, ...]:
    """Return the package names in a requirements file."""
    text = lock.read_text(encoding="utf-8")
    return tuple(sorted({_normal(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)\s*==", text, re.M)}))


@cache
def hash_packages() -> str:
    """Return the hash of `run_packages()`."""
    return hash_object(run_packages())


class FileHashes:
    """Hashes of files that are read again only when size or modification time say that they may have changed.

    As in git, the shortcut is taken only for files that were older than the record when they were hashed:
    a file written in the same moment could change without its time showing it. The hash decides, always.

    Parameters
    ----------
    record : Path, optional
        Where sizes, times and hashes are kept from run to run. It is read here and written by `save`.
    """

    def __init__(self, record: Path | None = None) -> None:
        self._record = record
        known = read_json(record) if record else None
        self._known: dict[str, list[Any]] = known if isinstance(known, dict) else {}
        try:
            self._recorded = record.stat().st_mtime_ns if record else 0
        except OSError:
            self._recorded = 0

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file."""
        key, stat = os.path.abspath(path), path.stat()
        # The change time tells a file put in place with another's modification time (cp -p, an archive).
        signs = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        *known, digest = self._known.get(key, [""])
        if known == signs and max(signs[1:]) < self._recorded:
            return str(digest)
        digest = hash_file(path)
        self._known[key] = [*signs, digest]
        return digest

    def save(self) -> None:
        """Write the record, without the files that are gone."""
        if self._record:
            write_json(self._record, {k: v for k, v in sorted(self._known.items()) if os.path.exists(k)})


def _debris(name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in _DEBRIS)


def _normal(name: str) -> str:
    """The name of a package as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _plain(value: Any) -> Any:
    """Reduce a value to what JSON knows, with one form for each value."""
    match value:
        case None | bool() | str():
            return value
        case enum.Enum():
            return _plain(value.value)
        case int() | float():
            return value
        case Decimal():
            return {"decimal": str(value)}
        case dt.date() | dt.time():
            return value.isoformat()
        case PurePath():
            return value.as_posix()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted((_plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump(mode="json"))
    raise TypeError(f"a {type(value).__name__} has no plain form to hash")
