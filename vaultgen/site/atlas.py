"""The vault as a whole: what is published and where, what links mean, and who links to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from hashlib import sha256
from heapq import nlargest
from math import isqrt
from typing import Any, Final, NamedTuple

from vaultgen.site.addresses import Addresses
from vaultgen.site.anchors import block_anchor
from vaultgen.site.chart import Chart, closed_ones, draw, published
from vaultgen.site.digest import digest_of
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Link, Sheet
from vaultgen.site.survey.front import front_end
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.site.survey.sheets import note_text
from vaultgen.site.ways import Ways
from vaultgen.values.names import name_key
from vaultgen.vault.anchors import heading_key
from vaultgen.vault.scan import read

__all__ = ["Atlas", "Backlink", "Neighbour"]

_PRIVATE: Final = Goal("private")
_MISSING: Final = Goal("missing")
_FEWEST: Final = 24
"""Nothing with fewer neighbours is a hub."""


class Backlink(NamedTuple):
    """One link from another file, in the words of that file."""

    source: str
    link: Link


class Neighbour(NamedTuple):
    """A file that links to another or is linked to, by which relation and in which direction."""

    path: str
    relation: str
    outgoing: bool


class Atlas:
    """All that pages need to know of a vault beside their own file; it never changes.

    `sheets` are those of the published files, as anybody may read them; `surveyed` are all, for checks alone.
    `chart` is that of the vault, if it is known already. A hub has more than `most` neighbours.
    """

    def __init__(self, settings: Settings, surveyed: Mapping[str, Sheet], chart: Chart | None = None) -> None:
        self.settings = settings
        self.surveyed = {path: surveyed[path] for path in sorted(surveyed)}
        self._near: dict[str, tuple[Neighbour, ...]] = {}
        self._tied: dict[int, frozenset[int]] = {}
        self._faces: dict[str, str] = {}
        self._goals: dict[tuple[str, str], Goal] = {}
        self._last_backlinks: tuple[str, tuple[Backlink, ...]] = (
            "",
            (),
        )  # a page asks for its own several times
        with collector_at_rest():
            closed = closed_ones(settings, self.surveyed) if chart is None else chart.closed
            self._ways = Ways(self.surveyed, closed)
            self.chart, self.sheets = (
                draw(settings, self._ways, closed)
                if chart is None
                else (chart, published(self._ways, chart.shown, chart.veiled))
            )
        self.places: Addresses = self.chart.places
        self.addresses: Mapping[str, str] = self.places.files
        self.most = max(_FEWEST, 2 * isqrt(len(self.sheets)))
        self.newest: str = self.chart.newest
        self.digest: str = _digest_of(self.settings, self.surveyed.values())
        self.paths: tuple[str, ...] = self.chart.shown
        self.relations: tuple[str, ...] = self.chart.relations
        self.numbers: Mapping[str, int] = {path: number for number, path in enumerate(self.paths)}

    def __reduce__(self) -> tuple[Any, ...]:
        return Atlas, (self.settings, self.surveyed)

    def find(self, target: str, source: str) -> str:
        """The path that a link's target means in the file `source`, published or not; `""` if there is none."""
        return self._ways.find(target, source)

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """What a link that stands in the file `source` means."""
        path = self.find(target, source)
        known = self._goals.get((path, subpath))
        if known is None:
            known = self._goals[path, subpath] = self._goal(path, subpath)
        return known

    def _goal(self, path: str, subpath: str) -> Goal:
        sheet = self.sheets.get(path)
        if sheet is None:
            return _PRIVATE if path else _MISSING
        address = self.addresses[path]
        if sheet.kind not in NOTE_KINDS:
            return Goal("asset", path, address, subpath.removeprefix("#"), sheet.title)
        fragment, broken = fragment_of(sheet, subpath)
        return Goal("page", path, address, fragment, sheet.title, sheet.kinds, broken)

    def backlinks(self, path: str) -> tuple[Backlink, ...]:
        """The links to a file from other published files, sorted by their paths and lines; none from comments."""
        asked, known = self._last_backlinks
        if asked != path:
            _, row = self._rows(path)
            sources, sheets = self.chart.shown, self.sheets
            known = tuple(
                [
                    Backlink(source := sources[row[at]], sheets[source].links[row[at + 1]])
                    for at in range(0, len(row), 3)
                ]
            )
            self._last_backlinks = path, known
        return known

    def links(self, path: str) -> tuple[tuple[str, Link], ...]:
        """The links of a file to other published files, each with the path that it means."""
        ties = self._ties(path, self.chart.outgoing)
        return tuple([(target, self.sheets[path].links[at]) for target, at, _ in ties])

    def neighbours(self, path: str) -> tuple[Neighbour, ...]:
        """The notes that a file links to or that link to it, once for each relation and direction."""
        known = self._near.get(path)
        if known is None:
            shown, relations, listed = self.chart.shown, self.chart.relations, self.listed
            found = {
                (row[at], relations[row[at + 2]], outgoing)
                for outgoing, row in zip((True, False), self._rows(path), strict=True)
                for at in range(0, len(row), 3)
                if row[at] in listed
            }
            # Paths stand in their order in the chart, so that their numbers sort alike.
            known = self._near[path] = tuple(
                [Neighbour(shown[other], relation, outgoing) for other, relation, outgoing in sorted(found)]
            )
        return known

    def ways(self, path: str) -> set[tuple[str, str]]:
        """The published files that a file links to, each with what the link means."""
        return {(target, relation) for target, _, relation in self._ties(path, self.chart.outgoing)}

    def targets(self, path: str) -> set[str]:
        """The published files that a file links to."""
        row, _ = self._rows(path)
        return {self.chart.shown[other] for other in row[::3]}

    def sources(self, path: str, relation: str | None = None) -> set[str]:
        """The published files that link to a file, be it by links that mean one thing."""
        _, row = self._rows(path)
        shown, relations = self.chart.shown, self.chart.relations
        return {
            shown[row[at]]
            for at in range(0, len(row), 3)
            if relation is None or relations[row[at + 2]] == relation
        }

    def rows(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """The rows of a file in the chart: what it links to, and what links to it."""
        return self.chart.outgoing[number], self.chart.incoming[number]

    def _rows(self, path: str) -> tuple[Sequence[int], Sequence[int]]:
        number = self.numbers.get(path)
        return ((), ()) if number is None else self.rows(number)

    def _ties(self, path: str, rows: Sequence[Sequence[int]]) -> Iterator[tuple[str, int, str]]:
        """The links of a file in one direction: the other file, the link's number, and what it means."""
        number = self.numbers.get(path)
        if number is not None:
            shown, relations = self.chart.shown, self.chart.relations
            row = iter(rows[number])
            for other, at, relation in zip(row, row, row, strict=True):
                yield shown[other], at, relations[relation]

    @cached_property
    def listed(self) -> frozenset[int]:
        """The numbers in the chart of the notes that are neighbours of others: all but those that only list."""
        sheets = (self.sheets[path] for path in self.chart.shown)
        return frozenset(
            number for number, sheet in enumerate(sheets) if sheet.listed and sheet.kind == "note"
        )

    def tied(self, number: int) -> frozenset[int]:
        """The notes that a file is connected with, all by their numbers."""
        known = self._tied.get(number)
        if known is None:
            outgoing, incoming = self.chart.outgoing[number], self.chart.incoming[number]
            known = self._tied[number] = self.listed.intersection(outgoing[::3] + incoming[::3])
        return known

    def best_tied(self, paths: Iterable[str], most: int) -> list[str]:
        """So many of some files: those connected with most notes first, of equal ones by path."""
        some = list(paths)
        if len(some) > most:
            outgoing, incoming = self.chart.outgoing, self.chart.incoming
            # To tell the notes apart takes longer than to count the links, which are never fewer.
            links = {
                path: len(outgoing[at]) + len(incoming[at]) for path in some for at in (self.numbers[path],)
            }
            least = min(map(self.degree, nlargest(most, some, key=links.__getitem__)), default=0)
            some = [path for path in some if links[path] >= 3 * least]
        return sorted(some, key=lambda path: (-self.degree(path), path))[:most]

    def tied_often(self, least: int) -> Iterator[str]:
        """The files that may be connected with so many notes, as far as their links tell that are not told apart."""
        rows = zip(self.chart.shown, self.chart.outgoing, self.chart.incoming, strict=True)
        return (path for path, outgoing, incoming in rows if len(outgoing) + len(incoming) >= 3 * least)

    def degree(self, path: str) -> int:
        """With how many notes a file is connected."""
        number = self.numbers.get(path)
        return 0 if number is None else len(self.tied(number))

    def is_hub(self, path: str) -> bool:
        """Whether a file has so many neighbours that two of them have nothing else in common."""
        return self.degree(path) > self.most

    def text(self, path: str, data: bytes | None = None) -> str:
        """The text of a note without its properties, with plain line feeds: of `data`, or as it is on the disk now."""
        text, _ = note_text(self.source(path) if data is None else data)
        return text[front_end(text) :] if self.sheets[path].kind == "note" else text

    def source(self, path: str) -> bytes:
        """The bytes of a published file as they are on the disk now; none if it is gone."""
        return read(self.settings.vault, self.sheets[path].path) or b""

    def face(self, path: str) -> str:
        """A digest of what other pages may show of a file, or need to link to it."""
        if path not in self._faces:
            sheet = self.sheets[path]
            ids = (
                [(head.key, head.anchor, head.level) for head in sheet.headings],
                sheet.blocks,
                sheet.footnotes,
            )
            ways = [(target, relation) for target, _, relation in self._ties(path, self.chart.outgoing)]
            shown = (
                sheet.title, sheet.kinds, sheet.aliases, sheet.tags, sheet.listed, self.addresses[path],
                sheet.lead, sheet.properties, ids, ways,
            )  # fmt: skip
            self._faces[path] = digest_of(shown)
        return self._faces[path]


def fragment_of(sheet: Sheet, subpath: str) -> tuple[str, bool]:
    """The element that a subpath (with its `#`) means in a note or base, and whether it is missing."""
    if sheet.kind not in ("note", "base") or not subpath.strip("# "):
        return "", False
    if sheet.kind == "base":
        wanted = name_key(subpath.lstrip("#").strip())
        found = [view.anchor for view in sheet.headings if name_key(view.text) == wanted]
        return (found[0], False) if found else ("", True)
    if subpath.startswith("#^"):
        name = subpath[2:].strip().lower()
        return (block_anchor(name), False) if name in sheet.blocks else ("", True)
    if subpath.startswith("#[^"):
        name = subpath[3:].strip().removesuffix("]").lower()
        number = sheet.footnotes.index(name) + 1 if name in sheet.footnotes else 0
        return (f"fn-{number}", False) if number else ("", True)
    parts = [heading_key(part) for part in subpath.split("#") if part.strip()]
    level = 0
    for heading in sheet.headings:
        if heading.key == parts[0] and heading.level > level:
            level = heading.level
            del parts[0]
            if not parts:
                return heading.anchor, False
    return "", True


def _digest_of(settings: Settings, sheets: Any) -> str:
    """A digest of all files and of the settings, wherever the folders are."""
    total = sha256()
    for field in fields(settings):
        if field.name not in ("vault", "output", "templates"):
            total.update(f"{field.name}={getattr(settings, field.name)!r}\n".encode())
    for sheet in sheets:
        total.update(f"{sheet.digest} {sheet.path}\n".encode())
    return total.hexdigest()
