"""The desk at which the pages of notes are put together from what the rooms of the site make."""

from __future__ import annotations

from typing import cast

from vaultgen.site.atlas import Atlas
from vaultgen.site.bases.render import render_base
from vaultgen.site.build.keys import Keys
from vaultgen.site.build.making import Print
from vaultgen.site.build.memory import Made
from vaultgen.site.build.places import places_beside
from vaultgen.site.build.program import code_digest
from vaultgen.site.build.witness import Witness
from vaultgen.site.canvas.render import render_canvas
from vaultgen.site.digest import digest_of_text
from vaultgen.site.graph.leaves import Graph
from vaultgen.site.graph.local import local_graph
from vaultgen.site.markdown.press import Press
from vaultgen.site.pages import places
from vaultgen.site.pages.galleys import Galley
from vaultgen.site.pages.note_page import description, way_down
from vaultgen.site.pages.studio import Body, Studio, Tools
from vaultgen.site.reach.card import Card
from vaultgen.site.reach.head import head
from vaultgen.site.reach.twins import has_text, json_twin, text_twin, twin_addresses
from vaultgen.site.scripts import SEARCH, SITE, THEME, script_bytes
from vaultgen.site.sheet import Fault

__all__ = ["Desk"]


class Desk:
    """Makes the pages of the notes of one atlas, and knows what each of them depends on."""

    def __init__(self, atlas: Atlas, graph: Graph) -> None:
        self.atlas = atlas
        self.graph = graph
        self.witness = Witness(atlas)
        self._faults: list[Fault] = []
        self._graph = digest_of_text("")
        tools = Tools(
            body=self._body,
            graph=self._local_graph,
            head=self._head,
            list_head=self._list_head,
            world=self._world,
            world_key=lambda: graph.key,
            script=script_bytes(atlas.settings.templates, SITE),
            loaded=script_bytes(atlas.settings.templates, SEARCH),
            theme=script_bytes(atlas.settings.templates, THEME),
        )
        self.press = Press(
            self.witness, base_html=self._base, canvas_html=self._canvas, tag_address=places.tag_address
        )
        kept = places_beside(atlas.settings.output).hidden / "templates"
        self.studio = Studio(self.witness, tools, Galley(kept, ".gitignore", code_digest()))
        self.keys = Keys(atlas, self.studio.shell_key, self._around)
        self.witness.answer("")

    def addresses(self, path: str) -> tuple[str, ...]:
        """The files of a page: itself and its twins."""
        return (self.atlas.addresses[path], *twin_addresses(self.atlas, path))

    def key(self, path: str, made: Made, *, drawn: bool = False) -> str:
        """The key of a page as far as it can be told before it is made, by what making it asked for the last time.

        What its graph is chosen from is more than that shows, so it is drawn to see if it is another one; if it is
        only `drawn`, all else is what it was.
        """
        same, _, graph = made.key.partition(".")
        told = same if drawn else self.keys.page(path, made.asked)
        if told == same:
            graph = digest_of_text(local_graph(self.atlas, path, self.atlas.addresses[path]))
        return f"{told}.{graph}"

    def make(self, path: str) -> Print:
        """A page and its twins."""
        self._faults.clear()
        self.witness.answer(path)
        page = self.studio.note(path)
        twins = self._twins(path)
        asked = self.witness.answer(path)
        key = f"{self.keys.page(path, asked)}.{self._graph}"
        return Print((page, *twins), tuple(self._faults), key, asked)

    def _twins(self, path: str) -> tuple[bytes, ...]:
        if not self.atlas.settings.twins:
            return ()
        witness = cast("Atlas", self.witness)
        text = (text_twin(witness, path),) if has_text(witness, path) else ()
        return (*text, json_twin(witness, path))

    def _around(self, path: str) -> list[object]:
        """What a page shows of its place among others: the way down to it, its kinds, and who is beside it in time."""
        books, sheet = self.studio.books, self.atlas.sheets[path]
        beside = [
            (one.day, self.atlas.sheets[one.path].title, self.atlas.addresses[one.path])
            for one in books.beside(path)
            if one.path
        ]
        return [way_down(books, sheet), books.kinds_of(sheet), beside]

    def _body(self, path: str, page: str) -> Body:
        kind = self.atlas.sheets[path].kind
        if kind == "base":
            return Body(self._base(self.witness.text(path), path, None, page))
        if kind == "canvas":
            return Body(self._canvas(path, page))
        body = self.press.body(path, page)
        self._faults.extend(body.warnings)
        return Body(body.html, body.contents)

    def _base(self, text: str, this: str, view: str | None, page: str) -> str:
        self.witness.depend_on_all()
        shown = render_base(
            self.atlas, text, source=this, this=this, view=view, page=page, tag_address=places.tag_address
        )
        self._faults.extend(shown.faults)
        return shown.html

    def _canvas(self, path: str, page: str) -> str:
        shown = render_canvas(
            self.witness, path, page, lambda text: self.press.fragment(text, path, page).html
        )
        self._faults.extend(shown.faults)
        return shown.html

    def _local_graph(self, path: str, page: str) -> str:
        drawn = local_graph(self.atlas, path, page)
        self._graph = digest_of_text(drawn)
        return drawn

    def _world(self, page: str) -> str:
        return self.graph.html(page)

    def _head(self, path: str, page: str) -> str:
        return head(cast("Atlas", self.witness), self._card(path, page)) if path else ""

    def _list_head(self, page: str, title: str, description: str, kind: str) -> str:
        return head(cast("Atlas", self.witness), Card(page, title, description, kind=kind))

    def _card(self, path: str, page: str) -> Card:
        sheet = self.atlas.sheets[path]
        return Card(page, sheet.title, description(sheet), path, way_down(self.studio.books, sheet))
