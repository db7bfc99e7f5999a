"""What is kept of a vault between two builds: the covers of its sheets with its chart, and what is inside in shards.

The sheets of ten thousand notes are forty megabytes, of which most builds need little: covers are read at once, a
shard when something in it is asked for, and only those shards are written again in which a sheet is another one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import msgspec

from vaultgen.site.build.places import Look
from vaultgen.site.build.stand import stamp_of
from vaultgen.site.chart import Chart, is_same_chart
from vaultgen.site.redraw import redraw
from vaultgen.site.rounds import Round
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import COVER, INSIDE, Inside, Kind, Sheet, cover
from vaultgen.site.survey import Seen
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import remove, write_bytes
from vaultgen.vault.scan import File

__all__ = ["Kept", "read_kept", "write_kept"]

_FORM: Final = 3
_COVERS: Final = "covers.json"
# So many sheets in a shard make it a file that is quick to read and to write.
_SHARD: Final = 128
_covered: Final = attrgetter(*COVER)
_within: Final = attrgetter(*INSIDE)

Stamp = tuple[int, int, int, int]
Shard = dict[str, msgspec.Raw]
_Texts = tuple[str, ...]
_Values = tuple[
    str,
    Kind,
    int,
    str,
    str,
    dict[str, Any],
    _Texts,
    _Texts,
    _Texts,
    str,
    int,
    bool,
    tuple[Round, ...],
    dict[str, str],
]  # of a cover, in their order


class _Covers(msgspec.Struct, array_like=True, gc=False):
    """The file of covers: `shards` are what the others look like, `stats` those of notes as `File` has.

    `code` is a digest of the program that read the notes, `program` of all that the chart follows from besides them.
    """

    form: int
    code: str
    program: str
    shards: list[Look]
    chart: msgspec.Raw
    stats: list[Stamp]
    covers: list[_Values]


@dataclass(eq=False)
class Kept:
    """What the last build kept: files of the vault as they were seen, those of which nothing is known left out."""

    folder: Path
    seen: dict[str, Seen] = field(default_factory=dict)
    program: str = ""
    shards: list[Look] = field(default_factory=list)
    drawn: msgspec.Raw = field(default_factory=msgspec.Raw)
    _opened: dict[int, Shard] = field(default_factory=dict)

    @cached_property
    def chart(self) -> Chart:
        """The chart of the vault as it was."""
        return msgspec.json.decode(self.drawn, type=Chart)

    def chart_of(self, settings: Settings, seen: Mapping[str, Seen], program: str) -> Chart | None:
        """The chart of the vault as it is now, if that follows from the one that was kept."""
        if program != self.program:
            return None
        edited = [
            path
            for path, one in seen.items()
            if (old := self.seen.get(path)) is not None
            and old is not one
            and not is_same_chart(old.sheet, one.sheet)
        ]
        if not edited and seen.keys() == self.seen.keys():
            return self.chart
        before = {path: one.sheet for path, one in self.seen.items()}
        after = {path: one.sheet for path, one in seen.items()}
        return redraw(settings, self.chart, before, after, edited)

    def inside(self, sheet: Sheet) -> Inside:
        """What is inside a file that was kept."""
        return msgspec.json.decode(self.raw(sheet.path), type=Inside)

    def raw(self, path: str) -> msgspec.Raw:
        """The same as it stands in its shard; a MsgspecError, as everywhere here, if it is not what was left."""
        number = _number(path, len(self.shards))
        shard = self._opened.get(number)
        file = _file(self.folder, number)
        try:
            if shard is None:
                shard = self._opened[number] = msgspec.json.decode(file.read_bytes(), type=Shard)
            return shard[path]
        except (OSError, KeyError) as error:
            raise msgspec.ValidationError(f"{file} does not hold {path}") from error


def read_kept(folder: Path, code: str) -> Kept:
    """What was kept in a folder by the same program; nothing of what is missing or was touched."""
    try:
        with collector_at_rest():
            covers = msgspec.json.decode((folder / _COVERS).read_bytes(), type=_Covers)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return Kept(folder)
    if (
        covers.form != _FORM
        or covers.code != code
        or not covers.shards
        or len(covers.stats) != len(covers.covers)
    ):
        return Kept(folder)
    kept = Kept(folder, program=covers.program, shards=covers.shards, drawn=covers.chart)
    whole = [_look(_file(folder, number)) == stat for number, stat in enumerate(covers.shards)]
    for stat, values in zip(covers.stats, covers.covers, strict=True):
        path = values[0]
        if whole[_number(path, len(whole))]:
            kept.seen[path] = Seen(File(path, *stat), cover(values, kept.inside))
    return kept


def write_kept(before: Kept, seen: Mapping[str, Seen], chart: Chart, *, code: str, program: str) -> None:
    """Keep what was seen; only those shards are written in which something is not as it was `before`."""
    known = before.seen
    changed = {path for path, one in seen.items() if one is not known.get(path)}
    if not changed and seen.keys() == known.keys() and program == before.program:
        return
    count = 1 << (len(seen) // _SHARD).bit_length()
    stale = set(range(count))
    if count == len(before.shards):
        stale = {_number(path, count) for path in changed | (known.keys() - seen.keys())}
    numbers = {path: number for path in seen if (number := _number(path, count)) in stale}
    try:
        shards = _shards(before, seen, changed, numbers)
    except msgspec.MsgspecError:
        remove(before.folder / _COVERS)
        return
    for number, shard in shards.items():
        write_bytes(_file(before.folder, number), msgspec.json.encode(shard))
    covers = _Covers(
        _FORM,
        code,
        program,
        [_look(_file(before.folder, number)) for number in range(count)],
        before.drawn if chart is before.__dict__.get("chart") else msgspec.Raw(msgspec.json.encode(chart)),
        [stamp_of(one.stat) for one in seen.values()],
        [_covered(one.sheet) for one in seen.values()],
    )
    write_bytes(before.folder / _COVERS, msgspec.json.encode(covers))


def _shards(
    before: Kept, seen: Mapping[str, Seen], changed: Container[str], numbers: Mapping[str, int]
) -> dict[int, dict[str, msgspec.Raw | Inside]]:
    """What is to stand in shards, given those of some files: all of it is at hand before the first is written over."""
    shards: dict[int, dict[str, msgspec.Raw | Inside]] = {}
    for path, number in numbers.items():
        inside = Inside(*_within(seen[path].sheet)) if path in changed else before.raw(path)
        shards.setdefault(number, {})[path] = inside
    return shards


def _file(folder: Path, number: int) -> Path:
    return folder / f"inside-{number}.json"


def _number(path: str, count: int) -> int:
    """Which of so many shards a path is in."""
    return crc32(path.encode("utf-8", "surrogatepass")) % count


def _look(file: Path) -> Look:
    try:
        about = file.stat()
    except OSError:
        return -1, -1, -1
    return about.st_size, about.st_mtime_ns, about.st_ino
