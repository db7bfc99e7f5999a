"""The graph of the vault as a piece of a page: drawn, and as a table of the same notes.

Classes, for the stylesheet: `w-graph` all of it; `w-tools` what filters and finds (`w-kinds`, `w-relations`,
`w-find`, `w-zoom`; their inputs are `hidden` until the script shows them, and then serve as a legend), `w-view` the
frame, `w-world` the picture in it, `w-e` lines, `w-e w-hub` those to hubs (fainter), `w-n` a note (`a`) with `k-…`
for its kind and `w-hub` for a hub, `g-m` its mark, `w-t` names; set by the script: `w-hot` the lines of a note that
is pointed at, `w-dim` on `w-world` while one is, `w-on` on it and its neighbours; `w-told` a line of text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from vaultgen.site.goal import href
from vaultgen.site.graph.captions import LETTERS, caption
from vaultgen.site.graph.lettering import plain, written
from vaultgen.site.graph.marks import KINDS, mark
from vaultgen.site.graph.world import Dot, Line, World
from vaultgen.site.labels import label

__all__ = ["world_html"]

_RELATIONS: Final = 24  # relations that can be chosen one by one
_UNIT: Final = 45  # tenths that a mark is wide on each side


def world_html(world: World, page: str, *, scripts: Iterable[str] = ()) -> str:
    """The graph for the page at an address; `scripts` are the addresses of its scripts, the data first."""
    if not world.dots:
        return '<p class="notice">No notes are linked yet.</p>'
    loaded = "".join(f'<script defer src="{_way(script, page)}"></script>' for script in scripts)
    count = f"{len(world.dots):,}"
    left_out = (
        f" The {count} most connected are shown; {world.left_out:,} more are left out."
        if world.left_out
        else ""
    )
    return (
        f'<section class="w-graph" data-world>{_tools(world)}'
        f'<p class="w-skip"><a href="#w-table">Skip to the same as a table</a></p>'
        f'<div class="w-view">{_picture(world, page, count)}</div>'
        f'<p class="w-told" role="status">{count} notes, {_links(world)}.{left_out}</p>'
        f"{_table(world, page)}</section>{loaded}"
    )


def _way(script: str, page: str) -> str:
    """The way from a page to a script, with the version that its address may end in."""
    address, sign, version = script.partition("?")
    return f"{written(href(address, page))}{sign}{version}"


def _tools(world: World) -> str:
    kinds = Counter(dot.kind for dot in world.dots)
    marks = "".join(
        f'<label class="k-{kind}"><input type="checkbox" value="{kind}" checked hidden> '
        f'<svg class="w-key" viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">'
        f'<path class="g-m" d="{mark(kind, 0, 0)}"/></svg> {kind.capitalize()} '
        f'<span class="count">{kinds[kind]:,}</span></label>'
        for kind in KINDS
        if kinds[kind]
    )
    ties = Counter(line.relation for line in world.lines)
    named = [at for at, _ in sorted(ties.items(), key=lambda tie: (-tie[1], tie[0]))[:_RELATIONS]]
    relations = "".join(
        f'<label><input type="checkbox" value="{at}" checked> {written(label(world.relations[at]))} '
        f'<span class="count">{ties[at]:,}</span></label>'
        for at in sorted(named)
    )
    return (
        '<form class="w-tools" role="search" aria-label="Graph">'
        '<p class="w-find" hidden><label>Find a note <input type="search" list="w-names" autocomplete="off"></label>'
        '<datalist id="w-names"></datalist></p>'
        '<p class="w-zoom" hidden><button type="button" data-zoom="in" aria-label="Zoom in">+</button>'
        '<button type="button" data-zoom="out" aria-label="Zoom out">−</button>'
        '<button type="button" data-zoom="all">Whole graph</button></p>'
        f'<fieldset class="w-kinds"><legend>Kinds</legend>{marks}</fieldset>'
        f'<fieldset class="w-relations" hidden><legend>Links</legend>{relations}</fieldset></form>'
    )


def _picture(world: World, page: str, count: str) -> str:
    defined = "".join(f'<path id="m-{kind}" d="{mark(kind, 0, 0)}"/>' for kind in KINDS)
    dots = "".join(_dot(dot, page) for dot in world.dots)
    names = "".join(
        f'<text class="w-t" x="{dot.x}" y="{dot.y + dot.size + LETTERS}">{written(caption(plain(dot.title)))}</text>'
        for dot in world.dots
        if 0 < dot.scale <= 100
    )
    return (
        f'<svg class="w-world" viewBox="0 0 {world.wide} {world.tall}" role="group" direction="ltr" '
        f'aria-label="Graph of {count} notes"><defs>{defined}</defs>'
        f'<g class="w-lines" fill="none" opacity="{_faint(len(world.lines))}">{_lines(world)}</g>'
        f'<g class="w-dots">{dots}</g>'
        f'<g class="w-names" font-size="{LETTERS}" text-anchor="middle" aria-hidden="true">{names}</g></svg>'
    )


def _links(world: World) -> str:
    drawn = len(world.lines)
    return f"{drawn:,} of {drawn + world.not_drawn:,} links" if world.not_drawn else f"{drawn:,} links"


def _faint(lines: int) -> str:
    """How strong lines are drawn: the more there are, the less, or they would cover everything."""
    return "1" if lines <= 300 else f"0.{max(100 - lines // 30, 35)}"


def _lines(world: World) -> str:
    """All lines of a relation in one path, those to hubs apart."""
    drawn: dict[tuple[bool, int], list[str]] = {}
    for line in world.lines:
        hub = world.dots[line.one].hub or world.dots[line.other].hub
        drawn.setdefault((not hub, line.relation), []).append(_stroke(world, line))
    return "".join(
        f'<path class="w-e{"" if near else " w-hub"}" data-relation="{relation}" '
        f'vector-effect="non-scaling-stroke" d="{"".join(strokes)}"/>'
        for (near, relation), strokes in sorted(drawn.items())
    )


def _stroke(world: World, line: Line) -> str:
    one, other = world.dots[line.one], world.dots[line.other]
    return f"M{one.x} {one.y}l{other.x - one.x} {other.y - one.y}"


def _dot(dot: Dot, page: str) -> str:
    kind = "" if dot.kind == "note" else f" ({dot.kind})"
    scale = f"{dot.size * 10 // _UNIT}.{dot.size * 100 // _UNIT % 10}"
    hub = " w-hub" if dot.hub else ""
    links = f"{dot.links:,} link{'' if dot.links == 1 else 's'}"
    return (
        f'<a class="w-n k-{dot.kind}{hub}" href="{written(href(dot.address, page))}" '
        f'transform="translate({dot.x} {dot.y})"><title>{written(dot.title)}{kind}, {links}</title>'
        f'<use class="g-m" href="#m-{dot.kind}" transform="scale({scale})"/></a>'
    )


def _table(world: World, page: str) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a class="link" href="{written(href(dot.address, page))}">{written(dot.title)}</a></th>'
        f'<td>{dot.kind.capitalize()}</td><td class="num">{dot.links}</td></tr>'
        for dot in world.dots
    )
    return (
        '<div class="table" role="region" aria-label="Notes of the graph" tabindex="0">'
        '<table id="w-table" data-sortable><caption class="hidden">Notes of the graph</caption><thead><tr>'
        '<th scope="col" data-sort-as="text">Name</th><th scope="col" data-sort-as="text">Kind</th>'
        '<th scope="col" class="num" data-sort-as="number" aria-sort="descending">Links</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
