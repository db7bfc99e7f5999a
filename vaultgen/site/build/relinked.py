"""Edits that change nothing of notes but words, headings and links in their texts: lists tell nothing else of them."""

from __future__ import annotations

from dataclasses import replace

from vaultgen.site.build.touched import Change
from vaultgen.site.sheet import Sheet

__all__ = ["is_relinked", "told_anew"]


def is_relinked(change: Change) -> bool:
    """Whether all that differs is in the texts of published notes, and what these link to."""
    old, new = change.before.chart, change.after.chart
    return (
        not change.names
        and old.shown == new.shown
        and old.veiled == new.veiled
        and change.edited.isdisjoint(new.veiled)
        and not change.renamed
        and not any(change.differs(path, _cover) for path in change.edited)
        and not any(_points_inside(change.after.sheets[path]) for path in change.sources(change.moved))
    )


def told_anew(change: Change) -> set[str]:
    """The files to which links have come or gone, or say something else."""
    return change.targets(path for path in change.edited if change.differs(path, lambda sheet: sheet.links))


def _cover(sheet: Sheet) -> Sheet:
    """What lists may show of a note; any other file is known by its bytes."""
    if sheet.kind != "note":
        return sheet
    return replace(
        sheet, size=0, digest="", words=0, headings=(), blocks=(), footnotes=(), links=(), faults=()
    )


def _points_inside(sheet: Sheet) -> bool:
    """Whether a property, which a list may show, links to a place within a file."""
    return any(link.relation and link.subpath for link in sheet.links)
