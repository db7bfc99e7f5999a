"""The press: a note goes in, the HTML of its body comes out."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from msgspec import Struct

from vaultgen.site.markdown.blocks import write_blocks
from vaultgen.site.markdown.desk import Desk, Hooks
from vaultgen.site.markdown.embeds import write_embed
from vaultgen.site.markdown.head import without_head
from vaultgen.site.markdown.library import Library
from vaultgen.site.markdown.parser import parse
from vaultgen.site.markdown.slots import escape
from vaultgen.site.sheet import Fault, Heading
from vaultgen.values.names import tag_slug

__all__ = ["Body", "Press"]


class Body(Struct, frozen=True):
    """A note as a page shows it: safe HTML, the headings that it has, and what could not be shown as meant."""

    html: str
    contents: tuple[Heading, ...] = ()
    warnings: tuple[Fault, ...] = ()


def tag_page(tag: str) -> str:
    """The address of a tag's page."""
    return f"tags/{tag_slug(tag)}.html"


def _no_base(text: str, this: str, view: str | None, page: str) -> str:
    del text, this, view, page
    return '<p class="notice">A base stands here in Obsidian.</p>'


def _no_canvas(path: str, page: str) -> str:
    del path, page
    return '<p class="notice">A canvas stands here in Obsidian.</p>'


class Press:
    """Renders the notes of one vault."""

    def __init__(
        self,
        library: Library,
        *,
        base_html: Callable[[str, str, str | None, str], str] = _no_base,
        canvas_html: Callable[[str, str], str] = _no_canvas,
        tag_address: Callable[[str], str] = tag_page,
    ) -> None:
        self.library = library
        self.hooks = Hooks(base_html, canvas_html, tag_address)

    def body(self, path: str, page: str) -> Body:
        """Give a note's body as it is shown on the page at an address."""
        sheet = self.library.sheets[path]
        desk = self._desk(path, page, anchored=True)
        for heading in sheet.headings:
            desk.anchors.setdefault(heading.key, []).append(heading)
        desk.numbers = {name: number for number, name in enumerate(sheet.footnotes, 1)}
        parsed = parse(self.library.text(path))
        desk.definitions = parsed.definitions
        tokens, titled = without_head(parsed.tokens, sheet)
        if titled and sheet.headings and sheet.headings[0].level == 1:
            first = sheet.headings[0]
            desk.anchors[first.key].remove(first)
            desk.out.append(f'<span id="{escape(first.anchor)}"></span>')
        write_blocks(desk, tokens)
        return Body(desk.finished(), tuple(desk.contents), self._placed(path, desk.faults))

    def _placed(self, path: str, faults: list[Fault]) -> tuple[Fault, ...]:
        """Count the lines of faults from the beginning of the file, where the properties are."""
        if not faults:
            return ()
        before = self.library.source(path).count(b"\n") - self.library.text(path).count("\n")
        return tuple(fault._replace(line=fault.line + before) for fault in faults)

    def fragment(self, text: str, path: str, page: str) -> Body:
        """Give any text in the notation of notes, such as a canvas's card, as HTML without anchors.

        `path` is the file that it stands in, which its links start from.
        """
        desk = self._desk(path, page, anchored=False)
        desk.prefix = f"c{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}-"
        parsed = parse(text)
        desk.definitions = parsed.definitions
        write_blocks(desk, parsed.tokens)
        return Body(desk.finished(), (), tuple(desk.faults))

    def _desk(self, path: str, page: str, *, anchored: bool) -> Desk:
        return Desk(
            self.library,
            self.hooks,
            write_blocks,
            write_embed,
            source=path,
            page=page,
            anchored=anchored,
            trail=(path,),
        )
