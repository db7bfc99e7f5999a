"""A round, or an investor of a round, written on one line.

::

    Series E, Jan 2026: $300M at $5B, led by ivp and capitalg, with nvidia ($150M)
    Split-priced round, Jun 2026 (in talks): ~$1.5B at $11–13B post-money
    nvidia ($150M, strategic)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from vaultgen.errors import NotationError
from vaultgen.values.days import parse_day
from vaultgen.values.figure import parse_figure
from vaultgen.values.money import MONEY, parse_quantity
from vaultgen.values.status import parse_status

__all__ = ["ROLES", "investor_mapping", "round_mapping"]

ROLES = ("lead", "co_lead", "participant", "existing", "strategic")
_LONGEST = 1000
_UNNAMED = frozenset({"various", "others", "various investors", "other investors"})

_HEAD = re.compile(
    r"\s*(?P<stage>[^,()]+?)\s*(?:,\s*(?P<date>[^()]+?)\s*)?(?:\(\s*(?P<status>[^()]*?)\s*\)\s*)?"
)
_CLAUSE = re.compile(r"[:,;]\s*(?P<verb>led by|co-led by|with)(?=\s|$)", re.IGNORECASE)
_AT = re.compile(r"\s+at\s+")
_BASIS = re.compile(r"\s+(?P<basis>pre|post)(?:[- ]money)?$")
_INVESTOR = re.compile(
    r"\s*(?P<name>[^,()]+?)\s*(?:\((?P<aside>[^()]*)\)\s*)?(?P<next>,\s*(?:and\s+)?|(?<=[\s)])and(?:\s+|$)|$)"
)
_PIECE = re.compile(r"\s*(?P<piece>[^,]*[^,\s])\s*(?:,|$)")

Mapped = dict[str, Any]


def round_mapping(text: str, *, currency: str) -> Mapped:
    """The keys of the round that the line tells, all values as written, or NotationError at the bad character."""
    if len(text) > _LONGEST:
        raise NotationError(
            text[:_LONGEST], _LONGEST - 1, f"a round's line has at most {_LONGEST} characters"
        )
    colon = text.find(":")
    if colon < 0:
        raise NotationError(
            text, len(text), "a round's line has “:” between stage and money: `Seed, 2019: $5M`"
        )
    clauses = list(_CLAUSE.finditer(text, colon))
    ends = [*(clause.start() for clause in clauses), len(text)]
    mapped = _head(text, colon) | _money(text, colon + 1, max(ends[0], colon + 1), currency)
    investors: list[Mapped] = []
    for clause, end in zip(clauses, ends[1:], strict=True):
        listed = _investors(text, clause.end(), end, currency)
        if clause["verb"].lower() != "with":
            role = "lead" if len(listed) == 1 else "co_lead"
            listed = [{"role": role, **investor} for investor in listed]
        investors.extend(listed)
    named = [investor for investor in investors if investor["investor"].lower() not in _UNNAMED]
    if len(named) < len(investors):
        mapped["various"] = True
    if named:
        mapped["investors"] = named
    return mapped


def investor_mapping(text: str, *, currency: str) -> Mapped:
    """The keys of the investor that `nvidia ($150M, strategic)` tells, or NotationError at the bad character."""
    found = _investors(text, 0, len(text), currency)
    if len(found) != 1:
        raise NotationError(text, 0, "one investor a line; write a list for several")
    return found[0]


def _part(text: str, start: int, end: int, read: Callable[[str], object]) -> str:
    """The stripped part of the line, after a trial reading that reports errors at their place in the line."""
    part = text[start:end].strip()
    try:
        read(part)
    except NotationError as error:
        offset = text.index(part, start, end) if part else start
        raise NotationError(text, min(offset + error.position, len(text)), error.reason) from error
    return part


def _head(text: str, colon: int) -> Mapped:
    match = _HEAD.fullmatch(text, 0, colon)
    if match is None:
        raise NotationError(text, 0, "expected `stage, day:` at the start of a round's line")
    mapped: Mapped = {"stage": match["stage"]}
    if match["date"]:
        mapped["date"] = _part(text, match.start("date"), match.end("date"), parse_day)
    if match["status"] is not None:
        mapped["status"] = _part(text, match.start("status"), match.end("status"), parse_status)
    return mapped


def _money(text: str, start: int, end: int, currency: str) -> Mapped:
    if not text[start:end].strip(" ,;"):
        return {}
    mapped: Mapped = {}
    at = _AT.search(text, start, end)
    if at:
        basis = _BASIS.search(text, at.end(), end)
        key = f"{basis['basis']}_money" if basis else "valuation"
        price_end = basis.start() if basis else end
        mapped[key] = _figure(text, at.end(), price_end, currency)
        end = at.start()
    return {"amount": _figure(text, start, end, currency), **mapped}


def _figure(text: str, start: int, end: int, currency: str) -> str:
    return _part(text, start, end, lambda part: parse_figure(part, currency=currency, unit=MONEY))


def _investors(text: str, start: int, end: int, currency: str) -> list[Mapped]:
    found: list[Mapped] = []
    position = start
    while position < end or not found:
        match = _INVESTOR.match(text, position, end)
        if match is None:
            opened = text.find("(", position, end)
            if opened >= 0 and ")" not in text[opened:end]:
                reason = "“(” is never closed (in a list in brackets, quote a text that holds a comma)"
                raise NotationError(text, opened, reason)
            blank = len(text[position:end]) - len(text[position:end].lstrip())
            raise NotationError(text, position + blank, "expected an investor, such as `nvidia ($150M)`")
        investor: Mapped = {"investor": match["name"]}
        if match["aside"] is not None:
            investor |= _aside(text, match.start("aside"), match.end("aside"), currency)
        found.append(investor)
        position = match.end()
        if position >= end and match["next"]:
            raise NotationError(text, match.start("next"), "nothing follows")
    return found


def _aside(text: str, start: int, end: int, currency: str) -> Mapped:
    """What stands in an investor's parenthesis: an amount, a role, or both."""
    mapped: Mapped = {}
    position = start
    while position < end:
        match = _PIECE.match(text, position, end)
        if match is None:
            raise NotationError(text, position, "expected an amount or a role")
        role = re.sub(r"[-\s]+", "_", match["piece"].lower())
        key = "role" if role in ROLES else "amount"
        if key in mapped:
            raise NotationError(text, match.start("piece"), f"a second {key}")
        if key == "role":
            mapped[key] = role
        else:
            mapped[key] = _part(
                text,
                match.start("piece"),
                match.end("piece"),
                lambda part: parse_quantity(part, currency=currency, unit=MONEY),
            )
        position = match.end()
    if not mapped:
        raise NotationError(text, start, "the parenthesis says nothing")
    return mapped
