"""Renderers: pure functions from a specification to SVG, HTML, Typst, Markdown and CSV."""

from evalreport.exhibits.drawing import svg
from evalreport.exhibits.render.chapter import qmd
from evalreport.exhibits.render.data import csv
from evalreport.exhibits.render.html import html, notebook_html
from evalreport.exhibits.render.typst import typst

__all__ = ["csv", "html", "notebook_html", "qmd", "svg", "typst"]
