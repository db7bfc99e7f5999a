"""The vault's own notes: home, an index of every kind, the timeline of rounds, and what is open or weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from vaultgen.catalog.card import Card
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain
from vaultgen.notes.findings import lists, title_line
from vaultgen.notes.frontmatter import frontmatter
from vaultgen.notes.links import wikilink
from vaultgen.notes.parts.funding import round_name
from vaultgen.notes.places import folder_of, shelf_rank
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.notes.rows import NONE, Row, and_more, lean_table
from vaultgen.notes.table import table
from vaultgen.values.days import parse_day

__all__ = ["RoundLine", "index_notes", "round_line"]

# Longer lists belong into a base or the site; a note of ten thousand rows is no pleasure to open.
TOP = 100
MOST_ROUNDS = 500
ON_HOME = 10
_OTHERS = "Other"
_ROUND_HEADS = ("Date", "Company", "Round", "Amount", "Valuation", "Lead")


class RoundLine(NamedTuple):
    """A round as the timeline lists it; `day` is the earliest that it can have been."""

    day: str
    shown_day: str
    entity: str
    stage: str
    amount: str
    valuation: str
    leads: tuple[str, ...]
    id: str

    def key(self) -> tuple[str, str]:
        """Sorts by day, then by id."""
        return (self.day, self.id)

    @property
    def says_something(self) -> bool:
        """Whether anything is known besides that there was a round."""
        return bool(self.day or self.leads) or not {self.amount, self.valuation} <= {"", NONE}


def round_line(found: ResolvedRound) -> RoundLine:
    """A round as the timeline and the home note list it."""
    day = found.date
    first = (day.earliest or day.latest) if day else None
    return RoundLine(
        day=first.isoformat() if first else "",
        shown_day=str(day) if day else "",
        entity=found.entity,
        stage=round_name(found),
        amount=str(found.raised) if found.raised is not None else "",
        valuation=str(found.price) if found.price is not None else "",
        leads=tuple(backer.investor for backer in found.leads),
        id=found.id,
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of note with the cards that belong to it."""

    kind: str
    folder: str
    cards: tuple[Card, ...]


def index_notes(
    book: Book, renderer: Renderer, rounds: Sequence[RoundLine], findings: Sequence[Finding]
) -> Iterator[Rendered]:
    """Every note that is about the vault as a whole."""
    shelves = _shelves(book)
    told = sorted((found for found in rounds if found.says_something), key=RoundLine.key, reverse=True)
    yield _home(book, renderer, shelves, told, findings)
    for shelf in shelves:
        yield _index(book, renderer, shelf)
    yield _timeline(book, renderer, told)
    for template, name, values in lists(book, findings):
        yield _rendered(renderer, template, name, values)


def _shelves(book: Book) -> tuple[Shelf, ...]:
    kinds: dict[str, list[Card]] = {}
    for entity in book.places:
        card = book.cards[entity]
        for kind in card.kinds:
            kinds.setdefault(kind, []).append(card)
    ranked = sorted(kinds, key=lambda kind: (shelf_rank(kind), kind))
    return tuple(Shelf(kind, folder_of(kind), tuple(sorted(kinds[kind], key=_by_name))) for kind in ranked)


def _by_name(card: Card) -> tuple[str, str]:
    return (card.name.lower(), card.id)


def _rendered(renderer: Renderer, template: str, name: str, values: dict[str, object]) -> Rendered:
    own = f"vault.{name.lower().replace(' ', '-')}"
    front = frontmatter({"id": own, "kind": ["index"], "tags": [], "aliases": []})
    text = renderer.print(f"notes/{template}", {"properties": front, "title": name, **values})
    return Rendered(own, f"{name}.md", text, ())


def _home(
    book: Book,
    renderer: Renderer,
    shelves: Sequence[Shelf],
    rounds: Sequence[RoundLine],
    findings: Sequence[Finding],
) -> Rendered:
    dearest = _by_valuation(book.cards[entity] for entity in book.places)[:ON_HOME]
    codes = Counter(finding.code for finding in findings)
    undecided = [finding for finding in findings if finding.open]
    values: dict[str, object] = {
        "shelves": [(wikilink(shelf.folder), len(shelf.cards)) for shelf in shelves],
        "rounds": _rounds_table(book, rounds[:ON_HOME]),
        "dearest": _valuations(book, dearest),
        "read": _sources_table(book, _by_day(book, shelves)[:ON_HOME]),
        "undecided": [title_line(book, finding) for finding in undecided[:ON_HOME]],
        "open": len(undecided),
        "decided": sum(bool(finding.decided) for finding in findings),
        "stale": codes["stale"],
        "unsourced": codes["unsourced"],
    }
    return _rendered(renderer, "home", "Home", values)


