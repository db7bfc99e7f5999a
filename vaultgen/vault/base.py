"""The base: for each note the text that the records last gave for it, kept in the vault and in git.

`.vaultgen/base/` holds text files that git can show and merge. Each begins with a line that names the format; then
come the notes, sorted by id: a line of JSON that says what is known of the note, and its text with a `|` before every
line. An id's checksum says which file it is in, so that one changed note rewrites a small part of the whole.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

from vaultgen.errors import VaultError
from vaultgen.notes.merge.points import Point, PointKind
from vaultgen.notes.merge.spots import Spot
from vaultgen.vault.disk import remove, sync, write_if_changed
from vaultgen.vault.gate import check_relative, explain, safe_path

__all__ = [
    "BASE",
    "Entry",
    "Pending",
    "header",
    "load",
    "plain_point",
    "point_of",
    "read_header",
    "read_texts",
    "save",
    "shards_of",
]

BASE: Final = ".vaultgen/base"

_VERSION: Final = 1
_HEAD: Final = "vaultgen base "
_NAME: Final = re.compile(r"[0-9a-f]{1,4}\.txt")
_SHA: Final = re.compile(r"[0-9a-f]{64}")
# The usual line, read without the general parser: a vault has ten thousand of them.
_USUAL: Final = re.compile(r'\{"id":"([^"\\]+)","path":"([^"\\]+)","sha256":"([0-9a-f]{64})"\}')
_KEYS: Final = frozenset({"id", "path", "sha256", "moved", "deleted", "former", "points"})
# How many files the base has, by the number of notes up to which that is enough: about forty notes to a file.
_WIDTHS: Final = ((1, 800), (2, 12_800), (3, 204_800))


class Pending(NamedTuple):
    """A text that a build was about to write: where, its hash, and the hash of the file that it was to replace (`on`).

    No hash means that the file was about to be removed. `base` is the text's base where that is another text: what the
    records gave, when the text is that merged with a person's; `points` is then what is open in it. `home` is where the
    records put the note, if a person has put it elsewhere.
    """

    path: str
    sha256: str
    on: str = ""
    base: str = ""
    points: tuple[Point, ...] = ()
    home: str = ""

    @property
    def given(self) -> bool:
        """Whether the text is just what the records gave, neither merged nor a file that is only moved."""
        return not self.base and self.sha256 != self.on


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one note since the last build.

    `path` is where the records put it and `sha256` the hash of the text that they last gave for it, the base; it is
    empty if there is none. `moved` is where a person has put the note instead. `deleted`: a person deleted it, and it
    is not to be made again. `former` are names that its file had and that stay its aliases; `points` is what has yet
    to be settled between the person and the records. `pending` are the texts that builds were about to write when
    they were interrupted.
    """

    id: str
    path: str
    sha256: str
    moved: str = ""
    deleted: bool = False
    former: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    pending: tuple[Pending, ...] = ()

    @property
    def place(self) -> str:
        """Where the note was when last seen."""
        return self.moved or self.path

    @property
    def going(self) -> bool:
        """Whether an interrupted build was about to take the note away: a copy elsewhere is not the note."""
        return any(not one.sha256 for one in self.pending)

    @property
    def surely_there(self) -> bool:
        """Whether only a person can have taken the note away."""
        return bool(self.sha256) and not self.going

    @property
    def digests(self) -> tuple[str, ...]:
        """The hashes of all texts that this tool may have written."""
        texts = (self.sha256, *(one.sha256 for one in self.pending)) if self.pending else (self.sha256,)
        return tuple(text for text in texts if text)

    def wrote(self, digest: str) -> bool:
        """Whether the file with this hash is just what the records gave: nobody has edited it since."""
        if not digest:
            return False
        return digest == self.sha256 or any(one.given and digest == one.sha256 for one in self.pending)

    def halfway(self, digest: str) -> Pending | None:
        """The text with this hash, if an interrupted build wrote it by merging."""
        return next((one for one in self.pending if one.base and one.sha256 == digest), None)


