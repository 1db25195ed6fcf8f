"""The words an engine prints by itself, by language, and how a project changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENGLISH = {
    "toc-title-document": "Table of contents",
    "section-title-abstract": "Abstract",
    "crossref-fig-title": "Figure",
    "crossref-tbl-title": "Table",
    "crossref-lst-title": "Listing",
    "crossref-thm-title": "Theorem",
    "crossref-lem-title": "Lemma",
    "crossref-cor-title": "Corollary",
    "crossref-prp-title": "Proposition",
    "crossref-cnj-title": "Conjecture",
    "crossref-def-title": "Definition",
    "crossref-exm-title": "Example",
    "crossref-exr-title": "Exercise",
    "crossref-sec-prefix": "Section",
    "crossref-eq-prefix": "Equation",
    "environment-proof-title": "Proof",
    "environment-remark-title": "Remark",
    "environment-solution-title": "Solution",
    "callout-note-title": "Note",
    "callout-tip-title": "Tip",
    "callout-important-title": "Important",
    "callout-warning-title": "Warning",
    "callout-caution-title": "Caution",
}

# What Quarto prints in Danish, faults included: a report sets "Afsnit" and "Resumé" itself.
DANISH = {
    "toc-title-document": "Indholdsfortegnelse",
    "section-title-abstract": "Resume",
    "crossref-fig-title": "Figur",
    "crossref-tbl-title": "Tabel",
    "crossref-lst-title": "Liste",
    "crossref-thm-title": "Sætning",
    "crossref-lem-title": "Hjælpesætning",
    "crossref-cor-title": "Følgesætning",
    "crossref-prp-title": "Erklæring",
    "crossref-cnj-title": "Formodning",
    "crossref-def-title": "Definition",
    "crossref-exm-title": "Eksempel",
    "crossref-exr-title": "Øvelse",
    "crossref-sec-prefix": "Sektion",
    "crossref-eq-prefix": "Ligning",
    "environment-proof-title": "Bevis",
    "environment-remark-title": "Bemærkning",
    "environment-solution-title": "Løsning",
    "callout-note-title": "Note",
    "callout-tip-title": "Tip",
    "callout-important-title": "Vigtigt",
    "callout-warning-title": "Advarsel",
    "callout-caution-title": "Forsigtig",
}

LANGUAGES = {"en": ENGLISH, "da": DANISH}

CALLOUTS = {"nte": "note", "tip": "tip", "imp": "important", "wrn": "warning", "cau": "caution"}
"""Prefix of an id, and the kind of callout it names."""


@dataclass(frozen=True)
class Words:
    """The printed words of one document."""

    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def title(self, kind: str) -> str:
        """Return the word before a number in a caption, as "Figur"."""
        if kind in CALLOUTS:
            return ENGLISH[f"callout-{CALLOUTS[kind]}-title"]
        return self.table.get(f"crossref-{kind}-title") or kind.capitalize()

    def prefix(self, kind: str) -> str:
        """Return the word before a number in a reference; that of the caption unless set apart."""
        return self.table.get(f"crossref-{kind}-prefix") or self.title(kind)


def words_of(options: Mapping[str, Any]) -> Words:
    """Compose the words of a document from its language and its settings.

    `language:` (flat, or nested under the language), `crossref:`, `toc-title` and `abstract-title`
    change them.
    """
    language = str(options.get("lang") or "en").split("-")[0]
    table = {**ENGLISH, **LANGUAGES.get(language, {})}
    own = options.get("language")
    if isinstance(own, Mapping):
        table |= {str(key): str(value) for key, value in own.items() if not isinstance(value, Mapping)}
        nested = own.get(language)
        if isinstance(nested, Mapping):
            table |= {str(key): str(value) for key, value in nested.items()}
    crossref = options.get("crossref")
    if isinstance(crossref, Mapping):
        table |= {f"crossref-{key}": str(value) for key, value in crossref.items() if isinstance(value, str)}
    for option, key in (("toc-title", "toc-title-document"), ("abstract-title", "section-title-abstract")):
        if options.get(option):
            table[key] = str(options[option])
    return Words(table)
