"""Authors' Markdown, resolved and checked: bindings, claims, quotes, exhibits, references, lint."""

from evalreport.prose.model import (
    Benchmark,
    ChapterSource,
    Constant,
    Mark,
    Outdated,
    ProseContext,
    Quote,
    ResolvedChapter,
    ResolvedProse,
)
from evalreport.prose.resolve import resolve

__all__ = [
    "Benchmark",
    "ChapterSource",
    "Constant",
    "Mark",
    "Outdated",
    "ProseContext",
    "Quote",
    "ResolvedChapter",
    "ResolvedProse",
    "resolve",
]
