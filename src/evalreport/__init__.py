"""evalreport: from an evaluation's data to a traceable, versioned report."""

__version__ = "0.1.0"
