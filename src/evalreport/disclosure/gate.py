"""The gate: decides for every table of counts and every set of means what may leave, and remembers what has left."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evalreport.disclosure.policy import Policy
from evalreport.disclosure.protection import Counts, Mask, protect

SMALL, COMPLEMENT, NESTED = "small", "complement", "nested"


@dataclass(frozen=True)
class Decision:
    """What to hide in a table with margins (last row and column are totals), and why.

    Attributes
    ----------
    reasons : array of str or None, shape (groups + 1, categories + 1)
        "small", "complement" or None where the cell may be shown.
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
    """Applies the policy, with memory: a population published later may not undo what an earlier one hides.

    The memory holds unprotected counts, so it belongs among the private files of a build.
    """

    policy: Policy
    memory: list[Publication] = field(default_factory=list)

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
        reasons: list[str | None] = [SMALL if self.policy.small(size) else None for size in sizes]
        hidden = [index for index, reason in enumerate(reasons) if reason]
        together = sum(sizes[index] for index in hidden)
        if hidden and len(sizes) > 1 and (len(hidden) == 1 or self.policy.small(together)):
            shown = [index for index, reason in enumerate(reasons) if reason is None]
            if shown:
                reasons[min(shown, key=lambda index: (sizes[index], index))] = COMPLEMENT
        return reasons

    def n_bounds(self, size: int, answered: int) -> tuple[int, int] | None:
        """Return the span to print instead of n when those who did not answer are too few to be counted out."""
        if self.policy.threshold > 1 and self.policy.too_close(size, answered):
            return max(size - self.policy.threshold + 1, 1), size
        return None

    def _same(self, measure: str, wave: str, population: str) -> Publication | None:
        for entry in self.memory:
            if (entry.measure, entry.wave, entry.population) == (measure, wave, population):
                return entry
        return None

    def _nested(
        self, measure: str, wave: str, population: str, members: frozenset[str], categories: Sequence[str]
    ) -> list[Publication]:
        return [
            entry
            for entry in self.memory
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
            self.memory.append(
                Publication(measure, wave, population, tuple(categories), members, counts, flags)
            )
        else:
            entry.hidden = flags

    def write(self, path: Path) -> None:
        """Write the memory for the notebooks that follow (a private file)."""
        data = [{**vars(entry), "members": sorted(entry.members)} for entry in self.memory]
        path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, policy: Policy, paths: Sequence[Path]) -> Gate:
        """Start with what the notebooks before have published."""
        memory: list[Publication] = []
        for path in paths:
            for data in json.loads(path.read_text(encoding="utf-8")):
                memory.append(_publication(data))
        return cls(policy, memory)


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
