"""Publish what intake found, and the data behind the report in brief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.chapter.chapter import Chapter
from evalreport.ledger import Fact, FactKey
from evalreport.locale import format_fact

PARTS = ("rows_read", "rows_kept", "rows_set_aside", "values_set_missing")


def publish_quality(chapter: Chapter) -> dict[str, dict[str, Fact]]:
    """Publish rows read, used and set aside and values set to missing, for each table about people.

    Rows set aside are people (or what they said), so few of them are hidden, and with them the rows read: the rows
    used are known from the populations.
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
            hides = few_values or (few and part in ("rows_read", "rows_set_aside"))
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
    """Publish, for every rule that the data broke without stopping intake, how often and what was done.

    Rules with the same treatment make up the rows set aside or the values set to missing, so where one is hidden
    alone, another is hidden with it.
    """
    found = []
    for table, quality in chapter.quality.items():
        broken = [rule for rule in quality["rules"] if rule["found"]]
        hidden = _few(chapter, broken) if chapter.contracts[table].identifiers else {}
        for rule in broken:
            slug = re.sub(r"[^a-z0-9_]+", "_", rule["rule"].lower())
            fact = chapter.count(
                FactKey("data_rule", slug, statistic="found"),
                int(rule["found"]),
                unit="row",
                label=chapter.text("quality.rule", rule=rule["rule"]),
                tables=(table,),
                hidden=hidden.get(rule["rule"]),
            )
            action = chapter.text(f"action.{_done(rule)}")
            found.append(RuleFound(rule["rule"], action, str(rule.get("reason") or ""), fact))
    return found


def _done(rule: Mapping[str, Any]) -> str:
    """Return what was done about a broken rule."""
    return str(rule.get("treatment") or rule["action"])


def _few(chapter: Chapter, broken: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    """Say which rules were broken by too few, or would tell of one that was."""
    hidden: dict[str, str | None] = {}
    for done in {_done(rule): None for rule in broken}:
        alike = [rule for rule in broken if _done(rule) == done]
        reasons = chapter.gate.group_sizes([int(rule["found"]) for rule in alike])
        hidden |= {str(rule["rule"]): reason for rule, reason in zip(alike, reasons, strict=True)}
    return hidden


def data_in_brief(chapter: Chapter, sizes: Iterable[Fact]) -> str:
    """Return the groups a report rests on as a list in Markdown, with their numbers."""
    lines = []
    for fact in sizes:
        words = fact.population[:1].upper() + fact.population[1:]
        lines.append(f"- {words}: {format_fact(fact, chapter.locale)}")
    return "\n".join(lines)
