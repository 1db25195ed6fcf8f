"""Parameters are declared with type and meaning, and checked before a kernel starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.execution.conftest import notebook

from evalreport.errors import EvalreportError, Faults, Place
from evalreport.execution import check_parameters, declared_parameters

DECLARED = """\
# What an evaluator may set
waves: int = 3  # number of measurements
measures: list[str] = ["who5", "ucla"]  # measures in order
cut: float | None = None
design: Literal["before-after", "register"] = "before-after"
labels: dict[str, str] = {
    "w1": "1. måling",
}  # words for the waves
"""


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    return notebook(tmp_path / "children.ipynb", DECLARED)


def test_name_type_default_and_meaning_are_read(declared: Path) -> None:
    parameters = {parameter.name: parameter for parameter in declared_parameters(declared)}
    assert list(parameters) == ["waves", "measures", "cut", "design", "labels"]
    assert parameters["waves"].annotation == "int"
    assert parameters["waves"].default == 3
    assert parameters["waves"].help == "number of measurements"
    assert parameters["labels"].default == {"w1": "1. måling"}
    assert parameters["labels"].help == "words for the waves"


def test_values_come_back_in_the_order_of_declaration(declared: Path) -> None:
    assert list(check_parameters(declared, {"cut": 2, "waves": 2})) == ["waves", "cut"]


def test_a_misspelt_parameter_is_refused_with_near_matches_and_place(declared: Path) -> None:
    with pytest.raises(EvalreportError) as caught:
        check_parameters(declared, {"measure": []}, places={"measure": Place("project.yaml", 41)})
    assert str(caught.value).startswith("project.yaml:41: unknown parameter 'measure'")
    assert caught.value.near[0] == "measures"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"waves": "3"}, "parameter 'waves' must be a whole number, not '3' (number of measurements)"),
        ({"waves": True}, "must be a whole number, not True"),
        ({"measures": "who5"}, "must be list[str], not 'who5'"),
        ({"measures": [1]}, "must be list[str], not [1]"),
        ({"design": "panel"}, "not 'panel'"),
        ({"waves": None}, "not None"),
    ],
)
def test_a_wrong_type_says_what_was_expected(declared: Path, values: dict[str, object], said: str) -> None:
    with pytest.raises(EvalreportError) as caught:
        check_parameters(declared, values)
    assert said in str(caught.value)


def test_all_faults_are_told_at_once(declared: Path) -> None:
    with pytest.raises(Faults) as caught:
        check_parameters(declared, {"wave": 3, "waves": "3", "cut": 1})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("waves = 3", "line 1: 'waves = 3' does not declare a parameter"),
        ("waves: int", "does not declare a parameter"),
        ("import os", "does not declare a parameter"),
        ("waves: number = 3", "unknown type 'number'"),
        ("waves: int = len('abc')", "default of 'waves' must be a plain value"),
        ("waves: int = 'tre'", "default of parameter 'waves' must be a whole number"),
        ("waves: int = ", "not valid Python"),
        ("waves: 'not a type' = 3", "unknown type"),
    ],
)
def test_a_line_that_declares_nothing_is_a_fault_of_the_notebook(
    tmp_path: Path, cell: str, said: str
) -> None:
    with pytest.raises(EvalreportError) as caught:
        declared_parameters(notebook(tmp_path / "x.ipynb", cell))
    assert said in str(caught.value)
    assert "x.ipynb" in str(caught.value)


def test_a_notebook_without_the_tagged_cell_says_how_to_tag_it(tmp_path: Path) -> None:
    path = notebook(tmp_path / "x.ipynb", "")
    path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"other"'), encoding="utf-8")
    with pytest.raises(EvalreportError, match="no cell is tagged 'parameters'") as caught:
        declared_parameters(path)
    assert "cell tags" in caught.value.remedy


@pytest.mark.parametrize("content", ["", "{}", '{"nbformat": 3}'])
def test_a_file_that_is_no_notebook_is_told_apart(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvalreportError, match="not a Jupyter notebook"):
        declared_parameters(path)
    with pytest.raises(EvalreportError, match="no such notebook"):
        declared_parameters(tmp_path / "y.ipynb")
