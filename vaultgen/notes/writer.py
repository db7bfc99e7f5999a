"""One note being written: its profile, its links, its footnotes, and the cells that all of its tables share."""

from __future__ import annotations

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.derive import label
from vaultgen.catalog.profile import Profile
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain
from vaultgen.notes.footnotes import Footnotes
from vaultgen.notes.linker import Linker
from vaultgen.values.days import Day
from vaultgen.values.figure import figure_parts
from vaultgen.values.quantity import Quantity

__all__ = ["NONE", "Writer"]

NONE = "—"


class Writer:
    """What the parts of one note are written with."""

    def __init__(self, profile: Profile, book: Book) -> None:
        self.profile = profile
        self.book = book
        self.links = Linker(book, profile.entity.id)
        self.footnotes = Footnotes(
            main=profile.main_source, cite=self.citation, enabled=book.wishes.footnotes
        )
        self.seen: set[str] = set()
        self.links.used.update(profile.sources)
        self.links.used.update(edge.partner for edge in profile.edges)

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

    def figure(self, claim: Claim, *, bold: bool = False, dated: bool = True) -> str:
        """A figure as a cell shows it: the value (bold if asked), and when and how firmly in parentheses."""
        value, aside = figure_parts(claim.figure(flat=not dated or _half_open(claim.as_of)))
        return _figure(value, aside, bold=bold)

    def card_figure(self, figure: CardFigure, *, bold: bool = False) -> str:
        """Another entity's figure, as its card has it."""
        return _figure(figure.value, figure.aside, bold=bold)

    def quantity(self, quantity: Quantity | None, *, bold: bool = False) -> str:
        """A bare amount, or a dash."""
        if quantity is None:
            return NONE
        text = str(quantity)
        return f"**{text}**" if bold and quantity.is_value else text

    def citation(self, source: str, locator: str = "") -> str:
        """A source as a footnote names it: the note about it, the place in it, and the one report that it retells."""
        text = self.links.link(source)
        if locator:
            text += f", {plain(locator)}"
        recorded = self.book.library[source].source
        if recorded is not None and len(recorded.based_on) == 1:
            text += f", after {self.links.link(recorded.based_on[0])}"
        return text


def _half_open(day: Day | None) -> bool:
    """Whether a day says only "by then", which a cell need not repeat."""
    return day is not None and (day.earliest is None or day.latest is None)


def _figure(value: str, aside: str, *, bold: bool) -> str:
    shown = f"**{value}**" if bold and value[:1] not in {"—", "u", "n"} else value
    return f"{shown} ({aside})" if aside else shown
