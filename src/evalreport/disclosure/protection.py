"""Which cells of a count table to hide, so that no hidden cell can be found by adding and subtracting.

Small cells are hidden first (primary); then further cells until, for every hidden cell, the published cells leave
a span of possible values at least as wide as the threshold. The span is found by linear programming over all
tables with the same published margins (the audit of Fischetti & Salazar's cell suppression problem); the choice of
further cells is greedy, smallest first, and those that turn out not to be needed are shown again. That is not
optimal but safe, since the audit decides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evalreport.disclosure.audit import Shown, span
from evalreport.disclosure.policy import Policy

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Place = tuple[int, int]


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
    wanted = small.copy() if forced is None else small | forced
    if not wanted.any():
        return wanted, small
    locked = np.zeros_like(wanted) if fixed is None else fixed.copy()
    locked[-1, -1] = True
    if len(full) == 2:  # one group: its row is the total row, and its sum the grand total
        locked[0, -1] = True
    hidden = wanted.copy()
    while (exposed := _exposed(full, hidden, policy)) is not None:
        candidate = _next_to_hide(full, hidden, locked, exposed)
        if candidate is None:
            return hidden | ~locked, small
        _mark(hidden, candidate, True)
    return _shown_again(full, hidden, wanted, policy), small


def _mark(hidden: Mask, place: Place, value: bool) -> None:
    """Hide or show a cell; of one group, the cell and its total are the same."""
    if len(hidden) == 2:
        hidden[:, place[1]] = value
    else:
        hidden[place] = value


def _shown_again(full: Counts, hidden: Mask, wanted: Mask, policy: Policy) -> Mask:
    """Show what was hidden along the way and turned out not to be needed: totals first, then the largest."""
    last_row, last_column = full.shape[0] - 1, full.shape[1] - 1
    extra = [(int(r), int(c)) for r, c in zip(*np.nonzero(hidden & ~wanted), strict=True)]
    in_margin = {place: (place[0] == last_row) + (place[1] == last_column) for place in extra}
    for place in sorted(extra, key=lambda place: (-in_margin[place], -int(full[place]), place)):
        trial = hidden.copy()
        _mark(trial, place, False)
        trial |= wanted
        if not (trial == hidden).all() and _exposed(full, trial, policy) is None:
            hidden = trial
    return hidden


def _next_to_hide(full: Counts, hidden: Mask, locked: Mask, cell: Place) -> Place | None:
    """Pick a shown cell to hide, so that an exposed cell no longer follows from its row or column.

    Inner cells come before totals; then the corner that makes a rectangle of hidden cells, cells of the exposed
    cell's own row and column that begin one (those hide least), and the smallest.
    """
    row, column = cell
    last_row, last_column = full.shape[0] - 1, full.shape[1] - 1
    in_row = [bool(line.any()) for line in hidden[:-1, :-1]]
    in_column = [bool(line.any()) for line in hidden[:-1, :-1].T]
    everywhere = [(r, c) for r in range(last_row + 1) for c in range(last_column + 1)]
    free = [place for place in everywhere if not hidden[place] and not locked[place]]
    inner = {place for place in free if place[0] < last_row and place[1] < last_column}
    corners = {(r, c) for r, c in inner if r != row and c != column and hidden[row, c] and hidden[r, column]}
    near = [place for place in free if place in corners or place[0] == row or place[1] == column]

    def rank(place: Place) -> tuple[int, bool, bool, int, Place]:
        r, c = place
        begins = in_column[c] if r == row and c < last_column else r < last_row and in_row[r]
        totals = (r == last_row) + (c == last_column)
        return totals, place not in corners, not begins, int(full[place]), place

    return min(near or free, key=rank, default=None)


def _exposed(full: Counts, hidden: Mask, policy: Policy) -> Place | None:
    """Return a hidden cell that the shown cells pin down to less than the threshold's width, if there is one."""
    remainder = _small_remainder(full, hidden, policy.threshold)
    if remainder is not None:
        return remainder
    widest = policy.threshold - 1
    if len(full) == 2:
        return _exposed_in_row(full[0], hidden[0], widest)
    inner = full[:-1, :-1]
    sums = _expansion(*inner.shape)
    visible = ~hidden.reshape(-1)
    shown = Shown.exactly(sums[visible], full.reshape(-1)[visible].astype(float))
    for index in np.flatnonzero(hidden.reshape(-1)):
        low, high = span(sums[index], shown)
        # A span that ends below the threshold tells that the cell is small, even if not how small; that much
        # the mark for a small cell says itself, so it counts only for sums over several cells.
        if high - low < widest or (high <= widest and sums[index].sum() > 1):
            return int(index // full.shape[1]), int(index % full.shape[1])
    return None


def _exposed_in_row(row: Counts, hidden: Mask, widest: int) -> Place | None:
    """Do the same for one row, whose hidden cells can each be anything up to what they are together."""
    places = np.flatnonzero(hidden[:-1])
    if not places.size or hidden[-1]:
        return None
    together = int(row[places].sum())
    return (0, int(places[0])) if len(places) == 1 or together < widest else None


def _small_remainder(full: Counts, hidden: Mask, threshold: int) -> Place | None:
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
