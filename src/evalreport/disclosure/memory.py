"""What has left already: sets of people about whom a number was published or hidden. A private file."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOMENTS, SIZE, TOTAL = "moments", "size", ""
"""What an entry is about when it is no category: the mean of a score, a population's size, the total of a row."""

Topic = tuple[str, str, str]
"""Measure, wave and what was counted: a category, or one of the words above."""


@dataclass(frozen=True)
class Entry:
    """One number about a set of people.

    Attributes
    ----------
    topic : tuple of str
        Measure, wave and category; ("", unit, "size") for a population.
    members : frozenset of str
        The people it is about.
    base : frozenset of str
        What `members` is a part of: of a category, its row; of a row, the table.
    hidden : bool
        Whether it was hidden.
    """

    topic: Topic
    members: frozenset[str]
    base: frozenset[str]
    hidden: bool


@dataclass
class Memory:
    """Entries in the order they left, and what was printed as n of a measure, wave and population: exact, or a span."""

    entries: dict[Entry, None] = field(default_factory=dict)
    spans: dict[Topic, tuple[int, int] | None] = field(default_factory=dict)
    _of: dict[frozenset[str], list[Entry]] = field(default_factory=dict, repr=False)

    def remember(self, entry: Entry) -> None:
        """Add an entry, once."""
        if entry not in self.entries:
            self.entries[entry] = None
            self._of.setdefault(entry.members, []).append(entry)

    def shown(self, topic: Topic) -> Iterator[Entry]:
        """Give what was shown on a topic."""
        return (entry for entry in self.entries if entry.topic == topic and not entry.hidden)

    def rows(self, measure: str, wave: str) -> dict[frozenset[str], dict[str, Entry]]:
        """Give the rows of tables on a measure and wave: by the people in them, the entry of each category."""
        found: dict[frozenset[str], dict[str, Entry]] = {}
        for entry in self.entries:
            if entry.topic[:2] == (measure, wave) and entry.topic[2] not in (MOMENTS, TOTAL):
                found.setdefault(entry.base, {})[entry.topic[2]] = entry
        return found

    def was_hidden(self, members: frozenset[str], topic: Topic | None = None) -> bool | None:
        """Say whether how many these very people are was hidden; None when it never came up.

        What was shown once is public, whatever was hidden before or after.

        Parameters
        ----------
        topic : tuple of str, optional
            Ask for this topic alone; otherwise for all counts, but no means.
        """
        found = [
            entry.hidden
            for entry in self._of.get(members, ())
            if members and (entry.topic == topic if topic else entry.topic[2] != MOMENTS)
        ]
        return all(found) if found else None

    def is_public(self, entry: Entry) -> bool:
        """Say whether a reader knows a number already: the same fact, a population's size, or a group's.

        Other numbers may happen to be about the same people, but a reader cannot know that.
        """
        for other in self._of.get(entry.members, ()):
            same_fact = other.topic == entry.topic and other.base == entry.base
            whole = TOTAL in (other.topic[2], entry.topic[2]) and other.base == entry.base
            size = other.topic[2] == SIZE and entry.members != entry.base
            if (
                entry.members
                and not other.hidden
                and other.topic[2] != MOMENTS
                and (same_fact or whole or size)
            ):
                return True
        return False

    def write(self, path: Path) -> None:
        """Write as JSON, with people by number."""
        people = sorted(frozenset(itertools.chain.from_iterable(e.members | e.base for e in self.entries)))
        number = {name: index for index, name in enumerate(people)}
        data = {
            "people": people,
            "spans": [[*topic, found] for topic, found in self.spans.items()],
            "entries": [
                [
                    *entry.topic,
                    sorted(number[name] for name in entry.members),
                    sorted(number[name] for name in entry.base),
                    entry.hidden,
                ]
                for entry in self.entries
            ],
        }
        lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items())
        path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Memory:
        """Read what `write` wrote, one file after the other."""
        memory = cls()
        for path in paths:
            memory._add(json.loads(path.read_text(encoding="utf-8")))
        return memory

    def _add(self, data: Mapping[str, Any]) -> None:
        people = data["people"]
        for measure, wave, population, found in data["spans"]:
            self.spans[measure, wave, population] = (found[0], found[1]) if found else None
        for measure, wave, what, members, base, hidden in data["entries"]:
            self.remember(
                Entry(
                    (measure, wave, what),
                    frozenset(people[index] for index in members),
                    frozenset(people[index] for index in base),
                    hidden,
                )
            )
