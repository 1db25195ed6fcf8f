"""The embedded engine: a plain Quarto project to HTML, PDF and Word without Quarto, with Pandoc and Typst.

>>> from evalreport.assembly.embedded import render
>>> rendered = render(Path("build/report"), ("html", "pdf"), Path("dist"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from evalreport.assembly.embedded import pandoc
from evalreport.assembly.embedded.document import Notices, prepare, read_document
from evalreport.assembly.embedded.errors import EngineError
from evalreport.assembly.embedded.includes import read_source
from evalreport.assembly.embedded.project import FORMATS, read_project
from evalreport.assembly.embedded.writers import write_docx, write_html, write_pdf

ENGINE_VERSION = "3"
"""Raised whenever the same project would give other files: it is part of the build id."""


@dataclass(frozen=True)
class Rendered:
    """The files of a rendering, by format, its warnings, and the versions of the programs used."""

    files: dict[str, Path]
    warnings: tuple[str, ...]
    versions: dict[str, str]


def render(
    project: Path,
    formats: Sequence[str] = ("html", "pdf", "docx"),
    output: Path = Path(),
    *,
    font_paths: Sequence[Path] = (),
    source_date_epoch: int = 0,
) -> Rendered:
    """Render a Quarto project folder.

    Parameters
    ----------
    project : Path
        Folder with `_quarto.yml` and the document it renders.
    formats : sequence of str
        Any of "html", "pdf" and "docx".
    output : Path
        Folder for the files; they take the document's name. Made if it is not there.
    font_paths : sequence of Path
        Folders with the fonts of the PDF. Fonts of the machine are never used.
    source_date_epoch : int
        Seconds since 1970: the PDF's date of creation where the document sets none.

    Returns
    -------
    Rendered
        Files, warnings and versions. The same project gives the same bytes, wherever it lies.

    Raises
    ------
    EngineError
        If the project cannot be rendered; no file of a format that failed is left.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise EngineError(f"unknown format '{unknown[0]}'", remedy="the formats are " + ", ".join(FORMATS))
    project, output = project.resolve(), output.resolve()
    settings = read_project(project)
    source = read_source(settings)
    notices = Notices(source)
    document = read_document(settings, source, notices, formats)
    output.mkdir(parents=True, exist_ok=True)
    stem = Path(settings.document).stem
    by_format = {name: Notices(source) for name in formats}

    def write(name: str) -> Path:
        prepared = prepare(document, FORMATS[name], by_format[name])
        target = output / f"{stem}.{name}"
        if name == "pdf":
            write_pdf(document, prepared, target, by_format[name], font_paths, source_date_epoch)
        elif name == "html":
            write_html(document, prepared, target, by_format[name])
        else:
            write_docx(document, prepared, target, by_format[name], font_paths, source_date_epoch)
        return target

    with ThreadPoolExecutor(max_workers=max(1, len(formats))) as pool:
        made = {name: pool.submit(write, name) for name in formats}
    files = {name: job.result() for name, job in made.items()}
    for name in formats:
        for line in by_format[name].lines:
            notices.add(line)
    versions = {"pandoc": pandoc.version(), "typst": version("typst")}
    return Rendered(files, tuple(notices.lines), versions)


__all__ = ["ENGINE_VERSION", "EngineError", "Rendered", "render"]
