"""What stands inside a paragraph: spans, links, images, citations, notes, code, mathematics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from evalreport.prose.attributes import Attributes, parse_attributes
from evalreport.prose.markdown import (
    Citation,
    Equation,
    Image,
    Kind,
    Link,
    Note,
    Segment,
    Shortcode,
    Span,
)

PROSE_ATTRIBUTES = ("fig-alt", "alt", "fig-cap", "tbl-cap", "lst-cap", "fig-scap")
"""Attributes whose value is text that a reader meets."""

_TOKEN = re.compile(
    r"""\\.
      | (?P<code>`+)
      | (?P<math>\$\$?)
      | (?P<comment><!--.*?-->)
      | <(?:[A-Za-z][\w+.\-]*:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>
      | </?[A-Za-z][^<>]*>
      | \{\{\{<.*?>\}\}\}
      | (?P<shortcode>\{\{<(?P<call>.*?)>\}\})
      | \[\^(?P<note>[^\]\s]+)\]
      | (?P<open>!\[|\^\[|\[)
      | (?P<close>\])
      | (?<![\w@])(?P<minus>-?)@(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:\w|[:.\#$%&\-+?<>~/](?=\w))*))
      | \bhttps?://[^\s<>\])]+
    """,
    re.VERBOSE | re.DOTALL,
)
_TARGET = re.compile(
    r"""\(\s*(?P<target><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)
        (?:\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))?\s*\)""",
    re.VERBOSE,
)


@dataclass
class Inlines:
    """What was found in the segments of one chapter."""

    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    shortcodes: list[Shortcode] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that are no prose."""
    shown: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of prose inside stretches that are not: the text of an `fig-alt`."""


def scan(text: str, segment: Segment, found: Inlines) -> None:
    """Add what one segment holds to `found`.

    Parameters
    ----------
    text : str
        The whole chapter.
    segment : Segment
        The stretch to read; brackets that it does not close are ordinary characters.
    found : Inlines
        Collects the parts.
    """
    open_brackets: list[tuple[str, int, int]] = []
    position, end = segment.start, segment.end
    while (token := _TOKEN.search(text, position, end)) is not None:
        start, position = token.span()
        if token["code"]:
            position = _code(text, token, end, found)
        elif token["math"]:
            position = _math(text, token, end, found)
        elif token["shortcode"]:
            found.shortcodes.append(_shortcode(text, token))
            found.hidden.append(token.span())
        elif token["note"]:
            found.notes.append(Note(start, position, token["note"], segment.kind))
            found.hidden.append(token.span())
        elif token["open"]:
            open_brackets.append((token["open"], start, len(found.citations)))
        elif token["close"]:
            if open_brackets:
                position = _closed(text, open_brackets, position, segment, found)
        elif token["key"] or token["braced"]:
            key = token["key"] or token["braced"]
            found.citations.append(Citation(start, position, key, segment.kind, None, bool(token["minus"])))
            found.hidden.append(token.span())
        else:
            found.hidden.append(token.span())


def _code(text: str, token: re.Match[str], end: int, found: Inlines) -> int:
    fence = token["code"]
    close = re.compile(rf"(?<!`){fence}(?!`)").search(text, token.end(), end)
    if close is None:
        return token.end()
    stop = close.end()
    attributes = parse_attributes(text[:end], stop) if text.startswith("{", stop) else None
    stop = attributes.end if attributes else stop
    found.hidden.append((token.start(), stop))
    return stop


def _math(text: str, token: re.Match[str], end: int, found: Inlines) -> int:
    start, after = token.span()
    if token["math"] == "$$":
        close = text.find("$$", after, end)
        if close < 0:
            return after
        stop = close + 2
        brace = re.compile(r"[ \t]*(?=\{)").match(text, stop, end)
        attributes = parse_attributes(text[:end], brace.end()) if brace else None
        if attributes is not None:
            found.equations.append(Equation(start, attributes))
            stop = attributes.end
    else:  # pandoc: no space inside the dollars, no digit after, so that "5 $ og 10 $" is text
        match = re.compile(r"\$(?!\s)(?:\\.|[^$\\])+?(?<!\s)\$(?!\d)").match(text, start, end)
        if match is None:
            return after
        stop = match.end()
    found.hidden.append((start, stop))
    return stop


def _shortcode(text: str, token: re.Match[str]) -> Shortcode:
    name, *arguments = token["call"].split() or [""]
    line_start = text.rfind("\n", 0, token.start()) + 1
    line_end = text.find("\n", token.end())
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    alone = line.rstrip() == token.group()
    return Shortcode(token.start(), token.end(), name, tuple(arguments), alone)


def _closed(
    text: str, open_brackets: list[tuple[str, int, int]], after: int, segment: Segment, found: Inlines
) -> int:
    """Decide what a bracket that closes just before `after` is; return where reading goes on."""
    opening, start, citations = open_brackets.pop()
    text_start, text_end = start + len(opening), after - 1
    following = text[after : after + 1]
    inside = text[: segment.end] if following in ("(", "{") else ""
    if opening == "^[":
        found.notes.append(Note(start, after, "", segment.kind))
        return after
    if following == "(" and (target := _TARGET.match(text, after, segment.end)):
        address = target["target"].strip("<>")
        end = target.end()
        found.hidden.append((after, end))
        attributes = _attributes(inside, end, segment, found)
        stop = attributes.end if attributes else end
        if opening == "![":
            block = segment.block
            alone = not (text[block.start : start] + text[stop : block.end]).strip()
            found.images.append(Image(start, stop, text[text_start:text_end], attributes, alone))
        else:
            found.links.append(Link(start, stop, text_start, text_end, address, target.start("target")))
        return stop
    if opening == "[" and following == "{":
        attributes = _attributes(inside, after, segment, found)
        if attributes is not None:
            in_image = any(bracket == "![" for bracket, _, _ in open_brackets)
            kind: Kind = "caption" if in_image and segment.kind not in ("heading", "alt") else segment.kind
            found.spans.append(
                Span(start, attributes.end, text_start, text_end, attributes, kind, segment.block)
            )
            return attributes.end
    if len(found.citations) > citations and opening == "[":
        _group(found, citations, (start, after))
    return after


def _group(found: Inlines, first: int, group: tuple[int, int]) -> None:
    """Note which bracket the citations from `first` on stand in; locators in it are no prose."""
    for i in range(first, len(found.citations)):
        if found.citations[i].group is None:
            found.citations[i] = replace(found.citations[i], group=group)
            found.hidden.append(group)


def _attributes(inside: str, start: int, segment: Segment, found: Inlines) -> Attributes | None:
    """Read attributes, and the prose in those that hold any."""
    attributes = parse_attributes(inside, start)
    if attributes is None:
        return None
    found.hidden.append((attributes.start, attributes.end))
    for pair in attributes.pairs:
        if pair.key in PROSE_ATTRIBUTES:
            found.shown.append((pair.value_start, pair.value_end))
            scan(inside, Segment(pair.value_start, pair.value_end, "alt", segment.block), found)
    return attributes
