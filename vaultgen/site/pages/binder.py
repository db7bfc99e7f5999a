"""The lists of a vault as they are bound: each cut into its pages, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Final

from msgspec import Struct, field

from vaultgen.site.pages.books import Books, Deal
from vaultgen.site.pages.kinds import KindList
from vaultgen.site.pages.listing import highest_tags
from vaultgen.site.pages.parts import Part, parts_of
from vaultgen.site.sheet import Sheet

__all__ = ["Binder"]

_path: Final[Callable[[Sheet], str]] = attrgetter("path")


class Binder(Struct, frozen=True, dict=True):
    """The pages of every list, worked out when they are first asked for."""

    books: Books
    kinds: Mapping[str, KindList]
    _bound: dict[tuple[str, ...], tuple[Part[Sheet], ...]] = field(default_factory=dict)

    @cached_property
    def timeline(self) -> tuple[Part[Deal], ...]:
        """The rounds; no page where there are none."""
        deals = self.books.deals
        return parts_of(deals, _called) if deals else ()

    @cached_property
    def changed(self) -> tuple[Part[tuple[str, Sheet]], ...]:
        """What changed, with the day; no page where nothing did."""
        changed = self.books.changed
        return parts_of(changed, lambda dated: dated[1].path) if changed else ()

    @cached_property
    def tags(self) -> tuple[Part[str], ...]:
        """The highest tags; no page where there are none."""
        highest = highest_tags(self.books)
        return parts_of(highest, str) if highest else ()

    def kind(self, kind: str, order: str) -> tuple[Part[Sheet], ...]:
        """The notes of a kind, in one of its orders."""
        return self._sheets(("kind", kind, order), self.kinds[kind].orders[order])

    def tag(self, tag: str) -> tuple[Part[Sheet], ...]:
        """The notes of a tag."""
        return self._sheets(("tag", tag), self.books.tags[tag])

    def folder(self, folder: str) -> tuple[Part[Sheet], ...]:
        """The notes of a folder."""
        return self._sheets(("folder", folder), self.books.folders[folder])

    def _sheets(self, name: tuple[str, ...], sheets: Sequence[Sheet]) -> tuple[Part[Sheet], ...]:
        if name not in self._bound:
            self._bound[name] = parts_of(sheets, _path)
        return self._bound[name]


def _called(deal: Deal) -> str:
    return f"{deal.company or deal.name}/{deal.round.name}/{deal.round.date}"
