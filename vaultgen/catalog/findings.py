"""What the catalog found in the claims that a person should know: contradictions, imprecisions, oddities."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """What a finding asks for: a decision, a look, or nothing but to be known."""

    CONTRADICTION = "contradiction"
    AUDIT = "audit"
    IMPRECISION = "imprecision"
    RESTATEMENT = "restatement"


class Finding(NamedTuple):
    """One thing found about a subject.

    `what` is the predicate in words, `says` one line per claim: the figure, who says it, and why it is shown or not;
    `decided` is the reason with which a person settled a contradiction. `record` is the kind and id of the record that
    the finding is about, as `Records.place` takes them.
    """

    severity: Severity
    code: str
    subject: str
    what: str
    message: str
    says: tuple[tuple[str, str, str], ...] = ()
    decided: str = ""
    record: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is a contradiction that nobody has decided."""
        return self.severity is Severity.CONTRADICTION and not self.decided

    @property
    def sentence(self) -> str:
        """The message as it can stand alone: it begins with what it is about, unless it says so itself."""
        told = not self.what or self.what.lower() in self.message.lower()
        return self.message if told else f"{self.what}: {self.message}"
