"""The parameter file is read with every fault named by line, in words that help."""

from __future__ import annotations

import pytest

from evalreport.errors import EvalreportError, Faults
from evalreport.project import load
from evalreport.project.overlay import overlay


def line_of(folder, text: str) -> int:
    lines = (folder / "project.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def fault(folder) -> str:
    with pytest.raises(Faults) as caught:
        load(folder)
    assert len(caught.value.faults) == 1, str(caught.value)
    return str(caught.value.faults[0])


def test_a_file_that_is_right_is_read(folder):
    project = load(folder)
    assert project.id == "tiny"
    assert project.period[0].isoformat() == "2023-01-01"
    assert project.measures["who5_start"].bands["low"].below == 50
    assert project.publications["rapport"].chapters[0].path == "chapters/resume.md"
    assert project.timepoints["survey"].points["w1"].label == "1. måling"


def test_a_notebook_without_parameters_needs_nothing_after_its_name(folder):
    assert load(folder).notebooks["target_group"].parameters == {}


def test_a_byte_order_mark_does_no_harm(folder):
    path = folder / "project.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(folder).id == "tiny"


# -- the file itself ---------------------------------------------------------------------------------------


def test_a_missing_file_is_named_without_the_path_of_the_machine(tmp_path):
    with pytest.raises(EvalreportError, match=r"there is no params/odense/project\.yaml") as caught:
        load(tmp_path / "odense")
    assert str(tmp_path) not in str(caught.value)


def test_another_encoding_is_named_with_its_line(folder):
    path = folder / "project.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    with pytest.raises(EvalreportError, match="not UTF-8") as caught:
        load(folder)
    assert f"project.yaml:{line_of_bytes(path)}:" in str(caught.value)


def line_of_bytes(path) -> int:
    lines = path.read_bytes().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if any(byte > 127 for byte in line))


@pytest.mark.parametrize("text", ["", "# kun en bemærkning\n", "- et\n- to\n", "bare tekst\n"])
def test_a_file_without_settings_is_named(folder, text):
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EvalreportError, match="empty, or is not a list of settings"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: tiny", "id: tiny: x"),
        ("units:", "units:\n\t- x"),
        ("title: Rapporten", 'title: "Rapporten'),
    ],
    ids=["colon", "tab", "quote"],
)
def test_what_is_not_yaml_is_named_with_a_line(spoil, old, new):
    with pytest.raises(EvalreportError, match=r"project\.yaml:\d+: the file is not valid YAML"):
        load(spoil(old, new))


def test_a_name_that_stands_twice_is_named_with_both_lines(spoil):
    folder = spoil("  sex: {title: Køn", "  who5: {title: Køn")
    first, text = line_of(folder, "who5: {title: Køn"), fault(folder)
    assert f"project.yaml:{first + 1}: 'who5' stands twice, in lines {first} and {first + 1}" in text


def test_a_missing_colon_is_shown(spoil):
    assert "put a colon and a space after the name: threshold: 5" in fault(
        spoil("  threshold: 5", "  threshold 5")
    )
    with pytest.raises(EvalreportError, match=r"is a colon missing\? `evaluator Instituttet` has none"):
        load(spoil("evaluator: I", "evaluator I"))


def test_tabs_are_told_as_such(spoil):
    with pytest.raises(EvalreportError, match="indent with spaces"):
        load(spoil("units:", "units:\n\t- x"))


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "dotted", "near"),
    [
        ("evaluator: I", "evaluatør: I", "evaluatør", "evaluator"),
        ("  threshold: 5", "  treshold: 5", "disclosure.treshold", "threshold"),
        ("    instrument: who5", "    instrumnt: who5", "measures.who5.instrumnt", "instrument"),
        ("    at_all: [", "    at_al: [", "populations.panel.at_al", "at_all"),
        ("    version: 0", "    versoin: 0", "publications.rapport.versoin", "version"),
        ("      - id: resume", "      - id: resume\n        fil: x.md", "publications.rapport.chapters.0.fil", "file"),
        ("low: {label: Lav, below", "low: {label: Lav, belo", "measures.who5_start.bands.low.belo", "below"),
        ("survey: {file: data/tiny/survey", "survey: {flie: data/tiny/survey", "intake.tables.survey.flie", "file"),
    ],
)  # fmt: skip
def test_a_misspelt_parameter_is_named_with_its_line_and_near_matches(spoil, old, new, dotted, near):
    folder = spoil(old, new)
    with pytest.raises(Faults) as caught:
        load(folder)
    text = str(caught.value)
    line = line_of(folder, new.splitlines()[-1].strip())
    assert f"params/tiny/project.yaml:{line}: unknown parameter '{dotted}'" in text
    assert f"did you mean: {near}" in text


