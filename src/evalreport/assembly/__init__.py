"""From chapters to one document: the Quarto project, and the engines that render it."""

from __future__ import annotations

from evalreport.assembly.data import data_attachments, exhibit_csv
from evalreport.assembly.document import Attachment, Chapter, Document
from evalreport.assembly.quarto_project import write_project
from evalreport.assembly.render import Rendered, engine_version, render, standards

__all__ = [
    "Attachment",
    "Chapter",
    "Document",
    "Rendered",
    "data_attachments",
    "engine_version",
    "exhibit_csv",
    "render",
    "standards",
    "write_project",
]
