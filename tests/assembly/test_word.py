"""A project for Quarto's Word writer: pictures it can place, and nothing else changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evalreport.assembly.word import fit_for_word


@pytest.fixture(scope="module")
def fitted(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("word") / "project"
    shutil.copytree(project, copy)
    fit_for_word(copy)
    return copy


def chapters(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.qmd")))


def test_drawings_become_pictures_beside_them(fitted: Path) -> None:
    assert "](figures/fig-who5.png){#fig-who5" in chapters(fitted)
    assert (fitted / "figures" / "fig-who5.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_else_is_changed(project: Path, fitted: Path) -> None:
    assert chapters(fitted).replace("figures/fig-who5.png", "figures/fig-who5.svg") == chapters(project)


def test_a_drawing_that_is_not_there_stays_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "index.qmd").write_text("![a](figures/mangler.svg){#fig-a}\n", encoding="utf-8")
    fit_for_word(tmp_path)
    assert (tmp_path / "index.qmd").read_text(encoding="utf-8") == "![a](figures/mangler.svg){#fig-a}\n"
