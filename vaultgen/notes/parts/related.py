"""The closing list of related notes: each partner once, with every reason why it is related."""

from __future__ import annotations

from vaultgen.catalog.profile import Profile
from vaultgen.notes.escape import plain
from vaultgen.notes.parts.connections import has_own_part
from vaultgen.notes.writer import Writer

__all__ = ["related"]

MOST = 60


def related(writer: Writer) -> tuple[str, ...]:
    """One line a partner that has a note, those with most to say first; at most sixty, the tables have the rest."""
    reasons = _reasons(writer.profile)
    lines = []
    for partner in sorted(
        reasons, key=lambda partner: (_rank(reasons[partner]), writer.links.name(partner).lower())
    ):
        if partner not in writer.book.places:
            writer.links.used.add(partner)
            continue
        said = _said(reasons[partner])
        lines.append(f"- {writer.links.link(partner)} — {', '.join(plain(text) for text in said)}")
        if len(lines) == MOST:
            break
    return tuple(lines)


def _said(reasons: list[tuple[int, str]]) -> list[str]:
    """The reasons, the weightiest first; a bare role goes where another line says more of the same role."""
    texts = list(dict.fromkeys(text for _, text in sorted(reasons, key=lambda reason: reason[0])))
    return [
        text
        for text in texts
        if not any(other != text and other.startswith((f"{text} (", f"{text}: ")) for other in texts)
    ]


def _rank(reasons: list[tuple[int, str]]) -> tuple[int, int]:
    return (min(rank for rank, _ in reasons), -len(reasons))


def _reasons(profile: Profile) -> dict[str, list[tuple[int, str]]]:
    """(rank, reason) by partner; money ranks before relations, relations before mere likeness."""
    found: dict[str, list[tuple[int, str]]] = {}
    for resolved in profile.rounds:
        for backer in resolved.backers:
            details = [str(backer.amount)] if backer.amount is not None else []
            details += [str(resolved.date)] if resolved.date and backer.role != "existing" else []
            role = {"lead": "lead investor", "co_lead": "co-lead investor"}.get(backer.role, "investor")
            rank = 0 if backer.amount is not None else 3
            found.setdefault(backer.investor, []).append((rank, _with(role, details)))
    for backing in profile.backings:
        amount = backing.backer.amount
        details = [str(amount)] if amount is not None else []
        details += [str(backing.round.date)] if backing.round.date else []
        found.setdefault(backing.round.entity, []).append((1, _with("portfolio", details)))
    for deal in profile.deals:
        record = deal.record
        partner = record.taker if record.giver == profile.entity.id else record.giver
        if partner and partner != profile.entity.id:
            claim = deal.amount.current
            details = [str(claim.value)] if claim is not None else []
            details += [str(deal.date)] if deal.date else []
            found.setdefault(partner, []).append((1, _with(record.label or record.type, details)))
    for edge in profile.edges:
        if has_own_part(edge):
            continue
        rank = {"competitor_of": 5, "related_to": 6}.get(edge.type.id, 4)
        if edge.type.id == "related_to" and edge.note:
            found.setdefault(edge.partner, []).append((rank, edge.note))
            continue
        found.setdefault(edge.partner, []).append((rank, _with(edge.label, [edge.note] if edge.note else [])))
    return found


def _with(role: str, details: list[str]) -> str:
    said = ", ".join(details)
    if "(" in said:
        return f"{role}: {said}"
    return f"{role} ({said})" if said else role
