"""The words of one language: sentence templates, number words, quantifiers, causal words."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from evalreport.errors import EvalreportError, unknown
from evalreport.wording.quantifier import Quantifier, Quantifiers

LANGUAGES = ("da", "en")


@cache
def _read(language: str) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    data: dict[str, Any] = {}
    for name in (f"{language}.yaml", f"{language}_chapters.yaml"):
        path = resources.files("evalreport.wording") / name
        part = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        texts = {**data.get("texts", {}), **part.pop("texts", {})}
        data = {**data, **part, "texts": texts}
    return data


@dataclass(frozen=True)
class Wording:
    """Sentences and quantifiers in one language.

    Examples
    --------
    >>> da = Wording("da")
    >>> da.text("note.source", source="Carelink")
    'Kilde: Carelink'
    >>> da.matches("knap en tredjedel", 0.31), da.matches("knap en tredjedel", 0.35)
    (True, False)
    >>> da.matches("en hel del", 0.5) is None
    True
    """

    language: str = "da"

    def __post_init__(self) -> None:
        _read(self.language)

    def text(self, key: str, **values: object) -> str:
        """Return a sentence with its values filled in.

        Raises
        ------
        EvalreportError
            When the key is unknown (with near matches), or a value that the sentence needs is missing.
        """
        texts = self._templates()
        if key not in texts:
            raise unknown("wording", key, texts)
        template = str(texts[key])
        needed = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        missing = sorted(needed - set(values))
        if missing:
            raise EvalreportError(
                f"the sentence '{key}' needs {', '.join(missing)}",
                remedy=f"pass every name in: {template}",
            )
        return template.format(**values)

    def keys(self) -> tuple[str, ...]:
        """Names of all sentences, in order."""
        return tuple(sorted(self._templates()))

    def _templates(self) -> Mapping[str, str]:
        texts: Mapping[str, str] = _read(self.language)["texts"]
        return texts

    def number_word(self, number: int) -> str:
        """Write small numbers as words, larger ones in digits.

        >>> Wording("da").number_word(3), Wording("da").number_word(13)
        ('tre', '13')
        """
        words = _read(self.language)["numbers"]
        return str(words[number]) if 0 <= number < len(words) else str(number)

    def join(self, parts: Sequence[str]) -> str:
        """Join parts as a list in a sentence.

        >>> Wording("da").join(["70", "66", "58"])
        '70, 66 og 58'
        """
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + f" {self.text('word.and')} {parts[-1]}"

    @property
    def causal_words(self) -> tuple[str, ...]:
        """Words that claim a cause."""
        return tuple(_read(self.language)["causal_words"])

    @cached_property
    def quantifiers(self) -> tuple[Quantifier, ...]:
        """All known quantifiers that can be listed, longest first."""
        return self._known.all()

    def quantifier(self, phrase: str) -> Quantifier | None:
        """Return a phrase's bounds, or None when it is no known quantifier."""
        return self._known.find(phrase)

    def matches(self, phrase: str, share: float) -> bool | None:
        """Whether a verbal quantifier may stand for a share in 0..1; None when the phrase is unknown."""
        found = self.quantifier(phrase)
        return None if found is None else found.holds(share)

    @property
    def _known(self) -> Quantifiers:
        return _quantifiers(self.language)


@cache
def _quantifiers(language: str) -> Quantifiers:
    data = _read(language)
    numbers = {str(word): number for number, word in enumerate(data["numbers"])}
    return Quantifiers.from_data(data["quantifiers"], {**numbers, **data["number_variants"]})
