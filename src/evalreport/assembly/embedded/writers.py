"""From a prepared document to files: HTML, PDF by way of Typst, and Word."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from evalreport.assembly.embedded import pandoc
from evalreport.assembly.embedded.accessibility import check_for_pdf
from evalreport.assembly.embedded.document import Document, Notices, Prepared, includes
from evalreport.assembly.embedded.docx import to_docx
from evalreport.assembly.embedded.errors import EngineError
from evalreport.assembly.embedded.html import to_html
from evalreport.assembly.embedded.nodes import Node
from evalreport.assembly.embedded.resources import embed_markup, style_sheets
from evalreport.assembly.embedded.typst import to_typst
from evalreport.errors import Place

INCLUDES = (
    ("include-in-header", "header-includes"),
    ("include-before-body", "include-before"),
    ("include-after-body", "include-after"),
)
TITLE_BLOCK = ("title", "subtitle", "author", "date", "abstract", "keywords")


def write_html(document: Document, prepared: Prepared, target: Path, notices: Notices) -> None:
    """Write one self-contained HTML file."""
    folder = document.project.folder
    meta = with_includes(document, prepared, "html")
    for key in ("header-includes", "include-before", "include-after"):
        if key in meta:
            raw = meta[key]["c"][0]
            raw["c"][1] = embed_markup(raw["c"][1], folder, notices.warn)
    sheets = as_list(prepared.options.get("css"))
    if sheets:
        styles = "\n".join(style_sheets(sheets, folder, notices.warn))
        meta["style-sheets"] = {"t": "MetaInlines", "c": [{"t": "RawInline", "c": ["html", styles]}]}
    theme = prepared.options.get("theme")
    if theme not in (None, False, "none"):
        notices.warn(f"the theme '{theme}' is left out: the engine has none; use 'theme: none' and 'css:'")
    meta.setdefault("document-css", {"t": "MetaBool", "c": False})
    meta.setdefault("pagetitle", {"t": "MetaString", "c": Path(document.project.document).stem})
    if any(key in meta for key in TITLE_BLOCK):
        meta["title-block"] = {"t": "MetaBool", "c": True}
    blocks = to_html(
        prepared.blocks, prepared.index, prepared.printed, caption_places(prepared), folder, notices.warn
    )
    arguments = ["--template", str(pandoc.TEMPLATES / "document.html")]
    arguments += toc_arguments(prepared)
    text = written(document, blocks, meta, "html", arguments, notices)
    target.write_text(text, encoding="utf-8", newline="\n")


def typst_markup(document: Document, prepared: Prepared, notices: Notices) -> str:
    """Write the document as Typst markup, with the project's own partials in place of the engine's."""
    meta = with_includes(document, prepared, "typst")
    blocks = to_typst(prepared.blocks, prepared.index, prepared.printed, caption_places(prepared))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (pandoc.TEMPLATES / "typst").iterdir():
            shutil.copyfile(part, folder / part.name)
        for own in as_list(prepared.options.get("template-partials")):
            path = document.project.folder / own
            if not path.is_file():
                raise EngineError(f"the partial '{own}' does not exist", where=Place("_quarto.yml"))
            shutil.copyfile(path, folder / path.name)
        arguments = ["--template", str(folder / "template.typ"), "--syntax-highlighting", "pygments"]
        arguments += toc_arguments(prepared)
        try:
            return written(document, blocks, meta, "typst-citations", arguments, notices)
        except EngineError as fault:
            # A fault in a partial is told with the partial's name, not with that of the working folder.
            raise EngineError(fault.what.replace(f"{folder}{os.sep}", "")) from fault


def write_pdf(
    document: Document,
    prepared: Prepared,
    target: Path,
    notices: Notices,
    font_paths: Sequence[Path],
    epoch: int,
) -> None:
    """Compile the Typst markup to a tagged PDF.

    Raises
    ------
    EngineError
        If something in the document cannot be in an accessible PDF, or Typst stops.
    """
    standards = [name for name in as_list(prepared.options.get("pdf-standard")) if name != "1.7"]
    accessible = bool({"ua-1", "a-3a"} & set(standards))
    project = document.project
    check_for_pdf(
        prepared.blocks, prepared.meta, document.source, project.folder, project.document, accessible
    )
    markup = typst_markup(document, prepared, notices)
    fonts = fonts_of(document, font_paths)
    try:
        compiler = typst.Compiler(
            root=str(document.project.folder),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=fonts),
        )
        data, warnings = compiler.compile_with_warnings(
            markup.encode("utf-8"),
            format="pdf",
            pdf_standards=standards,  # type: ignore[arg-type]
            timestamp=epoch,
        )
    except (typst.TypstError, RuntimeError) as fault:
        said = str(fault).replace(str(document.project.folder) + os.sep, "")
        hints = "; ".join(getattr(fault, "hints", None) or ())
        raise EngineError(f"Typst stopped: {said}", remedy=hints) from fault
    for warning in warnings:
        notices.add(f"Typst: {warning}")
    target.write_bytes(data if isinstance(data, bytes) else b"".join(data or []))


def write_docx(
    document: Document,
    prepared: Prepared,
    target: Path,
    notices: Notices,
    font_paths: Sequence[Path],
    epoch: int,
) -> None:
    """Write a Word file."""
    folder, meta = document.project.folder, dict(prepared.meta)
    fonts = fonts_of(document, font_paths)
    with tempfile.TemporaryDirectory() as name:
        blocks = to_docx(
            prepared.blocks, prepared.printed, caption_places(prepared), folder, Path(name), fonts
        )
        arguments = [
            "--output",
            str(target),
            "--resource-path",
            os.pathsep.join((name, ".")),
            *toc_arguments(prepared),
        ]
        if prepared.options.get("reference-doc"):
            arguments += ["--reference-doc", str(prepared.options["reference-doc"])]
        for filtering in own_filters(document, prepared):
            arguments += ["--lua-filter", filtering]
        written(document, blocks, meta, "docx", arguments, notices, epoch)


def own_filters(document: Document, prepared: Prepared) -> list[str]:
    """Return the project's Lua filters, as paths in its folder; Quarto's own and citeproc are none of them.

    Raises
    ------
    EngineError
        If one does not exist.
    """
    listed = prepared.options.get("filters") or []
    named = [entry.get("path") if isinstance(entry, dict) else entry for entry in listed]
    names = [str(name) for name in named if name and str(name).endswith(".lua")]
    for name in names:
        if not (document.project.folder / name).is_file():
            raise EngineError(f"the filter '{name}' does not exist", where=Place("_quarto.yml"))
    return names


def fonts_of(document: Document, font_paths: Sequence[Path]) -> list[str]:
    """Return the folders with fonts: the project's own, then the caller's. The machine's are never used."""
    own = as_list(document.project.options("typst").get("font-paths"))
    return [str(path) for path in [*(document.project.folder / name for name in own), *font_paths]]


