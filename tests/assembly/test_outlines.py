"""The embedded engine makes of fifty small documents what Quarto 1.10 makes of them.

The documents and what Quarto made of them (its *outlines*) lie in `tests/golden/quarto_outlines`, with a
README. Every part that the README names as one to hold equal is compared for every document, item by item.
Where the engine goes its own way on purpose, `DEVIATIONS` says so with the reason, and a test asserts that it
still does.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evalreport.assembly.embedded import EngineError, Rendered, render

GOLDEN = Path(__file__).parents[1] / "golden" / "quarto_outlines"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if (folder / "_quarto.yml").is_file())
PARTS = {
    "html": (
        "headings", "toc", "refs", "figures", "tables", "footnotes", "citations", "bibliography",
        "attributes_kept", "order",
    ),
    "pdf": (
        "headings_in_order", "bookmarks", "order", "tables", "captions", "notes", "title", "lang", "tagged",
        "standards", "attachments",
    ),
}  # fmt: skip

THEME = "a Bootstrap theme rewrites the page; reports have their own style sheet and `theme: none`"
DEVIATIONS = {
    ("callouts-theme-default", "html.headings"): THEME,
    ("callouts-theme-default", "html.toc"): THEME,
    ("callouts-theme-default", "html.footnotes"): THEME,
    ("callouts-theme-default", "html.attributes_kept"): THEME,
    ("callouts-theme-default", "html.order"): THEME,
    (
        "words-da",
        "pdf.lang",
    ): "Quarto makes 'da' American ('da-US'); the engine invents no region. Reports write da-DK",
}

# What Quarto lets through in silence or with a line in its log. The engine prints what Quarto prints, and
# says so; any warning outside a short list fails a build.
SAID = {
    "appendix": ["one.qmd:3: the reference @sec-bilag-1 leads nowhere"],
    "callouts": ["one.qmd:20: a callout of type 'note' has no title"],
    "callouts-theme-default": ["the theme 'default' is left out"],
    "cross-references": ["the words after @tbl-x in brackets", "the link to '#sec-resultater' shows no text"],
    "fault-duplicate-id": ["the id 'fig-samme' is used 2 times"],
    "fault-missing-citation": ["one.qmd:3: Citeproc: citation mangler2020 not found", "mangler2021"],
    "fault-missing-crossref": ["@fig-mangler leads nowhere", "@tbl-mangler", "@sec-mangler"],
    "fault-missing-image": ["one.qmd:3: the file 'figures/mangler.svg' does not exist"],
    "fault-missing-link": ["one.qmd:3: the link to '#sec-mangler' leads nowhere"],
    "fault-missing-reference": ["fig_findes not found", "@fig-Findes leads nowhere"],
    "fault-no-alt": ["one.qmd:3: the image figures/a.svg has no alternative text"],
    "fault-no-alt-no-caption": ["has no alternative text"],
    "fault-table-html-unprocessed": ["one.qmd:8: an HTML table that is left as written has no Typst twin"],
    "fault-unclosed-div": ["one.qmd:3: Div unclosed"],
    "fault-unknown-shortcode": [
        "unknown shortcode 'fact'",
        "unknown shortcode 'exhibit'",
        "unknown meta key",
        "var key",
    ],
    "figures": ["one.qmd:5: the figure 'Billedtekst uden id' has a caption but no id"],
    "footnotes": [
        "two.qmd:5: Duplicate note reference '1'",
        "two.qmd:3: the note 'mangler' is not defined",
        "ubrugt",
    ],
    "heading-attributes": ["citation trivsel-2 not found"],
    "sections": ["one.qmd:3: the reference @sec-uden leads nowhere"],
    "table-html-unprocessed-bare": ["one.qmd:6: an HTML table that is left as written has no Typst twin"],
    "table-pipe": ["one.qmd:16: the table 'Tabeltekst uden id' has a caption but no id"],
}

# What Quarto stops at without naming the file; the engine names it, with the line.
STOPPED = {
    ("fault-bad-yaml", "html"): "index.qmd:3",
    ("fault-bad-yaml", "pdf"): "index.qmd:3",
    ("fault-duplicate-id", "pdf"): "chapters/one.qmd:5",
    ("fault-empty-heading", "pdf"): "chapters/one.qmd:3",
    ("fault-equation", "pdf"): "chapters/one.qmd:3",
    ("fault-heading-skip", "pdf"): "chapters/one.qmd:3",
    ("fault-missing-image", "pdf"): "chapters/one.qmd:3",
    ("fault-missing-include", "html"): "index.qmd:7",
    ("fault-missing-include", "pdf"): "index.qmd:7",
    ("fault-missing-link", "pdf"): "chapters/one.qmd:3",
    ("fault-missing-reference", "pdf"): "chapters/one.qmd:5",
    ("fault-no-alt", "pdf"): "chapters/one.qmd:3",
    ("fault-no-alt-no-caption", "pdf"): "chapters/one.qmd:3",
    ("fault-no-title", "pdf"): "index.qmd:1",
    ("fault-table-html-unprocessed", "pdf"): "chapters/one.qmd:5",
    ("fault-width-px", "pdf"): "chapters/one.qmd:3",
}


def load_outline() -> ModuleType:
    """Load the script that makes and compares outlines; it lies beside the tests."""
    spec = importlib.util.spec_from_file_location("quarto_outline", Path(__file__).with_name("outline.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


outline = load_outline()


@cache
def recorded(case: str) -> dict[str, Any]:
    """Return what Quarto 1.10 made of a case."""
    return json.loads((GOLDEN / case / "outline-1.10.json").read_text(encoding="utf-8"))


def copy_case(case: str, folder: Path) -> Path:
    """Copy a case; as in the recordings, the PDF claims PDF/A-3a besides PDF/UA-1."""
    project = folder / case
    shutil.copytree(GOLDEN / case, project, ignore=shutil.ignore_patterns("outline-*.json"))
    settings = project / "_quarto.yml"
    both = settings.read_text(encoding="utf-8").replace("pdf-standard: ua-1", "pdf-standard: [ua-1, a-3a]")
    settings.write_text(both, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def rendering(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Render a case in one format, once, and outline it: (outline, rendered) or the error."""
    folder = tmp_path_factory.mktemp("cases")

    @cache
    def make(case: str, form: str) -> tuple[dict[str, Any], Rendered] | EngineError:
        project = folder / case if (folder / case).exists() else copy_case(case, folder)
        try:
            rendered = render(project, (form,), project / "out")
        except EngineError as error:
            return error
        read = outline.html_outline if form == "html" else outline.pdf_outline
        return json.loads(json.dumps(read(rendered.files[form]))), rendered

    return make


