"""Draw docs/report.png, the picture in the README, from a built report: the cover and two pages beside it.

    .venv/bin/python docs/picture.py [report.pdf [page page]]

Needs pdftoppm and pdftotext (poppler) on the path. Pillow comes with matplotlib.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
REPORT = HERE.parent / "build" / "randers" / "slutevaluering" / "report.pdf"
SHOWN = ("Figur 4:", "Figur 8:")
"""Captions whose pages are shown when no page numbers are given."""
HEIGHT, GAP, EDGE = 760, 28, 36
"""Pixels: height of a page, space between pages, margin around them."""
PAPER, LINE, SHADOW = "#EEF1F2", "#C5D0D2", "#DDE3E5"


def page(report: Path, number: int, folder: Path) -> Image.Image:
    """Return one page of the PDF as a picture."""
    name = folder / f"page-{number}"
    command = ["pdftoppm", "-png", "-singlefile", "-r", "200", "-f", str(number), "-l", str(number)]
    subprocess.run([*command, str(report), str(name)], check=True)
    with Image.open(name.with_suffix(".png")) as picture:
        width = round(picture.width * HEIGHT / picture.height)
        return picture.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS)


def page_of(report: Path, caption: str) -> int:
    """Return the number of the page that a caption stands on."""
    found = subprocess.run(["pdftotext", str(report), "-"], check=True, capture_output=True, encoding="utf-8")
    pages = found.stdout.split("\f")
    return next(number for number, text in enumerate(pages, start=1) if caption in text)


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Lay pages beside each other on a grey ground."""
    width = sum(one.width for one in pages) + GAP * (len(pages) - 1) + 2 * EDGE
    sheet = Image.new("RGB", (width, HEIGHT + 2 * EDGE), PAPER)
    draw, left = ImageDraw.Draw(sheet), EDGE
    for one in pages:
        right, bottom = left + one.width, EDGE + HEIGHT
        draw.rectangle((left + 5, EDGE + 6, right + 5, bottom + 6), fill=SHADOW)
        sheet.paste(one, (left, EDGE))
        draw.rectangle((left - 1, EDGE - 1, right, bottom), outline=LINE)
        left = right + GAP
    return sheet


def main(arguments: list[str]) -> None:
    """Make the picture."""
    report = Path(arguments[0]) if arguments else REPORT
    pages = [int(number) for number in arguments[1:]] or [page_of(report, caption) for caption in SHOWN]
    with tempfile.TemporaryDirectory() as folder:
        sheet = side_by_side([page(report, number, Path(folder)) for number in (1, *pages)])
    colours = sheet.quantize(colors=192, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours.save(HERE / "report.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
