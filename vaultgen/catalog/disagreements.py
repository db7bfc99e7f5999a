"""What different sources say differently about an entity, its rounds, their terms and its deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultgen.catalog.backers import Backer
from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.line import Disagreement, Line, Nature
from vaultgen.catalog.rounds import ResolvedRound, label
from vaultgen.catalog.wording import name_of, predicate_label, say_claim, scoped
from vaultgen.records.registry import Registry

__all__ = ["disagreements"]

_SEVERITIES = {
    Nature.CONTRADICTION: Severity.CONTRADICTION,
    Nature.IMPRECISION: Severity.IMPRECISION,
    Nature.RESTATEMENT: Severity.RESTATEMENT,
}

Telling = tuple[str, Line, tuple[str, ...]]


def disagreements(core: Core, registry: Registry, cards: Mapping[str, Card]) -> Iterator[Finding]:
    """One finding for each contradiction, and one a line for what is less precise or comes from one origin."""
    for key, line in core.lines.items():
        if line.disagreements:
            what = scoped(predicate_label(key[0], registry), key[1], core.rounds)
            source = line.current.source if line.current is not None else ""
            yield from _of_line(core, line, what, cards, ("figure", core.entity.id, *key, source))
    for found in core.rounds:
        for what, line, record in _of_round(found, cards):
            yield from _of_line(core, line, what, cards, record)
        yield from _of_roles(core, found, cards)
    for deal in core.deals:
        # Both parties' notes show the deal; it is listed once, with whoever receives.
        if core.entity.id == (deal.record.taker or deal.record.giver):
            name = deal.record.label or deal.record.type
            for what, line in ((f"amount ({name})", deal.amount), (f"date ({name})", deal.day)):
                yield from _of_line(core, line, what, cards, ("deal", deal.id))


def _of_round(found: ResolvedRound, cards: Mapping[str, Card]) -> Iterator[Telling]:
    """Every line of a round about which something was found, with what it is and the record that it stands in."""
    lines = [
        ("amount", found.amount),
        ("valuation", found.valuation),
        ("date", found.day),
        ("stage", found.stage),
    ]
    if found.money or found.terms:
        lines += [(name.replace("_", "-"), line) for name, line in found.money]
        lines += found.terms
    for tranche in found.tranches:
        name = tranche.label or tranche.id
        lines += [(f"{name} price", tranche.valuation), (f"{name} amount", tranche.amount)]
    for backer in found.backers:
        if backer.cheques:
            lines += [(f"cheque of {name_of(backer.investor, cards)}", line) for line in backer.cheques]
    for what, line in lines:
        if line.disagreements:
            yield f"{what} ({label(found)})", line, ("round", found.id)


def _of_line(
    core: Core, line: Line, what: str, cards: Mapping[str, Card], record: tuple[str, ...]
) -> Iterator[Finding]:
    for found in line.disagreements:
        if found.nature is Nature.RESTATEMENT and found.claims[0].quantity is None:
            continue  # the same words told twice are no news
        yield Finding(
            severity=_SEVERITIES[found.nature],
            code=found.nature.value,
            subject=core.entity.id,
            what=what,
            message=_sentence(found, what),
            says=tuple((*say_claim(claim, cards), _why(claim, line, found)) for claim in found.claims),
            decided=found.decided,
            record=record,
        )


def _sentence(found: Disagreement, what: str) -> str:
    values = " / ".join(dict.fromkeys(str(claim.value) for claim in found.claims))
    if found.nature is Nature.RESTATEMENT:
        sources = len({claim.source for claim in found.claims})
        return f"{what}: {values}, told by {sources} sources of one origin"
    return f"{what}: {values}"


def _why(claim: Claim, line: Line, found: Disagreement) -> str:
    """What the vault makes of a claim: whether it shows it, and if not, why."""
    if claim is line.current or claim is line.pending:
        return "shown"
    if claim in line.series:
        return "shown for its time" if claim is found.claims[0] else "shown as earlier"
    reason = next((aside.why for aside in line.aside if aside.claim is claim), "")
    if found.decided:
        return "decided otherwise"
    return f"not shown: {reason}" if reason else "not shown"


def _of_roles(core: Core, found: ResolvedRound, cards: Mapping[str, Card]) -> Iterator[Finding]:
    """Investors whom one source names as leads and another as mere participants: one finding a round."""
    backers = [
        backer
        for backer in found.backers
        if len(backer.lines) > 1 and backer.leads and len({line.role for line in backer.lines}) > 1
    ]
    if not backers:
        return
    names = ", ".join(name_of(backer.investor, cards) for backer in backers)
    roles = dict.fromkeys(_words(line.role) for backer in backers for line in backer.lines)
    what = f"role of {names} ({label(found)})"
    reasons = dict.fromkeys(line.reason for backer in backers for line in backer.lines if line.reason)
    yield Finding(
        severity=Severity.IMPRECISION,
        code="role",
        subject=core.entity.id,
        what=what,
        message=f"{what}: {' / '.join(roles)}",
        says=tuple(said for backer in backers for said in _roles(backer, found, cards)),
        decided=" ".join(reasons),
        record=("round", found.id),
    )


def _roles(backer: Backer, found: ResolvedRound, cards: Mapping[str, Card]) -> Iterator[tuple[str, str, str]]:
    name = name_of(backer.investor, cards)
    for number, line in enumerate(backer.lines):
        source = name_of(line.source or found.record.source, cards)
        yield f"{name}: {_words(line.role)}", source, "not shown: less precise" if number else "shown"


def _words(role: str) -> str:
    return role.replace("_", "-")
