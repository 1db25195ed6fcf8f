"""The Quarto project to render: `_quarto.yml` and the front matter of its document, merged as by Quarto."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from evalreport.assembly.embedded.errors import EngineError
from evalreport.errors import Place

CONFIGURATION = "_quarto.yml"
WORD_CONFIGURATION = "_quarto-word.yml"
"""What Word needs beyond the rest, in a profile of its own: Quarto reads it when asked for the profile `word`."""
FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
"""What the caller asks for, and the format Quarto's configuration has for it."""

SWITCHES = (
    "toc",
    "number-sections",
    "citeproc",
    "embed-resources",
    "link-citations",
    "suppress-bibliography",
    "callout-icon",
)
MERGED = ("language", "crossref")


@dataclass(frozen=True)
class Project:
    """A project's folder, its document, and what its configuration says."""

    folder: Path
    document: str
    metadata: dict[str, Any]
    formats: dict[str, dict[str, Any]]
    body: str
    first_line: int

    def options(self, format_name: str) -> dict[str, Any]:
        """Return the settings of one format: those of the document, overruled by those of the format."""
        return merged(self.metadata, self.formats.get(format_name, {}))


def read_project(folder: Path) -> Project:
    """Read the configuration and the document of a project folder.

    Raises
    ------
    EngineError
        If the folder has no `_quarto.yml` or no document, or if their YAML cannot be read.
    """
    configuration = folder / CONFIGURATION
    if not configuration.is_file():
        raise EngineError(
            f"there is no {CONFIGURATION} in the folder to render",
            where=Place(CONFIGURATION),
            remedy="point the engine to the folder that holds the assembled report",
        )
    settings = read_yaml(configuration.read_text(encoding="utf-8"), CONFIGURATION)
    project = settings.pop("project", None) or {}
    rendered = project.get("render") or ["index.qmd"]
    document = str(rendered[0])
    if not (folder / document).is_file():
        raise EngineError(f"the document {document} does not exist", where=Place(CONFIGURATION))
    front, body, first_line = split_front_matter((folder / document).read_text(encoding="utf-8"), document)
    base, own = (formats_of(settings.pop("format", None)), formats_of(front.pop("format", None)))
    profile = folder / WORD_CONFIGURATION
    if profile.is_file():
        word = formats_of(read_yaml(profile.read_text(encoding="utf-8"), WORD_CONFIGURATION).get("format"))
        base["docx"] = merged(base.get("docx", {}), word.get("docx", {}))
    formats = {
        name: merged(base.get(name, {}), own.get(name, {}))
        for name in [*base, *(n for n in own if n not in base)]
    }
    return Project(folder, document, merged(settings, front), formats, body, first_line)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay settings over others; the words and the reference options are merged key by key."""
    out = {**under, **over}
    for key in MERGED:
        if isinstance(under.get(key), Mapping) and isinstance(over.get(key), Mapping):
            out[key] = {**under[key], **over[key]}
    return out


def formats_of(value: Any) -> dict[str, dict[str, Any]]:
    """Return the settings by format; `format: html` and `html: default` stand for no settings."""
    if isinstance(value, str):
        return {value: {}}
    if not isinstance(value, Mapping):
        return {}
    return {str(name): dict(part) if isinstance(part, Mapping) else {} for name, part in value.items()}


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str, int]:
    """Part a document in its front matter, its body and the number of the body's first line."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            front = read_yaml("".join(lines[1:number]), name, offset=1)
            return front, "".join(lines[number + 1 :]), number + 2
    raise EngineError(
        "the front matter is not closed", where=Place(name, 1), remedy="end it with a line of three hyphens"
    )


def read_yaml(text: str, name: str, offset: int = 0) -> dict[str, Any]:
    """Read YAML as plain values; dates become ISO text. Faults carry the line in the file."""
    try:
        loaded = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 + offset if fault.problem_mark else None
        raise EngineError(
            f"the settings are not valid YAML: {fault.problem}", where=Place(name, line)
        ) from fault
    if loaded is None:
        return {}
    if not isinstance(loaded, CommentedMap):
        raise EngineError("settings must be written as 'name: value'", where=Place(name, 1 + offset))
    for key in SWITCHES:
        if key in loaded and not isinstance(loaded[key], bool):
            raise EngineError(
                f"'{key}' is '{loaded[key]}', but must be true or false",
                where=Place(name, loaded.lc.key(key)[0] + 1 + offset),
            )
    return {str(key): simple(value) for key, value in loaded.items()}


def simple(value: Any) -> Any:
    """Turn what the YAML reader makes into plain Python values that JSON can hold."""
    if isinstance(value, Mapping):
        return {str(key): simple(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [simple(part) for part in value]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)
