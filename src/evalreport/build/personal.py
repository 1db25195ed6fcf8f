"""The last look for personal numbers in what people have written: chapters, references and the parameter file.

Data are looked through when they are taken in; these texts never pass that way, and all of them can be printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evalreport.build.site import Site
from evalreport.errors import EvalreportError, Faults, Place
from evalreport.intake import has_personal_number

REMEDY = "take the number out of the text; a report, draft or not, never holds one"


def refuse_personal_numbers(site: Site) -> None:
    """Stop, whatever the publication's status, where a text holds what looks like a personal number.

    Raises
    ------
    Faults
        With every place; the number itself is not repeated.
    """
    faults = [_fault(where) for where in (*_in_texts(site), *_in_settings(site))]
    if faults:
        raise Faults(faults, title="personal numbers in what is to be printed:")


def _fault(where: Place) -> EvalreportError:
    return EvalreportError("what looks like a personal number (••••••-••••)", where=where, remedy=REMEDY)


def _in_texts(site: Site) -> Iterator[Place]:
    publication = site.publication
    chapters = [entry.path for entry in (*publication.chapters, *publication.appendices)]
    for name in (*chapters, site.project.bibliography):
        path = site.project_folder / name
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if has_personal_number(line):
                yield Place(site.shown(path), line=number)


def _in_settings(site: Site) -> Iterator[Place]:
    file = site.shown(site.project_folder / "project.yaml")
    for path in _strings(site.project.model_dump(mode="json"), ()):
        yield Place(file, column=".".join(path))


def _strings(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, str):
        if has_personal_number(value):
            yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*path, str(index)))
