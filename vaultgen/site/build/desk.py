"""The desk at which the pages of notes are put together from what the rooms of the site make."""

from __future__ import annotations

from hashlib import blake2b
from typing import cast

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.keys import Keys
from vaultgen.site.build.making import Print
from vaultgen.site.build.memory import Made
from vaultgen.site.build.witness import Asked, Witness
from vaultgen.site.markdown.press import Press
from vaultgen.site.pages import places
from vaultgen.site.pages.books import NOWHEN
from vaultgen.site.pages.note_page import description
from vaultgen.site.pages.studio import Body, Studio, Tools
from vaultgen.site.pages.words import plural
from vaultgen.site.reach.card import Card
from vaultgen.site.reach.head import head
from vaultgen.site.reach.twins import has_text, json_twin, text_twin, twin_addresses
from vaultgen.site.sheet import Fault

__all__ = ["Desk"]


class Desk:
    """Makes the pages of the notes of one atlas, and knows what each of them depends on."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.witness = Witness(atlas)
        self._faults: list[Fault] = []
        self._graph = ""
        tools = Tools(body=self._body, graph=self._local_graph, extra=self._head)
        self.press = Press(cast("Atlas", self.witness), tag_address=places.tag_address)
        self.studio = Studio(self.witness, tools)
        self.keys = Keys(atlas, self.studio.shell_key, {path: self._around(path) for path in atlas.sheets})
        self.witness.answer("")

    def addresses(self, path: str) -> tuple[str, ...]:
        """The files of a page: itself and its twins."""
        return (self.atlas.addresses[path], *twin_addresses(self.atlas, path))

    def key(self, path: str, made: Made | None) -> str:
        """The key of a page as it was made for the last time, if what it showed is still so; `""` for a new page."""
        if made is None:
            return ""
        return self._key(path, made.asked)

    def _key(self, path: str, asked: Asked) -> str:
        return f"{self.keys.page(path, asked)}.{self.keys.graph(path)}"

    def make(self, path: str) -> Print:
        """A page and its twins."""
        self._faults.clear()
        self.witness.answer(path)
        page = self.studio.note(path)
        twins = self._twins(path)
        asked = self.witness.answer(path)
        return Print((page, *twins), tuple(self._faults), self._key(path, asked), asked, self._graph)

    def _twins(self, path: str) -> tuple[bytes, ...]:
        if not self.atlas.settings.twins:
            return ()
        witness = cast("Atlas", self.witness)
        text = (text_twin(witness, path),) if has_text(witness, path) else ()
        return (*text, json_twin(witness, path))

    def _around(self, path: str) -> list[object]:
        """What a page shows of its place among others: the kinds that have a page, and its siblings."""
        books, sheet = self.studio.books, self.atlas.sheets[path]
        siblings = [
            (one.day, self.atlas.sheets[one.path].title, self.atlas.addresses[one.path])
            for one in books.siblings.get(path, (NOWHEN, NOWHEN))
            if one.path
        ]
        return [[kind in books.kinds for kind in sheet.kinds], siblings]

    def _body(self, path: str, page: str) -> Body:
        body = self.press.body(path, page)
        self._faults.extend(body.warnings)
        return Body(body.html, body.contents)

    def _local_graph(self, path: str, page: str) -> str:
        del path, page
        return ""

    def _head(self, path: str, page: str) -> str:
        return head(cast("Atlas", self.witness), self._card(path, page)) if path else ""

    def _card(self, path: str, page: str) -> Card:
        sheet = self.atlas.sheets[path]
        books = self.studio.books
        crumbs = [("Home", places.HOME)]
        kind = next((kind for kind in sheet.kinds if kind in books.kinds and sheet.listed), "")
        folder = path.rpartition("/")[0]
        if kind:
            crumbs.append((plural(kind), places.kind_address(kind)))
        elif folder:
            crumbs.append((folder.rpartition("/")[2], places.folder_address(folder)))
        return Card(page, sheet.title, description(sheet), path, tuple(crumbs))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
