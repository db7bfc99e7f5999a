"""The check of a whole vault: links that lead nowhere, by Obsidian's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from vaultgen.notes.property_texts import FRONT_MATTER, Text, read_properties
from vaultgen.values.names import name_key
from vaultgen.values.suggest import nearest
from vaultgen.vault.anchors import Anchors, anchors_of
from vaultgen.vault.form_check import check_frontmatter, check_names
from vaultgen.vault.references import Reference, canvas_references, references
from vaultgen.vault.resolution import Files
from vaultgen.vault.scan import read, scan

__all__ = ["BrokenLink", "check_frontmatter", "check_links", "check_names"]

# Looking for a similar name is slow in a large vault; a vault with more broken links has other troubles.
_SUGGESTED: Final = 100
_ALIASES: Final = re.compile(r"^alias(?:es)?:(?:[ \t]*\n(?:[ \t]*-[^\n]*\n)+|[^\n]+\n)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class BrokenLink:
    """A link that leads nowhere: where it stands, how it is written, why, and what was probably meant."""

    path: str
    line: int
    link: str
    reason: str
    suggestion: str = ""

    def __str__(self) -> str:
        """`path:line: link: reason; did you mean …?`."""
        text = f"{self.path}:{self.line}: {self.link}: {self.reason}"
        return f"{text}; did you mean {self.suggestion}?" if self.suggestion else text


def check_links(source: Path | Mapping[str, str]) -> list[BrokenLink]:
    """All links of a vault that lead nowhere, in the order of files and lines.

    `source` is the vault's folder, or the texts of all its files by path (an attachment may have any text).
    """
    vault = _Vault(source)
    return [broken for path in vault.paths for broken in _check(vault, path)]


class _Vault:
    """The texts of a vault, read when they are needed."""

    def __init__(self, source: Path | Mapping[str, str]) -> None:
        self.source = source
        self.paths = sorted(source) if isinstance(source, Mapping) else list(scan(source))
        self.files = Files(self.paths)
        self.anchors = lru_cache(maxsize=4096)(self._anchors)
        self.nearest = lru_cache(maxsize=None)(self._nearest)
        self._left = _SUGGESTED
        self._aliases: dict[str, str] | None = None

    def text(self, path: str) -> str:
        """Give the text of a file with plain line feeds; what is not UTF-8 is replaced by signs for that."""
        if isinstance(self.source, Mapping):
            text = self.source[path]
        else:
            text = (read(self.source, path) or b"").decode(errors="replace")
        return (
            text.replace("\r\n", "\n").removeprefix("\ufeff") if "\r" in text else text.removeprefix("\ufeff")
        )

    def _anchors(self, path: str) -> Anchors:
        return anchors_of(self.text(path))

    def _nearest(self, target: str) -> str:
        """The name that was probably meant, as a link; an alias is no name, but tells which one is."""
        name = target.rpartition("/")[2].removesuffix(".md")
        if owner := self._owners().get(name_key(name)):
            return f"[[{owner}|{name}]]"
        self._left -= 1
        found = nearest(name, self.files.names) if self._left >= 0 else ""
        return f"[[{found}]]" if found else ""

    def _owners(self) -> dict[str, str]:
        """The names of notes by their aliases; read only once a link is broken."""
        if self._aliases is None:
            self._aliases = {}
            for path in self.paths:
                if path.endswith(".md"):
                    name = path.rpartition("/")[2].removesuffix(".md")
                    for alias in _aliases(self.text(path)):
                        self._aliases.setdefault(name_key(alias), name)
        return self._aliases


def _aliases(text: str) -> list[str]:
    front = FRONT_MATTER.match(text) if "alias" in text[:4096] else None
    found = _ALIASES.search(front[1]) if front else None
    if not found:
        return []
    try:
        ((_, value),) = read_properties(found[0])
    except ValueError:
        return []
    return [item.text for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Text)]


def _check(vault: _Vault, path: str) -> Iterator[BrokenLink]:
    if path.endswith(".md"):
        found = references(vault.text(path))
    elif path.endswith(".canvas"):
        found = canvas_references(vault.text(path))
    else:
        return
    for reference in found:
        if broken := _fault(vault, path, reference):
            yield broken


def _fault(vault: _Vault, path: str, reference: Reference) -> BrokenLink | None:
    line, link = reference.line, reference.text
    if reference.fault:
        return BrokenLink(path, line, link, reference.fault)
    target = vault.files.find(reference.target, path)
    if not target:
        return BrokenLink(path, line, link, "no file has this name", vault.nearest(reference.target))
    if not reference.subpath or not target.endswith(".md"):
        return None
    anchors = vault.anchors(target)
    if reason := anchors.fault(reference.subpath):
        found = nearest(reference.subpath.lstrip("#^"), (*anchors.titles, *sorted(anchors.blocks)))
        return BrokenLink(path, line, link, reason, f"“{found}”" if found else "")
    return None
