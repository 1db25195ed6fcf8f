"""The disclosure policy and the gate: the one place where results become facts that may be shown."""

from evalreport.disclosure.gate import Gate
from evalreport.disclosure.policy import Policy
from evalreport.disclosure.protection import protect

__all__ = ["Gate", "Policy", "protect"]
