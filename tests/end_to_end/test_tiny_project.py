"""A whole build of a project with one table, one notebook and one chapter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from evalreport.build import BuildRequest, build_report, prepare_lab
from evalreport.build.progress import Silent
from evalreport.errors import EvalreportError, Faults
from evalreport.execution import NotebookFailed
from evalreport.ledger import Ledger

REPOSITORY = Path(__file__).resolve().parents[2]
TINY = REPOSITORY / "tests" / "fixtures" / "tiny"

pytestmark = pytest.mark.xdist_group("tiny")  # one process builds the report that the tests copy


def copy_project(root: Path) -> Path:
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "report", root / "report")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = copy_project(tmp_path_factory.mktemp("tiny"))
    return root, build_report(BuildRequest("tiny", root), Silent())


@pytest.fixture
def copy(built, tmp_path):
    """A finished build that a test may spoil."""
    shutil.copytree(built[0], tmp_path / "copy")
    return tmp_path / "copy"


def build(root: Path, **request):
    return build_report(BuildRequest("tiny", root, **request), Silent())


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def notebook_source(root: Path, old: str, new: str) -> None:
    path = root / "notebooks" / "overview.ipynb"
    replace(path, json.dumps(old)[1:-1], json.dumps(new)[1:-1])


def test_both_formats_are_there_and_counted(built):
    _, result = built
    assert {name: path.name for name, path in result.files.items()} == {
        "html": "report.html",
        "pdf": "report.pdf",
    }
    assert result.files["pdf"].read_bytes().startswith(b"%PDF-")
    assert (result.figures, result.tables, result.marks) == (1, 1, 0)


def test_numbers_in_the_text_are_those_of_the_data(built):
    html = built[1].files["html"].read_text(encoding="utf-8")
    # data/person.csv: 12 rows, scores sum to 69.75
    assert 'data-fact="person.everyone.count">12</span>' in html
    assert 'data-fact="score.everyone.mean">5,8</span>' in html


def test_only_gated_results_lie_outside_private(built):
    root, _ = built
    names = {path.name for path in (root / "build" / "tiny" / "rapport").rglob("*") if path.is_file()}
    assert not {name for name in names if name.endswith(".parquet")}
    for path in (root / "build" / "tiny" / "rapport").rglob("*"):
        if path.is_file():
            assert b"T-01" not in path.read_bytes(), f"a case number in {path}"


def test_nothing_of_a_run_is_left_behind(built):
    working = built[0] / "build" / "tiny" / "private" / "rapport"
    assert not any((working / "running").glob("*"))


def test_a_second_run_does_no_work(copy):
    before = {path: path.stat().st_mtime_ns for path in (copy / "build").rglob("*") if path.is_file()}
    result = build(copy)
    assert result.unchanged
    assert before == {path: path.stat().st_mtime_ns for path in (copy / "build").rglob("*") if path.is_file()}


def test_a_changed_cell_changes_the_report_and_says_why(copy):
    replace(copy / "data" / "person.csv", "T-01;female;4,5", "T-01;female;9,5")
    result = build(copy)
    assert not result.unchanged and any("data" in reason for reason in result.reasons)
    # 69.75 + 5 = 74.75; / 12 = 6.2
    assert 'data-fact="score.everyone.mean">6,2</span>' in result.files["html"].read_text(encoding="utf-8")
    assert any("5,8" in line and "6,2" in line for line in result.outdated)


def test_a_deleted_report_is_made_again(copy):
    (copy / "build/tiny/rapport/report.pdf").unlink()
    assert not build(copy).unchanged
    assert (copy / "build/tiny/rapport/report.pdf").is_file()


def test_a_failing_notebook_leaves_the_report_and_shows_the_cell(copy):
    report = copy / "build/tiny/rapport/report.html"
    before = report.read_bytes()
    notebook_source(copy, "size = chapter.size(population)", "size = 1 / 0")
    with pytest.raises(NotebookFailed) as failure:
        build(copy)
    assert "size = 1 / 0" in str(failure.value) and "ZeroDivisionError" in str(failure.value)
    assert (copy / "build/tiny/private/rapport/notebooks/overview.ipynb").is_file()
    assert report.read_bytes() == before


def test_faulty_data_leave_snapshot_and_report(copy):
    replace(copy / "data" / "person.csv", "T-02;female;6", "T-01;woman;66")
    snapshot = {p.name: p.read_bytes() for p in (copy / "build/tiny/private/snapshot").iterdir()}
    with pytest.raises(Faults) as stopped:
        build(copy)
    message = str(stopped.value)
    assert "row 3" in message and "sex" in message and "score" in message and "pid" in message
    assert "woman" not in message, "values of personal columns are masked"
    assert snapshot == {p.name: p.read_bytes() for p in (copy / "build/tiny/private/snapshot").iterdir()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("person.everyone.count", "person.everyone.cuont", "person.everyone.count"),
        ("exhibit fig-sex", "exhibit fig-sexx", "fig-sex"),
        ("@tbl-score", "@tbl-scores", "tbl-score"),
        ("@bog2020", "@bog2021", "bog2020"),
    ],
)
def test_a_misspelt_name_in_the_text_stops_with_line_and_near_match(copy, old, new, expected):
    replace(copy / "params/tiny/chapters/hele.md", old, new)
    with pytest.raises(EvalreportError) as stopped:
        build(copy)
    assert "hele.md:" in str(stopped.value) and expected in str(stopped.value)


def test_a_misspelt_parameter_stops_with_near_match(copy):
    replace(copy / "params/tiny/project.yaml", "parameters: {population:", "parameters: {populatoin:")
    with pytest.raises(EvalreportError, match="population"):
        build(copy)


def test_other_formats_and_publications_are_checked(copy):
    with pytest.raises(EvalreportError, match="rapport"):
        build(copy, publication="raport")


def test_the_same_bytes_in_another_folder_time_zone_and_locale(built, tmp_path):
    root = copy_project(tmp_path / "Mine rapporter æøå")
    environment = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "USER": "anden",
    }
    command = [sys.executable, "-m", "evalreport", "build", "tiny", "--root", str(root)]
    subprocess.run(command, check=True, env=environment, capture_output=True, cwd=tmp_path)
    for name in ("report.html", "report.pdf", "ledger.json", "manifest.json"):
        first = (built[0] / "build/tiny/rapport" / name).read_bytes()
        assert (root / "build/tiny/rapport" / name).read_bytes() == first, f"{name} differs"


def test_a_notebook_run_by_hand_gives_what_the_build_gives(copy, monkeypatch):
    replace(copy / "params/tiny/project.yaml", "population: everyone", "population: women")
    replace(
        copy / "params/tiny/project.yaml",
        "  everyone: {unit: person, table: person, words: alle personer}",
        "  everyone: {unit: person, table: person, words: alle personer}\n"
        "  women: {unit: person, table: person, where: sex == 'female', words: kvinderne}",
    )
    monkeypatch.setenv("EVALREPORT_RUN", str(prepare_lab(BuildRequest("tiny", copy), Silent())))
    notebook = nbformat.read(copy / "notebooks" / "overview.ipynb", as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(copy)}}).execute()
    facts = Ledger.read(copy / "build/tiny/private/rapport/lab/output/overview/facts.json")
    # data/person.csv: seven women, among them the last row
    assert facts["person.women.count"].value == 7


def test_published_notebooks_show_the_exhibits_and_nothing_else(built):
    notebook = json.loads(
        (built[0] / "build/tiny/rapport/notebooks/overview/notebook.ipynb").read_text("utf-8")
    )
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    shown = [output["data"]["application/vnd.evalreport.exhibit+json"]["id"] for output in outputs]
    assert shown == ["fig-sex", "tbl-score"]
    assert all("text/html" in output["data"] for output in outputs)


@pytest.mark.parametrize("file", ["params/tiny/chapters/hele.md", "params/tiny/project.yaml"])
def test_a_personal_number_in_a_text_stops_and_is_not_repeated(copy, file):
    replace(copy / file, "Hvem er med?" if file.endswith(".md") else "kind: Rapport", PLANTED[file])
    with pytest.raises(Faults) as stopped:
        build(copy)
    assert file in str(stopped.value) and "010190" not in str(stopped.value)


PLANTED = {
    "params/tiny/chapters/hele.md": "Hvem er 010190-1234?",
    "params/tiny/project.yaml": "kind: Rapport om 0101901234",
}
