"""Bindings that are misspelt: unknown attributes, curly quotes, braces that are not read as attributes."""

from __future__ import annotations

import re

from evalreport.errors import near_matches
from evalreport.prose.attributes import CURLY_QUOTES
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import BINDINGS, Document, Span, binding

OPTIONS = ("as", "decimals")
"""Attributes that say how a fact is printed."""
_KNOWN = frozenset({*BINDINGS, "claim"})
_HTML = frozenset(
    {
        "title",
        "style",
        "lang",
        "dir",
        "role",
        "target",
        "rel",
        "width",
        "height",
        "custom-style",
        "tabindex",
        "id",
    }
)
_UNREAD = re.compile(r"\{[^{}\n]*\b(?:fact|words|cited|constant|claim)\s*=[^{}\n]*\}?")


def check_spelling(document: Document) -> Findings:
    """Refuse bindings that would be lost or printed as they stand."""
    findings = Findings()
    for span in document.spans:
        _check_attributes(document, span, findings)
    _unread(document, findings)
    return findings


def _check_attributes(document: Document, span: Span, findings: Findings) -> None:
    """Refuse a misspelt binding, and several on one span."""
    bound = [kind for kind in BINDINGS if span.attributes.get(kind) is not None]
    if len(bound) > 1:
        findings.faults.append(
            document.fault(span.start, f"one span has both {bound[0]} and {bound[1]}", remedy="use two spans")
        )
    for pair in span.attributes.pairs:
        known = _KNOWN.union(OPTIONS) if bound else _KNOWN
        if pair.key in known or pair.key in _HTML or pair.key.startswith(("data-", "aria-")):
            if any(character in pair.value for character in CURLY_QUOTES) and pair.key in known:
                findings.faults.append(
                    document.fault(
                        pair.start,
                        f"curly quotes around the value of {pair.key}",
                        remedy=f'write straight quotes: {pair.key}="…"',
                    )
                )
            continue
        near = near_matches(pair.key, known)
        if near:
            findings.faults.append(document.fault(pair.start, f"unknown attribute '{pair.key}'", near=near))


def _unread(document: Document, findings: Findings) -> None:
    """Find bindings that Markdown does not read as one, and that would be printed as they stand."""
    for segment in document.segments:
        for found in _UNREAD.finditer(document.mask, segment.start, segment.end):
            findings.faults.append(
                document.fault(
                    found.start(),
                    f"this is not read as a binding: {document.text[found.start() : found.end()]}",
                    remedy='write [text]{fact="id"}: no space between ] and {, straight quotes in the braces',
                )
            )
    for span in document.spans:
        if span.kind == "grid" and binding(span) is not None:
            findings.faults.append(
                document.fault(
                    span.start,
                    "a binding in a table with drawn columns would break them",
                    remedy="write the table with | between its cells",
                )
            )
