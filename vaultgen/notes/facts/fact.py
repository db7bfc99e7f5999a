"""A fact: what a note shows at a spot, the record that it comes from, and how an edit of it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vaultgen.notes.facts.forms import Form, Names, reason_of
from vaultgen.notes.facts.words import said
from vaultgen.notes.merge.spots import Spot
from vaultgen.records.faults import Path

__all__ = ["Addition", "Change", "Fact", "Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One value that a note shows.

    `owner` is the record (an entity, round, deal, metric, relation or source) and `path` the way inside it to the claim
    or part, with the keys that the parts of a claim go by there, if they have other names. Without a `form` the value
    cannot be edited in the note, and `why` says so.
    """

    form: Form | None = None
    owner: Any = field(default=None, repr=False)
    path: Path = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    @property
    def named(self) -> str:
        """What is shown: the keys that lead to it, such as `tranches.valuation`, or a metric's or relation's name."""
        keys = ".".join(step for step in self.path if isinstance(step, str))
        return keys or getattr(self.owner, "metric", "") or getattr(self.owner, "type", "")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be set in a record: a key of the part that is shown, and its new value."""

    owner: Any = field(repr=False)
    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Addition:
    """What a new item of a list property becomes: an item of the record's list at `path`.

    `keys` are those of a new relation beside `key`, which takes the id; without a `key` it is a bare word.
    """

    owner: Any = field(default=None, repr=False)
    path: Path = ()
    key: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    def item(self, text: str, names: Names) -> str | dict[str, str]:
        """The new item; a ValueError says why there can be none."""
        if self.why:
            raise ValueError(self.why)
        if not self.key:
            return text
        entity = names(text)
        if not entity:
            raise ValueError(f"nothing is recorded under “{text}”: add a record of that name first")
        return {**self.keys, self.key: entity}


@dataclass(frozen=True, slots=True)
class Fact:
    """What a note shows at a spot: values of records, with the words around them, which are no part of any record.

    `text` is what stands there; `words` is what it says for each of the `parts`, and `frame` what stands around them,
    one more than there are parts. `adds` tells what becomes of a new item, at the spot of a list property.
    """

    spot: Spot
    text: str
    parts: tuple[Shown, ...] = ()
    words: tuple[str, ...] = ()
    frame: tuple[str, ...] = ("",)
    adds: Addition | None = None

    @property
    def why(self) -> str:
        """Why an edit of this cannot go back into a record; nothing if it can."""
        return next((part.why for part in self.parts if part.why), "")

    def read(self, text: str, names: Names) -> tuple[Change, ...]:
        """What the text says otherwise than the records, value by value; a ValueError says why that cannot be told."""
        now = text if self.spot.property else said(text)
        errors: list[str] = []
        for words in self._fits(now):
            try:
                return tuple(self._changes(words, names))
            except ValueError as error:
                errors.append(reason_of(error))
        raise ValueError(errors[0] if errors else "the words around the figure are edited as well")

    def _fits(self, now: str) -> Iterator[tuple[str, ...]]:
        """The ways to tell the parts apart in a text: none of them changed, then one, then any of them."""
        pieces = [piece for pair in zip(self.frame, (*self.words, ""), strict=True) for piece in pair][:-1]
        if now == "".join(pieces):
            yield self.words
            return
        for place in range(1, len(pieces), 2):
            before, after = "".join(pieces[:place]), "".join(pieces[place + 1 :])
            if len(now) >= len(before) + len(after) and now.startswith(before) and now.endswith(after):
                middle = now[len(before) : len(now) - len(after)].strip()
                yield (*pieces[1:place:2], middle, *pieces[place + 2 :: 2])
        found = re.fullmatch("(.+?)".join(map(re.escape, self.frame)), now) if len(self.parts) > 1 else None
        if found is not None:
            yield tuple(found.groups())

    def _changes(self, words: tuple[str, ...], names: Names) -> Iterator[Change]:
        for part, before, now in zip(self.parts, self.words, words, strict=True):
            if now != before:
                if part.form is None or part.why:
                    raise ValueError(part.why)
                for key, value in part.form.read(now, names).items():
                    step = part.keys.get(key, key)
                    yield Change(part.owner, (*part.path, step) if step else part.path, value)
