"""The gate: decides for every table of counts and every set of means what may leave, and remembers what has left."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evalreport.disclosure.memory import MOMENTS, SIZE, TOTAL, Entry, Memory
from evalreport.disclosure.policy import Policy
from evalreport.disclosure.protection import Counts, Mask, protect

SMALL = "small"
"""Too few, or would tell of too few. Which of the two is not said: two numbers below 5 that make 8 are 4 and 4."""

NESTED = "nested"
"""Would tell how many did not answer, where they are few (a count beside a span in the place of n)."""

Members = frozenset[str]


@dataclass(frozen=True)
class Decision:
    """What to hide in a table with margins (last row and column are totals), and why.

    Attributes
    ----------
    reasons : array of str or None, shape (groups + 1, categories + 1)
        "small", or None where the cell may be shown.
    """

    reasons: np.ndarray[Any, Any]


@dataclass
class Gate:
    """Applies the policy, with memory: what is published later may not undo what was hidden earlier.

    The memory holds who was counted where, so it belongs among the private files of a build.
    """

    policy: Policy
    memory: Memory = field(default_factory=Memory)

    def table(
        self, cells: Sequence[Sequence[Members]], *, measure: str, wave: str, categories: Sequence[str]
    ) -> Decision:
        """Decide on a table of counts whose total is everyone in it.

        Parameters
        ----------
        cells : sequence of sequence of frozenset of str, shape (groups, categories)
            The people in each cell; everyone in exactly one.
        """
        inner = np.array([[len(cell) for cell in row] for row in cells], dtype=np.int64)
        if self.policy.threshold <= 1:
            return Decision(_reasons(_nothing_hidden(inner)))
        structural = measure in self.policy.structural_zeros
        places = _with_totals(cells)
        forced, fixed = (np.zeros((len(places), len(places[0])), dtype=bool) for _ in range(2))
        rows = self.memory.rows(measure, wave)
        entries = [
            [
                Entry(
                    (measure, wave, category), cell, row[-1] if category != TOTAL else places[-1][-1], False
                )
                for cell, category in zip(row, [*categories, TOTAL], strict=True)
            ]
            for row in places
        ]
        for r, row in enumerate(places):
            nested = self._nested(row, categories, rows, structural)
            for c, entry in enumerate(entries[r]):
                forced[r, c] = nested[c] or self.memory.was_hidden(row[c]) is True
                # A group that is everyone is not public with the total: it would tell that the others are empty.
                everyone = len(cells) > 1 and r < len(cells) and row[c] == places[-1][c]
                fixed[r, c] = self.memory.is_public(entry) and not nested[c] and not everyone
        hidden, _ = protect(inner, self.policy, fixed=fixed, forced=forced, zeros_shown=structural)
        for (r, c), hides in np.ndenumerate(hidden):
            self.memory.remember(replace(entries[r][c], hidden=bool(hides)))
        return Decision(_reasons(hidden))

    def pattern(self, inner: Counts, *, forced: Mask | None = None) -> Decision:
        """Decide on a table of counts that has no people to remember (months, informants behind a theme)."""
        if self.policy.threshold <= 1:
            return Decision(_reasons(_nothing_hidden(inner)))
        hidden, _ = protect(inner, self.policy, forced=forced)
        return Decision(_reasons(hidden))

    def moments(self, groups: Mapping[str, Members], *, measure: str, wave: str) -> dict[str, str | None]:
        """Decide on means of a score: of everyone (under "") and of the groups that make up everyone.

        Beside means of the same score whose people differ by fewer than the threshold, subtraction gives the
        mean of the few; and a hidden group is found from the total and the others, so another is hidden with it.
        """
        reasons: dict[str, str | None] = dict.fromkeys(groups)
        if self.policy.threshold <= 1:
            return reasons
        topic = (measure, wave, MOMENTS)
        public: set[str] = set()
        close: set[str] = set()
        parts = [group for group in groups if group]
        for group, members in groups.items():
            everyone = group and len(parts) > 1 and members == groups.get("")
            if self.memory.was_hidden(members, topic) is False and not everyone:
                public.add(group)
            elif self.policy.small(len(members)) or self.memory.was_hidden(members):
                reasons[group] = SMALL
            elif any(self._too_close(members, other.members) for other in self.memory.shown(topic)):
                reasons[group] = SMALL
                close.add(group)
        self._hide_with(
            [len(groups[group]) for group in parts], parts, reasons, public, whole=reasons.get("")
        )
        for group, members in groups.items():
            hidden = reasons[group] is not None
            self.memory.remember(Entry(topic, members, members, hidden))
            if group not in close:  # n stands beside the mean; there it is the mean that must not be seen
                self.memory.remember(Entry((measure, wave, TOTAL), members, groups.get("", members), hidden))
        return reasons

    def size(self, unit: str, members: Members) -> str | None:
        """Decide on the size of a population beside those that have left.

        A population is hidden when it differs from another by too few, or when what is left of one after
        taking others away that do not overlap is too few.
        """
        if self.policy.threshold <= 1:
            return None
        topic = ("", unit, SIZE)
        hidden = self.memory.was_hidden(members)
        if hidden is None:
            sets = {entry.members for entry in self.memory.shown(topic)}
            hidden = (
                self.policy.small(len(members))
                or any(self._too_close(members, other) for other in sets)
                or _small_rest(members, sets, self.policy)
            )
        self.memory.remember(Entry(topic, members, members, hidden))
        return SMALL if hidden else None

    def group_sizes(self, sizes: Sequence[int]) -> list[str | None]:
        """Decide which of the groups that make up a whole may show a statistic with its n.

        A hidden group could be found from the total and the others, so at least one more is hidden with it.
        """
        names = [str(index) for index in range(len(sizes))]
        reasons = {
            name: SMALL if self.policy.small(size) else None for name, size in zip(names, sizes, strict=True)
        }
        self._hide_with(sizes, names, reasons)
        return list(reasons.values())

    def answered(
        self, asked: Sequence[int], answered: Sequence[int], *, measure: str, wave: str, population: str
    ) -> list[tuple[int, int] | None]:
        """Return the spans to print instead of n, where those who did not answer are too few to be counted out.

        Parameters
        ----------
        asked, answered : sequence of int
            For each group; one group for everyone.

        Returns
        -------
        list of (int, int) or None
            For each group, then for everyone; None where n may be printed.
        """
        threshold, sizes = self.policy.threshold, list(zip(asked, answered, strict=True))
        if threshold <= 1 or self.policy.small(sum(answered)):
            return [None] * (len(sizes) + 1)
        spans = [self._span(size) if self.policy.too_close(size, n) else None for size, n in sizes]
        few = any(spans)
        topic, whole = (measure, wave, population), (sum(asked), sum(answered))
        if topic in self.memory.spans:
            total = self.memory.spans[topic]
        elif self.policy.too_close(*whole):
            total = self._span(sum(asked))
        elif few:
            # No narrower than what the groups tell, or the total would tell of a group.
            ends = [
                found or ((0, threshold - 1) if self.policy.small(n) else (n, n))
                for found, (_, n) in zip(spans, sizes, strict=True)
            ]
            total = sum(low for low, _ in ends), sum(high for _, high in ends)
        else:
            total = None
        self.memory.spans[topic] = total
        if len(sizes) == 1:
            return [total, total]
        if few is (total is None):
            # A total printed exactly would tell a group's n from the others', and the groups' n the total's.
            most = max(range(len(sizes)), key=lambda index: (sizes[index][0] - sizes[index][1], -index))
            size, n = sizes[most]
            spans[most] = max(n - threshold + 1, 1), min(n + threshold - 1, size)
        return [*spans, total]

    def write(self, path: Path) -> None:
        """Write the memory for the notebooks that follow (a private file)."""
        self.memory.write(path)

    @classmethod
    def read(cls, policy: Policy, paths: Sequence[Path]) -> Gate:
        """Start with what the notebooks before have published."""
        return cls(policy, Memory.read(paths))

    def _span(self, size: int) -> tuple[int, int]:
        """Return the span of n that tells no more than that few of `size` did not answer."""
        return max(size - self.policy.threshold + 1, 1), size

    def _nested(
        self,
        row: Sequence[Members],
        categories: Sequence[str],
        earlier: Mapping[Members, Mapping[str, Entry]],
        structural: bool,
    ) -> Mask:
        """Say which counts of a row would, set beside those of larger or smaller populations, tell of too few.

        The people in one and not in the other are a row of counts as well, known where both are shown; what must
        be hidden of it is hidden here. Of a difference that is too small itself, nothing may be known.
        """
        hides = np.zeros(len(row), dtype=bool)
        for base, entries in earlier.items():
            if not (base < row[-1] or row[-1] < base):
                continue
            shared = [c for c, category in enumerate(categories) if category in entries]
            unknown = np.array([entries[categories[c]].hidden for c in shared], dtype=bool)
            if unknown.all():
                continue
            if self._too_close(base, row[-1]):
                hides[shared] = True
                continue
            counts = [abs(len(row[c]) - len(entries[categories[c]].members)) for c in shared]
            forced = np.zeros((2, len(shared) + 1), dtype=bool)
            forced[:, :-1] = unknown
            hidden, _ = protect(np.array([counts]), self.policy, forced=forced, zeros_shown=structural)
            hides[shared] |= hidden[0, :-1] & ~unknown
        return hides

    def _too_close(self, one: Members, other: Members) -> bool:
        smaller, larger = sorted((one, other), key=len)
        return smaller < larger and self.policy.too_close(len(larger), len(smaller))

    def _hide_with(
        self,
        sizes: Iterable[int],
        names: Sequence[str],
        reasons: dict[str, str | None],
        public: Iterable[str] = (),
        *,
        whole: str | None = None,
    ) -> None:
        """Hide another group where one hidden alone, or too few together, could be found from the total.

        Where the total is hidden itself, one group is hidden, or the groups would tell the total.
        """
        size = dict(zip(names, sizes, strict=True))
        while True:
            hidden = [name for name in names if reasons[name]]
            apart = len(hidden) > 1 and not self.policy.small(sum(size[name] for name in hidden))
            safe = bool(hidden) if whole else (apart or not hidden)
            shown = [name for name in names if not reasons[name] and name not in public]
            if safe or not shown or len(names) == 1:
                return
            reasons[min(shown, key=lambda name: size[name])] = SMALL


def _reasons(hidden: Mask) -> np.ndarray[Any, Any]:
    reasons = np.full(hidden.shape, None, dtype=object)
    reasons[hidden] = SMALL
    return reasons


def _nothing_hidden(inner: Counts) -> Mask:
    return np.zeros((inner.shape[0] + 1, inner.shape[1] + 1), dtype=bool)


def _with_totals(cells: Sequence[Sequence[Members]]) -> list[list[Members]]:
    rows = [list(row) for row in cells]
    rows.append([frozenset().union(*column) for column in zip(*rows, strict=True)])
    return [[*row, frozenset().union(*row)] for row in rows]


def _small_rest(members: Members, others: Iterable[Members], policy: Policy) -> bool:
    """Say whether taking sets that do not overlap away from a larger one leaves too few."""
    sets = sorted({members, *others}, key=lambda found: (len(found), sorted(found)))
    for whole in sets:
        if not members <= whole:
            continue
        parts = [part for part in sets if part < whole]
        for count in (2, 3):
            for chosen in itertools.combinations(parts, count):
                together = sum(len(part) for part in chosen)
                if members != whole and members not in chosen:
                    continue
                if len(frozenset().union(*chosen)) == together and policy.too_close(len(whole), together):
                    return True
    return False
