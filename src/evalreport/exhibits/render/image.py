"""Figures and diagrams as SVG."""

from __future__ import annotations

from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.figure import Figure
from evalreport.exhibits.flow_diagram import Flow


def svg(exhibit: Figure | Flow | Diagram) -> bytes:
    """Draw an exhibit: the same bytes for the same specification, wherever and whenever it is drawn."""
    from evalreport.exhibits.drawing.sheet import drawn  # loads the drawing library, which text needs not

    return drawn(exhibit)
