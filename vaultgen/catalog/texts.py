"""The authored texts of an entity that were known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Texts
from vaultgen.records.model import Entity, Section, Text
from vaultgen.values.days import Day

__all__ = ["Shelf"]

_NOTHING = Texts()


class Shelf:
    """Picks texts by what was known on a day (None: by what is known now)."""

    def __init__(self, library: Library, day: date | None) -> None:
        self.library = library
        self.day = day

    def texts(self, entity: Entity) -> Texts:
        """One version of each text, and the bullets that still hold."""
        if not (
            entity.sections or entity.bull or entity.bear or entity.why or entity.does or entity.landscape
        ):
            return Texts(self._version(entity.summary)) if entity.summary else _NOTHING
        return Texts(
            summary=self._version(entity.summary),
            why=self._version(entity.why),
            does=self._version(entity.does),
            landscape=self._version(entity.landscape),
            bull=self._holding(entity.bull),
            bear=self._holding(entity.bear),
            sections=tuple(self._section(one) for one in entity.sections if self._known(one.source))
            if entity.sections
            else (),
        )

    def _known(self, source: str) -> bool:
        return self.day is None or self.library.known_by(source, self.day)

    def _version(self, versions: tuple[Text, ...]) -> Text | None:
        """The newest version that was known; among equals the last in order of source and wording."""
        if not versions:
            return None
        held = self._holding(versions)
        if len(held) < 2:
            return held[0] if held else None
        return max(held, key=self._published)

    def _published(self, text: Text) -> tuple[date, str, str]:
        return (self.library[text.source].known or date.min, text.source, text.text)

    def _holding(self, texts: tuple[Text, ...]) -> tuple[Text, ...]:
        """The texts that were known and still held, in their order."""
        if not texts:
            return ()
        return tuple(text for text in texts if self._known(text.source) and not self._is_over(text.until))

    def _is_over(self, until: Day | None) -> bool:
        if until is None or until.latest is None:
            return False
        return self.day is None or until.latest <= self.day

    def _section(self, section: Section) -> Section:
        text, closing = self._version(section.text), self._version(section.closing)
        return replace(
            section,
            text=(text,) if text else (),
            items=self._holding(section.items),
            closing=(closing,) if closing else (),
        )
