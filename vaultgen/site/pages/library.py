"""What the pages need to know of a vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vaultgen.site.addresses import Addresses
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Link, Sheet

__all__ = ["Backlink", "Library"]


class Backlink(Protocol):
    """A link of another file to this one."""

    @property
    def source(self) -> str:
        """The vault path of the file with the link."""

    @property
    def link(self) -> Link:
        """The link as it stands there."""


class Library(Protocol):
    """The part of the atlas that pages are made of."""

    @property
    def settings(self) -> Settings:
        """What the person decided."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""

    @property
    def addresses(self) -> Mapping[str, str]:
        """Every published file's address by its path."""

    @property
    def places(self) -> Addresses:
        """Where files and folders stand."""

    @property
    def digest(self) -> str:
        """A digest of the vault."""

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """Where a link of a file leads."""

    def backlinks(self, path: str) -> tuple[Backlink, ...]:
        """The links to a file."""

    def degree(self, path: str) -> int:
        """With how many notes a file is connected."""
