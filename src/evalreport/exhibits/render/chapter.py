"""Exhibits as they stand in a chapter: Markdown that both engines read, with raw Typst and Word where needed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.exhibit import Exhibit
from evalreport.exhibits.figure import Figure
from evalreport.exhibits.flow_diagram import Flow
from evalreport.exhibits.render.html_table import html
from evalreport.exhibits.render.markup import attribute, markdown
from evalreport.exhibits.render.typst_table import typst
from evalreport.exhibits.render.word_table import openxml
from evalreport.exhibits.table import Matrix, Table
from evalreport.exhibits.texts import Box, Case, QuotedLine, QuoteSet


def qmd(exhibit: Exhibit, *, figures: str = "figures") -> str:
    """Return the Markdown that places an exhibit in a chapter.

    Parameters
    ----------
    exhibit : Exhibit
        Any exhibit.
    figures : str
        Folder of the figures, relative to the document.

    Returns
    -------
    str
        Blocks that end in a line break. Typst calls `exhibit-note`, `info-box`, `case-box` and `pull-quote`
        are defined by the report's template.
    """
    if isinstance(exhibit, Figure | Flow | Diagram):
        image = f"![{markdown(exhibit.caption)}]({figures}/{exhibit.id}.svg)"
        blocks = [f'{image}{{#{exhibit.id} fig-alt="{attribute(exhibit.alt)}"}}']
    elif isinstance(exhibit, Table | Matrix):
        blocks = [
            f"::: {{#{exhibit.id}}}", _raw("html", html(exhibit)), _raw("typst", typst(exhibit)),
            _for_word(openxml(exhibit)), markdown(exhibit.caption), ":::",
        ]  # fmt: skip
    elif isinstance(exhibit, QuoteSet):
        blocks = [f"::: {{#{exhibit.id} .quote-set}}", *(_quote(quote) for quote in exhibit.quotes), ":::"]
    elif isinstance(exhibit, Box):
        blocks = _boxed(exhibit.id, "info-box", markdown(exhibit.title), [exhibit.body.strip()])
    elif isinstance(exhibit, Case):
        title = f"{exhibit.wording.text('case.name')}: {exhibit.title}"
        parts = [_part(head, text) for head, text in exhibit.parts()]
        blocks = _boxed(exhibit.id, "case-box", markdown(title), parts)
    else:
        raise NotImplementedError(f"no form in a chapter for {type(exhibit).__name__}")
    note = exhibit.note_text()
    if note:
        blocks.append(_note(note))
    return "\n\n".join(blocks) + "\n"


def _raw(language: str, text: str) -> str:
    return f"```{{={language}}}\n{text}\n```"


def _for_word(text: str) -> str:
    """Show WordprocessingML in Word alone: no other format sees that it is there."""
    return "\n\n".join(['::: {.content-visible when-format="docx"}', _raw("openxml", text), ":::"])


def _call(function: str, arguments: Iterable[tuple[str, str]]) -> str:
    """Wrap blocks in a call of Typst, each block an argument; elsewhere the blocks stand by themselves."""
    blocks = []
    opening = f"#{function}("
    for name, text in arguments:
        blocks += [_raw("typst", f"{opening}{name + ': ' if name else ''}["), text]
        opening = "], "
    return "\n\n".join([*blocks, _raw("typst", "])")])


def _note(note: str) -> str:
    return "\n\n".join(["::: {.exhibit-note}", _call("exhibit-note", [("", markdown(note))]), ":::"])


def _boxed(id: str, kind: str, title: str, body: Iterable[str]) -> list[str]:
    heading = f"::: {{.box-title}}\n{title}\n:::"
    return [
        f"::: {{#{id} .{kind}}}",
        _call(kind, [("title", heading), ("", "\n\n".join(part for part in body if part))]),
        ":::",
    ]


def _part(head: str, text: str) -> str:
    first, *rest = _paragraphs(text)
    return "\n\n".join([f"**{markdown(head)}.** {markdown(first)}", *(markdown(one) for one in rest)])


def _quote(quote: QuotedLine) -> str:
    told = "\n>\n".join(f"> {markdown(one)}" for one in _paragraphs(quote.text))
    who = f"::: {{.attribution}}\n— {markdown(quote.attribution)}\n:::"
    origin = f' data-quote="{attribute(quote.quote_id)}"' if quote.quote_id else ""
    call = _call("pull-quote", [("", told), ("attribution", who)])
    return "\n\n".join([f"::: {{.pull-quote{origin}}}", call, ":::"])


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()] or [""]
