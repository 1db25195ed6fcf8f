"""Everything in one file: images, style sheets, fonts and scripts embedded in the HTML."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Sequence
from pathlib import Path

Warn = Callable[[str, str], None]
TYPES = {
    ".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif", ".js": "text/javascript",
    ".woff2": "font/woff2", ".woff": "font/woff", ".otf": "font/otf", ".ttf": "font/ttf",
}  # fmt: skip
REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)
LINKED = re.compile(
    r"""(<(?:img|script|source|audio|video|embed)\b[^>]*?\ssrc=)(["'])([^"']+)\2""", re.IGNORECASE
)
STYLESHEET = re.compile(
    r"""<link\b(?=[^>]*\brel=["']?stylesheet)[^>]*?\shref=(["'])([^"']+)\1[^>]*>""", re.IGNORECASE
)
URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


def data_uri(source: str, folder: Path, warn: Warn) -> str:
    """Return a file as a data URI; an address stays as it is, and so does a file that is not there."""
    if REMOTE.match(source):
        return source
    path = folder / source.split("?")[0].split("#")[0].lstrip("/")
    if not path.is_file():
        warn(f"the file '{source}' does not exist", source)
        return source
    kind = mime_type(path)
    data = path.read_bytes()
    if kind == "text/css":
        data = inline_css(data.decode("utf-8"), path.parent, warn).encode("utf-8")
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def mime_type(path: Path) -> str:
    """Return the type of a file by its name; the machine's own table of types is not asked."""
    found = TYPES.get(path.suffix.lower()) or mimetypes.MimeTypes(filenames=()).guess_type(path.name)[0]
    return found or "application/octet-stream"


def inline_css(text: str, folder: Path, warn: Warn) -> str:
    """Embed the fonts and pictures a style sheet points to."""
    return URL.sub(lambda match: f'url("{data_uri(match.group(2).strip(), folder, warn)}")', text)


def embed_markup(text: str, folder: Path, warn: Warn) -> str:
    """Embed the images, scripts and style sheets that raw HTML points to."""

    def source(match: re.Match[str]) -> str:
        return f"{match.group(1)}{match.group(2)}{data_uri(match.group(3), folder, warn)}{match.group(2)}"

    def sheet(match: re.Match[str]) -> str:
        path = folder / match.group(2)
        if REMOTE.match(match.group(2)) or not path.is_file():
            return match.group(0)
        return f"<style>\n{inline_css(path.read_text(encoding='utf-8'), path.parent, warn)}\n</style>"

    return STYLESHEET.sub(sheet, LINKED.sub(source, text))


def style_sheets(names: Sequence[str], folder: Path, warn: Warn) -> list[str]:
    """Return the style sheets of the configuration as style elements."""
    out = []
    for name in names:
        path = folder / name
        if not path.is_file():
            warn(f"the style sheet '{name}' does not exist", name)
            continue
        out.append(f"<style>\n{inline_css(path.read_text(encoding='utf-8'), path.parent, warn)}\n</style>")
    return out
