"""A line: a predicate of a subject with its claims resolved, each of them shown or set aside with the reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from vaultgen.catalog.claims import Claim

__all__ = [
    "ANOTHER_WORDING",
    "CONTRADICTS",
    "EMPTY",
    "LESS_FIRM",
    "LESS_PRECISE",
    "LESS_SUPPORTED",
    "NO_FIGURE",
    "OLDER",
    "SAME_ORIGIN",
    "SAYS_THE_SAME",
    "UNDATED",
    "WITHIN_TRANCHES",
    "Aside",
    "Disagreement",
    "Line",
    "Nature",
]

# Why a claim is not shown. Those that a person decided carry that person's reason after a colon.
OLDER: Final = "older"
SAYS_THE_SAME: Final = "says the same"
SAME_ORIGIN: Final = "same origin"
LESS_PRECISE: Final = "less precise"
LESS_FIRM: Final = "less firm"
LESS_SUPPORTED: Final = "less supported"
CONTRADICTS: Final = "contradicts"
UNDATED: Final = "not surely of that day"
NO_FIGURE: Final = "no figure"
ANOTHER_WORDING: Final = "another wording"
WITHIN_TRANCHES: Final = "within the tranche prices"


class Nature(StrEnum):
    """How claims about one thing differ: they cannot all be true, one is less precise, or they are one told twice."""

    CONTRADICTION = "contradiction"
    IMPRECISION = "imprecision"
    RESTATEMENT = "restatement"


class Aside(NamedTuple):
    """A claim that is not shown, and why."""

    claim: Claim
    why: str


class Disagreement(NamedTuple):
    """Claims about the same thing that differ, the winner first; `decided` is the reason of whoever settled it."""

    nature: Nature
    claims: tuple[Claim, ...]
    decided: str = ""


class Line(NamedTuple):
    """A predicate of a subject, resolved.

    `current` is the newest firm claim (or the newest of all, where none is firm); `pending` is newer and less firm
    and stands beside it; `series` holds what was current over time, newest first.
    """

    current: Claim | None
    pending: Claim | None = None
    series: tuple[Claim, ...] = ()
    aside: tuple[Aside, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def previous(self) -> Claim | None:
        """What was current before `current`."""
        return self.series[1] if len(self.series) > 1 else None

    @property
    def shown(self) -> tuple[Claim, ...]:
        """The claims whose values a note shows."""
        if self.pending is None:
            return (self.current,) if self.current is not None else ()
        return (self.current, self.pending) if self.current is not None else (self.pending,)

    @property
    def open(self) -> tuple[Disagreement, ...]:
        """The contradictions that nobody has decided."""
        return tuple(
            found
            for found in self.disagreements
            if found.nature is Nature.CONTRADICTION and not found.decided
        )

    def claims(self) -> tuple[Claim, ...]:
        """Every claim that was made, each once: what is shown, what was, and what is set aside."""
        told = self.series if self.pending is None else (*self.series, self.pending)
        return (*told, *(aside.claim for aside in self.aside)) if self.aside else told


EMPTY: Final = Line(None)
