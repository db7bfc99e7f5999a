"""The files of a vault before and after some of them were renamed or moved, as links find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import normalize

from vaultgen.values.names import name_key
from vaultgen.vault.resolution import Files

__all__ = ["Moved"]

# A run of letters and digits is written the same in a wikilink, an address, a property and on a canvas. What a sign
# beyond ASCII follows is left out: together they may be written as one letter.
_RUN: Final = re.compile(r"[a-z0-9]+(?![^\x00-\x7f])")
_WIDE_RUN: Final = re.compile(r"\w+")
# Letters and digits that somebody escaped all the same, or wrote with the sign for Kelvin, in lower-case text.
_ESCAPED: Final = re.compile(
    rb"%(?:3[0-9]|[46][1-9a-f]|[57][0-9a])|\\(?:u00|x|u000000)[3-7]|\\\r?\n|\xe2\x84\xaa"
)
_ESCAPED_WIDE: Final = re.compile(r"%[89a-f][0-9a-f]|\\[ux][0-9a-f]")
# What may stand between two runs: signs, bare or escaped, and whatever letters beyond ASCII may be written with.
_SIGNS: Final = rb"(?:[^a-z0-9]|%[0-9a-f]{2}|\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|u[0-9a-f]{8}))+?"
_LETTERS: Final = rb".{1,%d}?"
_LONGEST: Final = 24
"""Bytes that one such letter, or its accent, may take."""


class Moved:
    """What links meant before, and what they mean after: `before` and `after` are the files then.

    `moves` gives new paths by old ones; all of them happen at once, so files may trade names. `after` names the
    files that there are in the end, if more than their names has changed.

    A text is to be rewritten once. A second time changes nothing more, unless a name that was one file's is now
    another's: nobody can tell which of them a link with it means then.
    """

    def __init__(
        self, files: Iterable[str], moves: Mapping[str, str], *, after: Iterable[str] | None = None
    ) -> None:
        earlier = list(files)
        self._moves = {name_key(old): new for old, new in moves.items() if old != new}
        later = [self.place(path) for path in earlier] if after is None else list(after)
        self.before = Files(earlier)
        self.after = Files(later)
        self._moving = frozenset(
            key for key, new in self._moves.items() if key.rpartition("/")[0] != _folder(new)
        )
        names = self._affected(earlier, later)
        patterns = {name: _pattern(name) for name in sorted(names)}
        narrow = sorted({pattern for pattern in patterns.values() if pattern})
        self._narrow = re.compile(b"|".join(narrow), re.DOTALL) if narrow else None
        wide = [name for name, pattern in patterns.items() if not pattern]
        self._wide = [max(_WIDE_RUN.findall(name), key=len, default="") for name in wide]

    def place(self, path: str) -> str:
        """Where the file that was at `path` is afterwards."""
        return self._moves.get(name_key(path), path)

    def may_link(self, path: str, data: bytes) -> bool:
        """Whether a file may hold a link that has to be rewritten; quick, and true when in doubt."""
        if name_key(path) in self._moving:
            return True
        if not self._narrow and not self._wide:
            return False
        lowered = data.lower()
        if self._narrow and self._narrow.search(lowered):
            return True
        odd = b"\\" in data or b"%" in data or b"\xe2\x84\xaa" in data
        return (odd and _ESCAPED.search(lowered) is not None) or (
            bool(self._wide) and self._may_link_wide(data)
        )

    def _may_link_wide(self, data: bytes) -> bool:
        """The same for names without a run of ASCII to look for."""
        text = normalize("NFC", normalize("NFC", data.decode(errors="replace")).lower())
        return any(run in text for run in self._wide) or _ESCAPED_WIDE.search(text) is not None

    def _affected(self, earlier: Iterable[str], later: Iterable[str]) -> frozenset[str]:
        """The names of files that moved, and those that new files share with others: links with them may change."""
        before = {name_key(path) for path in earlier}
        known = {_stem(key) for key in before}
        added = {_stem(key) for key in map(name_key, later) if key not in before}
        return frozenset(_stem(key) for key in self._moves if key in before) | (added & known)


def _pattern(name: str) -> bytes:
    """What finds a name in lower-case bytes however it is written; empty if it has no run of ASCII."""
    pattern, end = b"", 0
    for run in _RUN.finditer(name):
        between = name[end : run.start()]
        if pattern:
            pattern += _SIGNS if between.isascii() else _LETTERS % (_LONGEST * (len(between) + 2))
        pattern += run[0].encode()
        end = run.end()
    return pattern


def _folder(path: str) -> str:
    return name_key(path).rpartition("/")[0]


def _stem(key: str) -> str:
    return key.rpartition("/")[2].removesuffix(".md")
