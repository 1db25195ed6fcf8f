"""A kernel for one notebook: this interpreter, an environment of its own, and nothing left when it ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import evalreport

_SOCKET_LIMIT = 107
"""Bytes in the path of a Unix socket on Linux; macOS allows 103."""
_SOCKET_NAME = len("/k-ipc-5")

SAME_FOR_ALL = {
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONNOUSERSITE": "1",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
}
"""What a computed result could depend on: the order of sums over threads, of sets, time zone and locale."""

_PERSONAL = (
    "MATPLOTLIBRC",
    "PYTHONBREAKPOINT",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
"""Settings of the person at the keyboard that would reach into a run."""


class Kernel:
    """A kernel, its private folder and its environment.

    The folder holds the sockets and everything temporary that the notebook makes; `close` removes it.

    Parameters
    ----------
    run_file : Path
        What the chapter API reads: given to the notebook as EVALREPORT_RUN.
    caches : Path
        A folder that is kept from run to run (matplotlib's list of fonts).
    """

    def __init__(self, run_file: Path, caches: Path) -> None:
        from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager

        class Interpreter(KernelSpecManager):  # type: ignore[misc]
            """Knows one kernel: this interpreter, whatever kernels the person has installed."""

            def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
                return KernelSpec(argv=_ARGV, display_name="Python 3", language="python")

        self.folder = private_folder()
        self.environment = environment(run_file, caches, self.folder)
        sockets = os.name == "posix" and len(os.fsencode(self.folder)) + _SOCKET_NAME < _SOCKET_LIMIT - 4
        self.manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=Interpreter(),
            transport="ipc" if sockets else "tcp",
            connection_file=str(self.folder / "k.json"),
        )

    def kill(self) -> None:
        """End the kernel and what it started, at once; from any thread."""
        provisioner: Any = self.manager.provisioner
        process = getattr(provisioner, "process", None)
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(OSError):
            if os.name == "posix":
                # The kernel leads its own session; its process group is what it started.
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()

    def close(self) -> None:
        """End the kernel if it still runs, and remove the folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


_ARGV = [
    sys.executable,
    "-m",
    "ipykernel_launcher",
    "-f",
    "{connection_file}",
    "--HistoryManager.enabled=False",
    # A file called random.py in the project's folder must not take the place of a module.
    "--InteractiveShellApp.ignore_cwd=True",
]


def private_folder() -> Path:
    """Make a folder that only this user can read, with a path short enough for sockets where one can be had."""
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if len(os.fsencode(place)) < 60:
            with contextlib.suppress(OSError):
                return Path(tempfile.mkdtemp(prefix="evalreport-", dir=place))
    return Path(tempfile.mkdtemp(prefix="evalreport-"))


def environment(run_file: Path, caches: Path, folder: Path) -> dict[str, str]:
    """Return the environment of a kernel: the same for everyone, whatever their home, locale and time zone."""
    caches.mkdir(parents=True, exist_ok=True)
    library = str(Path(evalreport.__file__).resolve().parents[1])
    inherited = [os.path.abspath(p) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    kept = {
        k: v for k, v in os.environ.items() if k not in _PERSONAL and not k.startswith(("LC_", "JUPYTER_"))
    }
    return kept | SAME_FOR_ALL | {
        "EVALREPORT_RUN": str(run_file.absolute()),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([library, *inherited])),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(caches.absolute() / "matplotlib"),
        "XDG_CACHE_HOME": str(caches.absolute()),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / "jupyter"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
        # The debugger's remark about frozen modules would land in the log of every run.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }  # fmt: skip
