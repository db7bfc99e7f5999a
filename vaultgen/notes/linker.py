"""Links of one note: from ids to wikilinks, and from mentions in prose to links, keeping count of what was used."""

from __future__ import annotations

from vaultgen.notes.authored import tame
from vaultgen.notes.autolink import link_mentions
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain, prose
from vaultgen.notes.links import find_links, wikilink
from vaultgen.values.names import name_key

__all__ = ["Linker"]


class Linker:
    """The links of one note.

    `used` collects the ids of every card that was looked at, found or not: the note is to be written again when one
    of them changes.
    """

    def __init__(self, book: Book, own: str) -> None:
        self.book = book
        self.own = own
        self.used: set[str] = set()

    def name(self, entity: str) -> str:
        """The entity's name, unescaped; a word that is no id stands for itself."""
        self.used.add(entity)
        card = self.book.cards.get(entity)
        return card.name if card is not None else entity

    def link(self, entity: str, text: str = "") -> str:
        """A wikilink to the entity's note, or its name as plain text where it has none or the note is its own."""
        self.used.add(entity)
        if not text and entity != self.own:
            return self.book.link(entity)
        place = self.book.places.get(entity)
        if place is None or entity == self.own:
            return plain(text or self.name(entity))
        return wikilink(place.target, text)

    def target(self, entity: str) -> str:
        """What a link to the entity's note points at; its name where it has none."""
        place = self.book.places.get(entity)
        return place.target if place is not None else " ".join(self.name(entity).split())

    def prose(self, markdown: str, seen: set[str]) -> str:
        """Authored Markdown, kept inside its section: own links resolve, known names are linked once, money is literal.

        `seen` is the section's memory of what it has linked already.
        """
        text = tame(markdown.strip("\n\r").rstrip())
        if not text.strip():
            return ""
        if "[[" in text:
            text = self._explicit(text, seen)
        text = link_mentions(text, self.book.vocabulary, own=self.own, seen=seen, link=self._mention)
        return prose(text)

    def _mention(self, entity: str, text: str) -> str:
        return self.link(entity, text)

    def _explicit(self, text: str, seen: set[str]) -> str:
        """`[[id]]`, `[[Name]]` and `[[Alias]]` as written by an author, pointed at the note that they mean."""
        pieces = []
        position = 0
        for found in find_links(text):
            if found.embed:
                continue
            entity = self.book.meanings.get(name_key(found.target), found.target)
            pieces.append(text[position : found.start])
            if entity in self.book.cards:
                seen.add(entity)
                shown = found.display or (found.target if entity != found.target else "")
                pieces.append(self.link(entity, shown))
            else:
                # Nothing of that name is recorded; a link to nowhere is worse than the plain words.
                self.used.add(found.target)
                pieces.append(plain(found.display or found.target))
            position = found.end
        pieces.append(text[position:])
        return "".join(pieces)
