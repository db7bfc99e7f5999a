"""Owners: the record, and the way inside it, that a claim or a part of a profile comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.profile import Profile
from vaultgen.records.edit.paths import part_at, paths_to
from vaultgen.records.faults import Path
from vaultgen.records.model import Entity, Investment, Metric, Round, StatusEntry

__all__ = ["SEVERAL", "Owned", "owned_claim", "owned_line", "value_key"]

NOWHERE = "it is worked out from other figures"
SEVERAL = "the record says this more than once in one place: change it there"
TOGETHER = "it is put together from the parts of the round: change those in the records"


class Owned(NamedTuple):
    """A record and the way to a part of it; `why` says why there is none."""

    owner: Any = None
    path: Path = ()
    why: str = ""


def owned_claim(profile: Profile, claim: Claim) -> Owned:
    """Where the record says what the claim claims."""
    said: Any = claim.said
    found = Owned(said) if isinstance(said, Metric) else _inside(_candidates(profile, claim), claim)
    if found.owner is None:
        return found
    value = part_at(found.owner, (*found.path, value_key(said, claim.predicate)))
    return found if value == claim.value else Owned(why=TOGETHER)


def owned_line(record: Round, line: Investment) -> Owned:
    """Where the round's record has a line about an investor."""
    places = [place for place, one in enumerate(record.investors) if one is line]
    return Owned(record, ("investors", places[0])) if len(places) == 1 else Owned(why=SEVERAL)


def value_key(said: object, predicate: str) -> str:
    """The key of a claim's value in what the record says: an entry of a log and an investor have their own."""
    if isinstance(said, StatusEntry):
        return "valuation" if predicate in {"valuation", "post_money"} else predicate
    return "amount" if isinstance(said, Investment) else "value"


def _candidates(profile: Profile, claim: Claim) -> Iterable[Any]:
    named = {claim.subject, claim.scope}
    rounds = (*profile.rounds, *(backing.round for backing in profile.backings))
    for found in rounds:
        if found.id in named:
            yield found.record
            return
    for deal in profile.deals:
        if deal.record.id == claim.subject:
            yield deal.record
            return
    yield profile.entity


def _inside(records: Iterable[Any], claim: Claim) -> Owned:
    for record in records:
        # Equal plain values may be one object: the field of the claim itself tells more of them apart.
        first = _field(record, claim.predicate)
        inner = [(*first, place) for place, one in enumerate(_listed(record, first)) if one is claim.said]
        found = inner or list(paths_to(record, claim.said))
        if len(found) == 1:
            return Owned(record, found[0])
        if found:
            return Owned(why=SEVERAL)
    return Owned(why=NOWHERE)


def _field(record: Any, predicate: str) -> Path:
    if isinstance(record, Entity) and predicate.startswith("facts."):
        return ("facts", predicate.removeprefix("facts."))
    return (predicate,)


def _listed(record: Any, path: Path) -> tuple[Any, ...]:
    try:
        found = part_at(record, path)
    except (LookupError, AttributeError):
        return ()
    return found if isinstance(found, tuple) else ()
