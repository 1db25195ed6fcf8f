"""From a Quarto project to the report's files, by either engine."""

from __future__ import annotations

import calendar
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pypandoc
from ruamel.yaml import YAML

from evalreport.assembly import embedded, pdf, word_file
from evalreport.assembly.quarto import Quarto, find_quarto, render_with_quarto
from evalreport.assembly.word import fit_for_word
from evalreport.errors import EvalreportError, unknown

Engine = Literal["embedded", "quarto"]
ENGINES = ("embedded", "quarto")
FORMATS = ("html", "pdf", "docx")
STANDARD_NAMES = {"ua-1": "PDF/UA-1", "a-3a": "PDF/A-3a"}
_EMBEDDED_STANDARDS = ("ua-1", "a-3a")


@dataclass(frozen=True)
class Rendered:
    """What an engine made: the files by format, the engine and its version, tolerated warnings, PDF standards held."""

    engine: str
    version: str
    files: dict[str, Path]
    warnings: tuple[str, ...]
    standards: tuple[str, ...]


def engine_version(engine: str) -> str:
    """Return the engine with its version and what it is made of; part of the build id.

    Raises
    ------
    EvalreportError
        If there is no such engine, or Quarto is asked for and not installed.
    """
    if _known(engine) == "quarto":
        return f"Quarto {find_quarto().version}"
    engine = f"evalreport {embedded.ENGINE_VERSION}"
    return f"{engine}, Pandoc {pypandoc.get_pandoc_version()}, Typst {version('typst')}"


def standards(engine: str) -> tuple[str, ...]:
    """Return the standards that the engine's PDF holds, for the colophon."""
    held = find_quarto().standards if _known(engine) == "quarto" else _EMBEDDED_STANDARDS
    return tuple(STANDARD_NAMES[name] for name in held)


def _known(engine: str) -> str:
    if engine not in ENGINES:
        raise unknown("engine", engine, ENGINES)
    return engine


def render(
    project: Path,
    formats: Sequence[str] = ("html", "pdf"),
    output: Path = Path("."),
    *,
    engine: str = "embedded",
    name: str = "report",
) -> Rendered:
    """Render a Quarto project to `report.html`, `report.pdf` and `report.docx`.

    Parameters
    ----------
    project : Path
        The folder that `write_project` made; it is only read.
    formats : sequence of str
        Any of html, pdf and docx.
    output : Path
        The folder of the files. They appear together when every format has succeeded; otherwise it stays as it was.
    engine : str
        `embedded` or `quarto`.
    name : str
        The files' name before the dot.

    Raises
    ------
    EvalreportError
        If an engine or a format is unknown, the engine fails or warns, or the PDF is not accessible.
    """
    strange = [wanted for wanted in formats if wanted not in FORMATS]
    if strange:
        raise unknown("format", strange[0], FORMATS)
    quarto = find_quarto() if _known(engine) == "quarto" else None
    held = quarto.standards if quarto else _EMBEDDED_STANDARDS
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        copy = Path(folder) / "project"
        shutil.copytree(project, copy)
        set_standards(copy, held)
        made, warnings = _run(quarto, project, copy, tuple(formats), Path(folder))
        if "pdf" in made:
            pdf.retag(made["pdf"], pdf.table_shapes(copy))
            _require_accessible(made["pdf"])
        if "docx" in made:
            word_file.finish(made["docx"])
        files = _move(made, {wanted: output / f"{name}.{wanted}" for wanted in formats})
    return Rendered(
        engine, engine_version(engine), files, warnings, tuple(STANDARD_NAMES[standard] for standard in held)
    )


def _move(made: dict[str, Path], targets: dict[str, Path]) -> dict[str, Path]:
    """Let the new files take the place of the old ones, once all of them lie beside them."""
    staged = {wanted: target.with_name(f".{target.name}.part") for wanted, target in targets.items()}
    try:
        for wanted, path in staged.items():
            shutil.copyfile(made[wanted], path)
        return {wanted: path.replace(targets[wanted]) for wanted, path in staged.items()}
    finally:
        for path in staged.values():
            path.unlink(missing_ok=True)


def _run(
    quarto: Quarto | None, project: Path, copy: Path, formats: tuple[str, ...], folder: Path
) -> tuple[dict[str, Path], tuple[str, ...]]:
    epoch = publication_epoch(copy)
    if quarto:
        return _run_quarto(quarto, project, copy, formats, folder, epoch)
    result = embedded.render(copy, formats, folder / "output", source_date_epoch=epoch)
    if result.warnings:
        raise EvalreportError(
            "the engine warned:\n    " + "\n    ".join(result.warnings),
            remedy="a warning means that something is missing in the report; mend it in the chapter it names",
        )
    return result.files, result.warnings


def _run_quarto(
    quarto: Quarto, project: Path, copy: Path, formats: tuple[str, ...], folder: Path, epoch: int
) -> tuple[dict[str, Path], tuple[str, ...]]:
    home = folder / "home"
    home.mkdir()
    others = tuple(name for name in formats if name != "docx")
    files, warnings = render_with_quarto(quarto, copy, others, home, epoch)
    if "docx" not in formats:
        return files, warnings
    word = folder / "word"
    shutil.copytree(project, word)
    fit_for_word(word)
    made, said = render_with_quarto(quarto, word, ("docx",), home, epoch)
    return files | made, tuple(dict.fromkeys((*warnings, *said)))


def set_standards(project: Path, held: Sequence[str]) -> None:
    """Write the PDF standards an engine can hold into a project's settings."""
    path = project / "_quarto.yml"
    text = path.read_text(encoding="utf-8")
    wanted = held[0] if len(held) == 1 else f"[{', '.join(held)}]"
    path.write_text(
        re.sub(r"(?m)^(\s*pdf-standard:).*$", rf"\1 {wanted}", text), encoding="utf-8", newline="\n"
    )


def publication_epoch(project: Path) -> int:
    """Return midnight of the publication's date, in seconds since 1970."""
    front = (project / "index.qmd").read_text(encoding="utf-8").split("---\n")[1]
    report = YAML(typ="safe").load(front)["report"]
    return calendar.timegm((report["year"], report["month"], report["day"], 0, 0, 0))


def _require_accessible(path: Path) -> None:
    found = pdf.faults(path)
    if found:
        raise EvalreportError(
            "the PDF cannot be read by everyone:\n    " + "\n    ".join(found),
            remedy="give every figure an alternative text and every table header cells; let headings go down "
            "one level at a time",
        )
