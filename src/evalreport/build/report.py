"""Build a report: read the data, run the notebooks, resolve the text, assemble, render. Every verb comes here."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from evalreport.assembly import engine_version, render, write_project
from evalreport.build import data, notebooks, text
from evalreport.build.document import document, marks_left
from evalreport.build.manifest import build_id, manifest, report_inputs
from evalreport.build.personal import refuse_personal_numbers
from evalreport.build.progress import Progress
from evalreport.build.request import BuildRequest, BuildResult, CheckResult
from evalreport.build.site import Site
from evalreport.cache import (
    Inputs,
    compare,
    hash_file,
    missing_outputs,
    read_json,
    replace_folder,
    write_bytes,
    write_json,
    write_text,
)
from evalreport.prose import ResolvedProse


def build_report(request: BuildRequest, progress: Progress) -> BuildResult:
    """Build a publication, doing only the work that changed inputs call for.

    The report from before stays in its place until the new one is complete.

    Raises
    ------
    EvalreportError
        For anything a user can mend: parameters, data, notebooks, text.
    """
    started = time.monotonic()
    site = Site.of(request)
    inputs = report_inputs(site)
    state = read_json(_state(site)) or {}
    previous = Inputs.from_json(state["inputs"]) if state.get("inputs") else None
    reasons = compare(previous, inputs) or missing_outputs(site.output, _wanted(site, state))
    if not reasons:
        return _result(site, state["summary"], started, unchanged=True)

    refuse_personal_numbers(site)
    snapshot = data.snapshot(site, progress)
    results = notebooks.run(site, snapshot, progress)

    progress.stage("Checking the text")
    prose = text.resolved(site, snapshot, results)
    _tell(prose, progress)

    progress.stage(f"Rendering {', '.join(site.formats)}")
    name = build_id(inputs)
    record = manifest(site, inputs, results)
    whole = document(site, results, prose, name, record)
    project = site.working / "report"
    write_project(whole, site.template, project, cache=site.private / "cache")
    rendered = render(project, site.formats, site.output, engine=site.engine)
    _put_beside(site, project, record, results)

    outputs = {path.name: hash_file(path) for path in rendered.files.values()}
    earlier: dict[str, str] = state.get("summary", {}).get("outputs", {})
    if previous is not None and not compare(previous, inputs):
        outputs = {
            **{file: digest for file, digest in earlier.items() if (site.output / file).is_file()},
            **outputs,
        }
    for file in set(earlier) - set(outputs):
        # A format not asked for this time would show an older build beside the new one.
        (site.output / file).unlink(missing_ok=True)
    summary = {
        "version": site.publication.version,
        "build_id": name,
        "engine": engine_version(site.engine),
        "facts": len(results.ledger),
        "figures": sum(exhibit.startswith("fig-") for exhibit in prose.exhibits_used),
        "tables": sum(exhibit.startswith("tbl-") for exhibit in prose.exhibits_used),
        "marks": marks_left(prose),
        "reasons": [str(reason) for reason in reasons],
        "outdated": [f"{item.file}:{item.line}: {item.was} → {item.is_}" for item in prose.outdated],
        "outputs": outputs,
    }
    write_json(_state(site), {"inputs": inputs.to_json(), "summary": summary})
    return _result(site, summary, started)


def check_report(request: BuildRequest, progress: Progress) -> CheckResult:
    """Take in the data, run the notebooks and check the text without rendering; return what to look at.

    Raises
    ------
    EvalreportError
        As `build_report` does.
    """
    site = Site.of(request)
    refuse_personal_numbers(site)
    snapshot = data.snapshot(site, progress)
    results = notebooks.run(site, snapshot, progress)
    prose = text.resolved(site, snapshot, results)
    places = (
        *(f"{mark.file}:{mark.line}: {mark.message}" for mark in prose.marks),
        *(f"{item.file}:{item.line}: [{item.was}] is now {item.is_}" for item in prose.outdated),
        *(f"exhibit {name} is not placed in any chapter" for name in prose.unplaced),
    )
    chapters = len(site.publication.chapters) + len(site.publication.appendices)
    return CheckResult(places, len(results.ledger), len(results.exhibits), chapters)


def _state(site: Site) -> Path:
    """What the last build was made from and made; private, since it quotes texts from before counts were hidden."""
    return site.working / "report.state.json"


def _wanted(site: Site, state: dict[str, dict[str, dict[str, str]]]) -> dict[str, str | None]:
    """Outputs that must be there unchanged: the formats asked for, with the hashes they were left with."""
    left = state.get("summary", {}).get("outputs", {})
    return {f"report.{suffix}": left.get(f"report.{suffix}") for suffix in site.formats}


def _put_beside(site: Site, project: Path, record: bytes, results: notebooks.Results) -> None:
    """Put what belongs to a finished report beside it: Quarto project, notebooks, facts and manifest.

    Quotes that no chapter places have not been published, so the list of all of them stays behind.
    """
    replace_folder(project, site.output / "report")
    replace_folder(
        site.working / "published", site.output / "notebooks", without=("quotes.json", "reads.json")
    )
    write_bytes(site.output / "manifest.json", record)
    write_text(site.output / "ledger.json", results.ledger.to_json())


def _tell(prose: ResolvedProse, progress: Progress) -> None:
    for mark in prose.marks:
        progress.note(f"{mark.file}:{mark.line}: {mark.message}")
    for name in prose.unplaced:
        progress.note(f"exhibit {name} is not placed in any chapter")


def _result(site: Site, summary: dict[str, Any], started: float, *, unchanged: bool = False) -> BuildResult:
    files = {
        suffix: site.output / f"report.{suffix}"
        for suffix in ("html", "pdf", "docx")
        if (site.output / f"report.{suffix}").is_file()
    }
    return BuildResult(
        files=files,
        version=summary["version"],
        build_id=summary["build_id"],
        engine=summary["engine"],
        seconds=time.monotonic() - started,
        facts=summary["facts"],
        figures=summary["figures"],
        tables=summary["tables"],
        marks=summary["marks"],
        unchanged=unchanged,
        reasons=tuple(summary["reasons"]),
        publication=site.publication_id,
        outdated=tuple(summary["outdated"]),
    )
