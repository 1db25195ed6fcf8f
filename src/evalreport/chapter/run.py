"""The run file: what the build tells a notebook, so that parameters hold only what an evaluator sets."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evalreport.errors import EvalreportError

VARIABLE = "EVALREPORT_RUN"
"""Names the run file; set by the build and by `evalreport lab`."""


@dataclass(frozen=True)
class RunFile:
    """Where a notebook finds its project and data, and where it puts what it publishes.

    Attributes
    ----------
    notebook : str
        Name of the notebook, without ending; empty in a file shared by all (in the lab).
    project_folder, contracts, snapshot, output : str
        Folders.
    memory : tuple of str
        What the gate remembers of the notebooks before this one.
    memory_out : str
        Where to leave what it remembers after this one.
    settings : dict
        Settings of the parameter file, changed for this build by dotted path.
    """

    notebook: str
    project_folder: str
    contracts: str
    snapshot: str
    output: str
    memory: tuple[str, ...] = ()
    memory_out: str = ""
    settings: tuple[tuple[str, Any], ...] = ()

    def write(self, path: Path) -> None:
        """Write as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def current(cls) -> RunFile:
        """Read the run file that the environment names.

        Raises
        ------
        EvalreportError
            When there is none: the notebook was started outside the build and the lab.
        """
        name = os.environ.get(VARIABLE)
        if not name or not Path(name).is_file():
            raise EvalreportError(
                "this notebook does not know which project it belongs to",
                remedy="open it with `make lab PROJECT=…`, or run the whole report with `make report PROJECT=…`",
            )
        data = json.loads(Path(name).read_text(encoding="utf-8"))
        data["memory"] = tuple(data["memory"])
        data["settings"] = tuple((path, value) for path, value in data["settings"])
        return cls(**data)