def test_a_parameter_like_no_other_is_answered_with_those_there_are(spoil):
    assert "known here: reason, structural_zeros, threshold" in fault(spoil("  threshold: 5", "  zzz: 5"))


@pytest.mark.parametrize(
    ("old", "dotted"),
    [
        ("evaluator: Instituttet\n", "evaluator"),
        ("    kind: Slutevaluering\n", "publications.rapport.kind"),
        ("    words: panelet\n", "populations.panel.words"),
    ],
)
def test_a_missing_parameter_is_named(spoil, old, dotted):
    text = fault(spoil(old, ""))
    assert f"parameter '{dotted}' is missing" in text
    assert f"add '{dotted.split('.')[-1]}:'" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("threshold: 5", "threshold: fem", "parameter 'disclosure.threshold': 'fem' must be a whole number"),
        (
            "date: 2025-11-03",
            "date: 03-11-2025",
            "'03-11-2025' must be a date\n  what to do: write it as 2025-11-03",
        ),
        ("period: [2023-01-01, 2025-06-30]", "period: 2023", "parameter 'period': 2023 must be two dates"),
        ("period: [2023-01-01, 2025-06-30]", "period: [2023-01-01]", "in brackets: [2023-01-01, 2025-06-30]"),
        ("period: [2023-01-01, 2025-06-30]", "period: [1/1/2023, 2025-06-30]", "write it as 2023-01-01"),
        ("period: [2023-01-01, 2025-06-30]", "period: [2025-01-01, 2023-06-30]", "ends before it begins"),
        ("    kind: S", "    status: darft\n    kind: S", "is not known here\n  did you mean: draft?"),
        ("    kind: S", "    status: udkast\n    kind: S", "write one of: draft, review, final"),
        ("    kind: S", "    engine: kvarto\n    kind: S", "write one of: embedded, quarto"),
        (
            "title: En lille",
            "title: 7 # En lille",
            'must be text\n  what to do: write it in quotation marks: "7"',
        ),
        ("version: 0.1.0", 'version: "1"', "'1' must be three numbers with points between, such as 0.1.0"),
        ("at_all: [w1, w2]", "at_all: w1", "'w1' must be a list\n  what to do: write it in brackets: [w1]"),
        ("below: 50", "below: halv", "must be a number"),
        ("title: Trivsel\n", "title: Trivsel\n    every_wave: ja\n", "'ja' must be true or false"),
        ("evaluator: Instituttet", "evaluator:", "nothing stands after the colon"),
        ("{value: 1, label: 1. måling}", "{value: [1], label: x}", "[1] must be a number or text"),
        ("version: 0.1.0", "version: 1", "parameter 'publications.rapport.version'"),
        ("date: 2025-11-03", "date: snart", "parameter 'publications.rapport.date'"),
        ("period: [2023-01-01, 2025-06-30]", "period: 2023-01-01", "parameter 'period'"),
        ("  threshold: 5", "  threshold: 2", "give the reason in disclosure.reason"),
        (
            "column: sex}",
            "column: sex, where: sex == 'x'}",
            "exactly one of column, instrument, where, baseline",
        ),
        ("    items: [a, b, c, d, e]\n", "", "lists its `items`"),
        ("id: tiny", "id: Tiny!", "parameter 'id'"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_was_expected(spoil, old, new, told):
    text = fault(spoil(old, new))
    assert told in text
    assert "project.yaml:" in text
    assert "Input" not in text, "in the words of the tool, not of its library"


def test_all_faults_are_named_at_once(spoil, folder):
    spoil("  threshold: 5", "  treshold: 5")
    spoil("evaluator: Instituttet\n", "")
    with pytest.raises(Faults, match=r"params/tiny/project\.yaml has 2 fault\(s\)"):
        load(folder)


# -- references ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("within: referred", "within: refered", "unknown population 'refered'\n  did you mean: referred"),
        ("referred: {unit: citizen", "referred: {unit: citizens", "unknown unit 'citizens'\n  did you mean: citizen"),
        ("    table: survey\n    within", "    table: survye\n    within", "unknown table 'survye'"),
        ("at_all: [w1, w2]", "at_all: [w1, w3]", "unknown timepoint 'w3'"),
        ("    instrument: who5", "    instrument: who_5", "unknown instrument 'who_5'\n  did you mean: who5"),
        ("baseline: who5", "baseline: who55", "unknown measure 'who55'\n  did you mean: who5"),
        ("    at: w1\n", "    at: w9\n", "unknown timepoint (`at`) of measure 'who5_start' 'w9'"),
        ("    at: w1\n", "", "unknown timepoint (`at`) of measure 'who5_start' ''"),
        ("items: [a, b, c, d, e]", "items: [a, b, c, d]", "measure 'who5' lists 4 items, but 'who5' has 5"),
        ("table: participant, column", "table: participants, column", "did you mean: participant"),
        ("timepoints:\n  survey:", "timepoints:\n  surveys:", "unknown table 'surveys'\n  did you mean: survey"),
        ("citizens: [citizen]", "citizens: [citzen]", "unknown role 'citzen'\n  did you mean: citizen"),
        ("  threshold: 5", "  structural_zeros: [who6]", "unknown measure 'who6'\n  did you mean: who5"),
        ("default_publication: rapport", "default_publication: raport", "did you mean: rapport"),
        ("column: sex}", "column: sex, value_unit: procent}", "unknown value_unit 'procent'\n  did you mean: percent"),
        ("- id: resume", "- id: resumé", "publications.rapport.chapters.0.id"),
        ("- id: resume", "- id: resumee", "no file chapters/resumee.md\n  did you mean: chapters/resume.md"),
    ],
)  # fmt: skip
def test_a_reference_to_nothing_is_named_with_near_matches(spoil, old, new, told):
    with pytest.raises(Faults) as caught:
        load(spoil(old, new))
    assert told in str(caught.value)
    assert "project.yaml:" in str(caught.value)


