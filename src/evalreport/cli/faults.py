"""From exceptions to exit codes: what a person is told when a command does not succeed."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from evalreport.errors import EvalreportError

FAULT, STOPPED, BUG = 1, 130, 70
"""Exit codes: a fault that the person can mend, Ctrl-C, and a fault of the program (usage faults give 2)."""


ROOM = 5_000_000
"""Bytes; a disk with less is taken to be the full one."""


class Bug(Exception):
    """An exception that nobody foresaw; the traceback lies in a private log."""

    def __init__(self, kind: str, log: Path) -> None:
        self.kind, self.log = kind, log
        super().__init__(kind)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after `evalreport`; those of the process when not given.
    """
    from evalreport.cli.commands import app

    _speak_utf8()
    ended = _end_like_ctrl_c()
    try:
        return _run(app, arguments, ended)
    finally:
        if _unread():  # what is left to print goes nowhere, in silence
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _run(app: Callable[..., None], arguments: Sequence[str] | None, ended: list[int]) -> int:
    try:
        app(args=None if arguments is None else list(arguments), prog_name="evalreport")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
        if code != STOPPED:
            return code
    except KeyboardInterrupt:
        pass
    except EvalreportError as fault:
        return _tell(str(fault), FAULT)
    except Bug as bug:
        return _tell(
            f"the program stopped at a fault of its own ({bug.kind}).\n"
            f"The previous report is as it was. The log with the details is {bug.log} "
            "(private: it may show personal data).",
            BUG,
        )
    _tell("stopped; the previous report is as it was.", STOPPED)
    return 128 + ended[0] if ended else STOPPED


@contextlib.contextmanager
def told(private: Path | None = None) -> Iterator[None]:
    """Turn what a command raises into what `main` can tell.

    Parameters
    ----------
    private : Path, optional
        The project's private folder, which takes the log of an unforeseen exception.
    """
    try:
        yield
    except EvalreportError:
        raise
    except OSError as fault:
        if isinstance(fault, BrokenPipeError) and _unread():
            raise  # the command line ends quietly
        if (disk := _disk(fault, private)) is not None:
            raise disk from fault
        raise Bug(type(fault).__name__, _log(private)) from fault
    except Exception as fault:
        raise Bug(type(fault).__name__, _log(private)) from fault


def _unread() -> bool:
    """Say whether nobody reads any more what the program prints (`| head` has heard enough)."""
    try:
        sys.stdout.flush()
        if not hasattr(select, "poll"):  # Windows
            return False
        watch = select.poll()
        watch.register(sys.stdout.fileno(), 0)
        return any(said & select.POLLERR for _, said in watch.poll(0))
    except BrokenPipeError:
        return True
    except (OSError, ValueError):  # not a file that can be watched
        return False


def _disk(fault: OSError, private: Path | None) -> EvalreportError | None:
    """Return what to tell about a disk that is full or may not be written to; None for any other fault."""
    several = str(fault) if isinstance(fault, shutil.Error) else ""  # copying a folder gathers faults as text
    if fault.errno in (errno.ENOSPC, errno.EDQUOT) or os.strerror(errno.ENOSPC) in several:
        full = " and ".join(_full_folders(private)) or fault.filename or "one of those written to"
        return EvalreportError(
            f"the disk is full: {full}",
            remedy="make room (make clean frees some), or choose a folder on another disk: --output for reports, "
            "the environment variable TMPDIR for temporary files",
        )
    path = Path(str(fault.filename))
    in_the_way = next((place for place in (path, *path.parents) if place.is_file()), None)
    if fault.errno in (errno.ENOTDIR, errno.EEXIST) and in_the_way is not None:
        return EvalreportError(
            f"no folder can be made at {in_the_way}: a file has that name",
            remedy="choose another folder with --output",
        )
    if fault.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
        return None
    return EvalreportError(
        f"no permission: {fault.filename or fault.strerror}",
        remedy="close the program that has the file open (a PDF reader, Word), or choose a folder with --output",
    )


def _full_folders(private: Path | None) -> list[str]:
    """Return the folders written to whose disk has no room left."""
    found = []
    for folder in dict.fromkeys(filter(None, (private, Path(tempfile.gettempdir())))):
        there = next((place for place in (folder, *folder.parents) if place.is_dir()), None)
        with contextlib.suppress(OSError):
            if there is not None and shutil.disk_usage(there).free < ROOM:
                found.append(str(folder))
    return found


def _log(private: Path | None) -> Path:
    """Write the traceback in hand to the private folder, or to a temporary file when that cannot be had."""
    text = traceback.format_exc()
    if private is not None:
        with contextlib.suppress(OSError):
            folder = private / "logs"
            folder.mkdir(parents=True, exist_ok=True)
            private.chmod(0o700)
            (folder / "error.log").write_text(text, encoding="utf-8")
            return folder / "error.log"
    handle, name = tempfile.mkstemp(prefix="evalreport-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return Path(name)


def _tell(text: str, code: int) -> int:
    print(f"\n{text}", file=sys.stderr)
    return code


def _speak_utf8() -> None:
    """Make sure that no name with æ, ø or å can stop the program while it prints."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _end_like_ctrl_c() -> list[int]:
    """Let a request to end the program (SIGTERM, a closed terminal) clean up as Ctrl-C does; return what came."""
    came: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        # Only the main thread may do this, and a signal that the caller ignores (nohup) stays ignored.
        with contextlib.suppress(ValueError):
            if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
                signal.signal(getattr(signal, name), end)
    return came
