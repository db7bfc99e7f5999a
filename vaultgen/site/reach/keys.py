"""Digests of what the lists of all pages show, by which they stay what they are after most edits."""

from __future__ import annotations

from collections.abc import Iterable

from vaultgen.site.atlas import Atlas
from vaultgen.site.digest import digest_of
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.kinds import pages
from vaultgen.site.reach.lists import ranked_notes
from vaultgen.site.sheet import Sheet

__all__ = ["lists_key", "table_key"]


def lists_key(atlas: Atlas) -> str:
    """A digest of what is told of every page in the lists of all, and of who comes first in them."""
    rows = [
        (atlas.addresses[sheet.path], sheet.title, sheet.kinds, sheet.tags, sheet.aliases, changed(sheet), sheet.lead)
        for sheet in pages(atlas)
    ]  # fmt: skip
    order = [(title, [sheet.path for sheet in notes], count) for title, notes, count in ranked_notes(atlas)]
    return digest_of(rows, order, atlas.newest)


def table_key(atlas: Atlas, notes: Iterable[Sheet]) -> str:
    """A digest of what the table of some notes shows; links in it may mean something private if anything is."""
    private = len(atlas.surveyed) > len(atlas.sheets)
    return digest_of(
        [(atlas.addresses[sheet.path], sheet.title, sheet.properties) for sheet in notes],
        [tuple(atlas.surveyed), tuple(atlas.sheets)] if private else (),
    )
