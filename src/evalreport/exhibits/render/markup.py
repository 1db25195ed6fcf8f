"""Text made safe for Markdown, HTML and Typst: it is printed as it is, whatever signs it holds."""

from __future__ import annotations

import html as _html
import re

from evalreport.exhibits.exhibit import plain

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_TYPST = {"\\": "\\\\", '"': '\\"', "{": "\\u{7b}", "<": "\\u{3c}"}


def markdown(text: str) -> str:
    """Escape text for a Markdown paragraph; Pandoc lets any ASCII punctuation be escaped.

    >>> markdown("50 % af [alle] *")
    '50 \\\\% af \\\\[alle\\\\] \\\\*'
    """
    escaped = _MARKDOWN.sub(r"\\\1", plain(text).strip(" "))
    # "1." opens a list only when the stop is bare, so the escape above suffices; a no-break space is kept as it is.
    return re.sub(r" {2,}", " ", escaped)


def attribute(text: str) -> str:
    """Escape text for a quoted attribute value in Markdown; shortcodes stay text."""
    escaped = re.sub(r'([\\"&{}<>`$@*_~^\[\]])', r"\\\1", plain(text).strip())
    return re.sub(r" {2,}", " ", escaped)


def html(text: str) -> str:
    """Escape text for HTML content or a quoted attribute; braces too, which Quarto reads inside raw blocks."""
    return _html.escape(plain(text), quote=True).replace("{", "&#123;").replace("}", "&#125;")


def typst(text: str) -> str:
    """Return text as a Typst string, quotes included: in a string nothing but its own escapes is special.

    >>> typst('5 "#x"')
    '"5 \\\\"#x\\\\""'
    """
    return '"' + "".join(_TYPST.get(sign, sign) for sign in plain(text)) + '"'
