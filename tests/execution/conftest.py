"""Tiny notebooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalreport.execution import NotebookJob

WriteNotebook = Callable[..., Path]
MakeJob = Callable[..., NotebookJob]


def code(source: str, *tags: str) -> dict[str, Any]:
    """A code cell as JupyterLab saves it, outputs stripped."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)} if tags else {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook(path: Path, parameters: str, *sources: str) -> Path:
    """Write a notebook with a heading, a parameters cell and code cells."""
    heading = {"cell_type": "markdown", "metadata": {}, "source": f"# {path.stem}"}
    cells = [heading, code(parameters, "parameters"), *(code(source) for source in sources)]
    for number, cell in enumerate(cells):
        cell["id"] = f"{path.stem}-{number}"
    data = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def job(root: Path, chapter: str, *sources: str, declared: str = "", **values: Any) -> NotebookJob:
    """A job for a notebook made of code cells, in the folders of a build."""
    build = root / "build" / "tiny"
    return NotebookJob(
        chapter=chapter,
        notebook=notebook(root / "notebooks" / f"{chapter}.ipynb", declared, *sources),
        parameters=values,
        run_file=build / "run.json",
        raw_output=build / "private" / "notebooks" / f"{chapter}.ipynb",
        published_output=build / "main" / "notebooks" / chapter / "notebook.ipynb",
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with a name that is hard on tools."""
    folder = tmp_path / "Måling æøå {1} $HOME"
    folder.mkdir()
    return folder
