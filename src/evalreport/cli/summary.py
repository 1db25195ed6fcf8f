"""The lines that close a build."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from evalreport.build.request import BuildResult, CheckResult
from evalreport.ledger import Ledger
from evalreport.locale import Locale, format_fact

SHOWN = 6
"""Reasons and outdated texts that are listed when not all are asked for."""


def closing(result: BuildResult, *, here: Path, verbose: bool = False) -> list[str]:
    """Return where the report lies, what it is and what is in it.

    Parameters
    ----------
    result : BuildResult
        What the build made.
    here : Path
        The working folder; paths are given from it where they lie below.
    verbose : bool
        List all reasons and outdated texts instead of the first few.
    """
    lines = [""]
    if result.unchanged:
        lines += [f"Nothing has changed since build {result.build_id}{_when(result)}: no work done.", ""]
    width = max((len(path.name) for path in result.files.values()), default=0)
    lines += [f"  {path.name:<{width}}  {nearest(path, here)}" for path in result.files.values()]
    lines += [
        "",
        f"  version {result.version} · build {result.build_id} · engine {result.engine} · {_time(result.seconds)}",
        "  " + " · ".join(_counts(result)),
    ]
    if result.outdated:
        lines += [
            "",
            "  texts whose numbers are out of date in the source (the report shows the current ones):",
        ]
        lines += _first(result.outdated, verbose)
    if verbose and result.reasons:
        lines += ["", "  built because:", *_first(result.reasons, verbose)]
    return lines


def checked(result: CheckResult) -> list[str]:
    """Return what a check found: the places to look at, or that there are none, and how much was checked."""
    many = len(result.places)
    found = (
        "Nothing to look at."
        if not many
        else "1 place to look at."
        if many == 1
        else f"{many} places to look at."
    )
    counts = f"Checked: {result.facts} facts · {result.exhibits} exhibits · {result.chapters} chapters."
    return ["", *result.places, *([""] if many else []), f"{found} {counts}"]


def fact_lines(ledger: Ledger, pattern: str = "", language: str = "da") -> list[str]:
    """Return the facts whose id or label matches, one to a line: id, value, n, label.

    Parameters
    ----------
    ledger : Ledger
        The facts.
    pattern : str
        A part of the id or label, or a pattern with `*`; all facts when empty.
    language : str
        Decides how values are printed.
    """
    from fnmatch import fnmatch

    locale = Locale(language)  # type: ignore[arg-type]
    found = [
        fact
        for fact in ledger.facts()
        if not pattern or fnmatch(fact.id, pattern) or pattern.lower() in f"{fact.id} {fact.label}".lower()
    ]
    values = [format_fact(fact, locale) for fact in found]
    wide = max((len(fact.id) for fact in found), default=0), max((len(value) for value in values), default=0)
    return [
        f"{fact.id:<{wide[0]}}  {value:>{wide[1]}}  {f'n = {fact.n}' if fact.n is not None else '':<8}  {fact.label}"
        for fact, value in zip(found, values, strict=True)
    ]


def nearest(path: Path, here: Path) -> str:
    """Return a path from the working folder when it lies below it, else the whole path."""
    return os.path.relpath(path, here) if path.absolute().is_relative_to(here.absolute()) else str(path)


def _counts(result: BuildResult) -> list[str]:
    one = {"facts": "fact", "figures": "figure", "tables": "table", "marks": "mark to look at"}
    many = one | {"facts": "facts", "figures": "figures", "tables": "tables", "marks": "marks to look at"}
    return [f"{(n := getattr(result, name))} {one[name] if n == 1 else many[name]}" for name in one]


def _first(texts: tuple[str, ...], verbose: bool) -> list[str]:
    shown = texts if verbose else texts[:SHOWN]
    rest = [f"    … and {len(texts) - len(shown)} more (-v lists them)"] if len(shown) < len(texts) else []
    return [f"    {text}" for text in shown] + rest


def _when(result: BuildResult) -> str:
    times = [path.stat().st_mtime for path in result.files.values() if path.exists()]
    return f" ({datetime.fromtimestamp(max(times)):%Y-%m-%d %H:%M})" if times else ""


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {int(seconds % 60)} s"
