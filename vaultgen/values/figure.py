"""The one notation: a figure, and in parentheses when, how firmly and from whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vaultgen.errors import NotationError
from vaultgen.values.day_tokens import SLOTS
from vaultgen.values.days import Day, parse_day
from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import Quantity
from vaultgen.values.relative_days import relative_edtf
from vaultgen.values.status import Status, status_of
from vaultgen.values.suggest import nearest
from vaultgen.values.text import require_text

__all__ = ["TEXT", "Figure", "figure_parts", "fits_one_line", "parse_figure", "show_figure"]

TEXT = "text"
"""As a `unit`: the value is any text, and a parenthesis is read only if it holds a date or a status."""

_LONGEST = 400
_PARENTHESIS = re.compile(r"(?s)(.*?)\s*\(([^()]*)\)\s*")
_YEAR = re.compile(r"\s*[0-9]{4}\s*")
_FROM = re.compile(r"(?:(?<=\s)|^)from(?:\s+|$)", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_DIGIT = re.compile(r"[0-9]")
_DATED = re.compile(r"(?<![A-Za-z0-9])(?:[0-9]{4}(?![0-9])|[0-9]{1,4}[-/][0-9])")
_MONTH_AND_DAY = re.compile(
    r"\s*(?:(?:as of|on|in)\s+)?([A-Za-z]{3,9})\.?(?:\s+[0-9]{1,2}(?:st|nd|rd|th)?)?\s*"
)
_WORD_AND_DAY = re.compile(r"[A-Za-z]{3,9}\.?\s+[0-9]{1,2}")
_SHORTEST_NEAR_STATUS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what one line can say about it.

    `origin` is whom the figure comes from, as written; `method` is how it was derived (`raise history` shows
    as "implied from raise history").
    """

    value: Quantity | str
    as_of: Day | None = None
    status: Status | None = None
    origin: str = ""
    method: str = ""

    def __str__(self) -> str:
        """Show the canonical line, which `parse_figure` reads back to an equal figure."""
        return show_figure(self)


def show_figure(figure: Figure) -> str:
    """Show a figure on one line: `$5B (Jan 2026)`, `~$2B (implied from raise history)`, `undisclosed`."""
    value, about = figure_parts(figure)
    return f"{value} ({about})" if about else value


def figure_parts(figure: Figure) -> tuple[str, str]:
    """Give the value and what stands in the parenthesis, without brackets; `""` if nothing does."""
    said = []
    if figure.origin:
        said.append(figure.origin)
    if figure.status is not None:
        said.append(figure.status.words_after_origin if figure.origin else figure.status.words)
    if figure.method:
        said.append(f"from {figure.method}")
    about = " ".join(said)
    if figure.as_of is not None:
        about = f"{about}, {figure.as_of}" if about else str(figure.as_of)
    return str(figure.value), about


def fits_one_line(figure: Figure, *, unit: str | None = None) -> bool:
    """Tell whether the line says everything, so that reading it gives the figure back."""
    try:
        return (
            parse_figure(show_figure(figure), unit=TEXT if isinstance(figure.value, str) else unit) == figure
        )
    except NotationError:
        return False


def parse_figure(text: str, *, currency: str = "USD", unit: str | None = None) -> Figure:
    """Read a figure, or raise NotationError at the character that cannot be read.

    `currency` and `unit` are those of `parse_quantity`; with the unit `text` the value is text.
    """
    return _parse(require_text(text, what="a figure", longest=_LONGEST), currency, unit)


@lru_cache(maxsize=1 << 16)
def _parse(text: str, currency: str, unit: str | None) -> Figure:
    split = _PARENTHESIS.fullmatch(text) if text.rstrip().endswith(")") else None
    if unit == TEXT:
        return _parse_text(text, split)
    if split is None:
        if "(" in text:
            raise NotationError(text, _beside_parenthesis(text), "a figure ends with one closed parenthesis")
        return Figure(parse_quantity(text, currency=currency, unit=unit))
    try:
        value = parse_quantity(split[1], currency=currency, unit=unit)
    except NotationError as error:
        raise NotationError(text, error.position, error.reason) from error
    return _read_about(text, value, split.start(2), split.end(2))


def _beside_parenthesis(text: str) -> int:
    """Find what stands after the parenthesis, or inside it opens another, or else where it opens."""
    opened, closed = text.find("("), text.rfind(")")
    after = text[closed + 1 :]
    if closed < 0:
        return opened
    return len(text) - len(after.lstrip()) if after.strip() else text.find("(", opened + 1)


