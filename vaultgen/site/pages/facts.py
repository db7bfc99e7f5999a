"""The strip of facts of a profile, and the panel of all that its properties say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from vaultgen.site.labels import inverse_label, label
from vaultgen.site.pages.books import order_key
from vaultgen.site.pages.figures import MARKS, Figure, figure_of, figure_word, worths_of
from vaultgen.site.pages.pieces import Desk, Piece, in_a_row, link_piece
from vaultgen.site.rounds import Round
from vaultgen.site.sheet import Sheet

__all__ = ["Fact", "Strip", "facts", "last_round", "panel"]

_SUMS: Final = (
    "total_raised",
    "annualized_revenue",
    "revenue",
    "arr",
    "aum",
    "fund_size",
    "amount",
    "market_size",
)
_PLAIN: Final = (
    "stage", "ceo", "founders", "publisher", "author", "authors", "published", "date", "founded", "hq",
    "headquarters", "location", "country", "sector", "industry", "employees", "headcount", "ticker", "role",
    "company", "employer", "website", "url", "backed", "portfolio",
)  # fmt: skip
_TELLING: Final = (
    "ceo",
    "founders",
    "chair",
    "investors",
    "lead_investors",
    "leads",
    "acquired",
    "parent",
    "publisher",
)
_NAMED: Final = 3
_MOST: Final = 8
_SILENT: Final = frozenset({"id", "kind", "type", "category", "tags", "tag", "aliases", "alias", "title", "cssclasses",
                            "cssclass", "publish", "permalink", "updated"})  # fmt: skip
_SHORT: Final = 60


class Fact(NamedTuple):
    """One line of facts: a figure, or the pieces of a property and how many are left out."""

    label: str
    pieces: tuple[Piece, ...] = ()
    figure: Figure | None = None
    more: int = 0


class Strip(NamedTuple):
    """The figure that a note is known by, the pending one beside it, and the facts below."""

    label: str = ""
    figure: Figure | None = None
    pending: Figure | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.facts or self.figure or self.pending)


def facts(desk: Desk, sheet: Sheet, rounds: Sequence[Round] = ()) -> Strip:
    """Choose what a reader looks for first; a vault without the usual names gives its first short properties."""
    properties = sheet.properties
    named = {figure_word(key) for key in properties}
    sums = {
        stem: sum_
        for stem in _SUMS
        if stem in named and (sum_ := figure_of(properties, stem, sheet.figures)) is not None
    }
    figure, pending = worths_of(properties, sheet.figures)
    found = [Fact(label(stem), figure=sum_) for stem, sum_ in sums.items()]
    found.extend(_last_round(desk, properties, rounds))
    found.extend(_known_for(desk))
    known = {key.lower(): key for key in properties}
    found.extend(_plain(desk, properties, [known[key] for key in _PLAIN if key in known]))
    if not (figure or pending or found):
        found.extend(_plain(desk, properties, [key for key in properties if key.lower() not in _SILENT]))
    return Strip(label("valuation") if figure or pending else "", figure, pending, tuple(found[:_MOST]))


def last_round(properties: Mapping[str, Any], rounds: Sequence[Round]) -> Round | None:
    """The round of a note's tables that its properties call the last one."""
    day = properties.get("last_round_date")
    if not isinstance(day, str) or not day:
        return None
    own = [one for one in rounds if one.company is None and day in (one.earliest, one.latest)]
    named = [one for one in own if one.name == properties.get("last_round")]
    return next(iter(named or own), None)


def _last_round(desk: Desk, properties: Mapping[str, Any], rounds: Sequence[Round]) -> list[Fact]:
    told = last_round(properties, rounds)
    if told is not None:
        first = told.amount or told.name
        about = ", ".join(
            part for part in (told.name if first != told.name else "", told.said, told.date) if part
        )
        return [Fact(label("last_round"), figure=Figure(first, about, MARKS[told.tier]))]
    pieces = desk.pieces("last_round", properties.get("last_round"))
    day = desk.pieces("last_round_date", properties.get("last_round_date"))
    amount = figure_of(properties, "last_round", {})
    if not pieces and not day and amount is None:
        return []
    named = (*([Piece(amount.text)] if amount else []), *pieces, *day)
    return [Fact(label("last_round"), in_a_row(named))]


def _known_for(desk: Desk) -> list[Fact]:
    """What other notes' properties say of this one: who is its chief executive of, what it invested in."""
    sheets, addresses = desk.library.sheets, desk.library.addresses
    sources: dict[str, set[str]] = {}
    for backlink in desk.library.backlinks(desk.path):
        source, relation = backlink.source, backlink.link.relation
        if relation and relation in _TELLING and source in addresses:
            sources.setdefault(relation, set()).add(source)
    found = []
    for relation in sorted(sources, key=_TELLING.index):
        named = sorted([order_key(sheets[source]) for source in sources[relation]])
        pieces = [
            link_piece(sheets[path].title, "page", addresses[path], desk.page) for _, path in named[:_NAMED]
        ]
        found.append(Fact(inverse_label(relation), in_a_row(pieces), more=max(0, len(named) - _NAMED)))
    return found


def _plain(desk: Desk, properties: Mapping[str, Any], keys: list[str]) -> list[Fact]:
    """The facts of short values: three names at most, no paragraphs."""
    found = []
    for key in keys:
        pieces = desk.pieces(key, properties[key])
        if 0 < len(pieces) <= 3 and sum([len(piece.text) for piece in pieces]) <= _SHORT:
            found.append(Fact(label(key), in_a_row(pieces)))
    return found


def panel(desk: Desk, properties: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Every property that says something, in the note's own order."""
    rows = []
    for key, value in properties.items():
        if key.lower() not in {"tags", "tag", "cssclasses", "cssclass"}:
            pieces = desk.pieces(key, value)
            if pieces:
                rows.append(Fact(label(key), in_a_row(pieces)))
    return tuple(rows)
