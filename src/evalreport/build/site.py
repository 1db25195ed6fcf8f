"""Where everything of one build lies, and the project it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalreport.build.bibliography import citation_keys
from evalreport.build.request import BuildRequest, require_project
from evalreport.contracts import Contract, load_all
from evalreport.errors import EvalreportError, Faults, Place, near_matches, unknown, wrong_letter
from evalreport.execution import check_parameters
from evalreport.project import Project, Publication, load, place_of
from evalreport.project.overlay import overlay


@dataclass(frozen=True)
class Site:
    """A request with its project loaded: the folders read and written.

    Attributes
    ----------
    project_folder : Path
        `params/<project>`.
    table_contracts : mapping of str to Contract
        What each table of the project must hold.
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
    table_contracts: Mapping[str, Contract] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, request: BuildRequest) -> Site:
        """Find and load the project of a request.

        Raises
        ------
        EvalreportError
            When project or publication do not exist, or the parameter file has faults: all that can be told
            before the data are read and the notebooks run.
        """
        folder = require_project(request.root, request.project)
        contracts = load_all(request.root / "data_contracts")
        project = load(folder, lambda settings: overlay(settings, request.overrides), contracts)
        name = request.publication or project.default_publication
        if name not in project.publications:
            raise unknown("publication", name, project.publications)
        tables = {table: contracts[project.intake.contract_of(table)] for table in project.intake.tables}
        site = cls(request, project, name, project.publications[name], folder, tables)
        site.parameters()
        site.citation_keys()
        return site

    def parameters(self) -> dict[str, dict[str, Any]]:
        """Return the parameters of each notebook, checked against what the notebook declares.

        Raises
        ------
        EvalreportError, Faults
            When a notebook does not exist, or a parameter is unknown or of the wrong kind; all faults at once.
        """
        found: dict[str, dict[str, Any]] = {}
        faults: list[EvalreportError] = []
        for name in self.project.notebooks:
            try:
                found[name] = self._parameters(name)
            except Faults as several:
                faults += several.faults
            except EvalreportError as fault:
                faults.append(fault)
        if len(faults) == 1:
            raise faults[0]
        if faults:
            raise Faults(faults, title=f"{self.place().file} has {len(faults)} fault(s)")
        return found

    def _parameters(self, name: str) -> dict[str, Any]:
        source, given = self.notebook(name), self.project.notebooks[name].parameters
        if not source.is_file():
            there = sorted(path.stem for path in source.parent.glob("*.ipynb"))
            raise EvalreportError(
                f"there is no notebook notebooks/{source.name}",
                where=self.place("notebooks", name),
                near=near_matches(name, there),
                remedy="notebooks there are: " + ", ".join(there),
            )
        try:
            return check_parameters(source, given)
        except EvalreportError:  # again, now that their lines are worth looking for
            places = {key: self.place("notebooks", name, "parameters", key) for key in given}
            return check_parameters(source, given, places=places)

    def citation_keys(self) -> frozenset[str]:
        """Return the keys of the project's list of references.

        Raises
        ------
        Faults
            When the list has faults.
        """
        path = self.project_folder / self.project.bibliography
        return citation_keys(self.read(path), self.shown(path))

    def read(self, path: Path) -> str:
        """Return a text that people have written, with Unix line ends.

        Raises
        ------
        EvalreportError
            When it is not UTF-8.
        """
        data = path.read_bytes()
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise wrong_letter(data, self.shown(path)) from None

    def place(self, *path: str | int) -> Place:
        """Return where a part of the parameter file stands."""
        return place_of(self.project_folder, *path)

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
