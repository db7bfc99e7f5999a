"""What looks wrong in an entity's resolved records, each check for something that real data gets wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.derive import label
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Derived
from vaultgen.catalog.resolve import Disagreement, Line, Nature
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.catalog.wording import predicate_label, say_claim
from vaultgen.records.registry import Registry
from vaultgen.values.figure import show_figure
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["audit", "disagreements"]

OLDEST_COMPANY = date(1500, 1, 1)
_SEVERITIES = {
    Nature.CONTRADICTION: Severity.CONTRADICTION,
    Nature.IMPRECISION: Severity.IMPRECISION,
    Nature.RESTATEMENT: Severity.RESTATEMENT,
}
# How far a round had come; a log that goes back without being withdrawn has lost something on the way.
_COURSE = (
    Status.RUMOURED,
    Status.IN_TALKS,
    Status.REPORTED,
    Status.ANNOUNCED,
    Status.CONFIRMED,
    Status.CLOSED,
)


def disagreements(core: Core, registry: Registry, cards: Mapping[str, Card]) -> Iterator[Finding]:
    """What different sources say differently about the entity, its rounds and their terms."""
    for (predicate, scope), line in core.lines.items():
        what = predicate_label(predicate, registry)
        yield from _of_line(
            core, line, f"{what} ({scope})" if scope else what, cards, record=("entity", core.entity.id)
        )
    for found in core.rounds:
        lines = [("amount", found.amount), ("date", found.day), ("stage", found.stage), *found.terms]
        for what, line in lines:
            yield from _of_line(core, line, f"{what} ({label(found)})", cards, record=("round", found.id))
        yield from _of_roles(core, found, cards)
    for deal in core.deals:
        if deal.record.taker == core.entity.id or not deal.record.taker:
            yield from _of_line(
                core,
                deal.amount,
                f"amount ({deal.record.label or deal.record.type})",
                cards,
                record=("deal", deal.id),
            )


def _of_line(
    core: Core, line: Line, what: str, cards: Mapping[str, Card], *, record: tuple[str, ...]
) -> Iterator[Finding]:
    for found in line.disagreements:
        yield Finding(
            severity=_SEVERITIES[found.nature],
            code=found.nature.value,
            subject=core.entity.id,
            what=what,
            message=_sentence(found, what),
            says=tuple(
                (*say_claim(claim, cards), _why(claim is line.current or claim is line.pending, found, index))
                for index, claim in enumerate(found.claims)
            ),
            decided=found.decided,
            record=record,
        )


def _why(shown: bool, found: Disagreement, index: int) -> str:  # noqa: FBT001  (one word of a table cell)
    if shown:
        return f"shown: {found.decided}" if found.decided else "shown"
    if found.decided:
        return "decided otherwise"
    if found.nature is Nature.CONTRADICTION:
        return "not shown: contradicts" if index else "shown"
    return (
        "not shown: same origin"
        if found.nature is Nature.RESTATEMENT
        else "not shown: less precise or less firm"
    )


def _sentence(found: Disagreement, what: str) -> str:
    values = " / ".join(dict.fromkeys(str(claim.value) for claim in found.claims))
    return f"{what}: {values}"


def _of_roles(core: Core, found: ResolvedRound, cards: Mapping[str, Card]) -> Iterator[Finding]:
    """Investors whom one source names as leads and another as mere participants."""
    for backer in found.backers:
        roles = dict.fromkeys(line.role for line in backer.lines)
        if len(roles) < 2 or not backer.leads:
            continue
        card = cards.get(backer.investor)
        name = card.name if card else backer.investor
        decided = next((line.reason for line in backer.lines if line.reason), "")
        yield Finding(
            severity=Severity.IMPRECISION,
            code="role",
            subject=core.entity.id,
            what=f"role of {name} ({label(found)})",
            message=f"role of {name} in {label(found)}: {' / '.join(role.replace('_', '-') for role in roles)}",
            says=tuple(
                (line.role.replace("_", "-"), _source_name(line.source or found.record.source, cards), why)
                for line, why in zip(
                    backer.lines,
                    ("shown", *["not shown: less precise"] * (len(backer.lines) - 1)),
                    strict=True,
                )
            ),
            decided=decided,
            record=("round", found.id),
        )


def _source_name(source: str, cards: Mapping[str, Card]) -> str:
    card = cards.get(source)
    return card.name if card else source


def audit(
    core: Core,
    derived: tuple[Derived, ...],
    registry: Registry,
    *,
    today: date | None,
    tolerance: Decimal,
    stale: int,
) -> Iterator[Finding]:
    """What looks wrong or weak in the entity's own records; a figure older than `stale` months is old."""

    def found(code: str, what: str, message: str, *record: str) -> Finding:
        return Finding(
            Severity.AUDIT, code, core.entity.id, what, message, record=record or ("entity", core.entity.id)
        )

    for resolved in core.rounds:
        for code, message in _round_oddities(core, resolved, today):
            yield found(code, label(resolved), message, "round", resolved.id)
    for code, message in _sequence_oddities(core):
        yield found(code, "funding history", message)
    for deal in core.deals:
        if deal.record.giver and deal.record.giver == deal.record.taker:
            yield found(
                "self-deal", deal.record.type, "both parties of the deal are the same", "deal", deal.id
            )
    yield from _stated_sums(core, derived, registry, tolerance)
    for code, what, message in _weak_figures(core, registry, today, stale):
        yield found(code, what, message)


