"""The papermill engine: runs a notebook's cells in a kernel of ours and tells how far it has come."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from evalreport.execution.kernel import Kernel

NAME = "evalreport"


class Stopped(Exception):
    """The run was given up from outside."""


@dataclass(eq=False)
class Session:
    """One run under way, shared by the engine and whoever may have to end it.

    Attributes
    ----------
    kernel : Kernel
        Where the cells run.
    root : Path
        The working folder.
    log : TextIO
        Takes what the kernel's process prints outside cells.
    on_cell : callable
        Called with the number of cells done.
    stopped : callable
        Whether the run has been given up.
    notebook : dict
        The notebook as executed so far.
    cell : int
        Index of the cell last started.
    """

    kernel: Kernel
    root: Path
    log: TextIO
    on_cell: Callable[[int], None]
    stopped: Callable[[], bool]
    notebook: Any = None
    cell: int = -1


def load_papermill() -> Any:
    """Import papermill with our engine among its engines.

    The import comes late because it takes a second or more, which an unchanged build need not wait for.
    """
    if "papermill" not in sys.modules:
        # jsonschema would compile a grammar for international web addresses, which takes longer than all the
        # rest of the import and checks nothing in a notebook; it does without when the module cannot be had.
        missing = sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        try:
            import papermill
        finally:
            if missing is None:
                del sys.modules["rfc3987_syntax"]
    import papermill
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    if NAME in papermill_engines._engines:
        return papermill

    quiet = logging.getLogger("evalreport.execution")
    for logger in (quiet, logging.getLogger("papermill")):
        logger.addHandler(logging.NullHandler())
        logger.propagate = False

    class SessionEngine(NBClientEngine):  # type: ignore[misc]
        """Runs cells in the session's kernel."""

        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, kernel_name: str, *, session: Session, **_: Any
        ) -> Any:
            session.notebook = nb_man.nb
            start, complete = nb_man.cell_start, nb_man.cell_complete

            def cell_start(cell: Any, cell_index: int, **kwargs: Any) -> None:
                if session.stopped():
                    raise Stopped
                session.cell = cell_index
                start(cell, cell_index, **kwargs)

            def cell_complete(cell: Any, cell_index: int, **kwargs: Any) -> None:
                complete(cell, cell_index, **kwargs)
                session.on_cell(cell_index + 1)

            nb_man.cell_start, nb_man.cell_complete = cell_start, cell_complete
            client = PapermillNotebookClient(
                nb_man,
                km=session.kernel.manager,
                log=quiet,
                kernel_name=kernel_name,
                startup_timeout=120,
                shutdown_kernel="immediate",
            )
            return client.execute(
                cleanup_kc=True,
                cwd=str(session.root),
                env=session.kernel.environment,
                stdout=session.log,
                stderr=session.log,
            )

    papermill_engines.register(NAME, SessionEngine)
    return papermill
