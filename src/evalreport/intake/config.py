"""What a project says about its data: where the tables are, what to do about faults, where the key is."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Action = Literal["stop", "warn", "accept"]
Treatment = Literal["set_row_aside", "value_missing"]


class TableSource(BaseModel):
    """One table's file and how to read it; everything but `file` can be left out.

    Attributes
    ----------
    file : str
        From the project's root, or a full path (a secure drive).
    contract : str, optional
        Name of the contract; the table's own name by default.
    sheet : str, optional
        Sheet of a workbook; the one named as the table, or the only one, by default.
    encoding, delimiter, decimal, date_format : str, optional
        Of text files; found out or set to Danish custom by default.
    columns : dict
        New names: heading in the file to column of the contract.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    contract: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: Literal[";", ",", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    date_format: str | None = None


class RuleAction(BaseModel):
    """What to do when a rule is broken: stop (as without this), warn, or accept with a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    action: Action
    treatment: Treatment | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _accept_says_why(self) -> Self:
        if self.action == "accept" and not (self.reason or "").strip():
            raise ValueError(f"rule {self.rule}: accepting a fault needs a reason (reason: …)")
        if self.action != "accept" and self.treatment is not None:
            raise ValueError(f"rule {self.rule}: treatment belongs to action: accept")
        return self


class IdentifierSettings(BaseModel):
    """Where the secret key of the pseudonyms is.

    Attributes
    ----------
    key_file : str, optional
        A file outside the project's folder. Without it: the folder in the environment variable
        EVALREPORT_KEYS, else `~/.config/evalreport/`, file `<project>.key`, made at first use.
    example_key : str, optional
        A key that is no secret, for projects marked `example` (invented data) only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_file: str | None = None
    example_key: str | None = None


class IntakeConfig(BaseModel):
    """The `intake` part of a project's parameter file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: dict[str, TableSource] = Field(default_factory=dict)
    rules: list[RuleAction] = Field(default_factory=list)
    identifiers: IdentifierSettings = Field(default_factory=IdentifierSettings)

    @model_validator(mode="after")
    def _one_action_per_rule(self) -> Self:
        names = [rule.rule for rule in self.rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"rule {twice[0]} stands twice under intake: rules")
        return self

    def contract_of(self, table: str) -> str:
        """Return the name of a table's contract."""
        source = self.tables.get(table)
        return (source.contract if source else None) or table

    def action(self, rule: str) -> RuleAction | None:
        """Return what the project says about a rule, if anything."""
        return next((item for item in self.rules if item.rule == rule), None)
