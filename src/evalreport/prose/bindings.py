"""Words and numbers in brackets that are bound to a fact, a quantifier's value, a source or a constant."""

from __future__ import annotations

from evalreport.errors import EvalreportError, unknown
from evalreport.ledger import Fact
from evalreport.locale import HIDDEN, format_fact
from evalreport.prose import marks
from evalreport.prose.attributes import CURLY_QUOTES
from evalreport.prose.expressions import Expression, ExpressionError, parse_expression
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import BINDINGS, PLAIN, Document, Span, binding, is_numbered
from evalreport.prose.model import ChapterSource, Outdated, ProseContext
from evalreport.prose.phrases import emphasis, escaped, plain, spoken, words_lost
from evalreport.prose.quantities import UnitError, agrees, derived, number_in, printed
from evalreport.prose.spelling import OPTIONS


def bind(document: Document, chapter: ChapterSource, context: ProseContext) -> Findings:
    """Resolve every binding of a chapter."""
    findings = Findings()
    outer: Span | None = None
    for span in document.spans:
        kind = binding(span)
        if kind is None:
            continue
        if outer is not None and span.end <= outer.end:
            findings.faults.append(
                document.fault(
                    span.start,
                    "a binding inside another binding",
                    remedy="bind each number on its own; use claim for a statement that holds several",
                )
            )
            continue
        outer = span
        _Binding(document, chapter, context, findings, span, kind).resolve()
    return findings


def expression(
    document: Document, offset: int, source: str, context: ProseContext, faults: list[EvalreportError]
) -> Expression | None:
    """Read an expression and see that its facts exist; faults are added, and then None is returned."""
    try:
        parsed = parse_expression(source)
    except ExpressionError as error:
        curly = any(character in source for character in CURLY_QUOTES)
        remedy = 'write straight quotes around it: fact="…"' if curly else ""
        faults.append(document.fault(offset, f"cannot read '{source}': {error}", remedy=remedy))
        return None
    missing = [name for name in parsed.ids if name not in context.ledger]
    faults += [unknown("fact", name, context.ledger, where=document.place(offset)) for name in missing]
    return None if missing else parsed


