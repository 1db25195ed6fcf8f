"""Social impact investments: the ledger of months, and what a contract makes of it."""

from evalreport.economics.contract import Contract, Settlement, settle, settled
from evalreport.economics.months import MonthLedger, month_ledger

__all__ = ["Contract", "MonthLedger", "Settlement", "month_ledger", "settle", "settled"]
