"""Sentences, verbal quantifiers with their bounds, and causal words, one file of data per language."""

from evalreport.wording.quantifier import Quantifier
from evalreport.wording.wording import Wording

__all__ = ["Quantifier", "Wording"]
