"""A canvas as a list: its cards in reading order, group by group, then what is connected with what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote

from vaultgen.site.canvas.cards import Board, Card
from vaultgen.site.canvas.drawing import Content, linked
from vaultgen.site.graph.lettering import written
from vaultgen.site.plain import plain as as_read
from vaultgen.site.privacy import PRIVATE
from vaultgen.values.names import name_key

__all__ = ["list_board", "words"]

_DEEPEST: Final = 6  # groups in groups
_SHORT: Final = 300  # characters of a card's text in the list
_LINK: Final = re.compile(r"!?\[\[([^\[\]\n]+)\]\]|!?\[([^\[\]\n]*)\]\(<?([^()<>\n]*)>?\)")
_START: Final = re.compile(r"\A\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[.\]\s+)?|\d+[.)]\s+)")
_COMMENT: Final = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)


def words(text: str, is_private: Callable[[str], bool]) -> str:
    """The words of a card's Markdown, line by line, without its signs; only for showing, never as HTML.

    Links whose target is private keep the author's words for them, unless those tell the name.
    """

    def shown(link: re.Match[str]) -> str:
        target, _, display = (link[1] or f"{link[3]}|{link[2]}").partition("|")
        path = unquote(target.partition("#")[0].rstrip("\\").strip())
        if not is_private(path):
            return link[0]
        name = name_key(path.rpartition("/")[2].removesuffix(".md"))
        return PRIVATE if not display or name in name_key(display) else display

    lines = _LINK.sub(shown, _COMMENT.sub("", text)).split("\n")
    return "\n".join(line for line in (as_read(_START.sub("", line, count=1)) for line in lines) if line)


def list_board(board: Board, contents: Mapping[str, Content]) -> str:
    """Make the list; each card stands in the smallest group that it lies in."""
    inside = _nested(board)
    items = _items(inside, "", contents)
    ties = "".join(
        f"<li>{_short(contents[edge.source])} {_sign(edge.source_arrow, edge.target_arrow)} "
        f"{_short(contents[edge.target])}{': ' + written(edge.label) if edge.label else ''}</li>"
        for edge in board.edges
    )
    connections = f"<p>Connections</p><ol>{ties}</ol>" if ties else ""
    return (
        '<details class="c-list"><summary>Cards and connections as a list</summary>'
        f"<ol>{items}</ol>{connections}</details>"
    )


def _nested(board: Board) -> dict[str, list[Card]]:
    """The cards that stand in each group by its id, those in none under `""`; too deep a group is none."""
    groups = [card for card in board.cards if card.kind == "group"]
    depths = {"": 0}
    inside: defaultdict[str, list[Card]] = defaultdict(list)
    # A group comes after those that hold it, which are larger, or as large with an earlier id.
    for card in sorted(
        board.cards, key=lambda card: (card.kind != "group", -card.width * card.height, card.id)
    ):
        around = [group for group in groups if group is not card and _holds(group, card)]
        around = [group for group in around if depths[group.id] < _DEEPEST]
        home = min(around, key=lambda group: (group.width * group.height, group.id), default=None)
        name = home.id if home else ""
        depths[card.id] = depths[name] + 1
        inside[name].append(card)
    return inside


def _items(inside: Mapping[str, list[Card]], home: str, contents: Mapping[str, Content]) -> str:
    items = []
    for card in sorted(inside.get(home, ()), key=lambda card: (card.y, card.x, card.id)):
        content = contents[card.id]
        if card.kind == "group":
            inner = _items(inside, card.id, contents)
            name = written(content.title) or "Group"
            items.append(f"<li>{name}{f'<ol>{inner}</ol>' if inner else ''}</li>")
        else:
            note = (
                " (not found)" if content.missing else f" ({written(content.kind)})" if content.kind else ""
            )
            items.append(f"<li>{_short(content)}{note}</li>")
    return "".join(items)


def _holds(group: Card, card: Card) -> bool:
    """Whether a card lies in a group; of two groups of one size that lie alike, the first by its id is outside."""
    within = (
        group.x <= card.x
        and group.y <= card.y
        and card.x + card.width <= group.x + group.width
        and card.y + card.height <= group.y + group.height
    )
    if card.kind != "group" or not within:
        return within
    return (group.width * group.height, card.id) > (card.width * card.height, group.id)


def _short(content: Content) -> str:
    """A card in a few words, with its link."""
    text = content.title.replace("\n", " ")
    if content.way:
        return linked(content)
    return written(text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…") or "Empty card"


def _sign(back: bool, forth: bool) -> str:  # noqa: FBT001 - the two ends of a connection
    return "↔" if back and forth else "→" if forth else "←" if back else "—"
