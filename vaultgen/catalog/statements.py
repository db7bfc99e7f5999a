"""What each source and publisher says: every claim once more, seen from whoever makes it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.derive import label
from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Statement
from vaultgen.catalog.resolve import Line
from vaultgen.catalog.wording import predicate_label
from vaultgen.records.registry import Registry
from vaultgen.values.figure import show_figure

__all__ = ["statements_of"]

_UNSAID = frozenset({"tagline", "standing"})


def statements_of(core: Core, registry: Registry, library: Library) -> Iterator[Statement]:
    """Everything that anyone is recorded as saying about the entity, and about its rounds and deals."""
    for (predicate, scope), line in core.lines.items():
        if predicate in _UNSAID:
            continue
        what = predicate_label(predicate, registry)
        yield from _of_line(core, line, f"{what} ({scope})" if scope else what, library)
    for found in core.rounds:
        yield from _of_line(core, found.amount, f"Amount ({label(found)})", library)
        for backer in found.backers:
            if backer.source:
                role = backer.role.replace("_", "-")
                said = (
                    f"{backer.investor}: {role}, {backer.amount}"
                    if backer.amount
                    else f"{backer.investor}: {role}"
                )
                yield _statement(library, backer.source, subject=core.entity.id, what=label(found), said=said)
    for deal in core.deals:
        if deal.record.giver == core.entity.id:
            yield from _of_line(core, deal.amount, deal.record.label or deal.record.type, library)


def _of_line(core: Core, line: Line, what: str, library: Library) -> Iterator[Statement]:
    claims: dict[int, Claim] = {}
    for claim in (*line.series, *line.shown, *(aside.claim for aside in line.aside)):
        claims[id(claim)] = claim
    for claim in claims.values():
        if claim.source:
            said = show_figure(claim.figure())
            yield _statement(
                library, claim.source, subject=core.entity.id, what=what, said=said, origin=claim.said.origin
            )


def _statement(
    library: Library, source: str, *, subject: str, what: str, said: str, origin: str = ""
) -> Statement:
    reference = library[source]
    speakers = tuple(dict.fromkeys(name for name in (source, reference.publisher, origin) if name))
    known = reference.known
    return Statement(source, origin, subject, what, said, known.isoformat() if known else "", speakers)
