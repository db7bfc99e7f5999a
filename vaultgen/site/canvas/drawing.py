"""A canvas as SVG.

Classes, for the stylesheet: `canvas` the figure, `c-view` the frame that scrolls, `c-board` the picture; `c-group`,
`c-card` with `c-text`, `c-file`, `c-link`, `c-image` or `c-missing`, and `c-edge` are the parts, each with `c-1` …
`c-6` for a colour of Obsidian, `c-own` for one of the file's own (which is the attribute `color`), or neither. All
lines and areas are to be drawn with `currentColor`: `rect` of cards and groups, `path.c-line`, `path.c-tip`.
`c-label` are letters of groups and edges, `c-plate` what lies behind those of edges; inside of a card `c-body` is
HTML (its own colour must be set), with `c-title`, `c-kind` and `c-lead`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from vaultgen.site.canvas.cards import Board, Card, Edge
from vaultgen.site.canvas.routes import Route, route
from vaultgen.site.graph.lettering import cut, width, wrap, written

__all__ = ["Content", "draw"]

_WIDEST: Final = 4_000  # pixels; a wider canvas is shown smaller
_EDGE: Final = 30  # around everything
_ABOVE: Final = 34  # above a group, for its label
_LETTERS: Final = 15  # size of the letters of edges
_LABEL: Final = 20  # size of the letters of groups
_LETTER: Final = 130  # square pixels that a letter of a card takes, at the least


class Content(Struct, frozen=True):
    """What a card shows: a title (of a text card all its words), the way to it, and what else is known.

    `html` is the text of a card made ready, `image` the way to a picture.
    """

    title: str
    way: str = ""
    kind: str = ""
    lead: str = ""
    part: str = ""
    html: str = ""
    image: str = ""
    outside: bool = False
    missing: bool = False


def draw(board: Board, contents: Mapping[str, Content], title: str) -> str:
    """Draw a canvas: groups below, then connections, then cards, then what is written on connections."""
    cards = {card.id: card for card in board.cards}
    routes = [(edge, route(edge, cards[edge.source], cards[edge.target])) for edge in board.edges]
    left, top, wide, tall = _frame(board, [way for _, way in routes])
    scale = min(1.0, _WIDEST / wide)
    size = f'width="{int(wide * scale)}" height="{int(tall * scale)}"'
    groups = "".join(_group(card, contents[card.id]) for card in board.cards if card.kind == "group")
    lines, labels = [], []
    for edge, way in routes:
        line, label = _edge(edge, way)
        lines.append(line)
        labels.append(label)
    drawn = "".join(_card(card, contents[card.id]) for card in board.cards if card.kind != "group")
    return (
        f'<div class="c-view" role="region" tabindex="0" aria-label="{written(title)}: canvas">'
        f'<svg class="c-board" viewBox="{left} {top} {wide} {tall}" {size} role="group" '
        f'aria-label="{written(title)}">{groups}{"".join(lines)}{drawn}{"".join(labels)}</svg></div>'
    )


def _frame(board: Board, routes: Iterable[Route]) -> tuple[int, int, int, int]:
    corners = [corner for way in routes for corner in way.corners]
    corners += [(card.x, card.y - (_ABOVE if card.kind == "group" else 0)) for card in board.cards]
    corners += [(card.x + card.width, card.y + card.height) for card in board.cards]
    left, right = min(x for x, _ in corners) - _EDGE, max(x for x, _ in corners) + _EDGE
    top, bottom = min(y for _, y in corners) - _EDGE, max(y for _, y in corners) + _EDGE
    return left, top, right - left, bottom - top


def colour_of(colour: str) -> tuple[str, str]:
    """The class and the attribute that a colour of a canvas becomes; the colour has been checked."""
    if not colour:
        return "", ""
    return (" c-own", f' color="{colour}"') if colour.startswith("#") else (f" c-{colour}", "")


def _rect(card: Card, radius: int) -> str:
    return f'<rect x="{card.x}" y="{card.y}" width="{card.width}" height="{card.height}" rx="{radius}"/>'


def _picture(card: Card, way: str, fit: str) -> str:
    return (
        f'<image x="{card.x}" y="{card.y}" width="{card.width}" height="{card.height}" '
        f'preserveAspectRatio="xMidYMid {fit}" href="{written(way)}"/>'
    )


def _group(card: Card, content: Content) -> str:
    name, attribute = colour_of(card.colour)
    picture = ""
    if content.image:
        picture = _picture(card, content.image, "meet" if card.style == "ratio" else "slice")
    label = ""
    if content.title:
        words = written(cut(content.title, card.width, _LABEL))
        label = (
            f'<text class="c-label" x="{card.x + 4}" y="{card.y - 10}" font-size="{_LABEL}">'
            f"<title>{written(content.title)}</title>{words}</text>"
        )
    return f'<g class="c-group{name}"{attribute}>{_rect(card, 10)}{picture}{label}</g>'


def _card(card: Card, content: Content) -> str:
    name, attribute = colour_of(card.colour)
    kind = "missing" if content.missing else "image" if content.image else card.kind
    inside = _picture_card(card, content) if content.image else _body(card, _filling(card, content))
    return f'<g class="c-card c-{kind}{name}"{attribute}>{_rect(card, 8)}{inside}</g>'


def _picture_card(card: Card, content: Content) -> str:
    return (
        f'<a href="{written(content.way)}" aria-label="{written(content.title)}">'
        f"<title>{written(content.title)}</title>{_picture(card, content.image, 'meet')}</a>"
    )


def _body(card: Card, html: str) -> str:
    # A card that may scroll must be within reach of the keyboard; a link in it would be enough.
    scrolls = "<a " not in html and len(html) * _LETTER > card.width * card.height
    reach = ' tabindex="0"' if scrolls else ""
    return (
        f'<foreignObject x="{card.x}" y="{card.y}" width="{card.width}" height="{card.height}">'
        f'<div class="c-body"{reach}>{html}</div></foreignObject>'
    )


def _filling(card: Card, content: Content) -> str:
    """The HTML inside of a card."""
    if card.kind == "text":
        return content.html or "".join(
            f"<p>{written(line)}</p>" for line in content.title.split("\n") if line
        )
    title = linked(content)
    part = f" <small>› {written(content.part)}</small>" if content.part else ""
    kind = f'<p class="c-kind">{written(content.kind)}</p>' if content.kind else ""
    lead = f'<p class="c-lead">{written(content.lead)}</p>' if content.lead else ""
    note = '<p class="c-kind">not found</p>' if content.missing else ""
    return f'<p class="c-title">{title}{part}</p>{kind}{lead}{note}'


def linked(content: Content) -> str:
    """The title of a card, as a link if it leads anywhere."""
    if not content.way:
        return written(content.title)
    outside = ' rel="noopener noreferrer nofollow" class="external"' if content.outside else ""
    return f'<a href="{written(content.way)}"{outside}>{written(content.title)}</a>'


def _edge(edge: Edge, way: Route) -> tuple[str, str]:
    """A connection, and what is written on it, which stands above the cards."""
    name, attribute = colour_of(edge.colour)
    tips = f'<path class="c-tip" d="{way.tips}"/>' if way.tips else ""
    line = f'<g class="c-edge{name}"{attribute}><path class="c-line" fill="none" d="{way.curve}"/>{tips}</g>'
    if not edge.label:
        return line, ""
    words = wrap(edge.label, min(max(way.room - 24, 80), 200), _LETTERS, 3)
    wide = max(width(line, _LETTERS) for line in words) + 12
    tall = 19 * len(words) + 5
    texts = "".join(
        f'<text class="c-label" x="{way.x}" y="{way.y - tall // 2 + 17 + 19 * at}" font-size="{_LETTERS}" '
        f'text-anchor="middle">{written(line)}</text>'
        for at, line in enumerate(words)
    )
    plate = (
        f'<rect class="c-plate" x="{way.x - wide // 2}" y="{way.y - tall // 2}" width="{wide}" height="{tall}" '
        'rx="4"/>'
    )
    title = f"<title>{written(edge.label)}</title>"
    return line, f'<g class="c-edge{name}"{attribute}>{title}{plate}{texts}</g>'
