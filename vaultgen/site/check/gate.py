"""Everything that can be said of a vault before its site is built."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.check.links import GUESSED, RULES, SUGGESTED, check_links
from vaultgen.site.check.names import (
    FAULTY,
    check_addresses,
    check_aliases,
    check_files,
    check_home,
    check_ids,
)
from vaultgen.site.finding import Finding
from vaultgen.site.history import History

__all__ = ["check", "check_again"]

_OWN: Final = RULES | {FAULTY}


def check_again(
    atlas: Atlas, before: Iterable[Finding], paths: Collection[str]
) -> tuple[Finding, ...] | None:
    """All findings but those of the level `info` after a change of some files, by those `before`; sorted.

    Nothing is called otherwise than it was, and nothing within files that links may point at has moved. None if
    others are broken than before, and so many that what was meant by them is not told of all.
    """
    known = frozenset(before)
    shown = [path for path in paths if path in atlas.sheets]
    found = {one for one in known if one.path not in paths or one.rule not in _OWN}
    own = (*check_links(atlas, shown), *check_files(atlas, paths))
    found.update(one for one in own if one.level != "info")
    if any(one.rule in GUESSED for one in known ^ found) and any(
        sum(one.rule in GUESSED for one in told) >= SUGGESTED for told in (known, found)
    ):
        return None
    return tuple(sorted(found))


def check(atlas: Atlas, history: History | None = None) -> tuple[Finding, ...]:
    """All findings of a vault, sorted by file and line."""
    found = {
        *check_links(atlas),
        *check_files(atlas),
        *check_home(atlas),
        *check_addresses(atlas, history or History()),
        *check_aliases(atlas),
        *check_ids(atlas),
    }
    return tuple(sorted(found))
