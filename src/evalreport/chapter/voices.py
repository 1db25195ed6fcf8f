"""Publish what interviews say: how many speak for and against, and quotes by role."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evalreport.chapter.chapter import Chapter
from evalreport.ledger import Fact, FactKey
from evalreport.qualitative import Quote, attribution, quotes, support

EVERYONE = "informants"


def publish_support(chapter: Chapter, codes: Sequence[str]) -> list[Fact]:
    """Publish how many informants of each group of roles speak for and against each code.

    A group's count and those of the group who said nothing are both people, so a small remainder hides the count
    as a small count does.
    """
    labels = chapter.table("code").set_index("code_id")["label"]
    groups = chapter.project.role_groups
    facts = []
    for found in support(chapter.table("coding"), chapter.table("informant"), groups, codes):
        for category, counts in (("supports", found.supports), ("contradicts", found.contradicts)):
            rest = [found.informants[group] - counts[group] for group in groups]
            table = np.array([[counts[group], left] for group, left in zip(groups, rest, strict=True)])
            reasons = chapter.gate.pattern(table).reasons
            for index, group in enumerate(groups):
                stance = chapter.text(f"table.{category}").lower()
                label = chapter.text(
                    "support.label",
                    code=labels[found.code],
                    stance=stance,
                    group=chapter.project.roles[group],
                )
                key = FactKey(found.code, category, EVERYONE, group, "count")
                facts.append(
                    chapter.count(
                        key,
                        counts[group],
                        unit="informant",
                        label=label,
                        tables=("coding", "informant"),
                        hidden=reasons[index, 0],
                    )
                )
    return facts


def publish_quotes(chapter: Chapter, roles: Sequence[str]) -> list[Quote]:
    """Publish the quotes of some roles, attributed as widely as the policy demands."""
    informants = chapter.table("informant")
    sizes = {str(role): int(size) for role, size in informants["role"].value_counts().items()}
    named = attribution(
        sizes, chapter.project.role_groups, _labels(chapter), chapter.project.disclosure.threshold
    )
    wanted = informants[informants["role"].isin(roles)]
    frame = chapter.table("quote")
    found = quotes(frame[frame["rid"].isin(wanted["rid"])], informants, named)
    chapter.quotes(found)
    return found


def _labels(chapter: Chapter) -> dict[str, str]:
    """Words for roles; a wider role is quoted in the singular, which stands under its name with `one_`."""
    words = dict(chapter.project.roles)
    for group in chapter.project.role_groups:
        words[group] = words.get(f"one_{group}", words[group])
    return words
