"""Plain statistics over a sample: distributions, means, and totals of a ledger of months."""

from evalreport.statistics.describe import Distribution, Means, distribution, means
from evalreport.statistics.estimate import HypothesisTest, Interval, Reason
from evalreport.statistics.sample import Sample

__all__ = ["Distribution", "Means", "Sample", "distribution", "means"]