def shards_of(vault: Path) -> list[Path]:
    """The files of the base, finest division last."""
    folder = safe_path(vault, BASE)
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- names are all that is wanted
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, folder) from error
    return [
        folder / name for name in sorted(names, key=lambda name: (len(name), name)) if _NAME.fullmatch(name)
    ]


def load(vault: Path) -> dict[str, Entry]:
    """All entries by id; none if there is no base. A damaged or newer base is a VaultError."""
    entries: dict[str, Entry] = {}
    width = 0
    known: set[str] = set()
    for path in shards_of(vault):
        if len(path.stem) > width:
            # A finer division was being written when a build was interrupted: what it has is newer.
            width, known = len(path.stem), set()
        for number, (entry, _) in enumerate(_notes(path)):
            if entry.id in known:
                raise _damaged(path, f"note {number + 1}")
            known.add(entry.id)
            entries[entry.id] = entry
    return entries


def read_texts(vault: Path, ids: Iterable[str]) -> dict[str, str]:
    """The base texts of these notes, as far as there are any; a text that is not what was written is a VaultError."""
    paths = {path.stem: path for path in shards_of(vault)}
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for one in ids:
        for width in {len(stem) for stem in paths}:
            wanted[_shard(one, width)].add(one)
    texts: dict[str, str] = {}
    for stem in sorted(wanted.keys() & paths.keys(), key=lambda stem: (len(stem), stem)):
        for entry, body in _notes(paths[stem]):
            if entry.id in wanted[stem] and body:
                text = _text(body)
                if sha256(text.encode()).hexdigest() != entry.sha256:
                    raise _damaged(paths[stem], f"the text of {entry.id}")
                texts[entry.id] = text
    return texts


def save(
    vault: Path, before: Mapping[str, Entry], after: Mapping[str, Entry], texts: Mapping[str, str]
) -> bool:
    """Write the base, once the notes are safe; True if it changed.

    `texts` has the base text of every note whose `sha256` is not as it was.
    """
    present = shards_of(vault)
    width = max([len(path.stem) for path in present], default=0)
    wanted = next((digits for digits, most in _WIDTHS if len(after) <= most), 4)
    whole = wanted > width
    width = max(width, wanted)
    members: defaultdict[str, list[str]] = defaultdict(list)
    dirty: set[str] = set()
    for key in sorted(before.keys() | after.keys()):
        stem = _shard(key, width)
        if key in after:
            members[stem].append(key)
        if whole or before.get(key) != after.get(key):
            dirty.add(stem)
    return _write(
        vault, {stem: [after[key] for key in members[stem]] for stem in sorted(dirty)}, texts, width
    )


def _write(vault: Path, shards: Mapping[str, list[Entry]], texts: Mapping[str, str], width: int) -> bool:
    """Write these files of the base, then drop those of a coarser division and those without a note."""
    present = {path.stem: path for path in shards_of(vault)}
    coarse = {stem for stem in present if len(stem) < width}
    old = dict(_bodies(present[stem] for stem in sorted(coarse)))
    written = []
    for stem, entries in shards.items():
        path = safe_path(vault, f"{BASE}/{stem}.txt")
        bodies = dict(_bodies([path])) if stem in present else old
        lines = [f"{_HEAD}{_VERSION}\n"]
        for entry in entries:
            body = _body(texts[entry.id]) if entry.id in texts else bodies.get(entry.id, "")
            lines.append(f"{header(entry)}\n{body if entry.sha256 else ''}")
        if entries and write_if_changed(path, "".join(lines)):
            written.append(path)
    sync(written)
    gone = [present[stem] for stem in present if stem in coarse or not shards.get(stem, True)]
    for path in gone:
        remove(path)
    return bool(written or gone)


def _shard(key: str, width: int) -> str:
    return f"{crc32(key.encode()):08x}"[:width]


def _body(text: str) -> str:
    """A text as lines of the base; `_text` undoes it."""
    return "|" + text.replace("\n", "\n|") + "\n"


def _text(body: str) -> str:
    return f"\n{body[:-1]}".replace("\n|", "\n")[1:]


