"""The files of the graph as leaves of the site: its data, and the script that makes it move."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.graph.placing import DATA_BEGIN, DATA_END, placing_in
from vaultgen.site.graph.poster import world_html
from vaultgen.site.graph.world import VERSION, Choice, World, choose, world
from vaultgen.site.labels import label
from vaultgen.site.leaf import Leaf
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.scripts import GRAPH, script_bytes, versioned

__all__ = ["DATA", "KINDS", "Graph"]

KINDS: Final = ("graph",)
"""The kinds of leaf that `make` knows."""

DATA: Final = "_data/graph.js"


class Graph:
    """The files of the graph of one vault, and what stands of it on its page.

    `before` gives the data of the graph that is shown now, if there is one that this program made, or nothing.
    """

    def __init__(self, atlas: Atlas, before: Callable[[], bytes] = bytes) -> None:
        self.atlas = atlas
        self._before = before

    def leaves(self, scope: Scope = ALL) -> Iterator[Leaf]:
        """The data of the graph, whose key needs no placing, and its script, unless both are out of scope."""
        if scope.has("graph/graph"):
            yield Leaf("graph", "data", (DATA,), self.key)
            yield Leaf("graph", "script", (GRAPH,), sha256(self._script).hexdigest())

    def make(self, leaf: Leaf) -> tuple[bytes, ...]:
        """The bytes of one of these leaves."""
        return (_data(self._world) if leaf.subject == "data" else self._script,)

    def html(self, page: str) -> str:
        """The graph as it stands on the page at an address, with its scripts."""
        return world_html(self._world, page, scripts=(DATA, versioned(GRAPH, self._script)))

    @cached_property
    def key(self) -> str:
        """A digest of all that the graph of a vault shows and is placed by."""
        atlas = self.atlas
        chosen = self._chosen
        known = [
            (
                path, atlas.sheets[path].title, atlas.sheets[path].kinds, atlas.addresses[path], atlas.degree(path),
                atlas.is_hub(path),
            )
            for path in chosen.paths
        ]  # fmt: skip
        told = repr((VERSION, known, chosen))
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _chosen(self) -> Choice:
        return choose(self.atlas)

    @cached_property
    def _world(self) -> World:
        return world(self.atlas, self._chosen, placing_in(self._before()))

    @cached_property
    def _script(self) -> bytes:
        return script_bytes(self.atlas.settings.templates, GRAPH)


def _data(known: World) -> bytes:
    """The graph for its script: per note title, kind, links, x, y, size, scale of its name, whether it is a hub."""
    told = {
        "wide": known.wide,
        "tall": known.tall,
        "placed": known.placed,
        "relations": [label(relation) for relation in known.relations],
        "notes": [
            [dot.title, dot.kind, dot.links, dot.x, dot.y, dot.size, dot.scale, int(dot.hub), dot.address]
            for dot in known.dots
        ],
        "lines": [number for line in known.lines for number in (line.one, line.other, line.relation)],
        "leftOut": known.left_out,
    }
    text = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")
    return DATA_BEGIN + text.encode() + DATA_END
