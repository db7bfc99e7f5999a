"""A note's front matter: flat, typed properties for sorting, filtering and Obsidian's own views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultgen.catalog.profile import Profile
from vaultgen.notes.links import wikilink
from vaultgen.notes.writer import Writer
from vaultgen.values.days import Day, iso_start
from vaultgen.values.names import tag_slug
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

__all__ = ["PROPERTY_TYPES", "properties", "tags_of"]

Value = str | int | float | None | Sequence[str]

# Types as Obsidian's own settings name them; names that depend on a currency are added when they are used.
PROPERTY_TYPES = {
    "aliases": "aliases",
    "tags": "tags",
    "founded": "number",
    "valuation_date": "date",
    "pending_valuation_date": "date",
    "last_round_date": "date",
    "updated": "date",
    "published": "date",
    "investors": "multitext",
    "customers": "multitext",
    "competitors": "multitext",
    "ceo": "multitext",
    "kind": "multitext",
    "rounds": "number",
    "backed": "number",
    **{
        f"{name}_{currency}": "number"
        for name in (
            "valuation",
            "pending_valuation",
            "total_raised",
            "annualized_revenue",
            "arr",
            "revenue",
            "last_round",
        )
        for currency in ("usd", "eur", "gbp")
    },
}
_MONEY = ("total_raised", "annualized_revenue", "arr", "revenue")


def tags_of(profile: Profile) -> tuple[str, ...]:
    """The entity's tags in the form that Obsidian accepts, each once."""
    return tuple(dict.fromkeys(slug for tag in profile.entity.tags if (slug := tag_slug(tag))))


def properties(writer: Writer) -> dict[str, Value]:
    """The note's properties in the order in which they are written; what is not known is left out."""
    profile = writer.profile
    entity = profile.entity
    own: dict[str, Value] = {
        "id": entity.id,
        "kind": list(entity.kinds),
        "tags": list(tags_of(profile)),
        "aliases": _aliases(writer),
    }
    if entity.level.value != "stub":
        own.update(_facts(profile))
        own.update(_figures(profile))
        own.update(_links(writer))
    own.update(_source(writer))
    if profile.updated and (day := iso_start(profile.updated)):
        own["updated"] = day
    return own


def _aliases(writer: Writer) -> list[str]:
    """The other names; the entity's own name too where its file had to be called differently."""
    entity = writer.profile.entity
    place = writer.book.places.get(entity.id)
    names = [alias.text for alias in entity.aliases]
    if place is not None and place.target != entity.name:
        names.insert(0, entity.name)
    return list(dict.fromkeys(" ".join(name.split()) for name in names))


def _facts(profile: Profile) -> Iterator[tuple[str, Value]]:
    founded = profile.current("founded")
    if founded is not None and isinstance(founded.value, Day) and founded.value.earliest is not None:
        yield "founded", founded.value.earliest.year
    for name in ("hq", "ticker", "website"):
        text = profile.text(name)
        if text:
            yield name, text


def _figures(profile: Profile) -> dict[str, Value]:
    own: dict[str, Value] = {}
    line = profile.line("valuation")
    for name, claim in (("valuation", line.current), ("pending_valuation", line.pending)):
        if claim is None or claim.quantity is None:
            continue
        _put_number(own, name, claim.quantity)
        if claim.as_of and (day := iso_start(claim.as_of)):
            own[f"{name}_date"] = day
        if claim.status is not None and claim.status.tier is not Tier.FIRM:
            own[f"{name}_status"] = claim.status.words
    for name in _MONEY:
        stated = profile.current(name)
        quantity = stated.quantity if stated is not None else None
        if quantity is None and (derived := profile.derived_figure(name)) is not None:
            quantity = derived.value
        _put_number(own, name, quantity)
    _put_newest_round(own, profile)
    return own


def _put_newest_round(own: dict[str, Value], profile: Profile) -> None:
    single = [found for found in profile.rounds if not found.record.aggregate]
    if single:
        newest = single[0]
        if newest.stage_name:
            own["last_round"] = newest.stage_name
        if newest.date and (day := iso_start(newest.date)):
            own["last_round_date"] = day
        _put_number(own, "last_round", newest.raised)
        own["rounds"] = len(single)


def _put_number(own: dict[str, Value], name: str, quantity: Quantity | None) -> None:
    """A figure to sort by: the headline (highest) of a range, the bound of an open one."""
    if quantity is None or not quantity.is_value:
        return
    bound = quantity.high if quantity.high is not None else quantity.low
    if bound is not None:
        whole = bound == bound.to_integral_value()
        own[f"{name}_{quantity.unit.lower()}"] = int(bound) if whole else float(bound)


def _links(writer: Writer) -> Iterator[tuple[str, Value]]:
    profile = writer.profile
    for name, relation in (("ceo", "ceo_of"), ("customers", "customer_of"), ("competitors", "competitor_of")):
        partners = [
            edge.partner
            for edge in profile.edges
            if edge.type.id == relation and (edge.type.symmetric or not edge.outward)
        ]
        if partners:
            yield name, _names(writer, partners)
    backers = [backer.investor for found in profile.rounds for backer in found.backers]
    if backers:
        yield "investors", _names(writer, backers)
    if profile.backings:
        yield "backed", len({backing.round.entity for backing in profile.backings})


def _names(writer: Writer, entities: Sequence[str]) -> list[str]:
    """Links where there are notes, plain names where there are none; sorted by name, each once."""
    names = {}
    for entity in entities:
        place = writer.book.places.get(entity)
        name = writer.links.name(entity)
        names[entity] = wikilink(place.target) if place is not None else " ".join(name.split())
    return sorted(dict.fromkeys(names.values()), key=str.lower)


def _source(writer: Writer) -> Iterator[tuple[str, Value]]:
    source = writer.book.library[writer.profile.entity.id].source
    if source is None:
        return
    if source.publisher:
        yield "publisher", _names(writer, [source.publisher])[0]
    if source.author:
        yield "author", source.author
    if source.published is not None:
        day = iso_start(source.published)
        if day:
            yield "published", day
    if source.url:
        yield "url", source.url
