"""What the pages of a long list say of themselves and of each other."""

from __future__ import annotations

from typing import Any

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.pages.frame import Way
from vaultgen.site.pages.parts import Part

__all__ = ["count_or_page", "pages_of", "title_of_page"]


def pages_of(address: str, part: Part[Any]) -> tuple[Way, ...]:
    """The ways from one page of a list to all; nothing for one page. Of many the ends and those near by are named."""
    if part.of < 2:
        return ()
    here, page = part.number, places.numbered(address, part.number)
    shown = sorted({1, part.of, *range(max(1, here - 2), min(part.of, here + 2) + 1)})
    return tuple(
        Way(str(number), href(places.numbered(address, number), page), number == here) for number in shown
    )


def count_or_page(count: int, part: Part[Any]) -> str:
    """What stands beside the heading: on the first page how many rows the list has, on the others which page it is.

    A further page that told the count would be another one whenever a row comes or goes on any of them.
    """
    return str(count) if part.is_first else f"page {part.number}"


def title_of_page(title: str, part: Part[Any]) -> str:
    """What a browser calls a page of a list."""
    return title if part.is_first else f"{title}, page {part.number}"
