"""Renderers: pure functions from a specification to SVG, HTML, Typst, Markdown and CSV."""

from evalreport.exhibits.render.chapter import qmd
from evalreport.exhibits.render.data import csv
from evalreport.exhibits.render.html_table import html
from evalreport.exhibits.render.image import svg
from evalreport.exhibits.render.notebook import notebook_html
from evalreport.exhibits.render.typst_table import typst

__all__ = ["csv", "html", "notebook_html", "qmd", "svg", "typst"]
