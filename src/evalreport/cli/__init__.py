"""The command line: parse, call `build`, print."""

from evalreport.cli.faults import main

__all__ = ["main"]
