"""The funding history: rounds with a total row, what is pending and how it took shape, and the key investors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.derive import label
from vaultgen.catalog.rounds import Backer, ResolvedRound, ResolvedTranche
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import MOST_ROWS, NONE, Row, and_more, lean_table
from vaultgen.notes.writer import Writer
from vaultgen.records.model import StatusEntry
from vaultgen.values.quantity import Kind, Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["Funding", "funding", "round_day", "round_name"]

_HEADS = ("Round", "Date", "Amount", "Valuation", "Lead")
_VERBS = {"lead": "Led", "co_lead": "Co-led"}


@dataclass(frozen=True, slots=True)
class Funding:
    """The part's pieces: the table of rounds, remarks about pending rounds, and the table of investors."""

    rounds: str = ""
    remarks: str = ""
    investors: str = ""


NO_FUNDING = Funding()


def funding(writer: Writer) -> Funding:
    """The funding history of the entity; empty where no round is known."""
    rounds = tuple(found for found in writer.profile.rounds if says_something(found))
    if not rounds:
        return NO_FUNDING
    return Funding(_rounds_table(writer, rounds), _remarks(writer, rounds), _investors_table(writer, rounds))


def says_something(found: ResolvedRound) -> bool:
    """Whether anything is known of a round besides that there was one."""
    figures = [figure for figure in (found.raised, found.price) if figure is not None]
    told = (found.stage_name, found.date, found.backers, found.log, found.record.aggregate)
    return any(told) or any(figure.kind is not Kind.UNKNOWN for figure in figures)


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
    rows = [_row(writer, found, newest=found is newest) for found in rounds[:MOST_ROWS]]
    total = _total(writer)
    if total is not None:
        shown = f"**{total}**"
        if writer.trace is not None:
            shown = writer.trace.amount(shown, writer.profile.current("total_raised"))
        rows.append(Row(("**Total**", "", shown, "", "")))
    return and_more(lean_table(_HEADS, rows, marked=0), len(rounds) - MOST_ROWS)


def _row(writer: Writer, found: ResolvedRound, *, newest: bool) -> Row:
    amount, price = found.amount.current, found.valuation.current
    mark = writer.footnotes.of(amount, price, found.day.current, found.stage.current)
    if not mark and (amount is None and price is None):
        mark = writer.footnotes.mark(found.record.source, found.record.locator)
    name = _name(writer, found, newest=newest)
    if found.record.part_of:
        name += " (within prior rounds)"
    return Row(
        (
            name,
            round_day(writer, found, bold=newest),
            writer.quantity(found.raised, bold=newest, claim=amount),
            writer.quantity(found.price, bold=newest, claim=price),
            _leads(writer, found),
        ),
        mark,
    )


def _name(writer: Writer, found: ResolvedRound, *, newest: bool) -> str:
    name = plain(round_name(found, newest=newest))
    stage = found.stage.current
    if writer.trace is None or stage is None or not name.startswith(plain(found.stage_name)):
        return name
    shown = plain(found.stage_name)
    before, bracket, words = name[len(shown) :].partition("(")
    if bracket:
        words = f"({writer.trace.status(words.removesuffix(')'), found)})"
    return f"{writer.trace.words(shown, stage)}{before}{words}"


def round_day(writer: Writer, found: ResolvedRound, *, bold: bool = False) -> str:
    """The day of a round, or a dash."""
    if not found.date:
        return NONE
    day = f"**{found.date}**" if bold else str(found.date)
    return day if writer.trace is None else writer.trace.day(day, found)


def _investor(writer: Writer, found: ResolvedRound, backer: Backer) -> str:
    link = writer.links.link(backer.investor)
    if writer.trace is None:
        return link
    return writer.trace.investor(link, writer.links.target(backer.investor), found, backer)


def _leads(writer: Writer, found: ResolvedRound) -> str:
    named = ", ".join([_investor(writer, found, backer) for backer in found.leads])
    return named or ("Various" if found.record.various else NONE)


def _total(writer: Writer) -> Quantity | None:
    """What was raised altogether: as stated, or the sum of at least two rounds."""
    stated = writer.profile.current("total_raised")
    if stated is not None and stated.quantity is not None:
        return stated.quantity
    derived = writer.profile.derived_figure("total_raised")
    return derived.value if derived is not None and len(derived.inputs) > 1 else None


def _remarks(writer: Writer, rounds: tuple[ResolvedRound, ...]) -> str:
    """What was heard of each pending round, day by day, its prices, and what is told of any round's terms."""
    blocks = []
    for found in rounds:
        pending = found.tier is not Tier.FIRM
        lines = [*_course(writer, found), *_prices(writer, found)] if pending else []
        if len(lines) < 2 and not found.tranches:
            lines = []
        lines += _terms(writer, found)
        if lines:
            name = plain(found.stage_name) or ("The pending round" if pending else label(found))
            blocks.append("\n".join([f"**{name}, {'as reported so far' if pending else 'terms'}:**", *lines]))
    return "\n\n".join(blocks)


def _course(writer: Writer, found: ResolvedRound) -> Iterator[str]:
    for entry in found.log:
        terms = []
        if entry.amount is not None:
            terms.append(_heard(writer, found, entry, "amount"))
        if entry.valuation is not None:
            terms.append(f"at {_heard(writer, found, entry, 'valuation')}")
        said = " ".join(terms)
        status = _heard(writer, found, entry, "status") if entry.status else ""
        note = _heard(writer, found, entry, "note") if entry.note else ""
        told = ", ".join(text for text in (status, said, note) if text)
        if told:
            day = f"{_heard(writer, found, entry, 'on')}: " if entry.on else ""
            yield f"- {day}{told}{writer.footnotes.mark(entry.source, entry.locator)}"


