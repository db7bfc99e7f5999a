"""The sources as the catalog weighs them: when each became known, how good it is, and whom it goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vaultgen.catalog.window import LONG_AGO, Window
from vaultgen.records.model import Source
from vaultgen.values.days import Day

__all__ = ["Library", "Reference"]

DEFAULT_TIER = 3


class Reference(NamedTuple):
    """A source as claims see it.

    `earliest` and `known` are the first and the last day on which it may have appeared, `window` the two together;
    `roots` are the reports that it goes back to: itself, or whatever it retells. With a single root, whoever published
    that is named among them too, so that a claim "after the WSJ" and the WSJ's own report meet.
    """

    id: str
    source: Source | None
    known: date | None
    earliest: date | None
    window: Window
    tier: int
    publisher: str
    roots: frozenset[str]


_NOWHERE = Reference("", None, None, None, LONG_AGO, DEFAULT_TIER + 1, "", frozenset())


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
            return Reference(name, None, None, None, LONG_AGO, DEFAULT_TIER, "", frozenset((name,)))
        published = source.published
        known = (published.latest or published.earliest) if published else None
        earliest = published.earliest if published else None
        window = Window(earliest or known, known) if known is not None else LONG_AGO
        roots = self._roots(source)
        return Reference(name, source, known, earliest, window, source.tier, source.publisher, roots)

    def _roots(self, source: Source) -> frozenset[str]:
        """The first reports that chains of retellings go back to; a circle ends where it closes."""
        roots: dict[str, Source] = {}
        seen = {source.id}
        waiting = [source]
        while waiting:
            told = waiting.pop()
            below = [self._sources[name] for name in told.based_on if name in self._sources]
            if not below:
                roots[told.id] = told
            waiting.extend(report for report in below if report.id not in seen)
            seen.update(report.id for report in below)
        if not roots:
            return frozenset((source.id,))
        publishers = {root.publisher for root in roots.values() if root.publisher and len(roots) == 1}
        return frozenset(roots) | publishers

    def known_by(self, source: str, day: date | None) -> bool:
        """Whether the source had certainly been published by the end of the day (always, when no day is asked)."""
        if day is None:
            return True
        known = self[source].known
        return known is None or known <= day

    def newest(self, names: Iterable[str]) -> Day | None:
        """When the newest of these sources was published, as precisely as it is known."""
        newest, key = None, None
        for name in names:
            source = self[name].source
            day = source.published if source is not None else None
            if day is None or day.latest is None:
                continue
            own = (day.latest, day.earliest or day.latest, day.edtf)
            if key is None or own > key:
                newest, key = day, own
        return newest

    def latest(self, names: Iterable[str]) -> date | None:
        """The day on which the last of these sources appeared."""
        days = [known for known in (self[name].known for name in names) if known is not None]
        return max(days, default=None)
