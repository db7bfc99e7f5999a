"""The tags and folders that only unpublished notes have, and the search for them in a built site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from vaultgen.site.anchors import slug
from vaultgen.site.atlas import Atlas
from vaultgen.site.finding import Finding
from vaultgen.site.sheet import Sheet

__all__ = ["Groups"]

# As a page shows a tag, which code is not, or as the site addresses the page of a tag or folder.
_TOLD: Final = re.compile(
    r"(?<!<code)>#([\w/-]+)<|\b(tags|folders)/([^\s\"'<>?#]+?)(?:-[0-9]+)?\.(?:html|json|md|xml)\b"
)
_ADVICE: Final = "build the site again; if it stays, report it"


class Groups:
    """What unpublished notes alone have; told by what it is and by its words in an address."""

    def __init__(self, atlas: Atlas) -> None:
        hidden = [sheet for path, sheet in atlas.surveyed.items() if path not in atlas.sheets]
        known = set(_names(atlas.sheets.values()))
        self.hidden = {
            key: path for *key_parts, path in _owned(hidden) if (key := tuple(key_parts)) not in known
        }

    def found(self, path: str, text: str) -> Iterator[Finding]:
        """What a file of the site tells of them, at the first place of each."""
        seen: set[tuple[str, ...]] = set()
        for told in _TOLD.finditer(text) if self.hidden else ():
            key = ("tags", _key(told[1])) if told[1] else (told[2], _key(unquote(told[3])))
            owner = self.hidden.get(key)
            if owner is not None and key not in seen:
                seen.add(key)
                what = f"the {key[0].removesuffix('s')} “{key[1]}”, which only “{owner}” and others have"
                line = text.count("\n", 0, told.start())
                yield Finding(path, line, "leaked name", f"tells {what} that are not published", _ADVICE)


def _key(name: str) -> str:
    return "/".join(map(slug, name.split("/")))


def _names(sheets: Iterable[Sheet]) -> Iterator[tuple[str, ...]]:
    for *key, _ in _owned(sheets):
        yield tuple(key)


def _owned(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str, str]]:
    """The tags and folders of files, and those above them."""
    for sheet in sheets:
        folder = sheet.path.rpartition("/")[0]
        for kind, name in (*(("tags", tag) for tag in sheet.tags), ("folders", folder)):
            parts = _key(name).split("/")
            for end in range(1, len(parts) + 1):
                if parts[0]:
                    yield kind, "/".join(parts[:end]), sheet.path
