"""How a build tells what it is doing; the command line decides how that is shown."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a build reports while it runs."""

    def stage(self, name: str) -> None:
        """Say that a new stage begins: "Reading data", "Running notebooks"."""

    def item(self, name: str, done: int, total: int) -> None:
        """Say how far one part of the stage has come; it is finished when `done` equals `total`."""

    def note(self, text: str) -> None:
        """Say one thing worth reading, such as why a notebook is run again."""


class Silent:
    """Progress that shows nothing."""

    def stage(self, name: str) -> None:
        """Ignore."""

    def item(self, name: str, done: int, total: int) -> None:
        """Ignore."""

    def note(self, text: str) -> None:
        """Ignore."""
