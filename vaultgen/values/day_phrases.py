"""Dates in words: `by Jan 2026`, `last week of May 2026`, `May 25–31 2026`, `since early 2025`."""

from __future__ import annotations

from datetime import timedelta

from vaultgen.errors import NotationError
from vaultgen.values.day_tokens import SILENT, DayToken, tokenize_day
from vaultgen.values.edtf import FIRST_YEAR, LAST_YEAR, OPEN, Day, read_edtf
from vaultgen.values.partial_day import read_partial, resolve_partial

__all__ = ["read_phrase"]

_RELATIONS = {
    "by": "by",
    "until": "by",
    "till": "by",
    "before": "before",
    "since": "since",
    "from": "since",
    "after": "after",
    "between": "between",
}


def read_phrase(text: str, anchor: Day | None) -> Day:
    """Read a date in words, or point at the word that is none; a missing year is taken from `anchor`."""
    tokens = tokenize_day(text)
    at = 0
    while at < len(tokens) and tokens[at].word in SILENT:
        at += 1
    relation = _RELATIONS.get(tokens[at].word, "") if at < len(tokens) else ""
    at += bool(relation)
    separator = _separator(text, tokens, at, relation)
    if separator is not None:
        return _read_range(text, tokens[at:], separator - at, anchor)
    partial = read_partial(text, tokens[at:], len(text))
    if relation == "between":
        raise NotationError(text, len(text), "“between” needs “and” and a second date")
    if relation == "by" and partial.edge == "end":
        partial.edge = ""
    edtf = resolve_partial(text, partial, anchor)
    if relation == "by":
        edtf = f"{OPEN}/{edtf.rpartition('/')[2]}"
    elif relation == "since":
        edtf = f"{edtf.partition('/')[0]}/{OPEN}"
    elif relation:
        edtf = _beside(text, partial.start, edtf, relation)
    return read_edtf(edtf)


def _separator(text: str, tokens: list[DayToken], start: int, relation: str) -> int | None:
    """Find the token between the two ends of a range; None if there is one date only."""
    words = {"and", "through"} if relation == "between" else {"to", "through"}
    found = [
        index
        for index in range(start, len(tokens))
        if tokens[index].kind == "dash" or tokens[index].word in words
    ]
    if not found:
        return None
    if len(found) > 1 or relation not in {"", "since", "between"}:
        raise NotationError(text, tokens[found[-1]].start, "a range has one beginning and one end")
    return found[0]


def _read_range(text: str, tokens: list[DayToken], separator: int, anchor: Day | None) -> Day:
    """Read both ends; what one does not say (the year, or the month of a day) the other says for it."""
    begin = read_partial(text, tokens[:separator], tokens[separator].start)
    end = read_partial(text, tokens[separator + 1 :], len(text))
    if not begin.fixed and not end.fixed:
        end.year = end.year or begin.year
        begin.year = begin.year or end.year
        if begin.day and end.day:
            end.month = end.month or begin.month
            begin.month = begin.month or end.month
    first_edtf = resolve_partial(text, begin, anchor).partition("/")[0]
    last_edtf = resolve_partial(text, end, anchor).rpartition("/")[2]
    try:
        return read_edtf(f"{first_edtf}/{last_edtf}")
    except NotationError as error:
        raise NotationError(text, end.start, error.reason) from error


def _beside(text: str, position: int, edtf: str, relation: str) -> str:
    """Give everything before or after a date, in its own precision where that is a plain month or year."""
    day = read_edtf(edtf)
    step = -1 if relation == "before" else 1
    plain = edtf.replace("-", "").isdigit()
    beside = (day.sort_key[0] if step < 0 else day.sort_key[1]) + timedelta(days=step)
    if not FIRST_YEAR <= beside.year <= LAST_YEAR:
        raise NotationError(text, position, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    shown = beside.isoformat()
    if plain and day.precision in {"year", "month"}:
        shown = shown[: len(edtf)]
    return f"{OPEN}/{shown}" if step < 0 else f"{shown}/{OPEN}"
