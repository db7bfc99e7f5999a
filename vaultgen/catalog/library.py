"""The sources as the catalog weighs them: when each became known, how good it is, and whom it goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vaultgen.records.model import Source
from vaultgen.values.days import Day

__all__ = ["Library", "Reference"]

DEFAULT_TIER = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as claims see it: `origin` is the publisher at the root of everything that it retells."""

    id: str
    source: Source | None
    known: date | None
    earliest: date | None
    tier: int
    publisher: str
    origin: str


_NOWHERE = Reference("", None, None, None, DEFAULT_TIER + 1, "", "")


class Library:
    """All sources by id, and the names of whom claims go back to; what is asked for is worked out once."""

    def __init__(self, sources: Mapping[str, Source], names: Mapping[str, str] | None = None) -> None:
        self._sources = sources
        self._names = names or {}
        self._references: dict[str, Reference] = {"": _NOWHERE}

    def __getitem__(self, source: str) -> Reference:
        """The reference of a source; an id that is not recorded counts as a source of unknown day."""
        found = self._references.get(source)
        if found is None:
            found = self._references[source] = self._refer(source)
        return found

    def name(self, entity: str) -> str:
        """What an id is called; a word that is no id stands for itself."""
        return self._names.get(entity, entity)

    def _refer(self, name: str) -> Reference:
        source = self._sources.get(name)
        if source is None:
            return Reference(name, None, None, None, DEFAULT_TIER, "", name)
        root = self._root(source)
        published = source.published
        return Reference(
            name,
            source,
            published.latest if published else None,
            published.earliest if published else None,
            source.tier,
            source.publisher,
            root.publisher or root.id,
        )

    def _root(self, source: Source) -> Source:
        """The first report that a chain of retellings goes back to; a circle ends where it closes."""
        seen = {source.id}
        while source.based_on:
            below = self._sources.get(source.based_on[0])
            if below is None or below.id in seen:
                break
            seen.add(below.id)
            source = below
        return source

    def known_by(self, source: str, day: date | None) -> bool:
        """Whether the source had certainly been published by the end of the day (always, when no day is asked)."""
        if day is None:
            return True
        known = self[source].known
        return known is None or known <= day

    def newest(self, names: Iterable[str]) -> Day | None:
        """When the newest of these sources was published, as precisely as it is known."""
        days = [source.published for source in (self[name].source for name in names) if source is not None]
        dated = [day for day in days if day is not None and day.latest is not None]
        return max(dated, key=lambda day: (day.latest, day.earliest or day.latest, day.edtf), default=None)

    def latest(self, names: Iterable[str]) -> date | None:
        """The day on which the last of these sources appeared."""
        days = [known for known in (self[name].known for name in names) if known is not None]
        return max(days, default=None)
