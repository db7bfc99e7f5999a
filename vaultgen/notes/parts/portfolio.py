"""Where an entity put or got money outside its own rounds: what it backs, and its deals."""

from __future__ import annotations

from collections.abc import Sequence

from vaultgen.catalog.profile import Backing
from vaultgen.catalog.rounds import ResolvedDeal
from vaultgen.notes.escape import plain
from vaultgen.notes.parts.funding import round_day, round_name
from vaultgen.notes.rows import MOST_ROWS, NONE, Row, and_more, lean_table
from vaultgen.notes.writer import Writer
from vaultgen.values.status import Tier

__all__ = ["deal_words", "deals", "deals_table", "portfolio", "portfolio_table"]

_ROLES = {"lead": "lead", "co_lead": "co-lead", "existing": "existing investor"}


def portfolio(writer: Writer) -> str:
    """The standard table of what the entity backs, unless a table that the author laid out has all of it."""
    backings = writer.profile.backings
    if not backings or writer.asks("rounds"):
        return ""
    told = _told(writer)
    if told and all(backing.round.entity in told for backing in backings):
        return ""
    return portfolio_table(writer, backings)


def deals(writer: Writer) -> str:
    """The standard table of deals, unless a table that the author laid out has all of them."""
    found = writer.profile.deals
    if not found or writer.asks("deals"):
        return ""
    told = _told(writer)
    if told and all(deal.record.giver == writer.own and deal.record.taker in told for deal in found):
        return ""
    return deals_table(writer, found)


def _told(writer: Writer) -> frozenset[str]:
    """Whom an author's own table of what the entity backs names."""
    if not writer.asks("backed"):
        return frozenset()
    return frozenset(partner for partner, *_ in writer.profile.card.backed)


def portfolio_table(writer: Writer, backings: Sequence[Backing], *, limit: int | None = None) -> str:
    """What an investor backed: company, round, day, its own cheque, the round's price."""
    most = MOST_ROWS if limit is None else limit
    rows = []
    for backing in backings[:most]:
        found, backer = backing.round, backing.backer
        role = _ROLES.get(backer.role, "")
        part = ", ".join(text for text in (round_name(found), role) if text)
        cells = (
            writer.links.link(found.entity),
            plain(part),
            round_day(writer, found),
            _cheque(writer, backing),
            writer.quantity(found.price, claim=found.valuation.current),
        )
        rows.append(Row(cells, writer.footnotes.mark(backer.source or found.record.source)))
    text = lean_table(("Company", "Round", "Date", "Cheque", "Valuation"), rows, marked=0)
    return and_more(text, len(backings) - most) if limit is None else text


def _cheque(writer: Writer, backing: Backing) -> str:
    amount = backing.backer.amount
    if amount is None:
        return NONE
    shown = f"**{amount}**" if amount.is_value else str(amount)
    return shown if writer.trace is None else writer.trace.cheque(shown, backing.round, backing.backer)


def _deal_day(writer: Writer, deal: ResolvedDeal) -> str:
    if not deal.date:
        return NONE
    claim = deal.day.current
    if writer.trace is None or claim is None:
        return str(deal.date)
    return writer.trace.words(str(deal.date), claim)


def deal_words(deal: ResolvedDeal, own: str) -> str:
    """What a deal is, seen from one of its parties."""
    record = deal.record
    if record.label:
        return record.label
    if record.type == "acquisition" and record.taker == own:
        return "acquirer"
    return record.type


def deals_table(writer: Writer, found: Sequence[ResolvedDeal], *, limit: int | None = None) -> str:
    """Deals that are no rounds: the other party, what it is, when, for how much."""
    most = MOST_ROWS if limit is None else limit
    rows = []
    for deal in found[:most]:
        record = deal.record
        partner = record.taker if record.giver == writer.own else record.giver
        amount = deal.amount.current
        what = deal_words(deal, writer.own)
        status = record.status
        if status is not None and status.tier is not Tier.FIRM and (amount is None or amount.status is None):
            what += f" ({status.words})"
        cells = (
            writer.links.link(partner) if partner else NONE,
            plain(what),
            _deal_day(writer, deal),
            writer.figure(amount) if amount is not None else NONE,
            plain(record.note or record.pattern) or NONE,
        )
        rows.append(Row(cells, writer.footnotes.mark(record.source, record.locator)))
    text = lean_table(("Partner", "Deal", "Date", "Amount", "Notes"), rows, marked=1)
    return and_more(text, len(found) - most) if limit is None else text
