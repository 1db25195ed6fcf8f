"""Intake: from files as they come to a validated, pseudonymised snapshot, or all faults at once."""

from evalreport.intake.config import IdentifierSettings, IntakeConfig, RuleAction, TableSource
from evalreport.intake.personal_numbers import has_personal_number
from evalreport.intake.pseudonyms import KeyFault
from evalreport.intake.snapshot import Snapshot
from evalreport.intake.source import SourceFault
from evalreport.intake.stopped import IntakeStopped, RuleFault
from evalreport.intake.taking import fingerprint, take
from evalreport.intake.treatment import check_actions

__all__ = [
    "IdentifierSettings",
    "IntakeConfig",
    "IntakeStopped",
    "KeyFault",
    "RuleAction",
    "RuleFault",
    "Snapshot",
    "SourceFault",
    "TableSource",
    "check_actions",
    "fingerprint",
    "has_personal_number",
    "take",
]
