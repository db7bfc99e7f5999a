"""What is kept of a vault between two builds: the covers of its sheets with its chart, and what is inside in shards.

The sheets of ten thousand notes are forty megabytes, of which most builds need little: covers are read at once, a
shard when something in it is asked for, and only those shards are written again in which a sheet is another one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec
from msgspec import Struct, field

from vaultgen.site.build.places import Look
from vaultgen.site.chart import Chart, is_same_chart
from vaultgen.site.redraw import redraw
from vaultgen.site.rounds import Round
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import COVER, INSIDE, Inside, Kind, Sheet, covered
from vaultgen.site.survey import Seen
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import remove, write_bytes
from vaultgen.vault.scan import File

__all__ = ["Kept", "read_kept", "write_kept"]

_FORM: Final = 4
_COVERS: Final = "covers"
# So many sheets in a shard make it a file that is quick to read and to write.
_SHARD: Final = 128
_STAMP: Final = ("size", "mtime_ns", "ctime_ns", "inode")
_within: Final = attrgetter(*INSIDE)

_T = TypeVar("_T")

Shard = dict[str, msgspec.Raw]
_Texts = list[tuple[str, ...]]
_Stamps = tuple[list[int], list[int], list[int], list[int]]
_Columns = tuple[
    list[str],
    list[Kind],
    list[int],
    list[str],
    list[str],
    list[dict[str, Any]],
    _Texts,
    _Texts,
    _Texts,
    list[str],
    list[int],
    list[bool],
    list[tuple[Round, ...]],
    list[dict[str, str]],
]  # of covers, in the order of their fields


class _Covers(msgspec.Struct, array_like=True, gc=False):
    """The file of covers: `shards` are what the others look like, `stamps` what the files of the vault do.

    Covers and stamps stand field by field, each that of all files: so they are read in half the time. `code` is a
    digest of the program that read the notes, `program` of all that the chart follows from besides them.
    """

    form: int
    code: str
    program: str
    shards: list[Look]
    chart: bytes
    stamps: _Stamps
    covers: _Columns


class Kept(Struct, eq=False, dict=True):
    """What the last build kept: files of the vault as they were seen, those of which nothing is known left out."""

    folder: Path
    seen: dict[str, Seen] = field(default_factory=dict)
    program: str = ""
    shards: list[Look] = field(default_factory=list)
    drawn: bytes = b""
    _opened: dict[int, Shard] = field(default_factory=dict)

    @cached_property
    def chart(self) -> Chart:
        """The chart of the vault as it was."""
        return _decoded(self.drawn, Chart)

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
            covers = _decoded((folder / _COVERS).read_bytes(), _Covers)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return Kept(folder)
    shards, paths, columns = covers.shards, covers.covers[0], (*covers.stamps, *covers.covers)
    is_even = all(len(column) == len(paths) for column in columns)
    if covers.form != _FORM or covers.code != code or not shards or not is_even:
        return Kept(folder)
    kept = Kept(folder, program=covers.program, shards=shards, drawn=covers.chart)
    files, sheets = map(File, paths, *covers.stamps), covered(covers.covers, kept.inside)
    seen = zip(paths, map(Seen, files, sheets), strict=True)
    torn = {number for number, look in enumerate(shards) if _look(_file(folder, number)) != look}
    kept.seen.update(seen if not torn else [one for one in seen if _number(one[0], len(shards)) not in torn])
    return kept


def _decoded(data: bytes, form: type[_T]) -> _T:
    """What was encoded; a MsgspecError, as everywhere here, if it is not what was left."""
    try:
        return msgspec.msgpack.decode(data, type=form)
    except UnicodeDecodeError as error:
        raise msgspec.DecodeError("what was kept is damaged") from error


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
        before.drawn if chart is before.__dict__.get("chart") else msgspec.msgpack.encode(chart),
        _columns(_STAMP, [one.stat for one in seen.values()]),
        _columns(COVER, [one.sheet for one in seen.values()]),
    )
    write_bytes(before.folder / _COVERS, msgspec.msgpack.encode(covers))
    _tidy(before.folder, count)


def _tidy(folder: Path, count: int) -> None:
    """Remove what a larger vault or another version has kept."""
    kept = {folder / _COVERS, *(_file(folder, number) for number in range(count))}
    for file in folder.iterdir():
        if file not in kept and file.is_file():
            remove(file)


def _columns(fields: Sequence[str], values: Sequence[object]) -> Any:
    """The fields of all values, one after the other."""
    return tuple(list(map(attrgetter(name), values)) for name in fields)


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