def _by_valuation(cards: Iterable[Card]) -> list[Card]:
    priced = [card for card in cards if card.figure("valuation") or card.pending_figure("valuation")]
    return sorted(priced, key=lambda card: (-_price(card), *_by_name(card)))


def _price(card: Card) -> float:
    figures = (card.figure("valuation"), card.pending_figure("valuation"))
    return next((figure.sort for figure in figures if figure is not None), 0.0)


def _valuations(book: Book, cards: Sequence[Card]) -> str:
    rows = [
        Row(
            (
                book.link(card.id),
                plain(str(card.figure("valuation") or NONE)),
                plain(str(card.pending_figure("valuation") or NONE)),
            )
        )
        for card in cards
    ]
    return lean_table(("Name", "Valuation", "Pending"), rows)


def _rounds_table(book: Book, rounds: Sequence[RoundLine]) -> str:
    return lean_table(_ROUND_HEADS, [Row(cells) for cells in _round_rows(book, rounds)])


def _round_rows(book: Book, rounds: Iterable[RoundLine]) -> Iterator[tuple[str, ...]]:
    for found in rounds:
        yield (
            found.shown_day or NONE,
            book.link(found.entity),
            plain(found.stage) or NONE,
            found.amount or NONE,
            found.valuation or NONE,
            ", ".join(book.link(lead) for lead in found.leads) or NONE,
        )


def _by_day(book: Book, shelves: Iterable[Shelf]) -> list[Card]:
    """The sources with a day, the newest first; of which only the end is known comes last."""
    sources = [card for shelf in shelves if shelf.kind == "source" for card in shelf.cards]
    dated = [card for card in sources if book.library[card.id].known is not None]
    return sorted(dated, key=lambda card: str(book.library[card.id].earliest or ""), reverse=True)


def _sources_table(book: Book, cards: Sequence[Card]) -> str:
    rows = []
    for card in cards:
        source = book.library[card.id].source
        if source is not None:
            publisher = book.link(source.publisher) if source.publisher else NONE
            day = str(source.published) if source.published is not None else NONE
            rows.append(Row((day, book.link(card.id), publisher)))
    return lean_table(("Date", "Source", "Publisher"), rows)


def _index(book: Book, renderer: Renderer, shelf: Shelf) -> Rendered:
    """The index of a kind: by latest valuation, by last round, sources by day, and A–Z."""
    letters: dict[str, list[str]] = {}
    for card in shelf.cards:
        about = f" — {plain(card.tagline)}" if card.tagline else ""
        letters.setdefault(_letter(card.name), []).append(f"- {book.link(card.id)}{about}")
    ordered = sorted(letters, key=lambda letter: (letter == _OTHERS, letter))
    values: dict[str, object] = {
        "letters": [(letter, "\n".join(letters[letter])) for letter in ordered],
        "valuations": _cut(_by_valuation(shelf.cards), lambda cards: _valuations(book, cards)),
        "rounds": _cut(_by_last_round(shelf.cards), lambda cards: _last_rounds(book, cards)),
        "sources": _cut(_by_day(book, [shelf]), lambda cards: _sources_table(book, cards)),
        "count": len(shelf.cards),
    }
    return _rendered(renderer, "index", shelf.folder, values)


def _cut(cards: Sequence[Card], show: Callable[[Sequence[Card]], str]) -> str:
    return and_more(show(cards[:TOP]), len(cards) - TOP)


def _letter(name: str) -> str:
    """Under which letter a name is listed: without its accent; what has no upper case comes last."""
    first = normalize("NFD", name.strip()[:1])[:1].upper()
    if first.isdigit():
        return "0–9"
    return first if first.isalpha() and first.lower() != first else _OTHERS


def _by_last_round(cards: Iterable[Card]) -> list[Card]:
    return sorted(
        (card for card in cards if card.last_round[1]),
        key=lambda card: (parse_day(card.last_round[1]).sort_key[0], *_by_name(card)),
        reverse=True,
    )


def _last_rounds(book: Book, cards: Iterable[Card]) -> str:
    rows = [
        Row(
            (
                book.link(card.id),
                card.last_round[1],
                plain(card.last_round[2]) or NONE,
                card.last_round[3] or NONE,
            )
        )
        for card in cards
    ]
    return lean_table(("Name", "Last round", "Stage", "Amount"), rows)


def _timeline(book: Book, renderer: Renderer, rounds: Sequence[RoundLine]) -> Rendered:
    years: dict[str, list[RoundLine]] = {}
    for found in rounds[:MOST_ROUNDS]:
        years.setdefault(found.day[:4] or "Undated", []).append(found)
    tables = [(year, table(_ROUND_HEADS, _round_rows(book, told))) for year, told in years.items()]
    values: dict[str, object] = {
        "years": tables,
        "shown": min(len(rounds), MOST_ROUNDS),
        "count": len(rounds),
    }
    return _rendered(renderer, "timeline", "Rounds timeline", values)
