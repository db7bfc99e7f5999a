"""Forms: how a note shows a value of the records, and how what a person made of it is read back.

Reading is the inverse of showing: `form.read(form.show(), names)` asks for no change at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Protocol

from vaultgen.errors import NotationError
from vaultgen.notes.facts.words import link_words, without_links
from vaultgen.records.edit.edits import Value
from vaultgen.values.days import Day, iso_start, parse_day
from vaultgen.values.figure import Figure, parse_figure
from vaultgen.values.names import tag_slug
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, parse_status

__all__ = [
    "Changes",
    "DateForm",
    "DayForm",
    "FigureForm",
    "Form",
    "LinkForm",
    "Names",
    "NumberForm",
    "QuantityForm",
    "StatusForm",
    "TagForm",
    "TextForm",
    "YearForm",
    "reason_of",
]

Changes = dict[str, Value]
"""What a person changed, by the key of the record's part."""

Names = Callable[[str], str]
"""From a name, or what a link points at, to the id that it means; `""` if it means none."""

_QUOTES = "\"'“”"


class Form(Protocol):
    """How one value is shown."""

    def show(self) -> str:
        """The value as the note shows it, without anything that only presents it."""

    def read(self, text: str, names: Names) -> Changes:
        """What the text says otherwise than the value; a ValueError says why it says nothing."""


@dataclass(frozen=True, slots=True)
class FigureForm:
    """A figure in the one notation: `$11–13B (reported, Jun 2026)`."""

    figure: Figure
    unit: str
    currency: str = "USD"

    def show(self) -> str:
        """The figure on one line."""
        return str(self.figure)

    def read(self, text: str, names: Names) -> Changes:
        """The parts of the figure that have changed; an origin by its id, if it has one."""
        new = parse_figure(without_links(text), currency=self.currency, unit=self.unit)
        changes: Changes = {}
        for key in ("value", "as_of", "status", "origin", "method"):
            value = getattr(new, key)
            if value != getattr(self.figure, key):
                changes[key] = value or None
        if origin := changes.get("origin"):
            changes["origin"] = names(str(origin)) or origin
        return changes


@dataclass(frozen=True, slots=True)
class QuantityForm:
    """A bare amount: `~$1.5B`."""

    quantity: Quantity
    unit: str
    currency: str = "USD"
    key: str = "value"

    def show(self) -> str:
        """The amount."""
        return str(self.quantity)

    def read(self, text: str, names: Names) -> Changes:
        """The amount, if it is another."""
        del names
        new = parse_figure(text, currency=self.currency, unit=self.unit)
        if new != Figure(new.value):
            raise ValueError("a bare amount stands here, without a parenthesis")
        return {} if new.value == self.quantity else {self.key: new.value}


@dataclass(frozen=True, slots=True)
class NumberForm:
    """An amount as the number of a property, by which notes are sorted; `~` stays as it was."""

    quantity: Quantity

    def show(self) -> str:
        """The highest bound as a bare number."""
        bound = self.quantity.high if self.quantity.high is not None else self.quantity.low
        if bound is None:
            return ""
        return str(int(bound) if bound == bound.to_integral_value() else float(bound))

    def read(self, text: str, names: Names) -> Changes:
        """The amount, if it is another."""
        del names
        if text.strip() == self.show():
            return {}
        if self.quantity.low != self.quantity.high:
            raise ValueError(
                f"the records have {self.quantity}, of which one number tells a part only: change it where the "
                "note shows all of it"
            )
        try:
            number = Decimal(text.replace("_", "").strip())
        except InvalidOperation as error:
            raise ValueError("a number is expected") from error
        if not number.is_finite():
            raise ValueError("a number is expected")
        if number == self.quantity.high:
            return {}
        return {"value": replace(self.quantity, low=number, high=number)}


@dataclass(frozen=True, slots=True)
class DayForm:
    """A day in words: `Jun 18 2026`, `early 2025`."""

    day: Day
    key: str = "value"

    def show(self) -> str:
        """The day in words."""
        return str(self.day)

    def read(self, text: str, names: Names) -> Changes:
        """The day, if it is another."""
        del names
        new = parse_day(text)
        return {} if new == self.day else {self.key: new}


