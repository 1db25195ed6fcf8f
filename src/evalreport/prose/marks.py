"""Marks: what a draft shows beside the words, and a final report refuses."""

from __future__ import annotations

import re

from evalreport.errors import EvalreportError
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import PLAIN, Block, Document, Kind
from evalreport.prose.model import ChapterSource, Mark, ProseContext

# What a draft prints in the report's language; what is said, with a remedy, when a final report is refused.
_MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "number": {
        "da": ("Tallet “{text}” er hverken beregnet, citeret eller erklæret.", ""),
        "en": (
            "The number '{text}' is neither computed, cited nor declared.",
            'bind it: [{text}]{{fact="…"}}, [{text}]{{cited="…"}} or [{text}]{{constant="…"}}',
        ),
    },
    "quantifier": {
        "da": ("“{text}” er ikke et kendt mængdeord. Værdien er {value}.", ""),
        "en": (
            "'{text}' is not a known quantifier. The value is {value}.",
            "use a phrase with known bounds, such as 'knap en tredjedel', or print the number",
        ),
    },
    "bounds": {
        "da": ("“{text}” passer ikke. Værdien er {value}; ordene dækker {bounds}.", ""),
        "en": (
            "'{text}' does not fit. The value is {value}; the words cover {bounds}.",
            "choose other words",
        ),
    },
    "value": {
        "da": ("“{text}” passer ikke. Værdien er {value}.", ""),
        "en": ("'{text}' does not fit. The value is {value}.", "write the value, or other words"),
    },
    "claim": {
        "da": ("Påstanden holder ikke: {claim} ({values}).", ""),
        "en": ("The claim does not hold: {claim} ({values}).", "rewrite the sentence and its claim"),
    },
    "undecidable": {
        "da": ("Påstanden kan ikke afgøres, fordi tal i den er skjult: {facts}.", ""),
        "en": (
            "The claim cannot be decided, because numbers in it are hidden: {facts}.",
            "leave the statement out, or build it on numbers that may be shown",
        ),
    },
    "causal": {
        "da": (
            "“{text}” hævder en virkning, som en undersøgelse uden sammenligningsgruppe ikke kan vise.",
            "",
        ),
        "en": (
            "'{text}' claims an effect that a study without a comparison group cannot show.",
            "describe the change, or say who holds this view (ifølge, oplever, vurderer)",
        ),
    },
    "constant": {
        "da": ("“{text}” svarer ikke til konstanten “{name}”, som er {value}.", ""),
        "en": (
            "'{text}' does not agree with the constant '{name}', which is {value}.",
            "correct the text, or the constant in project.yaml",
        ),
    },
    "benchmark": {
        "da": ("“{text}” svarer ikke til det, der er angivet for {name}: {value}.", ""),
        "en": (
            "'{text}' does not agree with what is declared for {name}: {value}.",
            "correct the text, or the list of benchmarks",
        ),
    },
    "quote": {
        "da": ("Citatet “{name}” er ikke godkendt.", ""),
        "en": ("The quote '{name}' is not approved.", "approve it in the list of quotes, or take it out"),
    },
    "brackets": {
        "da": ("“{text}” står i klammen og bliver ikke trykt.", ""),
        "en": (
            "'{text}' stands inside the brackets and is not printed.",
            "keep only the number in the brackets and the words after them",
        ),
    },
    "hidden": {
        "da": ("Ord, der hviler på et skjult tal, er skjult.", ""),
        "en": (
            "Words that rest on a hidden number are hidden.",
            "write the sentence so that it can do without",
        ),
    },
}
SILENT = frozenset({"hidden"})
"""Kinds that are listed but neither shown (the words are gone) nor refused."""


def mark(
    findings: Findings, document: Document, chapter: ChapterSource, context: ProseContext,
    offset: int, kind: str, **values: str,
) -> str:  # fmt: skip
    """Record a mark and return its message; in a final report it is a fault as well."""
    language = context.locale.language if context.locale.language in ("da", "en") else "en"
    message = _MESSAGES[kind][language][0].format(**values)
    stop = kind not in SILENT
    line, column = document.position(offset)
    findings.marks.append(Mark(chapter.id, chapter.path, line, column, kind, message, stop))
    if stop and context.status == "final":
        text, remedy = (part.format(**values) for part in _MESSAGES[kind]["en"])
        what = text[0].lower() + text[1:].removesuffix(".")
        findings.faults.append(EvalreportError(what, where=document.place(offset), remedy=remedy))
    return message


def note(message: str) -> str:
    """Write the message for both engines as raw output; other formats show the marked words alone.

    >>> note("a < b")
    '`<span class="mark-note">a &lt; b</span>`{=html}`#draft-mark[#"a < b"]`{=typst}'
    """
    html = message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = html.replace("{", "&#123;").replace("}", "&#125;")  # engines look for shortcodes in raw output too
    typst = message.replace("\\", "\\\\").replace('"', '\\"').replace("{", "\\u{7b}")
    return _raw(f'<span class="mark-note">{html}</span>', "html") + _raw(f'#draft-mark[#"{typst}"]', "typst")


def _raw(text: str, output: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1) if longest else "`"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}{{={output}}}"


def attributes(message: str, rest: str = "") -> str:
    """Write the braces of marked words."""
    title = message.replace("\\", "\\\\").replace('"', "\u201d")
    return "{.mark" + (f" {rest}" if rest else "") + f' title="{title}"}}'


def show_after(findings: Findings, block: Block, message: str) -> None:
    """Put the message in a paragraph of its own after a heading, figure or table."""
    findings.edit(block.end, block.end, f"\n{block.indent}\n{block.indent}{note(message)}\n")


def show_words(findings: Findings, start: int, end: int, kind: Kind, block: Block, message: str) -> None:
    """Mark words of the running text, or put the message after the block where words cannot carry it."""
    if kind in PLAIN or kind == "grid":
        show_after(findings, block, message)
    else:
        findings.edit(start, start, "[")
        findings.edit(end, end, f"]{attributes(message)}{note(message)}")
