"""Set up .venv with the locked packages; does nothing when that has been done.

    python3 install.py            what reports need
    python3 install.py --dev      and what tests need
    python3 install.py --quarto   and Quarto, for the second engine

Needs Python 3.11 or later and nothing else. Packages come through uv, and through pip where uv cannot be had;
both check the same hashes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UV = BIN / ("uv.exe" if os.name == "nt" else "uv")
LEAST = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what is left to do; return the exit code."""
    if sys.version_info < LEAST:
        return _stop(f"Python {LEAST[0]}.{LEAST[1]} or later is needed; this is {sys.version.split()[0]}.")
    lock = HERE / ("requirements-dev.lock" if "--dev" in arguments else "requirements.lock")
    if not _installed(lock) and not _install(lock):
        return _stop(
            "The packages could not be installed; the lines above say why. Run the command again to go on."
        )
    if "--quarto" in arguments and not _install_quarto():
        return _stop(
            "Quarto could not be had: its installer downloads it from GitHub, which this machine may not reach.\n"
            "Install it from quarto.org and set QUARTO_PATH to it, or build with the embedded engine, which needs none."
        )
    return 0


def _stamp(lock: Path) -> Path:
    return VENV / f".{lock.name}.installed"


def _installed(lock: Path) -> bool:
    stamp = _stamp(lock)
    return PYTHON.exists() and stamp.is_file() and stamp.read_text(encoding="ascii") == _digest(lock)


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _install(lock: Path) -> bool:
    _say("Setting up .venv (a minute or two, once) …")
    if not _runs(PYTHON):
        _say("  1 of 3: making the environment")
        if not _make_venv():
            return False
    if not (_install_with_uv(lock) or _install_with_pip(lock)):
        return False
    _show_library()
    _stamp(lock).write_text(_digest(lock), encoding="ascii")
    return True


def _make_venv() -> bool:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        name = "python{}.{}-venv".format(*sys.version_info)
        print(
            f"This Python has no module for environments. On Debian and Ubuntu: sudo apt install {name}",
            file=sys.stderr,
        )
        return False
    return _run(sys.executable, "-m", "venv", "--clear", VENV)


def _install_with_uv(lock: Path) -> bool:
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_pip_cache())
    if not _runs(UV):
        _say("  2 of 3: getting uv, which installs the rest")
        if not _run(*pip, "--require-hashes", "-r", HERE / "requirements-uv.lock"):
            _say("uv cannot be had.")
            return False
    _say(f"  3 of 3: installing {_count(lock)} packages")
    if _uv("--require-hashes", "-r", lock):
        return True
    _say("uv did not succeed.")
    return False


def _install_with_pip(lock: Path) -> bool:
    _say("Installing with pip; this takes a few minutes …")
    quiet = () if sys.stderr.isatty() else ("--quiet",)
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *quiet, *_pip_cache())
    return _run(*pip, "--require-hashes", "-r", lock)


def _install_quarto() -> bool:
    _say("Installing Quarto; its installer downloads about 100 MB …")
    _uv("-r", HERE / "pyproject.toml", "--extra", "quarto", "-c", HERE / "requirements.lock", silent=True)
    return _runs(BIN / ("quarto.exe" if os.name == "nt" else "quarto"))


def _uv(*what: object, silent: bool = False) -> bool:
    """Install with uv, trusting the machine's certificates (a proxy may have its own)."""
    quiet = () if sys.stderr.isatty() else ("--quiet",)
    cache = () if _writable_cache("uv") else ("--no-cache",)
    return _run(
        UV, "pip", "install", "--python", PYTHON, "--system-certs", *quiet, *cache, *what, silent=silent
    )


def _pip_cache() -> tuple[str, ...]:
    """Keep pip from warning where it has no folder of its own to keep files in."""
    return () if _writable_cache("pip") else ("--no-cache-dir",)


def _writable_cache(program: str) -> bool:
    if os.name == "nt" or f"{program.upper()}_CACHE_DIR" in os.environ:
        return True
    try:
        home = Path.home()
        cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / program
        if not home.is_dir():
            return False
        cache.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return False
    return os.access(cache, os.W_OK)


def _count(lock: Path) -> int:
    return sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())


def _show_library() -> None:
    """Let the environment find src/, by a path that still holds when the folder is moved."""
    ask = (PYTHON, "-c", "import sysconfig; print(ascii(sysconfig.get_path('purelib')))")
    said = subprocess.run(ask, check=True, capture_output=True, encoding="ascii").stdout
    packages = Path(said.strip()[1:-1].encode("ascii").decode("unicode_escape"))
    relative = os.path.relpath(HERE / "src", packages)
    (packages / "evalreport.pth").write_text(relative + "\n", encoding="ascii")


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(*command: object, silent: bool = False) -> bool:
    # Settings of the person for pip and Python at large must not reach into this environment.
    strange = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    kept["PIP_ROOT_USER_ACTION"] = "ignore"  # pip warns those who are root, which in a container everyone is
    words = [str(part) for part in command]
    return subprocess.run(words, env=kept, cwd=HERE, check=False, capture_output=silent).returncode == 0


def _say(text: str) -> None:
    print(text, flush=True)


def _stop(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
