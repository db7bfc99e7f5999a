"""The unit of a site: files that are made together, and the digest of everything that they depend on."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

__all__ = ["ASKED", "DRAWN", "Leaf"]

ASKED: Final = "?"
"""The key of a leaf of which its maker is to see whether it is another one than it was."""

DRAWN: Final = "?graph"
"""The key of a page of which its maker is to see whether there is another graph on it; nothing else can be."""


class Leaf(Struct, frozen=True):
    """Some files of the site that one maker writes together.

    `kind` names the maker and `subject` what it makes them of (a path in the vault, a tag, a folder).
    `addresses` are relative to the site, `/` between the parts. Two leaves with equal kind, subject,
    addresses and `key` have equal bytes: the key is a digest of all that they depend on.
    """

    kind: str
    subject: str
    addresses: tuple[str, ...]
    key: str