def _weak_figures(
    core: Core, registry: Registry, today: date | None, stale: int
) -> Iterator[tuple[str, str, str]]:
    """(code, what, message) for every figure shown that is impossible, unsourced or old."""
    for (predicate, scope), line in core.lines.items():
        kind = registry.metrics.get(predicate)
        claim = line.current
        if kind is None or claim is None:
            continue
        what = f"{kind.label} ({scope})" if scope else kind.label
        quantity = claim.quantity
        if kind.id == "market_share" and quantity and quantity.low is not None and quantity.low > 100:
            yield "share", what, f"a share of {quantity}"
        if not claim.source:
            yield "unsourced", what, show_figure(claim.figure())
        elif today is not None and _age(line.pending or claim, today) > stale:
            yield "stale", what, f"{claim.value}, {claim.as_of or claim.reference.known}"


def _age(claim: Claim, today: date) -> int:
    """How many months ago the claim held; figures without any day have no age."""
    end = claim.window.end
    if end in {date.max, date.min}:
        return 0
    return (today.year - end.year) * 12 + today.month - end.month


def _round_oddities(core: Core, resolved: ResolvedRound, today: date | None) -> Iterator[tuple[str, str]]:
    record, money, price = resolved.record, resolved.raised, resolved.price
    if money and price and money.unit == price.unit and money.low and price.high and money.low > price.high:
        yield "amount-above-valuation", f"{money} raised at a valuation of {price}"
    pre = record.pre_money[0].value if record.pre_money else None
    post = record.post_money[0].value if record.post_money else None
    if (
        isinstance(pre, Quantity)
        and isinstance(post, Quantity)
        and money
        and pre.unit == post.unit == money.unit
    ):
        total = pre + money
        if not total.overlaps(post, Decimal("0.01")):
            yield (
                "pre-plus-amount",
                f"{pre} pre-money and {money} make {total}, not the {post} post-money stated",
            )
    day = resolved.date
    if day is not None and day.latest is not None:
        founded = core.lines.get(("founded", ""))
        start = founded.current.value if founded and founded.current else None
        earliest = getattr(start, "earliest", None)
        if earliest is not None and day.latest < earliest:
            yield "before-founding", f"dated {day}, before the founding in {start}"
        if day.latest < OLDEST_COMPANY:
            yield "date", f"dated {day}"
        firm = resolved.tier is Tier.FIRM and resolved.status is not None
        if today is not None and firm and day.earliest is not None and day.earliest > today:
            yield "future", f"{resolved.status and resolved.status.words} on a day still to come, {day}"
    cheques = [backer.amount.low for backer in resolved.backers if backer.amount and backer.amount.low]
    if money and money.high is not None and sum(cheques, Decimal(0)) > money.high * Decimal("1.1"):
        yield "cheques", f"the investors' cheques add up to more than the {money} raised"
    course = [_COURSE.index(entry.status) for entry in resolved.log if entry.status in _COURSE]
    if any(later < earlier for earlier, later in pairwise(course)):
        yield "log-backwards", "the status log goes backwards without a withdrawal"


def _sequence_oddities(core: Core) -> Iterator[tuple[str, str]]:
    single = [found for found in reversed(core.rounds) if not found.record.aggregate]
    seen: dict[tuple[str, str, str], ResolvedRound] = {}
    for resolved in single:
        key = (resolved.stage_name.lower(), str(resolved.date or ""), str(resolved.raised or ""))
        if key in seen and any(key):
            yield "same-round", f"{label(resolved)} is recorded twice: {seen[key].id} and {resolved.id}"
        seen[key] = resolved
    letters = [(found, _letter(found.stage_name)) for found in single if _letter(found.stage_name)]
    for (earlier, first), (later, second) in pairwise(letters):
        if second < first:
            yield "letter", f"{label(later)} comes after {label(earlier)}"


def _letter(stage: str) -> str:
    words = stage.split()
    return (
        words[1][:1].upper()
        if len(words) > 1 and words[0].lower() == "series" and words[1][:1].isalpha()
        else ""
    )


def _stated_sums(
    core: Core, derived: tuple[Derived, ...], registry: Registry, tolerance: Decimal
) -> Iterator[Finding]:
    """Stated figures that the catalog can work out itself and that come out differently."""
    for (predicate, scope), line in core.lines.items():
        kind = registry.metrics.get(predicate)
        if kind is None or not kind.derived or line.current is None or line.current.quantity is None:
            continue
        computed = [figure for figure in derived if figure.name == kind.derived]
        stated = line.current.quantity
        if not computed or any(_meets(stated, figure.value, tolerance) for figure in computed):
            continue
        sums = "; ".join(f"{figure.value} from {', '.join(figure.inputs)}" for figure in computed)
        what = f"{kind.label} ({scope})" if scope else kind.label
        yield Finding(
            Severity.AUDIT,
            "does-not-add-up",
            core.entity.id,
            what,
            f"stated as {stated}, worked out as {sums}",
            says=(
                (str(stated), line.current.source, "stated"),
                *((str(f.value), ", ".join(f.inputs), "worked out") for f in computed),
            ),
            record=("entity", core.entity.id),
        )


def _meets(stated: Quantity, computed: Quantity, tolerance: Decimal) -> bool:
    return stated.unit == computed.unit and stated.overlaps(computed, tolerance)
