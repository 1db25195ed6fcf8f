"""Words that the frame of the report prints: cover, colophon, contents menu and data links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evalreport.errors import unknown

Status = Literal["draft", "review", "final"]


@dataclass(frozen=True)
class Labels:
    """The frame's words in one language."""

    status: Mapping[str, str]
    status_meaning: Mapping[str, str]
    prepared_by: str
    prepared_for: str
    authors: str
    date: str
    version: str
    build: str
    state: str
    citation: str
    colophon: str
    references: str
    skip: str
    example: str
    data: str
    data_of_figure: str
    data_of_table: str
    download: str
    scroll: str


_LABELS = {
    "da": Labels(
        status={"draft": "Udkast", "review": "Til kommentering", "final": "Endelig udgave"},
        status_meaning={
            "draft": "Udkast. Tal og tekst kan ændre sig",
            "review": "Til kommentering. Tal og tekst kan ændre sig",
            "final": "Endelig udgave",
        },
        prepared_by="Udarbejdet af",
        prepared_for="Udarbejdet for",
        authors="Forfattere",
        date="Dato",
        version="Version",
        build="Build",
        state="Status",
        citation="Foreslået henvisning",
        colophon="Om denne udgave",
        references="Litteratur",
        skip="Gå til indholdet",
        example="Eksempel",
        data="Data bag figurer og tabeller",
        data_of_figure="Data bag figuren",
        data_of_table="Data bag tabellen",
        download="Hent som CSV",
        scroll="Kan rulles til siden",
    ),
    "en": Labels(
        status={"draft": "Draft", "review": "For comments", "final": "Final version"},
        status_meaning={
            "draft": "Draft. Figures and text may change",
            "review": "For comments. Figures and text may change",
            "final": "Final version",
        },
        prepared_by="Prepared by",
        prepared_for="Prepared for",
        authors="Authors",
        date="Date",
        version="Version",
        build="Build",
        state="Status",
        citation="Suggested citation",
        colophon="About this version",
        references="References",
        skip="Skip to content",
        example="Example",
        data="Data behind figures and tables",
        data_of_figure="Data behind the figure",
        data_of_table="Data behind the table",
        download="Download as CSV",
        scroll="Scrolls sideways",
    ),
}


def labels(language: str) -> Labels:
    """Return the frame's words for a language tag such as `da-DK`.

    Raises
    ------
    EvalreportError
        If there are none for the language.
    """
    name = language.partition("-")[0]
    if name not in _LABELS:
        raise unknown("language", language, _LABELS)
    return _LABELS[name]