def written(
    document: Document,
    blocks: list[Node],
    meta: dict[str, Node],
    writer: str,
    arguments: list[str],
    notices: Notices,
    epoch: int = 0,
) -> str:
    """Run Pandoc's writer on blocks and metadata."""
    tree = {"pandoc-api-version": document.version, "meta": meta, "blocks": blocks}
    text, warnings = pandoc.write(tree, writer, document.project.folder, arguments, epoch)
    for warning in warnings:
        notices.add(warning)
    return text


def with_includes(document: Document, prepared: Prepared, language: str) -> dict[str, Node]:
    """Add what the configuration includes before, in and after the body."""
    meta = dict(prepared.meta)
    for setting, variable in INCLUDES:
        value = includes(prepared.options.get(setting), document.project, language)
        if value is not None:
            meta[variable] = value
    return meta


def caption_places(prepared: Prepared) -> dict[str, str]:
    """Say where the captions stand: figures' below and tables' above, unless the project says otherwise."""
    common = prepared.options.get("cap-location")
    usual = {"fig": "bottom", "tbl": "top", "lst": "top"}
    return {
        kind: str(prepared.options.get(f"{kind}-cap-location") or common or place)
        for kind, place in usual.items()
    }


def toc_arguments(prepared: Prepared) -> list[str]:
    """Ask for a table of contents as deep as the document says."""
    if not prepared.options.get("toc"):
        return []
    return ["--toc", "--toc-depth", str(prepared.options.get("toc-depth") or 3)]


def as_list(value: Any) -> list[str]:
    """Return a setting that may be one name or several as a list."""
    return [str(item) for item in value] if isinstance(value, list) else [] if value is None else [str(value)]
