"""The vault as a whole: what is published and where, what links mean, and who links to whom."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from math import isqrt
from typing import Any, Final

from vaultgen.site.addresses import Addresses, give_addresses
from vaultgen.site.anchors import block_anchor
from vaultgen.site.goal import Goal
from vaultgen.site.privacy import has_links_in_texts, is_excluded, is_open, redacted, shown_words
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Link, Sheet
from vaultgen.site.survey.front import front_end
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.site.survey.sheets import note_text, with_properties
from vaultgen.site.survey.wording import Words
from vaultgen.values.names import name_key
from vaultgen.vault.anchors import heading_key
from vaultgen.vault.resolution import Files
from vaultgen.vault.scan import read

__all__ = ["Atlas", "Backlink", "Neighbour"]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_PRIVATE: Final = Goal("private")
_MISSING: Final = Goal("missing")
_FEWEST: Final = 24
"""Nothing with fewer neighbours is a hub."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """One link from another file, in the words of that file."""

    source: str
    link: Link


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """A file that links to another or is linked to, by which relation and in which direction."""

    path: str
    relation: str
    outgoing: bool


class Atlas:
    """All that pages need to know of a vault beside their own file; it never changes.

    `sheets` are those of the published files, as anybody may read them; `surveyed` are all, for checks alone.
    """

    def __init__(self, settings: Settings, surveyed: Mapping[str, Sheet]) -> None:
        self.settings = settings
        self.surveyed = {path: surveyed[path] for path in sorted(surveyed)}
        self._ways: dict[str, dict[str, str]] = {}
        self._near: dict[str, tuple[Neighbour, ...]] = {}
        self._degrees: dict[str, int] = {}
        self._faces: dict[str, str] = {}
        with collector_at_rest():
            self._files = Files(self.surveyed)
            self._build()

    def _build(self) -> None:
        closed = _closed(self.settings, self.surveyed)
        self._secret = {
            name_key(name): path
            for path in sorted(closed)
            for name in (self.surveyed[path].title, *self.surveyed[path].aliases)
        }
        ways = {path: _targets(self, sheet) for path, sheet in self.surveyed.items() if sheet.links}
        shown = _published(self.settings, self.surveyed, closed, ways)
        opened = frozenset(shown)
        self.sheets: Mapping[str, Sheet] = (
            self.surveyed
            if len(opened) == len(self.surveyed)
            else {path: _public(self, self.surveyed[path], ways.get(path, ()), opened) for path in shown}
        )
        self.places: Addresses = give_addresses(
            {path: sheet.kind for path, sheet in self.sheets.items()}, _permalinks(self.sheets)
        )
        self.addresses: Mapping[str, str] = self.places.files
        self._incoming: dict[str, list[tuple[str, Link]]] = {}
        self._outgoing: dict[str, list[tuple[str, Link]]] = {}
        self._connect(ways)
        self.newest: str = _newest(self.sheets.values())
        self.digest: str = _digest_of(self.settings, self.surveyed.values())

    def __reduce__(self) -> tuple[Any, ...]:
        return Atlas, (self.settings, self.surveyed)

    def _connect(self, ways: Mapping[str, Sequence[str]]) -> None:
        for path, sheet in self.sheets.items():
            if not sheet.links:
                continue
            known = sheet is self.surveyed[path]
            targets = ways[path] if known else [self.find(link.target, path) for link in sheet.links]
            for link, target in zip(sheet.links, targets, strict=True):
                if target in self.sheets and target != path and not link.hidden:
                    self._incoming.setdefault(target, []).append((path, link))
                    self._outgoing.setdefault(path, []).append((target, link))

    def find(self, target: str, source: str) -> str:
        """The path that a link's target means in the file `source`, published or not; `""` if there is none.

        Aliases are no targets, as in Obsidian, but for those of private notes: they are not to be read, either.
        """
        if not target:
            return source
        known = self._ways.setdefault(source.rpartition("/")[0], {})
        path = known.get(target)
        if path is None:
            name = name_key(target.rpartition("/")[2])
            path = known[target] = self._files.find(target, source) or self._secret.get(name, "")
        return path

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
        return tuple(Backlink(source, link) for source, link in self._incoming.get(path, ()))

    def links(self, path: str) -> tuple[tuple[str, Link], ...]:
        """The links of a file to other published files, each with the path that it means."""
        return tuple(self._outgoing.get(path, ()))

    def neighbours(self, path: str) -> tuple[Neighbour, ...]:
        """The notes that a file links to or that link to it, once for each relation and direction."""
        known = self._near.get(path)
        if known is None:
            found = {
                (other, link.relation, outgoing)
                for outgoing, side in ((True, self._outgoing), (False, self._incoming))
                for other, link in side.get(path, ())
                if self._is_listed(other)
            }
            known = self._near[path] = tuple(Neighbour(*tie) for tie in sorted(found))
        return known

    def _is_listed(self, path: str) -> bool:
        sheet = self.sheets[path]
        return sheet.listed and sheet.kind == "note"

    def degree(self, path: str) -> int:
        """With how many notes a file is connected."""
        if path not in self._degrees:
            others = {
                other
                for side in (self._outgoing, self._incoming)
                for other, _ in side.get(path, ())
                if self._is_listed(other)
            }
            self._degrees[path] = len(others)
        return self._degrees[path]

    def is_hub(self, path: str) -> bool:
        """Whether a file has so many neighbours that two of them have nothing else in common."""
        return self.degree(path) > max(_FEWEST, 2 * isqrt(len(self.sheets)))

    def text(self, path: str) -> str:
        """The text of a note without its properties, with plain line feeds, as it is on the disk now."""
        text, _ = note_text(self.source(path))
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
            ways = [(target, link.relation) for target, link in self._outgoing.get(path, ())]
            shown = (
                sheet.title, sheet.kinds, sheet.aliases, sheet.tags, sheet.listed, self.addresses[path],
                sheet.lead, sheet.properties, ids, ways,
            )  # fmt: skip
            self._faces[path] = sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:32]
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


def _targets(atlas: Atlas, sheet: Sheet) -> list[str]:
    return [atlas.find(link.target, sheet.path) for link in sheet.links]


def _closed(settings: Settings, sheets: Mapping[str, Sheet]) -> frozenset[str]:
    """What is not to be shown, whoever uses it: what is excluded, notes that say so, what was held back."""
    exclude = settings.exclude
    return frozenset(
        path
        for path, sheet in sheets.items()
        if (exclude and is_excluded(path, exclude))
        or (sheet.kind == "note" and not is_open(sheet, settings))
        or (sheet.kind != "note" and sheet.properties)
    )


def _published(
    settings: Settings,
    sheets: Mapping[str, Sheet],
    closed: frozenset[str],
    ways: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """The paths of what is shown, sorted: open notes, and what open files use."""
    allowed = sheets.keys() - closed
    known = NOTE_KINDS if settings.publish == "all" else ("note",)
    shown = {path for path in allowed if sheets[path].kind in known}
    new = sorted(shown)
    while new:
        used = {
            target
            for path in new
            for link, target in zip(sheets[path].links, ways.get(path, ()), strict=True)
            if not link.hidden
        }
        new = sorted(path for path in (used - shown) & allowed if sheets[path].kind != "note")
        shown.update(new)
    return tuple(sorted(shown))


def _public(atlas: Atlas, sheet: Sheet, targets: Sequence[str], shown: Container[str]) -> Sheet:
    """The sheet of a published file without what it tells of private ones."""
    private = {
        link: atlas.surveyed[path]
        for link, path in zip(sheet.links, targets, strict=True)
        if path and path not in shown
    }
    if not private and not has_links_in_texts(sheet):
        return sheet

    def hide(link: Words) -> str | None:
        path = atlas.find(link.target, sheet.path)
        return shown_words(link, atlas.surveyed[path]) if path and path not in shown else None

    shown_sheet = redacted(sheet, private, hide)
    if shown_sheet.properties == sheet.properties:
        return shown_sheet
    return with_properties(shown_sheet, shown_sheet.properties)


def _permalinks(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    found = {}
    for path, sheet in sheets.items():
        for name, value in sheet.properties.items():
            if name.lower() == "permalink" and isinstance(value, str) and value.strip():
                found[path] = value
    return found


def _newest(sheets: Iterable[Sheet]) -> str:
    """The latest date that stands in the properties, or `""`."""
    newest = ""
    for sheet in sheets:
        for value in sheet.properties.values():
            if isinstance(value, str):
                if value[4:5] == "-" and value > newest and _is_day(value):
                    newest = value[:10]
            elif isinstance(value, (list, dict)) and value:
                newest = max([newest, *_days(value)])
    return newest


def _days(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value[4:5] == "-" and _is_day(value):
            yield value[:10]
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _days(item)


def _is_day(text: str) -> bool:
    """Whether the text begins with a date."""
    if text[4:5] != "-" or not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _digest_of(settings: Settings, sheets: Any) -> str:
    """A digest of all files and of the settings, wherever the folders are."""
    total = sha256()
    for field in fields(settings):
        if field.name not in ("vault", "output", "templates"):
            total.update(f"{field.name}={getattr(settings, field.name)!r}\n".encode())
    for sheet in sheets:
        total.update(f"{sheet.digest} {sheet.path}\n".encode())
    return total.hexdigest()
