"""Everything that can be told without data is told before they are read."""

from __future__ import annotations

import pytest

from evalreport.build.request import BuildRequest
from evalreport.build.site import Site
from evalreport.errors import EvalreportError, Faults

SETTINGS = "params/tiny/project.yaml"


def line_of(root, text: str) -> int:
    lines = (root / SETTINGS).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def fault(root) -> str:
    with pytest.raises(EvalreportError) as caught:
        Site.of(BuildRequest("tiny", root))
    return str(caught.value)


def test_a_project_that_is_right_is_found(root):
    site = Site.of(BuildRequest("tiny", root))
    assert site.parameters() == {"overview": {"population": "everyone"}}
    assert set(site.table_contracts) == {"person"}


def test_a_misspelt_code_stops_before_the_data_are_read(root, spoil):
    spoil(SETTINGS, "words: alle personer}", "where: sex == 'femal', words: alle personer}")
    (root / "data" / "person.csv").unlink()
    said = fault(root)
    assert f"{SETTINGS}:{line_of(root, 'femal')}: 'femal' is no code of column 'sex'" in said
    assert "did you mean: female" in said


def test_a_misspelt_parameter_is_told_with_notebook_and_line(root, spoil):
    spoil(SETTINGS, "parameters: {population: everyone}", "parameters:\n      populatoin: everyone")
    said = fault(root)
    assert (
        f"{SETTINGS}:{line_of(root, 'populatoin')}: unknown parameter 'populatoin' of notebook overview"
        in said
    )
    assert "did you mean: population?" in said


def test_a_parameter_of_the_wrong_kind_is_told_with_notebook_and_line(root, spoil):
    spoil(SETTINGS, "{population: everyone}", "{population: [everyone]}")
    said = fault(root)
    assert (
        f"{SETTINGS}:{line_of(root, '[everyone]')}: notebook overview: parameter 'population' must be text"
        in said
    )


def test_a_notebook_that_is_not_there_is_told_with_those_there_are(root, spoil):
    spoil(SETTINGS, "  overview:\n", "  overviw:\n")
    said = fault(root)
    assert f"{SETTINGS}:{line_of(root, 'overviw')}: there is no notebook notebooks/overviw.ipynb" in said
    assert "did you mean: overview?" in said


def test_faults_of_all_notebooks_are_told_at_once(root, spoil):
    spoil(SETTINGS, "  overview:\n", "  overveiw:\n  overview:\n")
    spoil(SETTINGS, "{population: everyone}", "{populatoin: everyone}")
    with pytest.raises(Faults) as caught:
        Site.of(BuildRequest("tiny", root))
    assert len(caught.value.faults) == 2


def test_faults_of_a_contract_are_told(root, spoil):
    spoil(
        "data_contracts/person.yaml",
        "name: sex\n        logicalType: string",
        "name: sex\n        logicalType: text",
    )
    assert "data_contracts/person.yaml" in fault(root)


def test_an_unknown_publication_lists_those_there_are(root):
    with pytest.raises(EvalreportError, match="known publication names: rapport"):
        Site.of(BuildRequest("tiny", root, publication="zzz"))
