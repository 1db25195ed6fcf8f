"""What may be shown: the threshold, why it was chosen, and what counts as small."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

DEFAULT_THRESHOLD = 5


class Policy(BaseModel):
    """The project's disclosure policy.

    Attributes
    ----------
    threshold : int
        Counts below it are hidden, with everything computed from them. 1 shows every count.
    reason : str
        Why the project departs from the default; printed in the report. Required below the default.
    structural_zeros : tuple of str
        Measures in which a zero says nothing about a person (a category nobody could be in), so that it is shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: int = Field(default=DEFAULT_THRESHOLD, ge=1)
    reason: str = ""
    structural_zeros: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _reason_for_less_protection(self) -> Policy:
        if self.threshold < DEFAULT_THRESHOLD and not self.reason.strip():
            raise ValueError(
                f"a threshold of {self.threshold} shows smaller counts than the default {DEFAULT_THRESHOLD}; "
                "give the reason in disclosure.reason (it is printed in the report)"
            )
        return self

    def small(self, count: int) -> bool:
        """Say whether a count of persons must be hidden.

        Zeros are hidden too: "nobody answered x" says something about everyone in a small group.

        >>> [Policy(threshold=5).small(count) for count in (0, 4, 5)]
        [True, True, False]
        >>> Policy(threshold=1, reason="invented data").small(0)
        False
        """
        return self.threshold > 1 and count < self.threshold

    def too_close(self, larger: int, smaller: int) -> bool:
        """Say whether two nested groups differ by so few that subtraction would tell about the difference."""
        return 0 < larger - smaller < self.threshold
