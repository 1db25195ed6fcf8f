"""What Quarto's Word writer cannot use of a project, put in a form it can: it draws no SVG by itself."""

from __future__ import annotations

import re
from pathlib import Path

from evalreport.assembly.embedded.docx import drawn

_DRAWING = re.compile(r"(?<=\]\()([^()\s]+)\.svg(?=\))")


def fit_for_word(project: Path) -> None:
    """Change a copy of a project: its drawings become pictures.

    Parameters
    ----------
    project : Path
        The copy; PNG files appear beside its SVG files.
    """
    fonts = [str(folder) for folder in (project / "fonts",) if folder.is_dir()]

    def picture(match: re.Match[str]) -> str:
        source = project / f"{match[1]}.svg"
        if not source.is_file():
            return match[0]
        target = source.with_suffix(".png")
        if not target.exists():
            target.write_bytes(drawn(f"{match[1]}.svg", project, fonts))
        return f"{match[1]}.png"

    for path in sorted(project.rglob("*.qmd")):
        text = path.read_text(encoding="utf-8")
        path.write_text(_DRAWING.sub(picture, text), encoding="utf-8", newline="\n")
