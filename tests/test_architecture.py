"""The order of imports, style and types, checked where the tests are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def says(*command: str) -> str:
    """Run a checker; return what it says when it is not content."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_imports_go_down_the_list_of_the_design() -> None:
    assert says("-c", "from importlinter.cli import lint_imports_command as run; run()") == ""


def test_style() -> None:
    assert says("-m", "ruff", "check", "--quiet", ".") == ""


def test_types() -> None:
    assert says("-m", "mypy", "--no-error-summary") == ""


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_locks_pin_by_hash_and_name_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "==" in text
    packages = [block for block in text.split("\n") if "==" in block]
    assert all(line.rstrip().endswith("\\") for line in packages), "every package is followed by its hashes"


def test_what_tests_need_holds_what_reports_need_in_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
