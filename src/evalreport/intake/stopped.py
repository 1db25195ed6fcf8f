"""What a user reads when intake stops: every fault, by file, with rows, masked values and remedies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evalreport.contracts import SHOWN, Contract, Fault
from evalreport.contracts.conversion import not_found
from evalreport.errors import EvalreportError, Faults, Place, near_matches
from evalreport.intake.source import RawTable

_REMEDIES = {
    "missing_column": (
        "correct the heading in the file, or add columns: {{<heading>: {column}}} to table {table} "
        "in {settings}"
    ),
    "empty": "export the table again, or remove it from {settings}",
    "required": (
        "fill in the cells, or mend the formulas that fail; if blank is a true answer, set required: false "
        "in {contract}"
    ),
    "codes": "correct the cells; if a new code is right, add it to validValues in {contract}",
    "range": "correct the cells; if the values are right, change minimum or maximum in {contract}",
    "pattern": "correct the cells; if they are right, change pattern in {contract}",
    "length": "correct the cells; if they are right, change minLength or maxLength in {contract}",
    "custom": "correct the rows; if they are right, change the rule in {contract}",
    "unique": "delete or correct one of the two rows",
    "foreign_key": "correct the number, or add the row that is missing in table {target}",
    "personal_number": (
        "delete the numbers from the file; if the column is meant to identify people, declare it "
        "classification: identifier in {contract}"
    ),
}
_OTHERWISE = (
    "correct the cells; if the whole column is written in another way, "
    "set {key}: for table {{table}} in {{settings}}"
)
_TYPE_REMEDIES = {
    "date": _OTHERWISE.format(key="date_format"),
    "number": _OTHERWISE.format(key="decimal"),
    "integer": "correct the cells; if decimals are right, set logicalType: number in {contract}",
    "string": "format the column as text in the spreadsheet and enter the values again",
    "boolean": "correct the cells",
}


class RuleFault(EvalreportError):
    """One broken rule of one table, with the places a user finds in the file.

    Attributes
    ----------
    fault : Fault
        The rule and the positions.
    table, file : str
        Which table, and the file it was read from.
    places : tuple of Place
        Of the first rows.
    optional : bool
        Whether the rule is about one column, which may be blank.
    """

    def __init__(self, fault: Fault, raw: RawTable, contract: Contract, settings: str) -> None:
        fault = _with_error_values(fault, raw) if fault.kind == "required" else fault
        self.fault = fault
        self.table = raw.table
        self.file = raw.file
        self.sheet = raw.sheet
        self.total = len(raw.frame)
        column = fault.columns[0] if len(fault.columns) == 1 else None
        self.places = tuple(raw.place(row, column) for row in fault.rows[:SHOWN])
        self.headings = {name: raw.headings.get(name, name) for name in fault.columns}
        self.partners = tuple(int(raw.rows[row]) for row in fault.partners)
        near: Sequence[str] = fault.near
        if fault.kind == "missing_column" and column is not None:
            near = near_matches(column.casefold(), [h.casefold() for h in raw.extra])
            near = [h for h in raw.extra if h.casefold() in near]
        self.optional = column in contract.names and not _needed(contract, str(column))
        remedy = _remedy(fault, raw, contract, settings)
        if fault.kind == "missing_column" and self.optional:
            remedy += (
                "; if the source has no such column, accept that it is not there: "
                f"{{rule: {fault.rule}, action: accept, reason: …}} under intake: rules"
            )
        self.extra = raw.extra if fault.kind == "missing_column" else ()
        what = fault.what if not fault.rows else f"{count(len(fault.rows))}: {fault.what}"
        super().__init__(what, where=Place(raw.file, sheet=raw.sheet), near=near, remedy=remedy)

    def __str__(self) -> str:
        lines = [f"{self.fault.rule}: {self.what}", *("    " + text for text in self._rows())]
        if len(self.fault.rows) > len(self.places):
            lines.append(f"    and {len(self.fault.rows) - len(self.places)} more rows")
        if self.extra and not self.near:
            lines.append("    headings that no column of the contract has: " + ", ".join(self.extra[:20]))
        if self.near:
            lines.append("    did you mean: " + ", ".join(self.near) + "?")
        lines.append("    what to do: " + self.remedy)
        return "\n".join(lines)

    def _rows(self) -> list[str]:
        """Return the places, rows with the same text together."""
        column = ""
        if len(self.fault.columns) == 1:
            name = self.fault.columns[0]
            heading = self.headings[name]
            column = f", column {heading}" + (f" ({name})" if heading != name else "")
        cells = self.fault.cells or ("",) * len(self.places)
        if self.partners:
            return [
                f"row {place.row}{column}: {cell} (first in row {first})"
                for place, cell, first in zip(self.places, cells, self.partners, strict=True)
            ]
        together: dict[str, list[int]] = {}
        for place, cell in zip(self.places, cells, strict=True):
            together.setdefault(cell, []).append(int(place.row or 0))
        return [
            f"{'row' if len(rows) == 1 else 'rows'} {spans(rows)}{column}" + (f": {cell}" if cell else "")
            for cell, rows in together.items()
        ]


def spans(rows: Sequence[int]) -> str:
    """Return row numbers with runs of three or more written as spans.

    >>> spans([2, 5, 6, 7, 9, 10])
    '2, 5 to 7, 9, 10'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