def _bodies(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for entry, body in _notes(path):
            yield entry.id, body


def header(entry: Entry) -> str:
    """What is known of a note, as one line of JSON; `read_header` undoes it."""
    line = f'{{"id":{quoted(entry.id)},"path":{quoted(entry.path)}'
    line += f',"sha256":"{entry.sha256}"' if entry.sha256 else ',"sha256":null'
    if entry.moved:
        line += f',"moved":{quoted(entry.moved)}'
    if entry.former:
        line += f',"former":{json.dumps(entry.former, ensure_ascii=False, separators=(",", ":"))}'
    if entry.points:
        points = [plain_point(point) for point in entry.points]
        line += f',"points":{json.dumps(points, ensure_ascii=False, separators=(",", ":"))}'
    return line + (',"deleted":true}' if entry.deleted else "}")


def plain_point(point: Point) -> dict[str, str | None]:
    """A point as JSON."""
    return {
        "spot": point.spot.key,
        "kind": point.kind.value,
        "base": point.base,
        "person": point.person,
        "record": point.record,
    }


def point_of(row: Any) -> Point:
    """The point of its JSON; any ValueError, KeyError or TypeError means that it is damaged."""
    values = (row["base"], row["person"], row["record"])
    if not all(value is None or isinstance(value, str) for value in values):
        raise ValueError(row)
    return Point(Spot.parse(row["spot"]), PointKind(row["kind"]), *values)


def _notes(path: Path) -> Iterator[tuple[Entry, str]]:
    """Each note of a file of the base: its entry, and its text as it stands there."""
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "what is no text") from error
    head, _, rest = text.partition("\n")
    if head.endswith("\r"):
        # git may have given the file Windows line ends; no line holds one of its own.
        head, rest = head[:-1], rest.replace("\r\n", "\n")
    _check_version(path, head)
    first, *notes = f"\n{rest}".split("\n{")
    if first.strip("\n") or (notes and not rest.endswith("\n")):
        raise _damaged(path, "its end" if notes else "its beginning")
    for note in notes:
        line, _, body = f"{{{note}".partition("\n")
        if note is not notes[-1] and body:
            body += "\n"
        if body.count("\n") != f"\n{body}".count("\n|"):
            raise _damaged(path, line[:80])
        yield read_header(path, line, has_text=bool(body)), body


def _check_version(path: Path, head: str) -> None:
    version = head.removeprefix(_HEAD)
    if head.startswith(_HEAD) and version.isdecimal():
        if int(version) > _VERSION:
            raise VaultError(f"{path}: written by a newer vaultgen (version {version}); update vaultgen")
        if int(version) == _VERSION:
            return
    raise _damaged(path, "its first line")


def read_header(path: Path, line: str, *, has_text: bool) -> Entry:
    """The entry of its line in a file of the base; anything wrong with it is a VaultError."""
    try:
        if has_text and (usual := _USUAL.fullmatch(line)):
            check_relative(usual[2])
            return Entry(usual[1], usual[2], usual[3])
        return _unusual(json.loads(line), has_text=has_text)
    except (ValueError, KeyError, TypeError, AttributeError, VaultError) as error:
        raise _damaged(path, line[:80]) from error


def _unusual(row: Any, *, has_text: bool) -> Entry:
    """An entry from its JSON; any error means that it is damaged."""
    entry = Entry(
        row["id"],
        row["path"],
        row["sha256"] or "",
        row.get("moved", ""),
        row.get("deleted", False),
        tuple(row.get("former", ())),
        tuple(map(point_of, row.get("points", ()))),
    )
    for place in filter(None, (entry.path, entry.moved)):
        check_relative(place)
    texts = (entry.id, entry.path, entry.moved, *entry.former)
    sound = entry.id and all(isinstance(text, str) for text in texts) and isinstance(entry.deleted, bool)
    hashed = not entry.sha256 or _SHA.fullmatch(entry.sha256)
    if not (sound and hashed and _KEYS.issuperset(row)) or (has_text != bool(entry.sha256)):
        raise ValueError(row)
    return entry


def _damaged(path: Path, what: str) -> VaultError:
    return VaultError(
        f"{path}: damaged at {what}; resolve its conflict, or restore it with git. If it is lost, delete the folder "
        f"{BASE}: then every note counts as yours, and what the records say otherwise is listed to settle"
    )
