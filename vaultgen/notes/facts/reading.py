"""A note's facts, found by writing the note once more with marks around what it shows of the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultgen.catalog.profile import Profile
from vaultgen.notes.book import Book
from vaultgen.notes.facts.fact import Fact, Shown
from vaultgen.notes.facts.marks import marked, unmarked
from vaultgen.notes.facts.properties import trace_properties
from vaultgen.notes.facts.trace import Profiles, Trace
from vaultgen.notes.facts.words import link_words, said
from vaultgen.notes.linker import Linker
from vaultgen.notes.merge import Spot, cells
from vaultgen.notes.render import Renderer

__all__ = ["facts_of"]

_NO_FACT = "no single record says this"


def facts_of(
    profile: Profile,
    book: Book,
    renderer: Renderer,
    *,
    profiles: Profiles = lambda _: None,
    text: str = "",
) -> Mapping[Spot, Fact]:
    """What each property, table cell and list item of the entity's note shows of which record.

    `profiles` gives the profiles of other entities, whose figures the note may show as well. `text` is the note as it
    fits its vault, with links to where notes have been put, if that differs from what the renderer prints.
    """
    trace = Trace(profile, book.registry, profiles)
    written = renderer.note(profile, book, trace).text
    plain = text or renderer.note(profile, book).text
    own = profile.entity.id
    names = {spot.property for spot in cells(plain)}
    trace_properties(trace, names, Linker(book, own).target, book.library[own].source)
    found = {fact.spot: fact for fact in _properties(trace, plain)}
    found |= {fact.spot: fact for fact in _in_body(trace, written, plain)}
    return found


def _properties(trace: Trace, text: str) -> Iterator[Fact]:
    for spot, shown in cells(text).items():
        name = spot.property
        if not name:
            continue
        if spot.row:
            part = trace.items.get(name, {}).get(link_words(shown), Shown(why=_NO_FACT))
            yield Fact(spot, shown, (part,), (shown,), ("", ""))
        elif name in trace.additions:
            yield Fact(spot, shown, adds=trace.additions[name])
        elif name in trace.properties:
            yield Fact(spot, shown, (trace.properties[name],), (shown,), ("", ""))


def _in_body(trace: Trace, written: str, text: str) -> Iterator[Fact]:
    """The cells and items in which anything is marked; none if the marks have made the note another one."""
    shown = [(spot, value) for spot, value in cells(text).items() if not spot.property]
    traced = [value for spot, value in cells(written).items() if not spot.property]
    if len(shown) != len(traced):
        return
    for (spot, value), with_marks in zip(shown, traced, strict=True):
        pieces = marked(said(with_marks))
        if pieces.numbers and _same(said(unmarked(with_marks)), said(value)):
            parts = tuple(trace.shown[number] for number in pieces.numbers)
            yield Fact(spot, value, parts, pieces.texts, pieces.frame)


def _same(one: str, other: str) -> bool:
    """Whether two texts, which say the same but for marks, differ at most in where their links lead."""
    return one == other or ("[[" in one and "[[" in other)
