"""Flow diagrams from facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.exhibits.builders.setting import Setting
from evalreport.exhibits.flow_diagram import Flow, FlowExit, FlowNode, FlowStage
from evalreport.ledger import Fact

Group = tuple[str, Fact]
"""A label and the fact that counts it."""


@dataclass(frozen=True)
class Exit:
    """Those who leave, and why."""

    label: str
    fact: Fact
    reasons: Sequence[Group] = ()


@dataclass(frozen=True)
class Stage:
    """A step: one group or several side by side, and those who leave after it."""

    groups: Sequence[Group]
    exits: Sequence[Exit] = ()


def flow(
    id: str,
    stages: Sequence[Stage],
    *,
    caption: str,
    setting: Setting,
    note: str = "",
    source: str | None = None,
    alt: str = "",
) -> Flow:
    """Make a flow diagram from counts, step by step.

    Parameters
    ----------
    stages : sequence of Stage
        In order, from the first step to the last.
    """
    made = tuple(
        FlowStage(
            tuple(_node(group, setting) for group in stage.groups),
            tuple(
                FlowExit(
                    _node((leaving.label, leaving.fact), setting),
                    tuple(_node(one, setting) for one in leaving.reasons),
                )
                for leaving in stage.exits
            ),
        )
        for stage in stages
    )
    used: list[str] = []
    for stage in stages:
        used += [fact.id for _, fact in stage.groups]
        for leaving in stage.exits:
            used += [leaving.fact.id, *(fact.id for _, fact in leaving.reasons)]
    return Flow(
        id=id, caption=caption, alt=alt, language=setting.language, stages=made, note=note,
        source=setting.source if source is None else source, facts=tuple(dict.fromkeys(used)),
    )  # fmt: skip


def _node(group: Group, setting: Setting) -> FlowNode:
    label, fact = group
    cell = setting.cell(fact)
    count = fact.value if isinstance(fact.value, int) else None
    unit = fact.unit if fact.unit in setting.units else fact.n_unit or fact.unit
    return FlowNode(label, cell, setting.unit(unit, count))
