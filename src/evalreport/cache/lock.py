"""One build of a project at a time: a file that the system locks, and lets go of however the program ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock on a file; give False, at once, when another program holds it.

    The file stays, empty and untouched. On a drive that knows no locks there is none, and True is given.

    Parameters
    ----------
    path : Path
        The file; it and its folder are made as needed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if not _lock(file):
            yield False
            return
        try:
            yield True
        finally:
            _release(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as fault:
            return fault.errno not in _BUSY
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        # The lock belongs to the open file: kernels that this program starts must not inherit it.
        os.set_inheritable(file.fileno(), False)
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            return fault.errno not in _BUSY
        return True

    def _release(file: IO[bytes]) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
