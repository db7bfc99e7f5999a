"""All records of a project, read and checked; or everything that is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.assemble import assemble, registry_of
from vaultgen.records.fields import Reading
from vaultgen.records.files import find_record_files
from vaultgen.records.places import Place, Places
from vaultgen.records.readers import read_files
from vaultgen.records.records import Records
from vaultgen.records.references import dangling
from vaultgen.records.registry import Registry
from vaultgen.records.rows import TYPES, Row, may_declare_types, read_rows, unread
from vaultgen.records.tables import MOST
from vaultgen.records.units import Flaw, Unit, read_units

__all__ = [
    "Keep",
    "Place",
    "Places",
    "Reading",
    "Records",
    "Row",
    "Unit",
    "assemble",
    "broken_ids",
    "dangling",
    "find_record_files",
    "load",
    "problems_of",
    "read_file",
    "read_rows",
    "read_table",
    "read_units",
    "registry_of",
]

ENOUGH = 100 * MOST
"""A table with so many flaws is not read to its end."""

Keep = Callable[[Sequence[Row], Sequence[Unit]], None]


def load(roots: Sequence[Path], base: Path, *, currency: str = "USD", keep: Keep | None = None) -> Records:
    """The records below the roots, or RecordsError with every problem in them.

    Files are named by their path from `base`; a bare number is an amount in `currency` (ISO 4217). `keep` is handed
    the rows of each file with the units made of them, which are not held any longer otherwise.
    """
    files, problems = find_record_files(roots, base)
    if not files and not problems:
        looked = ", ".join(str(root) for root in roots) or "no folder at all"
        raise RecordsError(
            (Problem("", 0, 0, f"no records found in {looked}", "write one, or name another"),)
        )
    places = Places(base)
    loading = _Loading(currency, places, problems, keep)
    loading.read(files)
    broken = frozenset(loading.broken)
    records, misfits = assemble(loading.units, loading.registry, places=places, broken=broken)
    loading.units.clear()
    flaws = loading.flaws + misfits
    if not loading.problems:
        # What stands in a file that cannot be read at all would seem to be missing everywhere.
        flaws += [(records.origin(*key), fault) for key, fault in dangling(records, broken=broken)]
    problems = loading.problems + problems_of(flaws, places)
    if problems:
        raise RecordsError(tuple(problems))
    return records


class _Loading:
    """Reads files one after the other and keeps of each what is needed further on, and no more."""

    def __init__(self, currency: str, places: Places, problems: list[Problem], keep: Keep | None) -> None:
        self.keep = keep
        self.currency = currency
        self.places = places
        self.problems = problems
        self.registry = Registry()
        self.units: list[Unit] = []
        self.flaws: list[Flaw] = []
        self.broken: set[str] = set()

    def read(self, files: Iterable[tuple[str, Path]]) -> None:
        """Types first, since what a metric is measured in decides how its figure is read."""
        files = list(files)
        rows = list(self._rows([(name, path) for name, path in files if may_declare_types(name)]))
        types = self._units((row for row in rows if row.kind in TYPES), Reading(self.currency))
        self.registry, again = registry_of(types, places=self.places)
        self.flaws += again
        reading = Reading(self.currency, self.registry)
        self.units += self._units([row for row in rows if row.kind not in TYPES], reading)
        del rows
        for name, path in files:
            if not may_declare_types(name):
                rows, problems = read_table(path, name, reading)
                self.problems += problems
                self.units += self._units(rows, reading, most=ENOUGH)

    def _rows(self, files: Sequence[tuple[str, Path]]) -> Iterator[Row]:
        for rows, problems in read_files(files):
            self.problems += problems
            yield from rows

    def _units(self, rows: Iterable[Row], reading: Reading, *, most: int = 0) -> list[Unit]:
        rows = list(rows)
        units, flaws = read_units(rows, reading, keep_data=False, most=most)
        self.flaws += flaws
        if most and len(flaws) >= most and unread(rows[0].file) not in self.problems:
            self.problems.append(unread(rows[0].file))
        self.broken |= broken_ids(rows, flaws)
        if self.keep is not None and not flaws:
            self.keep(rows, units)
        return units


def read_table(path: Path, name: str, reading: Reading) -> tuple[list[Row], list[Problem]]:
    """The rows of a file; of a large table that begins with flaws only, its beginning."""

    def hopeless(rows: Sequence[Row]) -> bool:
        return len(read_units(rows, reading, keep_data=False, most=MOST)[1]) >= MOST

    return read_rows(path, name, hopeless=hopeless)


def broken_ids(rows: Iterable[Row], flaws: Iterable[Flaw]) -> set[str]:
    """The ids of records that cannot be read: that others name them is not another problem."""
    origins = {origin for origin, _ in flaws}
    if not origins:
        return set()
    broken = [row.data for row in rows if row.origin in origins and isinstance(row.data, dict)]
    nested = [data.get(table) for data in broken for table in ("rounds", "deals")]
    inside = [item for items in nested if isinstance(items, list) for item in items if isinstance(item, dict)]
    return {str(data["id"]) for data in (*broken, *inside) if "id" in data}


def problems_of(flaws: Iterable[Flaw], places: Places) -> list[Problem]:
    """The flaws with their places; of one file the first hundred, with a word on how many there are more."""
    by_file: dict[str, list[Flaw]] = defaultdict(list)
    for flaw in flaws:
        by_file[flaw[0][0]].append(flaw)
    problems: list[Problem] = []
    for file, found in sorted(by_file.items()):
        found.sort(key=lambda flaw: (flaw[0][2], flaw[0][1]))
        problems.extend(places.problem(origin, fault) for origin, fault in found[:MOST])
        if len(found) > MOST:
            problems.append(Problem(file, 0, 0, f"{len(found) - MOST} more problems in this file"))
    return problems


def read_file(path: Path, name: str, reading: Reading) -> tuple[list[Unit], list[Problem]]:
    """The units of one file, and all its problems; `name` must be the end of the path."""
    rows, problems = read_rows(path, name)
    units, flaws = read_units(rows, reading)
    base = Path(str(path).removesuffix(str(Path(name))))
    return units, problems + problems_of(flaws, Places(base))
