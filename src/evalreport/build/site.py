"""Where everything of one build lies, and the project it is for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evalreport.build.request import BuildRequest, require_project
from evalreport.errors import unknown
from evalreport.project import Project, Publication, load
from evalreport.project.overlay import overlay


@dataclass(frozen=True)
class Site:
    """A request with its project loaded: the folders read and written.

    Attributes
    ----------
    project_folder : Path
        `params/<project>`.
    output : Path
        `build/<project>/<publication>`: what may be handed on.
    private : Path
        `build/<project>/private`: what may not.
    """

    request: BuildRequest
    project: Project
    publication_id: str
    publication: Publication
    project_folder: Path

    @classmethod
    def of(cls, request: BuildRequest) -> Site:
        """Find and load the project of a request.

        Raises
        ------
        EvalreportError
            When project or publication do not exist, or the parameter file has faults.
        """
        folder = require_project(request.root, request.project)
        project = load(folder, lambda settings: overlay(settings, request.overrides))
        name = request.publication or project.default_publication
        if name not in project.publications:
            raise unknown("publication", name, project.publications)
        return cls(request, project, name, project.publications[name], folder)

    @property
    def root(self) -> Path:
        """The folder that holds params/, notebooks/ and data/."""
        return self.request.root

    @property
    def contracts(self) -> Path:
        """Data contracts."""
        return self.root / "data_contracts"

    @property
    def template(self) -> Path:
        """The report template."""
        return self.root / "report"

    @property
    def output(self) -> Path:
        """Results of this publication."""
        return self.request.project_folder / self.publication_id

    @property
    def private(self) -> Path:
        """Snapshots, executed notebooks, logs."""
        return self.request.private

    @property
    def snapshot(self) -> Path:
        """The validated, pseudonymised tables."""
        return self.private / "snapshot"

    @property
    def working(self) -> Path:
        """Private files of this publication."""
        return self.private / self.publication_id

    @property
    def engine(self) -> str:
        """The engine that renders."""
        return self.request.engine or self.publication.engine

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to render."""
        return self.request.formats or self.publication.formats

    def notebook(self, name: str) -> Path:
        """The source of a notebook."""
        return self.root / "notebooks" / f"{name}.ipynb"

    def published(self, name: str) -> Path:
        """Folder of what a notebook published, until the whole report is put in place."""
        return self.working / "published" / name

    def shown(self, path: Path) -> str:
        """A path as messages name it: from the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
