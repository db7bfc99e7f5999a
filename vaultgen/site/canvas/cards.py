"""The cards and connections of a JSON Canvas 1.0 file, read so that nothing in it can surprise."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec import Struct

from vaultgen.site.graph.lettering import plain
from vaultgen.site.sheet import Fault

__all__ = ["MOST_CARDS", "MOST_EDGES", "Board", "Card", "CardKind", "Edge", "Side", "read_board"]

MOST_CARDS: Final = 1_000
MOST_EDGES: Final = 2_000
_FARTHEST: Final = 100_000  # units from the middle; whatever is further out stands at the edge
_LARGEST: Final = 20_000  # units that a card is wide or high
_LONGEST: Final = 20_000  # characters of one text
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

CardKind = Literal["text", "file", "link", "group"]
Side = Literal["top", "right", "bottom", "left"]


class Card(Struct, frozen=True):
    """One card. `text` is its text, the path of its file, its address or its label, as its kind has it.

    `colour` is one of `1` … `6`, a checked `#rrggbb`, or `""`.
    """

    id: str
    kind: CardKind
    x: int
    y: int
    width: int
    height: int
    text: str = ""
    subpath: str = ""
    colour: str = ""
    background: str = ""
    style: str = ""


class Edge(Struct, frozen=True):
    """A connection between two cards, by their ids; a side is `""` where the file leaves it open."""

    source: str
    target: str
    source_side: Side | Literal[""] = ""
    target_side: Side | Literal[""] = ""
    source_arrow: bool = False
    target_arrow: bool = True
    colour: str = ""
    label: str = ""


class Board(Struct, frozen=True):
    """A canvas as it can be shown, and what is wrong with its file; `left_out` cards are too many."""

    cards: tuple[Card, ...] = ()
    edges: tuple[Edge, ...] = ()
    faults: tuple[Fault, ...] = ()
    broken: bool = False
    left_out: int = 0


def read_board(text: str) -> Board:
    """Read a canvas; a file that is empty is an empty canvas, and of a broken one the fault is told."""
    if not text.strip():
        return Board()
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        return _broken(error.lineno, f"this is no JSON: {error.msg.lower()} in column {error.colno}")
    except (RecursionError, ValueError):
        return _broken(1, "this is no JSON that a canvas can be")
    if not isinstance(found, dict):
        return _broken(1, "a canvas is an object with `nodes` and `edges`")
    for name in ("nodes", "edges"):
        if not isinstance(found.get(name, []), list):
            return _broken(_line(text, f'"{name}"'), f"`{name}` must be a list")
    faults: list[Fault] = []
    cards = _cards(text, found.get("nodes", []), faults)
    edges = _edges(text, found.get("edges", []), {card.id for card in cards}, faults)
    left_out = max(len(found.get("nodes", [])) - MOST_CARDS, 0)
    if left_out:
        faults.append(
            Fault(0, f"{left_out:,} of its cards are not shown", f"part it: {MOST_CARDS:,} cards fit on one")
        )
    return Board(cards, edges, tuple(faults), left_out=left_out)


def _broken(line: int, message: str) -> Board:
    return Board(faults=(Fault(line, message, "open it in Obsidian or mend it by hand"),), broken=True)


def _line(text: str, written: str) -> int:
    at = text.find(written)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _cards(text: str, nodes: list[Any], faults: list[Fault]) -> tuple[Card, ...]:
    cards: dict[str, Card] = {}
    for place, node in enumerate(nodes[:MOST_CARDS]):
        card = _card(node, place)
        if card is None:
            if len(faults) < 20:
                faults.append(Fault(_place(text, node), f"card {place + 1} has no kind that is known"))
        elif card.id in cards:
            faults.append(Fault(_line(text, json.dumps(card.id)), f"two cards have the id {plain(card.id)}"))
        else:
            cards[card.id] = card
    return tuple(cards.values())


def _place(text: str, node: Any) -> int:
    """The line of a node, as far as its id tells."""
    name = node.get("id") if isinstance(node, dict) else None
    return _line(text, json.dumps(name, ensure_ascii=False)) if isinstance(name, str) else 0


_TEXTS: Final = {"text": "text", "file": "file", "link": "url", "group": "label"}


def _card(node: Any, place: int) -> Card | None:
    if not isinstance(node, dict):
        return None
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in _TEXTS:
        return None
    return Card(
        _text(node, "id") or f"card {place}",
        kind,  # type: ignore[arg-type]  # one of the keys of _TEXTS
        _number(node.get("x"), -_FARTHEST, _FARTHEST, 0),
        _number(node.get("y"), -_FARTHEST, _FARTHEST, 0),
        _number(node.get("width"), 20, _LARGEST, 250),
        _number(node.get("height"), 20, _LARGEST, 60),
        _text(node, _TEXTS[kind]),
        _text(node, "subpath"),
        _colour(node.get("color")),
        _text(node, "background"),
        _text(node, "backgroundStyle"),
    )


def _edges(text: str, edges: list[Any], known: set[str], faults: list[Fault]) -> tuple[Edge, ...]:
    made: list[Edge] = []
    loose = 0
    for edge in edges[:MOST_EDGES]:
        if not isinstance(edge, dict):
            continue
        source, target = _text(edge, "fromNode"), _text(edge, "toNode")
        if source in known and target in known:
            made.append(
                Edge(
                    source, target, _side(edge.get("fromSide")), _side(edge.get("toSide")),
                    edge.get("fromEnd") == "arrow", edge.get("toEnd") != "none",
                    _colour(edge.get("color")), plain(_text(edge, "label"))[:200],
                )
            )  # fmt: skip
        elif loose < 20:
            loose += 1
            faults.append(Fault(_place(text, edge), "a connection has no card at one of its ends"))
    if len(edges) > MOST_EDGES:
        faults.append(Fault(0, f"{len(edges) - MOST_EDGES:,} of its connections are not shown"))
    return tuple(made)


def _text(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    return "".join(_safe(value[:_LONGEST])) if isinstance(value, str) else ""


def _safe(text: str) -> Iterator[str]:
    """The signs of a text that a file in UTF-8 and HTML can hold."""
    for sign in text:
        if not "\ud800" <= sign <= "\udfff" and (sign >= " " or sign in "\t\n\r"):
            yield sign


def _number(value: Any, low: int, high: int, usual: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(_float(value)):
        return usual
    return min(max(round(value), low), high)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _colour(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value.lower() if (value in {"1", "2", "3", "4", "5", "6"} or _HEX.fullmatch(value)) else ""


def _side(value: Any) -> Side | Literal[""]:
    sides: tuple[Side, ...] = ("top", "right", "bottom", "left")
    return next((side for side in sides if side == value), "")
