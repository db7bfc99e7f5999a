"""The competitive landscape: the entity beside its competitors, with the competitors' own resolved figures."""

from __future__ import annotations

from vaultgen.catalog.card import Card
from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer

__all__ = ["landscape", "valuation_cell"]

_REVENUE = ("annualized_revenue", "arr")


def landscape(writer: Writer) -> str:
    """The table of competitors, the dearest first; nothing where none is known."""
    edges = [edge for edge in writer.profile.edges if edge.type.id == "competitor_of"]
    rivals = {edge.partner: edge for edge in edges}
    if not rivals:
        return ""
    cards = [card for partner in rivals if (card := writer.card(partner)) is not None]
    cards.sort(key=lambda card: (-_price(card), card.name))
    own = writer.profile.card
    revenue = sum(1 for card in (own, *cards) if _revenue(card)) > 1
    columns = ["Company", "Valuation", *(["Annualized revenue"] if revenue else []), "Approach"]
    rows = [
        _row(writer, own, name=f"**{plain(own.name)}**", approach=own.tagline, revenue=revenue, bold=True)
    ]
    for card in cards:
        approach = card.tagline or rivals[card.id].note
        rows.append(_row(writer, card, name=writer.links.link(card.id), approach=approach, revenue=revenue))
    return table(columns, rows)


def _row(
    writer: Writer, card: Card, *, name: str, approach: str, revenue: bool, bold: bool = False
) -> tuple[str, ...]:
    shown = [name, valuation_cell(writer, card, bold=bold)]
    if revenue:
        figure = _revenue(card)
        shown.append(str(figure) if figure else NONE)
    return (*shown, plain(approach) or NONE)


def valuation_cell(writer: Writer, card: Card, *, bold: bool = False) -> str:
    """An entity's valuation in another's table: the firm one, what is pending, or what is said instead."""
    current, pending = card.figure("valuation"), card.pending_figure("valuation")
    if bold and current is not None:
        shown = f"**{current.value}**"
        return f"{shown}; {pending}" if pending else shown
    told = [writer.card_figure(figure) for figure in (current, pending) if figure is not None]
    if told:
        return "; ".join(told)
    return plain(card.standing) or NONE


def _price(card: Card) -> float:
    figure = card.figure("valuation")
    return figure.sort if figure else 0.0


def _revenue(card: Card) -> object:
    return next((figure for name in _REVENUE if (figure := card.figure(name)) is not None), None)
