"""How firmly a claim stands: one word from the record's vocabulary, ordered from filed to superseded."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from vaultgen.errors import NotationError
from vaultgen.values.suggest import did_you_mean
from vaultgen.values.text import require_text

__all__ = ["Status", "Tier", "parse_status", "status_of", "weaker"]


class Tier(StrEnum):
    """The line on which a claim is shown: firm and pending never mix."""

    FIRM = "firm"
    SOFT = "soft"
    PENDING = "pending"
    VOID = "void"


class Status(StrEnum):
    """What stands behind a claim."""

    CONFIRMED = "confirmed"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    FILED = "filed"
    ESTIMATED = "estimated"
    IMPLIED = "implied"
    REPORTED = "reported"
    IN_TALKS = "in_talks"
    RUMOURED = "rumoured"
    FORECAST = "forecast"
    OPINION = "opinion"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"

    @property
    def tier(self) -> Tier:
        """Firm, soft, pending or void."""
        return _TIERS[self]

    @property
    def strength(self) -> int:
        """A number that is higher the firmer the status: filed is the highest, superseded the lowest (1)."""
        return _STRENGTHS[self]

    @property
    def words(self) -> str:
        """The status as prose says it: `in talks`, `reported`, `estimated`."""
        return _WORDS[self]

    @property
    def words_after_origin(self) -> str:
        """The status as it follows a name: `est.` in "Sacra est.", otherwise the same as `words`."""
        return "est." if self is Status.ESTIMATED else _WORDS[self]


_FIRMEST_FIRST = (
    Status.FILED,
    Status.CONFIRMED,
    Status.CLOSED,
    Status.ANNOUNCED,
    Status.ESTIMATED,
    Status.IMPLIED,
    Status.REPORTED,
    Status.IN_TALKS,
    Status.RUMOURED,
    Status.FORECAST,
    Status.OPINION,
    Status.WITHDRAWN,
    Status.SUPERSEDED,
)
_STRENGTHS = {status: len(_FIRMEST_FIRST) - rank for rank, status in enumerate(_FIRMEST_FIRST)}
_TIERS = {
    **dict.fromkeys((Status.FILED, Status.CONFIRMED, Status.CLOSED, Status.ANNOUNCED), Tier.FIRM),
    **dict.fromkeys((Status.ESTIMATED, Status.IMPLIED), Tier.SOFT),
    **dict.fromkeys((Status.REPORTED, Status.IN_TALKS, Status.RUMOURED, Status.FORECAST), Tier.PENDING),
    **dict.fromkeys((Status.OPINION, Status.WITHDRAWN, Status.SUPERSEDED), Tier.VOID),
}
_WORDS = {status: status.value.replace("_", " ") for status in Status}

# Spellings that people use for the same thing; the words of the vocabulary itself are added below.
_SPELLINGS: dict[str, Status] = {
    "est": Status.ESTIMATED,
    "est.": Status.ESTIMATED,
    "estimate": Status.ESTIMATED,
    "estimates": Status.ESTIMATED,
    "in-talks": Status.IN_TALKS,
    "talks": Status.IN_TALKS,
    "rumored": Status.RUMOURED,
    "rumor": Status.RUMOURED,
    "rumour": Status.RUMOURED,
    "reportedly": Status.REPORTED,
    "reports": Status.REPORTED,
    "official": Status.CONFIRMED,
    "projected": Status.FORECAST,
    **{status.value: status for status in Status},
    **{words: status for status, words in _WORDS.items()},
}


def weaker(a: Status, b: Status) -> Status:
    """Give the less firm of two statuses; retelling a claim can never upgrade it."""
    return a if _STRENGTHS[a] <= _STRENGTHS[b] else b


def status_of(text: str) -> Status | None:
    """Give the status that a word names, in any spelling that `parse_status` reads, or None."""
    return _SPELLINGS.get(text) or _SPELLINGS.get(" ".join(text.lower().split()))


def parse_status(text: str) -> Status:
    """Read a status as people write it: `in talks`, `in_talks`, `est.`, `rumored`."""
    return _parse_status(require_text(text, what="a status"))


@lru_cache(maxsize=1024)
def _parse_status(text: str) -> Status:
    status = status_of(text)
    if status is None:
        word = " ".join(text.lower().split())
        hint = did_you_mean(word.replace(" ", "_"), tuple(Status))
        known = ", ".join(Status)
        position = len(text) - len(text.lstrip())
        raise NotationError(text, position, f"unknown status{f'; {hint}' if hint else f'; one of {known}'}")
    return status
