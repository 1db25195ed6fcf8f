"""Exhibits: figures, tables, diagrams, quotes, boxes and cases as frozen specifications, and their renderers.

A builder makes a specification from gated facts; a renderer turns a specification into SVG, HTML, Typst or
the Markdown of a chapter. Nothing is computed on the way: what an exhibit prints, the facts say.
"""

from evalreport.exhibits import render
from evalreport.exhibits.builders import (
    Exit,
    Setting,
    Stage,
    cross_table,
    fact_table,
    flow,
    grouped_bars,
    horizontal_bars,
    lines,
)
from evalreport.exhibits.collection import AnyExhibit, exhibit_from_json
from evalreport.exhibits.diagram import Actor, Diagram, Tie
from evalreport.exhibits.exhibit import Cell, Exhibit
from evalreport.exhibits.figure import Band, Figure, Reference
from evalreport.exhibits.flow_diagram import Flow, FlowExit, FlowNode, FlowStage
from evalreport.exhibits.table import Column, Matrix, Row, Spanner, Table
from evalreport.exhibits.texts import Box, Case, QuotedLine, QuoteSet

__all__ = [
    "Actor",
    "AnyExhibit",
    "Band",
    "Box",
    "Case",
    "Cell",
    "Column",
    "Diagram",
    "Exhibit",
    "Exit",
    "Figure",
    "Flow",
    "FlowExit",
    "FlowNode",
    "FlowStage",
    "Matrix",
    "QuoteSet",
    "QuotedLine",
    "Reference",
    "Row",
    "Setting",
    "Spanner",
    "Stage",
    "Table",
    "Tie",
    "cross_table",
    "exhibit_from_json",
    "fact_table",
    "flow",
    "grouped_bars",
    "horizontal_bars",
    "lines",
    "render",
]
