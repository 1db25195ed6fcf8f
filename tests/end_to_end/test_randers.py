"""The example project, built once openly and once with small counts hidden.

Expected values are those published in SUS 2025, "En ny start for flere", which the invented data are made to hit.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text

from evalreport.build import BuildRequest, build_report
from evalreport.build.progress import Silent
from evalreport.ledger import Ledger
from evalreport.locale import Locale, format_fact

REPOSITORY = Path(__file__).resolve().parents[2]
PUBLICATION = Path("randers") / "slutevaluering"

pytestmark = pytest.mark.xdist_group("randers")  # one process builds the reports for all tests of this file


@pytest.fixture(scope="module")
def open_build(tmp_path_factory):
    output = tmp_path_factory.mktemp("open")
    return output / PUBLICATION, build_report(BuildRequest("randers", REPOSITORY, output=output), Silent())


@pytest.fixture(scope="module")
def closed_build(tmp_path_factory):
    output = tmp_path_factory.mktemp("closed")
    request = BuildRequest("randers", REPOSITORY, output=output, overrides=(("disclosure.threshold", 5),))
    build_report(request, Silent())
    return output / PUBLICATION


@pytest.mark.parametrize(
    ("fact", "published"),
    [
        ("citizen.referred.count", "108"),
        ("citizen.completed.count", "74"),
        ("exit_reason.mutual_agreement.ended_early.count", "17"),
        ("end_status.ordinary_work.completed.count", "18"),
        ("end_status.offer_expired.completed.share", "36 %"),
        ("outcome.yes.completed.a_dagpenge.count", "17"),
        ("outcome.yes.completed.share", "49 %"),
        ("labour_status.unemployed.panel.share.w1", "80 %"),
        ("labour_status.full_time.panel.share.w3", "23 %"),
        ("who5.panel_complete.mean.w1", "63,6"),
        ("who5.panel_complete.mean.w2", "63,5"),
        ("who5.panel_complete.mean.w3", "67,6"),
        ("who5.panel_complete.low.mean.w1", "30,0"),
        ("hope.panel_complete.mean.w3", "72,3"),
        ("life_satisfaction.panel_complete.mean.w2", "7,24"),
        ("barrier_mental.not_at_all.panel_complete.share.w1", "59 %"),
        ("barrier_mental.not_at_all.panel_complete.share.w3", "41 %"),
        ("absence_sick.children_sick.mean.y2021", "15,5 %"),
        ("absence_sick.children_sick.high.mean.y2021", "35,6 %"),
        ("absence_unlawful.children_unlawful.mean.y2023", "12,8 %"),
        ("months.all.employed.count", "806"),
        ("value.gross.amount", "7.490.542 kr."),
        ("value.kept.amount", "1.902.367 kr."),
        ("value.break_even.share", "25,4 %"),
    ],
)
def test_published_figures_are_reproduced(open_build, fact, published):
    ledger = Ledger.read(open_build[0] / "ledger.json")
    assert format_fact(ledger[fact], Locale("da")).replace("\u00a0", " ") == published


def test_the_draft_has_no_unbound_number_and_no_false_claim(open_build):
    assert open_build[1].marks == 0
    assert open_build[1].outdated == ()


def test_every_exhibit_has_its_place(open_build):
    folder, _ = open_build
    html = (folder / "report.html").read_text(encoding="utf-8")
    shown = {path.stem for path in folder.glob("notebooks/*/exhibits/*.json")}
    assert len(shown) >= 12
    assert {name for name in shown if f'id="{name}"' not in html} <= {
        name for name in shown if not name.startswith(("fig-", "tbl-"))
    }


def test_cover_and_colophon_say_that_data_are_invented(open_build):
    text = extract_text(open_build[0] / "report.pdf", maxpages=2)
    assert text.count("opfundne data") >= 2
    assert "UDKAST" in text.replace(" ", "")


def test_pdf_claims_both_standards_and_carries_manifest_and_facts(open_build):
    with pikepdf.open(open_build[0] / "report.pdf") as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp["pdfuaid:part"] == "1"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert {"manifest.json", "facts.json"} <= set(pdf.attachments)
        assert str(pdf.Root.Lang) == "da-DK"


def test_page_works_without_network(open_build):
    html = (open_build[0] / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]+"[^>]*rel="stylesheet"', html)
    assert not re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(?!data:|#)[^"]+"', html)


OUTLOUD_FALSE_ALARMS = {
    # Rows that head a group, and row headers, are header cells; outloud takes many of them for a heading cut in
    # pieces. What it is about: every header cell of every table has a scope (below).
    "TBL-010": r".",
    # The running header is decoration on every page but the first of a chapter, and is marked as such: it starts
    # with the report's title and the status.
    "TAG-002": r"^En ny start for flere UDKAST",
    # Order within a line: a paragraph's own words are ranked before links and emphasis inside it.
    "ORD-001": r"^$",
    # A sentence full of numbers "does not read as language"; it is the one drafted from the figure's data.
    "FIG-012": r"^(Kurve|Søjle)diagram: |^Liggende søjler: |^Forløbsdiagram: |^Diagram: ",
}


def test_outloud_finds_nothing_but_known_false_alarms(open_build, tmp_path):
    program = Path(sys.prefix) / "bin" / "outloud"
    if not program.is_file():
        pytest.skip("outloud is not installed: pip install -r requirements-dev.lock")
    report = tmp_path / "outloud.json"
    subprocess.run(
        [program, "--json", report, "-q", open_build[0] / "report.pdf"], capture_output=True, check=False
    )
    for finding in json.loads(report.read_text(encoding="utf-8"))["results"][0]["findings"]:
        rule, evidence = finding["rule"], str(finding.get("evidence") or "")
        assert rule in OUTLOUD_FALSE_ALARMS, f"{rule}, page {finding.get('page')}: {finding['message']}"
        assert re.search(OUTLOUD_FALSE_ALARMS[rule], evidence), f"{rule} about something else: {evidence}"


def test_every_header_cell_has_a_scope(open_build):
    with pikepdf.open(open_build[0] / "report.pdf") as pdf:
        headers = [item for item in _elements(pdf.Root.StructTreeRoot) if item.get("/S") == "/TH"]
        assert len(headers) > 100
        for header in headers:
            attributes = header.get("/A", pikepdf.Array())
            listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
            assert any("/Scope" in entry for entry in listed)


def _elements(node):
    children = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


# -- with small counts hidden ---------------------------------------------------------------------------


def distinctive(folder: Path, hidden: set[str]) -> dict[str, str]:
    """Hidden values, as printed, that no shown fact and no text shares by accident: those with decimals."""
    ledger = Ledger.read(folder / "ledger.json")
    locale = Locale("da")
    shown = {format_fact(fact, locale) for fact in ledger.facts() if fact.id not in hidden}
    found = {}
    for name in sorted(hidden):
        text = format_fact(ledger[name], locale)
        if "," in text and text not in shown:
            found[name] = text
    return found


def published_text(folder: Path) -> str:
    parts = [(folder / "report.html").read_text(encoding="utf-8"), extract_text(folder / "report.pdf")]
    with pikepdf.open(folder / "report.pdf") as pdf:
        for name in pdf.attachments:
            parts.append(pdf.attachments[name].get_file().read_bytes().decode("utf-8"))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".json", ".ipynb", ".qmd", ".svg", ".csv"}:
            parts.append(path.read_text(encoding="utf-8-sig"))
    return "\n".join(parts).replace("\u00a0", " ")


def test_hidden_facts_carry_nothing(closed_build):
    facts = json.loads((closed_build / "ledger.json").read_text(encoding="utf-8"))
    hidden = [fact for fact in facts if fact.get("hidden")]
    assert hidden
    for fact in hidden:
        assert fact["value"] is None and not {"n", "interval", "n_bounds"} & set(fact), fact["id"]


def test_no_shown_count_is_below_the_threshold(closed_build):
    for fact in Ledger.read(closed_build / "ledger.json").facts():
        people = fact.unit in {"citizen", "child", "informant"}
        if fact.kind == "count" and people and fact.hidden is None:
            assert fact.value >= 5, fact.id


def test_no_hidden_value_occurs_anywhere_in_what_is_published(open_build, closed_build):
    hidden = {fact.id for fact in Ledger.read(closed_build / "ledger.json").facts() if fact.hidden}
    text = published_text(closed_build)
    for name, value in distinctive(open_build[0], hidden).items():
        value = value.replace("\u00a0", " ")
        assert not re.search(rf"(?<![\d,.]){re.escape(value)}(?![\d])", text), f"{name}: {value} can be read"


def test_hidden_cells_print_as_hidden(closed_build):
    for path in sorted(closed_build.glob("notebooks/*/exhibits/tbl-*.json")):
        exhibit = path.read_text(encoding="utf-8")
        ledger = Ledger.read(closed_build / "ledger.json")
        facts = json.loads(exhibit).get("facts", [])
        if any(ledger[name].hidden for name in facts):
            assert "·" in exhibit, path.name


def test_nested_populations_closer_than_the_threshold_are_merged(closed_build):
    ledger = Ledger.read(closed_build / "ledger.json")
    assert "citizen.panel.count" in ledger
    # 40 answered every time, 39 of them every question: the difference is one person.
    assert ledger["citizen.panel.count"].value == 39
