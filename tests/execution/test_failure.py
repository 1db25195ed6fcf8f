"""A failure tells place and source, never a value from the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evalreport.execution.failure import NotebookFailed, failure


def told(source: str, name: str, message: str, line: int | None, own: bool = False) -> NotebookFailed:
    trace = [f"evalreport: line {line}", message] if own else ["\x1b[31m---\x1b[0m"]
    if line and not own:
        trace += [f"\x1b[36mCell In[3]\x1b[39m\x1b[32m, line {line}\x1b[39m", "File pandas/core.py:99, in x"]
    error = {"output_type": "error", "ename": name, "evalue": message, "traceback": trace}
    marker = {"cell_type": "markdown", "source": "", "metadata": {"tags": ["papermill-error-cell-tag"]}}
    injected = {"cell_type": "code", "source": "", "metadata": {"tags": ["injected-parameters"]}}
    cells: list[dict[str, Any]] = [
        marker,
        {"cell_type": "markdown", "source": "# Børn", "metadata": {}},
        injected,
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [error]},
    ]
    fault = failure("children", Path("notebooks/children.ipynb"), Path("build/x.ipynb"), {"cells": cells})
    assert fault is not None
    return fault


def test_chapter_cell_and_line_are_named_as_a_reader_of_the_source_counts_them() -> None:
    fault = told("a = 1\nb = a / 0\n", "ZeroDivisionError", "division by zero", 2)
    assert (fault.chapter, fault.cell, fault.line, fault.exception) == ("children", 2, 2, "ZeroDivisionError")
    assert str(fault).splitlines()[:3] == [
        "notebooks/children.ipynb: chapter 'children': cell 2 raised ZeroDivisionError",
        "      1 | a = 1",
        "  →   2 | b = a / 0",
    ]
    assert "build/x.ipynb" in str(fault)


def test_a_message_that_may_hold_data_is_not_shown() -> None:
    fault = told("check(frame)", "ValueError", "'Jensen, Anna' in row 7 is not a number: 0101701234", 1)
    assert "Jensen" not in str(fault)
    assert "0101701234" not in str(fault)


@pytest.mark.parametrize(
    ("source", "name", "message", "shown"),
    [
        ("frame['absenc']", "KeyError", "'absenc'", "KeyError about 'absenc'"),
        ("plot(fgure)", "NameError", "name 'fgure' is not defined", "NameError about 'fgure'"),
        ("frame[key]", "KeyError", "'Jensen'", "KeyError\n"),
        ("a = 'x10'", "KeyError", "'x1'", "KeyError\n"),
    ],
)
def test_only_names_that_the_source_holds_already_are_repeated(
    source: str, name: str, message: str, shown: str
) -> None:
    assert shown in str(told(source, name, message, 1))


def test_a_message_of_our_own_errors_is_shown_whole() -> None:
    fault = told("run()", "EvalreportError", "unknown measure 'who6'\n  did you mean: who5?", 1, own=True)
    assert "unknown measure 'who6'\n  did you mean: who5?" in str(fault)


def test_the_last_lines_are_shown_and_the_failing_one_always() -> None:
    source = "\n".join(f"x{number} = {number}" for number in range(1, 31))
    late, early = str(told(source, "E", "", 30)), str(told(source, "E", "", 5))
    assert "→  30 | x30 = 30" in late
    assert "x22 " not in late
    assert "→   5 | x5 = 5" in early
    assert early.count(" | ") == late.count(" | ") == 8


def test_a_notebook_without_errors_gives_no_failure() -> None:
    cells = [{"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}]
    assert failure("x", Path("x"), Path("x"), {"cells": cells}) is None