MADE = [(case, form) for case in CASES for form in PARTS if recorded(case)["exit_code"][form] == 0]
FAILED = [(case, form) for case in CASES for form in PARTS if recorded(case)["exit_code"][form] != 0]


def test_all_recorded_cases_are_there() -> None:
    assert len(CASES) == 52
    assert len(MADE) + len(FAILED) == 2 * len(CASES)


@pytest.mark.parametrize(("case", "form"), MADE)
def test_document_equals_quartos(case: str, form: str, rendering: Any) -> None:
    made = rendering(case, form)
    assert not isinstance(made, EngineError), made
    found = []
    for part in PARTS[form]:
        if (case, f"{form}.{part}") not in DEVIATIONS:
            found += outline.differences(recorded(case)[form][part], made[0][part], f"{form}.{part}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("case", "part"), DEVIATIONS)
def test_deviation_still_deviates(case: str, part: str, rendering: Any) -> None:
    form, name = part.split(".")
    made, _ = rendering(case, form)
    assert outline.differences(recorded(case)[form][name], made[name]), "equal now: take it out of DEVIATIONS"


@pytest.mark.parametrize(("case", "form"), FAILED)
def test_what_quarto_refuses_is_refused_with_its_place(case: str, form: str, rendering: Any) -> None:
    error = rendering(case, form)
    assert isinstance(error, EngineError), "Quarto stops here; the engine does not"
    assert STOPPED[case, form] in str(error)


@pytest.mark.parametrize("case", SAID)
def test_what_quarto_lets_through_is_said(case: str, rendering: Any) -> None:
    _, rendered = rendering(case, "html")
    for words in SAID[case]:
        assert any(words in warning for warning in rendered.warnings), f"{words!r} not in {rendered.warnings}"


@pytest.mark.parametrize(("case", "form"), [made for made in MADE if made[0] not in SAID])
def test_a_sound_document_gives_no_warning(case: str, form: str, rendering: Any) -> None:
    _, rendered = rendering(case, form)
    untitled = [line for line in rendered.warnings if "has no title; HTML prints an English one" in line]
    assert set(rendered.warnings) == set(untitled)
    assert not untitled or case.startswith("words-")


@pytest.mark.parametrize(
    "case", [case for case, form in MADE if form == "html" and case != "fault-missing-image"]
)
def test_page_loads_nothing_from_outside(case: str, rendering: Any) -> None:
    made, _ = rendering(case, "html")
    assert made["external_resources"] == []
