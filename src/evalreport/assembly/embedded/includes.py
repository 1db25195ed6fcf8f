"""The source text: included chapters put in place, shortcodes marked, and every line's origin remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from evalreport.assembly.embedded.errors import EngineError
from evalreport.assembly.embedded.project import Project
from evalreport.errors import Place, near_matches

INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(\S+)\s*>\}\}\s*$")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
# Code spans are kept as they stand; then escaped shortcodes, which stand in three braces, and shortcodes.
PIECES = re.compile(r"(`+)(?:(?!\1).|\1`)*?\1(?!`)|\{\{\{<(?P<escaped>.*?)>\}\}\}|\{\{<(?P<code>.*?)>\}\}")
SHORTCODE = "shortcode"
"""Name of the raw format that carries a shortcode through Pandoc's reader."""


@dataclass(frozen=True)
class Source:
    """Text with the file and line that each of its lines came from."""

    text: str
    origins: tuple[tuple[str, int], ...]

    def place(self, line: int) -> Place | None:
        """Say where a line (from 1) of the text came from."""
        if not 1 <= line <= len(self.origins):
            return None
        return Place(*self.origins[line - 1])

    def locate(self, *needles: str) -> Place | None:
        """Find the first line that holds one of the texts, tried in order; an id is found whole."""
        for needle in needles:
            places = self.occurrences(needle) if needle else []
            if places:
                return places[0]
        return None

    def occurrences(self, needle: str) -> list[Place]:
        """List the places of every line that holds the text."""
        end = r"(?![\w-])" if needle.startswith(("#", "@")) else ""
        pattern = re.compile(re.escape(needle) + end)
        lines = enumerate(self.text.split("\n"), start=1) if needle in self.text else ()
        return [place for number, line in lines if pattern.search(line) and (place := self.place(number))]


def read_source(project: Project) -> Source:
    """Read the document with everything it includes.

    Raises
    ------
    EngineError
        If an included file does not exist, or a file includes itself.
    """
    lines = _expand(project.folder, project.document, project.body.split("\n"), project.first_line, ())
    return Source("\n".join(text for text, _, _ in lines), tuple((name, number) for _, name, number in lines))


def _expand(
    folder: Path, name: str, lines: list[str], first_line: int, inside: tuple[str, ...]
) -> list[tuple[str, str, int]]:
    out: list[tuple[str, str, int]] = []
    for number, line in enumerate(lines, start=first_line):
        match = INCLUDE.match(line)
        if match is None:
            out.append((line, name, number))
            continue
        target = match.group(1).strip("\"'")
        path = folder / target.lstrip("/") if target.startswith("/") else (folder / name).parent / target
        known = path.resolve().relative_to(folder.resolve()).as_posix() if path.is_file() else target
        if not path.is_file():
            there = {p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.qmd")}
            near = near_matches(target.removesuffix(".qmd"), there)
            raise EngineError(
                f"the included file '{target}' does not exist",
                where=Place(name, number),
                near=[f"{other}.qmd" for other in near],
            )
        if known in (*inside, name):
            raise EngineError(f"'{known}' includes itself", where=Place(name, number))
        text = path.read_text(encoding="utf-8")
        out += _expand(folder, known, text.rstrip("\n").split("\n"), 1, (*inside, name))
    return out


def mark_shortcodes(text: str) -> str:
    """Write each shortcode as a raw inline, so that it reaches the tree as one node.

    >>> mark_shortcodes("Version {{< meta version >}}.")
    'Version `{{< meta version >}}`{=shortcode}.'
    """
    out: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            if mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            out.append(line)
        elif mark:
            fence = mark.group(1)
            out.append(line)
        else:
            out.append(PIECES.sub(_marked, line) if "{{" in line else line)
    return "\n".join(out)


def _marked(match: re.Match[str]) -> str:
    if match.group("escaped") is not None:
        return f"`{{{{<{match.group('escaped')}>}}}}`{{={SHORTCODE}-text}}"
    if match.group("code") is not None:
        return f"`{{{{<{match.group('code')}>}}}}`{{={SHORTCODE}}}"
    return match.group(0)
