"""Which notes belong together in a table or a feed: those of one kind, and those that name one investor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vaultgen.site.atlas import Atlas
from vaultgen.site.reach.places import kind_slug
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["INVESTORS", "by_kind", "investments", "pages"]

INVESTORS = "investors"


def pages(atlas: Atlas) -> tuple[Sheet, ...]:
    """All files that have a page, by path."""
    return tuple(sheet for sheet in atlas.sheets.values() if sheet.kind in NOTE_KINDS)


def by_kind(atlas: Atlas) -> Mapping[str, tuple[str, tuple[Sheet, ...]]]:
    """The notes of each kind, but for those that only list others, as slug → (kind, notes), sorted."""
    found: dict[str, tuple[str, list[Sheet]]] = {}
    for sheet in atlas.sheets.values():
        if sheet.kind == "note" and sheet.listed:
            for slug, kind in _slugs(sheet.kinds):
                found.setdefault(slug, (kind, []))[1].append(sheet)
    return {slug: (kind, tuple(notes)) for slug, (kind, notes) in sorted(found.items())}


@lru_cache(maxsize=1024)
def _slugs(kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The kinds of a note, each with how it stands in addresses; of those that share theirs, the last one."""
    return tuple({kind_slug(kind): kind for kind in kinds}.items())


def investments(atlas: Atlas, path: str) -> tuple[Sheet, ...]:
    """The notes that name this one among their investors, by path."""
    return tuple(atlas.sheets[source] for source in sorted(atlas.sources(path, INVESTORS)) if source != path)