class _Binding:
    """One bound span, with everything its resolving needs."""

    def __init__(
        self, document: Document, chapter: ChapterSource, context: ProseContext,
        findings: Findings, span: Span, kind: str,
    ) -> None:  # fmt: skip
        self.document, self.chapter, self.context = document, chapter, context
        self.findings, self.span, self.kind = findings, span, kind
        self.source = span.attributes.get(kind) or ""
        self.text = spoken(document.text[span.text_start : span.text_end])

    def resolve(self) -> None:
        {"fact": self._fact, "words": self._words, "cited": self._cited, "constant": self._constant}[
            self.kind
        ]()

    def _facts(self) -> tuple[Expression, dict[str, Fact]] | None:
        parsed = expression(self.document, self.span.start, self.source, self.context, self.findings.faults)
        if parsed is None:
            return None
        self.findings.facts.update(parsed.ids)
        return parsed, {name: self.context.ledger[name] for name in parsed.ids}

    def _fact(self) -> None:
        named = self._facts()
        if named is None:
            return
        parsed, facts = named
        attributes = self.span.attributes
        if not parsed.single and not parsed.difference:
            self._fault(
                f'fact="{self.source}" is neither a fact nor the difference of two',
                "write one id, or two with ' - ' between them; publish other values as facts of their own",
            )
            return
        try:
            fact = derived(parsed, facts)
            value = printed(
                fact, self.context.locale, self.context.threshold,
                shown_as=attributes.get("as") or "", decimals=attributes.get("decimals") or "",
            )  # fmt: skip
        except UnitError as error:
            self._fault(f'cannot print fact="{self.source}": {error}')
            return
        if fact.hidden is None and self.text.strip() and plain(self.text) != plain(value):
            line, column = self.document.position(self.span.start)
            self.findings.outdated.append(
                Outdated(self.chapter.path, line, column, self.source, self.text, value)
            )
        if value[0].isalpha() and self._begins_sentence():
            value = value[0].upper() + value[1:]
        hidden = value == HIDDEN
        rest = "" if parsed.single else f'data-expression="{parsed.source}"'
        self._write(value, "fact", f'data-fact="{" ".join(parsed.ids)}"', rest, hidden=hidden)
        lost = words_lost(self.text, value)
        if lost and fact.hidden is None:
            self._mark_after("brackets", text=lost)

    def _words(self) -> None:
        named = self._facts()
        if named is None:
            return
        parsed, facts = named
        data = f'data-fact="{" ".join(parsed.ids)}"'
        if any(fact.hidden is not None for fact in facts.values()):
            self._write(HIDDEN, "words", data, hidden=True)
            self._mark_only("hidden")
            return
        try:
            value = parsed.evaluate({name: value_of(fact) for name, fact in facts.items()})
        except ExpressionError as error:
            self._fault(f'cannot compute words="{self.source}": {error}')
            return
        problem = self._judge(parsed, facts, value)
        message = "" if problem is None else self._mark_only(problem[0], **problem[1])
        self._wrap("words", data, message)

    def _judge(
        self, parsed: Expression, facts: dict[str, Fact], value: object
    ) -> tuple[str, dict[str, str]] | None:
        """Say what is wrong with the words, or None."""
        if isinstance(value, bool):
            return None if value else ("claim", {"claim": parsed.source, "values": self._values(facts)})
        if isinstance(value, str):
            same = plain(self.text).casefold() == plain(value).casefold()
            return None if same else ("value", {"text": self.text, "value": value})
        if not isinstance(value, (int, float)):
            return None
        first = next(iter(facts.values()))
        shown = format_fact(first, self.context.locale) if parsed.single else _short(value, self.context)
        number = {"text": self.text, "value": shown}
        quantifier = self.context.wording.quantifier(self.text)
        if quantifier is not None:
            if quantifier.holds(value):
                return None
            percent = self.context.locale.percent
            span = self.context.locale.interval(quantifier.low * 100, quantifier.high * 100)
            return "bounds", {**number, "bounds": span + percent(0).removeprefix("0")}
        if first.kind != "share" and number_in(self.text, self.context.locale, self.context.wording):
            fits = agrees(
                self.text, value, share=False, locale=self.context.locale, wording=self.context.wording
            )
            return None if fits else ("value", number)
        return "quantifier", number

    def _values(self, facts: dict[str, Fact]) -> str:
        return values_of(facts, self.context)

    def _cited(self) -> None:
        key = self.source.removeprefix("@")
        if key not in self.context.citations:
            self.findings.faults.append(
                unknown("citation", key, self.context.citations, where=self.document.place(self.span.start))
            )
            return
        self.findings.citations.add(key)
        message = ""
        declared = [one for one in self.context.benchmarks if one.citation == key]
        locale, wording = self.context.locale, self.context.wording
        fits = [
            agrees(self.text, b.value, share=b.kind == "share", locale=locale, wording=wording)
            for b in declared
        ]
        if declared and not any(fits):
            values = ", ".join(
                locale.percent(b.value, _decimals(b.value * 100))
                if b.kind == "share"
                else _short(b.value, self.context)
                for b in declared
            )
            message = self._mark_only("benchmark", text=self.text, name=key, value=values)
        self._wrap("cited", f'data-cited="{key}"', message, after=f" [@{key}]")

    def _constant(self) -> None:
        constant = self.context.constants.get(self.source)
        if constant is None:
            self.findings.faults.append(
                unknown(
                    "constant",
                    self.source,
                    self.context.constants,
                    where=self.document.place(self.span.start),
                )
            )
            return
        value, message = constant.value, ""
        if isinstance(value, str):
            number = number_in(value, self.context.locale, self.context.wording)
            fits = plain(value).casefold() in plain(self.text).casefold() or (
                number is not None
                and number == number_in(self.text, self.context.locale, self.context.wording)
                and len(value.split()) == 1
            )
        else:
            share = "%" in self.text and 0 < value <= 1
            locale, wording = self.context.locale, self.context.wording
            fits = agrees(self.text, value, share=share, locale=locale, wording=wording)
        if not fits:
            shown = value if isinstance(value, str) else _short(value, self.context)
            message = self._mark_only("constant", text=self.text, name=self.source, value=shown)
        self._wrap("constant", f'data-constant="{self.source}"', message)

    def _fault(self, what: str, remedy: str = "") -> None:
        self.findings.faults.append(self.document.fault(self.span.start, what, remedy=remedy))

    def _begins_sentence(self) -> bool:
        segment = next(
            s for s in self.document.segments if s.start <= self.span.start < max(s.end, s.start + 1)
        )
        before = self.document.mask[segment.start : self.span.start].strip(" \t\r\n\x00*_([")
        return not before or before[-1] in ".!?"

    def _write(self, value: str, name: str, data: str, rest: str = "", *, hidden: bool = False) -> None:
        """Put a value in place of the span."""
        span = self.span
        if span.kind == "alt":
            self.findings.edit(span.start, span.end, value.replace('"', "\u201d"))
            return
        if span.kind in PLAIN:
            self.findings.edit(span.start, span.end, escaped(value))
            return
        before, after = emphasis(self.document.text[span.text_start : span.text_end])
        names = f".{name}" + (" .hidden-value" if hidden else "")
        if hidden:  # a point alone says nothing to a screen reader
            told = self.context.wording.text("word.hidden")
            rest = f'{rest} role="img" aria-label="{told}" title="{told}"'.strip()
        inside = " ".join(part for part in (names, *self._kept(), data, rest) if part)
        self.findings.edit(span.start, span.end, f"[{before}{escaped(value)}{after}]{{{inside}}}")

    def _wrap(self, name: str, data: str, message: str, after: str = "") -> None:
        """Keep the author's words and put our attributes on them."""
        span = self.span
        if span.kind in PLAIN:
            self.findings.edit(span.start, span.text_start, "")
            follows = after if span.kind == "caption" else ""
            self.findings.edit(span.text_end, span.end, follows)
            if message:
                marks.show_after(self.findings, span.block, message)
            return
        own = " ".join(part for part in (f".{name}", *self._kept(), data) if part)
        inside = marks.attributes(message, own) if message and span.kind != "grid" else f"{{{own}}}"
        noted = marks.note(message) if message and span.kind != "grid" else ""
        self.findings.edit(span.text_end, span.end, f"]{inside}{after}{noted}")
        if message and span.kind == "grid":
            marks.show_after(self.findings, span.block, message)

    def _kept(self) -> list[str]:
        """The author's own id, classes and attributes."""
        attributes = self.span.attributes
        local = attributes.id if is_numbered(attributes.id) else f"{self.chapter.id}-{attributes.id}"
        parts = [f"#{local}"] if attributes.id else []
        parts += [f".{name}" for name in attributes.classes]
        drop = {*BINDINGS, *OPTIONS, "claim"}
        return parts + [f'{pair.key}="{pair.value}"' for pair in attributes.pairs if pair.key not in drop]

    def _mark_only(self, kind: str, **values: str) -> str:
        return marks.mark(
            self.findings, self.document, self.chapter, self.context, self.span.start, kind, **values
        )

    def _mark_after(self, kind: str, **values: str) -> None:
        message = self._mark_only(kind, **values)
        if self.span.kind in PLAIN or self.span.kind == "grid":
            marks.show_after(self.findings, self.span.block, message)
        else:
            self.findings.edit(self.span.end, self.span.end, marks.note(message))


def value_of(fact: Fact) -> float | int | str:
    """Return the value of a fact that is not hidden."""
    if fact.value is None:
        raise ExpressionError(f"'{fact.id}' has no single value")
    return fact.value


def values_of(facts: dict[str, Fact], context: ProseContext) -> str:
    """List facts with their printed values."""
    return "; ".join(f"{name}: {format_fact(fact, context.locale)}" for name, fact in facts.items())


def _decimals(value: float) -> int:
    return next(places for places in range(7) if places == 6 or round(value, places) == round(value, 6))


def _short(value: float | int, context: ProseContext) -> str:
    return context.locale.number(value, _decimals(value))
