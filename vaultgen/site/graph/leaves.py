"""The files of the graph as leaves of the site: its data, and the script that makes it move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.graph.poster import world_html
from vaultgen.site.graph.world import World, choose, world
from vaultgen.site.labels import label
from vaultgen.site.leaf import Leaf
from vaultgen.site.scripts import GRAPH, script_bytes, versioned

__all__ = ["DATA", "KINDS", "graph_html", "graph_key", "leaves", "make"]

KINDS: Final = ("graph",)
"""The kinds of leaf that `make` knows."""

DATA: Final = "_data/graph.js"

_VERSION: Final = 1  # of the placing; another one places the same notes elsewhere


def leaves(atlas: Atlas) -> Iterator[Leaf]:
    """The data of the graph, whose key needs no placing, and its script."""
    yield Leaf("graph", "data", (DATA,), graph_key(atlas))
    yield Leaf("graph", "script", (GRAPH,), sha256(_script(atlas)).hexdigest())


def make(atlas: Atlas, leaf: Leaf) -> tuple[bytes, ...]:
    """The bytes of one of these leaves."""
    return (_data(_world(atlas)) if leaf.subject == "data" else _script(atlas),)


def graph_html(atlas: Atlas, page: str) -> str:
    """The graph as it stands on the page at an address, with its scripts."""
    return world_html(_world(atlas), page, scripts=(DATA, versioned(GRAPH, _script(atlas))))


@lru_cache(maxsize=1)
def graph_key(atlas: Atlas) -> str:
    """A digest of all that the graph of a vault shows and is placed by."""
    chosen = choose(atlas)
    known = [
        (
            path, atlas.sheets[path].title, atlas.sheets[path].kinds, atlas.addresses[path], atlas.degree(path),
            atlas.is_hub(path),
        )
        for path in chosen.paths
    ]  # fmt: skip
    told = repr((_VERSION, known, chosen))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _world(atlas: Atlas) -> World:
    """The world of a vault, placed once for its page and its data."""
    return world(atlas)


def _script(atlas: Atlas) -> bytes:
    return script_bytes(atlas.settings.templates, GRAPH)


def _data(known: World) -> bytes:
    """The graph for its script: per note title, kind, links, x, y, size, scale of its name, whether it is a hub."""
    told = {
        "wide": known.wide,
        "tall": known.tall,
        "relations": [label(relation) for relation in known.relations],
        "notes": [
            [dot.title, dot.kind, dot.links, dot.x, dot.y, dot.size, dot.scale, int(dot.hub), dot.address]
            for dot in known.dots
        ],
        "lines": [number for line in known.lines for number in (line.one, line.other, line.relation)],
        "leftOut": known.left_out,
    }
    text = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")
    return f"self.vaultgenGraph={text};\n".encode()
