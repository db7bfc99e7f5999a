"""What ties an entity to others: customers, the partners of every other relation, its portfolio and its deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vaultgen.catalog.profile import Backing, Edge
from vaultgen.catalog.rounds import ResolvedDeal
from vaultgen.notes.escape import plain
from vaultgen.notes.parts.funding import round_name
from vaultgen.notes.parts.landscape import valuation_cell
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer
from vaultgen.values.status import Tier

__all__ = [
    "Group",
    "customers",
    "has_own_part",
    "deals_table",
    "groups",
    "members",
    "partners_table",
    "portfolio",
]

# Relations that have a part of their own in the note.
_ELSEWHERE = frozenset({"customer_of", "competitor_of", "ceo_of", "related_to"})
# Partners that anyone looking for the neighbours of an entity wants to see, however else the note shows them.
_CLOSE = frozenset(
    {
        "customer_of",
        "supplier_of",
        "competitor_of",
        "partner_of",
        "related_to",
        "parent_of",
        "acquired",
        "founder_of",
        "ceo_of",
    }
)
_MEMBERSHIPS = ("member_of", "operates_in", "example_of")


@dataclass(frozen=True, slots=True)
class Group:
    """Partners of one kind under their heading, one line each."""

    heading: str
    items: tuple[str, ...]


def has_own_part(edge: Edge) -> bool:
    """Whether the note lists the partner under a heading of its own kind, so that it need not come up again."""
    return edge.type.id not in _CLOSE


def customers(writer: Writer) -> tuple[str, ...]:
    """A line for every customer: the confirmed first, then those that are only reported, marked as such."""
    edges = [edge for edge in writer.profile.edges if edge.type.id == "customer_of" and not edge.outward]
    return tuple(
        _item(writer, edge) + writer.footnotes.mark(edge.relation.source) for edge in _sorted(writer, edges)
    )


def groups(writer: Writer) -> tuple[Group, ...]:
    """Every other relation under its heading; members and examples have a table of their own."""
    found: dict[str, list[Edge]] = {}
    for edge in writer.profile.edges:
        mine = edge.type.id == "customer_of" and edge.outward
        chief = edge.type.id == "ceo_of" and edge.outward
        member = edge.type.id in _MEMBERSHIPS and not edge.outward
        if (edge.type.id not in _ELSEWHERE or mine or chief) and not member:
            found.setdefault(edge.heading, []).append(edge)
    return tuple(
        Group(plain(heading), tuple(_item(writer, edge) for edge in _sorted(writer, found[heading])))
        for heading in sorted(found)
    )


def _sorted(writer: Writer, edges: Sequence[Edge]) -> list[Edge]:
    """One edge a partner, the firmest; firm ones first, then by name."""
    best: dict[str, Edge] = {}
    for edge in sorted(edges, key=_firmness, reverse=True):
        best.setdefault(edge.partner, edge)
    return sorted(
        best.values(), key=lambda edge: (-_firmness(edge)[0], writer.links.name(edge.partner).lower())
    )


def _firmness(edge: Edge) -> tuple[int, str]:
    status = edge.relation.status
    return (1 if status is None or status.tier is Tier.FIRM else 0, edge.note)


def _item(writer: Writer, edge: Edge) -> str:
    relation = edge.relation
    said = [plain(edge.note)] if edge.note else []
    aside = []
    if relation.status is not None and relation.status.tier is not Tier.FIRM:
        by = f" by {plain(writer.links.name(relation.origin))}" if relation.origin else ""
        aside.append(relation.status.words + by)
    if relation.since is not None:
        aside.append(f"since {relation.since}")
    if relation.until is not None:
        aside.append(f"until {relation.until}")
    text = " — ".join([writer.links.link(edge.partner), *said])
    if aside:
        text += f" ({', '.join(aside)})"
    return text


def members(writer: Writer) -> Iterator[tuple[str, str]]:
    """(heading, table) for the members of a group, the players of a market, the examples of a pattern."""
    for kind in _MEMBERSHIPS:
        edges = [edge for edge in writer.profile.edges if edge.type.id == kind and not edge.outward]
        if edges:
            yield edges[0].heading, partners_table(writer, edges)


def partners_table(writer: Writer, edges: Sequence[Edge], *, limit: int | None = None) -> str:
    """Partners with their valuation and what they do, the dearest first."""
    rows = []
    for edge in _sorted(writer, edges):
        card = writer.card(edge.partner)
        figure = card.figure("valuation") if card else None
        about = edge.note or (card.tagline if card else "")
        mark = writer.footnotes.mark(edge.relation.source)
        shown = valuation_cell(writer, card) if card else NONE
        rows.append(
            (
                -(figure.sort if figure else 0.0),
                writer.links.link(edge.partner),
                shown,
                (plain(about) or NONE) + mark,
            )
        )
    rows.sort(key=lambda row: row[0])
    cells = [row[1:] for row in rows[:limit]]
    if all(shown == NONE for _, shown, _ in cells):
        return table(("Name", "About"), [(name, about) for name, _, about in cells])
    return table(("Name", "Valuation", "About"), cells)


def portfolio(writer: Writer, backings: Sequence[Backing], *, limit: int | None = None) -> str:
    """What an investor backed: company, round, day, its own cheque, the round's price."""
    rows = []
    for backing in backings[:limit]:
        found, backer = backing.round, backing.backer
        cheque = f"**{backer.amount}**" if backer.amount is not None else NONE
        role = {"lead": "lead", "co_lead": "co-lead", "existing": "existing investor"}.get(backer.role, "")
        mark = writer.footnotes.mark(backer.source or found.record.source)
        part = ", ".join(text for text in (plain(round_name(found)), role) if text)
        rows.append(
            (
                writer.links.link(found.entity) + mark,
                part,
                str(found.date) if found.date else NONE,
                cheque,
                writer.quantity(found.price),
            )
        )
    return table(("Company", "Round", "Date", "Cheque", "Valuation"), rows) if rows else ""


def deals_table(writer: Writer, deals: Sequence[ResolvedDeal], *, limit: int | None = None) -> str:
    """Deals that are no rounds: the other party, what it is, when, for how much."""
    own = writer.profile.entity.id
    rows = []
    for deal in deals[:limit]:
        record = deal.record
        partner = record.taker if record.giver == own else record.giver
        amount = deal.amount.current
        what = record.label or record.type
        if record.status is not None and record.status.tier is not Tier.FIRM:
            what += f" ({record.status.words})"
        rows.append(
            (
                writer.links.link(partner) if partner else NONE,
                plain(what) + writer.footnotes.mark(record.source),
                str(deal.date) if deal.date else NONE,
                writer.figure(amount) if amount is not None else NONE,
                plain(record.note or record.pattern) or NONE,
            )
        )
    return table(("Partner", "Deal", "Date", "Amount", "Notes"), rows) if rows else ""
