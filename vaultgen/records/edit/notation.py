"""A figure in the one notation with one of its parts set, everything else as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from vaultgen.errors import NotationError
from vaultgen.records.edit.edits import Value
from vaultgen.values.days import Day, parse_day
from vaultgen.values.figure import Figure, figure_parts, parse_figure
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import Status, parse_status

__all__ = ["IN_PARENTHESES", "Notation", "key_text", "line_texts"]

IN_PARENTHESES = ("as_of", "status", "origin", "method")
"""What the parenthesis of a figure can say, by the keys that say the same."""

_PARENTHESIS = re.compile(r"(?s)(?P<value>.*?)\s*\((?P<about>[^()]*)\)\s*")
_WORD = re.compile(r"[^\s,]+")
_EDGE = " ,"


def key_text(value: Value) -> str:
    """What is written under a key of its own: dates in EDTF, statuses by their names."""
    if value is None:
        return ""
    if isinstance(value, Day):
        return value.edtf
    return value.value if isinstance(value, Status) else str(value).strip()


def line_texts(value: Value) -> tuple[str, ...]:
    """What may be written in the line of a figure, in the order of preference."""
    if isinstance(value, Status):
        return value.words, value.words_after_origin
    if isinstance(value, Day):
        return str(value), value.edtf
    return (key_text(value),)


@dataclass(frozen=True, slots=True)
class Notation:
    """How the figures of one field are read: what they are measured in, and the currency of a bare number."""

    unit: str
    currency: str

    def read(self, text: str) -> Figure | None:
        """The figure, or None if the text is none."""
        read: Figure | None = _tried(lambda: parse_figure(text, currency=self.currency, unit=self.unit))
        return read

    def with_part(self, text: str, key: str, value: Value) -> str | None:
        """The line with `value`, `as_of`, `status`, `origin` or `method` set, or None if it cannot say that."""
        old = self.read(text) if key in {"value", *IN_PARENTHESES} else None
        given = line_texts(value)
        part = self._part(key, given[0])
        if old is None or (part is None and given[0]):
            return None
        changes: dict[str, Any] = {key: part if part is not None else _nothing(key)}
        wanted = replace(old, **changes)
        split = _PARENTHESIS.fullmatch(text)
        if key == "value":
            spelled: Iterator[str] = iter([given[0] + text[split.end("value") if split else len(text) :]])
        else:
            head, about = (text[: split.start("about")], split["about"]) if split else (f"{text} (", "")
            tail = text[split.end("about") :] if split else ")"
            spelled = (
                f"{head}{new}{tail}" if new else text[: split.end("value") if split else None]
                for new in self._abouts(key, about, old, wanted, given)
            )
        return next((line for line in spelled if self.read(line) == wanted), None)

    def _part(self, key: str, text: str) -> Any:
        readers: dict[str, Callable[[str], object]] = {
            "value": lambda text: parse_quantity(text, currency=self.currency, unit=self.unit),
            "as_of": parse_day,
            "status": parse_status,
        }
        read = readers.get(key)
        return (_tried(lambda: read(text)) if read else text) if text else None

    def _abouts(
        self, key: str, about: str, old: Figure, wanted: Figure, given: tuple[str, ...]
    ) -> Iterator[str]:
        """What the parenthesis may say now: first with as little changed as can be, last in the usual order."""
        was = getattr(old, key)
        for start, end in _spans(about) if was else ():
            if self._part(key, about[start:end]) == was:
                if getattr(wanted, key):
                    yield from (about[:start] + text + about[end:] for text in given)
                else:
                    yield (about[:start].rstrip(_EDGE) + about[end:]).strip(_EDGE)
        if not was and about and about != figure_parts(old)[1]:
            orders = ("{0}, {1}", "{1}, {0}") if key == "as_of" else ("{1}, {0}", "{0}, {1}")
            yield from (order.format(about, text) for order in orders for text in given)
        said = figure_parts(replace(wanted, as_of=None))[1]
        days = [wanted.as_of] if wanted.as_of is not None else []
        shown = [text for day in days for text in (*(given if key == "as_of" else ()), *line_texts(day))]
        yield from (f"{said}, {day}" if said else day for day in shown)
        if not days:
            yield said


def _nothing(key: str) -> str | None:
    return None if key in {"as_of", "status"} else ""


def _tried(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except NotationError:
        return None


def _spans(about: str) -> list[tuple[int, int]]:
    """The runs of words in a parenthesis, the longest first."""
    words = list(_WORD.finditer(about))
    runs = [(word.start(), word.end()) for word in words]
    runs += [(first.start(), last.end()) for first, last in combinations(words, 2)]
    return sorted(runs, key=lambda run: (run[0] - run[1], run))
