"""The closing list of related notes: each partner once, with every reason why it is related."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultgen.catalog.profile import Edge
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.notes.escape import plain
from vaultgen.notes.parts.connections import MEMBERSHIPS, aside_of, firmness, is_told_elsewhere
from vaultgen.notes.parts.portfolio import deal_words
from vaultgen.notes.writer import Writer
from vaultgen.values.status import Tier

__all__ = ["related"]

# A list of up to so many lines may repeat partners that a table above has shown; a longer one leaves them out.
LONG = 12
MOST = 15
MOST_NAMES = 40

_CHEQUE, _PORTFOLIO, _BACKER, _TIE, _RIVAL, _BELONGS, _LIKE = range(7)
_ROLES = {"lead": "lead investor", "co_lead": "co-lead investor"}
_LEADS = {"lead": "lead", "co_lead": "co-lead"}


class _Reason(NamedTuple):
    """Why a partner is related: how weighty, in which role, with which details, and whether a part above tells it."""

    rank: int
    role: str
    detail: str = ""
    told: bool = False


def related(writer: Writer, tied: Iterable[Edge] = ()) -> str:
    """One line a partner, those with most to say first; `tied` are the edges that a part above has shown.

    Lists longer than fifteen end in a line that only names the rest.
    """
    reasons = _reasons(writer, {id(edge) for edge in tied})
    if not reasons:
        return ""
    if len(reasons) > LONG:
        reasons = {partner: why for partner, why in reasons.items() if not all(reason.told for reason in why)}
    name = writer.links.name
    ranked = sorted(reasons, key=lambda partner: (*_rank(reasons[partner]), name(partner).lower()))
    lines = [_line(writer, partner, reasons[partner]) for partner in ranked[:MOST]]
    rest = ranked[MOST:]
    if rest:
        named = ", ".join(writer.links.link(partner) for partner in rest[:MOST_NAMES])
        more = f" and {len(rest) - MOST_NAMES:,} more" if len(rest) > MOST_NAMES else ""
        lines.append(f"- Also {named}{more}")
    return "\n".join(lines)


def _line(writer: Writer, partner: str, reasons: list[_Reason]) -> str:
    link = writer.links.link(partner)
    said = _words(reasons[0].role, reasons[0].detail) if len(reasons) == 1 else ", ".join(_said(reasons))
    return f"- {link} — {plain(said)}" if said else f"- {link}"


def _words(role: str, said: str) -> str:
    if not (role and said):
        return role
    return f"{role}: {said}" if "(" in said else f"{role} ({said})"


def _rank(reasons: list[_Reason]) -> tuple[int, int]:
    return (min(reason.rank for reason in reasons), -len(reasons))


def _said(reasons: list[_Reason]) -> Iterator[str]:
    """The roles with their details, the weightiest first; each once, and no bare one beside one that says more."""
    details: dict[str, list[str]] = {}
    for reason in sorted(reasons, key=lambda reason: reason.rank):
        told = details.setdefault(reason.role, [])
        if reason.detail and reason.detail not in told:
            told.append(reason.detail)
    for role, told in details.items():
        bare = not told and any(role != other and role in other.split(" (")[0].split() for other in details)
        if role and not bare:
            yield _words(role, ", ".join(told))


def _reasons(writer: Writer, tied: set[int]) -> dict[str, list[_Reason]]:
    """Reasons by partner; money ranks before relations, relations before mere likeness."""
    found: dict[str, list[_Reason]] = {}
    places = writer.book.places
    for partner, reason in (*_investors(writer), *_portfolio(writer), *_deals(writer)):
        if partner in places:
            found.setdefault(partner, []).append(reason)
        else:
            writer.links.used.add(partner)
    firm = {(edge.partner, edge.label) for edge in writer.profile.edges if firmness(edge)[0]}
    for edge in writer.profile.edges:
        if edge.type.id in MEMBERSHIPS and not edge.outward:
            continue
        # What one source only reports and another states is no longer a mere report.
        if not firmness(edge)[0] and (edge.partner, edge.label) in firm:
            continue
        shown = id(edge) in tied
        # What a part above has listed comes up again only to complete what else there is to say of the partner.
        if (shown and edge.partner not in found) or not (edge.partner in places or _belongs(edge)):
            continue
        found.setdefault(edge.partner, []).append(_edge_reason(writer, edge, shown=shown))
    return found


def _belongs(edge: Edge) -> bool:
    """Whether a partner without a note is named all the same, since no other part would name it."""
    return not is_told_elsewhere(edge)


def _edge_reason(writer: Writer, edge: Edge, *, shown: bool) -> _Reason:
    kind = edge.type
    aside = aside_of(writer, edge)
    if kind.id == "related_to":
        return _Reason(_LIKE, edge.note or aside)
    detail = ", ".join(text for text in (edge.note, aside) if text)
    standard = edge.label == (kind.to_label if edge.outward else kind.from_label)
    told = shown or (standard and is_told_elsewhere(edge))
    rank = _BELONGS if kind.id in MEMBERSHIPS else _RIVAL if kind.id == "competitor_of" else _TIE
    return _Reason(rank, edge.label, detail, told)


def _investors(writer: Writer) -> Iterator[tuple[str, _Reason]]:
    for found in writer.profile.rounds:
        for backer in found.backers:
            details = [str(backer.amount)] if backer.amount is not None else []
            details += [_when(found)] if found.date and backer.role != "existing" else []
            rank = _BACKER if backer.amount is None else _CHEQUE
            role = _ROLES.get(backer.role, "investor")
            yield backer.investor, _Reason(rank, role, ", ".join(details), rank == _BACKER)


def _when(found: ResolvedRound) -> str:
    """The day of a round, and that it is not closed where that is so."""
    status = found.status
    if status is None or status.tier is Tier.FIRM:
        return str(found.date)
    return f"{found.date} ({status.words})"


def _portfolio(writer: Writer) -> Iterator[tuple[str, _Reason]]:
    for backing in writer.profile.backings:
        backer = backing.backer
        details = [str(backer.amount)] if backer.amount is not None else []
        details += [_LEADS[backer.role]] if backer.leads else []
        details += [_when(backing.round)] if backing.round.date else []
        yield backing.round.entity, _Reason(_PORTFOLIO, "portfolio", ", ".join(details), told=True)


def _deals(writer: Writer) -> Iterator[tuple[str, _Reason]]:
    for deal in writer.profile.deals:
        record = deal.record
        partner = record.taker if record.giver == writer.own else record.giver
        if partner and partner != writer.own:
            claim = deal.amount.current
            details = [str(claim.value)] if claim is not None else []
            details += [str(deal.date)] if deal.date else []
            status = (claim.status if claim is not None else None) or record.status
            details += [status.words] if status is not None and status.tier is not Tier.FIRM else []
            yield partner, _Reason(_PORTFOLIO, deal_words(deal, writer.own), ", ".join(details), told=True)
