"""The run file tells a notebook where it belongs."""

from __future__ import annotations

import json

import pytest

from evalreport.chapter import RunFile, open_chapter
from evalreport.chapter.run import VARIABLE
from evalreport.errors import EvalreportError


def run_file(**more) -> RunFile:
    return RunFile(notebook="children", project_folder="p", contracts="c", snapshot="s", output="o", **more)


def test_writing_and_reading_gives_the_same(tmp_path, monkeypatch):
    run = run_file(memory=("a.json",), memory_out="b.json", settings=(("disclosure.threshold", 5),))
    run.write(tmp_path / "runs" / "children.json")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "runs" / "children.json"))
    assert RunFile.current() == run


def test_it_is_plain_json(tmp_path):
    run_file().write(tmp_path / "run.json")
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["notebook"] == "children"


@pytest.mark.parametrize("value", [None, "", "gone.json"])
def test_a_notebook_opened_outside_the_lab_says_how_to_open_it(monkeypatch, value):
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(EvalreportError, match="make lab PROJECT="):
        open_chapter("children")


def test_a_notebook_that_bears_another_name_is_an_error(tmp_path, monkeypatch):
    run_file().write(tmp_path / "run.json")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "run.json"))
    with pytest.raises(EvalreportError, match="notebook 'children' calls itself 'economics'"):
        open_chapter("economics")
