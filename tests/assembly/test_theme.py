"""The HTML page: whole in one file, in order, readable on any screen, and in the report's own colours."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from evalreport.assembly import Rendered
from evalreport.assembly.fonts import FACES, web_font
from evalreport.exhibits import palette

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


@pytest.fixture(scope="module")
def html(rendered: Rendered) -> str:
    return rendered.files["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


# ---- one file ----


def test_nothing_is_loaded_from_elsewhere(page: BeautifulSoup, html: str) -> None:
    for element in page.find_all(src=True):
        assert str(element["src"]).startswith("data:")
    assert [link for link in page.find_all("link") if link.get("rel") != ["canonical"]] == []
    assert re.findall(r"url\((?!\s*['\"]?data:)", html) == []
    script = "\n".join(element.get_text() for element in page.find_all("script"))
    for call in ("fetch(", "XMLHttpRequest", "import(", "http://", "https://"):
        assert call not in script


def test_it_stays_small_enough_for_mail(rendered: Rendered) -> None:
    assert rendered.files["html"].stat().st_size < 600_000


# ---- structure ----


def test_language_title_and_date_stand_in_the_head(page: BeautifulSoup) -> None:
    assert page.html is not None and page.html["lang"] == "da-DK"
    assert page.title is not None and page.title.get_text() == "En ny start for flere"
    meta = {tag["name"]: tag["content"] for tag in page.find_all("meta", attrs={"name": True})}
    assert meta["dcterms.date"] == "2025-06-30" and meta["version"] == "0.1.0" and meta["build"] == "3f2a9c1b"


def test_there_is_one_main_part_and_a_link_that_skips_to_it(page: BeautifulSoup) -> None:
    main = page.find_all("main")
    assert len(main) == 1
    first = page.find("a")
    assert (
        first is not None and first["href"] == f"#{main[0]['id']}" and "Gå til indholdet" in first.get_text()
    )
    assert page.find(id="refs") in main[0].descendants
    assert page.find("nav", id="TOC") not in main[0].descendants


def test_headings_go_down_one_level_at_a_time(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_status_version_and_notice_meet_the_reader_first(page: BeautifulSoup) -> None:
    strip = page.find(class_="status-strip")
    assert strip is not None and "Udkast" in strip.get_text() and "build 3f2a9c1b" in strip.get_text()
    imprint = page.find(class_="imprint")
    assert imprint is not None and "syntetiske data" in imprint.get_text()
    assert "Foreslået henvisning" in imprint.get_text()


def test_tables_say_which_cells_are_headers(page: BeautifulSoup) -> None:
    for header in page.find_all("th"):
        if header.find_parent(id="tbl-response"):
            continue  # written in Markdown by an author
        assert header.get("scope") in ("row", "col", "rowgroup", "colgroup")


def test_every_picture_has_an_alternative_and_its_data(page: BeautifulSoup) -> None:
    assert all(image.get("alt") for image in page.find_all("img"))
    data = page.find("details", attrs={"data-of": "fig-who5"})
    assert data is not None and "67,6" in data.get_text()
    link = data.find("a", attrs={"download": "fig-who5.csv"})
    assert link is not None and str(link["href"]).startswith("data:text/csv")


def test_ids_are_unique_and_links_lead_somewhere(page: BeautifulSoup) -> None:
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {str(link["href"])[1:] for link in page.find_all("a", href=re.compile("^#."))}
    assert targets <= set(ids)


def test_words_are_danish(page: BeautifulSoup) -> None:
    text = page.get_text(" ")
    assert "se figur 1" in re.sub(r"\s+", " ", text.replace("\u00a0", " "))
    assert "Tabel 1: Måneder" in text.replace("\u00a0", " ")
    for word in ("Sektion", "Table of contents", "References", "Figure 1", "Contents"):
        assert word not in text


def test_references_are_written_as_danish_reports_write_them(page: BeautifulSoup) -> None:
    text = re.sub(r"\s+", " ", page.get_text().replace("\u00a0", " "))
    assert "(Barnett m.fl., 2005)" in text
    assert "(jf. Jensen og Østergård, 2019, s. 44)" in text
    entries = [entry.get_text(" ", strip=True) for entry in page.find_all(class_="csl-entry")]
    assert [entry.split(",")[0].split(" (")[0] for entry in entries] == [
        "Barnett",
        "Dansk Arbejdsgiverforening",
        "Jensen",
    ]
    assert "van der Pols og Annette J. Dobson (2005)." in entries[0] and "34(1), 215–220" in entries[0]


# ---- look ----


def test_colours_are_those_of_the_figures(template: Path) -> None:
    typst = (template / "theme" / "palette.typ").read_text(encoding="utf-8")
    css = (template / "html" / "theme.css").read_text(encoding="utf-8")
    ours = dict(re.findall(r'#let ([a-z-]+) = rgb\("(#[0-9a-f]{6})"\)', typst))
    theirs = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
    for name, colour in ours.items():
        assert theirs[name] == colour, name
    assert ours["primary"] == palette.ACCENT.lower()
    assert ours["ink"] == palette.INK.lower()
    assert ours["accent"] == palette.CATEGORICAL[1].lower()


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"), ("muted", "paper"), ("primary", "paper"), ("accent", "paper"), ("accent-dark", "accent-tint"),
        ("primary", "primary-tint"), ("ink", "primary-tint"), ("ink", "accent-tint"), ("paper", "primary"),
    ],
)  # fmt: skip
def test_text_has_contrast(text: str, ground: str, template: Path) -> None:
    css = (template / "html" / "theme.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
    assert palette.contrast(colours[text], colours[ground]) >= 4.5


def test_web_fonts_are_the_same_bytes_each_time_and_renamed() -> None:
    face = FACES[0]
    first = web_font(face)
    web_font.cache_clear()
    assert web_font(face) == first
    assert first[:4] == b"wOF2"


# ---- in a browser ----


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, or any Chrome on the path")
    sync = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture
def reading(browser: Any, rendered: Rendered) -> Iterator[Callable[[int], Any]]:
    opened = []

    def open_at(width: int) -> Any:
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tab.route("http*://**", lambda route: pytest.fail(f"the page asked for {route.request.url}"))
        tab.goto(rendered.files["html"].as_uri())
        opened.append(tab)
        return tab

    yield open_at
    for tab in opened:
        tab.close()


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1920])
def test_the_page_never_scrolls_sideways(reading: Callable[[int], Any], width: int) -> None:
    tab = reading(width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_contents_follow_the_reader(reading: Callable[[int], Any]) -> None:
    tab = reading(1280)
    tab.evaluate("document.getElementById('sec-wellbeing').scrollIntoView({behavior: 'instant'})")
    tab.wait_for_selector('#TOC a[aria-current="location"][href="#sec-wellbeing"]')
    box = tab.locator("#TOC").bounding_box()
    assert box["y"] < 40, "the list stays on the screen"


def test_contents_fold_on_a_phone(reading: Callable[[int], Any]) -> None:
    tab = reading(375)
    assert not tab.locator("#TOC li a").first.is_visible()
    tab.locator("#TOC summary").click()
    tab.locator('#TOC a[href="#sec-lessons"]').click()
    assert not tab.locator("#TOC li a").first.is_visible(), "the list closes when a chapter is chosen"


def test_lines_are_short_enough_to_read(reading: Callable[[int], Any]) -> None:
    tab = reading(1920)
    width, size = tab.evaluate(
        "(() => { const p = document.querySelector('main > p'); const s = getComputedStyle(p);"
        " return [p.getBoundingClientRect().width, parseFloat(s.fontSize)]; })()"
    )
    assert width / size < 36, "about 75 characters"


def test_wide_tables_scroll_in_a_region_that_can_be_reached_with_the_keyboard(
    reading: Callable[[int], Any],
) -> None:
    tab = reading(320)
    tab.evaluate("document.querySelector('#tbl-months table').style.minWidth = '900px'")
    region = tab.locator('#tbl-months [role="region"]')
    region.wait_for()
    assert region.get_attribute("tabindex") == "0"
    assert region.get_attribute("aria-label").startswith("Tabel\u00a01: Måneder")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_data_stand_behind_their_figure(reading: Callable[[int], Any]) -> None:
    tab = reading(1280)
    assert (
        tab.evaluate("document.querySelector('[data-of=fig-who5]').previousElementSibling.className")
        == "exhibit-note"
    )


def test_it_reads_without_a_script(browser: Any, rendered: Rendered) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    tab = context.new_page()
    tab.goto(rendered.files["html"].as_uri())
    assert tab.locator('#TOC a[href="#sec-result"]').is_visible()
    context.close()
