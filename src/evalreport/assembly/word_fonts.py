"""The report's typefaces inside a Word file, so that it looks the same on a machine that lacks them.

Word keeps embedded fonts obfuscated: the first 32 bytes are combined with a key that the file itself holds
(ECMA-376, part 4, section 2.8.1). The licence of both families (SIL Open Font License) allows embedding.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from evalreport.assembly.fonts import Face, font_file


@dataclass(frozen=True)
class Cut:
    """One cut of a family, by the name that Word's table of fonts has for it."""

    slot: str
    face: Face


_SERIF = ("Source Serif Pro", "font_source_serif_pro")
_SANS = ("Source Sans Pro", "font_source_sans_pro")
CUTS = (
    Cut("embedRegular", Face(*_SERIF, "SourceSerifPro-Regular", 400)),
    Cut("embedBold", Face(*_SERIF, "SourceSerifPro-Bold", 700)),
    Cut("embedItalic", Face(*_SERIF, "SourceSerifPro-It", 400, italic=True)),
    Cut("embedBoldItalic", Face(*_SERIF, "SourceSerifPro-BoldIt", 700, italic=True)),
    Cut("embedRegular", Face(*_SANS, "SourceSansPro-Regular", 400)),
    Cut("embedBold", Face(*_SANS, "SourceSansPro-Bold", 700)),
    Cut("embedItalic", Face(*_SANS, "SourceSansPro-It", 400, italic=True)),
)
"""What the styles use; Word draws anything else from these."""


def key_of(font: bytes) -> str:
    """Return the key of a font, a GUID made of its content.

    >>> key_of(b"")
    '{E3B0C442-98FC-1C14-9AFB-F4C8996FB924}'
    """
    digest = hashlib.sha256(font).hexdigest()[:32].upper()
    return "{" + "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:])) + "}"


def obfuscated(font: bytes, key: str) -> bytes:
    """Combine the first 32 bytes of a font with its key; doing it twice gives the font again."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(byte ^ mask[place] for place, byte in enumerate(font[:32])) + font[32:]


def embedded_fonts() -> list[tuple[Cut, str, bytes]]:
    """Return every cut with its key and its obfuscated content."""
    fonts = [(cut, font_file(cut.face, ".ttf")) for cut in CUTS]
    return [(cut, key_of(font), obfuscated(font, key_of(font))) for cut, font in fonts]
