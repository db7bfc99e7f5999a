"""The kinds of value that an expression gives, beside texts, numbers, booleans, lists (tuples) and null."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from vaultgen.site.bases.spans import Span
from vaultgen.site.sheet import Sheet

__all__ = ["File", "Icon", "Markup", "Moment", "Pattern", "Picture", "Thing", "Value", "Way", "kind_of"]


class Moment(Struct, frozen=True):
    """A date, or a date with a time if it is `timed`; always without a zone."""

    at: datetime
    timed: bool = False

    def __str__(self) -> str:
        """As properties write it: `2026-06-01`, `2026-06-01T09:30:00`."""
        return self.at.isoformat(timespec="seconds") if self.timed else self.at.date().isoformat()

    @property
    def milliseconds(self) -> int:
        """Since 1970, as if the zone were UTC."""
        milliseconds: int = (self.at - _EPOCH) // timedelta(milliseconds=1)
        return milliseconds


class Way(Struct, frozen=True):
    """A link to a file of the vault, as the file `source` writes it; `display` if it gives a text of its own.

    `url` stands for one that leads out of the vault.
    """

    target: str
    subpath: str = ""
    display: Value = None
    source: str = ""
    url: str = ""


class File(Struct, frozen=True):
    """A file of the vault."""

    sheet: Sheet

    def __hash__(self) -> int:
        return hash(self.sheet.path)


class Thing(Struct, frozen=True):
    """Names with values."""

    pairs: dict[str, Value]

    def __hash__(self) -> int:
        return hash(tuple(self.pairs))


class Pattern(Struct, frozen=True):
    """A regular expression: Python's, how dear it is on a text of some length, and whether it means every hit."""

    source: str
    compiled: re.Pattern[str]
    power: int
    ways: int
    everywhere: bool

    def cost(self, length: int) -> int:
        """What the worst search in a text of this length costs, in steps."""
        steps: int = (length + 1) ** self.power * self.ways
        return 1 + steps // 100


class Markup(Struct, frozen=True):
    """HTML that somebody wrote; it is cleaned before it is shown."""

    html: str


class Picture(Struct, frozen=True):
    """An image, by a link to it, its file or its path."""

    of: Value


class Icon(Struct, frozen=True):
    """An icon, which a site without Obsidian's drawings can only name."""

    name: str


Value = (
    None | bool | int | float | str | tuple["Value", ...] | Moment | Span | Way | File | Thing | Pattern | Markup
    | Picture | Icon
)  # fmt: skip

_EPOCH: Final[datetime] = datetime(1970, 1, 1)  # noqa: DTZ001 -- dates of a vault have no zone
_KINDS: Final[dict[type, str]] = {
    type(None): "null", bool: "boolean", int: "number", float: "number", str: "string", tuple: "list",
    Moment: "date", Span: "duration", Way: "link", File: "file", Thing: "object", Pattern: "regexp",
    Markup: "html", Picture: "image", Icon: "icon",
}  # fmt: skip


def kind_of(value: Value) -> str:
    """What the language calls the kind of a value."""
    return _KINDS[type(value)]
