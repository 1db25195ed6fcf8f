"""Facts and the ledger: every number of a report, computed once and kept with where it came from."""

from evalreport.ledger.fact import Fact, FactKey, Kind, Origin
from evalreport.ledger.ledger import Conflict, Ledger

__all__ = ["Conflict", "Fact", "FactKey", "Kind", "Ledger", "Origin"]
