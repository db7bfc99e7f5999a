"""The ways of links: from what is written to the file that it means, published or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaultgen.site.sheet import Sheet
from vaultgen.values.names import name_key
from vaultgen.vault.resolution import Files

__all__ = ["Ways"]


class Ways:
    """Where the links of a vault lead; `closed` are the files of which not even an alias is to be read."""

    def __init__(self, surveyed: Mapping[str, Sheet], closed: Iterable[str]) -> None:
        self.surveyed = surveyed
        self._files = Files(surveyed)
        self._secret = {
            name_key(name): path
            for path in closed
            for name in (surveyed[path].title, *surveyed[path].aliases)
        }
        self._known: dict[str, dict[str, str]] = {}
        self._nearby: dict[str, dict[str, str]] = {}

    def find(self, target: str, source: str) -> str:
        """The path that a link's target means in the file `source`; `""` if there is none.

        Aliases are no targets, as in Obsidian, but for those of private notes: they are not to be read, either.
        """
        if not target:
            return source
        known = self._nearby.get(source)
        if known is None:
            # The files of a folder mean the same.
            known = self._nearby[source] = self._known.setdefault(source.rpartition("/")[0], {})
        path = known.get(target)
        if path is None:
            name = name_key(target.rpartition("/")[2])
            path = known[target] = self._files.find(target, source) or self._secret.get(name, "")
        return path

    def targets(self, sheet: Sheet) -> list[str]:
        """Where each link of a file leads."""
        return [self.find(link.target, sheet.path) for link in sheet.links]
