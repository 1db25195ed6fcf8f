"""A copy of the tiny project, to be made wrong; nothing is run or rendered here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[1] / "fixtures" / "tiny"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder with params/, notebooks/, data/ and data_contracts/."""
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def spoil(root: Path) -> Callable[[str, str, str], None]:
    """Replace a passage of a file."""

    def replace(file: str, old: str, new: str) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' must stand once in {file}"
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return replace


class Notes:
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def stage(self, name: str) -> None:
        """Ignore."""

    def item(self, name: str, done: int, total: int) -> None:
        """Ignore."""

    def note(self, text: str) -> None:
        """Keep."""
        self.told.append(text)


@pytest.fixture
def notes() -> Notes:
    return Notes()
