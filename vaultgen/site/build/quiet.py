"""Edits that only the page of the edited note shows, which is what most edits are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from msgspec import Struct

from vaultgen.site.build.memory import Memory
from vaultgen.site.build.places import MARK, Look, stands
from vaultgen.site.build.stand import stamp_of
from vaultgen.site.build.todo import Todo
from vaultgen.site.finding import Finding
from vaultgen.site.leaf import Leaf
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey import Seen

__all__ = ["Quiet", "is_of", "quiet_edits", "quiet_todo"]


class Quiet(Struct, frozen=True):
    """Notes of which nothing has changed but words; of those of `shifted` some now stand on other lines."""

    paths: frozenset[str]
    shifted: frozenset[str]

    def leaves(self, findings: Iterable[Finding]) -> bool:
        """Whether what is wrong with the vault is still that: what is wrong in a note is told by its own lines."""
        return all(finding.path not in self.shifted for finding in findings)


def is_of(memory: Memory, before: Mapping[str, Seen]) -> bool:
    """Whether the site of a memory was made of the sheets that were kept; after a crash they may be older than it."""
    return memory.files == {path: stamp_of(seen.stat) for path, seen in before.items()}


def quiet_edits(settings: Settings, before: Mapping[str, Seen], after: Mapping[str, Seen]) -> Quiet | None:
    """What was edited since the sheets `before` were kept, if other pages cannot show any of it; else None."""
    if before.keys() != after.keys():
        return None
    changed = [path for path, seen in after.items() if seen is not before[path]]
    edited = [path for path in changed if after[path].sheet != before[path].sheet]
    if settings.home in edited or (edited and settings.search and settings.offline):
        return None
    shifted = set()
    for path in edited:
        old, new = before[path].sheet, after[path].sheet
        if new.kind != "note":
            return None
        worded = replace(new, size=old.size, digest=old.digest, words=old.words)
        if worded != old:
            shifted.add(path)
            if _without_lines(worded) != _without_lines(old):
                return None
    return Quiet(frozenset(edited), frozenset(shifted))


def quiet_todo(quiet: Quiet, memory: Memory, live: Mapping[str, Look], *, page: str) -> Todo | None:
    """What such edits make to do: the pages of the notes, and those that show their text; `page` is their kind.

    None if the site that stands there is not the one that was made.
    """
    if MARK not in live or not all(stands(made.addresses, made.stats, live) for made in memory.made):
        return None
    leaves = []
    many = 0
    for made in memory.made:
        asked = made.asked
        shows = made.kind == page and (made.subject in quiet.paths or not quiet.paths.isdisjoint(asked.texts))
        is_stale = shows or (asked.whole and bool(quiet.paths))
        many += is_stale
        leaves.append(Leaf(made.kind, made.subject, made.addresses, "" if is_stale else made.key))
    return Todo(leaves, many, {(made.kind, made.subject): made for made in memory.made}, memory, live)


def _without_lines(sheet: Sheet) -> Sheet:
    return replace(
        sheet,
        links=tuple(link._replace(line=0) for link in sheet.links),
        headings=tuple(heading._replace(line=0) for heading in sheet.headings),
        faults=tuple(fault._replace(line=0) for fault in sheet.faults),
    )
