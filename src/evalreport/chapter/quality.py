"""Publish what intake found, and the data behind the report in brief."""

from __future__ import annotations

from collections.abc import Iterable

from evalreport.chapter.chapter import Chapter
from evalreport.ledger import Fact, FactKey
from evalreport.locale import format_fact

PARTS = ("rows_read", "rows_kept", "rows_set_aside", "values_set_missing")


def publish_quality(chapter: Chapter) -> dict[str, dict[str, Fact]]:
    """Publish rows read, used and set aside and values set to missing, for each table about people.

    Rows set aside are people (or what they said), so few of them are hidden, and the rows used with them.
    """
    facts: dict[str, dict[str, Fact]] = {}
    policy = chapter.project.disclosure
    for table, found in chapter.quality.items():
        if not chapter.contracts[table].identifiers:
            continue
        few = 0 < found["rows_set_aside"] < policy.threshold
        facts[table] = {}
        for part in PARTS:
            few_values = part == "values_set_missing" and 0 < found[part] < policy.threshold
            hides = few_values or (few and part in ("rows_set_aside", "rows_kept"))
            facts[table][part] = chapter.count(
                FactKey("data", table, statistic=part),
                int(found[part]),
                unit="row",
                label=chapter.text("quality.rows", table=table, what=chapter.text(f"table.{part}").lower()),
                tables=(table,),
                hidden="small" if hides else None,
            )
    return facts


def data_in_brief(chapter: Chapter, sizes: Iterable[Fact]) -> str:
    """Return the groups a report rests on as a list in Markdown, with their numbers."""
    return "\n".join(f"- {format_fact(fact, chapter.locale)} {fact.population}" for fact in sizes)