def _parse_text(text: str, split: re.Match[str] | None) -> Figure:
    """Read a text; its parenthesis belongs to it unless that says when or how firmly."""
    value = text.strip()
    if not value:
        raise NotationError(text, 0, "a text is missing")
    if split is None or not split[1].strip():
        return Figure(value)
    try:
        figure = _read_about(text, split[1].strip(), split.start(2), split.end(2))
    except NotationError:
        return Figure(value)
    return figure if figure.as_of is not None or figure.status is not None else Figure(value)


@dataclass(slots=True)
class _About:
    """What a parenthesis has said so far."""

    as_of: Day | None = None
    status: Status | None = None
    origin: str = ""
    method: str = ""


def _read_about(text: str, value: Quantity | str, start: int, end: int) -> Figure:
    about = _About()
    if not text[start:end].strip():
        raise NotationError(text, start, "the parenthesis says nothing")
    pieces = text[start:end].split(",")
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if _is_month_and_day(piece) and _YEAR.fullmatch("".join(pieces[index + 1 : index + 2])):
            piece += f",{pieces[index + 1]}"  # "Jan 20, 2026" has a comma of its own
            index += 1
        _read_piece(text, about, start, piece)
        start += len(piece) + 1
        index += 1
    return Figure(value, about.as_of, about.status, about.origin, about.method)


def _is_month_and_day(piece: str) -> bool:
    match = _MONTH_AND_DAY.fullmatch(piece)
    return match is not None and SLOTS.get(match[1].lower(), ("",))[0] == "month"


def _read_piece(text: str, about: _About, at: int, piece: str) -> None:
    """Read what stands between two commas: a day, or an origin, a status and a method in this order."""
    stripped = piece.strip()
    at += len(piece) - len(piece.lstrip())
    if not stripped:
        raise NotationError(text, at, "there is nothing between the commas")
    day = _day_in(stripped)
    if day is not None:
        _take_day(text, about, at, day)
        return
    method = _FROM.search(stripped)
    head = stripped[: method.start()].strip() if method else stripped
    if method is not None:
        if about.method or not stripped[method.end() :]:
            raise NotationError(text, at + method.start(), "“from” must name one method")
        about.method = stripped[method.end() :]
    if head:
        _read_head(text, about, at, head)


def _read_head(text: str, about: _About, at: int, head: str) -> None:
    """Read an origin, a status, or both; a day beside the status is read too (`Jan 2026 talks`)."""
    rest = _cut_status(text, about, at, head)
    day = _day_in(rest)
    if day is not None:
        _take_day(text, about, at, day)
        return
    if rest == head:
        rest = _cut_dated_status(text, about, at, head)
    if not rest:
        return
    _require_origin(text, at, rest)
    if about.origin:
        raise NotationError(text, at, "a second origin")
    about.origin = rest


def _cut_dated_status(text: str, about: _About, at: int, head: str) -> str:
    """Take `reported Jun 2026` from the end, and give what stands before it.

    A day after anything but a status stays: "Jna 2026" is a mistyped date, not an origin and a year.
    """
    for word in _WORD.finditer(head):
        day = _day_in(head[word.start() :])
        if day is not None:
            before = head[: word.start()].rstrip()
            rest = _cut_status(text, about, at, before)
            if rest == before:
                return head
            _take_day(text, about, at + word.start(), day)
            return rest
    return head


def _cut_status(text: str, about: _About, at: int, head: str) -> str:
    """Take the status with which a piece ends, and give what stands before it."""
    for word in _WORD.finditer(head):
        status = status_of(head[word.start() :])
        if status is not None:
            if about.status is not None:
                raise NotationError(text, at + word.start(), "a second status")
            about.status = status
            return head[: word.start()].rstrip()
    return head


def _require_origin(text: str, at: int, name: str) -> None:
    """Refuse a name that is more likely a mistyped date or status, which would be lost in silence."""
    try:
        if _DATED.search(name) or _is_month_and_day(name) or _WORD_AND_DAY.fullmatch(name):
            parse_day(name)
        relative_edtf(name, None)
    except NotationError as error:
        raise NotationError(text, at + error.position, error.reason) from error
    if name.islower() and " " not in name:
        near = nearest(name, [status.value for status in Status])
        if len(near) >= _SHORTEST_NEAR_STATUS and abs(len(near) - len(name)) <= 1:
            raise NotationError(text, at, f"unknown status; did you mean “{near}”?")


def _day_in(piece: str) -> Day | None:
    if not _DIGIT.search(piece):  # without an anchor every date has a year
        return None
    try:
        return parse_day(piece.strip())
    except NotationError:
        return None


def _take_day(text: str, about: _About, at: int, day: Day) -> None:
    if about.as_of is not None:
        raise NotationError(text, at, "a second date")
    about.as_of = day
