"""The document's metadata as YAML: what Pandoc's templates hand on to the cover and the colophon."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from evalreport.assembly.document import Document
from evalreport.assembly.labels import labels

# Metadata is read as Markdown blocks: "30. juni" would begin a list, "@" a citation.
_BLOCK_START = re.compile(r"^(?:(\d+|[A-Za-z])([.)])(?=[ \t])|([#>+*-])(?=[ \t]))")
# A build id such as 0123456e7890: text to Quarto, which writes it without quotes, and then a number to Pandoc.
_ZERO_FIRST = re.compile(r"0\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")


def inline(text: str) -> str:
    """Return text that stays one line of Markdown inside metadata.

    >>> inline("30. juni 2025")
    '30\\\\. juni 2025'
    """
    joined = " ".join(text.split(" ")).replace("\n", " ").strip(" ")
    if _ZERO_FIRST.fullmatch(joined):
        return f"[{joined}]{{}}"
    guarded = _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", joined)
    return re.sub(r"(?<!\\)([@$])", r"\\\1", guarded)


def front_matter(document: Document) -> str:
    """Return the front matter of `index.qmd`, between its lines of hyphens."""
    words = labels(document.language)
    report: dict[str, Any] = {
        "kicker": inline(document.kicker),
        "evaluator": inline(document.evaluator),
        "status": inline(document.status_label),
        "version": inline(document.version),
        "build": inline(document.build_id),
        "year": document.date.year,
        "month": document.date.month,
        "day": document.date.day,
        "facts": _rows(document.imprint),
        "colophon-title": inline(words.colophon),
        "colophon": _rows(document.colophon_rows),
    }
    if document.status != "final":
        report["draft"] = True
    if document.notice:
        report["notice"] = inline(document.notice)
    settings: dict[str, Any] = {
        "title": inline(document.title),
        "subtitle": inline(document.subtitle),
        "author": [inline(author) for author in document.authors or (document.evaluator,)],
        "lang": document.language,
        "keywords": [inline(word) for word in document.keywords],
        "description": inline(document.description),
        "bibliography": "references.bib" if document.bibliography else "",
        "report": report,
    }
    return "---\n" + "".join(_yaml(settings)) + "---\n"


def _rows(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": inline(label), "text": inline(text)} for label, text in rows]


def _yaml(settings: dict[str, Any], indent: str = "") -> Iterable[str]:
    """Yield lines of plain YAML: mappings, lists of scalars, lists of flat mappings. Empty values are left out."""
    for key, value in settings.items():
        if value in ("", [], {}, None):
            continue
        if isinstance(value, dict):
            yield f"{indent}{key}:\n"
            yield from _yaml(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{key}:\n"
            for item in value:
                if isinstance(item, dict):
                    first, *rest = _yaml(item)
                    yield f"{indent}  - {first}"
                    yield from (f"{indent}    {line}" for line in rest)
                else:
                    yield f"{indent}  - {_scalar(item)}\n"
        else:
            yield f"{indent}{key}: {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