def _heard(writer: Writer, found: ResolvedRound, entry: StatusEntry, key: str) -> str:
    """One part of what was heard of a round."""
    value = getattr(entry, key)
    shown = value.words if isinstance(value, Status) else plain(value) if key == "note" else str(value)
    return shown if writer.trace is None else writer.trace.entry(shown, found, entry, key)


def _prices(writer: Writer, found: ResolvedRound) -> Iterator[str]:
    for tranche in found.tranches:
        price: Claim | None = tranche.valuation.current
        part = _tranche_name(tranche)
        paid = tranche.amount.current
        amount = f", {writer.quantity(paid.quantity, claim=paid)} of new money" if paid else ""
        if price is not None:
            mark = writer.footnotes.of(price)
            shown = writer.quantity(price.quantity, claim=price)
            yield f"- {plain(part[:1].upper() + part[1:])}: priced at {shown}{amount}{mark}"
    if found.blended_price is not None:
        yield f"- Blended price, money-weighted: {writer.quantity(found.blended_price)}"


def _tranche_name(tranche: ResolvedTranche) -> str:
    return tranche.label or tranche.id.replace("-", " ")


def _terms(writer: Writer, found: ResolvedRound) -> Iterator[str]:
    for term, line in found.terms:
        if line.current is not None:
            yield f"- {plain(term)}: {writer.figure(line.current)}{writer.footnotes.of(line.current)}"


Roles = list[tuple[ResolvedRound, Backer]]


def _investors_table(writer: Writer, rounds: tuple[ResolvedRound, ...]) -> str:
    """One row an investor: the largest cheque first, then leads, then everyone else in the order of the rounds.

    Nothing where all are leads of whom the table of rounds has told everything.
    """
    parts: dict[str, Roles] = {}
    for found in rounds:
        for backer in found.backers:
            parts.setdefault(backer.investor, []).append((found, backer))
    if all(_is_told(roles) for roles in parts.values()):
        return ""
    ranked = list(parts.items())
    if len(ranked) > 1:
        ranked.sort(key=lambda item: _standing(item[1]), reverse=True)
    rows = [_investor_row(writer, investor, roles) for investor, roles in ranked[:MOST_ROWS]]
    return and_more(lean_table(("Investor", "Notes"), rows), len(ranked) - MOST_ROWS)


def _is_told(roles: Roles) -> bool:
    (_, backer), *others = roles
    return not others and backer.leads and not (backer.amount or backer.note or backer.tranches)


def _investor_row(writer: Writer, investor: str, roles: Roles) -> Row:
    name = writer.links.link(investor)
    if writer.trace is not None:
        found, backer = roles[0]
        several = len(roles) > 1
        target = writer.links.target(investor)
        name = (
            writer.trace.derived(name, "several rounds name this investor: change them")
            if several
            else writer.trace.investor(name, target, found, backer)
        )
    first, *others = [_role(writer, found, backer) for found, backer in roles]
    told = "; ".join([first, *(other[:1].lower() + other[1:] for other in others)])
    marks = (
        writer.footnotes.mark(backer.source or found.record.source, backer.lines[0].locator)
        for found, backer in roles
    )
    paid = any(backer.amount is not None for _, backer in roles)
    return Row((f"**{name}**" if paid else name, told), next((mark for mark in marks if mark), ""))


def _standing(roles: Roles) -> tuple[float, int, int]:
    cheque = max((float(backer.amount.mid or 0) for _, backer in roles if backer.amount), default=0.0)
    firm_lead = any(backer.leads and found.tier is Tier.FIRM for found, backer in roles)
    lead = any(backer.leads for _, backer in roles)
    named = any(backer.role != "existing" for _, backer in roles)
    return (cheque, 2 * firm_lead + lead, int(named))


def _role(writer: Writer, found: ResolvedRound, backer: Backer) -> str:
    """What an investor did in a round; the round goes by its day, else by its stage, else by nothing."""
    when = str(found.date) if found.date else plain(found.stage_name)
    status = found.status.words if found.tier is not Tier.FIRM and found.status else ""
    aside = ", ".join(text for text in (plain(backer.note), status) if text)
    note = f" ({aside})" if aside else ""
    the_round = f" in {when} round" if when else ""
    if backer.amount is not None:
        paid = f"**{backer.amount}**"
        if writer.trace is not None:
            paid = writer.trace.cheque(paid, found, backer)
        return f"{paid}{the_round}{' as lead' if backer.leads else ''}{note}"
    if backer.role == "existing":
        return f"Existing investor{note}"
    tranche = f" at the {plain(_price_name(found, backer))}" if backer.tranches else ""
    verb = _VERBS.get(backer.role)
    told = f"{verb} {when}".rstrip() if verb else (f"In {when} round" if when else "Took part")
    return f"{told}{tranche}{note}"


def _price_name(found: ResolvedRound, backer: Backer) -> str:
    """“floor price”, or the names of several tranches."""
    names = {tranche.id: _tranche_name(tranche) for tranche in found.tranches}
    told = " and ".join(names.get(tranche, tranche) for tranche in backer.tranches)
    return told if told.endswith("price") else f"{told} price"
