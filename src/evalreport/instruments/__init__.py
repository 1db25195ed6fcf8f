"""The registry of instruments: one YAML object for each, and the scoring that follows it."""

from evalreport.instruments.registry import Band, Instrument, Norm, instrument, names
from evalreport.instruments.scoring import score

__all__ = ["Band", "Instrument", "Norm", "instrument", "names", "score"]
