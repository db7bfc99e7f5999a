"""The id that a note carries in its properties, whatever else is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from vaultgen.notes.property_texts import Text, read_properties

__all__ = ["note_id", "read_id"]

# Nobody's properties are longer; a file of gigabytes must not be read to learn that it has none.
_LONGEST: Final = 1 << 16
_BLOCK: Final = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_ID_KEY: Final = re.compile(rb"""^["']?id["']?[ \t]*:|^\{""", re.MULTILINE)


class _Properties(YAMLHandler):
    """Front matter in which every value stays the text that it is: `no`, `007` and `2026` may all be ids."""

    def load(self, fm: str, **_: object) -> Any:
        return {key.text: value.text for key, value in read_properties(fm) if isinstance(value, Text)}


_HANDLER: Final = _Properties()


def note_id(path: Path) -> str:
    """Give the `id` property of the note at `path`, or `""`, whatever the file holds."""
    try:
        with path.open("rb") as file:
            return read_id(file.read(_LONGEST))
    except OSError:
        return ""


def read_id(data: bytes) -> str:
    """Give the `id` property in the text of a note, or `""` if it has none that can be read."""
    block = _BLOCK.match(data, 0, _LONGEST)
    if not block or not _ID_KEY.search(block[1]):
        return ""
    try:
        properties, _ = frontmatter.parse(block[0].decode("utf-8-sig"), handler=_HANDLER)
    except ValueError:
        return ""
    return str(properties.get("id", "")).strip()
