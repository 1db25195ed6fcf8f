"""Contracts: what each table must hold (Open Data Contract Standard), checked all at once."""

from evalreport.contracts.contract import Column, Contract, Reference, Rule
from evalreport.contracts.conventions import Conventions
from evalreport.contracts.conversion import Converted, convert
from evalreport.contracts.fault import MASK, SHOWN, Fault, masked
from evalreport.contracts.reading import load, load_all
from evalreport.contracts.validation import KEY_KINDS, ROW_KINDS, Validation, check, validate

__all__ = [
    "KEY_KINDS",
    "MASK",
    "ROW_KINDS",
    "SHOWN",
    "Column",
    "Contract",
    "Conventions",
    "Converted",
    "Fault",
    "Reference",
    "Rule",
    "Validation",
    "check",
    "convert",
    "load",
    "load_all",
    "masked",
    "validate",
]
