"""What the pages of notes need to know of the rest of the vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet

__all__ = ["Library"]


class Library(Protocol):
    """The part of an atlas that notes are rendered with."""

    @property
    def settings(self) -> Settings:
        """What a person decided about the site."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""

    @property
    def addresses(self) -> Mapping[str, str]:
        """The place in the site of every published file, by its path."""

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """Give what a link means that stands in the file `source`."""

    @property
    def surveyed(self) -> Mapping[str, Sheet]:
        """Every file, published or not; of the others only what tells which words must not be shown."""

    def find(self, target: str, source: str) -> str:
        """Give the path that a link's target means, published or not; `""` if there is none."""

    def source(self, path: str) -> bytes:
        """Give a file as it is."""

    def text(self, path: str) -> str:
        """Give a note's source without front matter, with line feeds only."""
