"""Where the files that machines read stand, and how an address is written in whole."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from vaultgen.site.addresses import slug_part
from vaultgen.site.goal import quoted
from vaultgen.site.settings import Settings

__all__ = [
    "FEED",
    "SITE_DATA",
    "absolute",
    "base_path",
    "feed_of_kind",
    "feed_of_page",
    "kind_slug",
    "table_of",
    "twins_of",
]

FEED: Final = "feeds/all.xml"
SITE_DATA: Final = "data/site.json"
_PAGE: Final = ".html"
_FIRST: Final = "index.html"


def absolute(settings: Settings, address: str) -> str:
    """The whole address of a file, `""` if it is not known where the site will stand; folders end with a slash."""
    if not settings.url:
        return ""
    if address == _FIRST or address.endswith("/" + _FIRST):
        address = address.removesuffix(_FIRST)
    return settings.url + quoted(address)


def base_path(settings: Settings) -> str:
    """The path at which the site begins on its host, with a slash at both ends."""
    path = urlsplit(settings.url).path.strip("/")
    return f"/{path}/" if path else "/"


@lru_cache(maxsize=4096)
def kind_slug(kind: str) -> str:
    """A kind as it stands in addresses; kinds that are spelt alike but for capitals and signs share theirs."""
    return slug_part(kind)


def feed_of_kind(kind: str) -> str:
    """The address of the feed of one kind of note."""
    return f"feeds/kinds/{kind_slug(kind)}.xml"


def feed_of_page(address: str) -> str:
    """The address of the feed of the notes that name the page at `address` among their investors."""
    return f"feeds/to/{address.removesuffix(_PAGE)}.xml"


def table_of(kind: str) -> str:
    """The address of the table of all notes of one kind."""
    return f"data/{kind_slug(kind)}.csv"


def twins_of(address: str) -> tuple[str, str]:
    """The addresses of a page's text and of its data."""
    stem = address.removesuffix(_PAGE)
    return f"{stem}.md", f"{stem}.json"
