"""All records of a project, read and checked; or everything that is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.assemble import assemble, registry_of
from vaultgen.records.fields import Reading
from vaultgen.records.files import find_record_files
from vaultgen.records.places import Place, Places
from vaultgen.records.records import Records
from vaultgen.records.references import dangling
from vaultgen.records.rows import Row, read_rows
from vaultgen.records.tables import MOST
from vaultgen.records.units import Flaw, Unit, read_units

__all__ = [
    "Place",
    "Places",
    "Reading",
    "Records",
    "Row",
    "Unit",
    "assemble",
    "dangling",
    "find_record_files",
    "load",
    "problems_of",
    "read_file",
    "read_rows",
    "read_units",
    "registry_of",
]

TYPES = frozenset({"metric_type", "relation_type"})


def load(roots: Sequence[Path], base: Path, *, currency: str = "USD") -> Records:
    """The records below the roots, or RecordsError with every problem in them.

    Files are named by their path from `base`; a bare number is an amount in `currency` (ISO 4217).
    """
    files, problems = find_record_files(roots, base)
    rows: list[Row] = []
    for name, path in files:
        found, bad = read_rows(path, name)
        rows.extend(found)
        problems.extend(bad)
    if not rows and not problems:
        looked = ", ".join(str(root) for root in roots) or "no folder at all"
        problems.append(
            Problem("", 0, 0, f"no records found in {looked}", "write one, or name another folder")
        )
    places = Places(base)
    records, flaws = _read(rows, places, currency, complete=not problems)
    problems.extend(problems_of(flaws, places))
    if problems:
        raise RecordsError(tuple(problems))
    return records


def _read(rows: list[Row], places: Places, currency: str, *, complete: bool) -> tuple[Records, list[Flaw]]:
    """Types first, since what a metric is measured in decides how its figure is read."""
    types, flaws = read_units((row for row in rows if row.kind in TYPES), Reading(currency))
    registry, again = registry_of(types)
    units, wrong = read_units((row for row in rows if row.kind not in TYPES), Reading(currency, registry))
    flaws += again + wrong
    broken = _broken_ids(rows, flaws)
    records, misfits = assemble(units, registry, places=places, broken=broken)
    flaws += misfits
    if complete:
        flaws += [(records.origin(*key), fault) for key, fault in dangling(records, broken=broken)]
    return records, flaws


def _broken_ids(rows: Iterable[Row], flaws: Iterable[Flaw]) -> frozenset[str]:
    """The ids of records that cannot be read: that others name them is not another problem."""
    origins = {origin for origin, _ in flaws}
    if not origins:
        return frozenset()
    broken = [row.data for row in rows if row.origin in origins and isinstance(row.data, dict)]
    nested = [item for data in broken for item in data.get("rounds", ()) if isinstance(item, dict)]
    return frozenset(str(data["id"]) for data in (*broken, *nested) if "id" in data)


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
