"""What a link shows of its page before one follows it, in scripts of a few pages each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from zlib import crc32

from vaultgen.site.search.entries import Library, shortened
from vaultgen.site.search.packs import data_script
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["hash_of", "preview_address", "preview_script", "previewed", "shards_for"]

_TOGETHER: Final = 32
_LEAD: Final = 280


def shards_for(pages: int) -> int:
    """Into how many scripts the previews of so many pages go: a power of two, so that few move when it grows."""
    return 1 << max(0, (pages // _TOGETHER).bit_length())


def hash_of(address: str) -> int:
    """The number of an address (CRC-32 over UTF-8), which `site.js` works out alike."""
    return crc32(address.encode("utf-8", "surrogatepass"))


def preview_address(shard: int) -> str:
    """Where one of the scripts stands."""
    return f"_data/previews-{shard:02x}.js"


def previewed(library: Library) -> tuple[tuple[tuple[str, str], ...], ...]:
    """For each script the pages in it, as address and path, sorted."""
    pages = sorted(
        (library.addresses[path], path) for path, sheet in library.sheets.items() if sheet.kind in NOTE_KINDS
    )
    shards: list[list[tuple[str, str]]] = [[] for _ in range(shards_for(len(pages)))]
    for address, path in pages:
        shards[hash_of(address) & len(shards) - 1].append((address, path))
    return tuple(map(tuple, shards))


def preview_script(shard: int, pages: Iterable[tuple[str, Sheet]]) -> bytes:
    """The script with these pages by their addresses: title, kind and lead."""
    return data_script(f"previews-{shard:02x}", [_row(address, sheet) for address, sheet in pages])


def _row(address: str, sheet: Sheet) -> list[Any]:
    kind = sheet.kinds[0] if sheet.kinds else sheet.kind
    return [address, sheet.title, kind, shortened(sheet.lead, _LEAD)]
