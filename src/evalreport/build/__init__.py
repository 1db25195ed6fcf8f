"""The build: from a project's files to its report, stage by stage.

The verbs import the stages when they are called, so that `--help` and near-match errors need not wait for them.
"""

from __future__ import annotations

from pathlib import Path

from evalreport.build.progress import Progress
from evalreport.build.request import BuildRequest, BuildResult

__all__ = ["BuildRequest", "BuildResult", "build_report", "check_report", "prepare_lab", "take_in"]


def build_report(request: BuildRequest, progress: Progress) -> BuildResult:
    """Build a publication; see `evalreport.build.report.build_report`."""
    from evalreport.build import report

    return report.build_report(request, progress)


def check_report(request: BuildRequest, progress: Progress) -> tuple[str, ...]:
    """Check data, notebooks and text without rendering; return what to look at."""
    from evalreport.build import report

    return report.check_report(request, progress)


def take_in(request: BuildRequest, progress: Progress) -> Path:
    """Take in the data alone; return the folder of the snapshot."""
    from evalreport.build import data
    from evalreport.build.site import Site

    site = Site.of(request)
    data.snapshot(site, progress)
    return site.snapshot


def prepare_lab(request: BuildRequest, progress: Progress) -> Path:
    """Take in the data and write the run file that notebooks opened by hand use; return it."""
    from evalreport.build import data, notebooks
    from evalreport.build.site import Site

    site = Site.of(request)
    data.snapshot(site, progress)
    return notebooks.lab_run(site)
