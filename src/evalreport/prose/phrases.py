"""The words in a bracket as a reader meets them."""

from __future__ import annotations

import re


def spoken(text: str) -> str:
    """Return the words of a bracket on one line, without emphasis and the signs of a block quote."""
    text = re.sub(r"[ \t]*\r?\n[ \t>]*", " ", text)
    return re.sub(r"(?<!\\)[*_`]+", "", text).strip()


def plain(text: str) -> str:
    """Fold what a reader does not see: kinds of space and of minus."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u2212", "-").replace("&nbsp;", " ")).strip()


def escaped(text: str) -> str:
    """Escape what Markdown would read in a printed value."""
    return re.sub(r"([\\`*_\[\]<>#@$~^|])", r"\\\1", text)


def emphasis(text: str) -> tuple[str, str]:
    """The emphasis around the whole text of a bracket."""
    found = re.fullmatch(r"\s*(\*{1,3}|_{1,3})(?=\S)[^*_]*?\1\s*", text, re.DOTALL)
    return (found[1], found[1]) if found else ("", "")


def words_lost(text: str, value: str) -> str:
    """Words in the brackets that the printed value does not have: "point" of `[63,6 point]`."""
    if not re.search(r"\d", text) or not re.search(r"\d", value):
        return ""
    have = set(re.findall(r"[^\W\d_]+", value.casefold()))
    return " ".join(word for word in re.findall(r"[^\W\d_]+", text) if word.casefold() not in have)
