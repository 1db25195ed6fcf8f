"""The manifest: which inputs, packages and engine a report was made from, by content hash; and the build id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import evalreport
from evalreport.assembly import engine_version
from evalreport.build.notebooks import Results
from evalreport.build.site import Site
from evalreport.cache import Inputs, hash_code, hash_file, hash_folder, hash_object, run_packages
from evalreport.intake import fingerprint

SETTINGS_SHOWN = ("id", "title", "language", "default_publication")


def report_inputs(site: Site) -> Inputs:
    """Return everything that decides the bytes of a report."""
    project = site.project
    settings = project.model_dump(mode="json", exclude={"publications", "notebooks"})
    publication = site.publication.model_dump(mode="json")
    prose = {
        entry.path: hash_file(site.project_folder / entry.path)
        for entry in (*site.publication.chapters, *site.publication.appendices)
    }
    bibliography = {project.bibliography: hash_file(site.project_folder / project.bibliography)}
    data = fingerprint(
        project.intake, site.contracts, site.root, project=project.id, example=bool(project.example)
    )
    return Inputs.of(
        {
            "data": {"sources": data},
            "setting": {name: hash_object(value) for name, value in settings.items()},
            "parameter": {
                name: hash_object(entry.model_dump(mode="json")) for name, entry in project.notebooks.items()
            },
            "publication": {name: hash_object(value) for name, value in publication.items()},
            "notebook": {
                name: hash_file(site.notebook(name))
                for name in project.notebooks
                if site.notebook(name).is_file()
            },
            "prose": prose,
            "references": bibliography,
            "theme": {"report": hash_folder(site.template)},
            "code": {"evalreport": hash_code()},
            "package": dict(part.split("==", 1) for part in run_packages()),
            "engine": {site.engine: engine_version(site.engine)},
        }
    )


def build_id(inputs: Inputs) -> str:
    """Return the short name of these inputs, printed in the report."""
    return inputs.digest[:12]


def manifest(site: Site, inputs: Inputs, results: Results) -> bytes:
    """Return the manifest that goes into the report: inputs and facts, but no hash of the report itself."""
    data: Mapping[str, Any] = {
        "manifest": 1,
        "project": site.project.id,
        "publication": site.publication_id,
        "title": site.publication.title,
        "version": site.publication.version,
        "status": site.publication.status,
        "date": site.publication.date.isoformat(),
        "build": build_id(inputs),
        "evalreport": evalreport.__version__,
        "engine": engine_version(site.engine),
        "disclosure_threshold": site.project.disclosure.threshold,
        "changed_settings": dict(site.request.overrides),
        "inputs": inputs.to_json(),
        "facts": hash_object([fact.to_json() for fact in results.ledger.facts()]),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
