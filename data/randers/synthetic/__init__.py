"""Invented people, answers, months, absences and interviews for the example project."""
