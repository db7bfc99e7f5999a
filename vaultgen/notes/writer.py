"""One note being written: its profile, its links, its footnotes, and the cells that all of its tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.derive import label
from vaultgen.catalog.profile import Edge, Profile
from vaultgen.notes.authored import attach
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain
from vaultgen.notes.footnotes import Footnotes
from vaultgen.notes.linker import Linker
from vaultgen.notes.rows import NONE
from vaultgen.records.model import Table, Text
from vaultgen.values.figure import figure_parts
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

if TYPE_CHECKING:
    from vaultgen.notes.facts.trace import Trace

__all__ = ["NONE", "Writer"]


class Writer:
    """What the parts of one note are written with."""

    def __init__(self, profile: Profile, book: Book, trace: Trace | None = None) -> None:
        """With a `trace` what is shown of the records is kept and marked; a build has none."""
        self.trace = trace
        self.profile = profile
        self.book = book
        self.own = profile.entity.id
        self.links = Linker(book, self.own)
        self.footnotes = Footnotes(main=profile.main_source, enabled=book.wishes.footnotes)
        self.seen: set[str] = set()
        self.links.used.update(profile.sources)
        self.links.used.update([edge.partner for edge in profile.edges])
        # Tables that the author laid out in sections of his own; the standard ones need not say the same again.
        self.asked: tuple[Table, ...] = tuple(
            section.table for section in profile.texts.sections if section.table and section.table.of
        )

    def asks(self, of: str, *, whole: bool = True) -> tuple[Table, ...]:
        """The tables of a kind about this entity that the author laid out; with `whole` only those without a limit."""
        if not self.asked:
            return ()
        return tuple(
            asked
            for asked in self.asked
            if asked.of == of and asked.about in {"", self.own} and not (whole and asked.limit)
        )

    def card(self, entity: str) -> Card | None:
        """Another entity's card; asking for it makes this note depend on it."""
        self.links.used.add(entity)
        return self.book.cards.get(entity)

    def section(self) -> None:
        """A new section begins: names may be linked once more."""
        self.seen = set()

    def scope(self, scope: str) -> str:
        """What a figure's scope is called: a round by stage and day, an entity by name, else the words themselves."""
        for found in self.profile.rounds:
            if found.id == scope:
                return label(found)
        return self.links.name(scope) if scope in self.book.cards else scope

    def prose(self, text: str) -> str:
        """Authored Markdown, linked within the present section."""
        return self.links.prose(text, self.seen)

    def text(self, text: Text | None) -> str:
        """An authored text with the mark of its source; nothing where there is none."""
        if text is None:
            return ""
        return attach(self.prose(text.text), self.footnotes.mark(text.source, text.locator))

    def figure(self, claim: Claim, *, bold: bool = False, dated: bool = True) -> str:
        """A figure as a cell shows it: the value (bold if asked), and when and how firmly in parentheses."""
        value, aside = figure_parts(claim.figure(flat=not dated))
        if claim.quantity is None:
            value = plain(value)
        elif bold and claim.quantity.is_value:
            value = f"**{value}**"
        shown = f"{value} ({plain(aside)})" if aside else value
        return shown if self.trace is None else self.trace.figure(shown, claim, flat=not dated)

    def quantity(self, quantity: Quantity | None, *, bold: bool = False, claim: Claim | None = None) -> str:
        """A bare amount, or a dash; the `claim` that it is of, if it is of one."""
        if quantity is None:
            return NONE
        text = str(quantity)
        shown = f"**{text}**" if bold and quantity.is_value else text
        return shown if self.trace is None else self.trace.amount(shown, claim)

    def link(self, edge: Edge) -> str:
        """A link to the other end of a relation."""
        shown = self.links.link(edge.partner)
        return (
            shown if self.trace is None else self.trace.partner(shown, self.links.target(edge.partner), edge)
        )

    def other(self, shown: str, entity: str, predicate: str, *, pending: bool = False) -> str:
        """What is shown of an entity's own card or another one's."""
        return shown if self.trace is None else self.trace.other(shown, entity, predicate, pending=pending)

    def valuation(self, card: Card) -> str:
        """An entity's valuation in a table: the firm one and what is pending, or what is said instead."""
        current, pending = card.figure("valuation"), card.pending_figure("valuation")
        told = [
            self.other(plain(str(figure)), card.id, "valuation", pending=figure is pending)
            for figure in (current, pending)
            if figure is not None
        ]
        if told or not card.standing:
            return "; ".join(told) or NONE
        return self.other(plain(card.standing), card.id, "standing") or NONE

    def own_valuation(self) -> str:
        """The same for the entity itself: the firm figure bold and without its day, which the note tells above."""
        current, pending = (self.profile.line("valuation").current, self.profile.line("valuation").pending)
        if current is None or current.tier is not Tier.FIRM or current.quantity is None:
            return self.valuation(self.profile.card)
        shown = self.quantity(current.quantity, bold=True, claim=current)
        return f"{shown}; {self.figure(pending)}" if pending is not None else shown

    def citation(self, source: str, locator: str = "") -> str:
        """A source as a footnote names it: the note about it, the place in it, and the one report that it retells."""
        text = self.links.link(source)
        if locator:
            text += f", {plain(locator)}"
        recorded = self.book.library[source].source
        if recorded is not None and len(recorded.based_on) == 1:
            text += f", after {self.links.link(recorded.based_on[0])}"
        return text
