"""Flow diagrams: who was there, who left on the way and why, who remained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from evalreport.exhibits.alternatives import hidden_alt
from evalreport.exhibits.exhibit import Cell, Exhibit, sentences


@dataclass(frozen=True)
class FlowNode:
    """A group in the flow: what it is, how many, and the word for what is counted."""

    label: str
    n: Cell
    unit: str = ""

    @property
    def printed(self) -> str:
        """Number and unit in one text."""
        return f"{self.n.text} {self.unit}".strip()


@dataclass(frozen=True)
class FlowExit:
    """Those who leave after a step, by reason when reasons are given."""

    node: FlowNode
    reasons: tuple[FlowNode, ...] = ()


@dataclass(frozen=True)
class FlowStage:
    """A step of the flow: one group, or several side by side, and those who leave after it."""

    nodes: tuple[FlowNode, ...]
    exits: tuple[FlowExit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flow(Exhibit):
    """A flow from the first step to the last."""

    prefixes: ClassVar[tuple[str, ...]] = ("fig-",)

    stages: tuple[FlowStage, ...]
    kind: Literal["flow"] = "flow"

    def cells(self) -> tuple[Cell, ...]:
        """Every printed number."""
        cells: list[Cell] = []
        for stage in self.stages:
            cells += [node.n for node in stage.nodes]
            for leaving in stage.exits:
                cells += [leaving.node.n, *(reason.n for reason in leaving.reasons)]
        return tuple(cells)

    def draft_alt(self) -> str:
        """Tell the flow step by step."""
        words = self.wording
        parts = [words.text("alt.form.flow", caption=self.caption.rstrip("."))]
        for stage in self.stages:
            told = [words.text("alt.flow.stage", label=node.label, n=node.printed) for node in stage.nodes]
            parts.append("; ".join(told))
            exits = [self._exit(leaving) for leaving in stage.exits]
            if exits:
                parts.append(words.text("alt.flow.leaving", exits="; ".join(exits)))
        return sentences([*parts, hidden_alt(self.cells(), words)])

    def _exit(self, leaving: FlowExit) -> str:
        words = self.wording
        if not leaving.reasons:
            return words.text("alt.flow.exit", label=leaving.node.label, n=leaving.node.printed)
        told = [words.text("alt.flow.reason", n=one.n.text, label=one.label) for one in leaving.reasons]
        return words.text(
            "alt.flow.exit.reasons",
            label=leaving.node.label,
            n=leaving.node.printed,
            reasons=words.join(told),
        )

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the flow as rows: step, group, number."""
        words = self.wording
        rows: list[tuple[str, ...]] = []
        for number, stage in enumerate(self.stages, start=1):
            rows += [(str(number), node.label, node.n.text) for node in stage.nodes]
            for leaving in stage.exits:
                rows.append((str(number), leaving.node.label, leaving.node.n.text))
                rows += [
                    (str(number), f"{leaving.node.label}: {one.label}", one.n.text) for one in leaving.reasons
                ]
        return (words.text("word.step"), words.text("word.category"), words.text("word.count")), tuple(rows)
