"""Obsidian's way from the text of a link to the file it means."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from vaultgen.values.names import name_key

__all__ = ["Files"]


def _key(name: str) -> str:
    """What a path or the text of a link is compared by; `.md` is no part of a note's name, whose sigma may be final."""
    if name[-3:].lower() == ".md":
        return f"{name_key(name[:-3])}.md"
    return name_key(name)


class Files:
    """The files of a vault, as links find them: by name, by the end of their path, by their path."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, str] = {}
        self._names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in sorted(paths):
            key = _key(path)
            self._paths.setdefault(key, path)
            self._names[key.rpartition("/")[2]].append((key, path))
        self.resolve = lru_cache(maxsize=1 << 16)(self._resolve)

    @property
    def names(self) -> list[str]:
        """What links may call the files: their names, those of notes without `.md`."""
        return sorted({path.rpartition("/")[2].removesuffix(".md") for path in self._paths.values()})

    def is_alone(self, name: str) -> bool:
        """Whether exactly one file has this name, which is what a link by name alone needs."""
        key = _key(name)
        return len(self._names.get(key, ())) + len(self._names.get(f"{key}.md", ())) == 1

    def find(self, target: str, source: str) -> str:
        """Give the path that `target` means in the note `source`, or `""`; an empty target means the note."""
        if not target:
            return source
        if "/" not in target:
            key = _key(target)
            found = self._names.get(key) or self._names.get(f"{key}.md")
            if found and len(found) == 1:
                return found[0][1]
        return self.resolve(target, source.rpartition("/")[0])

    def _resolve(self, target: str, folder: str) -> str:
        key, home = _key(target), _key(folder)
        if key.startswith("/"):
            return self._exact(key[1:])
        if key.startswith(("./", "../")):
            return self._exact(posixpath.normpath(posixpath.join(home, key)))
        return self._exact(key) or self._ending(key, home)

    def _exact(self, key: str) -> str:
        return self._paths.get(key) or self._paths.get(f"{key}.md", "")

    def _ending(self, key: str, home: str) -> str:
        """Find the file whose path ends with the text: in the note's own folder, or with the shortest path."""
        name = key.rpartition("/")[2]
        for ending, text in ((name, key), (f"{name}.md", f"{key}.md")):
            found = [
                (path_key.rpartition("/")[0] != home, len(path_key), path)
                for path_key, path in self._names.get(ending, ())
                if path_key.endswith(text)
            ]
            if found:
                return min(found)[2]
        return ""
