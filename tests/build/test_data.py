"""What the data alone can tell is told before a notebook runs: counts and names, never values."""

from __future__ import annotations

import pytest

from evalreport.build import notebooks
from evalreport.build.data import snapshot
from evalreport.build.request import BuildRequest
from evalreport.build.site import Site
from evalreport.errors import Faults
from evalreport.ledger import Ledger

SETTINGS, CONTRACT = "params/tiny/project.yaml", "data_contracts/person.yaml"
WAVE = (
    "      - {name: wave, logicalType: integer, description: Wave., required: true, classification: public}\n"
    "      - {name: score, "
)
TIMES = (
    "timepoints:\n  person:\n    column: wave\n    points:\n"
    "      w1: {value: 1, label: Før}\n      w2: {value: 2, label: Efter}\npopulations:\n"
)


@pytest.fixture
def taken(root, notes):
    return lambda: snapshot(Site.of(BuildRequest("tiny", root)), notes)


def data(root, *waves: int) -> None:
    rows = [f"T-{number:02};female;5;{wave}" for number, wave in enumerate(waves, start=1)]
    (root / "data" / "person.csv").write_text(
        "\n".join(["pid;sex;score;wave", *rows]) + "\n", encoding="utf-8"
    )


@pytest.fixture
def waves(root, spoil):
    """The tiny project with two timepoints."""
    spoil(CONTRACT, "      - {name: score, ", WAVE)
    spoil(SETTINGS, "populations:\n", TIMES)


def test_data_that_fit_are_taken_in_without_a_word(taken, notes):
    assert taken().names == ("person",)
    assert notes.told == []


def test_warnings_are_told_with_rule_and_count(root, spoil, taken, notes):
    spoil(SETTINGS, "intake:\n", "intake:\n  rules: [{rule: person.score.range, action: warn}]\n")
    spoil("data/person.csv", "T-02;female;6", "T-02;female;66")
    taken()
    assert notes.told == ["warning: person.score.range: 1 row breaks the rule: from 0 to 10"]
    taken()  # from the snapshot
    assert len(notes.told) == 2, "a warning is told at every build, not only at the first"


def test_columns_left_out_are_told_by_name(root, taken, notes):
    rows = (root / "data" / "person.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{rows[0]};bemærkning", *(f"{row};hemmeligt" for row in rows[1:])]
    (root / "data" / "person.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    taken()
    assert notes.told == ["note: person: columns that the contract does not have were left out: bemærkning"]


def test_a_timepoint_that_no_row_has_is_told_with_its_line(root, waves, taken):
    data(root, 1, 1, 3)
    with pytest.raises(Faults) as caught:
        taken()
    lines = (root / SETTINGS).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "w2: {" in text)
    said = str(caught.value)
    assert f"{SETTINGS}:{line}: timepoint 'w2': no row of table person has 2 in column 'wave'" in said
    assert "values there are: 1, 3" in said


def test_rows_of_no_timepoint_are_counted(root, waves, taken, notes):
    data(root, 1, 2, 9, 9)
    taken()
    assert len(notes.told) == 1
    assert "2 rows of table person belong to no timepoint" in notes.told[0]


def test_a_population_whose_question_nobody_answered_is_told_with_its_line(root, spoil, taken):
    spoil(SETTINGS, "words: alle personer}", "answered: [score], words: alle personer}")
    (root / "data" / "person.csv").write_text("pid;sex;score\nT-01;female;\n", encoding="utf-8")
    with pytest.raises(
        Faults, match=r"project\.yaml:\d+: population 'everyone': nobody has a value in column 'score'"
    ):
        taken()


def test_a_role_without_words_is_told(root, spoil, taken):
    contract = (root / CONTRACT).read_text(encoding="utf-8")
    informant = contract.replace(": person\n", ": informant\n").replace("name: sex\n", "name: role\n")
    (root / "data_contracts" / "informant.yaml").write_text(informant, encoding="utf-8")
    people = (root / "data" / "person.csv").read_text(encoding="utf-8").replace("sex", "role")
    (root / "data" / "informant.csv").write_text(people, encoding="utf-8")
    table = "    person: {file: data/person.csv}"
    spoil(SETTINGS, table, f"{table}\n    informant: {{file: data/informant.csv}}")
    spoil(SETTINGS, "notebooks:\n", "roles: {female: Kvinde}\nnotebooks:\n")
    with pytest.raises(Faults, match=r"roles: has no words for the role 'male' that informants have"):
        taken()


def test_words_for_an_exhibit_that_no_notebook_shows_are_told(root, spoil, notes, monkeypatch):
    spoil(SETTINGS, "default_publication:", "exhibits: {fig-sexx: {caption: Køn}}\ndefault_publication:")
    site = Site.of(BuildRequest("tiny", root))
    monkeypatch.setattr(notebooks, "_run_stale", lambda *given: None)
    monkeypatch.setattr(notebooks, "collect", lambda site: notebooks.Results(Ledger(), {"fig-sex": None}, {}))
    notebooks.run(site, snapshot(site, notes), notes)
    (said,) = notes.told
    assert "exhibits: no notebook shows 'fig-sexx'" in said
    assert "project.yaml:" in said and "did you mean: fig-sex?" in said
