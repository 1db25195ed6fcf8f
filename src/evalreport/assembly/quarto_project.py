"""The document as files: a plain Quarto project, the same bytes for the same document."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from evalreport.assembly.data import data_section
from evalreport.assembly.document import ChapterText, Document
from evalreport.assembly.fonts import font_css, font_files
from evalreport.assembly.front_matter import front_matter
from evalreport.assembly.labels import labels
from evalreport.assembly.word_reference import FOLDER, REFERENCE, reference_document
from evalreport.errors import EvalreportError
from evalreport.exhibits import Diagram, Figure, Flow, render


def write_project(document: Document, template: Path, out: Path, *, cache: Path | None = None) -> None:
    """Write the Quarto project of a document.

    Parameters
    ----------
    document : Document
        What to publish.
    template : Path
        The folder `report/` of the repository: settings, Typst partials, HTML theme, citation style.
    out : Path
        The project's folder; it appears whole, or stays as it was.
    cache : Path, optional
        A folder that keeps the page's fonts between builds.

    Raises
    ------
    EvalreportError
        If the template is not one, or two chapters, files or attachments have the same name.
    """
    if not (template / "_quarto.yml").is_file():
        raise EvalreportError(
            f"{template} is not a report template: it has no _quarto.yml",
            remedy="point to the folder report/ of the repository",
        )
    files = project_files(document, template, cache)
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        move_into_place(staged, out)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def move_into_place(staged: Path, out: Path) -> None:
    """Let a finished folder take the place of an older one."""
    staged.chmod(0o755)
    if not out.exists():
        staged.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    out.rename(old / out.name)
    try:
        staged.rename(out)
    except OSError:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def project_files(document: Document, template: Path, cache: Path | None = None) -> dict[str, bytes]:
    """Return every file of the project by path, in order."""
    files: dict[str, bytes] = {}
    for path in sorted(template.rglob("*")):
        name = path.relative_to(template).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            files[name] = path.read_bytes()
    script = files.pop("html/reader.js").decode("utf-8")
    word = {name.removeprefix(FOLDER): files.pop(name) for name in list(files) if _is_word_part(name)}
    chapters = chapter_files(document)
    own: dict[str, bytes] = {
        "index.qmd": _bytes(index(document, chapters)),
        **{name: _bytes(chapter.qmd.strip("\n") + "\n") for name, chapter in chapters.items()},
        "html/fonts.css": _bytes(font_css(cache)),
        "html/head.html": _bytes(head(document)),
        "html/before-body.html": _bytes(before_body(document)),
        "html/after-body.html": _bytes(after_body(document, script)),
        "attach.typ": _bytes(attach(document)),
        **({REFERENCE: reference_document(document, word)} if word else {}),
        **{f"attachments/{attachment.name}": attachment.content for attachment in document.attachments},
        **{f"fonts/{name}": content for name, content in font_files().items()},
        **pictures(document),
        **document.assets,
    }
    if document.bibliography:
        own["references.bib"] = _bytes(document.bibliography.read_text(encoding="utf-8"))
    clash = sorted(set(files) & set(own))
    if clash:
        raise EvalreportError(
            f"the report has a file of its own named {clash[0]}",
            remedy="give the asset another name or folder",
        )
    names = [attachment.name for attachment in document.attachments]
    twice = sorted({name for name in names if names.count(name) > 1 or "/" in name})
    if twice:
        raise EvalreportError(f"the attachment {twice[0]} must have a plain name of its own")
    return dict(sorted((files | own).items()))


def _is_word_part(name: str) -> bool:
    return name.startswith(FOLDER) and name.endswith(".xml")


def pictures(document: Document) -> dict[str, bytes]:
    """Return the drawn exhibits as SVG by path, but for those the document brings as files."""
    drawn = [exhibit for exhibit in document.exhibits if isinstance(exhibit, Figure | Flow | Diagram)]
    named = {f"figures/{exhibit.id}.svg": exhibit for exhibit in drawn}
    return {name: render.svg(exhibit) for name, exhibit in named.items() if name not in document.assets}


def chapter_files(document: Document) -> Mapping[str, ChapterText]:
    """Return the chapters by path; the numbers keep them in reading order in a folder listing."""
    chapters = (*document.chapters, *document.appendices)
    return {
        f"chapters/{number:02d}-{chapter.id}.qmd": chapter for number, chapter in enumerate(chapters, start=1)
    }


def index(document: Document, chapters: Mapping[str, ChapterText]) -> str:
    """Return `index.qmd`: front matter, what stands before the first chapter, and the chapters."""
    words = labels(document.language)
    names = list(chapters)
    split = len(document.chapters)
    parts = [front_matter(document), opening(document), *map(_include, names[:split])]
    if document.bibliography:
        parts.append(f"# {words.references} {{#sec-references .unnumbered}}\n\n::: {{#refs}}\n:::\n")
    parts += map(_include, names[split:])
    return "\n".join(parts)


def _include(name: str) -> str:
    return f"{{{{< include {name} >}}}}\n"


def opening(document: Document) -> str:
    """Return the start of the HTML page's main part: status, cover facts and colophon (elsewhere pages)."""
    words = labels(document.language)
    notice = f"::: {{.notice}}\n{document.notice}\n:::\n\n" if document.notice else ""
    return (
        '```{=html}\n<main id="report" tabindex="-1">\n```\n\n'
        '::: {.content-visible when-format="html"}\n\n'
        f"::: {{.imprint}}\n\n{notice}{_definitions(document.imprint)}\n"
        f'```{{=html}}\n<details class="colophon"><summary>{escape(words.colophon)}</summary>\n```\n\n'
        f"{_definitions(document.colophon_rows)}\n```{{=html}}\n</details>\n```\n\n:::\n\n:::\n"
    )


