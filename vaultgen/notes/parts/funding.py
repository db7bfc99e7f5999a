"""The funding history: rounds with a total row, what is pending and how it took shape, and the key investors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.rounds import Backer, ResolvedRound
from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

__all__ = ["Funding", "funding", "round_name"]


@dataclass(frozen=True, slots=True)
class Funding:
    """The part's pieces: the table of rounds, remarks about pending rounds, and the table of investors."""

    rounds: str = ""
    remarks: str = ""
    investors: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rounds or self.investors)


def funding(writer: Writer) -> Funding:
    """The funding history of the entity; empty where no round is known."""
    rounds = writer.profile.rounds
    if not rounds:
        return Funding()
    return Funding(_rounds_table(writer, rounds), _remarks(writer, rounds), _investors_table(writer, rounds))


def round_name(found: ResolvedRound, *, newest: bool = False) -> str:
    """What a round is called: its stage, or what else is known of it."""
    name = found.stage_name
    if not name:
        name = "Prior rounds" if found.record.aggregate else ("Latest" if newest else "Round")
    if found.tier is not Tier.FIRM and found.status is not None:
        name += f" ({found.status.words})"
    return name


def _rounds_table(writer: Writer, rounds: tuple[ResolvedRound, ...]) -> str:
    newest = next((found for found in rounds if found.tier is Tier.FIRM and not found.record.aggregate), None)
    rows = [_row(writer, found, newest=found is newest) for found in rounds]
    total = _total(writer)
    if total is not None:
        rows.append(("**Total**", "", f"**{total}**", "", ""))
    return table(("Round", "Date", "Amount", "Valuation", "Lead"), rows)


def _row(writer: Writer, found: ResolvedRound, *, newest: bool) -> tuple[str, ...]:
    amount, price = found.amount.current, found.valuation.current
    mark = writer.footnotes.of(amount, price, found.day.current, found.stage.current)
    if not mark and (amount is None and price is None):
        mark = writer.footnotes.mark(found.record.source)
    name = plain(round_name(found, newest=newest))
    if found.record.part_of:
        name += " (within prior rounds)"
    return (
        name + mark,
        _bold(str(found.date), newest) if found.date else NONE,
        writer.quantity(found.raised, bold=newest),
        writer.quantity(found.price, bold=newest),
        _leads(writer, found),
    )


def _bold(text: str, bold: bool) -> str:  # noqa: FBT001  (the two go together)
    return f"**{text}**" if bold else text


def _leads(writer: Writer, found: ResolvedRound) -> str:
    named = ", ".join(writer.links.link(backer.investor) for backer in found.leads)
    return named or ("Various" if found.record.various else NONE)


def _total(writer: Writer) -> Quantity | None:
    stated = writer.profile.current("total_raised")
    if stated is not None and stated.quantity is not None:
        return stated.quantity
    derived = writer.profile.derived_figure("total_raised")
    return derived.value if derived is not None else None


def _remarks(writer: Writer, rounds: tuple[ResolvedRound, ...]) -> str:
    """For each pending round what has been heard of it, day by day, and at which prices it would be done."""
    blocks = []
    for found in rounds:
        if found.tier is Tier.FIRM:
            continue
        lines = [*_course(writer, found), *_prices(writer, found)]
        if len(lines) > 1 or found.tranches:
            name = found.stage_name or "The pending round"
            blocks.append("\n".join([f"**{plain(name)}, as reported so far:**", *lines]))
    return "\n\n".join(blocks)


def _course(writer: Writer, found: ResolvedRound) -> Iterator[str]:
    for entry in found.log:
        terms = []
        if entry.amount is not None:
            terms.append(str(entry.amount))
        if entry.valuation is not None:
            terms.append(f"at {entry.valuation}")
        said = " ".join(terms)
        status = entry.status.words if entry.status else "heard of"
        day = f"{entry.on}: " if entry.on else ""
        note = f", {plain(entry.note)}" if entry.note else ""
        mark = writer.footnotes.mark(entry.source)
        yield f"- {day}{status}{', ' + said if said else ''}{note}{mark}"


def _prices(writer: Writer, found: ResolvedRound) -> Iterator[str]:
    for tranche in found.tranches:
        price: Claim | None = tranche.valuation.current
        label = tranche.label or tranche.id.replace("-", " ")
        amount = f", {tranche.amount.current.value} of new money" if tranche.amount.current else ""
        if price is not None:
            yield f"- {plain(label[:1].upper() + label[1:])}: priced at {price.value}{amount}{writer.footnotes.of(price)}"
    blended = found.blended_price
    if blended is not None:
        yield f"- Blended price, money-weighted: {blended}"


def _investors_table(writer: Writer, rounds: tuple[ResolvedRound, ...]) -> str:
    """One row an investor: the largest cheque first, then leads, then everyone else in the order of the rounds."""
    parts: dict[str, list[tuple[ResolvedRound, Backer]]] = {}
    for found in rounds:
        for backer in found.backers:
            parts.setdefault(backer.investor, []).append((found, backer))
    if not parts:
        return ""
    ranked = sorted(parts.items(), key=lambda item: _standing(item[1]), reverse=True)
    rows = []
    for investor, roles in ranked:
        name = writer.links.link(investor)
        paid = any(backer.amount is not None for _, backer in roles)
        mark = next(
            (
                mark
                for found, backer in roles
                if (mark := writer.footnotes.mark(backer.source or found.record.source))
            ),
            "",
        )
        rows.append(
            (
                f"**{name}**" if paid else name,
                "; ".join(_role(found, backer) for found, backer in roles) + mark,
            )
        )
    return table(("Investor", "Notes"), rows)


def _standing(roles: list[tuple[ResolvedRound, Backer]]) -> tuple[float, int, int]:
    cheque = max(
        (float(backer.amount.mid or 0) for _, backer in roles if backer.amount is not None), default=0.0
    )
    firm_lead = any(backer.leads and found.tier is Tier.FIRM for found, backer in roles)
    lead = any(backer.leads for _, backer in roles)
    named = any(backer.role != "existing" for _, backer in roles)
    return (cheque, 2 * firm_lead + lead, int(named))


def _role(found: ResolvedRound, backer: Backer) -> str:
    day = str(found.date) if found.date else found.stage_name
    pending = found.tier is not Tier.FIRM and found.status is not None
    status = f", {found.status.words}" if pending and found.status else ""
    note = f" ({plain(backer.note)}{status})" if backer.note else (f" ({status[2:]})" if status else "")
    if backer.amount is not None:
        lead = " as lead" if backer.leads else ""
        return f"**{backer.amount}** in {day} round{lead}{note}"
    if backer.role == "existing":
        return f"Existing investor{note}"
    verb = {"lead": "Led", "co_lead": "Co-led"}.get(backer.role, "In")
    tranche = f" at the {', '.join(backer.tranches)} price" if backer.tranches else ""
    return f"{verb} {day}{' round' if verb == 'In' else ''}{tranche}{note}"
