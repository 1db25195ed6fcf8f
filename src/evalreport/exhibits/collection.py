"""Reading exhibits back from what they were written as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from evalreport.errors import unknown
from evalreport.exhibits.diagram import Diagram
from evalreport.exhibits.figure import Figure
from evalreport.exhibits.flow_diagram import Flow
from evalreport.exhibits.table import Matrix, Table
from evalreport.exhibits.texts import Box, Case, QuoteSet

AnyExhibit = Figure | Flow | Diagram | Table | Matrix | QuoteSet | Box | Case
_KINDS = ("figure", "flow", "diagram", "table", "matrix", "quotes", "box", "case")
_READER: TypeAdapter[AnyExhibit] = TypeAdapter(Annotated[AnyExhibit, Field(discriminator="kind")])


def exhibit_from_json(data: Mapping[str, Any]) -> AnyExhibit:
    """Read what `to_json` wrote.

    Raises
    ------
    EvalreportError
        When the kind is unknown.
    """
    if data.get("kind") not in _KINDS:
        raise unknown("kind of exhibit", str(data.get("kind")), _KINDS)
    return _READER.validate_python(dict(data))
