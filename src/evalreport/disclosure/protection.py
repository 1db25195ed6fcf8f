"""Which cells of a count table to hide, so that no hidden cell can be found by adding and subtracting.

Small cells are hidden first (primary); then further cells until, for every hidden cell, the published cells leave
a span of possible values at least as wide as the threshold. The span is found by linear programming over all
tables with the same published margins (the audit of Fischetti & Salazar's cell suppression problem); the choice of
further cells is greedy, smallest first, which is not optimal but safe, since the audit decides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from evalreport.disclosure.policy import Policy

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def with_margins(inner: Counts) -> Counts:
    """Return the table with a last row and a last column of totals."""
    rows = np.vstack([inner, inner.sum(axis=0, keepdims=True)])
    return np.hstack([rows, rows.sum(axis=1, keepdims=True)])


def protect(
    inner: Counts,
    policy: Policy,
    *,
    fixed: Mask | None = None,
    forced: Mask | None = None,
    zeros_shown: bool = False,
) -> tuple[Mask, Mask]:
    """Choose the cells to hide in a table of counts with its margins.

    Parameters
    ----------
    inner : array of int, shape (groups, categories)
        Counts of persons; every person in exactly one cell.
    policy : Policy
        Gives the threshold.
    fixed : array of bool, shape (groups + 1, categories + 1), optional
        Cells of the table with margins that are public already and can no longer be hidden.
    forced : array of bool, same shape, optional
        Cells that must be hidden whatever their size.
    zeros_shown : bool
        Zeros are structural and need no hiding.

    Returns
    -------
    hidden : array of bool, shape (groups + 1, categories + 1)
        Cells to hide; the last row and column are the margins, the last cell the grand total.
    small : array of bool, same shape
        Those of them that are hidden for being small themselves.
    """
    full = with_margins(np.asarray(inner, dtype=np.int64))
    small = np.vectorize(policy.small, otypes=[bool])(full)
    if zeros_shown:
        small &= full > 0
    if fixed is not None:
        small &= ~fixed
    hidden = small.copy() if forced is None else small | forced
    if not hidden.any():
        return hidden, small
    locked = np.zeros_like(hidden) if fixed is None else fixed.copy()
    locked[-1, -1] = True
    if len(full) == 2:  # one group: its row is the total row, and its sum the grand total
        locked[0, -1] = True
    while True:
        exposed = _exposed(full, hidden, policy.threshold)
        if exposed is None:
            return hidden, small
        candidate = _next_to_hide(full, hidden, locked, exposed)
        if candidate is None:
            return hidden | ~locked, small
        hidden[candidate] = True
        if len(full) == 2:
            hidden[:, candidate[1]] = True


def _next_to_hide(full: Counts, hidden: Mask, locked: Mask, cell: tuple[int, int]) -> tuple[int, int] | None:
    """Pick a shown cell in the row or column of an exposed cell.

    Inner cells come before margins, then cells whose other line has a hidden cell already (closing a rectangle
    hides least), then the smallest.
    """
    row, column = cell
    last_row, last_column = full.shape[0] - 1, full.shape[1] - 1
    places = [(row, c) for c in range(last_column + 1)] + [(r, column) for r in range(last_row + 1)]
    free = [place for place in places if not hidden[place] and not locked[place]]
    if not free:
        everywhere = [(r, c) for r in range(last_row + 1) for c in range(last_column + 1)]
        free = [place for place in everywhere if not hidden[place] and not locked[place]]
    if not free:
        return None
    in_margin = {place: (place[0] == last_row) + (place[1] == last_column) for place in free}

    def closes(place: tuple[int, int]) -> bool:
        other = hidden[:, place[1]] if place[0] == row else hidden[place[0], :]
        return bool(other[:-1].any())

    return min(free, key=lambda place: (in_margin[place], not closes(place), int(full[place]), place))


def _exposed(full: Counts, hidden: Mask, threshold: int) -> tuple[int, int] | None:
    """Return a hidden cell that the shown cells pin down to less than the threshold's width, if there is one."""
    rows, columns = full.shape[0] - 1, full.shape[1] - 1
    expansion = _expansion(rows, columns)
    flat = full.reshape(-1)
    shown = ~hidden.reshape(-1)
    lines, sums = expansion[shown], flat[shown]
    for index in np.flatnonzero(~shown):
        low, high = _span(expansion[index], lines, sums, rows * columns)
        if high - low < threshold - 1 or high < threshold:
            # A span that ends below the threshold tells that the cell is small, even if not how small;
            # that much the mark for a small cell says itself, so it counts only for sums over several cells.
            if high - low < threshold - 1 or expansion[index].sum() > 1:
                return int(index // (columns + 1)), int(index % (columns + 1))
    return _small_remainder(full, hidden, threshold)


def _small_remainder(full: Counts, hidden: Mask, threshold: int) -> tuple[int, int] | None:
    """Return a hidden cell of a line whose hidden cells together number fewer persons than the threshold."""
    for axis in (0, 1):
        table, mask = (full, hidden) if axis == 1 else (full.T, hidden.T)
        for line in range(table.shape[0]):
            inner_hidden = np.flatnonzero(mask[line, :-1])
            if inner_hidden.size and not mask[line, -1] and table[line, inner_hidden].sum() < threshold:
                if inner_hidden.size == table.shape[1] - 1:
                    continue
                cell = (line, int(inner_hidden[0]))
                return cell if axis == 1 else (cell[1], cell[0])
    return None


def _expansion(rows: int, columns: int) -> NDArray[np.float64]:
    """Return the 0/1 matrix that turns inner cells into the table with margins (row-major)."""
    matrix = np.zeros(((rows + 1) * (columns + 1), rows * columns))
    for r in range(rows):
        for c in range(columns):
            inner = r * columns + c
            for line in (r * (columns + 1) + c, r * (columns + 1) + columns):
                matrix[line, inner] = 1
            for line in (rows * (columns + 1) + c, rows * (columns + 1) + columns):
                matrix[line, inner] = 1
    return matrix


def _span(
    target: NDArray[np.float64], lines: NDArray[np.float64], sums: Counts, size: int
) -> tuple[float, float]:
    """Return the smallest and largest value of a cell, given the shown cells (an open end counts as wide)."""
    ends: list[float] = []
    for sign in (1.0, -1.0):
        bounds = [(0, None)] * size
        equal = {"A_eq": lines, "b_eq": sums} if len(sums) else {}
        result = linprog(sign * target, bounds=bounds, method="highs", **equal)
        if result.status == 3:  # unbounded: nothing shown limits the cell from above
            ends.append(float("inf"))
        elif result.status != 0:
            raise ValueError(f"disclosure audit failed: {result.message}")
        else:
            ends.append(sign * float(result.fun))
    return round(ends[0], 6), round(ends[1], 6)
