"""What a list of results shows of each page, in scripts of a few pages each."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from vaultgen.site.search.entries import Entry
from vaultgen.site.search.packs import data_script

__all__ = ["TOGETHER", "document_address", "document_script", "order_of"]

TOGETHER: Final = 10
"""Pages in one script: the ten first results may be spread over ten of them."""


def order_of(addresses: Iterable[str]) -> str:
    """A short digest of all pages in their order: lists of numbers that go together have the same."""
    return sha256("\n".join(addresses).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def document_address(shard: int) -> str:
    """Where the pages from `shard * TOGETHER` on are described."""
    return f"_data/d-{shard}.js"


def document_script(shard: int, pages: Iterable[Entry]) -> bytes:
    """The script with these pages."""
    return data_script(f"d-{shard}", [_row(page) for page in pages])


def _row(page: Entry) -> list[Any]:
    row: list[Any] = [page.title, page.address, page.kind, page.excerpt, page.date]
    while row and not row[-1]:
        row.pop()
    return row
