"""Everything that can be said of a vault before its site is built."""

from __future__ import annotations

from vaultgen.site.atlas import Atlas
from vaultgen.site.check.links import check_links
from vaultgen.site.check.names import check_addresses, check_aliases, check_files, check_home, check_ids
from vaultgen.site.finding import Finding
from vaultgen.site.history import History

__all__ = ["check"]


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
