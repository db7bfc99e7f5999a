"""The rounds of a vault across the years: a drawing, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isqrt
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.site.pages.books import Books, Deal
from vaultgen.site.pages.figures import MARKS
from vaultgen.site.pages.rows import DealRow, deal_row
from vaultgen.site.pages.words import cut

__all__ = ["Chart", "Dot", "Lane", "Timeline", "timeline_page"]

WIDTH: Final = 1080
_LEFT: Final = 190
_RIGHT: Final = 40
_TOP: Final = 34
_LANE: Final = 40
_LARGEST: Final = 18
_SMALLEST: Final = 5
_YEAR_LABELS: Final = 12
_LETTER: Final = 7  # about as wide as a letter of a note
_GAP: Final = 5


class Dot(Struct, frozen=True):
    """A round in the drawing: its place and radius, and how far its date may lie to either side."""

    x: int
    y: int
    r: int
    left: int
    right: int
    mark: str
    label: str
    note: str
    note_x: int
    note_end: bool


class Lane(Struct, frozen=True):
    """A company's line in the drawing."""

    y: int
    name: str
    href: str
    dots: tuple[Dot, ...]


class Chart(Struct, frozen=True):
    """The drawing: its size, its years and months as (x, text), its lanes."""

    width: int
    height: int
    left: int
    right: int
    ticks: tuple[tuple[int, str], ...]
    lanes: tuple[Lane, ...]


class Timeline(Struct, frozen=True):
    """One page of the timeline."""

    chart: Chart | None
    rows: tuple[DealRow, ...]
    undated: tuple[DealRow, ...]


def timeline_page(books: Books, deals: Sequence[Deal], page: str) -> Timeline:
    """Draw and list some rounds, which come with the latest first."""
    dated = [deal for deal in deals if deal.round.earliest or deal.round.latest]
    undated = [deal for deal in deals if not (deal.round.earliest or deal.round.latest)]
    return Timeline(
        _chart(books, dated, page) if dated else None,
        tuple(deal_row(books, deal, page) for deal in dated),
        tuple(deal_row(books, deal, page) for deal in undated),
    )


def _chart(books: Books, deals: Sequence[Deal], page: str) -> Chart:
    first = min(_days(deal)[0] for deal in deals)
    last = max(_days(deal)[1] for deal in deals)
    start, end = date(first.year, 1, 1), date(last.year, 12, 31)
    scale = _Scale(start.toordinal(), end.toordinal())
    most = max((deal.round.size or Decimal(0) for deal in deals), default=Decimal(0))
    lanes: dict[tuple[str, str], list[Deal]] = {}
    for deal in deals:
        lanes.setdefault((deal.company, deal.name), []).append(deal)
    drawn = []
    for place, ((_, name), own) in enumerate(lanes.items()):
        y = _TOP + _LANE * place + _LANE // 2
        way = deal_row(books, own[0], page).company.href
        dots = sorted((_dot(deal, y, scale, most) for deal in own), key=lambda dot: (-dot.r, dot.x))
        drawn.append(Lane(y, cut(name, 24), way, _noted(dots)))
    return Chart(
        WIDTH,
        _TOP + _LANE * len(drawn) + 8,
        _LEFT,
        WIDTH - _RIGHT,
        _ticks(start.year, end.year, scale),
        tuple(drawn),
    )


class _Scale(Struct, frozen=True):
    """Days across the drawing."""

    start: int
    end: int

    def x(self, day: date) -> int:
        span = WIDTH - _LEFT - _RIGHT
        return _LEFT + (day.toordinal() - self.start) * span // max(self.end - self.start, 1)


def _days(deal: Deal) -> tuple[date, date]:
    one = deal.round
    return date.fromisoformat(one.earliest or one.latest), date.fromisoformat(one.latest or one.earliest)


def _dot(deal: Deal, y: int, scale: _Scale, most: Decimal) -> Dot:
    one = deal.round
    first, last = (scale.x(day) for day in _days(deal))
    x, r = (first + last) // 2, _radius(one.size, most)
    parts = (one.date, one.amount or "amount not told", one.valuation and f"at {one.valuation}", one.said)
    told = ", ".join(part for part in parts if part)
    note = one.amount or (one.valuation and f"at {one.valuation}") or ""
    return Dot(
        x, y, r, first, last, MARKS[one.tier], f"{deal.name}: {one.name}, {told}", note, x + r + _GAP, note_end=False
    )  # fmt: skip


def _noted(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """The dots of a lane, the largest first, each with its note where that lies on no other; there may be no room."""
    taken = [(dot.x - dot.r, dot.x + dot.r) for dot in dots]
    noted = []
    for dot in dots:
        width = _LETTER * len(dot.note)
        after, before = dot.x + dot.r + _GAP, dot.x - dot.r - _GAP
        for left, right, end in ((after, after + width, False), (before - width, before, True)):
            if left >= _LEFT and right <= WIDTH and not any(a < right and left < b for a, b in taken):
                taken.append((left, right))
                noted.append(replace(dot, note_x=before if end else after, note_end=end))
                break
        else:
            noted.append(replace(dot, note=""))
    return tuple(noted)


def _radius(size: Decimal | None, most: Decimal) -> int:
    """A radius whose circle has an area in proportion to the amount."""
    if size is None or not most:
        return _SMALLEST
    return max(_SMALLEST, isqrt(int(size * _LARGEST * _LARGEST / most)))


def _ticks(first: int, last: int, scale: _Scale) -> tuple[tuple[int, str], ...]:
    """The years; with few of them their quarters too."""
    step = max(1, -(-(last - first + 1) // _YEAR_LABELS))
    ticks = [(scale.x(date(year, 1, 1)), str(year)) for year in range(first, last + 1, step)]
    if last - first < 3:
        months = ((4, "Apr"), (7, "Jul"), (10, "Oct"))
        ticks += [
            (scale.x(date(year, month, 1)), name) for year in range(first, last + 1) for month, name in months
        ]
    return tuple(sorted(ticks))
