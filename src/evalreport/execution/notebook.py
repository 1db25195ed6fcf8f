"""Notebooks as files: read, numbered as a reader of JupyterLab counts the cells, and written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.cache import write_text
from evalreport.errors import EvalreportError, Place


@dataclass(frozen=True)
class Cell:
    """One cell: its number (from 1, all kinds counted), kind, source and tags."""

    number: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook (format 4) as plain data, every cell with an id.

    Ids that an old notebook lacks are made from the cell's place, so that they never change by themselves.

    Raises
    ------
    EvalreportError
        When the file is absent or is not a notebook.
    """
    where = Place(named(path))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalreportError("there is no such notebook", where=where) from None
    except ValueError:
        data = None
    if not isinstance(data, dict) or data.get("nbformat") != 4 or not isinstance(data.get("cells"), list):
        raise EvalreportError(
            "this is not a Jupyter notebook (format 4)",
            where=where,
            remedy="open it in JupyterLab and save it, or take it back from version control",
        )
    for number, cell in enumerate(data["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
        cell["source"] = text(cell.get("source", ""))
    data["nbformat_minor"] = max(5, int(data.get("nbformat_minor", 0)))
    return data


def named(path: Path) -> str:
    """Return a notebook's path as messages name it: its folder and file, wherever the project lies."""
    return "/".join(path.parts[-2:])


def cells(notebook: dict[str, Any]) -> tuple[Cell, ...]:
    """Return the cells, numbered."""
    return tuple(
        Cell(number, cell["cell_type"], cell["source"], tuple(cell.get("metadata", {}).get("tags", ())))
        for number, cell in enumerate(notebook["cells"], start=1)
    )


def write_notebook(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook in one canonical form (keys in order, one space of indent), whole or not at all."""
    write_text(path, json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def text(source: str | list[str]) -> str:
    """Return text that a notebook file may hold as a list of lines."""
    return source if isinstance(source, str) else "".join(source)
