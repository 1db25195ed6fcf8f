"""The Word template of one publication: the report's styles, and header and footer with its title and version.

Both engines hand it to Pandoc (`reference-doc`), which takes styles, page, header and footer from it. It is made
anew for every publication from the parts in `report/word/`, which are plain XML, and has the same bytes every time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

from evalreport.assembly.document import Document
from evalreport.assembly.labels import labels
from evalreport.errors import EvalreportError

FOLDER = "word/"
REFERENCE = "word/reference.docx"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# File in report/word/, file in the Word package, content type, kind of relationship.
_PARTS = (
    ("document.xml", "word/document.xml", f"{_MAIN}.document.main+xml", ""),
    ("header.xml", "word/header1.xml", f"{_MAIN}.header+xml", "header"),
    ("header-first.xml", "word/header2.xml", f"{_MAIN}.header+xml", "header"),
    ("footer.xml", "word/footer1.xml", f"{_MAIN}.footer+xml", "footer"),
    ("styles.xml", "word/styles.xml", f"{_MAIN}.styles+xml", "styles"),
    ("numbering.xml", "word/numbering.xml", f"{_MAIN}.numbering+xml", "numbering"),
    ("settings.xml", "word/settings.xml", f"{_MAIN}.settings+xml", "settings"),
    ("fontTable.xml", "word/fontTable.xml", f"{_MAIN}.fontTable+xml", "fontTable"),
    ("theme.xml", "word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", "theme"),
    ("app.xml", "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", ""),
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def reference_document(document: Document, parts: Mapping[str, bytes]) -> bytes:
    """Return the reference document of a publication.

    Parameters
    ----------
    document : Document
        Its title, status, version and build stand in header and footer.
    parts : mapping of str to bytes
        The files of `report/word/` by name.

    Raises
    ------
    EvalreportError
        If a part is missing.
    """
    missing = [name for name, *_ in _PARTS if name not in parts]
    if missing:
        raise EvalreportError(
            f"the report template has no {FOLDER}{missing[0]}",
            remedy="fetch the folder report/word/ again from the repository",
        )
    values = _values(document)
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            [
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/_rels/document.xml.rels": _relationships(
            # header and footer are named by these ids in document.xml
            (f"rId{number}", kind, target.removeprefix("word/"))
            for number, (_, target, _, kind) in enumerate(_PARTS[1:], start=1)
            if kind
        ),
        **{target: _filled(parts[name], values) for name, target, *_ in _PARTS},
    }
    return packed(files)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files as a Word package: the content types first, no clock, no machine."""
    out = io.BytesIO()
    order = sorted(files, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(out, "w") as package:
        for name in order:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, files[name])
    return out.getvalue()


def _values(document: Document) -> dict[str, str]:
    words = labels(document.language)
    return {
        "title": document.title,
        "evaluator": document.evaluator,
        "status": "" if document.status == "final" else document.status_label.upper(),
        "imprint": f"{words.version} {document.version} · {words.build.lower()} {document.build_id}",
        "language": document.language,
    }


def _filled(part: bytes, values: Mapping[str, str]) -> bytes:
    text = part.decode("utf-8").replace("\r\n", "\n")
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", escape(value))
    return text.encode("utf-8")


def _content_types() -> bytes:
    overrides = "".join(
        f'<Override PartName="/{target}" ContentType="{kind}"/>' for _, target, kind, _ in _PARTS
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relationships(entries: Iterable[tuple[str, str, str]]) -> bytes:
    written = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for name, kind, target in entries
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'.encode()
