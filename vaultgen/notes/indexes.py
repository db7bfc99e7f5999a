"""The vault's own notes: home, an index of every kind, the timeline of rounds, and what is open or weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vaultgen.catalog.card import Card
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain
from vaultgen.notes.frontmatter import frontmatter
from vaultgen.notes.links import wikilink
from vaultgen.notes.parts.disputes import finding_table
from vaultgen.notes.parts.funding import round_name
from vaultgen.notes.places import folder_of
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE

__all__ = ["index_notes"]

# Longer lists belong into a base or the site; a note of ten thousand rows is no pleasure to open.
TOP = 100
MOST_FINDINGS = 500


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as the timeline lists it."""

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


def round_line(found: ResolvedRound) -> RoundLine:
    """A round as the timeline and the home note list it."""
    day = found.date
    first = (day.latest or day.earliest) if day else None
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
    yield _home(book, renderer, shelves, rounds, findings)
    for shelf in shelves:
        yield _index(book, renderer, shelf)
    yield _timeline(book, renderer, rounds)
    yield from _lists(book, renderer, findings)


def _shelves(book: Book) -> tuple[Shelf, ...]:
    kinds: dict[str, list[Card]] = {}
    for entity in book.places:
        card = book.cards[entity]
        for kind in card.kinds:
            kinds.setdefault(kind, []).append(card)
    return tuple(
        Shelf(kind, folder_of(kind), tuple(sorted(kinds[kind], key=_by_name))) for kind in sorted(kinds)
    )


def _by_name(card: Card) -> tuple[str, str]:
    return (card.name.lower(), card.id)


def _link(book: Book, entity: str) -> str:
    place, card = book.places.get(entity), book.cards.get(entity)
    name = card.name if card else entity
    return wikilink(place.target, name) if place is not None else plain(name)


def _rendered(renderer: Renderer, template: str, name: str, values: dict[str, object]) -> Rendered:
    own = f"vault.{name.lower().replace(' ', '-')}"
    front = frontmatter({"id": own, "kind": ["index"], "tags": [], "aliases": []})
    return Rendered(
        own,
        f"{name}.md",
        renderer.print(f"notes/{template}", {"properties": front, "title": name, **values}),
        (),
    )


def _home(
    book: Book,
    renderer: Renderer,
    shelves: Sequence[Shelf],
    rounds: Sequence[RoundLine],
    findings: Sequence[Finding],
) -> Rendered:
    dearest = _by_valuation(book.cards[entity] for entity in book.places)[:10]
    counts = Counter(finding.severity for finding in findings)
    codes = Counter(finding.code for finding in findings)
    return _rendered(
        renderer,
        "home",
        "Home",
        {
            "shelves": [(wikilink(shelf.folder), len(shelf.cards)) for shelf in shelves],
            "rounds": _rounds_table(book, rounds[:10]),
            "dearest": _valuations(book, dearest),
            "open": sum(finding.open for finding in findings),
            "decided": counts[Severity.CONTRADICTION] - sum(finding.open for finding in findings),
            "stale": codes["stale"],
            "unsourced": codes["unsourced"],
        },
    )


def _by_valuation(cards: Iterable[Card]) -> list[Card]:
    priced = [card for card in cards if card.figure("valuation") or card.pending_figure("valuation")]
    return sorted(priced, key=lambda card: (-_price(card), *_by_name(card)))


def _price(card: Card) -> float:
    figures = (card.figure("valuation"), card.pending_figure("valuation"))
    return next((figure.sort for figure in figures if figure is not None), 0.0)


def _valuations(book: Book, cards: Sequence[Card]) -> str:
    rows = [
        (
            _link(book, card.id),
            str(card.figure("valuation") or NONE),
            str(card.pending_figure("valuation") or NONE),
        )
        for card in cards
    ]
    if all(row[2] == NONE for row in rows):
        return table(("Name", "Valuation"), [row[:2] for row in rows]) if rows else ""
    return table(("Name", "Valuation", "Pending"), rows) if rows else ""


