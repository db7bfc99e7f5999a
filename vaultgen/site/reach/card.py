"""What a page says of itself to machines: the values that its head is made of."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Card"]


class Card(Struct, frozen=True):
    """One page: where it stands, and what is said of it.

    `path` is that of the note, base or canvas that it shows, `""` for all other pages. `crumbs` are (title, address)
    of the pages above it from the first page on, without itself; an address may be `""`. `kind` is set on the index of
    one kind of note alone, which offers that kind's table and feed.
    """

    address: str
    title: str
    description: str = ""
    path: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    kind: str = ""
