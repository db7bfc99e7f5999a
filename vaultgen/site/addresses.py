"""Where the files of a vault stand in the site: addresses that differ by more than case, on every system."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final
from unicodedata import category, normalize

from msgspec import Struct

from vaultgen.values.names import name_key

__all__ = [
    "RESERVED",
    "Addresses",
    "Clash",
    "case_key",
    "give_addresses",
    "page_addresses",
    "permalink_stem",
    "regive_addresses",
    "slug_part",
]

RESERVED: Final = frozenset(
    {"assets", "data", "_data", "pagefind", "tags", "feeds", "kinds", "folders", "links", "index", "404", "search",
     "graph", "timeline", "sitemap", "robots", "llms", "llms-full", "feed", "recent", "cname"}
)  # fmt: skip
"""Names at the top of a site that belong to the site itself."""

_LONGEST: Final = 100
_SPOKEN: Final = {"#": "-sharp-", "+": "-plus-", "&": "-and-", "%": "-percent-", "@": "-at-"}
_DROPPED: Final = frozenset("'’‘`´\"“”")
_DASHES: Final = re.compile("-{2,}")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\Z")
_NUMBERED: Final = re.compile(r"-[0-9]+\Z")
_ORDER: Final = {"note": 0, "base": 1, "canvas": 2}
_PAGE_ENDINGS: Final = (".html", ".md", ".json")


class Clash(Struct, frozen=True, order=True):
    """A file that does not stand where its path, or its permalink, would put it."""

    path: str
    wanted: str
    given: str
    other: str = ""


class Addresses(Struct, frozen=True):
    """The address of every file, the place of every folder (without a slash at its end), and the clashes."""

    files: Mapping[str, str]
    folders: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()


def case_key(address: str) -> str:
    """What two addresses must not have in common: systems differ in which letters they take for the same."""
    if address.isascii():
        return address.lower()
    return normalize("NFKC", normalize("NFKC", address).casefold()).casefold()


def slug_part(name: str) -> str:
    """One part of an address: lower-case letters and digits of any script, `-` for what stands between."""
    text = name_key(name)
    if not (text.isascii() and text.isalnum()):
        text = "".join(_letter(character) for character in text)
        text = normalize("NFC", _DASHES.sub("-", text)).strip("-")
    text = _cut(text, name)
    if not text:
        return f"x-{_digest(name)}"
    return f"{text}-x" if _DEVICE.match(text) else text


def _letter(character: str) -> str:
    if category(character)[0] in "LNM":
        return character
    return "" if character in _DROPPED or category(character) == "Cf" else _SPOKEN.get(character, "-")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _cut(text: str, name: str) -> str:
    if len(text.encode()) <= _LONGEST:
        return text
    short = text.encode()[: _LONGEST - 7].decode(errors="ignore").rstrip("-")
    return f"{short}-{_digest(name)}"


def page_addresses(address: str) -> tuple[str, ...]:
    """The addresses of a page and of its twins."""
    stem = address.removesuffix(".html")
    return tuple(stem + ending for ending in _PAGE_ENDINGS)


def permalink_stem(text: object) -> str:
    """The place, without `.html`, that a permalink asks for; `""` if it is none that a site can give."""
    if not isinstance(text, str) or len(text) > 500 or "\\" in text or "//" in text or ":" in text:
        return ""
    stem = text.strip().strip("/").removesuffix(".html")
    parts = stem.split("/")
    if not stem or any(not part.strip(". ") or part.startswith(".") for part in parts):
        return ""
    slugs = [slug_part(part) for part in parts]
    return "" if slugs[0] in RESERVED or slugs[-1] == "index" else "/".join(slugs)


def give_addresses(kinds: Mapping[str, str], permalinks: Mapping[str, str]) -> Addresses:
    """The addresses of files, given the kind of each path and the permalinks that some notes have.

    Permalinks come first, then notes, bases, canvases and attachments, each in the order of their paths; who
    comes to a place that is taken gets a number.
    """
    return _Registry(kinds, permalinks).give()


def regive_addresses(before: Addresses, come: Iterable[str], gone: Iterable[str]) -> Addresses | None:
    """The addresses after notes without permalinks have come and gone; None if others may have to move for them.

    A place that nobody has was free for all, so whoever takes it moves nobody. One that somebody leaves moves those
    who would have had it before him: then there is a clash, or its name is one that the site keeps for itself.
    """
    gone, come = set(gone), sorted(come, key=_rank)
    files = {path: address for path, address in before.files.items() if path not in gone}
    folders = {path.rpartition("/")[0] for path in (*gone, *come)}
    if not folders <= {"", *before.folders} or not all(
        folder == "" or any(path.startswith(f"{folder}/") for path in files) for folder in folders
    ):
        return None
    if gone and (before.clashes or any(_may_be_waited_for(before.files[path]) for path in gone)):
        return None
    registry = _Registry(dict.fromkeys(come, "note"), {}, before.folders)
    registry.owners = {case_key(address): path for path, address in files.items()}
    for path in come:
        registry.place(path)
    if registry.clashes or registry.is_numbered:
        return None
    files.update(registry.files)
    return Addresses({path: files[path] for path in sorted(files)}, before.folders, before.clashes)


def _may_be_waited_for(address: str) -> bool:
    """Whether a page stands where one would go whose own name belongs to the site."""
    name = _NUMBERED.sub("", address.removesuffix(".html").rpartition("/")[2])
    return name in RESERVED


class _Registry:
    """Who has which place; a page also has those of its twins."""

    def __init__(
        self,
        kinds: Mapping[str, str],
        permalinks: Mapping[str, str],
        folders: Mapping[str, str] | None = None,
    ) -> None:
        self.kinds, self.permalinks = kinds, permalinks
        self.owners: dict[str, str] = {}
        self.folders = _folder_places(kinds) if folders is None else folders
        self.is_numbered = False
        self.files: dict[str, str] = {}
        self.clashes: list[Clash] = []

    def give(self) -> Addresses:
        for path in sorted(set(self.permalinks) & set(self.kinds), key=_rank):
            self._permalink(path)
        for path in sorted(self.kinds, key=lambda path: (_ORDER.get(self.kinds[path], 3), _rank(path))):
            if path not in self.files:
                self.place(path)
        files = {path: self.files[path] for path in sorted(self.files)}
        return Addresses(files, self.folders, tuple(sorted(self.clashes)))

    def _permalink(self, path: str) -> None:
        stem = permalink_stem(self.permalinks[path])
        other = self._owner(stem, _PAGE_ENDINGS) if stem else ""
        if stem and not other:
            self._take(path, stem, _PAGE_ENDINGS)
        else:
            self.clashes.append(Clash(path, str(self.permalinks[path])[:200], "", other))

    def place(self, path: str) -> None:
        """Give a file the place of its name, or the next free one with a number."""
        folder, _, name = path.rpartition("/")
        page = self.kinds[path] in _ORDER
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, ending) if dot and stem else (name, "")
        endings = _PAGE_ENDINGS if page else (f".{slug_part(ending)}" if ending else ".bin",)
        place = f"{self.folders[folder]}/" if folder else ""
        slug = slug_part(stem)
        wanted = free = place + slug
        count = 1
        while self._is_reserved(free, place, page=page) or self._owner(free, endings):
            count += 1
            free = f"{wanted}-{count}"
        self.is_numbered |= free != wanted
        if free != wanted and (other := self._owner(wanted, endings)):
            self.clashes.append(Clash(path, wanted + endings[0], free + endings[0], other))
        self._take(path, free, endings)

    def _is_reserved(self, stem: str, place: str, *, page: bool) -> bool:
        name = stem[len(place) :]
        return name == "index" if place else (name in RESERVED and (page or name != "data"))

    def _owner(self, stem: str, endings: Iterable[str]) -> str:
        return next((self.owners[key] for end in endings if (key := case_key(stem + end)) in self.owners), "")

    def _take(self, path: str, stem: str, endings: tuple[str, ...]) -> None:
        for ending in endings:
            self.owners[case_key(stem + ending)] = path
        self.files[path] = stem + endings[0]


def _rank(path: str) -> tuple[str, str]:
    return name_key(path), path


def _folder_places(paths: Iterable[str]) -> dict[str, str]:
    """The place of every folder that holds one of the paths."""
    folders = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    places: dict[str, str] = {}
    taken: set[str] = set()
    for folder in sorted(folders, key=lambda folder: (folder.count("/"), _rank(folder))):
        parent, _, name = folder.rpartition("/")
        base = f"{places[parent]}/" if parent else ""
        slug = slug_part(name)
        count, free = 1, slug
        while case_key(base + free) in taken or (not parent and free in RESERVED):
            count += 1
            free = f"{slug}-{count}"
        taken.add(case_key(base + free))
        places[folder] = base + free
    return {folder: places[folder] for folder in sorted(places)}
