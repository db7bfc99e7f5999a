"""What an edit reaches besides the pages of notes: the lists that may show something else than before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Final

from vaultgen.site.build.touched import Change
from vaultgen.site.chart import names_of
from vaultgen.site.pages.books import Books, changed_on, with_wider
from vaultgen.site.pages.pieces import links_in
from vaultgen.site.reach.dates import changed
from vaultgen.site.scope import Scope
from vaultgen.site.search.titles import weight
from vaultgen.site.sheet import Sheet

__all__ = ["is_ground_alike", "is_named_alike", "scope_of"]


def _worth(sheet: Sheet) -> object:
    return [(name, value) for name, value in sheet.properties.items() if "valuation" in name]


def _row(sheet: Sheet) -> object:
    """What the table of a kind may show of a note, or sorts and names its list by."""
    return sheet.title, sheet.kinds, sheet.lead, sheet.listed, sheet.properties, sheet.figures, sheet.rounds


def _face(sheet: Sheet) -> object:
    """What the list of a tag or a folder shows of a note."""
    return sheet.title, sheet.kinds, sheet.lead, changed_on(sheet.properties)


def _mention(sheet: Sheet) -> object:
    """What a list of links may show of a note that links to another, besides the link, or of this one itself."""
    return sheet.title, sheet.listed


_ASPECTS: Final[Mapping[str, Callable[[Sheet], object]]] = {
    **{
        name: attrgetter(name)
        for name in (
            "title", "kinds", "lead", "listed", "tags", "aliases", "properties", "rounds", "figures",
        )
    },
    "day": lambda sheet: (changed(sheet), changed_on(sheet.properties)),
    "worth": _worth,
}  # fmt: skip


def scope_of(change: Change, books: tuple[Books, Books]) -> Scope:
    """What is looked at after a change; `books` are those before and after."""
    aspects = _aspects(change)
    tags, folders = (None, None) if aspects is None else (_tags(change), _folders(change))
    return Scope(aspects, _kinds(change, books), _linked(change), tags, folders)


def is_ground_alike(scope: Scope) -> bool:
    """Whether what all pages have in common is certainly what it was."""
    aspects = scope.aspects
    return aspects is not None and aspects.isdisjoint(("title", "kinds", "listed", "properties", "rounds"))


def _aspects(change: Change) -> frozenset[str] | None:
    """What has changed of notes; None if the same files are not there, or not where they were."""
    before, after = change.before, change.after
    if change.names or before.addresses != after.addresses:
        return None
    found = {
        name for name, look in _ASPECTS.items() if any(change.differs(path, look) for path in change.edited)
    }
    if any(before.ways(path) != after.ways(path) for path in change.edited):
        found.add("links")
    if not found.isdisjoint(("links", "listed")):
        reweighed = change.edited | change.targets(change.edited)
        if any(weight(before.degree(path)) != weight(after.degree(path)) for path in reweighed):
            found.add("weight")
    if before.newest != after.newest:
        found.add("newest")
    return frozenset(found)


def _kinds(change: Change, books: tuple[Books, Books]) -> set[str] | None:
    """The kinds of which a list may show something else; None if those may be all."""
    telling = {path for path in change.edited if change.differs(path, _row)} | change.come | change.gone
    telling |= change.renamed | change.shaken | _leading_elsewhere(change)
    if not telling:
        return set()
    if books[0].names != books[1].names:
        return None
    return {
        kind
        for book, atlas in zip(books, (change.before, change.after), strict=True)
        for path in telling & atlas.sheets.keys()
        for kind in book.kinds_of(atlas.sheets[path])
    }


def _tags(change: Change) -> set[str]:
    """The tags of which a list may show something else, where the same files are in the same places."""
    telling = [
        path for path in change.edited if change.differs(path, lambda sheet: (sheet.tags, _face(sheet)))
    ]
    return {
        tag
        for atlas in (change.before, change.after)
        for path in telling
        for tag in with_wider(atlas.sheets[path].tags)
    }


def _folders(change: Change) -> set[str]:
    """The folders of which a list may show something else, where the same files are in the same places."""
    return {path.rpartition("/")[0] for path in change.edited if change.differs(path, _face)}


def _leading_elsewhere(change: Change) -> set[str]:
    """The files with a link among their properties that may lead elsewhere than before."""
    sheets = change.after.sheets
    callers = change.after.chart.callers(names_of(change.renamed | change.moved))
    return {path for path in callers if links_in(sheets[path].properties)}


def _linked(change: Change) -> set[str]:
    """The files of which a list of the links to them may show something else."""
    telling = {*change.renamed, *change.come, *change.gone}
    telling |= {path for path in change.edited if change.differs(path, _mention)}
    found = telling | change.targets(telling)
    return found.union(*(change.told_otherwise(path) for path in (change.edited | change.shaken) - telling))


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