def _definitions(rows: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{label}\n:   {text}\n" for label, text in rows)


def head(document: Document) -> str:
    """Return what the HTML head says beyond the title: date, version and build."""
    entries = {
        "dcterms.date": document.date.isoformat(),
        "version": document.version,
        "build": document.build_id,
        "color-scheme": "light",
    }
    return "".join(f'<meta name="{name}" content="{escape(value)}" />\n' for name, value in entries.items())


def before_body(document: Document) -> str:
    """Return the top of the page: the skip link, and a strip with status, version and build."""
    words = labels(document.language)
    mark = "" if document.status == "final" else f"<strong>{escape(document.status_label)}</strong> "
    return (
        f'<a class="skip-link" href="#report">{escape(words.skip)}</a>\n'
        f'<div class="status-strip {document.status}" role="note"><p>{mark}'
        f"<span>{escape(words.version)} {escape(document.version)}</span> "
        f"<span>{escape(words.build.lower())} {escape(document.build_id)}</span></p></div>\n"
    ) + (f'<p class="kicker">{escape(document.kicker)}</p>\n' if document.kicker else "")


def after_body(document: Document, script: str) -> str:
    """Return the end of the page: the exhibits' data, the end of the main part, and the reader script."""
    words = labels(document.language)
    section = data_section(document.exhibits, words)
    return f'{section}</main>\n<script data-scroll="{escape(words.scroll)}">\n{script}</script>\n'


def attach(document: Document) -> str:
    """Return the Typst file that puts the attachments into the PDF, under their plain names.

    Typst names an attachment by its path from the project, so the content is read apart.
    """
    return "".join(
        f"#pdf.attach({_typst(item.name)}, read({_typst('attachments/' + item.name)}, encoding: none), "
        f'relationship: "data", mime-type: {_typst(item.mime)}, description: {_typst(item.description)})\n'
        for item in document.attachments
    )


def _typst(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bytes(text: str) -> bytes:
    return text.replace("\r\n", "\n").encode("utf-8")
