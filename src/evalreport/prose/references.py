"""References: what points at figures, tables, sections and sources, and what engines would lose of it."""

from __future__ import annotations

from collections.abc import Sequence

from evalreport.errors import EvalreportError, near_matches, unknown
from evalreport.prose.findings import Findings
from evalreport.prose.markdown import Citation, Document, binding, is_numbered
from evalreport.prose.model import ChapterSource, ProseContext
from evalreport.prose.targets import Target, Targets, ids


def refer(
    document: Document,
    number: int,
    chapters: Sequence[ChapterSource],
    targets: Targets,
    context: ProseContext,
) -> Findings:
    """Check everything in a chapter, or in an exhibit it places, that points at something else."""
    findings = Findings()
    if document.origin is None:
        _local_ids(document, chapters[number], targets.local[number], findings)
    _links(document, number, chapters, targets, context, findings)
    groups: dict[tuple[int, int], list[Citation]] = {}
    for citation in document.citations:
        if citation.group is not None:
            groups.setdefault(citation.group, []).append(citation)
        _citation(document, citation, targets, context, findings)
    for group, citations in groups.items():
        _group(document, group, citations, findings)
    _letters(document, groups, targets, findings)
    return findings


def _citation(
    document: Document, citation: Citation, targets: Targets, context: ProseContext, findings: Findings
) -> None:
    key = citation.key
    if citation.kind == "alt":
        findings.faults.append(
            document.fault(
                citation.start, f"@{key} in an alternative text is printed as it stands", remedy="take it out"
            )
        )
        return
    if not is_numbered(key) or key in context.citations:
        _cited(document, citation, targets, context, findings)
        return
    name = key if key in targets.shared else key[0].lower() + key[1:]
    target = targets.shared.get(name)
    if target is None:
        findings.faults.append(_missing(document, citation.start, name, targets, context))
    elif target.unnumbered and not target.lettered:
        findings.faults.append(
            document.fault(
                citation.start,
                f"@{key} points at a section without number, which engines print as '?@{key}'",
                remedy=f"write [{target.title}](#{name})",
            )
        )


def _cited(
    document: Document, citation: Citation, targets: Targets, context: ProseContext, findings: Findings
) -> None:
    key = citation.key
    if key in context.citations:
        findings.citations.add(key)
        return
    if key in targets.shared or any(key in local for local in targets.local):
        findings.faults.append(
            document.fault(
                citation.start,
                f"@{key} is read as a citation, because '{key}' has no number to refer to",
                remedy=f"write [text](#{key}), or let the id begin with sec-, fig- or tbl-",
            )
        )
        return
    near = near_matches(key, [*context.citations, *targets.shared])
    remedy = "" if near else "add it to references.bib; write \\@ where no citation is meant"
    findings.faults.append(
        EvalreportError(
            f"unknown citation '@{key}'", where=document.place(citation.start), near=near, remedy=remedy
        )
    )


def _missing(
    document: Document, offset: int, name: str, targets: Targets, context: ProseContext
) -> EvalreportError:
    if name in context.exhibits:
        return document.fault(
            offset,
            f"'{name}' is referred to but not placed in any chapter",
            remedy=f"write {{{{< exhibit {name} >}}}} where it belongs",
        )
    return unknown("reference", name, [*targets.shared, *context.exhibits], where=document.place(offset))


def _group(document: Document, group: tuple[int, int], citations: list[Citation], findings: Findings) -> None:
    """Refuse what engines lose in `[se @tbl-x, side 3]`: words after a cross-reference, and mixed groups."""
    numbered = [citation for citation in citations if is_numbered(citation.key)]
    if not numbered:
        return
    if len(numbered) < len(citations):
        findings.faults.append(
            document.fault(
                group[0],
                "a figure, table or section and a source stand in the same brackets",
                remedy="give each its own brackets",
            )
        )
        return
    for citation in numbered:
        after = document.text[citation.end : group[1] - 1].partition(";")[0].strip()
        if after:
            findings.faults.append(
                document.fault(
                    citation.end,
                    f"'{after}' after @{citation.key} inside the brackets is not printed",
                    remedy="write it after the brackets",
                )
            )


def _links(
    document: Document, number: int, chapters: Sequence[ChapterSource], targets: Targets,
    context: ProseContext, findings: Findings,
) -> None:  # fmt: skip
    local = targets.local[number]
    for link in document.links:
        if not link.target.startswith("#"):
            continue
        name = link.target[1:]
        elsewhere = [i for i, names in enumerate(targets.local) if name in names]
        empty = not document.text[link.text_start : link.text_end].strip()
        if name in targets.shared:
            if empty and is_numbered(name):
                findings.edit(link.start, link.end, f"@{name}")
                continue
        elif name in local or len(elsewhere) == 1:
            owner = number if name in local else elsewhere[0]
            start = link.target_start + 1
            findings.edit(start, start, f"{chapters[owner].id}-")
        else:
            findings.faults.append(_missing_link(document, link.start, name, targets, number, context))
            continue
        if empty:
            findings.faults.append(
                document.fault(
                    link.start, f"the link to '{name}' has no text", remedy=f"write [text](#{name})"
                )
            )


def _missing_link(
    document: Document, offset: int, name: str, targets: Targets, number: int, context: ProseContext
) -> EvalreportError:
    title = next((titles[name] for titles in targets.titles if name in titles), None)
    if title is not None:
        return document.fault(
            offset,
            f"the link '#{name}' points at a heading that has no id of its own",
            remedy=f"give the heading '{title}' an id, such as {{#sec-{name}}}, and link to that",
        )
    if name in context.exhibits:
        return _missing(document, offset, name, targets, context)
    known = [*targets.shared, *targets.local[number], *context.exhibits]
    return unknown("link target", name, known, where=document.place(offset))


def _local_ids(
    document: Document, chapter: ChapterSource, local: dict[str, Target], findings: Findings
) -> None:
    """Write ids that belong to the chapter alone with its name before them."""
    bound = {span.attributes.id_start for span in document.spans if binding(span) is not None}
    offsets = [offset for name, offset in ids(document) if name in local and offset not in bound]
    offsets += [
        heading.attributes.id_start
        for heading in document.headings
        if heading.attributes is not None and heading.attributes.id in local
    ]
    for offset in offsets:
        findings.edit(offset, offset, f"{chapter.id}-")


def _letters(
    document: Document, groups: dict[tuple[int, int], list[Citation]], targets: Targets, findings: Findings
) -> None:
    """Write references to appendices, whose letters no engine knows."""
    for citation in document.citations:
        name = citation.key if citation.key in targets.shared else citation.key[0].lower() + citation.key[1:]
        target = targets.shared.get(name)
        if target is None or not target.lettered:
            continue
        word, _, letter = target.lettered.partition(" ")
        if citation.key[0].isupper():
            word = word[0].upper() + word[1:]
        if citation.group is None:
            findings.edit(citation.start, citation.end, f"[{word}\u00a0{letter}](#{name})")
            continue
        start, end = citation.group
        others = groups[citation.group]
        before = document.text[start + 1 : citation.start].strip()
        if len(others) > 1:
            findings.faults.append(
                document.fault(
                    start,
                    "an appendix stands in brackets with other references",
                    remedy="write them one by one",
                )
            )
            continue
        text = letter if citation.suppressed else f"{before} {letter}" if before else f"{word}\u00a0{letter}"
        findings.edit(start, end, f"[{text}](#{name})")
