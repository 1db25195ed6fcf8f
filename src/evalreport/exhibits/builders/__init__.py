"""From gated facts to exhibits: picking the facts, wording the note, choosing the axis."""

from evalreport.exhibits.builders.charts import grouped_bars, horizontal_bars, lines
from evalreport.exhibits.builders.flows import Exit, Stage, flow
from evalreport.exhibits.builders.setting import Setting
from evalreport.exhibits.builders.tables import cross_table, fact_table

__all__ = [
    "Exit",
    "Setting",
    "Stage",
    "cross_table",
    "fact_table",
    "flow",
    "grouped_bars",
    "horizontal_bars",
    "lines",
]
