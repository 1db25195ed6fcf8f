"""Any exhibit as it looks under a notebook's cell."""

from __future__ import annotations

import base64

from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.exhibit import Exhibit
from evalreport.exhibits.figure import Figure
from evalreport.exhibits.flow_diagram import Flow
from evalreport.exhibits.render.html_table import html
from evalreport.exhibits.render.image import svg
from evalreport.exhibits.render.markup import html as escape
from evalreport.exhibits.table import Matrix, Table
from evalreport.exhibits.texts import Box, Case, QuoteSet


def notebook_html(exhibit: Exhibit) -> str:
    """Return an exhibit as it is shown under a notebook's cell: with caption and note."""
    if isinstance(exhibit, Figure | Flow | Diagram):
        data = base64.b64encode(svg(exhibit)).decode("ascii")
        body = (
            f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(exhibit.alt)}" style="max-width:100%">'
        )
    elif isinstance(exhibit, Table | Matrix):
        body = html(exhibit)
    elif isinstance(exhibit, QuoteSet):
        body = "".join(
            f"<blockquote><p>{escape(quote.text)}</p><footer>— {escape(quote.attribution)}</footer></blockquote>"
            for quote in exhibit.quotes
        )
    elif isinstance(exhibit, Case):
        parts = "".join(
            f"<p><strong>{escape(head)}.</strong> {escape(text)}</p>" for head, text in exhibit.parts()
        )
        body = f"<div><p><strong>{escape(exhibit.title)}</strong></p>{parts}</div>"
    elif isinstance(exhibit, Box):
        body = f"<div><p><strong>{escape(exhibit.title)}</strong></p><p>{escape(exhibit.body)}</p></div>"
    else:
        body = ""
    caption = (
        f"<figcaption><strong>{escape(exhibit.caption)}</strong></figcaption>" if exhibit.caption else ""
    )
    note = f"<p><small>{escape(exhibit.note_text())}</small></p>" if exhibit.note_text() else ""
    return f"<figure>{caption}{body}{note}</figure>"
