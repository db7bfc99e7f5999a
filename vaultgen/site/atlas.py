"""The vault as a whole: what is published and where, what links mean, and who links to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from math import isqrt
from typing import Any, Final, NamedTuple

from vaultgen.site.addresses import Addresses
from vaultgen.site.anchors import block_anchor
from vaultgen.site.chart import Chart, closed_ones, draw, published
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Link, Sheet
from vaultgen.site.survey.front import front_end
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.site.survey.sheets import note_text
from vaultgen.site.ways import Ways
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
    `chart` is that of the vault, if it is known already.
    """

    def __init__(self, settings: Settings, surveyed: Mapping[str, Sheet], chart: Chart | None = None) -> None:
        self.settings = settings
        self.surveyed = {path: surveyed[path] for path in sorted(surveyed)}
        self._near: dict[str, tuple[Neighbour, ...]] = {}
        self._degrees: dict[str, int] = {}
        self._faces: dict[str, str] = {}
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
        self._most = max(_FEWEST, 2 * isqrt(len(self.sheets)))
        self.newest: str = self.chart.newest
        self.digest: str = _digest_of(self.settings, self.surveyed.values())
        self._numbers = {path: number for number, path in enumerate(self.chart.shown)}

    def __reduce__(self) -> tuple[Any, ...]:
        return Atlas, (self.settings, self.surveyed)

    def find(self, target: str, source: str) -> str:
        """The path that a link's target means in the file `source`, published or not; `""` if there is none."""
        return self._ways.find(target, source)

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """What a link that stands in the file `source` means."""
        path = self.find(target, source)
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
        sources = ((other, at) for other, at, _ in self._ties(path, self.chart.incoming))
        return tuple([Backlink(source, self.sheets[source].links[at]) for source, at in sources])

    def links(self, path: str) -> tuple[tuple[str, Link], ...]:
        """The links of a file to other published files, each with the path that it means."""
        ties = self._ties(path, self.chart.outgoing)
        return tuple([(target, self.sheets[path].links[at]) for target, at, _ in ties])

    def neighbours(self, path: str) -> tuple[Neighbour, ...]:
        """The notes that a file links to or that link to it, once for each relation and direction."""
        known = self._near.get(path)
        if known is None:
            found = {
                (other, relation, outgoing)
                for outgoing, rows in ((True, self.chart.outgoing), (False, self.chart.incoming))
                for other, _, relation in self._ties(path, rows)
                if self._is_listed(other)
            }
            known = self._near[path] = tuple(Neighbour(*tie) for tie in sorted(found))
        return known

    def _ties(self, path: str, rows: Sequence[Sequence[int]]) -> Iterator[tuple[str, int, str]]:
        """The links of a file in one direction: the other file, the link's number, and what it means."""
        number = self._numbers.get(path)
        if number is not None:
            shown, relations = self.chart.shown, self.chart.relations
            row = iter(rows[number])
            for other, at, relation in zip(row, row, row, strict=True):
                yield shown[other], at, relations[relation]

    def _is_listed(self, path: str) -> bool:
        sheet = self.sheets[path]
        return sheet.listed and sheet.kind == "note"

    def degree(self, path: str) -> int:
        """With how many notes a file is connected."""
        if path not in self._degrees:
            others = {
                other
                for rows in (self.chart.outgoing, self.chart.incoming)
                for other, _, _ in self._ties(path, rows)
                if self._is_listed(other)
            }
            self._degrees[path] = len(others)
        return self._degrees[path]

    def is_hub(self, path: str) -> bool:
        """Whether a file has so many neighbours that two of them have nothing else in common."""
        return self.degree(path) > self._most

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
            self._faces[path] = sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._faces[path]


def fragment_of(sheet: Sheet, subpath: str) -> tuple[str, bool]:
    """The element that a subpath (with its `#`) means in a note, and whether it is missing."""
    if sheet.kind != "note" or not subpath.strip("# "):
        return "", False
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
