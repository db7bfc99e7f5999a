"""Feeds as Atom has them."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from html import escape
from typing import Any, Final

from vaultgen.site.reach.dates import midnight
from vaultgen.site.reach.feeds import Feed
from vaultgen.site.reach.places import absolute
from vaultgen.site.settings import Settings

__all__ = ["feed_xml"]

_NEVER: Final = "1970-01-01"
# What XML 1.0 cannot hold, not even escaped.
_NO_XML: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


@cache
def _atom() -> type[Any]:
    """The class of Atom feeds, made one that never asks the clock, not even without entries."""
    from feedgenerator import Atom1Feed  # noqa: PLC0415 -- few builds make a feed, and it costs a start 13 ms

    class Atom(Atom1Feed):  # type: ignore[misc]  # it has no types
        def latest_post_date(self) -> datetime:
            return max((item["updateddate"] for item in self.items), default=midnight(_NEVER))

    return Atom


def feed_xml(settings: Settings, feed: Feed) -> bytes:
    """The feed as Atom."""
    atom = _atom()(
        title=_clean(feed.title),
        link=absolute(settings, feed.page),
        description=_clean(settings.description),
        language=settings.language,
        author_name=_clean(settings.title),
        feed_url=absolute(settings, feed.address),
        feed_guid=absolute(settings, feed.address),
    )
    for entry in feed.entries:
        atom.add_item(
            title=_clean(entry.title),
            link=absolute(settings, entry.address),
            description=escape(_clean(entry.lead)),
            unique_id=entry.id,
            updateddate=midnight(entry.day),
            categories=[_clean(kind) for kind in entry.kinds],
        )
    out = io.StringIO()
    atom.write(out, "utf-8")
    return out.getvalue().encode()


def _clean(text: str) -> str:
    return text.translate(_NO_XML)
