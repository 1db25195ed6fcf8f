"""Attributes in braces, `{#id .class key="value"}`, with the place of every part."""

from __future__ import annotations

import re
from dataclasses import dataclass

CURLY_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a"

_TOKEN = re.compile(
    r"""\#(?P<id>[^\s{}\#.="']+(?:\.[^\s{}\#.="']+)*)
      | \.(?P<cls>[\w\-:]+)
      | (?P<key>[A-Za-z_][\w:.\-]*)=
        (?:"(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)' | (?P<bare>[^\s{}"']+))
      | (?P<format>=[A-Za-z0-9]+)
      | (?P<unnumbered>-)(?=[\s}])
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(r"(?:[ \t]|\r?\n(?![ \t]*\r?\n)[ \t>]*)*")


@dataclass(frozen=True)
class Attribute:
    """One `key="value"`; offsets are those of the text it was read from."""

    key: str
    value: str
    start: int
    end: int
    value_start: int
    value_end: int


@dataclass(frozen=True)
class Attributes:
    """A pair of braces and what is in them."""

    start: int
    end: int
    id: str = ""
    id_start: int = -1
    classes: tuple[str, ...] = ()
    pairs: tuple[Attribute, ...] = ()
    format: str = ""

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None."""
        return next((pair.value for pair in self.pairs if pair.key == key), None)

    def pair(self, key: str) -> Attribute | None:
        """Return a key with its place, or None."""
        return next((pair for pair in self.pairs if pair.key == key), None)

    @property
    def unnumbered(self) -> bool:
        """Whether a heading with these attributes gets no number."""
        return "unnumbered" in self.classes


def parse_attributes(text: str, start: int = 0) -> Attributes | None:
    """Read the braces that open at `start`; None when they are not attributes.

    Parameters
    ----------
    text : str
        The whole text.
    start : int
        Offset of the opening brace.
    """
    if not text.startswith("{", start):
        return None
    position = _space(text, start + 1)
    name, name_start, output = "", -1, ""
    classes: list[str] = []
    pairs: list[Attribute] = []
    while not text.startswith("}", position):
        token = _TOKEN.match(text, position)
        if token is None:
            return None
        if token["id"]:
            name, name_start = token["id"], token.start("id")
        elif token["cls"]:
            classes.append(token["cls"])
        elif token["format"]:
            output = token["format"][1:]
        elif token["unnumbered"]:
            classes.append("unnumbered")
        else:
            group = next(g for g in ("double", "single", "bare") if token[g] is not None)
            pairs.append(Attribute(token["key"], token[group], *token.span(), *token.span(group)))
        position = _space(text, token.end())
    return Attributes(start, position + 1, name, name_start, tuple(classes), tuple(pairs), output)


def trailing_attributes(text: str, start: int, end: int) -> Attributes | None:
    """Read the braces that close a line, unless they belong to a span that does.

    >>> trailing_attributes("Titel {#sec-a}", 0, 14).id
    'sec-a'
    >>> trailing_attributes('Titel [63]{fact="a"}', 0, 20) is None
    True
    """
    stripped = len(text[start:end].rstrip()) + start
    if not text.endswith("}", start, stripped):
        return None
    brace = text.rfind("{", start, stripped)
    while brace >= 0:  # a brace in a quoted value may come later than the one that opens
        if text[brace - 1 : brace] != "]" or brace == start:
            attributes = parse_attributes(text[:stripped], brace)
            if attributes is not None and attributes.end == stripped:
                return attributes
        brace = text.rfind("{", start, brace)
    return None


def _space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
