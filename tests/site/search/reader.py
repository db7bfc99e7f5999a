"""The shards read back, as a browser reads them: what the laws of the index are held against."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from vaultgen.site.search.packs import Pack
from vaultgen.site.search.postings import DIGITS


def value_of(script: bytes) -> tuple[str, Any]:
    """The name and the value that a data script hands over."""
    text = script.decode()
    assert text.startswith("vaultgen.shard(")
    assert text.endswith(");\n")
    name, value = json.loads(f"[{text[len('vaultgen.shard(') : -3]}]")
    return name, value


def scored(text: str) -> dict[int, int]:
    """The pages in a list, each with its score."""
    pages, number, page, at = {}, 0, 0, 0
    text = text.removeprefix("~")
    while at < len(text):
        digit = DIGITS.index(text[at])
        at += 1
        if digit > 31:
            number = number << 5 | digit - 32
            continue
        page += number << 5 | digit
        pages[page] = DIGITS.index(text[at])
        number = 0
        at += 1
    return pages


def lookup(pack: Pack, word: str) -> str | None:
    """The list of a word, from the one shard that it can be in."""
    firsts = [first.encode("utf-16-be", "surrogatepass") for first in pack.firsts]
    place = bisect_right(firsts, word.encode("utf-16-be", "surrogatepass")) - 1
    if place < 0:
        return None
    _, shard = value_of(pack.files[place])
    return dict(zip(shard[::2], shard[1::2], strict=True)).get(word)


def words(pack: Pack) -> Mapping[str, str]:
    """All words of a pack with their lists."""
    found: dict[str, str] = {}
    for script in pack.files:
        _, shard = value_of(script)
        found |= zip(shard[::2], shard[1::2], strict=True)
    return found
