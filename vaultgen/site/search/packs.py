"""A sorted dictionary cut into scripts that are small enough to be fetched for one word."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

__all__ = ["FULL", "LIMIT", "SMALL", "Pack", "data_script", "ordered", "pack"]

FULL: Final = 24_000
"""Bytes after which a shard is closed."""

SMALL: Final = 8_000
"""The same for dictionaries of which a query may need many shards, as each of its words has its own."""

LIMIT: Final = 60_000
"""Bytes that no shard exceeds, if no list in it is longer than `FULL`."""

# `<` so that no text looks like the end of a script, the two line ends because old engines stop at them.
_UNSAFE: Final = (
    ("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\u007f", "\\u007f"),
)  # fmt: skip
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Pack(Struct, frozen=True):
    """The shards of one dictionary: `firsts` are their first words, `files` their bytes."""

    name: str
    firsts: tuple[str, ...]
    files: tuple[bytes, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the shards stand in the site."""
        return tuple(f"_data/{self.name}-{number}.js" for number in range(len(self.files)))


def data_script(name: str, value: Any) -> bytes:
    """A script that hands a value of JSON to `vaultgen.shard` under this name."""
    text = _encode([name, value])
    for sign, escape in _UNSAFE:
        text = text.replace(sign, escape)
    return f"vaultgen.shard({text[1:-1]});\n".encode("utf-8", "surrogatepass")


def ordered(words: Iterable[str]) -> list[str]:
    """Words in the order in which a browser compares them: by units of UTF-16."""
    return sorted(words, key=_units)


def _units(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")


def pack(name: str, entries: Iterable[tuple[str, str]], *, full: int = FULL) -> Pack:
    """Cut `ordered` words with their lists into shards: flat arrays of a word, its list, the next word and so on."""
    firsts: list[str] = []
    files: list[bytes] = []
    shard: list[str] = []
    size = 0
    for word, text in entries:
        cost = len(word.encode("utf-8", "surrogatepass")) + len(text) + 6
        if shard and size + cost > full:
            files.append(data_script(f"{name}-{len(files)}", shard))
            shard, size = [], 0
        if not shard:
            firsts.append(word)
        shard += (word, text)
        size += cost
    if shard:
        files.append(data_script(f"{name}-{len(files)}", shard))
    return Pack(name, tuple(firsts), tuple(files))
