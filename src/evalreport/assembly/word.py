"""What Quarto's Word writer cannot use of a project, put in a form it can.

It leaves out HTML tables that are marked as finished, and draws no SVG without a program of its own.
"""

from __future__ import annotations

import re
from pathlib import Path

from evalreport.assembly.embedded.docx import drawn

_FINISHED = re.compile(r'<table\b[^>]*? data-quarto-disable-processing="true"[^>]*>')
_DRAWING = re.compile(r"(?<=\]\()([^()\s]+)\.svg(?=\))")


def fit_for_word(project: Path) -> None:
    """Change a copy of a project: its tables may be read, and its drawings become pictures.

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
        # Without its id too: tbl-x-table would be a table of its own within tbl-x.
        text = _DRAWING.sub(picture, _FINISHED.sub("<table>", text))
        path.write_text(text, encoding="utf-8", newline="\n")
