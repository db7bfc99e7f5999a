"""The competitive landscape: the entity beside its competitors, with the competitors' own resolved figures."""

from __future__ import annotations

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.profile import Edge
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import NONE, Row, and_more, lean_table
from vaultgen.notes.writer import Writer

__all__ = ["landscape"]

MOST = 30
_HEADS = ("Company", "Valuation", "Annualized revenue", "Approach")
_REVENUE = ("annualized_revenue", "arr")


def landscape(writer: Writer) -> str:
    """The table of competitors, the dearest first; nothing where none is known."""
    rivals = {edge.partner: edge for edge in writer.profile.edges if edge.type.id == "competitor_of"}
    if not rivals:
        return ""
    cards = [card for partner in rivals if (card := writer.card(partner)) is not None]
    cards.sort(key=lambda card: (-_price(card), card.name))
    own = writer.profile.card
    shown = cards[:MOST]
    revenue = sum(1 for card in (own, *shown) if _revenue(card)) > 1
    rows = [
        Row(
            (
                writer.link(rivals[card.id]),
                writer.valuation(card),
                _revenue_cell(writer, card, shown=revenue),
                _approach(writer, card, rivals[card.id]),
            )
        )
        for card in shown
    ]
    if any(cell != NONE for row in rows for cell in row.cells[1:]):
        about = writer.other(plain(own.tagline), own.id, "tagline") if own.tagline else NONE
        name = f"**{plain(own.name)}**"
        rows.insert(0, Row((name, writer.own_valuation(), _revenue_cell(writer, own, shown=revenue), about)))
    return and_more(lean_table(_HEADS, rows), len(cards) - MOST)


def _price(card: Card) -> float:
    figure = card.figure("valuation")
    return figure.sort if figure else 0.0


def _revenue(card: Card) -> tuple[str, CardFigure] | None:
    return next(((name, figure) for name in _REVENUE if (figure := card.figure(name)) is not None), None)


def _revenue_cell(writer: Writer, card: Card, *, shown: bool) -> str:
    found = _revenue(card) if shown else None
    return writer.other(plain(str(found[1])), card.id, found[0]) if found is not None else NONE


def _approach(writer: Writer, card: Card, edge: Edge) -> str:
    """What a competitor does, in its own words or in those of the relation."""
    if card.tagline:
        return writer.other(plain(card.tagline), card.id, "tagline")
    shown = plain(edge.note)
    if shown and writer.trace is not None:
        shown = writer.trace.note(shown, edge)
    return shown or NONE
