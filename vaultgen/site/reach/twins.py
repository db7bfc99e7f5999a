"""A page once more for other programs: its text as Markdown, and what is known of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from vaultgen.site.atlas import Atlas
from vaultgen.site.public_text import public_text
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.places import absolute, twins_of
from vaultgen.site.reach.shown import shown_properties

__all__ = ["has_text", "json_twin", "text_twin", "twin_addresses"]


def has_text(atlas: Atlas, path: str) -> bool:
    """Whether a page has a text: those of bases and canvases have data alone."""
    return atlas.sheets[path].kind == "note"


def twin_addresses(atlas: Atlas, path: str) -> tuple[str, ...]:
    """The addresses of the twins of a page, its text first; none if a person wants none."""
    if not atlas.settings.twins:
        return ()
    text, data = twins_of(atlas.addresses[path])
    return (text, data) if has_text(atlas, path) else (data,)


def text_twin(atlas: Atlas, path: str) -> bytes:
    """What the note says, as far as everybody may read it."""
    return public_text(atlas, path).encode("utf-8", "replace")


def json_twin(atlas: Atlas, path: str) -> bytes:
    """What is known of the page, its links and its backlinks with their addresses in the site."""
    sheet = atlas.sheets[path]
    address = atlas.addresses[path]
    twin = {
        "title": sheet.title,
        "path": path,
        "address": address,
        "url": absolute(atlas.settings, address),
        "kinds": sheet.kinds,
        "tags": sheet.tags,
        "aliases": sheet.aliases,
        "updated": changed(sheet),
        "lead": sheet.lead,
        "words": sheet.words,
        "properties": shown_properties(atlas, path),
        "headings": [{"level": one.level, "text": one.text, "anchor": one.anchor} for one in sheet.headings],
        "links": list(_links(atlas, path)),
        "backlinks": _backlinks(atlas, path),
    }
    return msgspec.json.format(_told(twin), indent=1) + b"\n"  # json's own indenting is twenty times slower


def _told(twin: dict[str, Any]) -> bytes:
    """The data as JSON; half a character, as names of files may have, becomes a question mark."""
    try:
        return msgspec.json.encode(twin)
    except UnicodeEncodeError:
        return json.dumps(twin, ensure_ascii=False).encode("utf-8", "replace")


def _links(atlas: Atlas, path: str) -> Iterator[dict[str, Any]]:
    """The links that stand in the file, but for those to what is not published."""
    for link in atlas.sheets[path].links:
        if link.hidden:
            continue
        goal = atlas.goal(link.target, link.subpath, path)
        if goal.state != "private":
            yield {
                "text": link.display or goal.title or link.target,
                "address": goal.address,
                "anchor": goal.fragment,
                "relation": link.relation,
                "embed": link.embed,
            }


def _backlinks(atlas: Atlas, path: str) -> list[dict[str, Any]]:
    sheets, addresses = atlas.sheets, atlas.addresses
    return [
        {
            "title": sheets[source].title,
            "address": addresses[source],
            "relation": link.relation,
            "section": link.section,
        }
        for source, link in atlas.backlinks(path)
    ]