def test_populations_in_a_ring_are_named_once(spoil):
    text = fault(spoil("referred: {unit: citizen,", "referred: {unit: citizen, within: panel,"))
    assert "populations refer to each other in a ring: panel -> referred -> panel" in text


def test_id_and_folder_have_the_same_name(spoil):
    assert "calls itself 'other' but lies in the folder 'tiny'" in fault(spoil("id: tiny", "id: other"))


def test_the_list_of_references_must_be_there(folder):
    (folder / "references.bib").unlink()
    assert "references.bib does not exist" in fault(folder)


# -- values set for one build -------------------------------------------------------------------------------


def test_values_can_be_changed_before_they_are_checked(folder):
    project = load(folder, lambda raw: overlay(raw, [("disclosure.threshold", 10)]))
    assert project.disclosure.threshold == 10


def test_a_changed_value_is_checked_like_any_other(folder):
    with pytest.raises(Faults, match="treshold"):
        load(folder, lambda raw: overlay(raw, [("disclosure.treshold", 10)]))


def test_a_parameter_of_a_notebook_that_has_none_can_be_set(folder):
    project = load(folder, lambda raw: overlay(raw, [("notebooks.target_group.parameters.ended", "x")]))
    assert project.notebooks["target_group"].parameters == {"ended": "x"}


def test_a_path_through_a_value_is_an_error_with_near_matches(folder):
    with pytest.raises(EvalreportError, match=r"--set title\.x: 'title' is not a group of settings"):
        load(folder, lambda raw: overlay(raw, [("title.x", 1)]))


def test_the_settings_given_are_not_changed():
    settings = {"disclosure": {"threshold": 1}}
    overlay(settings, [("disclosure.threshold", 5)])
    assert settings == {"disclosure": {"threshold": 1}}
