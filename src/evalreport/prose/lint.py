"""Numbers that nothing stands behind, and words that claim more than the design can show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalreport.prose import marks
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import Document, Kind, Segment, binding
from evalreport.prose.model import ChapterSource, ProseContext
from evalreport.prose.vocabulary import ATTRIBUTED, DENIED, MONTHS, MORE_CAUSAL, NAMED, OUT_OF

_ONE = r"(?:[+\-\u2212\u00b1]?\d+(?:[.,]\d+)*(?:[\u00a0\u202f ]\d{3}(?!\d))*)"
_NUMBER = re.compile(
    rf"(?<![\w\x00.,/])(?<![^\W\d_]-)"
    rf"{_ONE}(?:[ ]?[-\u2013/][ ]?{_ONE})?(?:[ \u00a0\u202f]?(?:%|‰))?(?:\s+(?:ud\s+af|out\s+of)\s+{_ONE})?"
)
# Words after which even a four-digit number counts something.
_COUNTED = re.compile(
    r"[\s\u00a0]*(?:%|kr\b|mio\b|mia\b|point|procent|borger|deltager|person|børn|famili|måned|timer|respondent|svar"
    r"|people|participants|children|months|hours|points|percent)"
)
_ORDINAL = {
    "da": re.compile(r"\.(?:[-\u2013]\d+\.)?[\s\u00a0]+(?=[a-zæøå])"),
    "en": re.compile(r"(?:st|nd|rd|th)\b"),
}
_YEAR = re.compile(r"(?:19|20)\d\d(?:[ ]?[-\u2013/][ ]?(?:(?:19|20)?\d\d))?$")
# "Sundhedsprofilen 2021" and "DA (2022)": the year of a source.
_TITLED = re.compile(r"[A-ZÆØÅ][\w&.\-]+,?[\s\u00a0]*\(?$")
_CHAIN = re.compile(r"[\s\u00a0]*(?:,|og|eller|til|and|or|to|-|\u2013)[\s\u00a0]*$")
_SPEECH = re.compile(
    '"[^"]*"|\u201e[^\u201c\u201d]*[\u201c\u201d]|\u00bb[^\u00ab]*\u00ab|[\u201c\u201d][^\u201d]*\u201d'
)
_SENTENCE_END = re.compile(r"[.!?](?=[\s\u201d\"»«)\]]+[A-ZÆØÅ\"\u201d\u201e»\[(]|\s*$)")
# "Det virker trygt" says how something seems; "indsatsen virker" that it works.
_WORKS = re.compile(r"[\s]*(?:[.,;:!]|efter\b|ved\b|gennem\b|fordi\b|for\b|$)")


_NOUN = re.compile(r"effekt|virkning|effect|impact", re.IGNORECASE)


def lint(document: Document, chapter: ChapterSource, context: ProseContext) -> Findings:
    """Mark unbound numbers and causal words.

    Quoted speech, block quotes, code, addresses and what is bound are left alone.
    """
    findings = Findings()
    exempt = _exempt(document)
    for segment in document.segments:
        if segment.kind == "quote":
            continue
        _lint_segment(document, segment, exempt, chapter, context, findings)
    return findings


def _exempt(document: Document) -> list[tuple[int, int]]:
    """Stretches in which anything may stand: bound spans, names, quoted speech."""
    stretches = [
        (span.start, span.end)
        for span in document.spans
        if binding(span) is not None or "name" in span.attributes.classes
    ]
    for segment in document.segments:
        stretches += [found.span() for found in _SPEECH.finditer(document.mask, segment.start, segment.end)]
    return stretches


def _lint_segment(
    document: Document, segment: Segment, exempt: list[tuple[int, int]],
    chapter: ChapterSource, context: ProseContext, findings: Findings,
) -> None:  # fmt: skip
    around = [stretch for stretch in exempt if stretch[0] < segment.end and stretch[1] > segment.start]
    taken: list[tuple[int, int]] = []
    found = [(*span, "number") for span in numbers(document, segment, context)]
    found += [(*span, "causal") for span in causal_words(document, segment, context)]
    for start, end, kind in sorted(found):
        if any(start < last and first < end for first, last in (*around, *taken)):
            continue
        taken.append((start, end))
        text = " ".join(document.text[start:end].split())
        message = marks.mark(findings, document, chapter, context, start, kind, text=text)
        marks.show_words(findings, start, end, _kind_at(document, segment, start), segment.block, message)


def _kind_at(document: Document, segment: Segment, offset: int) -> Kind:
    """Where a word stands: in the caption or alternative text of an image, or where its segment does."""
    inside = any(image.start <= offset < image.end for image in document.images)
    return "caption" if inside else segment.kind


def numbers(document: Document, segment: Segment, context: ProseContext) -> Iterator[tuple[int, int]]:
    """Yield the numbers of a segment that need something behind them."""
    language, mask = context.locale.language, document.mask
    named = re.compile(rf"(?:\b(?:{NAMED[language]})\.?|§§?)[\s\u00a0]*$", re.IGNORECASE)
    month = re.compile(rf"\.?[\s\u00a0]+(?:{MONTHS[language]})\b")
    months_before = re.compile(rf"(?:{MONTHS[language]})[\s\u00a0]*$")
    passed_end = -1
    for found in _NUMBER.finditer(mask, segment.start, segment.end):
        start, end = found.span()
        before, text = mask[max(segment.start, start - 40) : start], found.group()
        after = mask[end : min(segment.end, end + 40)]
        chained = passed_end >= 0 and _CHAIN.fullmatch(mask, passed_end, start) is not None
        if (
            named.search(before)
            or chained
            or month.match(after)
            or _ORDINAL[language].match(after)
            or _is_year(
                text, after, context, dated=bool(months_before.search(before) or _TITLED.search(before))
            )
            or _is_name(document, start, end, context)
        ):
            passed_end = end if named.search(before) or chained else -1
            continue
        passed_end = -1
        yield start, end
    words = "|".join(re.escape(context.wording.number_word(n)) for n in range(13))
    out_of = re.compile(rf"\b(?:{words}|en|et)\s+{OUT_OF[language]}\s+(?:{words}|\d+)\b", re.IGNORECASE)
    yield from (found.span() for found in out_of.finditer(mask, segment.start, segment.end))


def _is_year(text: str, after: str, context: ProseContext, *, dated: bool) -> bool:
    if _YEAR.match(text) is None or _COUNTED.match(after):
        return False
    if context.years is None or dated:
        return True
    first, last = context.years
    return first <= int(text[:4]) <= last


def _is_name(document: Document, start: int, end: int, context: ProseContext) -> bool:
    for name in context.names:
        at = name.find(document.text[start:end])
        if at >= 0 and document.text.startswith(name, start - at):
            return True
    return False


def causal_words(document: Document, segment: Segment, context: ProseContext) -> Iterator[tuple[int, int]]:
    """Yield words that claim a cause, unless somebody else holds the view, or it is asked or denied."""
    language, mask = context.locale.language, document.mask
    words = sorted(
        {*context.wording.causal_words, *MORE_CAUSAL[language]}, key=lambda word: (-len(word), word)
    )
    phrases = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    attributed, denied = (re.compile(p[language], re.IGNORECASE) for p in (ATTRIBUTED, DENIED))
    pattern = re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)
    for found in pattern.finditer(mask, segment.start, segment.end):
        if found.group().casefold() == "virker" and not _WORKS.match(mask, found.end()):
            continue
        first, last = _sentence(mask, segment, found.start(), found.end())
        sentence = mask[first:last]
        # A noun can be denied after it ("effekten af indsatsen kendes ikke"), a verb before it only.
        reach = last if _NOUN.match(found.group()) else found.start()
        if (
            attributed.search(sentence)
            or denied.search(mask, first, reach)
            or sentence.rstrip(" \n\x00").endswith("?")
        ):
            continue
        yield found.span()


def _sentence(mask: str, segment: Segment, start: int, end: int) -> tuple[int, int]:
    first = segment.start
    for stop in _SENTENCE_END.finditer(mask, segment.start, start):
        first = stop.end()
    after = _SENTENCE_END.search(mask, end, segment.end)
    return first, after.end() if after else segment.end
