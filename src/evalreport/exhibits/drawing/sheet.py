"""From a specification to SVG."""

from __future__ import annotations

from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.drawing import bars, lines
from evalreport.exhibits.drawing.canvas import Canvas, settings
from evalreport.exhibits.drawing.columns import columns
from evalreport.exhibits.drawing.flow import flow
from evalreport.exhibits.drawing.ties import ties
from evalreport.exhibits.figure import Figure
from evalreport.exhibits.flow_diagram import Flow

_FORMS = {"grouped_bars": bars.grouped_bars, "horizontal_bars": bars.horizontal_bars, "lines": lines.lines}


def sheet(exhibit: Figure | Flow | Diagram) -> Canvas:
    """Draw an exhibit; call within `settings`."""
    if isinstance(exhibit, Figure):
        return _FORMS[exhibit.form](exhibit)
    if isinstance(exhibit, Flow):
        return flow(exhibit)
    return columns(exhibit) if exhibit.columns else ties(exhibit)


def drawn(exhibit: Figure | Flow | Diagram) -> bytes:
    """Draw an exhibit and return it as SVG: the same bytes for the same specification.

    Safe to call from several threads; drawings wait for each other, since matplotlib keeps one set of settings.
    """
    with settings():
        return sheet(exhibit).svg()
