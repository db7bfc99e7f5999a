"""Deals as they were known on a day, put together from their records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.library import Library
from vaultgen.catalog.line import Line
from vaultgen.catalog.resolve import resolve
from vaultgen.catalog.rounds import ResolvedDeal
from vaultgen.catalog.window import ALWAYS
from vaultgen.records.model import Claimed, Deal

__all__ = ["resolve_deal"]


def resolve_deal(
    record: Deal, library: Library, *, day: date | None, tolerance: Decimal
) -> ResolvedDeal | None:
    """The deal as it was known on a day; None if it was not."""
    if not _heard_of(record, library, day):
        return None

    def line(predicate: str, said: tuple[Claimed, ...]) -> Line:
        claims = [_claim(record, predicate, one, library) for one in said]
        known = [claim for claim in claims if library.known_by(claim.source, day)]
        return resolve(known, tolerance=tolerance)

    return ResolvedDeal(record.id, record, line("date", record.date), line("amount", record.amount))


def _heard_of(record: Deal, library: Library, day: date | None) -> bool:
    cited = {said.source for said in (record, *record.date, *record.amount) if said.source}
    return not cited or any(library.known_by(source, day) for source in cited)


def _claim(record: Deal, predicate: str, said: Claimed, library: Library) -> Claim:
    """A claim of the deal, with what the deal says for all of its fields where it says nothing itself."""
    source = said.source or record.source
    origin = said.origin or ("" if said.source else record.origin)
    return Claim(
        record.id, predicate, "", said.value, said.as_of, said.status or record.status,
        ALWAYS, said, library[source], source, origin, library.name(origin) if origin else "",
    )  # fmt: skip
