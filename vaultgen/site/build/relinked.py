"""Edits that change nothing of notes but words, headings and links in their texts: lists tell nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vaultgen.site.build.touched import Change
from vaultgen.site.pages.books import Books, changed_on
from vaultgen.site.search.titles import weight
from vaultgen.site.sheet import Sheet

__all__ = ["is_named_alike", "is_relinked", "is_reweighed", "listed_anew", "told_anew"]


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


def told_anew(change: Change) -> set[str] | None:
    """The files of which a list of the links to them may show something else; None if those may be all."""
    if change.names or any(change.differs(path, lambda sheet: sheet.listed) for path in change.edited):
        return None
    telling = {*change.renamed, *(path for path in change.edited if change.differs(path, _mention))}
    found = telling | change.targets(telling)
    return found.union(*(change.told_otherwise(path) for path in change.edited - telling))


def _mention(sheet: Sheet) -> object:
    """What a list of links may show of a note that links to another, besides the link, or of this one itself."""
    return sheet.title, sheet.kinds, sheet.lead, changed_on(sheet.properties)


def listed_anew(change: Change, books: Books) -> set[str] | None:
    """The kinds of which a list may show something else; None if those may be all.

    `books` are those of now, with the same kinds as before.
    """
    addresses = change.before.addresses, change.after.addresses
    if change.names or change.moved or addresses[0] != addresses[1]:
        return None
    sheets = [atlas.sheets[path] for path in change.edited for atlas in (change.before, change.after)]
    return {kind for sheet in sheets for kind in books.kinds_of(sheet)}


def is_named_alike(change: Change) -> bool:
    """Whether the files of the vault are called as before, so that what was wrong with their names still is."""
    before, after = change.before, change.after
    return (
        not change.names
        and before.places == after.places
        and all(_called(before.surveyed[path]) == _called(sheet) for path, sheet in change.surveyed)
    )


def _called(sheet: Sheet) -> object:
    return sheet.title, sheet.aliases, sheet.properties.get("id")


def is_reweighed(change: Change, paths: Iterable[str]) -> bool:
    """Whether one of these files has so many more or fewer links that its name counts for something else."""
    before, after = change.before, change.after
    return any(weight(before.degree(path)) != weight(after.degree(path)) for path in paths)


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
