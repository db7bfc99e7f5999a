"""A trace: while a note is written once more, it keeps what is shown where, and marks it in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.profile import Edge, Profile
from vaultgen.catalog.rounds import Backer, ResolvedRound
from vaultgen.notes.facts.fact import Addition, Shown
from vaultgen.notes.facts.forms import (
    DateForm,
    DayForm,
    FigureForm,
    Form,
    LinkForm,
    NumberForm,
    QuantityForm,
    StatusForm,
    TagForm,
    TextForm,
    YearForm,
)
from vaultgen.notes.facts.marks import mark
from vaultgen.notes.facts.owners import SEVERAL, Owned, owned_claim, owned_line, value_key
from vaultgen.records.model import StatusEntry
from vaultgen.records.registry import MONEY, Registry
from vaultgen.values.currencies import CODES
from vaultgen.values.days import Day
from vaultgen.values.figure import TEXT
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

__all__ = ["Trace"]

WORKED_OUT = "it is worked out from other figures"
Profiles = Callable[[str], Profile | None]


class Trace:
    """What one note shows of the records.

    `shown` has what stands at each mark of the text, by number; `properties` what the single properties show, `items`
    what the items of list properties show, by their texts, and `additions` what becomes of new ones. `profiles` gives
    the profile of another entity, whose figures the note may show as well.
    """

    def __init__(self, profile: Profile, registry: Registry, profiles: Profiles) -> None:
        self.profile = profile
        self.registry = registry
        self.profiles = profiles
        self.shown: list[Shown] = []
        self.properties: dict[str, Shown] = {}
        self.items: dict[str, dict[str, Shown]] = {}
        self.additions: dict[str, Addition] = {}

    # -- in the text -------------------------------------------------------------------------------------------

    def mark(self, text: str, shown: Shown) -> str:
        """The text, marked as what this shows."""
        self.shown.append(shown)
        return mark(text, len(self.shown) - 1)

    def derived(self, text: str, why: str = WORKED_OUT) -> str:
        """A text that shows no single record's value."""
        return self.mark(text, Shown(why=why))

    def figure(self, text: str, claim: Claim, *, flat: bool = False) -> str:
        """A claim in the one notation."""
        return self.mark(text, self._figure(self.profile, claim, flat=flat))

    def amount(self, text: str, claim: Claim | None) -> str:
        """A claim's bare amount."""
        if claim is None or claim.quantity is None:
            return self.derived(text)
        form = QuantityForm(claim.quantity, self._unit(claim), _currency(claim.quantity))
        return self.mark(text, _claimed(self.profile, claim, form))

    def words(self, text: str, claim: Claim, *, quoted: bool = False) -> str:
        """A claim's value alone: words, or a day."""
        return self.mark(text, self._words(self.profile, claim, quoted=quoted))

    def day(self, text: str, found: ResolvedRound) -> str:
        """The day of a round."""
        claim = found.day.current
        if claim is not None and isinstance(claim.value, Day):
            return self.words(text, claim)
        return self.derived(
            text, "it is the day of what was heard of the round last: change that in the records"
        )

    def as_of(self, text: str, claim: Claim) -> str:
        """The day that a claim is of."""
        if claim.as_of is None:
            return text
        return self.mark(text, _claimed(self.profile, claim, DayForm(claim.as_of, key="as_of")))

    def entry(self, text: str, found: ResolvedRound, entry: StatusEntry, key: str) -> str:
        """A part of what was heard of a round."""
        places = [place for place, one in enumerate(found.record.status_log) if one is entry]
        value: Any = getattr(entry, key)
        form: Form
        if isinstance(value, Quantity):
            form = QuantityForm(value, MONEY, _currency(value), key=key)
        elif isinstance(value, Status):
            form = StatusForm(value)
        else:
            form = DayForm(value, key=key) if isinstance(value, Day) else TextForm(value, key=key)
        if len(places) != 1:
            return self.derived(text, SEVERAL)
        return self.mark(text, Shown(form, found.record, ("status_log", places[0])))

    def status(self, text: str, found: ResolvedRound) -> str:
        """How far a round has come, in words."""
        if found.record.status_log or found.status is None or found.record.status is not found.status:
            return self.derived(text, "it is what was heard of the round last: change that in the records")
        return self.mark(text, Shown(StatusForm(found.status), found.record))

    def cheque(self, text: str, found: ResolvedRound, backer: Backer) -> str:
        """What an investor put into a round."""
        amounts = [line for line in backer.lines if line.amount is not None]
        if len(amounts) != 1 or amounts[0].amount != backer.amount or backer.amount is None:
            return self.derived(
                text, "several lines of the round make up this amount: change them in the records"
            )
        form = QuantityForm(backer.amount, MONEY, _currency(backer.amount), key="amount")
        return self.mark(text, _owned(owned_line(found.record, amounts[0]), form))

    def investor(self, text: str, name: str, found: ResolvedRound, backer: Backer) -> str:
        """The link to an investor of a round."""
        return self.mark(text, _investor(name, [(found, backer)]))

    def partner(self, text: str, name: str, edge: Edge) -> str:
        """The link to the other end of a relation."""
        return self.mark(text, _partner(name, edge))

    def note(self, text: str, edge: Edge) -> str:
        """The note of a relation."""
        return self.mark(text, Shown(TextForm(edge.note, key=_note_key(edge)), edge.relation))

    def other(self, text: str, entity: str, predicate: str, *, pending: bool = False) -> str:
        """A figure of another entity, or of this one, as its card has it."""
        profile = self.profile if entity == self.profile.entity.id else self.profiles(entity)
        line = profile.line(predicate) if profile is not None else None
        claim = (line.pending if pending else line.current) if line is not None else None
        if profile is None or claim is None:
            return self.derived(text, "it is told in the records of another entity")
        if claim.quantity is None:
            return self.mark(text, self._words(profile, claim))
        return self.mark(text, self._figure(profile, claim))

    # -- in the properties -------------------------------------------------------------------------------------

    def number(self, name: str, claim: Claim | None) -> None:
        """A property that shows a claim's amount as a number."""
        if claim is None or claim.quantity is None:
            self.properties[name] = Shown(why=WORKED_OUT)
        else:
            self.properties[name] = _claimed(self.profile, claim, NumberForm(claim.quantity))

    def date(self, name: str, claim: Claim | None, *, key: str = "as_of") -> None:
        """A property that shows a claim's day, or the day that it is of, as a date."""
        day = (claim.as_of if key == "as_of" else claim.value) if claim is not None else None
        if claim is None or not isinstance(day, Day):
            self.properties[name] = Shown(why=WORKED_OUT)
        else:
            self.properties[name] = _claimed(self.profile, claim, DateForm(day, key=key))

    def value(self, name: str, claim: Claim) -> None:
        """A property that shows a claim's words, or its year."""
        form = YearForm(claim.value) if isinstance(claim.value, Day) else TextForm(str(claim.value))
        self.properties[name] = _claimed(self.profile, claim, form)

    def firmness(self, name: str, claim: Claim) -> None:
        """A property that shows how firmly a claim stands."""
        if claim.status is not None:
            self.properties[name] = _claimed(self.profile, claim, StatusForm(claim.status))

    def untold(self, name: str, why: str) -> None:
        """A property that shows no record's value."""
        self.properties[name] = Shown(why=why)

    def field(self, name: str, owner: Any, form: Form) -> None:
        """A property that shows a field of a record itself."""
        self.properties[name] = Shown(form, owner)

    def list(self, name: str, items: Mapping[str, Shown], adds: Addition) -> None:
        """A list property: what each item shows, by its text, and what becomes of a new one."""
        self.items[name] = dict(items)
        self.additions[name] = adds

    def list_words(self, name: str, key: str, words: Sequence[str], *, tags: bool = False) -> None:
        """A list property of words that the entity's record lists under a key."""
        entity = self.profile.entity
        items: dict[str, Shown] = {}
        for place, word in enumerate(words):
            part = "text" if key == "aliases" else ""
            form: Form = TagForm(word, key=part) if tags else TextForm(word, key=part)
            shown = Shown(form, entity, (key, place))
            if key == "kinds" and not place:
                shown = Shown(why="the first kind decides folder and template: change it in the record")
            items[form.show()] = Shown(why=SEVERAL) if form.show() in items else shown
        self.list(name, items, Addition(entity, (key,)))

    def list_partners(self, name: str, edges: Sequence[Edge], names: Mapping[str, str]) -> None:
        """A list property of links to the other ends of relations; `names` are their texts by id."""
        told: dict[str, list[Edge]] = {}
        for edge in edges:
            told.setdefault(names[edge.partner], []).append(edge)
        items = {
            text: _partner(text, found[0])
            if len(found) == 1
            else Shown(why="several records say this: change them")
            for text, found in told.items()
        }
        first = edges[0]
        keys, key = {"type": first.type.id}, "to" if first.outward else "from"
        self.list(name, items, Addition(self.profile.entity, ("relations",), key, keys))

    def list_investors(self, name: str, names: Mapping[str, str]) -> None:
        """The list property of the investors in all rounds; `names` are their texts by id."""
        told: dict[str, list[tuple[ResolvedRound, Backer]]] = {}
        for found in self.profile.rounds:
            for backer in found.backers:
                told.setdefault(names[backer.investor], []).append((found, backer))
        items = {text: _investor(text, roles) for text, roles in told.items()}
        why = "of which round, the list does not tell: add the investor to the round in the records"
        self.list(name, items, Addition(why=why))

    # -- forms -------------------------------------------------------------------------------------------------

    def _figure(self, profile: Profile, claim: Claim, *, flat: bool = False) -> Shown:
        form = FigureForm(claim.figure(flat=flat), self._unit(claim), _currency(claim.value))
        return _claimed(profile, claim, form)

    def _words(self, profile: Profile, claim: Claim, *, quoted: bool = False) -> Shown:
        if isinstance(claim.value, Quantity):
            return self._figure(profile, claim)
        form = DayForm(claim.value) if isinstance(claim.value, Day) else TextForm(claim.value, quoted=quoted)
        return _claimed(profile, claim, form)

    def _unit(self, claim: Claim) -> str:
        if claim.quantity is None:
            return TEXT
        kind = self.registry.metrics.get(claim.predicate)
        return kind.unit if kind is not None else MONEY


def _currency(value: object) -> str:
    return value.unit if isinstance(value, Quantity) and value.unit in CODES else "USD"


def _claimed(profile: Profile, claim: Claim, form: Form) -> Shown:
    key = value_key(claim.said, claim.predicate)
    keys = {"value": key, "as_of": "on"} if isinstance(claim.said, StatusEntry) else {"value": key}
    return _owned(owned_claim(profile, claim), form, keys)


def _owned(owned: Owned, form: Form, keys: Mapping[str, str] | None = None) -> Shown:
    return Shown(form, owned.owner, owned.path, keys or {}, owned.why)


def _partner(name: str, edge: Edge) -> Shown:
    form = LinkForm(edge.partner, name, key="to" if edge.outward else "from")
    return Shown(form, edge.relation)


def _note_key(edge: Edge) -> str:
    return "inverse_note" if not edge.outward and edge.relation.inverse_note else "note"


def _investor(name: str, roles: Sequence[tuple[ResolvedRound, Backer]]) -> Shown:
    (found, backer), *others = roles
    if others or len(backer.lines) != 1:
        return Shown(why="several records name this investor: change them")
    form = LinkForm(backer.investor, name, key="investor")
    return _owned(owned_line(found.record, backer.lines[0]), form)
