"""The files of search and previews as leaves of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Final

from vaultgen.site.leaf import Leaf
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.scripts import SEARCH, SEARCHER, script_bytes
from vaultgen.site.search.documents import TOGETHER, document_address, document_script, order_of
from vaultgen.site.search.entries import Library, entries
from vaultgen.site.search.facets import facet_pack, facets, offered, orders
from vaultgen.site.search.packs import Pack, data_script
from vaultgen.site.search.previews import preview_address, preview_script, previewed
from vaultgen.site.search.texts import text_pack
from vaultgen.site.search.titles import title_pack
from vaultgen.site.sheet import NOTE_KINDS

__all__ = ["KINDS", "MANIFEST", "files", "leaves", "make", "page_addresses"]

KINDS: Final = ("search", "previews")
"""The kinds of leaf that `make` knows."""

MANIFEST: Final = "_data/search.js"
_PREVIEWS: Final = "_data/previews.js"


def leaves(library: Library, scope: Scope = ALL) -> Iterator[Leaf]:
    """The files of the site's own index, unless search is switched off, and of the previews, as far as in scope.

    Their keys are digests of their bytes: few of them change with a note, and all are worked out together.
    """
    settings, made = library.settings, dict[str, bytes]()
    if settings.search and (settings.offline or scope.has("search/search")):
        made.update(_search(library))
    if scope.has("search/previews"):
        made.update(_previews(library))
    for (kind, group), found in groupby(made.items(), key=lambda file: _group(file[0])):
        together = dict(found)
        yield Leaf(kind, group, tuple(together), _digest(together))


def make(library: Library, leaf: Leaf) -> tuple[bytes, ...]:
    """The bytes of the files of one of these leaves."""
    made = _previews(library) if leaf.kind == "previews" else _search(library)
    return tuple(made[address] for address in leaf.addresses)


def files(library: Library) -> Mapping[str, bytes]:
    """Every file of this room by its address."""
    return {**(_search(library) if library.settings.search else {}), **_previews(library)}


def _group(address: str) -> tuple[str, str]:
    if address in (SEARCH, SEARCHER):
        return "search", "script"
    name = address.removeprefix("_data/").removesuffix(".js")
    return ("previews" if name.startswith("previews") else "search", name)


def _digest(made: Mapping[str, bytes]) -> str:
    total = sha256()
    for data in made.values():
        total.update(data)
    return total.hexdigest()


def page_addresses(library: Library) -> tuple[str, ...]:
    """The addresses of the pages of notes, bases and canvases in the order of their numbers."""
    return tuple(library.addresses[path] for path in _paths(library))


def _paths(library: Library) -> tuple[str, ...]:
    paths = (path for path, sheet in library.sheets.items() if sheet.kind in NOTE_KINDS)
    return tuple(sorted(paths, key=lambda path: (library.addresses[path], path)))


@lru_cache(maxsize=1)  # the leaves are asked for first, then one by one
def _search(library: Library) -> dict[str, bytes]:
    pages, paths = entries(library), _paths(library)
    found = facets(library, paths)
    packs = [title_pack(pages), facet_pack(found)]
    own = library.settings.templates
    made = {SEARCH: script_bytes(own, SEARCH)}
    if library.settings.offline:
        packs.append(text_pack(library, paths))
    else:
        made[SEARCHER] = script_bytes(own, SEARCHER)
    manifest = {
        "pages": len(pages),
        "order": order_of(page.address for page in pages),
        "together": TOGETHER,
        "packs": {pack.name: pack.firsts for pack in packs},
        "facets": offered(found),
    }
    made[MANIFEST] = data_script("search", manifest)
    for pack in packs:
        made.update(_placed(pack))
    for name, order in orders(pages).items():
        made[f"_data/order-{name}.js"] = data_script(f"order-{name}", order)
    for shard in range(-(-len(pages) // TOGETHER)):
        some = pages[shard * TOGETHER : (shard + 1) * TOGETHER]
        made[document_address(shard)] = document_script(shard, some)
    return made


def _placed(pack: Pack) -> Iterator[tuple[str, bytes]]:
    return zip(pack.addresses, pack.files, strict=True)


@lru_cache(maxsize=1)
def _previews(library: Library) -> dict[str, bytes]:
    shards = previewed(library)
    made = {_PREVIEWS: data_script("previews", len(shards))}
    for shard, pages in enumerate(shards):
        sheets = ((address, library.sheets[path]) for address, path in pages)
        made[preview_address(shard)] = preview_script(shard, sheets)
    return made
