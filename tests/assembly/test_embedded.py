"""The embedded engine as its caller meets it: files, bytes, settings and faults."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from evalreport.assembly.embedded import ENGINE_VERSION, EngineError, Rendered, render
from evalreport.assembly.embedded.crossref import label
from evalreport.assembly.embedded.includes import mark_shortcodes
from evalreport.assembly.embedded.metadata import shown_date
from evalreport.errors import EvalreportError

SETTINGS = """
project: {type: default, render: [index.qmd]}
lang: da-DK
number-sections: true
toc: true
format:
  html: {theme: none, css: [side.css], include-in-header: hoved.html, include-after-body: slut.html}
  typst: {papersize: a4, section-numbering: 1.1.1, pdf-standard: [ua-1, a-3a]}
  docx: {toc: true}
"""
FRONT = "---\ntitle: Prøve\nauthor: Anna Jensen\n---\n\n"
CHAPTER = """# Kapitel {#sec-kapitel}

Se @fig-x i @sec-kapitel: [67,6]{.fact data-fact="who5.w3"}.

![Figurtekst](figures/a.svg){#fig-x fig-alt="Søjler"}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
CSS = "body { color: #111 } @font-face { font-family: F; src: url('skrift.woff2') }"


def project(folder: Path, chapter: str = CHAPTER, settings: str = SETTINGS, front: str = FRONT) -> Path:
    """Write a small project to a folder."""
    for name, text in {
        "_quarto.yml": settings,
        "index.qmd": front + "{{< include kapitler/et.qmd >}}\n",
        "kapitler/et.qmd": chapter,
        "figures/a.svg": SVG,
        "side.css": CSS,
        "skrift.woff2": "w",
        "hoved.html": '<meta name="build" content="abc" />\n',
        "slut.html": '<script src="læser.js"></script>\n',
        "læser.js": "document.title;\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def page(rendered: Rendered) -> BeautifulSoup:
    return BeautifulSoup(rendered.files["html"].read_text(encoding="utf-8"), "lxml")


def test_gives_the_files_that_were_asked_for(tmp_path: Path) -> None:
    rendered = render(project(tmp_path / "ind"), ("html", "pdf", "docx"), tmp_path / "ud")
    assert sorted(path.name for path in (tmp_path / "ud").iterdir()) == [
        "index.docx",
        "index.html",
        "index.pdf",
    ]
    assert set(rendered.files) == {"html", "pdf", "docx"}
    assert rendered.warnings == ()
    assert set(rendered.versions) == {"pandoc", "typst"} and ENGINE_VERSION


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="unknown format 'odt'"):
        render(project(tmp_path / "ind"), ("odt",), tmp_path / "ud")


RENDER = """
import sys
from pathlib import Path
from evalreport.assembly.embedded import render
render(Path(sys.argv[1]), ("html", "pdf", "docx"), Path(sys.argv[2]), source_date_epoch=1751241600)
"""


def test_same_bytes_in_another_folder_time_zone_locale_and_user(tmp_path: Path) -> None:
    made = []
    for name, zone, seed in (("a", "UTC", "1"), ("Æblegrød på ø", "Pacific/Auckland", "2")):
        folder = tmp_path / name
        home = folder / "hjem"
        project(folder / "ind")
        home.mkdir()
        user = {"HOME": str(home), "USER": name, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        environment = {"PATH": os.environ["PATH"], **user}
        command = [sys.executable, "-c", RENDER, str(folder / "ind"), str(folder / "ud")]
        subprocess.run(command, check=True, env=environment, cwd=folder)
        made.append({path.name: path.read_bytes() for path in sorted((folder / "ud").iterdir())})
    assert set(made[0]) == {"index.html", "index.pdf", "index.docx"}
    for name, content in made[0].items():
        assert content == made[1][name], f"{name} differs"
        assert str(tmp_path).encode() not in content
    with zipfile.ZipFile(tmp_path / "a" / "ud" / "index.docx") as word:
        assert all(str(tmp_path).encode() not in word.read(name) for name in word.namelist())


def test_page_holds_its_style_sheet_font_script_and_picture(tmp_path: Path) -> None:
    soup = page(render(project(tmp_path / "ind"), ("html",), tmp_path / "ud"))
    styles = " ".join(style.get_text() for style in soup.find_all("style"))
    assert "color: #111" in styles and 'url("data:font/woff2;base64,' in styles
    assert str(soup.find("script")["src"]).startswith("data:text/javascript;base64,")  # type: ignore[index]
    assert str(soup.find("img")["src"]).startswith("data:image/svg+xml;base64,")  # type: ignore[index]
    assert soup.find("meta", attrs={"name": "build", "content": "abc"}) is not None


def test_raw_html_passes_as_written_even_if_unbalanced(tmp_path: Path) -> None:
    chapter = '```{=html}\n<main id="m">\n```\n\nTekst.\n\n```{=html}\n</main>\n```\n'
    soup = page(render(project(tmp_path / "ind", chapter), ("html",), tmp_path / "ud"))
    main = soup.find("main", id="m")
    assert main is not None and main.get_text().strip() == "Tekst."


@pytest.mark.parametrize("place", ["top", "bottom"])
def test_captions_stand_where_the_project_says(place: str, tmp_path: Path) -> None:
    settings = SETTINGS + f"fig-cap-location: {place}\n"
    soup = page(render(project(tmp_path / "ind", settings=settings), ("html",), tmp_path / "ud"))
    names = [node.name for node in soup.find("figure").find_all(["img", "figcaption"])]  # type: ignore[union-attr]
    assert names == (["figcaption", "img"] if place == "top" else ["img", "figcaption"])


def test_partials_read_nested_metadata_and_files_beside_the_document(tmp_path: Path) -> None:
    folder = project(
        tmp_path / "ind",
        settings=SETTINGS.replace(
            "{papersize: a4,", "{papersize: a4, template-partials: [dele/typst-show.typ],"
        ),
        front=FRONT.replace(
            "---\n\n", "rapport: {version: 1.2.0, oplysninger: [{navn: Motor, tekst: '*Pandoc*'}]}\n---\n\n"
        ),
    )
    (folder / "dele").mkdir()
    (folder / "dele" / "tema.typ").write_text("#let mark(it) = [Mærke: #it]\n", encoding="utf-8")
    (folder / "dele" / "typst-show.typ").write_text(
        '#import "dele/tema.typ": mark\n#set document(title: [$title$])\n#set heading(numbering: "1.1")\n'
        '#set text(lang: "$lang$", region: "$region$")\n'
        "#mark[$rapport.version$] $for(rapport.oplysninger)$$it.navn$: $it.tekst$$endfor$\n",
        encoding="utf-8",
    )
    rendered = render(folder, ("pdf",), tmp_path / "ud")
    text = subprocess.run(
        ["pdftotext", rendered.files["pdf"], "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "Mærke: 1.2.0" in text and "Motor: Pandoc" in text


def test_creation_date_is_the_documents_own_else_the_epoch(tmp_path: Path) -> None:
    folder = project(tmp_path / "ind")
    first = render(folder, ("pdf",), tmp_path / "a", source_date_epoch=1751241600)
    header = '{text: "#set document(date: datetime(year: 2024, month: 5, day: 1))"}'
    dated = SETTINGS.replace("papersize: a4,", f"papersize: a4, include-in-header: {header},")
    (folder / "_quarto.yml").write_text(dated, encoding="utf-8")
    second = render(folder, ("pdf",), tmp_path / "b", source_date_epoch=1751241600)
    dates = []
    for rendered in (first, second):
        with pikepdf.open(rendered.files["pdf"]) as pdf:
            dates.append(str(pdf.docinfo["/CreationDate"])[2:10])
    assert dates == ["20250630", "20240501"]


def test_word_file_has_numbers_captions_references_and_pictures(tmp_path: Path) -> None:
    chapter = (
        CHAPTER
        + "\n::: {#tbl-y}\n\n```{=html}\n<table><tr><th>a</th></tr><tr><td>1,5</td></tr></table>\n```\n\n"
    )
    chapter += "```{=typst}\n#table(columns: 1, [1,5])\n```\n\nTabeltekst\n\n:::\n"
    rendered = render(project(tmp_path / "ind", chapter), ("docx",), tmp_path / "ud")
    with zipfile.ZipFile(rendered.files["docx"]) as word:
        text = BeautifulSoup(word.read("word/document.xml"), "xml").get_text()
        pictures = [name for name in word.namelist() if name.startswith("word/media/")]
    assert "Figur\u00a01: Figurtekst" in text and "Tabel\u00a01: Tabeltekst" in text and "1,5" in text
    assert "Se Figur\u00a01 i Sektion\u00a01" in text
    assert [Path(name).suffix for name in pictures] == [".png"]


TABLE = """::: {#tbl-y}

```{=html}
<table id="tbl-y-table" data-quarto-disable-processing="true">
<thead><tr><th scope="col">Ydelse</th><th scope="col" class="right">Antal</th></tr></thead>
<tbody><tr><th scope="row">A-dagpenge</th><td class="right">37</td></tr></tbody>
</table>
```

```{=typst}
#table(columns: (75%, 25%), table.header([Ydelse], [Antal]), [A-dagpenge], [37])
```

Tabeltekst

:::
"""


def test_word_tables_have_the_widths_of_the_pdf_and_the_alignment_of_the_page(tmp_path: Path) -> None:
    # The page's main part is raw HTML around all chapters.
    chapter = f'```{{=html}}\n<main id="m">\n```\n\n{CHAPTER}\n{TABLE}\n```{{=html}}\n</main>\n```\n'
    rendered = render(project(tmp_path / "ind", chapter), ("docx",), tmp_path / "ud")
    with zipfile.ZipFile(rendered.files["docx"]) as word:
        soup = BeautifulSoup(word.read("word/document.xml"), "xml")
    tables = soup.find_all("w:tbl")
    assert len(tables) == 1
    widths = [int(str(column["w:w"])) for column in tables[0].find_all("w:gridCol")]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    cells = {cell.get_text(): cell.find("w:jc") for cell in tables[0].find_all("w:tc")}
    assert cells["37"]["w:val"] == "right" and cells["A-dagpenge"] is None
    assert soup.get_text().count("Tabel\u00a01: Tabeltekst") == 1 and "(a)" not in soup.get_text()


def test_a_figure_stands_bare_in_its_frame_as_quarto_sets_it(tmp_path: Path) -> None:
    soup = page(render(project(tmp_path / "ind"), ("html",), tmp_path / "ud"))
    image = soup.find("img")
    assert image is not None and image.parent is not None
    assert image.parent.name == "div" and image.parent["aria-describedby"] == "fig-x-caption"
    assert not image.get("class")  # type: ignore[union-attr]


def test_html_tables_are_left_as_written_where_the_format_says_so(tmp_path: Path) -> None:
    lone = "# A\n\n::: {#tbl-z}\n\n```{=html}\n<table><tr><td>1,5</td></tr></table>\n```\n\nTekst\n\n:::\n"
    settings = SETTINGS.replace("{papersize: a4,", "{papersize: a4, html-table-processing: none,")
    read = render(project(tmp_path / "a", lone), ("pdf",), tmp_path / "a")
    assert read.warnings == ()
    with pytest.raises(EngineError):
        render(project(tmp_path / "b", lone, settings), ("pdf",), tmp_path / "b")
    html = render(project(tmp_path / "c", lone, settings), ("html",), tmp_path / "c")
    assert len(html.warnings) == 1 and "has no Typst twin" in html.warnings[0]
    assert render(project(tmp_path / "d", TABLE, settings), ("html", "pdf"), tmp_path / "d").warnings == ()


def test_all_that_the_pdf_refuses_is_said_at_once(tmp_path: Path) -> None:
    chapter = CHAPTER.replace(' fig-alt="Søjler"', "") + "\n### For dybt\n\nEt [link](#ingen-steder).\n"
    with pytest.raises(EngineError) as caught:
        render(project(tmp_path / "ind", chapter), ("pdf",), tmp_path / "ud")
    message = str(caught.value)
    assert "kapitler/et.qmd:5: the image 'figures/a.svg' has no alternative text" in message
    assert "kapitler/et.qmd:7: the heading 'For dybt' is of level 3 right after level 1" in message
    assert "kapitler/et.qmd:9: the link to '#ingen-steder' leads nowhere" in message
    assert not list((tmp_path / "ud").glob("*.pdf"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"settings": "lang: [da"}, "_quarto.yml"),
        (
            {"settings": SETTINGS.replace("toc: true\nformat", "toc: ja\nformat")},
            "_quarto.yml:5: 'toc' is 'ja'",
        ),
        ({"settings": SETTINGS.replace("hoved.html", "mangler.html")}, "'mangler.html', does not exist"),
        ({"settings": SETTINGS + "bibliography: mangler.bib\n", "chapter": "# A\n\n[@x]\n"}, "'mangler.bib'"),
        ({"front": "---\ntitle: A\n"}, "index.qmd:1: the front matter is not closed"),
        (
            {"chapter": "# A\n\n{{< include et.qmd >}}\n"},
            "kapitler/et.qmd:3: 'kapitler/et.qmd' includes itself",
        ),
        (
            {"chapter": "# A\n\n{{< include to.qmd >}}\n"},
            "kapitler/et.qmd:3: the included file 'to.qmd' does not",
        ),
    ],
)
def test_fault_names_the_file_and_the_line(change: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(EvalreportError) as caught:
        render(project(tmp_path / "ind", **change), ("html",), tmp_path / "ud")
    assert message in str(caught.value)


def test_folder_without_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no _quarto\.yml"):
        render(tmp_path, ("html",), tmp_path / "ud")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("{{< meta a >}}", "`{{< meta a >}}`{=shortcode}"),
        ("kode `{{< meta a >}}`", "kode `{{< meta a >}}`"),
        ("{{{< meta a >}}}", "`{{< meta a >}}`{=shortcode-text}"),
        ("```\n{{< meta a >}}\n```", "```\n{{< meta a >}}\n```"),
    ],
)
def test_shortcodes_are_marked_outside_code(text: str, marked: str) -> None:
    assert mark_shortcodes(text) == marked


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (None, "2025-11-01"),
        ("long", "1. november 2025"),
        ("D. MMMM YYYY", "1. november 2025"),
        ("iso", "2025-11-01"),
    ],
)
def test_date_is_shown_as_the_project_asks(style: str | None, shown: str) -> None:
    assert shown_date("2025-11-01", style, "da") == shown


def test_ids_that_are_no_typst_labels_are_quoted() -> None:
    assert label("ærø-øl-1.-år") == "<ærø-øl-1.-år>"
    assert label('a"b') == '#label("a\\"b")'
