"""The second stage: run the notebooks whose inputs have changed, and collect what all of them have published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evalreport.build.progress import Progress
from evalreport.build.site import Site
from evalreport.cache import (
    Inputs,
    compare,
    hash_code,
    hash_file,
    hash_object,
    hash_packages,
    read_json,
    write_json,
)
from evalreport.chapter import RunFile
from evalreport.errors import EvalreportError, near_matches
from evalreport.execution import NotebookJob, run_notebooks
from evalreport.exhibits import Exhibit, exhibit_from_json
from evalreport.intake import Snapshot
from evalreport.ledger import Ledger
from evalreport.project import Project
from evalreport.qualitative import Quote

PROSE_ONLY = (
    "publications",
    "default_publication",
    "constants",
    "bibliography",
    "names",
    "evaluator",
    "authors",
    "client",
)
"""Settings that no notebook's result depends on."""


@dataclass(frozen=True)
class Results:
    """What the notebooks have published."""

    ledger: Ledger
    exhibits: Mapping[str, Exhibit]
    quotes: Mapping[str, Quote]


def run(site: Site, snapshot: Snapshot, progress: Progress) -> Results:
    """Run the notebooks that need it and return everything published.

    Where small counts are hidden, notebooks run one after another, each knowing what those before it have
    published; where every count may be shown they run side by side.

    Raises
    ------
    EvalreportError
        When a notebook fails; what was published before stays.
    """
    names = list(site.project.notebooks)
    parameters = site.parameters()
    protected = site.project.disclosure.threshold > 1
    if protected:
        for index, name in enumerate(names):
            before = [_memory(site, names[index - 1])] if index else []
            _run_stale(site, snapshot, [name], parameters, before, progress)
    else:
        _run_stale(site, snapshot, names, parameters, [], progress)
    results = collect(site)
    for name in site.project.exhibits:
        if name not in results.exhibits:
            progress.note(str(_unknown_exhibit(site, name, results)))
    return results


def lab_run(site: Site) -> Path:
    """Write the run file for notebooks opened by hand; what they publish stays among the private files."""
    run_file = site.working / "lab" / "run.json"
    RunFile(
        notebook="",
        project_folder=str(site.project_folder),
        contracts=str(site.contracts),
        snapshot=str(site.snapshot),
        output=str(site.working / "lab" / "output"),
        settings=site.request.overrides,
    ).write(run_file)
    return run_file


def collect(site: Site) -> Results:
    """Read what all notebooks have published.

    Raises
    ------
    EvalreportError
        When two notebooks published the same id with different content.
    """
    ledger = Ledger()
    exhibits: dict[str, Exhibit] = {}
    quotes: dict[str, Quote] = {}
    for name in site.project.notebooks:
        folder = site.published(name)
        if (folder / "facts.json").is_file():
            ledger.merge(Ledger.read(folder / "facts.json").facts())
        for file in sorted((folder / "exhibits").glob("*.json")):
            exhibit = exhibit_from_json(json.loads(file.read_text(encoding="utf-8")))
            if exhibits.get(exhibit.id, exhibit) != exhibit:
                raise EvalreportError(
                    f"exhibit '{exhibit.id}' is shown by two notebooks with different content",
                    remedy=f"give it another id in notebook {name}",
                )
            exhibits[exhibit.id] = exhibit
        for data in read_json(folder / "quotes.json") or []:
            quotes[data["id"]] = Quote(**data)
    return Results(ledger, exhibits, quotes)


def _unknown_exhibit(site: Site, name: str, results: Results) -> EvalreportError:
    """Say that the parameter file has words for an exhibit that no notebook shows."""
    return EvalreportError(
        f"exhibits: no notebook shows '{name}', so its words are not used",
        where=site.place("exhibits", name),
        near=near_matches(name, results.exhibits),
    )


def _run_stale(
    site: Site,
    snapshot: Snapshot,
    names: list[str],
    parameters: Mapping[str, dict[str, object]],
    before: list[Path],
    progress: Progress,
) -> None:
    inputs = {name: _inputs(site, snapshot, name, parameters[name], before) for name in names}
    stale: dict[str, str] = {}
    for name in names:
        state = read_json(_state(site, name)) or {}
        previous = Inputs.from_json(state["inputs"]) if state.get("inputs") else None
        reasons = compare(previous, inputs[name])
        missing = not (site.published(name) / "notebook.ipynb").is_file()
        if reasons or missing:
            stale[name] = str(reasons[0]) if reasons else "output missing"
    if not stale:
        return
    progress.stage("Running notebooks")
    for name, reason in stale.items():
        progress.note(f"{name}: {reason}")
    jobs = [_job(site, name, parameters[name], before) for name in stale]
    run_notebooks(jobs, root=site.root, workers=site.request.jobs, on_progress=progress.item)
    for name in stale:
        fresh = _fresh(site, name)
        reads = read_json(fresh / "reads.json") or []
        _replace(fresh, site.published(name))
        # The tables a notebook reads are known only after it has run.
        known = _inputs(site, snapshot, name, parameters[name], before, reads)
        write_json(_state(site, name), {"inputs": known.to_json(), "reads": reads})


def _inputs(
    site: Site,
    snapshot: Snapshot,
    name: str,
    parameters: Mapping[str, object],
    before: list[Path],
    reads: list[str] | None = None,
) -> Inputs:
    if reads is None:
        reads = (read_json(_state(site, name)) or {}).get("reads", [])
    settings = _settings(site.project)
    return Inputs.of(
        {
            "notebook": {name: hash_file(site.notebook(name))},
            "parameter": {key: hash_object(value) for key, value in parameters.items()},
            "setting": {key: hash_object(value) for key, value in settings.items()},
            "table": {table: snapshot.hashes[table] for table in reads if table in snapshot.hashes},
            "contract": {path.stem: hash_file(path) for path in sorted(site.contracts.glob("*.yaml"))},
            "code": {"evalreport": hash_code()},
            "package": {"all": hash_packages()},
            "disclosure": {path.stem: hash_file(path) for path in before if path.is_file()},
        }
    )


def _settings(project: Project) -> dict[str, object]:
    return project.model_dump(mode="json", exclude={*PROSE_ONLY, "notebooks", "intake"})


def _job(site: Site, name: str, parameters: Mapping[str, object], before: list[Path]) -> NotebookJob:
    fresh = _fresh(site, name)
    if fresh.exists():
        shutil.rmtree(fresh)
    run_file = site.working / "runs" / f"{name}.json"
    RunFile(
        notebook=name,
        project_folder=str(site.project_folder),
        contracts=str(site.contracts),
        snapshot=str(site.snapshot),
        output=str(fresh),
        memory=tuple(str(path) for path in before),
        memory_out=str(_memory(site, name)) if site.project.disclosure.threshold > 1 else "",
        settings=site.request.overrides,
    ).write(run_file)
    return NotebookJob(
        chapter=name,
        notebook=site.notebook(name),
        parameters=parameters,
        run_file=run_file,
        raw_output=site.working / "notebooks" / f"{name}.ipynb",
        published_output=fresh / "notebook.ipynb",
    )


def _fresh(site: Site, name: str) -> Path:
    return site.working / "running" / name


def _memory(site: Site, name: str) -> Path:
    return site.working / "gate" / f"{name}.json"


def _state(site: Site, name: str) -> Path:
    return site.working / "state" / f"{name}.json"


def _replace(source: Path, target: Path) -> None:
    """Put a complete folder in the place of another."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f".{target.name}.old")
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    source.rename(target)
    if old.exists():
        shutil.rmtree(old)
