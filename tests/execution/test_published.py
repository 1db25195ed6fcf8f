"""A published notebook holds source, text and gated exhibits, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evalreport.execution import EXHIBIT, publish

SECRET = "0101701234"
FIGURE = {"id": "fig-who5", "caption": "Trivsel"}


def executed(path: Path) -> Path:
    """An executed notebook with one output of every kind, most of them showing what may not leave."""
    shown: dict[str, Any] = {EXHIBIT: FIGURE, "image/svg+xml": ["<svg>", "</svg>"], "text/plain": SECRET}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": SECRET},
        {"output_type": "stream", "name": "stderr", "text": SECRET},
        {
            "output_type": "execute_result",
            "execution_count": 3,
            "data": {"text/html": SECRET},
            "metadata": {},
        },
        {"output_type": "display_data", "data": {"image/png": SECRET}, "metadata": {}},
        {"output_type": "display_data", "data": shown, "metadata": {EXHIBIT: {"path": f"/home/{SECRET}"}}},
        {
            "output_type": "display_data",
            "data": {EXHIBIT: {"id": "fig-forged", "x": SECRET}},
            "metadata": {},
        },
        {
            "output_type": "display_data",
            "data": {EXHIBIT: FIGURE | {"caption": SECRET}},
            "metadata": {},
        },
        {"output_type": "error", "ename": "ValueError", "evalue": SECRET, "traceback": [SECRET]},
    ]
    cell = {"cell_type": "code", "id": "c1", "source": ["x = 1\n", "x"], "execution_count": 7}
    cells = [
        {
            "cell_type": "markdown",
            "id": "m",
            "metadata": {"tags": ["papermill-error-cell-tag"]},
            "source": "!",
        },
        {"cell_type": "markdown", "id": "m1", "metadata": {"note": SECRET}, "source": "# Trivsel"},
        {
            "cell_type": "code",
            "id": "8f3a2b",
            "metadata": {"tags": ["injected-parameters"]},
            "source": "waves = 3",
            "execution_count": 2,
            "outputs": [],
        },
        cell | {"outputs": outputs, "metadata": {"papermill": {"start_time": SECRET}, "execution": SECRET}},
    ]
    metadata = {
        "papermill": {"input_path": SECRET},
        "language_info": {"version": "3.11.7"},
        "widgets": SECRET,
    }
    data = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def gated(folder: Path) -> Path:
    (folder / "exhibits").mkdir()
    (folder / "exhibits" / "fig-who5.json").write_text(json.dumps(FIGURE), encoding="utf-8")
    return folder / "exhibits"


def test_nothing_but_the_gated_exhibit_is_left_of_the_outputs(tmp_path: Path) -> None:
    publish(executed(tmp_path / "raw.ipynb"), tmp_path / "out.ipynb", exhibits=gated(tmp_path))
    text = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert SECRET not in text
    cells = json.loads(text)["cells"]
    assert [cell["source"] for cell in cells] == ["# Trivsel", "waves = 3", "x = 1\nx"]
    assert cells[2]["outputs"] == [
        {
            "data": {EXHIBIT: FIGURE, "image/svg+xml": "<svg></svg>"},
            "metadata": {},
            "output_type": "display_data",
        }
    ]


def test_counts_times_and_random_ids_are_gone(tmp_path: Path) -> None:
    publish(executed(tmp_path / "raw.ipynb"), tmp_path / "out.ipynb", exhibits=gated(tmp_path))
    data = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))
    assert [cell["id"] for cell in data["cells"]] == ["m1", "injected-parameters", "c1"]
    assert all(cell.get("execution_count") is None for cell in data["cells"])
    assert set(data["metadata"]) == {"kernelspec", "language_info"}
    assert data["metadata"]["language_info"] == {"name": "python"}


def test_without_the_folder_of_exhibits_the_mark_alone_decides(tmp_path: Path) -> None:
    publish(executed(tmp_path / "raw.ipynb"), tmp_path / "out.ipynb")
    cell = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"][2]
    assert len(cell["outputs"]) == 3
    assert all(set(output["data"]) <= {EXHIBIT, "text/html", "image/svg+xml"} for output in cell["outputs"])


def test_publishing_what_is_published_changes_no_byte(tmp_path: Path) -> None:
    publish(executed(tmp_path / "raw.ipynb"), tmp_path / "out.ipynb", exhibits=gated(tmp_path))
    publish(tmp_path / "out.ipynb", tmp_path / "again.ipynb", exhibits=tmp_path / "exhibits")
    assert (tmp_path / "again.ipynb").read_bytes() == (tmp_path / "out.ipynb").read_bytes()
