"""How a site and its vault stand before a build, from which it is seen whether there is anything to do.

Most builds end here: nothing is loaded for it that only making pages needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from vaultgen.site.build.memory import PAGE, Made, Memory
from vaultgen.site.build.outcome import Counts, Outcome
from vaultgen.site.build.places import MARK, Look, Places, Trees, places_of, recollect, stands, trees
from vaultgen.site.build.program import code_digest, program_digest
from vaultgen.site.history import History, read_history
from vaultgen.site.settings import Settings
from vaultgen.vault.fingerprint import settle
from vaultgen.vault.gate import explained
from vaultgen.vault.lock import lock
from vaultgen.vault.meanwhile import meanwhile
from vaultgen.vault.scan import File, scan

__all__ = ["Index", "Stand", "at_work", "index_key", "stamp_of"]

Index = Literal["now", "later"]
"""When the index is brought up to date: with the pages, or by a later build."""

# A file system's clock may stand still for as long as this while a file is written twice.
_TICK: Final = 20_000_000
# To look at the files of a site whose memory is that long (bytes) takes longer than to have another process do it.
_LONG: Final = 500_000


class Stand(Struct, frozen=True):
    """What is there before a build.

    `memory` is what the last build left to know, and `looked` gives the trees of the site as soon as they have been
    looked at. `code` is a digest of this program, and `program` of all that every leaf depends on. `files` are the
    vault's, and `stamps` what they look like: nothing for one that may change once more without looking otherwise.
    `history` is kept in `history_file`.
    """

    settings: Settings
    places: Places
    index: Index
    memory: Memory | None
    looked: Callable[[], Trees]
    code: str
    program: str
    files: Mapping[str, File]
    stamps: dict[str, tuple[int, ...]]
    history: History
    history_file: Path | None

    @property
    def live(self) -> Mapping[str, Look]:
        """The files of the site that is shown."""
        return self.looked().live

    def outcome(self) -> Outcome | None:
        """What comes of a build that finds nothing to do; None if there is something."""
        if self.memory is None or not self._is_current(self.memory):
            return None
        return Outcome(Counts(**self.memory.counts), tuple(self.memory.findings))

    def _is_current(self, memory: Memory) -> bool:
        """Whether nothing that the site depends on has changed, and nobody has touched the site."""
        return (
            memory.program == self.program
            and memory.files == self.stamps
            and all(self.stamps.values())
            and memory.history == self.history.text()
            and MARK in self.live
            and all(stands(made.addresses, made.stats, self.live) for made in memory.made)
            and stands(memory.loose, memory.loose.values(), self.live)
            and self.has_index(memory, memory.made)
        )

    def has_index(self, memory: Memory, made: Iterable[Made]) -> bool:
        """Whether the search index that stands there is the right one, or need not be."""
        return memory.loose_key == index_key(self.settings, self.program, made) or (
            self.index == "later" and self.settings.search
        )


@contextmanager
def at_work(
    settings: Settings,
    *,
    history: Path | None = None,
    index: Index = "now",
    jobs: int | None = None,
    command: str = "vaultgen site build",
) -> Iterator[Stand]:
    """Keep others from working on a site meanwhile, and look at all that its build depends on, without reading it.

    `history` is a file with the former addresses of notes. Another process looks at the site, if that pays and there
    may be other `jobs`. LockedError if another build is at work on the site.
    """
    places = places_of(settings)
    with (
        lock(places.hidden, command=command),
        meanwhile(lambda: trees(places), worth=jobs != 1 and _is_large(places)) as looked,
    ):
        code = code_digest()
        files, stamps = _scanned(settings.vault)
        yield Stand(
            settings,
            places,
            index,
            recollect(places),
            looked,
            code,
            program_digest(settings, code),
            files,
            stamps,
            _kept_history(history),
            history,
        )


def index_key(settings: Settings, program: str, made: Iterable[Made]) -> str:
    """A digest of all that the index is made of; `""` for a site without one."""
    if not settings.search or settings.offline:
        return ""
    digest = blake2b(program.encode(), digest_size=16)
    for one in sorted((one.subject, one.key, one.addresses[0]) for one in made if one.kind == PAGE):
        digest.update("\n".join(one).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _is_large(places: Places) -> bool:
    """Whether many files were made by the last build."""
    try:
        return places.memory.stat().st_size > _LONG
    except OSError:
        return False


def _kept_history(file: Path | None) -> History:
    """The history that a file keeps; none if there is no file."""
    if file is None or not file.is_file():
        return History()
    with explained(file):
        return read_history(file.read_text("utf-8"), where=str(file))


def stamp_of(file: File) -> tuple[int, int, int, int]:
    """What a file of the vault looks like: as long as that stays, so does what is in it."""
    return file.size, file.mtime_ns, file.ctime_ns, file.inode


def _scanned(vault: Path) -> tuple[dict[str, File], dict[str, tuple[int, ...]]]:
    """The vault's files, and their stamps: none for one that may change once more without looking otherwise.

    After a moment's wait that can only be one that somebody is writing just now.
    """
    now = time.time_ns()
    files = scan(vault)
    if any(_is_fresh(file, now) for file in files.values()):
        settle()
        now = time.time_ns()
        files = scan(vault)
    return files, {path: () if _is_fresh(file, now) else stamp_of(file) for path, file in files.items()}


def _is_fresh(file: File, now: int) -> bool:
    return file.mtime_ns > now - _TICK or file.ctime_ns > now - _TICK
