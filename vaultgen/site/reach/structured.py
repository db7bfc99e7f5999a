"""What a page is about, in the vocabulary of schema.org, as JSON that no text can break out of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import href
from vaultgen.site.reach.card import Card
from vaultgen.site.reach.places import absolute, table_of
from vaultgen.site.reach.shown import named, shown

__all__ = ["json_for_html", "structured"]

Thing = dict[str, Any]

_ORGANIZATIONS: Final = frozenset(
    {
        "company",
        "companies",
        "investor",
        "investors",
        "fund",
        "organization",
        "organisation",
        "startup",
        "firm",
    }
)
_PEOPLE: Final = frozenset({"person", "people", "founder", "contact"})
_EVERYWHERE: Final = (
    "website",
    "homepage",
    "url",
    "site",
    "linkedin",
    "twitter",
    "x",
    "crunchbase",
    "wikipedia",
)
_UNSAFE: Final = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
_encode: Final = json.JSONEncoder(ensure_ascii=False, default=str).encode


def structured(atlas: Atlas, card: Card) -> tuple[Thing, ...]:
    """What can be said of the page: who or what it is about, where it stands, which data it offers."""
    things = [*_subject(atlas, card), *_data(atlas, card), *_crumbs(atlas, card)]
    return tuple({"@context": "https://schema.org", **thing} for thing in things)


def json_for_html(thing: Any) -> str:
    """JSON that may stand in a script element: it holds no sign that could end one."""
    told = _encode(thing)
    for sign, escape in _UNSAFE:
        told = told.replace(sign, escape)
    return told


def _subject(atlas: Atlas, card: Card) -> Iterator[Thing]:
    sheet = atlas.sheets.get(card.path)
    if sheet is None:
        return
    kind = _type(sheet.kinds)
    if kind:
        more = _organization if kind == "Organization" else _person
        yield _without_gaps({"@type": kind, **_named(atlas, card), **more(atlas, card.path)})


def _type(kinds: Iterable[str]) -> str:
    """What a note of some kinds is about, if that is an organization or a person."""
    known = {kind.lower() for kind in kinds}
    return "Organization" if known & _ORGANIZATIONS else "Person" if known & _PEOPLE else ""


def _named(atlas: Atlas, card: Card) -> Thing:
    sheet = atlas.sheets[card.path]
    links = [_one(atlas, name, card.path) for name in _EVERYWHERE]
    return {
        "name": card.title,
        "alternateName": [alias for alias in sheet.aliases if alias != card.title],
        "description": card.description,
        "url": _way(atlas, card.address, card),
        "sameAs": [link for link in links if link.startswith(("https://", "http://"))],
    }


def _organization(atlas: Atlas, path: str) -> Thing:
    return {
        "foundingDate": _one(atlas, "founded", path),
        "location": _one(atlas, "hq", path) or _one(atlas, "location", path),
        "founder": _others(atlas, "founders", path, "Person"),
        "funder": _others(atlas, "investors", path, "Organization"),
    }


def _person(atlas: Atlas, path: str) -> Thing:
    works = [one for name in ("company", "companies", "works_at") for one in named(atlas, name, path)]
    return {
        "jobTitle": _one(atlas, "role", path) or _one(atlas, "title_held", path),
        "worksFor": [{"@type": "Organization", "name": name} for name, _ in works],
    }


def _others(atlas: Atlas, relation: str, path: str, kind: str) -> list[Thing]:
    """What a property names: of this type unless its note says otherwise, with its address if it has a page."""
    return [
        _without_gaps(
            {
                "@type": (goal and _type(goal.kinds)) or kind,
                "name": name,
                "url": absolute(atlas.settings, goal.address) if goal else "",
            }
        )
        for name, goal in named(atlas, relation, path)
    ]


def _data(atlas: Atlas, card: Card) -> Iterator[Thing]:
    """The table of an index of one kind."""
    if card.kind:
        yield _without_gaps(
            {
                "@type": "Dataset",
                "name": f"{atlas.settings.title}: {card.title}",
                "description": card.description
                or f"{card.title} of {atlas.settings.title} with their properties",
                "url": _way(atlas, card.address, card),
                "isAccessibleForFree": True,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": "text/csv",
                        "contentUrl": _way(atlas, table_of(card.kind), card),
                    }
                ],
            }
        )


def _crumbs(atlas: Atlas, card: Card) -> Iterator[Thing]:
    if card.crumbs:
        places = [*card.crumbs, (card.title, card.address)]
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                _without_gaps(
                    {
                        "@type": "ListItem",
                        "position": number,
                        "name": title,
                        "item": _way(atlas, address, card) if address else "",
                    }
                )
                for number, (title, address) in enumerate(places, 1)
            ],
        }


def _way(atlas: Atlas, address: str, card: Card) -> str:
    return absolute(atlas.settings, address) or href(address, card.address)


def _one(atlas: Atlas, name: str, path: str) -> str:
    """The first text of a property."""
    value = atlas.sheets[path].properties.get(name)
    if value is None:
        return ""
    texts = shown(atlas, value, path)
    first = next(iter(texts), "") if isinstance(texts, list) else texts
    return "" if first is None or isinstance(first, dict) else str(first)


def _without_gaps(thing: Thing) -> Thing:
    """The thing without its empty texts and lists."""
    return {key: value for key, value in thing.items() if value}
