"""What a notebook sees: its parameters, tables and samples, and the verbs that publish results through the gate."""

from evalreport.chapter.chapter import Chapter, open_chapter
from evalreport.chapter.months import publish_months, publish_settlement, read_terms
from evalreport.chapter.quality import data_in_brief, publish_quality, publish_rules
from evalreport.chapter.run import RunFile
from evalreport.chapter.voices import publish_quotes, publish_support

__all__ = [
    "Chapter",
    "RunFile",
    "data_in_brief",
    "open_chapter",
    "publish_months",
    "publish_quality",
    "publish_quotes",
    "publish_rules",
    "publish_settlement",
    "publish_support",
    "read_terms",
]
