"""The facts of a note's properties: which record each of them shows, told by its name."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Final

from vaultgen.notes.facts.fact import Addition, Shown
from vaultgen.notes.facts.forms import DateForm, LinkForm, TextForm
from vaultgen.notes.facts.trace import Trace
from vaultgen.records.model import Source

__all__ = ["trace_properties"]

Targets = Callable[[str], str]
"""From an id to the text that names it in a list of links."""

_MONEY: Final = ("total_raised", "annualized_revenue", "arr", "revenue")
_PARTNERS: Final = {"ceo": "ceo_of", "customers": "customer_of", "competitors": "competitor_of"}
_OWN: Final = {
    "id": "an id never changes",
    "updated": "it is the day of the newest source",
    "rounds": "the rounds are counted",
    "backed": "what it backed is counted",
}


def trace_properties(trace: Trace, names: Container[str], target: Targets, source: Source | None) -> None:
    """Tell the trace what each of the properties that the note has shows."""
    for name, why in _OWN.items():
        if name in names:
            trace.untold(name, why)
    entity = trace.profile.entity
    if source is None:
        trace.list_words("kind", "kinds", entity.kinds)
        trace.list_words("tags", "tags", entity.tags, tags=True)
        trace.list_words("aliases", "aliases", [alias.text for alias in entity.aliases])
    else:
        _source(trace, names, target, source)
    _values(trace, names)
    _valuations(trace, names)
    _money(trace, names)
    _newest_round(trace, names)
    _links(trace, names, target)


def _values(trace: Trace, names: Container[str]) -> None:
    for name in ("founded", "hq", "ticker", "website"):
        claim = trace.profile.current(name)
        if name in names and claim is not None:
            trace.value(name, claim)


def _valuations(trace: Trace, names: Container[str]) -> None:
    line = trace.profile.line("valuation")
    for name, claim in (("valuation", line.current), ("pending_valuation", line.pending)):
        if claim is None or claim.quantity is None:
            continue
        trace.number(f"{name}_{claim.quantity.unit.lower()}", claim)
        if f"{name}_date" in names:
            trace.date(f"{name}_date", claim)
        if f"{name}_status" in names:
            trace.firmness(f"{name}_status", claim)


def _money(trace: Trace, names: Container[str]) -> None:
    for name in _MONEY:
        stated = trace.profile.current(name)
        quantity = stated.quantity if stated is not None else None
        derived = trace.profile.derived_figure(name)
        shown = quantity or (derived.value if derived is not None else None)
        if shown is not None and (key := f"{name}_{shown.unit.lower()}") in names:
            trace.number(key, stated if quantity is not None else None)


def _newest_round(trace: Trace, names: Container[str]) -> None:
    single = [found for found in trace.profile.rounds if not found.record.aggregate]
    if not single:
        return
    newest = single[0]
    if newest.stage.current is not None and "last_round" in names:
        trace.value("last_round", newest.stage.current)
    if "last_round_date" in names:
        trace.date("last_round_date", newest.day.current, key="value")
    if newest.raised is not None and (key := f"last_round_{newest.raised.unit.lower()}") in names:
        trace.number(key, newest.amount.current)


def _links(trace: Trace, names: Container[str], target: Targets) -> None:
    for name, relation in _PARTNERS.items():
        edges = [
            edge
            for edge in trace.profile.edges
            if edge.type.id == relation and (edge.type.symmetric or not edge.outward)
        ]
        if edges and name in names:
            trace.list_partners(name, edges, {edge.partner: target(edge.partner) for edge in edges})
    if "investors" in names:
        backers = [backer.investor for found in trace.profile.rounds for backer in found.backers]
        trace.list_investors("investors", {investor: target(investor) for investor in backers})


def _source(trace: Trace, names: Container[str], target: Targets, source: Source) -> None:
    trace.list("kind", {"source": Shown(why="a source is one by its record")}, Addition(why=_OF_SOURCES))
    for name in ("tags", "aliases"):
        trace.list(name, {}, Addition(why=_OF_SOURCES))
    if "publisher" in names:
        publisher = LinkForm(source.publisher, target(source.publisher), key="publisher")
        trace.field("publisher", source, publisher)
    for name in ("author", "url"):
        if name in names:
            trace.field(name, source, TextForm(getattr(source, name), key=name))
    if "published" in names and source.published is not None:
        trace.field("published", source, DateForm(source.published, key="published"))


_OF_SOURCES: Final = "the record of a source has no such list"
