"""The published notebook: source, text and gated exhibits, and nothing else.

What a cell printed, computed or raised may hold personal data; none of it is carried over. An output stays only
when it is marked as an exhibit, which the chapter's gate alone does, and only in the forms listed here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalreport.cache import read_json
from evalreport.execution.notebook import read_notebook, text, write_notebook
from evalreport.exhibits.exhibit import MIME

EXHIBIT = MIME
"""Marks an output as an exhibit that has passed the gate; its data are the exhibit's."""

_FORMS = (EXHIBIT, "text/html", "image/svg+xml")
_INJECTED, _MARKER = "injected-parameters", "papermill-error-cell-tag"


def publish(raw: Path, out: Path, *, exhibits: Path | None = None) -> None:
    """Write the published form of an executed notebook.

    Parameters
    ----------
    raw : Path
        The executed notebook, in the private folder.
    out : Path
        Where the published one is written.
    exhibits : Path, optional
        The folder with the exhibits that passed the gate; an output that is not one of them is left out.
    """
    write_notebook(out, published(read_notebook(raw), exhibits=exhibits))


def published(notebook: dict[str, Any], *, exhibits: Path | None = None) -> dict[str, Any]:
    """Return an executed notebook without everything that is not source, text or a gated exhibit."""
    kept = [_cell(cell, exhibits) for cell in notebook["cells"] if _MARKER not in _tags(cell)]
    return {
        "cells": kept,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(cell: dict[str, Any], exhibits: Path | None) -> dict[str, Any]:
    tags = _tags(cell)
    kept: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        # papermill gives the cell with the project's values a random id.
        "id": _INJECTED if _INJECTED in tags else cell["id"],
        "metadata": {"tags": tags} if tags else {},
        "source": cell["source"],
    }
    if cell["cell_type"] == "code":
        outputs = (_exhibit(output, exhibits) for output in cell.get("outputs", ()))
        kept |= {"execution_count": None, "outputs": [output for output in outputs if output]}
    return kept


def _exhibit(output: dict[str, Any], exhibits: Path | None) -> dict[str, Any] | None:
    """Return the output in its published form; None when it is not a gated exhibit."""
    data = output.get("data", {})
    if output.get("output_type") not in ("display_data", "execute_result") or EXHIBIT not in data:
        return None
    exhibit = data[EXHIBIT]
    if exhibits is not None:
        name = str(exhibit.get("id", ""))
        if name != Path(name).name or read_json(exhibits / f"{name}.json") != exhibit:
            return None
    forms = {form: data[form] if form == EXHIBIT else text(data[form]) for form in _FORMS if form in data}
    return {"data": forms, "metadata": {}, "output_type": "display_data"}


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", ()))
