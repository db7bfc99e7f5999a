"""Backers: what all the lines about an investor in one round come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Final, NamedTuple

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.library import Library
from vaultgen.catalog.line import Line
from vaultgen.catalog.resolve import resolve
from vaultgen.catalog.window import ALWAYS
from vaultgen.records.model import Investment, Rank, Round
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["LEADING", "Backer", "backers_of"]

LEADING: Final = ("lead", "co_lead")
_VERDICTS = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}
_ROLES = {"lead": 0, "co_lead": 0, "strategic": 1, "participant": 2, "existing": 3}


class Backer(NamedTuple):
    """An investor's part in a round.

    `amount` is the whole cheque, added up over tranches; `lines` are all that was recorded, the one that is shown
    first; `cheques` holds the amounts where more than one was given, resolved.
    """

    investor: str
    role: str
    amount: Quantity | None
    tranches: tuple[str, ...]
    note: str
    status: Status | None
    source: str
    lines: tuple[Investment, ...]
    cheques: tuple[Line, ...] = ()

    @property
    def pattern(self) -> str:
        """What the investment is an example of, in the words of the first line that says so."""
        return next((line.pattern for line in self.lines if line.pattern), "")

    @property
    def leads(self) -> bool:
        """Whether the investor led or co-led."""
        return self.role in LEADING


def backers_of(
    record: Round, lines: Iterable[Investment], library: Library, *, status: Status | None, tolerance: Decimal
) -> tuple[tuple[Backer, ...], tuple[Backer, ...]]:
    """The backers by these lines of a round, in the order in which they are first named; then those not shown.

    `status` is the round's own, which holds for lines that give none.
    """
    told: dict[str, list[Investment]] = {}
    for line in lines:
        told.setdefault(line.investor, []).append(line)
    table = _Table(record, library, status, tolerance)
    found = [(table.backer(about), any(map(_stands, about))) for about in told.values()]
    return tuple(one for one, stands in found if stands), tuple(one for one, stands in found if not stands)


def _stands(line: Investment) -> bool:
    return line.rank is not Rank.DEPRECATED and (line.status is None or line.status.tier is not Tier.VOID)


class _Table(NamedTuple):
    """The round at whose table the investors sit."""

    record: Round
    library: Library
    status: Status | None
    tolerance: Decimal

    def backer(self, told: Sequence[Investment]) -> Backer:
        """What the lines about one investor come to; those that do not stand come last and say nothing else."""
        if len(told) == 1:
            (line,) = told
            return Backer(
                line.investor, line.role, line.amount, (line.tranche,) if line.tranche else (), line.note,
                line.status or self.status, line.source or self.record.source, (line,),
            )  # fmt: skip
        ranked = sorted(told, key=lambda line: _weight(line, self.library))
        live = [line for line in ranked if _stands(line)] or ranked
        best = live[0]
        cheques = self._cheques(live)
        return Backer(
            investor=best.investor,
            role=best.role,
            amount=_whole(cheques),
            tranches=tuple(sorted({line.tranche for line in live if line.tranche})),
            note=", ".join(dict.fromkeys(line.note for line in live if line.note)),
            status=best.status or self.status,
            source=best.source or self.record.source,
            lines=tuple(ranked),
            cheques=tuple(line for line in cheques.values() if len(line.claims()) > 1),
        )

    def _cheques(self, lines: Iterable[Investment]) -> dict[str, Line]:
        """The amounts by tranche ("" for the whole round), each resolved."""
        claims: dict[str, list[Claim]] = {}
        for line in lines:
            if line.amount is not None:
                source = line.source or self.record.source
                claim = Claim(
                    self.record.id, "cheque", line.tranche, line.amount, None, line.status or self.status,
                    ALWAYS, line, self.library[source], source, line.origin,
                )  # fmt: skip
                claims.setdefault(line.tranche, []).append(claim)
        return {tranche: resolve(claims[tranche], tolerance=self.tolerance) for tranche in sorted(claims)}


def _weight(line: Investment, library: Library) -> tuple[object, ...]:
    """What makes one source's line about an investor better than another's: the verdict, the role, the cheque."""
    return (
        not _stands(line),
        _VERDICTS[line.rank],
        _ROLES[line.role],
        line.amount is None,
        library[line.source].tier,
        line.source,
        line.tranche,
        str(line.amount),
        line.note,
        line.status or "",
    )


def _whole(cheques: dict[str, Line]) -> Quantity | None:
    """The whole cheque: what is said of the round, else the sum of what is said of its tranches."""
    if "" in cheques:
        return _shown(cheques[""])
    amounts = [amount for amount in map(_shown, cheques.values()) if amount is not None]
    units = {amount.unit for amount in amounts if amount.is_value}
    return reduce(add, amounts) if amounts and len(units) <= 1 else None


def _shown(line: Line) -> Quantity | None:
    return line.current.quantity if line.current is not None else None
