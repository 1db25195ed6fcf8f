"""Statistics of a sample: distributions, means, change, association, attrition, regression to the mean.

The modules are imported one by one (`from evalreport.statistics.change import change`), so that whoever needs counts
and means alone does not wait for scipy and statsmodels. Every function is pure: the same values give the same result,
in whatever order the rows stand. What cannot be estimated is None, with a `Reason`.
"""

from evalreport.statistics.describe import Distribution, Means, distribution, means
from evalreport.statistics.estimate import HypothesisTest, Interval, Reason
from evalreport.statistics.sample import Sample

__all__ = ["Distribution", "HypothesisTest", "Interval", "Means", "Reason", "Sample", "distribution", "means"]
