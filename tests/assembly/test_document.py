"""A document becomes a plain Quarto project: whole or not at all, and the same bytes for the same document."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from evalreport.assembly import Attachment, Chapter, Document, exhibit_csv, write_project
from evalreport.assembly.front_matter import front_matter, inline
from evalreport.errors import EvalreportError

Sample = Callable[..., Document]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def metadata(document: Document) -> dict[str, object]:
    text = front_matter(document)
    assert text.startswith("---\n") and text.endswith("---\n")
    return dict(YAML(typ="safe").load(text.split("---\n")[1]))


def test_project_holds_everything_an_engine_needs(project: Path) -> None:
    names = set(tree(project))
    assert {"_quarto.yml", "index.qmd", "typst-template.typ", "typst-show.typ", "evalreport-da.csl"} <= names
    assert {"references.bib", "figures/fig-who5.svg", "attachments/manifest.json", "html/fonts.css"} <= names
    assert "fonts/SourceSerifPro-Regular.otf" in names
    assert [name for name in sorted(names) if name.startswith("chapters/")] == [
        "chapters/01-introduktion.qmd", "chapters/02-resultater.qmd", "chapters/03-dilemmaer.qmd",
        "chapters/04-metode.qmd",
    ]  # fmt: skip


def test_chapters_come_before_references_and_references_before_appendices(project: Path) -> None:
    index = (project / "index.qmd").read_text(encoding="utf-8")
    order = [
        index.index(part) for part in ("03-dilemmaer.qmd", "# Litteratur", "::: {#refs}", "04-metode.qmd")
    ]
    assert order == sorted(order)


def test_same_document_gives_same_bytes_in_any_folder_zone_and_locale(
    sample: Sample, template: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    time.tzset()
    elsewhere = tmp_path / "mappe med æøå" / "report"
    try:
        write_project(sample(), template, elsewhere, cache=tmp_path / "cache")
        again = tmp_path / "again"
        write_project(sample(), template, again, cache=tmp_path / "cache")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert tree(elsewhere) == tree(project)
    assert tree(again) == tree(project)


def test_no_file_names_the_machine_or_the_folder(project: Path) -> None:
    for name, content in tree(project).items():
        for trace in (
            str(project).encode(),
            os.path.expanduser("~").encode() + b"/",
            os.uname().nodename.encode() + b".",
        ):
            assert trace not in content, name


def test_project_replaces_an_older_one_whole(sample: Sample, template: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    write_project(sample(), template, out)
    (out / "chapters" / "99-stale.qmd").write_text("left over", encoding="utf-8")
    write_project(sample(), template, out)
    assert not (out / "chapters" / "99-stale.qmd").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"], "nothing half-made is left beside it"


def test_project_stays_as_it_was_when_writing_fails(sample: Sample, template: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    write_project(sample(), template, out)
    before = tree(out)
    twice = (Attachment("a.json", b"1", "application/json", "A"),) * 2
    with pytest.raises(EvalreportError, match=r"a\.json"):
        write_project(sample(attachments=twice), template, out)
    assert tree(out) == before


def test_a_folder_that_is_no_template_is_named_with_a_remedy(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(EvalreportError, match=r"no _quarto\.yml") as error:
        write_project(sample(), tmp_path, tmp_path / "out")
    assert "report/" in str(error.value)


def test_an_asset_cannot_take_the_place_of_a_file_of_the_template(
    sample: Sample, template: Path, tmp_path: Path
) -> None:
    with pytest.raises(EvalreportError, match=r"theme/report\.typ"):
        write_project(sample(assets={"theme/report.typ": b""}), template, tmp_path / "out")


def test_front_matter_tells_the_cover_what_it_needs(sample: Sample) -> None:
    report = metadata(sample())["report"]
    assert isinstance(report, dict)
    assert report["version"] == "0.1.0" and report["build"] == "3f2a9c1b"
    assert (report["year"], report["month"], report["day"]) == (2025, 6, 30)
    assert report["draft"] is True and report["status"] == "Udkast"
    assert {"label": "Dato", "text": "30.\u00a0juni 2025"} in report["facts"]
    assert [row["label"] for row in report["colophon"]] == [
        "Foreslået henvisning", "Version", "Status", "Build", "Motor", "Standarder", "Diskretion",
    ]  # fmt: skip


def test_only_a_final_report_is_without_a_mark(sample: Sample) -> None:
    for status, marked in (("draft", True), ("review", True), ("final", False)):
        report = metadata(sample(status=status))["report"]
        assert isinstance(report, dict)
        assert report.get("draft", False) is marked


def test_a_report_without_notice_client_or_bibliography_leaves_them_out(sample: Sample) -> None:
    document = sample(notice=None, client="", bibliography=None)
    text = front_matter(document)
    assert "notice" not in text and "Udarbejdet for" not in text and "bibliography" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30. juni 2025", "30\\. juni 2025"),
        ("30.\u00a0juni 2025", "30.\u00a0juni 2025"),
        ("# 1", "\\# 1"),
        ("post@example.org", "post\\@example.org"),
        ("En *ny* start", "En *ny* start"),
        ("A. P. Møller", "A\\. P. Møller"),
        ("0123456e7890", "[0123456e7890]{}"),
        ("012345678901", "[012345678901]{}"),
        ("0.1.0", "0.1.0"),
        ("43b7afe38f22", "43b7afe38f22"),
    ],
)
def test_metadata_stays_one_line_of_text(text: str, expected: str) -> None:
    assert inline(text) == expected


def test_build_ids_that_look_like_numbers_stay_text(sample: Sample) -> None:
    report = metadata(sample(build_id="1234e567", version="1.0"))["report"]
    assert isinstance(report, dict)
    assert report["build"] == "1234e567" and report["version"] == "1.0"


def test_data_of_an_exhibit_opens_in_a_danish_spreadsheet(sample: Sample) -> None:
    figure = next(exhibit for exhibit in sample().exhibits if exhibit.id == "fig-who5")
    data = exhibit_csv(figure)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"1. m\xc3\xa5ling;63,6\r\n" in data


def test_no_html_table_is_read_anew_by_quarto(project: Path) -> None:
    written = [(project / "html" / "after-body.html"), *sorted((project / "chapters").glob("*.qmd"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in written)
    tables = re.findall(r"<table\b[^>]*>", text)
    assert len(tables) == 3 and all('data-quarto-disable-processing="true"' in table for table in tables)


def test_attachments_are_written_and_named_for_typst(project: Path) -> None:
    lines = (project / "attach.typ").read_text(encoding="utf-8").splitlines()
    assert lines[0] == (
        '#pdf.attach("manifest.json", read("attachments/manifest.json", encoding: none), relationship: "data", '
        'mime-type: "application/json", description: "Manifest")'
    )
    assert [re.findall(r'"([^"]+)"', line)[0] for line in lines] == [
        "manifest.json", "fig-who5.csv", "tbl-months.csv", "tbl-mechanisms.csv",
    ]  # fmt: skip


def test_chapters_are_written_as_they_came(sample: Sample, template: Path, tmp_path: Path) -> None:
    chapter = Chapter("kort", "Kort", "# Kort {#sec-kort}\r\n\r\nTekst.\n\n\n")
    document = sample(chapters=(chapter,), appendices=(), exhibits=(), attachments=(), bibliography=None)
    write_project(document, template, tmp_path / "out")
    assert (tmp_path / "out" / "chapters" / "01-kort.qmd").read_bytes() == b"# Kort {#sec-kort}\n\nTekst.\n"
