"""Renderers: pure functions from a specification to SVG, HTML, Typst, Word, Markdown and CSV."""

from evalreport.exhibits.render.chapter import qmd
from evalreport.exhibits.render.data import csv
from evalreport.exhibits.render.html_table import html
from evalreport.exhibits.render.image import svg
from evalreport.exhibits.render.notebook import notebook_html
from evalreport.exhibits.render.typst_table import typst
from evalreport.exhibits.render.word_table import openxml

__all__ = ["csv", "html", "notebook_html", "openxml", "qmd", "svg", "typst"]
