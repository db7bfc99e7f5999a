"""Lists of all pages: one for programs, one for language models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import href
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.kinds import by_kind, pages
from vaultgen.site.reach.places import SITE_DATA, absolute, table_of, twins_of
from vaultgen.site.reach.twins import has_text
from vaultgen.site.sheet import Sheet

__all__ = ["MOST", "llms", "ranked_notes", "site_data"]

MOST: Final = 200
"""Notes of one kind in the list for language models, which is meant to be short."""

_LLMS: Final = "llms.txt"
_MARKS: Final = re.compile(r"([\\\[\]])")


def site_data(atlas: Atlas) -> bytes:
    """Every page with what it is about, as JSON."""
    settings = atlas.settings
    rows = [_row(atlas, sheet) for sheet in pages(atlas)]
    about = {
        "title": settings.title,
        "description": settings.description,
        "language": settings.language,
        "url": settings.url,
        "updated": atlas.newest,
        "pages": rows,
    }
    try:
        return msgspec.json.encode(about) + b"\n"
    except UnicodeEncodeError:  # half a character, as names of files may have
        told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
        return f"{told}\n".encode("utf-8", "replace")


def _row(atlas: Atlas, sheet: Sheet) -> dict[str, object]:
    return {
        "title": sheet.title,
        "address": atlas.addresses[sheet.path],
        "kinds": sheet.kinds,
        "tags": sheet.tags,
        "aliases": sheet.aliases,
        "updated": changed(sheet),
        "lead": sheet.lead,
    }


def llms(atlas: Atlas) -> bytes:
    """The site for language models: what it is, and where the texts of its notes stand, the best linked first."""
    settings = atlas.settings
    lines = [f"# {_line(settings.title)}", ""]
    if settings.description:
        lines += [f"> {_line(settings.description)}", ""]
    for title, notes, count in ranked_notes(atlas):
        lines += [f"## {_line(title)}", "", *(_item(atlas, sheet) for sheet in notes)]
        if count > len(notes):
            lines.append(f"- … and {count - len(notes):,} more")
        lines.append("")
    lines += [
        "## Optional",
        "",
        f"- [All pages]({_way(atlas, SITE_DATA)}): titles, kinds, tags and dates as JSON",
    ]
    for kind, _ in by_kind(atlas).values():
        lines.append(f"- [{_line(kind)}]({_way(atlas, table_of(kind))}): all properties as CSV")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def ranked_notes(atlas: Atlas) -> Iterator[tuple[str, Sequence[Sheet], int]]:
    """The notes of each kind and those of none that are linked best, with how many there are."""
    lone = [sheet for sheet in pages(atlas) if sheet.kind == "note" and sheet.listed and not sheet.kinds]
    for title, notes in (*by_kind(atlas).values(), *([("Notes", lone)] if lone else [])):
        ranked = atlas.best_tied((sheet.path for sheet in notes), MOST)
        yield title, [atlas.sheets[path] for path in ranked], len(notes)


def _item(atlas: Atlas, sheet: Sheet) -> str:
    address = atlas.addresses[sheet.path]
    if atlas.settings.twins and has_text(atlas, sheet.path):
        address = twins_of(address)[0]
    lead = f": {_line(sheet.lead)}" if sheet.lead else ""
    title = _MARKS.sub(r"\\\1", _line(sheet.title))
    return f"- [{title}]({_way(atlas, address)}){lead}"


def _way(atlas: Atlas, address: str) -> str:
    way = absolute(atlas.settings, address) or href(address, _LLMS)
    return way.replace("(", "%28").replace(")", "%29")


def _line(text: str) -> str:
    return " ".join(text.split())
