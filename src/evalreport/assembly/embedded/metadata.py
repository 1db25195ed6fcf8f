"""Title, authors, date and words as the templates of the formats expect them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date

from evalreport.assembly.embedded.nodes import Node, plain_text, raw_inline, words
from evalreport.assembly.embedded.words import Words

# Settings that are not prose: Pandoc's reader never sees them.
UNREAD = (
    "format", "project", "include-in-header", "include-before-body", "include-after-body",
    "template-partials", "template", "css", "language", "crossref", "bibliography", "csl", "filters",
    "execute", "editor", "date-format", "lang", "section-numbering", "toc-depth", "pdf-standard", "date",
    "margin", "papersize",
)  # fmt: skip
# Settings that templates print as they are written, without the format's escapes.
LITERAL = (
    "section-numbering",
    "toc-depth",
    "papersize",
    "toc-indent",
    "linestretch",
    "fontsize",
    "mainfont",
    "codefont",
)
DATE_STYLES = ("full", "long", "medium", "short")


def readable(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that hold Markdown."""
    return {key: value for key, value in metadata.items() if key not in UNREAD and value is not None}


def text_value(text: Any) -> Node:
    """Build a value from plain text; the writer escapes it."""
    return {"t": "MetaString", "c": str(text)}


def literal_value(format_name: str, text: Any) -> Node:
    """Build a value that templates print as it is written, without the format's escapes."""
    return inline_value([raw_inline(format_name, str(text))])


def inline_value(inlines: list[Node]) -> Node:
    """Make a metadata value of running text."""
    return {"t": "MetaInlines", "c": inlines}


def list_value(items: list[Node]) -> Node:
    """Make a metadata value of a list."""
    return {"t": "MetaList", "c": items}


def map_value(items: Mapping[str, Node]) -> Node:
    """Make a metadata value of names and values."""
    return {"t": "MetaMap", "c": dict(items)}


def template_metadata(
    meta: Mapping[str, Node], options: Mapping[str, Any], words_printed: Words, format_name: str
) -> dict[str, Node]:
    """Complete what Pandoc read with the variables that Quarto's templates use.

    Parameters
    ----------
    meta : mapping
        The document's and the format's metadata as Pandoc read them.
    options : mapping
        The same settings as they are written.
    """
    out = dict(meta)
    language, _, region = str(options.get("lang") or "en").partition("-")
    out["lang"] = text_value(options.get("lang") or "en") if format_name != "typst" else text_value(language)
    if region:
        out["region"] = text_value(region)
    authors = authors_of(meta.get("author") or meta.get("authors"))
    out.pop("author", None)
    if authors:
        out["by-author"] = list_value(authors)
        names = [author["c"]["name"]["c"]["literal"] for author in authors]
        out["author"] = list_value(names)
        out.setdefault("author-meta", list_value([text_value(plain_text(name)) for name in names]))
    if options.get("date") not in (None, ""):
        shown = shown_date(str(options["date"]), options.get("date-format"), language)
        out["date"] = inline_value(words(shown))
        if "date-format" not in options:
            out["date-meta"] = text_value(options["date"])
    if "description" in meta:
        out["description-meta"] = text_value(plain_text(meta["description"]))
    if "title" in meta:
        out.setdefault("pagetitle", text_value(plain_text(meta["title"])))
    if options.get("toc"):
        out["toc"] = {"t": "MetaBool", "c": True}
        out["toc-title"] = inline_value(words(words_printed["toc-title-document"]))
    out["toc-depth"] = text_value(options.get("toc-depth") or 3)
    if "abstract" in meta:
        title = inline_value(words(words_printed["section-title-abstract"]))
        out["abstract-title"], out["labels"] = title, map_value({"abstract": title})
    if options.get("number-sections") and not options.get("section-numbering") and format_name == "typst":
        out["section-numbering"] = text_value("1.1.a")
    for key in LITERAL:
        if options.get(key) is not None:
            out[key] = literal_value(format_name, options[key])
    if isinstance(options.get("margin"), Mapping):
        out["margin"] = map_value(
            {str(side): literal_value(format_name, width) for side, width in options["margin"].items()}
        )
    return out


def authors_of(value: Node | None) -> list[Node]:
    """Return the authors in Quarto's form: a name, affiliations and what else is known.

    An author is written as a name, as a mapping with `name`, or as a list of either.
    """
    if value is None:
        return []
    items = value["c"] if value["t"] == "MetaList" else [value]
    return [_author(item) for item in items]


def _author(value: Node) -> Node:
    if value["t"] != "MetaMap":
        return map_value({"name": map_value({"literal": value})})
    known = dict(value["c"])
    name = known.get("name", inline_value([]))
    if name["t"] == "MetaMap":
        parts = [name["c"][key]["c"] for key in ("given", "family") if key in name["c"]]
        joined = [
            node for number, part in enumerate(parts) for node in ([{"t": "Space"}] if number else []) + part
        ]
        name = inline_value(joined) if "literal" not in name["c"] else name["c"]["literal"]
    known["name"] = map_value({"literal": name})
    places = known.pop("affiliations", None) or known.pop("affiliation", None)
    if places is not None:
        listed = places["c"] if places["t"] == "MetaList" else [places]
        known["affiliations"] = list_value(
            [place if place["t"] == "MetaMap" else map_value({"name": place}) for place in listed]
        )
    return map_value(known)


def shown_date(date: str, style: Any, language: str) -> str:
    """Write an ISO date in a style: full, long, medium, short, or a pattern as `D. MMMM YYYY`.

    >>> shown_date("2025-11-01", "long", "da")
    '1. november 2025'
    """
    if not style:
        return date
    try:
        day = datetime.date.fromisoformat(date[:10])
    except ValueError:
        return date
    if str(style) == "iso":
        return day.isoformat()
    if str(style) in DATE_STYLES:
        return str(format_date(day, str(style), locale=language))
    # Quarto counts days and years in capitals (D, YYYY), Babel in small letters; its weekday is EEEE.
    pattern = str(style).replace("dddd", "EEEE").replace("D", "d").replace("Y", "y")
    return str(format_date(day, pattern, locale=language))
