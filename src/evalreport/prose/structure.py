"""The build of a chapter: headings in order, images with alternative text, tables both engines print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalreport.errors import EvalreportError
from evalreport.prose.markdown import Document, Image

_PIXELS = re.compile(r"\d+(?:\.\d+)?(?:px)?$")


def check_structure(document: Document) -> list[EvalreportError]:
    """Return what is wrong with the build of a chapter."""
    return [
        *document.faults,
        *_headings(document),
        *_images(document),
        *_captions(document),
        *_equations(document),
        *_codes(document),
        *_tables(document),
    ]


def _headings(document: Document) -> Iterator[EvalreportError]:
    if not document.headings:
        yield document.fault(0, "the chapter has no heading", remedy="begin it with '# Title {#sec-title}'")
        return
    first = document.headings[0]
    level = first.level
    if level != 1:
        yield document.fault(
            first.start,
            f"the chapter's first heading has level {level}",
            remedy="begin the chapter with a heading of level 1: '# Title'",
        )
    for heading in document.headings:
        if heading.level > level + 1:
            what = f"a heading of level {heading.level} follows one of level {level}"
            remedy = f"write it with {'#' * (level + 1)}, or put a heading of level {level + 1} before it"
            yield document.fault(heading.start, what, remedy=remedy)
        level = heading.level
        if not document.text[heading.text_start : heading.text_end].strip():
            yield document.fault(
                heading.start, "a heading without words", remedy="write the heading or remove it"
            )


def _images(document: Document) -> Iterator[EvalreportError]:
    for image in document.images:
        attributes = image.attributes
        alt = (attributes.get("fig-alt") if attributes else "") or ""
        is_figure = image.alone and bool(image.caption.strip())
        if not alt.strip() and (image.alone or not image.caption.strip()):
            yield document.fault(
                image.start,
                "an image without alternative text",
                remedy='add {fig-alt="what a reader who cannot see it should know"}; a caption is not enough',
            )
        if is_figure and not (attributes and attributes.id.startswith("fig-")):
            yield document.fault(
                image.start,
                "a figure with a caption but no id is numbered in the PDF alone",
                remedy='give it one that begins with fig-, as in {#fig-map fig-alt="…"}',
            )
        yield from _pixels(document, image)


def _pixels(document: Document, image: Image) -> Iterator[EvalreportError]:
    for pair in image.attributes.pairs if image.attributes else ():
        if pair.key in ("width", "height") and _PIXELS.match(pair.value):
            yield document.fault(
                pair.start, f"{pair.key} {pair.value} is in pixels, which paper does not have",
                remedy=f"write it in % or cm, as in {pair.key}=60%",
            )  # fmt: skip


def _captions(document: Document) -> Iterator[EvalreportError]:
    for caption in document.captions:
        if caption.attributes is None or not caption.attributes.id.startswith("tbl-"):
            yield document.fault(
                caption.start,
                "a table's caption without id is not printed in the PDF",
                remedy="write {#tbl-name} after the caption",
            )


def _equations(document: Document) -> Iterator[EvalreportError]:
    for equation in document.equations:
        if equation.attributes.id and not equation.attributes.get("alt"):
            yield document.fault(
                equation.start,
                "a numbered equation without alternative text",
                remedy=f'write $$…$$ {{#{equation.attributes.id} alt="the equation in words"}}',
            )


def _codes(document: Document) -> Iterator[EvalreportError]:
    for code in document.codes:
        if re.match(r"\{[A-Za-z]", code.info):
            yield document.fault(
                code.start,
                f"a code cell {code.info} does not run in a chapter",
                remedy="compute in a notebook and publish facts and exhibits",
            )


def _tables(document: Document) -> Iterator[EvalreportError]:
    for code in document.codes:
        text = document.text[code.start : code.end]
        if code.info != "{=html}" or "<table" not in text:
            continue
        if any(other.info == "{=typst}" and other.div == code.div for other in document.codes):
            continue
        yield document.fault(
            code.start,
            "a table in raw HTML has no twin in Typst and is missing from the PDF",
            remedy="publish it as an exhibit, or put both in one block ::: {#tbl-name}",
        )
