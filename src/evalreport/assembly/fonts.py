"""The report's fonts: found in the packages they come with, copied for the PDF, subsetted for the HTML."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import os
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from evalreport.errors import EvalreportError


@dataclass(frozen=True)
class Face:
    """One cut of a family, and where it lies."""

    family: str
    package: str
    stem: str
    weight: int
    italic: bool = False

    @property
    def file(self) -> str:
        """Its file name in the Quarto project."""
        return f"{self.stem}.otf"


_SERIF = ("Source Serif Pro", "font_source_serif_pro")
_SANS = ("Source Sans Pro", "font_source_sans_pro")
FACES = (
    Face(*_SERIF, "SourceSerifPro-Regular", 400),
    Face(*_SERIF, "SourceSerifPro-It", 400, italic=True),
    Face(*_SERIF, "SourceSerifPro-Semibold", 600),
    Face(*_SERIF, "SourceSerifPro-SemiboldIt", 600, italic=True),
    Face(*_SANS, "SourceSansPro-Regular", 400),
    Face(*_SANS, "SourceSansPro-It", 400, italic=True),
    Face(*_SANS, "SourceSansPro-Semibold", 600),
    Face(*_SANS, "SourceSansPro-SemiboldIt", 600, italic=True),
)
WEB_NAMES = {"Source Serif Pro": "Report Serif", "Source Sans Pro": "Report Sans"}
"""Names of the subsets: the licence of the originals reserves the name Source for unchanged fonts."""

# Latin with Danish and its neighbours, punctuation, arrows, mathematics and the marks of matrices and lists.
CHARACTERS = (
    *range(0x0020, 0x007F), *range(0x00A0, 0x0180), 0x02C6, 0x02DA, 0x02DC,
    *range(0x2009, 0x200B), *range(0x2010, 0x2016), *range(0x2018, 0x201F), *range(0x2020, 0x2023), 0x2026,
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, *range(0x2070, 0x208F), 0x20AC, 0x2116, 0x2122,
    *range(0x2190, 0x2194), 0x2206, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25B2, 0x25B6, 0x25BC,
    0x25CA, 0x2713, 0x03B1, 0x03B2, 0x03BC, 0x03C3,
)  # fmt: skip
FEATURES = ("kern",)
"""All that is kept of the layout tables: the figures of both families are lining and of equal width as they are."""


def font_file(face: Face, suffix: str = ".otf") -> bytes:
    """Read a font from its package.

    Raises
    ------
    EvalreportError
        If the package is not installed or lacks the file.
    """
    try:
        return resources.files(face.package).joinpath("files", face.stem + suffix).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise EvalreportError(
            f"the font {face.family} ({face.stem}{suffix}) is not installed",
            remedy=f"install the package {face.package.replace('_', '-')} in the project's environment",
        ) from error


def font_files() -> dict[str, bytes]:
    """Return every font of the report by file name."""
    return {face.file: font_file(face) for face in FACES}


@functools.cache
def web_font(face: Face) -> bytes:
    """Return the characters a report uses as WOFF2; the same bytes on every machine."""
    # TrueType outlines make smaller WOFF2 files than the CFF outlines that the PDF uses.
    original = io.BytesIO(font_file(face, ".ttf"))
    font = TTFont(original, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.layout_closure = False
    options.hinting = False
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    _rename(
        font,
        WEB_NAMES[face.family],
        "Italic" if face.italic else "Regular" if face.weight == 400 else "Semibold",
    )
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _rename(font: TTFont, family: str, style: str) -> None:
    """Keep copyright and licence of the original, and give the subset a name of its own."""
    names = font["name"]
    names.names = [
        record for record in names.names if record.nameID in (0, 13, 14) and record.platformID == 3
    ]
    full = f"{family} {style}"
    for identifier, text in ((1, family), (2, style), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, identifier, 3, 1, 0x409)


def font_css(cache: Path | None = None) -> str:
    """Return the style sheet that carries the fonts within itself, so that the page needs no other file.

    Parameters
    ----------
    cache : Path, optional
        A folder that keeps the sheet between builds: making it takes a second or two. Its name holds a hash of
        the fonts, of this module's settings and of the libraries that make it.
    """
    if cache is None:
        return _font_css()
    kept = cache / f"fonts-{_key()}.css"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{os.getpid()}")
        partial.write_text(_font_css(), encoding="utf-8", newline="\n")
        partial.replace(kept)
    return kept.read_text(encoding="utf-8")


def _key() -> str:
    settings = (CHARACTERS, FEATURES, WEB_NAMES, FACES, version("fonttools"), version("brotli"))
    digest = hashlib.sha256(repr(settings).encode("utf-8"))
    for face in FACES:
        digest.update(font_file(face, ".ttf"))
    return digest.hexdigest()[:16]


@functools.cache
def _font_css() -> str:
    rules = []
    for face in (face for face in FACES if face.weight == 400 or not face.italic):
        data = base64.b64encode(web_font(face)).decode("ascii")
        rules.append(
            "@font-face{"
            f'font-family:"{WEB_NAMES[face.family]}";font-weight:{face.weight};'
            f"font-style:{'italic' if face.italic else 'normal'};font-display:swap;"
            f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
        )
    return "\n".join(rules) + "\n"
