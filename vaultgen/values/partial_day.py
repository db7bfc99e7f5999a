"""One end of a date in words: what is said of year, month, day or part, put together to EDTF."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaultgen.errors import NotationError
from vaultgen.values.day_tokens import COUNTED, ORDINALS, SILENT, SLOTS, DayToken, is_year
from vaultgen.values.day_words import MONTHS
from vaultgen.values.edtf import FIRST_YEAR, LAST_YEAR, Day, last_day, read_edtf
from vaultgen.values.suggest import did_you_mean

__all__ = ["PartialDay", "read_partial", "resolve_partial"]

_APPROXIMATE = frozenset({"~", "about", "around", "circa", "c", "ca", "roughly", "approximately"})
_KNOWN_WORDS = (
    *(word.capitalize() if slot == "month" else word for word, (slot, _) in SLOTS.items()),
    *COUNTED,
)


@dataclass(slots=True)
class PartialDay:
    """What one end of a date says so far; 0 and `""` stand for nothing, and places are offsets into the text.

    `part` and `third` are EDTF's numbers for parts of a year, `week` counts from 1 with 0 for the last,
    `edge` is the start or the end of the rest, and `fixed` is a date that was written in EDTF.
    """

    start: int
    year: int = 0
    month: int = 0
    day: int = 0
    part: int = 0
    third: int = 0
    week: int = -1
    edge: str = ""
    fixed: str = ""
    approximate: bool = False
    uncertain: bool = False
    places: dict[str, int] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """The qualifier that EDTF writes behind a date."""
        if self.approximate:
            return "%" if self.uncertain else "~"
        return "?" if self.uncertain else ""


def read_partial(text: str, tokens: list[DayToken], end: int) -> PartialDay:
    """Collect what one end of a date says, in whatever order; each thing can be said once.

    `end` is the offset at which it ends, for the error that nothing stands there.
    """
    start = tokens[0].start if tokens else end
    partial = PartialDay(start)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        if following in COUNTED and _take_counted(text, partial, token, following):
            index += 1
        else:
            _take(text, partial, token)
        index += 1
    if not any((partial.year, partial.month, partial.day, partial.part, partial.third, partial.fixed)):
        raise NotationError(text, start, "a date is missing")
    return partial


def _take_counted(text: str, partial: PartialDay, token: DayToken, noun: str) -> bool:
    """Take `first quarter`, `last week` or `2nd half`; False if the word before counts nothing."""
    count = ORDINALS.get(token.word, -1)
    if (
        token.kind == "number"
        and not token.text.isdigit()
        and token.word[0] in "1234"
        and len(token.word) == 3
    ):
        count = int(token.word[0])
    most = COUNTED[noun]
    if not 0 <= count <= most:
        return False
    if noun == "week":
        _set(text, partial, token, "week", count)
    else:
        _set(text, partial, token, "part", {"quarter": 32, "half": 39}[noun] + (count or most))
    return True


def _take(text: str, partial: PartialDay, token: DayToken) -> None:
    word = token.word
    if word in SLOTS:
        _set(text, partial, token, *SLOTS[word])
    elif token.kind == "number":
        _take_number(text, partial, token)
    elif token.kind == "part":
        quarter = word[0] == "q"
        if not quarter and word[1] > "2":
            raise NotationError(text, token.start + 1, "a year has two halves")
        _set(text, partial, token, "part", (32 if quarter else 39) + int(word[1]))
    elif token.kind == "iso":
        _set(text, partial, token, "fixed", read_edtf(text, token.start, token.end).edtf)
    elif token.kind == "decade":
        _set(text, partial, token, "fixed", _decade(text, token))
    elif word in _APPROXIMATE or word in {"?", "%"}:
        partial.approximate = partial.approximate or word != "?"
        partial.uncertain = partial.uncertain or word in {"?", "%"}
    elif word not in SILENT:
        hint = did_you_mean(word, _KNOWN_WORDS)
        raise NotationError(text, token.start, f"{token.text!r} is no part of a date{hint and f'; {hint}'}")


def _decade(text: str, token: DayToken) -> str:
    edtf = f"{token.text[:3]}X"
    if not FIRST_YEAR <= int(token.text[:4]) <= LAST_YEAR:
        raise NotationError(text, token.start, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    return edtf


def _take_number(text: str, partial: PartialDay, token: DayToken) -> None:
    digits = token.text.rstrip("dhnrst")
    if is_year(token):
        if not FIRST_YEAR <= int(digits) <= LAST_YEAR:
            raise NotationError(text, token.start, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
        _set(text, partial, token, "year", int(digits))
    elif len(digits) <= 2 and 1 <= int(digits) <= 31:
        _set(text, partial, token, "day", int(digits))
    else:
        raise NotationError(text, token.start, f"{token.text!r} is neither a year nor a day of a month")


def _set(text: str, partial: PartialDay, token: DayToken, name: str, value: int | str) -> None:
    """Note one thing that a date says, once."""
    alone = {"year", "month", "day", "part", "third", "week"}
    clash = name in partial.places or (partial.fixed and name in alone)
    if clash or (name == "fixed" and not alone.isdisjoint(partial.places)):
        raise NotationError(text, token.start, "a second date, and no range")
    partial.places[name] = token.start
    setattr(partial, name, value)


def resolve_partial(text: str, partial: PartialDay, anchor: Day | None) -> str:
    """Give the EDTF of one end: simple, or an interval for a week or a part of a month.

    A missing year is the last one in which it began by the anchor.
    """
    if partial.fixed:
        fixed = partial.fixed
        return _edge(fixed + partial.mark, partial)
    if partial.year:
        return _edge(_with_year(text, partial, partial.year), partial)
    if partial.day and not partial.month:
        raise NotationError(text, partial.places["day"], "a day needs its month")
    if anchor is None:
        raise NotationError(text, partial.start, "the year is missing, and there is no date to take it from")
    latest = anchor.sort_key[1]
    edtf = _edge(_with_year(text, partial, latest.year), partial)
    begins = read_edtf(edtf).earliest
    if begins is not None and begins > latest:
        if latest.year == FIRST_YEAR:
            raise NotationError(text, partial.start, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
        edtf = _edge(_with_year(text, partial, latest.year - 1), partial)
    return edtf


def _with_year(text: str, partial: PartialDay, year: int) -> str:
    mark = partial.mark
    if partial.month:
        return _within_month(text, partial, year, mark)
    for name in ("week", "day"):
        if name in partial.places:
            raise NotationError(text, partial.places[name], f"a {name} needs its month")
    if partial.part:
        if partial.third:
            raise NotationError(text, partial.places["third"], "only a year or a month is early, mid or late")
        return f"{year}-{partial.part}{mark}"
    if partial.third:
        return f"{year}-{partial.third}{'%' if partial.uncertain else '~'}"
    return f"{year}{mark}"


def _within_month(text: str, partial: PartialDay, year: int, mark: str) -> str:
    month, end = partial.month, last_day(year, partial.month)
    if partial.part:
        raise NotationError(text, partial.places["part"], "a month and another part of the year")
    if partial.day:
        for name in ("week", "third"):
            if name in partial.places:
                raise NotationError(text, partial.places[name], "a day has no parts")
        if partial.day > end:
            message = f"there is no day {partial.day} in {MONTHS[month - 1]} {year}"
            raise NotationError(text, partial.places["day"], message)
        return f"{year}-{month:02}-{partial.day:02}{mark}"
    if partial.week >= 0:
        first = 7 * partial.week - 6 if partial.week else end - 6
        return _days(f"{year}-{month:02}", first, first + 6, mark)
    if partial.third:
        first = 1 + 10 * (partial.third - 37)
        return _days(f"{year}-{month:02}", first, end if partial.third == 39 else first + 9, mark)
    return f"{year}-{month:02}{mark}"


def _days(month: str, first: int, last: int, mark: str) -> str:
    return f"{month}-{first:02}{mark}/{month}-{last:02}{mark}"


def _edge(edtf: str, partial: PartialDay) -> str:
    """Give the first or last day of a date, if only that is meant."""
    if not partial.edge:
        return edtf
    day = read_edtf(edtf)
    return f"{day.earliest if partial.edge == 'start' else day.latest}{partial.mark}"
