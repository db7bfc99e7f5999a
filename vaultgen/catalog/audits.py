"""What looks wrong in an entity's resolved records, each check for something that real data gets wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Derived
from vaultgen.catalog.round_parts import COURSE
from vaultgen.catalog.rounds import ResolvedRound, label
from vaultgen.catalog.sums import agrees, stated_sums
from vaultgen.catalog.wording import scoped
from vaultgen.records.model import Level, StatusEntry
from vaultgen.records.registry import Registry
from vaultgen.values.days import Day
from vaultgen.values.figure import show_figure
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["Oddity", "audit"]

# Before the oldest firms there are, and further ahead than anybody plans.
OLDEST: Final = date(1500, 1, 1)
AHEAD: Final = timedelta(days=365 * 50)
NEVER: Final = date(2150, 1, 1)

# Texts that only a whole note has room for.
_LONG = ("why", "does", "landscape", "bull", "bear", "sections")


class Oddity(NamedTuple):
    """Something that looks wrong: its code, what it is about, the message, and the record (none: the entity's)."""

    code: str
    what: str
    message: str
    record: tuple[str, ...] = ()


def audit(
    core: Core,
    derived: Sequence[Derived],
    registry: Registry,
    *,
    today: date | None,
    tolerance: Decimal,
    stale: int,
) -> Iterator[Finding]:
    """What looks wrong or weak in the entity's own records; a figure older than `stale` months is old."""
    own = ("entity", core.entity.id)
    for code, what, message, record in _oddities(core, registry, today, tolerance, stale):
        yield Finding(Severity.AUDIT, code, core.entity.id, what, message, record=record or own)
    if derived:
        yield from stated_sums(core, derived, registry, tolerance=tolerance)


def _oddities(
    core: Core, registry: Registry, today: date | None, tolerance: Decimal, stale: int
) -> Iterator[Oddity]:
    for found in core.rounds:
        yield from _round_oddities(core, found, today, tolerance)
    if len(core.rounds) > 1:
        yield from _sequence_oddities(core.rounds)
    if core.deals or core.severed:
        yield from _self_dealing(core)
    yield from _figure_oddities(core, registry, today, stale)
    founded = core.lines.get(("founded", ""))
    day = founded.current.value if founded is not None and founded.current is not None else None
    if isinstance(day, Day) and (absurd := _absurd(day, today)):
        yield Oddity("date", "Founded", f"the founding is {absurd}")
    if core.entity.level is Level.STUB and (unseen := [key for key in _LONG if getattr(core.texts, key)]):
        yield Oddity("unseen", "Level", f"the level stub leaves out {', '.join(unseen)}; a note shows them")


# --- one round ------------------------------------------------------------------------------


def _round_oddities(
    core: Core, found: ResolvedRound, today: date | None, tolerance: Decimal
) -> Iterator[Oddity]:
    messages = [*_money_oddities(found, tolerance), *_party_oddities(core, found)]
    if found.date is not None:
        messages += _day_oddities(core, found, found.date, today)
    if len(found.log) > 1:
        messages += _log_oddities(found.log)
    if not messages:
        return
    what, record = label(found), ("round", found.id)
    for code, message in messages:
        yield Oddity(code, what, f"{what}: {message}", record)


def _money_oddities(found: ResolvedRound, tolerance: Decimal) -> Iterator[tuple[str, str]]:
    money, price = found.raised, found.price
    if money is not None and price is not None and money.unit == price.unit and _above(money, price):
        yield "amount-above-valuation", f"{money} raised at a valuation of {price}"
    if found.money and money is not None:
        yield from _post_money_oddities(found, money, tolerance)
    if found.tranches and money is not None:
        yield from _tranche_oddities(found, money, tolerance)
    cheques = [backer.amount for backer in found.backers if backer.amount is not None]
    if cheques and money is not None:
        paid = sum((one.low for one in cheques if one.low and one.unit == money.unit), Decimal(0))
        most = money.widened(tolerance)[1]
        if most is not None and paid > most:
            given = Quantity(paid, paid, money.unit)
            yield "cheques", f"the investors' cheques add up to {given}, more than the {money} raised"


def _above(amount: Quantity, ceiling: Quantity) -> bool:
    return amount.low is not None and ceiling.high is not None and amount.low > ceiling.high


def _post_money_oddities(
    found: ResolvedRound, money: Quantity, tolerance: Decimal
) -> Iterator[tuple[str, str]]:
    pre, post = found.other("pre_money"), found.other("post_money")
    if pre is None or post is None or len({pre.unit, post.unit, money.unit}) != 1:
        return
    total = pre + money
    if not agrees(post, total, tolerance):
        yield "pre-plus-amount", f"{pre} pre-money and {money} make {total}, not {post} post-money"


def _tranche_oddities(found: ResolvedRound, money: Quantity, tolerance: Decimal) -> Iterator[tuple[str, str]]:
    paid = [tranche.amount.current for tranche in found.tranches]
    amounts = [claim.quantity for claim in paid if claim is not None and claim.quantity is not None]
    if len(amounts) < len(found.tranches) or {amount.unit for amount in amounts} != {money.unit}:
        return
    total = amounts[0]
    for amount in amounts[1:]:
        total += amount
    if not agrees(money, total, tolerance):
        yield "tranches", f"the tranches add up to {total}, not to the {money} raised"


def _day_oddities(
    core: Core, found: ResolvedRound, day: Day, today: date | None
) -> Iterator[tuple[str, str]]:
    if absurd := _absurd(day, today):
        yield "date", absurd
        return
    founded = core.lines.get(("founded", ""))
    start = founded.current.value if founded is not None and founded.current is not None else None
    if isinstance(start, Day) and start.earliest and day.latest and day.latest < start.earliest:
        yield "before-founding", f"dated {day}, before the founding in {start}"
    status = found.status
    if today and status and status.tier is Tier.FIRM and day.earliest and day.earliest > today:
        yield "future", f"{status.words} on a day still to come, {day}"


def _absurd(day: Day, today: date | None) -> str:
    """What is absurd about a day, or nothing; `today` may be any day in the present."""
    first, last = day.earliest or day.latest, day.latest or day.earliest
    if last is not None and last < OLDEST:
        return f"dated {day}, before any company there is"
    return f"dated {day}, in a far future" if first is not None and first > _horizon(today) else ""


@lru_cache(maxsize=16)
def _horizon(today: date | None) -> date:
    return min(today, NEVER - AHEAD) + AHEAD if today is not None else NEVER


def _party_oddities(core: Core, found: ResolvedRound) -> Iterator[tuple[str, str]]:
    if not found.backers:
        if core.lines.get(("lead_share", found.id)) is not None:
            yield "lead-missing", "a lead's share is stated, but no investor is recorded"
        return
    if any(backer.investor == found.entity for backer in found.backers):
        yield "self-deal", "the company is among its own investors"
    cheque = core.lines.get(("lead_share", found.id))
    known = any(backer.amount is not None or backer.leads for backer in found.backers)
    if cheque is not None and not known:
        yield "lead-missing", "a lead's share is stated, but none of the investors led or has a cheque"


def _log_oddities(log: Sequence[StatusEntry]) -> Iterator[tuple[str, str]]:
    """Going back is no oddity once the round was withdrawn, nor where the days are too vague to tell."""
    for earlier, later in pairwise(log):
        if earlier.status is None or later.status is None:
            continue
        known = earlier.status in COURSE and later.status in COURSE
        if known and COURSE[later.status] < COURSE[earlier.status] and not _restates(earlier, later):
            yield (
                "log-backwards",
                (
                    f"the status log goes back from {earlier.status.words} ({earlier.on}) "
                    f"to {later.status.words} ({later.on})"
                ),
            )


def _restates(earlier: StatusEntry, later: StatusEntry) -> bool:
    """Whether the later entry may be no step back: of the same days, or official word on a closed round."""
    if earlier.on is None or later.on is None or earlier.on.overlaps(later.on):
        return True
    return earlier.status is Status.CLOSED and later.status in {Status.CONFIRMED, Status.FILED}


# --- all rounds -----------------------------------------------------------------------------


def _sequence_oddities(rounds: Sequence[ResolvedRound]) -> Iterator[Oddity]:
    single = [found for found in reversed(rounds) if not found.record.aggregate]
    for first, second in combinations(single, 2):
        if _may_be_one(first, second):
            message = f"{label(first)} may be recorded twice: {first.id} and {second.id}"
            yield Oddity("same-round", label(first), message, ("round", second.id))
    lettered = [
        (found, found.date, letter)
        for found in single
        if found.date and (letter := _letter(found.stage_name))
    ]
    for (earlier, before, first_letter), (later, after, letter) in pairwise(lettered):
        if letter < first_letter and not before.overlaps(after):
            message = f"{label(later)} comes after {label(earlier)}"
            yield Oddity("letter", label(later), message, ("round", later.id))


def _may_be_one(first: ResolvedRound, second: ResolvedRound) -> bool:
    """Whether two records look like one round: nothing told of both differs, and something telling is the same."""
    stages = first.stage_name.lower(), second.stage_name.lower()
    if all(stages) and stages[0] != stages[1]:
        return False
    if first.date is None or second.date is None:
        return bool(stages[0]) and stages[0] == stages[1] and _same_amount(first, second)
    if not first.date.overlaps(second.date):
        return False
    return (bool(stages[0]) and stages[0] == stages[1]) or _same_amount(first, second)


def _same_amount(first: ResolvedRound, second: ResolvedRound) -> bool:
    one, other = first.raised, second.raised
    return one is not None and one.is_value and one == other


def _letter(stage: str) -> str:
    """The letter of a series ("Series B-1" → "B"); nothing for any other stage."""
    words = stage.split()
    if len(words) < 2 or words[0].lower() != "series" or not words[1][:1].isalpha():
        return ""
    return words[1][0].upper() if len(words[1]) == 1 or not words[1][1].isalpha() else ""


# --- parties, figures -----------------------------------------------------------------------


def _self_dealing(core: Core) -> Iterator[Oddity]:
    for deal in core.deals:
        if deal.record.giver and deal.record.giver == deal.record.taker:
            what = deal.record.label or deal.record.type
            yield Oddity("self-deal", what, f"both parties of the {what} are the same", ("deal", deal.id))
    for relation in core.severed:
        if relation.giver == relation.taker:
            yield Oddity(
                "self-deal", relation.type, f"the relation {relation.type} leads from the entity to itself"
            )


def _figure_oddities(core: Core, registry: Registry, today: date | None, stale: int) -> Iterator[Oddity]:
    """For every figure shown that is impossible, unsourced or old."""
    for (predicate, scope), line in core.lines.items():
        kind = registry.metrics.get(predicate)
        claim = line.current
        if kind is None or claim is None:
            continue
        code, message = _weakness(claim, today)
        if not code and today is not None and _months_old(line.pending or claim, today) > stale:
            code, message = "stale", f"{claim.value}, {claim.as_of or claim.reference.known}"
        if code:
            record = ("figure", core.entity.id, predicate, scope, claim.source)
            yield Oddity(code, scoped(kind.label, scope, core.rounds), message, record)


def _weakness(claim: Claim, today: date | None) -> tuple[str, str]:
    """What is wrong with a figure whenever it was told, as code and message; two empty words if nothing is."""
    value = claim.value
    if not claim.source:
        return "unsourced", show_figure(claim.figure())
    if claim.as_of is not None and (absurd := _absurd(claim.as_of, today)):
        return "date", f"{value} is {absurd}"
    if isinstance(value, Quantity) and value.unit == "%" and claim.predicate.endswith("share"):
        return ("share", f"a share of {value}") if value.low is not None and value.low > 100 else ("", "")
    return "", ""


def _months_old(claim: Claim, today: date) -> int:
    """How many months ago the claim held; figures without any day have no age."""
    end = claim.window.end
    if end.year in {date.min.year, date.max.year}:
        return 0
    return (today.year - end.year) * 12 + today.month - end.month
