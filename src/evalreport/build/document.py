"""The document: cover, colophon and chapters of a publication, ready for an engine."""

from __future__ import annotations

from evalreport.assembly import Attachment, Document, data_attachments, engine_version, standards
from evalreport.build.notebooks import Results
from evalreport.build.site import Site
from evalreport.disclosure.policy import DEFAULT_THRESHOLD
from evalreport.prose import ResolvedProse
from evalreport.wording import Wording

REGIONS = {"da": "da-DK", "en": "en-GB"}


def document(site: Site, results: Results, prose: ResolvedProse, build_id: str, manifest: bytes) -> Document:
    """Put a publication together from resolved text and published exhibits."""
    project, publication = site.project, site.publication
    wording = Wording(project.language)
    placed = tuple(results.exhibits[name] for name in prose.exhibits_used)
    body = len(publication.chapters)
    attachments = (
        Attachment("manifest.json", manifest, "application/json", "Manifest"),
        Attachment("facts.json", results.ledger.to_json().encode(), "application/json", "Facts"),
        *data_attachments(placed),
    )
    return Document(
        title=publication.title,
        subtitle=publication.subtitle,
        kicker=publication.kind,
        evaluator=project.evaluator,
        authors=project.authors,
        client=project.client,
        version=publication.version,
        build_id=build_id,
        date=publication.date,
        status=publication.status,
        language=REGIONS[project.language],
        notice=_notice(site, wording, prose),
        citation=_citation(site, wording),
        colophon=_colophon(site, wording),
        keywords=(project.id, publication.kind),
        description=publication.subtitle,
        chapters=prose.chapters[:body],
        appendices=prose.chapters[body:],
        exhibits=placed,
        bibliography=site.project_folder / project.bibliography,
        attachments=attachments,
    )


def marks_left(prose: ResolvedProse) -> int:
    """Return how many places an author must look at before the report can be final."""
    return sum(mark.stop for mark in prose.marks)


def _notice(site: Site, wording: Wording, prose: ResolvedProse) -> str | None:
    """What the cover must say: that data are invented, and in a review how much is left to look at."""
    parts = [site.project.example]
    if site.publication.status == "review":
        parts.append(wording.text("cover.marks", count=marks_left(prose)))
    return " ".join(part for part in parts if part) or None


def _citation(site: Site, wording: Wording) -> str:
    return wording.text(
        "citation",
        evaluator=site.project.evaluator,
        year=site.publication.date.year,
        title=site.publication.title,
        kind=site.publication.kind,
        version=site.publication.version,
    )


def _colophon(site: Site, wording: Wording) -> tuple[tuple[str, str], ...]:
    project = site.project
    policy = project.disclosure
    threshold = "colophon.threshold" if policy.threshold > 1 else "colophon.no_threshold"
    disclosure = wording.text(threshold, threshold=policy.threshold)
    if policy.threshold < DEFAULT_THRESHOLD:  # the reason is for showing more than the default, not for this
        disclosure = f"{disclosure} {policy.reason}"
    rows = {
        "evaluator": project.evaluator,
        "client": project.client,
        "engine": engine_version(site.engine),
        "standards": ", ".join(standards(site.engine)),
        "disclosure": disclosure,
        "data": project.example,
    }
    named = tuple((wording.text(f"colophon.{name}"), text) for name, text in rows.items() if text)
    return (*named, *site.publication.colophon.items())
