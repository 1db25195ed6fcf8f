"""Populations: named rules for who counts, and timepoints: named rules for when."""

from evalreport.populations.population import Population, Populations, condition
from evalreport.populations.rules import PopulationRule, Timepoint, Timepoints, Unit

__all__ = ["Population", "PopulationRule", "Populations", "Timepoint", "Timepoints", "Unit", "condition"]
