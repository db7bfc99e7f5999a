"""A canvas as it stands on a page: its picture, then the same as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.site.canvas.cards import Board, Card, read_board
from vaultgen.site.canvas.drawing import Content, draw
from vaultgen.site.canvas.listing import list_board, words
from vaultgen.site.goal import Goal, href
from vaultgen.site.graph.lettering import plain, written
from vaultgen.site.sheet import Fault, Sheet

__all__ = ["Shelf", "Shown", "render_canvas"]

_FAULTS: Final = 50  # of one canvas that are told
_WEB: Final = ("http://", "https://", "mailto:")


class Shelf(Protocol):
    """A vault in which links can be followed and files be read."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """What a link in the file `source` means."""

    def source(self, path: str) -> bytes:
        """The bytes of a published file."""


class Shown(Struct, frozen=True):
    """Something as HTML, and what is wrong with its source."""

    html: str
    faults: tuple[Fault, ...] = ()


def render_canvas(atlas: Shelf, path: str, page: str, text_html: Callable[[str], str] | None = None) -> Shown:
    """Show a canvas on the page at an address; `text_html` makes safe HTML of the Markdown of a text card."""
    text = atlas.source(path).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    board = read_board(text)
    if board.broken:
        fault = board.faults[0]
        told = f"This canvas cannot be shown: {fault.message} (line {fault.line})."
        return Shown(f'<p class="notice">{written(told)}</p>', board.faults)
    board, contents = _contents(_Desk(atlas, path, page, text_html), board, text)
    if not board.cards:
        return Shown('<p class="notice">This canvas is empty.</p>', board.faults)
    title = atlas.sheets[path].title if path in atlas.sheets else "Canvas"
    left_out = f'<p class="notice">{board.left_out:,} more cards are not shown.</p>' if board.left_out else ""
    picture, listed = draw(board, contents, plain(title)), list_board(board, contents)
    html = f'<figure class="canvas">{picture}{left_out}{listed}</figure>'
    return Shown(html, board.faults)


class _Desk(Struct, frozen=True):
    """Where a canvas is drawn: its path, the page that shows it, and who makes HTML of Markdown."""

    atlas: Shelf
    path: str
    page: str
    text_html: Callable[[str], str] | None

    def goal(self, card: Card, target: str) -> Goal:
        return self.atlas.goal(target, card.subpath, self.path)

    def words(self, text: str) -> str:
        """The words of a text on the canvas, without the names of private notes."""
        return words(text, lambda target: self.atlas.goal(target, "", self.path).state == "private")


def _contents(desk: _Desk, board: Board, text: str) -> tuple[Board, dict[str, Content]]:
    """What each card shows; cards of files that are not published vanish, with all their connections."""
    contents: dict[str, Content] = {}
    cards: list[Card] = []
    faults = list(board.faults)
    for card in board.cards:
        content = _content(desk, card)
        if content is None:
            continue
        if content.missing and len(faults) < _FAULTS:
            at = text.find(card.text)
            line = text.count("\n", 0, at) + 1 if at >= 0 else 0
            faults.append(Fault(line, f"there is no file {plain(card.text)}", "mend the card or remove it"))
        contents[card.id] = content
        cards.append(card)
    edges = tuple(
        replace(edge, label=_label(desk, edge.label))
        for edge in board.edges
        if edge.source in contents and edge.target in contents
    )
    return replace(board, cards=tuple(cards), edges=edges, faults=tuple(faults)), contents


def _content(desk: _Desk, card: Card) -> Content | None:
    if card.kind == "file":
        return _file(desk, card)
    if card.kind == "link":
        address = plain(card.text)
        way = address if address.lower().startswith(_WEB) else ""
        return Content(address or "Link", way=way, outside=bool(way))
    if card.kind == "group":
        return Content(_label(desk, card.text), image=_background(desk, card))
    return Content(desk.words(card.text), html=desk.text_html(card.text) if desk.text_html else "")


def _label(desk: _Desk, text: str) -> str:
    """The label of a group or connection, in which a link is none."""
    return desk.words(text) if "](" in text or "[[" in text else plain(text)


def _file(desk: _Desk, card: Card) -> Content | None:
    goal = desk.goal(card, card.text)
    if goal.state == "private":
        return None
    sheet = desk.atlas.sheets.get(goal.path)
    if goal.state == "missing" or sheet is None:
        return Content(plain(card.text) or "A file", missing=True)
    way = href(goal.address, desk.page, goal.fragment)
    if sheet.kind == "image":
        return Content(plain(sheet.title), way=way, image=way)
    kind = ", ".join(plain(one) for one in sheet.kinds[:3]) or sheet.kind
    written = plain(card.subpath.lstrip("#^"))
    part = next((head.text for head in sheet.headings if head.anchor == goal.fragment), written)
    return Content(plain(sheet.title), way=way, kind=kind, lead=plain(sheet.lead), part=part)


def _background(desk: _Desk, card: Card) -> str:
    """The way to the picture behind a group, or `""`."""
    if not card.background:
        return ""
    goal = desk.goal(card, card.background)
    sheet = desk.atlas.sheets.get(goal.path)
    return href(goal.address, desk.page) if goal.state == "asset" and sheet and sheet.kind == "image" else ""
