"""What ties an entity to others: customers, members, and the partners of every other relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultgen.catalog.profile import Edge
from vaultgen.notes.authored import bullet
from vaultgen.notes.escape import plain
from vaultgen.notes.headings import section, title_of
from vaultgen.notes.rows import MOST_ROWS, NONE, Row, and_more, lean_table
from vaultgen.notes.writer import Writer
from vaultgen.values.status import Tier

__all__ = [
    "MEMBERSHIPS",
    "aside_of",
    "connections",
    "customers",
    "firmness",
    "members",
    "partners_table",
    "ties",
]

# Relations whose inward partners have a table of their own.
MEMBERSHIPS = ("member_of", "operates_in", "example_of")
# Up to so many ties the list of related notes tells them all, each with its reason.
_FEW = 6
_MOST_OF_A_KIND = 40


def customers(writer: Writer) -> str:
    """A line for every customer: the confirmed first, then those that are only reported, marked as such."""
    edges = [edge for edge in writer.profile.edges if edge.type.id == "customer_of" and not edge.outward]
    partners = _sorted(writer, edges)
    shown = partners[:MOST_ROWS]
    lines = [
        _item(writer, edge) + writer.footnotes.mark(edge.relation.source, edge.relation.locator)
        for edge in shown
    ]
    return and_more("\n".join(lines), len(partners) - MOST_ROWS)


def ties(writer: Writer) -> dict[str, list[Edge]]:
    """The edges by heading that no other part of the note shows, if there are enough of them for a part of its own."""
    found: dict[str, list[Edge]] = {}
    partners = set()
    for edge in writer.profile.edges:
        if not is_told_elsewhere(edge):
            found.setdefault(edge.heading, []).append(edge)
            partners.add((edge.heading, edge.partner))
    return found if len(partners) > _FEW else {}


def is_told_elsewhere(edge: Edge) -> bool:
    """Whether the edge is a customer, a competitor, the chief, a member, or of the closing list anyway."""
    kind = edge.type.id
    if kind in {"competitor_of", "related_to"}:
        return True
    return not edge.outward and (kind in {"customer_of", "ceo_of"} or kind in MEMBERSHIPS)


def connections(writer: Writer, tied: dict[str, list[Edge]]) -> str:
    """The partners of every kind of tie under its name, one line each."""
    blocks = []
    for title in sorted(tied):
        edges = _sorted(writer, tied[title])
        lines = [_item(writer, edge) for edge in edges[:_MOST_OF_A_KIND]]
        items = and_more("\n".join(lines), len(edges) - _MOST_OF_A_KIND)
        blocks.append(f"**{plain(title)}:**\n{items}" if title else items)
    return "\n\n".join(blocks)


def _sorted(writer: Writer, edges: Sequence[Edge]) -> list[Edge]:
    """One edge a partner, the firmest; firm ones first, then by name."""
    if not edges:
        return []
    best: dict[str, Edge] = {}
    for edge in sorted(edges, key=firmness, reverse=True):
        best.setdefault(edge.partner, edge)
    return sorted(
        best.values(), key=lambda edge: (-firmness(edge)[0], writer.links.name(edge.partner).lower())
    )


def firmness(edge: Edge) -> tuple[int, str]:
    """How surely a relation holds: firm ones above others, then by their note."""
    status = edge.relation.status
    return (1 if status is None or status.tier is Tier.FIRM else 0, edge.note)


def _item(writer: Writer, edge: Edge) -> str:
    said = [plain(edge.note)] if edge.note else []
    text = " — ".join([writer.links.link(edge.partner), *said])
    aside = aside_of(writer, edge)
    return bullet(f"{text} ({plain(aside)})" if aside else text)


def aside_of(writer: Writer, edge: Edge) -> str:
    """How firmly and between which days a relation holds, where that does not go without saying."""
    relation = edge.relation
    aside = []
    if relation.status is not None and relation.status.tier is not Tier.FIRM:
        by = f" by {writer.links.name(relation.origin)}" if relation.origin else ""
        aside.append(relation.status.words + by)
    if relation.since is not None:
        aside.append(f"since {relation.since}")
    if relation.until is not None:
        aside.append(f"until {relation.until}")
    return ", ".join(aside)


def members(writer: Writer) -> str:
    """The sections with the members of a group, the players of a market, the examples of a pattern."""
    return "".join(_members(writer))


def _members(writer: Writer) -> Iterator[str]:
    for kind in MEMBERSHIPS:
        edges = [edge for edge in writer.profile.edges if edge.type.id == kind and not edge.outward]
        laid_out = any(asked.relation == kind for asked in writer.asks("partners"))
        if not edges or laid_out or (kind == "member_of" and writer.asks("members")):
            continue
        priced = any(asked.metric == "valuation" for asked in writer.asks("metric_of_members"))
        body = partners_table(writer, edges, priced=not (priced and kind == "member_of"))
        yield section(body, title_of(edges[0].heading))


def partners_table(
    writer: Writer, edges: Sequence[Edge], *, limit: int | None = None, priced: bool = True
) -> str:
    """Partners with their valuation (unless `priced` is off) and what they do, the dearest first."""
    ranked = []
    for edge in _sorted(writer, edges):
        card = writer.card(edge.partner)
        figure = card.figure("valuation") if card else None
        ranked.append((-(figure.sort if figure else 0.0), edge, card))
    ranked.sort(key=lambda entry: entry[0])
    most = MOST_ROWS if limit is None else limit
    rows = []
    for _, edge, card in ranked[:most]:
        about = plain(edge.note or (card.tagline if card else ""))
        shown = writer.valuation(card) if card and priced else NONE
        mark = writer.footnotes.mark(edge.relation.source, edge.relation.locator)
        rows.append(Row((writer.links.link(edge.partner), shown, about or NONE), mark))
    text = lean_table(("Name", "Valuation", "About"), rows)
    return and_more(text, len(ranked) - most) if limit is None else text
