"""Everything that can be said of a vault before its site is built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
_NAMED: Final = GUESSED | {"alias link"}


def check_again(
    atlas: Atlas,
    before: Iterable[Finding],
    paths: Collection[str],
    *,
    named_anew: bool = False,
    history: History | None = None,
) -> tuple[Finding, ...] | None:
    """All findings but those of the level `info` after a change of some files, by those `before`; sorted.

    `paths` are all that have changed, or have a link that may lead elsewhere, or to a place within a file that may be
    gone. `named_anew` says that files are called otherwise than before, or that others are there. None if others are
    broken than before, and so many that what was meant by them is not told of all.
    """
    known = frozenset(before)
    if named_anew:
        paths = {*paths, *(one.path for one in known if one.rule in _NAMED)}
    stays = {
        one for one in known if one.rule in _OWN and one.path not in paths and one.path in atlas.surveyed
    }
    shown = sorted(path for path in paths if path in atlas.sheets)
    found = {*check_links(atlas, shown), *check_files(atlas, filter(atlas.surveyed.__contains__, paths))}
    if named_anew:
        found.update(_check_names(atlas, history or History()))
    else:
        stays.update(one for one in known if one.rule not in _OWN)
    found = stays | {one for one in found if one.level != "info"}
    if (
        not named_anew
        and any(one.rule in GUESSED for one in known ^ found)
        and any(sum(one.rule in GUESSED for one in told) >= SUGGESTED for told in (known, found))
    ):
        return None
    return tuple(sorted(found))


def check(atlas: Atlas, history: History | None = None) -> tuple[Finding, ...]:
    """All findings of a vault, sorted by file and line."""
    names = _check_names(atlas, history or History())
    return tuple(sorted({*check_links(atlas), *check_files(atlas), *names}))


def _check_names(atlas: Atlas, history: History) -> Iterator[Finding]:
    """What is wrong with names and addresses, which no link has a part in."""
    yield from check_home(atlas)
    yield from check_addresses(atlas, history)
    yield from check_aliases(atlas)
    yield from check_ids(atlas)
