"""What came of a build, in numbers and in what was found wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from vaultgen.site.build.memory import Made, Stat
from vaultgen.site.finding import Finding

__all__ = ["Counts", "Outcome", "counts_of", "findings_of"]


class Counts(Struct, frozen=True):
    """How large the site is, and what of it this build changed."""

    pages: int = 0
    files: int = 0
    size: int = 0
    written: int = 0
    removed: int = 0

    def __str__(self) -> str:
        """The counts in a line: `126 pages, 402 files, 6.2 MB: 3 written, 1 removed`."""
        done = [f"{self.written:,} written"] if self.written else []
        done += [f"{self.removed:,} removed"] if self.removed else []
        s = "" if self.pages == 1 else "s"
        f = "" if self.files == 1 else "s"
        size = f"{self.size / 1e6:,.1f} MB"
        return f"{self.pages:,} page{s}, {self.files:,} file{f}, {size}: {', '.join(done) or 'nothing to do'}"


class Outcome(Struct, frozen=True):
    """A build as it ended. `asides` says which files that nobody knows were kept out of the site, and where."""

    counts: Counts
    findings: tuple[Finding, ...] = ()
    asides: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the site is another one than before."""
        return bool(self.counts.written or self.counts.removed)


def counts_of(made: Iterable[Made], loose: Mapping[str, Stat]) -> Counts:
    """How large a site of these leaves and other files is."""
    files = {address: stat for one in made for address, stat in zip(one.addresses, one.stats, strict=True)}
    files |= loose
    pages = sum(address.endswith(".html") and address not in loose for address in files)
    return Counts(pages, len(files), sum(size for size, _ in files.values()))


def findings_of(general: Iterable[Finding], made: Iterable[Made]) -> list[Finding]:
    """All that is wrong, by file and line, each thing once: with the vault, and with what could not be shown."""
    found = {(one.path, one.line, one.message): one for one in general}
    for one in made:
        for fault in one.faults:
            finding = Finding(one.subject, fault.line, "not shown", fault.message, fault.advice, "warning")
            found.setdefault((one.subject, fault.line, fault.message), finding)
    return sorted(found.values())
