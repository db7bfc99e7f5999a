"""From what an entity's records resolve to, to the card that others see of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.line import Line
from vaultgen.catalog.profile import Backing
from vaultgen.catalog.rounds import ResolvedDeal, ResolvedRound
from vaultgen.records.model import Entity
from vaultgen.values.figure import figure_parts
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

__all__ = ["card_of"]

Lines = Mapping[tuple[str, str], Line]

MOST_BACKED: Final = 18


def card_of(
    entity: Entity,
    lines: Lines,
    rounds: tuple[ResolvedRound, ...],
    backings: Iterable[Backing],
    deals: Iterable[ResolvedDeal],
    *,
    metrics: Container[str],
    known: bool,
) -> Card:
    """The card of an entity; `metrics` are the predicates whose figures it carries."""
    figures, pending = _figures(lines, metrics)
    aliases = tuple(alias.text for alias in entity.aliases)
    return Card(
        id=entity.id,
        name=entity.name,
        kinds=entity.kinds,
        level=entity.level.value,
        names=tuple(dict.fromkeys((entity.name, *aliases))) if aliases else (entity.name,),
        tagline=_value(lines.get(("tagline", ""))),
        standing=_value(lines.get(("standing", ""))),
        hq=_value(lines.get(("hq", ""))),
        founded=_value(lines.get(("founded", ""))),
        tags=entity.tags,
        figures=figures,
        pending=pending,
        backed=_backed(entity.id, backings, deals),
        priced=_priced(lines.get(("valuation", ""))),
        last_round=_last_round(rounds),
        autolink=entity.autolink,
        known=known,
    )


Figures = tuple[tuple[str, CardFigure], ...]


def _figures(lines: Lines, metrics: Container[str]) -> tuple[Figures, Figures]:
    """The current and the pending figure of every metric, by name."""
    figures, pending = [], []
    for (predicate, scope), line in lines.items():
        if scope or predicate not in metrics:
            continue
        if line.current is not None and line.current.quantity is not None:
            figures.append((predicate, _card_figure(line.current)))
        if line.pending is not None and line.pending.quantity is not None:
            pending.append((predicate, _card_figure(line.pending)))
    return tuple(sorted(figures)), tuple(sorted(pending))


def _card_figure(claim: Claim) -> CardFigure:
    quantity, day = claim.quantity, claim.as_of
    if claim.tier is Tier.FIRM:
        value, aside = str(claim.value), str(day) if day is not None else ""
    else:
        value, aside = figure_parts(claim.figure())
    middle = quantity.mid if quantity is not None and quantity.is_value else None
    return CardFigure(value, aside, float(middle) if middle is not None else 0.0, claim.source)


def _value(line: Line | None) -> str:
    return str(line.current.value) if line is not None and line.current is not None else ""


def _priced(line: Line | None) -> tuple[tuple[str, str], ...]:
    """The newest valuation that each source gives."""
    if line is None:
        return ()
    newest: dict[str, Claim] = {}
    for claim in line.claims():
        quantity = claim.quantity
        if quantity is not None and quantity.is_value:
            held = newest.get(claim.source)
            if held is None or _newer(claim, held):
                newest[claim.source] = claim
    return tuple((source, str(newest[source].value)) for source in sorted(newest))


def _newer(a: Claim, b: Claim) -> bool:
    return (a.window.end, str(a.value)) > (b.window.end, str(b.value))


def _backed(
    entity: str, backings: Iterable[Backing], deals: Iterable[ResolvedDeal]
) -> tuple[tuple[str, str, str, str], ...]:
    """The entity's cheques and deals, the largest first; a card keeps the first dozen and a half."""
    paid = [(backing.round.entity, backing.backer.amount, backing.backer) for backing in backings]
    cheques = [
        (_worth(amount), partner, number) for number, (partner, amount, _) in enumerate(paid) if amount
    ]
    found = [
        (worth, (partner, str(paid[number][1]), paid[number][2].pattern, paid[number][2].source))
        for worth, partner, number in sorted(cheques)[:MOST_BACKED]
    ]
    for deal in deals:
        record = deal.record
        if record.giver == entity:
            quantity = deal.amount.current.quantity if deal.amount.current is not None else None
            words = record.label or record.type
            text = f"{quantity} {words}" if quantity is not None and quantity.is_value else words
            found.append((_worth(quantity), (record.taker, text, record.pattern, record.source)))
    return tuple(entry for _, entry in sorted(found)[:MOST_BACKED])


def _worth(amount: Quantity | None) -> float:
    """A number by which the largest amount comes first."""
    return -float((amount.mid if amount is not None else None) or 0)


def _last_round(rounds: Iterable[ResolvedRound]) -> tuple[str, str, str, str]:
    """Day (sortable), day, stage and amount of the newest round that is no aggregate."""
    for found in rounds:
        if not found.record.aggregate:
            day, amount = found.date, found.raised
            last = (day.latest or day.earliest) if day else None
            shown = str(amount) if amount is not None else ""
            return (last.isoformat() if last else "", str(day) if day else "", found.stage_name, shown)
    return ("", "", "", "")
