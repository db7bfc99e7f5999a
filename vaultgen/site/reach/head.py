"""The part of a page's head that is for other machines: its address, what it is about, and where its twins are."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import href
from vaultgen.site.reach.card import Card
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.kinds import investments
from vaultgen.site.reach.places import FEED, absolute, feed_of_kind, feed_of_page, table_of, twins_of
from vaultgen.site.reach.structured import json_for_html, structured
from vaultgen.site.reach.twins import has_text

__all__ = ["head"]

_PICTURES = ("image", "cover", "banner", "logo")


def head(atlas: Atlas, card: Card) -> str:
    """HTML for the head of a page, a line an element; its title and description stand there already."""
    lines = [*_canonical(atlas, card), *_social(atlas, card), *_alternates(atlas, card)]
    lines += [
        f'<script type="application/ld+json">{json_for_html(thing)}</script>'
        for thing in structured(atlas, card)
    ]
    return "".join(f"{line}\n" for line in lines)


def _canonical(atlas: Atlas, card: Card) -> Iterator[str]:
    if atlas.settings.url:
        yield f'<link rel="canonical" href="{escape(absolute(atlas.settings, card.address))}">'


def _social(atlas: Atlas, card: Card) -> Iterator[str]:
    """What is shown where a link to the page is shared."""
    sheet = atlas.sheets.get(card.path)
    picture = _picture(atlas, card.path) if sheet else ""
    pairs = [
        ("og:type", "article" if sheet else "website"),
        ("og:site_name", atlas.settings.title),
        ("og:title", card.title),
        ("og:description", card.description),
        ("og:url", absolute(atlas.settings, card.address)),
        ("og:image", picture),
        ("article:modified_time", changed(sheet) if sheet else ""),
    ]
    yield from (f'<meta property="{name}" content="{escape(text)}">' for name, text in pairs if text)
    pairs = [
        ("twitter:card", "summary_large_image" if picture else "summary"),
        ("twitter:title", card.title),
        ("twitter:description", card.description),
        ("twitter:image", picture),
    ]
    yield from (f'<meta name="{name}" content="{escape(text)}">' for name, text in pairs if text)


def _picture(atlas: Atlas, path: str) -> str:
    """The whole address of the picture that a note names in its properties."""
    for link in atlas.sheets[path].links:
        if link.relation in _PICTURES and not link.hidden:
            goal = atlas.goal(link.target, link.subpath, path)
            if goal.state == "asset":
                return absolute(atlas.settings, goal.address)
    return ""


def _alternates(atlas: Atlas, card: Card) -> Iterator[str]:
    settings = atlas.settings
    if card.path in atlas.sheets and settings.twins:
        text, data = twins_of(card.address)
        if has_text(atlas, card.path):
            yield _alternate("text/markdown", href(text, card.address), "Markdown")
        yield _alternate("application/json", href(data, card.address), "JSON")
    if card.kind:
        yield _alternate("text/csv", href(table_of(card.kind), card.address), "CSV")
    if not settings.url:
        return
    if card.kind:
        way = href(feed_of_kind(card.kind), card.address)
        yield _alternate("application/atom+xml", way, f"{settings.title}: {card.title}")
    if card.path in atlas.sheets and investments(atlas, card.path):
        way = href(feed_of_page(card.address), card.address)
        yield _alternate("application/atom+xml", way, f"{settings.title}: investments of {card.title}")
    yield _alternate("application/atom+xml", href(FEED, card.address), settings.title)


def _alternate(kind: str, way: str, title: str) -> str:
    return f'<link rel="alternate" type="{kind}" href="{escape(way)}" title="{escape(title)}">'
