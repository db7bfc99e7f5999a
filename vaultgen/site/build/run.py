"""One build of a site, from the files of a vault to the tree that readers see."""

from __future__ import annotations

from pathlib import Path

from vaultgen.site.build.making import Advance
from vaultgen.site.build.outcome import Outcome
from vaultgen.site.build.renewal import renew
from vaultgen.site.build.stand import Index, at_work
from vaultgen.site.search.pagefind import GiveUp
from vaultgen.site.settings import Settings

__all__ = ["build_site", "unwatched"]


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def build_site(
    settings: Settings,
    *,
    jobs: int | None = None,
    index: Index = "now",
    history: Path | None = None,
    keep: bool = True,
    advance: Advance = unwatched,
    command: str = "vaultgen site build",
    give_up: GiveUp | None = None,
) -> Outcome:
    """Bring the site up to date with its vault; readers see the old site until the new one is whole.

    Only what depends on a change is made again. `index` is when the search index is: `later` leaves the old one.
    `history` is a file with the former addresses of notes; it is brought up to date if that is to be kept.
    An index that is to be made now can be given up, which is a GivenUpError: the site stays as it is. LockedError
    if another build is at work on it.
    """
    advance("looking", 0, 0)
    with at_work(settings, history=history, index=index, jobs=jobs, command=command) as stand:
        return stand.outcome() or renew(stand, jobs=jobs, keep=keep, advance=advance, give_up=give_up)
