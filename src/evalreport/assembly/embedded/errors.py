"""What can go wrong in the embedded engine, for the person who must mend it."""

from __future__ import annotations

from evalreport.errors import EvalreportError, Faults


class EngineError(EvalreportError):
    """The project cannot be rendered as it stands."""


class EngineFaults(Faults, EngineError):
    """Several reasons why the project cannot be rendered."""
