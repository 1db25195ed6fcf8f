"""Qualitative material: informants, quotes, and who speaks for and against a code."""

from evalreport.qualitative.quotes import Quote, attribution, chosen, quotes
from evalreport.qualitative.support import Support, support

__all__ = ["Quote", "Support", "attribution", "chosen", "quotes", "support"]
