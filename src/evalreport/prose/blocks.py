"""The blocks of a chapter, line by line: headings, divs, code, tables, paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evalreport.prose.attributes import Attributes, parse_attributes, trailing_attributes
from evalreport.prose.markdown import Block, Caption, Code, Div, Heading, Kind, Note, Segment

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PREFIX = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_DIV = re.compile(r"[ ]{0,3}(?P<colons>:{3,})[ \t]*(?P<rest>.*?)[ \t]*:*$")
_HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))?[ \t]*$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_NOTE = re.compile(r"[ ]{0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]^][^\]]*\]:[ \t]+\S+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d+|[a-z]|#|[ivx]+|@\w*)[.)])[ \t]+")
_DEFINED = re.compile(r"[ ]{0,3}[:~][ \t]+")
_CAPTION = re.compile(r"[ ]{0,3}(?::|[Tt]able:)[ \t]+")
_PIPES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BORDER = re.compile(r"[ \t]*\+(?:[:=\-]+\+)+[ \t]*$")
_DASHES = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*$")


@dataclass
class _OpenDiv:
    start: int
    end: int
    attributes: Attributes | None
    parent: int
    close: int = -1


@dataclass
class Blocks:
    """What was found in the lines of one chapter; `problems` are offset, what is wrong, what to do."""

    segments: list[Segment] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    open_divs: list[_OpenDiv] = field(default_factory=list)

    @property
    def divs(self) -> tuple[Div, ...]:
        """All divs in order."""
        return tuple(Div(d.start, d.end, d.attributes, d.close, d.parent) for d in self.open_divs)


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    prefix: str

    @property
    def content(self) -> str:
        return self.text[len(self.prefix) :]

    @property
    def blank(self) -> bool:
        return not self.content.strip()

    @property
    def indent(self) -> int:
        content = self.content.expandtabs(4)
        return len(content) - len(content.lstrip())


def _lines(text: str) -> list[_Line]:
    lines = []
    for match in _LINE.finditer(text):
        line = match.group().rstrip("\r\n")
        prefix = _PREFIX.match(line)
        lines.append(_Line(match.start(), match.start() + len(line), line, prefix.group() if prefix else ""))
    return lines


class _Reader:
    """Reads the lines once; its state is what a line's meaning depends on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _lines(text)
        self.found = Blocks()
        self.stack: list[int] = []
        self.pending: list[_Line] = []  # the lines of the block being read
        self.in_container = False  # inside a list item or a note, where indented lines are text
        self.table: tuple[int, int] | None = None  # segments of the table just read, awaiting its caption
        self.captioned: Block | None = None

    def read(self) -> Blocks:
        i = 0
        if self.lines and self.lines[0].text.strip() == "---":
            i = self._metadata()
        while i < len(self.lines):
            i = self._line(i)
        self._flush()
        for number in self.stack:
            self.found.problems.append(
                (self.found.open_divs[number].start, "the block that opens here with ':::' is never closed",
                 "write ':::' on a line of its own after its last paragraph")
            )  # fmt: skip
        return self.found

    def _metadata(self) -> int:
        close = next(
            (i for i, line in enumerate(self.lines[1:], 1) if line.text.strip() in ("---", "...")), 0
        )
        if not close:
            return 0
        self.found.hidden.append((0, self.lines[close].end))
        self.found.problems.append(
            (0, "a chapter cannot have metadata of its own between '---' lines",
             "put title, authors and settings in project.yaml and remove these lines")
        )  # fmt: skip
        return close + 1

    def _line(self, i: int) -> int:
        """Read one line, or a block of code from it; return the number of the next line."""
        line = self.lines[i]
        content = line.content
        if line.blank:
            self._flush()
            return i + 1
        if not self.pending and line.indent >= 4 and not self.in_container:
            return self._indented(i)
        if (fence := _FENCE.match(content)) is not None:
            return self._fenced(i, fence)
        if "<!--" in content and "-->" not in content.rpartition("<!--")[2] and "`<!--" not in content:
            return self._comment(i)
        if content.startswith((":::", " :::", "  :::", "   :::")) and (div := _DIV.match(content)):
            self._div(line, div)
            return i + 1
        if not line.prefix and content.startswith("#") and (heading := _HEADING.match(content)):
            self._heading(line, heading)
            return i + 1
        if len(self.pending) == 1 and not line.prefix and _UNDERLINE.match(content) and self._titled():
            self._underlined(line)
            return i + 1
        if not self.pending and line.indent < 2:
            self.in_container = False
        self.pending.append(line)
        return i + 1

    def _indented(self, i: int) -> int:
        start = self.lines[i].start
        last = i
        while i < len(self.lines) and (self.lines[i].blank or self.lines[i].indent >= 4):
            last = i if not self.lines[i].blank else last
            i += 1
        self.found.codes.append(Code(start, self.lines[last].end, "", self._inside()))
        self.found.hidden.append((start, self.lines[last].end))
        return last + 1

    def _fenced(self, i: int, fence: re.Match[str]) -> int:
        mark = fence["fence"]
        close = i + 1
        pattern = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        while close < len(self.lines) and not pattern.match(self.lines[close].content):
            close += 1
        start = self.lines[i].start
        if close == len(self.lines):
            self.found.problems.append(
                (start, f"the code block that opens here with {mark} is never closed",
                 f"write {mark} on a line of its own after its last line")
            )  # fmt: skip
            close = i
        self._flush()
        self.found.codes.append(Code(start, self.lines[close].end, fence["info"].strip(), self._inside()))
        self.found.hidden.append((start, self.lines[close].end))
        return close + 1

    def _comment(self, i: int) -> int:
        line = self.lines[i]
        start = line.start + line.text.rindex("<!--")
        stop = self.text.find("-->", start)
        if stop < 0:
            self.found.problems.append(
                (start, "the comment that opens here with '<!--' is never closed", "write '-->' after it")
            )
            stop = line.end - 3
        self.found.hidden.append((start, stop + 3))
        before = self.text[line.start : start]
        if before.strip():
            self.pending.append(_Line(line.start, start, before, line.prefix))
        self._flush()
        while i < len(self.lines) and self.lines[i].end < stop + 3:
            i += 1
        if i < len(self.lines) and self.text[stop + 3 : self.lines[i].end].strip():
            rest = self.lines[i]
            self.pending.append(_Line(stop + 3, rest.end, self.text[stop + 3 : rest.end], ""))
        return i + 1

    def _div(self, line: _Line, div: re.Match[str]) -> None:
        rest, start = div["rest"], line.start
        if not rest:
            self._flush()
            if not self.stack:
                self.found.problems.append(
                    (start, "':::' closes a block here, but none is open", "remove it")
                )
            else:
                self.found.open_divs[self.stack.pop()].close = start
            self.found.hidden.append((start, line.end))
            return
        offset = start + len(line.prefix) + div.start("rest")
        attributes = parse_attributes(self.text[: line.end], offset) if rest.startswith("{") else None
        if attributes is None and not re.fullmatch(r"[\w.\-]+(?:[ \t]*\{.*\})?", rest):
            self.found.problems.append(
                (start, f"the attributes of this block cannot be read: {rest}",
                 'write them like ::: {.box claim="who5.panel.change > 0"} with straight quotes')
            )  # fmt: skip
        if self.pending:
            self.found.problems.append(
                (start, "':::' opens a block straight after a paragraph, where it is printed as text",
                 "put an empty line before it")
            )  # fmt: skip
        self._flush()
        self.found.hidden.append((start, line.end))
        self.found.open_divs.append(_OpenDiv(start, line.end, attributes, self._inside()))
        self.stack.append(len(self.found.open_divs) - 1)

    def _inside(self) -> int:
        return self.stack[-1] if self.stack else -1

    def _heading(self, line: _Line, match: re.Match[str]) -> None:
        if self.pending:
            self.found.problems.append(
                (line.start, "a heading straight after a paragraph is printed as text",
                 "put an empty line before it")
            )  # fmt: skip
        self._flush()
        start = line.start + (match.start("text") if match["text"] else len(match["marks"]))
        self._add_heading(len(match["marks"]), line.start, line.end, start, match["text"] or "")

    def _titled(self) -> bool:
        return _ITEM.match(self.pending[0].content) is None and "|" not in self.pending[0].content

    def _underlined(self, line: _Line) -> None:
        title = self.pending.pop()
        level = 1 if line.content.startswith("=") else 2
        self._add_heading(level, title.start, line.end, title.start, title.text)
        self.found.hidden.append((line.start, line.end))

    def _add_heading(self, level: int, start: int, end: int, text_start: int, text: str) -> None:
        attributes = trailing_attributes(self.text, text_start, text_start + len(text))
        if attributes is not None:
            text = self.text[text_start : attributes.start].rstrip()
            self.found.hidden.append((attributes.start, attributes.end))
        stripped = re.sub(r"[ \t]+#+$", "", text)
        block = Block(start, end)
        text_end = text_start + len(stripped)
        self.found.headings.append(Heading(start, end, level, text_start, text_end, attributes, block))
        self.found.segments.append(Segment(text_start, text_end, "heading", block))
        self.table = self.captioned = None
        self.in_container = False

    def _flush(self) -> None:
        """Decide what the block of lines read so far is."""
        lines, self.pending = self.pending, []
        if not lines:
            return
        contents = [line.content for line in lines]
        if any(_BORDER.match(content) or _DASHES.match(content) for content in contents):
            self._table(lines, "grid")
        elif any("|" in content and _PIPES.match(content) for content in contents[:3]):
            self._table(lines, "table")
        elif _CAPTION.match(contents[0]) and (self.table is not None or contents[0].lstrip()[0] in "Tt"):
            self._caption(lines)
        else:
            self._text(lines)

    def _block(self, lines: list[_Line]) -> Block:
        indent = re.match(r"[ \t>]*", lines[0].text)
        return Block(lines[0].start, lines[-1].end, indent.group() if indent else "")

    def _table(self, lines: list[_Line], kind: Kind) -> None:
        rows = lines
        caption = next((i for i, line in enumerate(lines) if i and _CAPTION.match(line.content)), None)
        if caption is not None:
            rows = lines[:caption]
        block = self._block(lines)
        first = len(self.found.segments)
        self.found.segments += [Segment(line.start, line.end, kind, block) for line in rows]
        if self.captioned is not None:  # the caption stood before its table: notes go after both
            self._move_notes(first - 1, len(self.found.segments), Block(self.captioned.start, block.end))
        self.table, self.captioned = (first, len(self.found.segments)), None
        if caption is not None:
            self._caption(lines[caption:])

    def _caption(self, lines: list[_Line]) -> None:
        start, end = lines[0].start, lines[-1].end
        mark = _CAPTION.match(lines[0].content)
        text_start = start + len(lines[0].prefix) + (mark.end() if mark else 0)
        block = self._block(lines)
        attributes = trailing_attributes(self.text, text_start, end)
        text_end = attributes.start if attributes else end
        if attributes:
            self.found.hidden.append((attributes.start, attributes.end))
        self.found.captions.append(Caption(start, end, attributes))
        self.found.segments.append(Segment(text_start, text_end, "caption", block))
        if self.table is not None:
            first, _ = self.table
            whole = Block(self.found.segments[first].block.start, end, block.indent)
            self._move_notes(first, len(self.found.segments), whole)
            self.table = None
        else:
            self.captioned = block

    def _move_notes(self, first: int, stop: int, block: Block) -> None:
        for i in range(max(first, 0), stop):
            segment = self.found.segments[i]
            self.found.segments[i] = Segment(segment.start, segment.end, segment.kind, block)

    def _text(self, lines: list[_Line]) -> None:
        self.table = self.captioned = None
        block = self._block(lines)
        kind: Kind = "quote" if lines[0].prefix.strip() else "text"
        start = lines[0].start
        is_list = self.in_container or bool(_ITEM.match(lines[0].content))
        for line in lines:
            at = line.start + len(line.prefix)
            self.found.hidden.append((line.start, at))
            if (note := _NOTE.match(line.content)) is not None:
                self._end_segment(start, line.start, kind, block)
                self.found.notes.append(Note(at, at + note.end(), note["label"], kind, definition=True))
                self.found.hidden.append((at, at + note.end()))
                start, self.in_container, is_list = at + note.end(), True, True
            elif (item := _ITEM.match(line.content)) is not None and is_list:
                self._end_segment(start, line.start, kind, block)
                self._check_item(at, item.group())
                self.found.hidden.append((at, at + item.end()))
                start, self.in_container = at + item.end(), True
            elif (defined := _DEFINED.match(line.content)) is not None:
                self._end_segment(start, line.start, kind, block)
                self.found.hidden.append((at, at + defined.end()))
                start, self.in_container = at + defined.end(), True
            elif _DEFINITION.match(line.content) is not None:
                self._end_segment(start, line.start, kind, block)
                self.found.hidden.append((line.start, line.end))
                start = line.end
        self._end_segment(start, lines[-1].end, kind, block)

    def _check_item(self, start: int, item: str) -> None:
        if re.match(r"\s*\d{3,}[.)]", item):
            number = item.strip()
            self.found.problems.append(
                (start, f"a paragraph that begins with '{number}' becomes a list that starts there",
                 f"write {number[:-1]}\\{number[-1]} or put a word before it")
            )  # fmt: skip

    def _end_segment(self, start: int, end: int, kind: Kind, block: Block) -> None:
        if self.text[start:end].strip():
            self.found.segments.append(Segment(start, end, kind, block))


def read_blocks(text: str) -> Blocks:
    """Read the blocks of a chapter."""
    return _Reader(text).read()
