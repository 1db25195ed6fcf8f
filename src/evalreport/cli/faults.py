"""From exceptions to exit codes: what a person is told when a command does not succeed."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from evalreport.errors import EvalreportError

FAULT, STOPPED, BUG = 1, 130, 70
"""Exit codes: a fault that the person can mend, Ctrl-C, and a fault of the program (usage faults give 2)."""


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
        if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT):
            raise _disk(fault) from fault
        raise Bug(type(fault).__name__, _log(private)) from fault
    except Exception as fault:
        raise Bug(type(fault).__name__, _log(private)) from fault


def _disk(fault: OSError) -> EvalreportError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return EvalreportError(
            f"the disk is full: {fault.filename or ''}", remedy="make room (make clean frees some)"
        )
    return EvalreportError(
        f"no permission: {fault.filename or fault.strerror}",
        remedy="close the program that has the file open (a PDF reader, Word), or choose a folder with --output",
    )


def _log(private: Path | None) -> Path:
    """Write the traceback in hand to the private folder, or to a temporary file when that cannot be had."""
    text = traceback.format_exc()
    if private is not None:
        with contextlib.suppress(OSError):
            folder = private / "logs"
            folder.mkdir(parents=True, exist_ok=True)
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