def _rounds_table(book: Book, rounds: Sequence[RoundLine]) -> str:
    rows = [
        (
            found.shown_day or NONE,
            _link(book, found.entity),
            plain(found.stage) or NONE,
            found.amount or NONE,
            found.valuation or NONE,
            ", ".join(_link(book, lead) for lead in found.leads) or NONE,
        )
        for found in rounds
    ]
    return table(("Date", "Company", "Round", "Amount", "Valuation", "Lead"), rows) if rows else ""


def _index(book: Book, renderer: Renderer, shelf: Shelf) -> Rendered:
    """The index of a kind: A–Z, by latest valuation, by last round."""
    letters: dict[str, list[str]] = {}
    for card in shelf.cards:
        first = card.name[:1].upper()
        letter = first if first.isalpha() else "0–9"
        about = f" — {plain(card.tagline)}" if card.tagline else ""
        letters.setdefault(letter, []).append(f"- {_link(book, card.id)}{about}")
    recent = sorted(
        (card for card in shelf.cards if card.last_round[0]),
        key=lambda card: (card.last_round[0], *_by_name(card)),
        reverse=True,
    )
    rows = [
        (
            _link(book, card.id),
            card.last_round[1],
            plain(card.last_round[2]) or NONE,
            card.last_round[3] or NONE,
        )
        for card in recent[:TOP]
    ]
    values = {
        "letters": [(letter, "\n".join(letters[letter])) for letter in sorted(letters)],
        "valuations": _valuations(book, _by_valuation(shelf.cards)[:TOP]),
        "rounds": table(("Name", "Last round", "Stage", "Amount"), rows) if rows else "",
        "count": len(shelf.cards),
    }
    return _rendered(renderer, "index", shelf.folder, values)


def _timeline(book: Book, renderer: Renderer, rounds: Sequence[RoundLine]) -> Rendered:
    years: dict[str, list[RoundLine]] = {}
    for found in rounds:
        years.setdefault(found.day[:4] or "Undated", []).append(found)
    tables = [(year, _rounds_table(book, years[year])) for year in sorted(years, reverse=True)]
    return _rendered(renderer, "timeline", "Rounds timeline", {"years": tables})


def _lists(book: Book, renderer: Renderer, findings: Sequence[Finding]) -> Iterator[Rendered]:
    conflicts = [found for found in findings if found.code not in {"stale", "unsourced"}]
    groups = [
        ("Undecided", [_conflict(book, found) for found in conflicts if found.open]),
        (
            "Decided",
            [_conflict(book, f) for f in conflicts if f.severity is Severity.CONTRADICTION and not f.open],
        ),
        ("Oddities", [_line(book, found) for found in conflicts if found.severity is Severity.AUDIT]),
        (
            "Less precise",
            [_conflict(book, found) for found in conflicts if found.severity is Severity.IMPRECISION],
        ),
        ("Retold", [_line(book, found) for found in conflicts if found.severity is Severity.RESTATEMENT]),
    ]
    shown = [
        (
            title,
            "\n\n".join(items[:MOST_FINDINGS])
            if title not in {"Oddities", "Retold"}
            else "\n".join(items[:MOST_FINDINGS]),
        )
        for title, items in groups
        if items
    ]
    yield _rendered(renderer, "conflicts", "Conflicts", {"groups": shown})
    for code, name in (("stale", "Stale figures"), ("unsourced", "Unsourced claims")):
        rows = [
            (_link(book, found.subject), plain(found.what), plain(found.message))
            for found in findings
            if found.code == code
        ]
        listed = table(("About", "What", "Figure"), rows[:MOST_FINDINGS]) if rows else ""
        more = len(rows) - MOST_FINDINGS
        yield _rendered(renderer, "listing", name, {"table": listed, "more": max(more, 0), "code": code})


def _conflict(book: Book, found: Finding) -> str:
    title = f"**{_link(book, found.subject)}: {plain(found.what)}**"
    decided = f"\nDecided: {plain(found.decided)}" if found.decided else ""
    return f"{title}{decided}\n\n{finding_table(found)}"


def _line(book: Book, found: Finding) -> str:
    return f"- {_link(book, found.subject)}: {plain(found.message)}"
