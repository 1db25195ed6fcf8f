"""The list of references: its keys, and what is wrong with it, told with lines before anything is run."""

from __future__ import annotations

import re

from evalreport.errors import EvalreportError, Faults, Place

_ENTRY = re.compile(r"^[ \t]*@(\w+)\s*\{\s*([^,\s{}]*)\s*(,?)", re.MULTILINE)
_NO_ENTRY = ("comment", "preamble", "string")
_ESCAPED = re.compile(r"\\[{}]")


def citation_keys(text: str, file: str) -> frozenset[str]:
    """Return the keys of a BibTeX file.

    Parameters
    ----------
    text : str
        The file's content.
    file : str
        The file as messages name it.

    Raises
    ------
    Faults
        With every key that stands twice, and every entry without a key or with a brace that is never closed.
    """
    lines: dict[str, int] = {}
    faults: list[EvalreportError] = []
    found = list(_ENTRY.finditer(text))
    for match, following in zip(found, [*found, None][1:], strict=True):
        kind, key = match[1].lower(), match[2]
        if kind in _NO_ENTRY:
            continue
        line = text.count("\n", 0, match.start(1)) + 1
        where = Place(file, line=line)
        if not key or not match[3]:
            remedy = "write it as @book{key2025, with a comma after the key"
            faults.append(EvalreportError("an entry has no key", where=where, remedy=remedy))
        elif key in lines:
            what = f"the key '{key}' stands twice, in lines {lines[key]} and {line}"
            remedy = "give one of them another key, or delete it"
            faults.append(EvalreportError(what, where=where, remedy=remedy))
        lines.setdefault(key, line)
        body = _ESCAPED.sub("", text[match.start() : following.start() if following else len(text)])
        if body.count("{") != body.count("}"):
            what = f"the braces of '{key}' do not match: {body.count('{')} open, {body.count('}')} close"
            remedy = "see whether each field and the entry itself end with }"
            faults.append(EvalreportError(what, where=where, remedy=remedy))
    if faults:
        raise Faults(faults, title=f"{file} has {len(faults)} fault(s)")
    return frozenset(lines)