class IntakeStopped(Faults):
    """Intake found faults that stop it; the text lists all of them, grouped by file."""

    def __init__(self, faults: Iterable[EvalreportError], *, settings: str) -> None:
        self.settings = settings
        super().__init__(faults, title="Intake stopped")

    def __str__(self) -> str:
        groups: dict[str, list[str]] = {}
        for fault in getattr(self, "faults", ()):
            told_already = groups.setdefault(_heading(fault), [])
            if _text(fault) not in told_already:  # two tables of one workbook that cannot be opened
                told_already.append(_text(fault))
        total, files = (
            sum(map(len, groups.values())),
            len({fault.where.file for fault in self.faults if fault.where}),
        )
        told = f"Intake stopped: {count(total, 'fault')} in {count(files, 'file')}."
        lines = [f"{told} Nothing was written; an earlier snapshot is untouched."]
        for heading, texts in groups.items():
            lines += ["", heading]
            lines += ["  - " + text.replace("\n", "\n  ") for text in texts]
        rules = dict.fromkeys(
            rule for fault in self.faults if isinstance(fault, RuleFault) and (rule := acceptance(fault))
        )
        if rules:
            lines += [
                "",
                f"What cannot be mended can be accepted with a reason, in {self.settings} (intake: rules):",
                *(f"  - {rule}" for rule in list(rules)[:SHOWN]),
            ]
            lines += [f"  and {len(rules) - SHOWN} more"] if len(rules) > SHOWN else []
        return "\n".join(lines)


def acceptance(fault: RuleFault) -> str:
    """Return how a project accepts the fault; empty when it cannot.

    A personal number is never accepted, nor a column that is missing though rows mean nothing without it.
    """
    rule = fault.fault.rule
    if fault.fault.kind == "missing_column" and fault.optional:
        return f"{{rule: {rule}, action: accept, reason: …}}"
    if not fault.fault.rows or fault.fault.kind == "personal_number":
        return ""
    return f"{{rule: {rule}, action: accept, treatment: set_row_aside, reason: …}}"


def count(number: int, word: str = "row") -> str:
    """Return a number with its word.

    >>> count(1), count(1200, "fault")
    ('1 row', '1200 faults')
    """
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _heading(fault: EvalreportError) -> str:
    """Return the line above the faults of one table, or of one file that could not be read."""
    if isinstance(fault, RuleFault):
        sheet = f", sheet {fault.sheet}" if fault.sheet else ""
        return f"{fault.file}{sheet} (table {fault.table}, {count(fault.total)})"
    if fault.where is None:
        return "settings"
    return fault.where.file + (f", sheet {fault.where.sheet}" if fault.where.sheet else "")


def _text(fault: EvalreportError) -> str:
    """Return a fault without its file, which stands above it."""
    if isinstance(fault, RuleFault):
        return str(fault)
    column = f"column {fault.where.column}: " if fault.where and fault.where.column else ""
    lines = [column + fault.what]
    if fault.near:
        lines.append("    did you mean: " + ", ".join(fault.near) + "?")
    if fault.remedy:
        lines.append("    what to do: " + fault.remedy)
    return "\n".join(lines)


def _with_error_values(fault: Fault, raw: RawTable) -> Fault:
    """Tell cells that hold an error value of a spreadsheet from those that are blank."""
    name = fault.columns[0]
    if name not in raw.frame:
        return fault
    rows = list(fault.rows[:SHOWN])
    failed = not_found(raw.frame[name].iloc[rows])
    cells = tuple(
        f"{raw.frame[name].iloc[row]} (an error value of Excel: its formula found nothing)" if bad else cell
        for row, cell, bad in zip(rows, fault.cells, failed, strict=True)
    )
    return replace(fault, cells=cells)


def _needed(contract: Contract, column: str) -> bool:
    return contract.column(column).required or column in contract.key


def _remedy(fault: Fault, raw: RawTable, contract: Contract, settings: str) -> str:
    names: Mapping[str, str] = {
        "table": raw.table,
        "settings": settings,
        "contract": contract.file,
        "column": fault.columns[0] if fault.columns else "",
        "target": next((r.table for r in contract.references if r.columns == fault.columns), ""),
    }
    if fault.kind == "type":
        return _TYPE_REMEDIES[contract.column(fault.columns[0]).type].format(**names)
    return _REMEDIES[fault.kind].format(**names)
