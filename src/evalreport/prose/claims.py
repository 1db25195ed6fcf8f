"""Claims: statements on headings, spans and divs that must be true of the facts."""

from __future__ import annotations

import ast
from collections.abc import Callable

from evalreport.prose import marks
from evalreport.prose.attributes import Attributes
from evalreport.prose.bindings import expression, value_of, values_of
from evalreport.prose.expressions import Expression, ExpressionError
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import PLAIN, Document, binding
from evalreport.prose.model import ChapterSource, ProseContext


def check_claims(document: Document, chapter: ChapterSource, context: ProseContext) -> Findings:
    """Check every claim of a chapter and take it out of the text."""
    findings = Findings()

    def failed(attributes: Attributes) -> str:
        return _failed(attributes, document, chapter, context, findings)

    _headings(document, chapter, findings, failed)
    _divs(document, findings, failed)
    _spans(document, findings, failed)
    return findings


def holds(parsed: Expression, context: ProseContext) -> bool | None:
    """Whether a claim is true; None when a fact in it is hidden, whatever the others say."""
    facts = {name: context.ledger[name] for name in parsed.ids}
    if any(fact.hidden is not None for fact in facts.values()):
        return None
    return bool(parsed.evaluate({name: value_of(fact) for name, fact in facts.items()}))


def _failed(
    attributes: Attributes,
    document: Document,
    chapter: ChapterSource,
    context: ProseContext,
    findings: Findings,
) -> str:
    """Return the message of a claim that does not hold, "" when it does or cannot be read."""
    pair = attributes.pair("claim")
    if pair is None:
        return ""
    parsed = expression(document, pair.start, pair.value, context, findings.faults)
    if parsed is None:
        return ""
    findings.facts.update(parsed.ids)
    problem = _problem(parsed, context)
    if problem:
        findings.faults.append(document.fault(pair.start, f'claim="{pair.value}": {problem}'))
        return ""
    try:
        verdict = holds(parsed, context)
    except ExpressionError as error:
        findings.faults.append(document.fault(pair.start, f'cannot compute claim="{pair.value}": {error}'))
        return ""
    if verdict is None:  # the expression itself may tell the value: only names are printed
        hidden = "; ".join(name for name in parsed.ids if context.ledger[name].hidden is not None)
        return marks.mark(findings, document, chapter, context, pair.start, "undecidable", facts=hidden)
    if verdict:
        return ""
    values = values_of({name: context.ledger[name] for name in parsed.ids}, context)
    return marks.mark(
        findings, document, chapter, context, pair.start, "claim", claim=pair.value, values=values
    )


def _problem(parsed: Expression, context: ProseContext) -> str:
    """Say why an expression is no claim, or "" when it is one."""
    if not parsed.logical:
        return "a claim is a comparison, such as who5.panel.change > 0"
    if not parsed.ids:
        return "a claim names at least one fact"
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            shares = any(_is_share(side, parsed, context) for side in sides)
            if shares and any(_beyond_one(side) for side in sides):
                return "shares lie between 0 and 1; write 0.5 for 50 %"
    return ""


def _is_share(node: ast.expr, parsed: Expression, context: ProseContext) -> bool:
    if isinstance(node, ast.Name):
        return context.ledger[parsed.ids[int(node.id[1:])]].kind == "share"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return _is_share(node.left, parsed, context) and _is_share(node.right, parsed, context)
    if isinstance(node, ast.UnaryOp):
        return _is_share(node.operand, parsed, context)
    if isinstance(node, ast.Call):
        return _is_share(node.args[0], parsed, context)
    return False


def _beyond_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and abs(node.value) > 1


def _headings(
    document: Document, chapter: ChapterSource, findings: Findings, failed: Callable[[Attributes], str]
) -> None:
    for heading in document.headings:
        attributes = heading.attributes
        if attributes is None or attributes.get("claim") is None:
            continue
        if only_claim(attributes) and chapter.appendix is None:
            before = document.text[: attributes.start]
            findings.edit(len(before.rstrip(" \t")), attributes.end, "")
        else:
            _replace(document, attributes, findings, "")
        if message := failed(attributes):
            marks.show_after(findings, heading.block, message)


def _divs(document: Document, findings: Findings, failed: Callable[[Attributes], str]) -> None:
    for div in document.divs:
        attributes = div.attributes
        if attributes is None or attributes.get("claim") is None:
            continue
        _replace(document, attributes, findings, ".claim" if only_claim(attributes) else "")
        message = failed(attributes)
        if message and div.close >= 0:
            findings.edit(div.close, div.close, f"\n{marks.note(message)}\n\n")


def _spans(document: Document, findings: Findings, failed: Callable[[Attributes], str]) -> None:
    for span in document.spans:
        attributes = span.attributes
        if attributes.get("claim") is None:
            continue
        message = failed(attributes)
        inline = span.kind not in PLAIN and span.kind != "grid"
        if binding(span) is None:  # a binding writes its span itself
            if message and inline:
                _replace(document, attributes, findings, marks.attributes(message).strip("{}"))
            elif only_claim(attributes):
                findings.edit(span.start, span.text_start, "")
                findings.edit(span.text_end, span.end, "")
            else:
                _replace(document, attributes, findings, "")
        if message and inline:
            findings.edit(span.end, span.end, marks.note(message))
        elif message:
            marks.show_after(findings, span.block, message)


def only_claim(attributes: Attributes) -> bool:
    """Whether nothing but a claim stands in the braces."""
    return not attributes.id and not attributes.classes and len(attributes.pairs) == 1


def _replace(document: Document, attributes: Attributes, findings: Findings, text: str) -> None:
    """Put other attributes in place of the claim, or take it out with the space before it."""
    pair = attributes.pair("claim")
    if pair is None:
        return
    start = pair.start
    if not text:
        start = len(document.text[:start].rstrip())
    findings.edit(start, pair.end, text)
