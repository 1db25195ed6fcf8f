"""Publish what intake found, and the data behind the report in brief."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class RuleFound:
    """A rule that data have broken: in words, what was done about it and why, and how many times."""

    rule: str
    action: str
    reason: str
    count: Fact


def publish_rules(chapter: Chapter) -> list[RuleFound]:
    """Publish, for every rule that the data broke without stopping intake, how often and what was done."""
    found = []
    policy = chapter.project.disclosure
    for table, quality in chapter.quality.items():
        for rule in quality["rules"]:
            if not rule["found"]:
                continue
            slug = re.sub(r"[^a-z0-9_]+", "_", rule["rule"].lower())
            few = bool(chapter.contracts[table].identifiers) and policy.small(rule["found"])
            fact = chapter.count(
                FactKey("data_rule", slug, statistic="found"),
                int(rule["found"]),
                unit="row",
                label=chapter.text("quality.rule", rule=rule["rule"]),
                tables=(table,),
                hidden="small" if few else None,
            )
            action = chapter.text(f"action.{rule.get('treatment') or rule['action']}")
            found.append(RuleFound(rule["rule"], action, str(rule.get("reason") or ""), fact))
    return found


def data_in_brief(chapter: Chapter, sizes: Iterable[Fact]) -> str:
    """Return the groups a report rests on as a list in Markdown, with their numbers."""
    return "\n".join(f"- {format_fact(fact, chapter.locale)} {fact.population}" for fact in sizes)
