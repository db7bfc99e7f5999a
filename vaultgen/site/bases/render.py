"""A base on a page: its views, and what a reader must know about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.cells import Painter, escape
from vaultgen.site.bases.query import compile_formulas, find
from vaultgen.site.bases.schema import Base, View, read_base, views_of
from vaultgen.site.bases.scope import Library, World
from vaultgen.site.bases.views import Sheetwise
from vaultgen.site.sheet import Fault
from vaultgen.values.names import name_key
from vaultgen.values.suggest import did_you_mean

__all__ = ["Shown", "render_base"]

MOST_ROWS: Final = 10_000
MOST_ROWS_EMBEDDED: Final = 1_000


class Shown(Struct, frozen=True):
    """A base as HTML, and what is wrong with it; lines count from the first of its YAML."""

    html: str
    faults: tuple[Fault, ...] = ()


def render_base(
    atlas: Library,
    text: str,
    *,
    source: str,
    this: str,
    view: str | None,
    page: str,
    tag_address: Callable[[str], str] = lambda _: "",
) -> Shown:
    """Show a base that stands in the file `source` on the page of the file `this`, whose address is `page`.

    The page of a base shows all of its views, each below a heading; anywhere else it shows the view of that
    name, or the first. `tag_address` gives the address of a tag's page, or `""`.
    """
    base = read_base(text)
    world = World(atlas, source=source, this=this, page=page)
    room = _Room(
        world, base, Painter(world, tag_address), own_page=source == this and source.endswith(".base")
    )
    try:
        compile_formulas(world, base)
        parts = room.views(view)
    except VaultgenError as error:
        world.say(str(error), "give it fewer notes, by a filter, or simpler formulas")
        parts = [f'<p class="base-notice">{escape(str(error))}</p>\n']
    shown = [*base.faults, *(fault for fault, is_shown in world.faults.items() if is_shown)]
    faults = tuple(sorted({*base.faults, *base.dated, *world.faults}, key=_place))
    return Shown(f'<div class="base">\n{_notices(shown)}{"".join(parts)}</div>\n', faults)


def _place(fault: Fault) -> tuple[int, str, str]:
    return fault.line, fault.message, fault.advice


class _Room:
    """The views of one base."""

    def __init__(self, world: World, base: Base, painter: Painter, *, own_page: bool) -> None:
        self.world = world
        self.base = base
        self.painter = painter
        self.own_page = own_page

    def views(self, wanted: str | None) -> list[str]:
        """The views that are asked for."""
        views = self.base.views
        if not self.own_page or wanted is not None:
            return [self.section(view, title=view.name or "Base", head="") for view in self.chosen(wanted)]
        return [
            self.section(view, title=named.text, head=f'<h2 id="{named.anchor}">{escape(named.text)}</h2>\n')
            for view, named in zip(views, views_of(self.base), strict=True)
        ]

    def chosen(self, wanted: str | None) -> tuple[View, ...]:
        """The view of that name, or the first."""
        views = self.base.views
        if wanted:
            key = name_key(wanted.strip().lstrip("#"))
            for view in views:
                if name_key(view.name) == key:
                    return (view,)
            self.world.line = 0
            known = did_you_mean(wanted, [view.name for view in views])
            self.world.say(f"the base has no view “{wanted[:80]}”", known)
        return views[:1]

    def section(self, view: View, *, title: str, head: str) -> str:
        """One view."""
        world = self.world
        if view.kind not in {"table", "cards", "list"}:
            world.line = view.line
            world.say(f"a view of type “{view.kind[:40]}” is shown as a table")
        most = MOST_ROWS if self.own_page else MOST_ROWS_EMBEDDED
        limited = replace(view, limit=min(view.limit or most, most))
        found = find(world, self.base, limited)
        if found.total > most and (view.limit or most + 1) > most:
            world.line = view.line
            world.say(f"only the first {most:,} of {found.total:,} notes are shown")
        shown = Sheetwise(self.painter, self.base, limited).html(found, title=title)
        return f'<section class="base-view">\n{head}{shown}</section>\n'


def _notices(faults: list[Fault]) -> str:
    """What readers are told: each message once."""
    messages = dict.fromkeys(fault.message for fault in faults)
    if not messages:
        return ""
    items = "".join(f"<li>{escape(message)}</li>" for message in messages)
    return f'<ul class="base-notice">{items}</ul>\n'
