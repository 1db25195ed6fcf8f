"""The parameter file of a project: what is particular to one evaluation, typed and validated."""

from evalreport.project.load import load, place_of
from evalreport.project.measures import Measure
from evalreport.project.model import ChapterEntry, Constant, ExhibitWords, NotebookEntry, Project, Publication

__all__ = [
    "ChapterEntry",
    "Constant",
    "ExhibitWords",
    "Measure",
    "NotebookEntry",
    "Project",
    "Publication",
    "load",
    "place_of",
]
