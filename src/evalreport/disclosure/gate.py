"""The gate: decides for every table of counts and every set of means what may leave, and remembers what has left."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evalreport.disclosure.memory import MOMENTS, SIZE, TOTAL, Entry, Memory
from evalreport.disclosure.policy import Policy
from evalreport.disclosure.protection import Counts, Mask, protect, telling

SMALL, COMPLEMENT, NESTED = "small", "complement", "nested"

Members = frozenset[str]


@dataclass(frozen=True)
class Decision:
    """What to hide in a table with margins (last row and column are totals), and why.

    Attributes
    ----------
    reasons : array of str or None, shape (groups + 1, categories + 1)
        "small", "complement", "nested" or None where the cell may be shown.
    """

    reasons: np.ndarray[Any, Any]


@dataclass
class Publication:
    """A distribution that has left: who it was about, its counts, and which of them were hidden."""

    measure: str
    wave: str
    population: str
    categories: tuple[str, ...]
    members: frozenset[str]
    counts: tuple[int, ...]
    hidden: tuple[bool, ...]


@dataclass
class Gate:
    """Applies the policy, with memory: what is published later may not undo what was hidden earlier.

    The memory holds who was counted where, so it belongs among the private files of a build.
    """

    policy: Policy
    memory: Memory = field(default_factory=Memory)
    publications: list[Publication] = field(default_factory=list)  # of `counts`, until `table` replaces it

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
            return Decision(_nothing_hidden(inner))
        structural = measure in self.policy.structural_zeros
        places = _with_totals(cells)
        bases = [row[-1] for row in places]
        forced, fixed, nested = (np.zeros((len(places), len(places[0])), dtype=bool) for _ in range(3))
        for (r, row), (c, category) in itertools.product(enumerate(places), enumerate([*categories, TOTAL])):
            if category != TOTAL:
                nested[r, c] = self._undone(row[c], bases[r], (measure, wave, category), structural)
            before = self.memory.was_hidden(row[c])
            forced[r, c] = nested[r, c] or before is True
            fixed[r, c] = before is False and not nested[r, c]
        hidden, small = protect(inner, self.policy, fixed=fixed, forced=forced, zeros_shown=structural)
        for r, row in enumerate(places):
            for c, category in enumerate([*categories, TOTAL]):
                self.memory.remember(Entry((measure, wave, category), row[c], bases[r], bool(hidden[r, c])))
        return Decision(self._reasons(inner, hidden, small, nested))

    def pattern(self, inner: Counts, *, forced: Mask | None = None) -> Decision:
        """Decide on a table of counts that has no people to remember (months, informants behind a theme)."""
        if self.policy.threshold <= 1:
            return Decision(_nothing_hidden(inner))
        hidden, small = protect(inner, self.policy, forced=forced)
        return Decision(self._reasons(inner, hidden, small))

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
        for group, members in groups.items():
            if self.policy.small(len(members)):
                reasons[group] = SMALL
            elif self.memory.was_hidden(members, moments=True) is False:
                public.add(group)
            elif self.memory.was_hidden(members):
                reasons[group] = COMPLEMENT
            elif any(self._too_close(members, other.members) for other in self.memory.shown(topic)):
                reasons[group] = NESTED
        parts = [group for group in groups if group]
        if parts and reasons.get("") is None:
            self._hide_with([len(groups[group]) for group in parts], parts, reasons, public)
        for group, members in groups.items():
            self.memory.remember(Entry(topic, members, members, reasons[group] is not None))
            if reasons[group] != NESTED:  # n stands beside the mean; it is the mean that must not be seen
                self.memory.remember(
                    Entry((measure, wave, TOTAL), members, members, reasons[group] is not None)
                )
        return reasons

    def size(self, unit: str, members: Members) -> str | None:
        """Decide on the size of a population beside those that have left.

        A population is hidden when it differs from another by too few, or when what is left of one after
        taking others away that do not overlap is too few.
        """
        if self.policy.threshold <= 1:
            return None
        topic = ("", unit, SIZE)
        before = self.memory.was_hidden(members)
        reason = None
        if self.policy.small(len(members)):
            reason = SMALL
        elif before is not None:
            reason = COMPLEMENT if before else None
        else:
            sets = {entry.members for entry in self.memory.shown(topic)}
            if any(self._too_close(members, other) for other in sets):
                reason = NESTED
            elif _small_rest(members, sets, self.policy):
                reason = COMPLEMENT
        self.memory.remember(Entry(topic, members, members, reason is not None))
        return reason

    def counts(
        self,
        inner: Counts,
        *,
        measure: str,
        wave: str,
        population: str,
        categories: Sequence[str],
        members: frozenset[str],
        group_members: Sequence[frozenset[str]] = (),
    ) -> Decision:
        """Decide on a table of counts, shape (groups, categories), whose total is the whole population.

        Parameters
        ----------
        members : frozenset of str
            The units counted in the table.
        group_members : sequence of frozenset of str
            The units of each group, when there is more than one.
        """
        shape = (inner.shape[0] + 1, inner.shape[1] + 1)
        reasons = np.full(shape, None, dtype=object)
        if self.policy.threshold <= 1:
            return Decision(reasons)
        structural = measure in self.policy.structural_zeros
        forced, fixed = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        earlier = self._same(measure, wave, population)
        if earlier is not None:
            forced[-1, :-1] = earlier.hidden
            fixed[-1, :-1] = ~np.array(earlier.hidden)
        total = inner.sum(axis=0)
        for other in self._nested(measure, wave, population, members, categories):
            forced[-1, :-1] |= self._found_by_subtraction(total, members, other, structural) & ~fixed[-1, :-1]
        if len(inner) == 1:
            forced[0, :], fixed[0, :] = forced[-1, :], fixed[-1, :]
        hidden, small = protect(inner, self.policy, fixed=fixed, forced=forced, zeros_shown=structural)
        reasons[hidden] = COMPLEMENT
        reasons[small] = SMALL
        self._remember(measure, wave, population, categories, members, total, hidden[-1, :-1])
        return Decision(reasons)

    def group_sizes(self, sizes: Sequence[int]) -> list[str | None]:
        """Decide which of the groups that make up a whole may show a statistic with its n.

        A hidden group could be found from the total and the others, so at least one more is hidden with it.
        """
        names = [str(index) for index in range(len(sizes))]
        reasons = {
            name: SMALL if self.policy.small(size) else None for name, size in zip(names, sizes, strict=True)
        }
        self._hide_with(sizes, names, reasons, set())
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

    def _span(self, size: int) -> tuple[int, int]:
        """Return the span of n that tells no more than that few of `size` did not answer."""
        return max(size - self.policy.threshold + 1, 1), size

    def n_bounds(self, size: int, answered: int) -> tuple[int, int] | None:
        """Return the span to print instead of n when those who did not answer are too few to be counted out."""
        if self.policy.threshold > 1 and self.policy.too_close(size, answered):
            return max(size - self.policy.threshold + 1, 1), size
        return None

    def _same(self, measure: str, wave: str, population: str) -> Publication | None:
        for entry in self.publications:
            if (entry.measure, entry.wave, entry.population) == (measure, wave, population):
                return entry
        return None

    def _nested(
        self, measure: str, wave: str, population: str, members: frozenset[str], categories: Sequence[str]
    ) -> list[Publication]:
        return [
            entry
            for entry in self.publications
            if (entry.measure, entry.wave) == (measure, wave)
            and entry.population != population
            and entry.categories == tuple(categories)
            and (entry.members < members or members < entry.members)
        ]

    def _found_by_subtraction(
        self, total: Counts, members: frozenset[str], other: Publication, structural: bool
    ) -> Mask:
        """Say which counts of the new population would, set beside an earlier one's, tell of too few."""
        known = np.array(other.counts, dtype=np.int64)
        difference = np.abs(total - known)
        small = np.vectorize(self.policy.small, otypes=[bool])(difference)
        # Nobody between the two in a category says something about everyone there; a single line of
        # zeros cannot be told from a merged population, so zeros count as small here as well.
        if structural:
            small &= difference > 0
        return small & ~np.array(other.hidden)

    def _remember(
        self,
        measure: str,
        wave: str,
        population: str,
        categories: Sequence[str],
        members: frozenset[str],
        total: Counts,
        hidden: Mask,
    ) -> None:
        entry = self._same(measure, wave, population)
        flags = tuple(bool(flag) for flag in hidden)
        if entry is None:
            counts = tuple(int(count) for count in total)
            self.publications.append(
                Publication(measure, wave, population, tuple(categories), members, counts, flags)
            )
        else:
            entry.hidden = flags

    def write(self, path: Path) -> None:
        """Write the memory for the notebooks that follow (a private file)."""
        self.memory.write(path)
        data = [{**vars(entry), "members": sorted(entry.members)} for entry in self.publications]
        path.with_suffix(".counts").write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, policy: Policy, paths: Sequence[Path]) -> Gate:
        """Start with what the notebooks before have published."""
        publications: list[Publication] = []
        for path in paths:
            if path.with_suffix(".counts").is_file():
                for data in json.loads(path.with_suffix(".counts").read_text(encoding="utf-8")):
                    publications.append(_publication(data))
        return cls(policy, Memory.read(paths), publications)

    def _undone(self, members: Members, base: Members, topic: tuple[str, str, str], structural: bool) -> bool:
        """Say whether a count, set beside a shown one of a larger or smaller population, tells of too few."""
        for other in self.memory.shown(topic):
            if other.base < base or base < other.base:
                difference = abs(len(members) - len(other.members))
                # Nobody between the two in a category says something about everyone there; a single line of
                # zeros cannot be told from a merged population, so zeros count as small here as well.
                if self.policy.small(difference) and not (structural and difference == 0):
                    return True
        return False

    def _too_close(self, one: Members, other: Members) -> bool:
        smaller, larger = sorted((one, other), key=len)
        return smaller < larger and self.policy.too_close(len(larger), len(smaller))

    def _hide_with(
        self, sizes: Iterable[int], names: Sequence[str], reasons: dict[str, str | None], public: set[str]
    ) -> None:
        """Hide another group where one hidden alone, or too few together, could be found from the total."""
        size = dict(zip(names, sizes, strict=True))
        while hidden := [name for name in names if reasons[name]]:
            if len(hidden) > 1 and not self.policy.small(sum(size[name] for name in hidden)):
                return
            shown = [name for name in names if not reasons[name] and name not in public]
            if len(names) == 1 or not shown:
                return
            reasons[min(shown, key=lambda name: size[name])] = COMPLEMENT

    def _reasons(
        self, inner: Counts, hidden: Mask, small: Mask, nested: Mask | None = None
    ) -> np.ndarray[Any, Any]:
        reasons = _nothing_hidden(inner)
        reasons[hidden] = COMPLEMENT
        if nested is not None:
            reasons[hidden & nested] = NESTED
        if hidden.any() and not telling(inner, hidden, small, self.policy):
            reasons[small] = SMALL
        elif hidden.any():
            reasons[hidden] = COMPLEMENT
        return reasons


def _nothing_hidden(inner: Counts) -> np.ndarray[Any, Any]:
    return np.full((inner.shape[0] + 1, inner.shape[1] + 1), None, dtype=object)


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


def _publication(data: Mapping[str, Any]) -> Publication:
    return Publication(
        measure=data["measure"],
        wave=data["wave"],
        population=data["population"],
        categories=tuple(data["categories"]),
        members=frozenset(data["members"]),
        counts=tuple(data["counts"]),
        hidden=tuple(data["hidden"]),
    )