@dataclass(frozen=True, slots=True)
class DateForm:
    """A day as the date of a property: the first day of a month or a year stands for all of it, if it did before."""

    day: Day
    key: str = "value"

    def show(self) -> str:
        """The first day, in ISO form."""
        return iso_start(self.day) or ""

    def read(self, text: str, names: Names) -> Changes:
        """The day, the month or the year, if it is another."""
        del names
        if text.strip() == self.show():
            return {}
        start, length = self.show(), len(self.day.edtf)
        if self.day.edtf != start[:length] or length not in {4, 7, 10}:
            raise ValueError(
                f"the records have {self.day}, of which a date tells the beginning only: change it where the note "
                "shows all of it"
            )
        new = parse_day(text)
        if len(new.edtf) == 10 and new.edtf[length:] == "-01-01"[length - 4 :]:
            new = parse_day(new.edtf[:length])
        return {} if new == self.day else {self.key: new}


@dataclass(frozen=True, slots=True)
class YearForm:
    """A day as its year."""

    day: Day

    def show(self) -> str:
        """The year."""
        return str(self.day.earliest.year) if self.day.earliest is not None else ""

    def read(self, text: str, names: Names) -> Changes:
        """The year, if it is another."""
        del names
        if text.strip() == self.show():
            return {}
        if self.day.edtf != self.show():
            raise ValueError(f"the records have {self.day}, of which this is the year only")
        new = parse_day(text.strip())
        if len(new.edtf) != 4:
            raise ValueError("a year is expected")
        return {"value": new}


@dataclass(frozen=True, slots=True)
class StatusForm:
    """How firmly a claim stands, in words: `in talks`."""

    status: Status

    def show(self) -> str:
        """The status in words."""
        return self.status.words

    def read(self, text: str, names: Names) -> Changes:
        """The status, if it is another."""
        del names
        new = parse_status(text)
        return {} if new == self.status else {"status": new}


@dataclass(frozen=True, slots=True)
class TextForm:
    """A few words; `quoted` ones in quotation marks that are not part of them."""

    text: str
    key: str = "value"
    quoted: bool = False

    def show(self) -> str:
        """The words."""
        return f'"{self._bare(self.text)}"' if self.quoted else " ".join(self.text.split())

    def read(self, text: str, names: Names) -> Changes:
        """The words, if they are others."""
        del names
        new = self._bare(without_links(text))
        if not new:
            raise ValueError("nothing stands here any more: take it out of the records by hand")
        return {} if new == self._bare(self.text) else {self.key: new}

    def _bare(self, text: str) -> str:
        words = " ".join(text.split())
        return words.strip(_QUOTES) if self.quoted else words


@dataclass(frozen=True, slots=True)
class TagForm:
    """A tag as Obsidian accepts it."""

    word: str
    key: str

    def show(self) -> str:
        """The tag without `#`."""
        return tag_slug(self.word)

    def read(self, text: str, names: Names) -> Changes:
        """The tag, if it is another."""
        del names
        word = text.strip().removeprefix("#")
        if tag_slug(word) != word:
            raise ValueError(f"no tag: one such as {tag_slug(word)} is")
        return {} if word == self.show() else {self.key: word}


@dataclass(frozen=True, slots=True)
class LinkForm:
    """Another entity, as the name of its note."""

    entity: str
    name: str
    key: str

    def show(self) -> str:
        """The name."""
        return self.name

    def read(self, text: str, names: Names) -> Changes:
        """The id of the entity, if it is another."""
        target = link_words(text)
        if target == self.name:
            return {}
        entity = names(target)
        if not entity:
            raise ValueError(f"nothing is recorded under “{target}”: add a record of that name first")
        return {} if entity == self.entity else {self.key: entity}


def reason_of(error: ValueError) -> str:
    """Why a text could not be read, in words for a person."""
    return error.reason if isinstance(error, NotationError) else str(error)
