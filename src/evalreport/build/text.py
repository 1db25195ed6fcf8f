"""The third stage: resolve and check the authors' text against the ledger."""

from __future__ import annotations

from string import ascii_uppercase

import pandas as pd

from evalreport.build.notebooks import Results
from evalreport.build.site import Site
from evalreport.intake import Snapshot
from evalreport.locale import Locale
from evalreport.prose import (
    Benchmark,
    ChapterSource,
    Constant,
    ProseContext,
    Quote,
    ResolvedProse,
    resolve,
)
from evalreport.wording import Wording


def resolved(site: Site, snapshot: Snapshot, results: Results) -> ResolvedProse:
    """Return the publication's chapters with every binding, claim and reference resolved.

    Raises
    ------
    Faults
        With every unknown name and every other fault that stops at the publication's status.
    """
    project = site.project
    start, end = project.period
    context = ProseContext(
        ledger=results.ledger,
        exhibits=results.exhibits,
        quotes={
            quote.id: Quote(quote.id, quote.text, quote.role, quote.approved)
            for quote in results.quotes.values()
        },
        constants={
            name: Constant(constant.value, constant.reason) for name, constant in project.constants.items()
        },
        benchmarks=_benchmarks(snapshot),
        citations=site.citation_keys(),
        locale=Locale(project.language),
        wording=Wording(project.language),
        status=site.publication.status,
        threshold=project.disclosure.threshold,
        years=(start.year, end.year),
        names=frozenset(project.names),
    )
    return resolve(sources(site), context)


def sources(site: Site) -> list[ChapterSource]:
    """Return the publication's chapters as their authors wrote them, in order."""
    publication = site.publication
    letters: list[str | None] = [None] * len(publication.chapters)
    letters += ascii_uppercase[: len(publication.appendices)]
    found = []
    for entry, letter in zip((*publication.chapters, *publication.appendices), letters, strict=True):
        path = site.project_folder / entry.path
        text = site.read(path)
        found.append(ChapterSource(id=entry.id, path=site.shown(path), text=text, appendix=letter))
    return found


def _benchmarks(snapshot: Snapshot) -> tuple[Benchmark, ...]:
    """Return external values that a cited number is checked against; percentages become shares."""
    if "benchmark" not in snapshot.names:
        return ()
    rows: pd.DataFrame = snapshot.table("benchmark")
    found = []
    for row in rows.itertuples():
        percent = str(row.unit) == "percent"
        value = float(row.value) / 100 if percent else float(row.value)  # type: ignore[arg-type]
        found.append(Benchmark(str(row.citation_key), value, "share" if percent else "number"))
    return tuple(found)
