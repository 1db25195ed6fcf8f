"""The build: from a project's files to its report, stage by stage.

The verbs import the stages when they are called, so that `--help` and near-match errors need not wait for them.
Each holds the project's lock: two builds at once would take each other's files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from evalreport.build.progress import Progress
from evalreport.build.request import BuildRequest, BuildResult, CheckResult, require_project
from evalreport.errors import EvalreportError

__all__ = [
    "BuildRequest",
    "BuildResult",
    "CheckResult",
    "alone",
    "build_report",
    "check_report",
    "prepare_lab",
    "take_in",
]


@contextlib.contextmanager
def alone(request: BuildRequest) -> Iterator[None]:
    """Keep other builds of the project out of the same folder meanwhile.

    Raises
    ------
    EvalreportError
        When one is running already, or there is no such project.
    """
    from evalreport.cache import held

    require_project(request.root, request.project)
    request.private.mkdir(parents=True, exist_ok=True)
    # Microdata are for the person who builds, not for all users of the machine; some drives know no rights.
    with contextlib.suppress(OSError):
        request.private.chmod(0o700)
    with held(request.private / "build.lock") as mine:
        if not mine:
            raise EvalreportError(
                f"another build of '{request.project}' is running in {request.project_folder}",
                remedy="wait until it has ended (or end it), or build into another folder with --output",
            )
        yield


def build_report(request: BuildRequest, progress: Progress) -> BuildResult:
    """Build a publication; see `evalreport.build.report.build_report`."""
    with alone(request):
        from evalreport.build import report

        return report.build_report(request, progress)


def check_report(request: BuildRequest, progress: Progress) -> CheckResult:
    """Check data, notebooks and text without rendering; return what to look at."""
    with alone(request):
        from evalreport.build import report

        return report.check_report(request, progress)


def take_in(request: BuildRequest, progress: Progress) -> Path:
    """Take in the data alone; return the folder of the snapshot."""
    with alone(request):
        from evalreport.build import data
        from evalreport.build.site import Site

        site = Site.of(request)
        data.snapshot(site, progress)
        return site.snapshot


def prepare_lab(request: BuildRequest, progress: Progress) -> Path:
    """Take in the data and write the run file that notebooks opened by hand use; return it."""
    with alone(request):
        from evalreport.build import data, notebooks
        from evalreport.build.site import Site

        site = Site.of(request)
        data.snapshot(site, progress)
        return notebooks.lab_run(site)
