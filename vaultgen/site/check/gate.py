"""Everything that can be said of a vault before its site is built."""

from __future__ import annotations

from collections.abc import Iterable

from vaultgen.site.atlas import Atlas
from vaultgen.site.check.links import check_links
from vaultgen.site.check.names import check_addresses, check_aliases, check_files, check_home, check_ids
from vaultgen.site.finding import Finding
from vaultgen.site.history import History

__all__ = ["check", "has_own_faults"]


def has_own_faults(atlas: Atlas, paths: Iterable[str]) -> bool:
    """Whether anything is wrong within some files of a vault, whatever they are called; private links are no fault."""
    return any(
        atlas.surveyed[path].faults
        or (path in atlas.sheets and any(one.level != "info" for one in check_links(atlas, (path,))))
        for path in paths
    )


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
