"""The first stage: from the project's sources to the snapshot, unless nothing has changed since the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.build.fit import require_fit
from evalreport.build.progress import Progress
from evalreport.build.site import Site
from evalreport.cache import read_json, write_json
from evalreport.intake import Snapshot, fingerprint, take


def snapshot(site: Site, progress: Progress) -> Snapshot:
    """Return the snapshot of the project's data, taken anew when sources, contracts or rules have changed.

    Raises
    ------
    IntakeStopped
        When the data have faults; the snapshot before stays as it was.
    Faults
        When the data lack what the parameter file counts on.
    """
    found = _taken(site, progress)
    for line in told(found.quality):
        progress.note(line)
    require_fit(site, found, progress)
    return found


def told(quality: Mapping[str, Any]) -> Iterator[str]:
    """Say what a person should look at in data that did not stop intake: counts and names, never values."""
    for table, about in sorted(quality["tables"].items()):
        for rule in about["rules"]:
            if rule["found"] and rule["action"] == "warn":
                rows = "1 row breaks" if rule["found"] == 1 else f"{rule['found']} rows break"
                yield f"warning: {rule['rule']}: {rows} the rule: {str(rule['description']).rstrip('.')}"
        for notice in about["notices"]:
            yield f"note: {notice}" if str(notice).startswith(f"{table}.") else f"note: {table}: {notice}"


def _taken(site: Site, progress: Progress) -> Snapshot:
    name, example = site.project.id, bool(site.project.example)
    current = fingerprint(site.project.intake, site.contracts, site.root, project=name, example=example)
    record = site.private / "snapshot.state.json"
    if read_json(record) == {"fingerprint": current} and (site.snapshot / "snapshot.json").is_file():
        return Snapshot.open(site.snapshot)
    progress.stage("Reading data")
    taken = take(
        site.project.intake,
        site.contracts,
        site.root,
        site.snapshot,
        settings_file=site.shown(site.project_folder / "project.yaml"),
        project=name,
        example=example,
    )
    for notice in taken.notices:
        progress.note(str(notice))
    write_json(record, {"fingerprint": current})
    return taken
