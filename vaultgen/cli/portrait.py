"""An entity in the terminal: every claim about it with who says so, and whether it is shown or why not."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaultgen.catalog.catalog import Catalog
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.profile import Profile
from vaultgen.catalog.resolve import Line
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.catalog.wording import name_of, predicate_label, say_claim, scoped

__all__ = ["portrait", "portrait_json"]

Row = tuple[str, str, str, str]


def portrait(profile: Profile, catalog: Catalog) -> None:
    """Print everything known about an entity, in tables that fit the terminal."""
    console = Console(highlight=False)
    entity = profile.entity
    console.print(
        Text(entity.name, style="bold"), Text(f"  {entity.id} · {', '.join(entity.kinds)}", style="dim")
    )
    if profile.texts.summary is not None:
        console.print(Text(" ".join(profile.texts.summary.text.split())))
    _print(console, "Claims", ("What", "Claim", "Who says so", "In the vault"), _claims(profile, catalog))
    _print(console, "Rounds", ("Round", "Amount", "Valuation", "Investors"), _rounds(profile, catalog))
    _print(console, "Backed", ("Company", "Round", "Role", "Cheque"), _backed(profile, catalog))
    _print(console, "Deals", ("Deal", "With", "When", "Amount"), _deals(profile, catalog))
    _print(console, "Relations", ("Partner", "Is its", "Note", "Who says so"), _edges(profile, catalog))
    _print(console, "Not shown", ("Partner", "Was its", "Why", "Who says so"), _severed(profile, catalog))
    _print(console, "Worked out", ("Figure", "Value", "From", ""), _derived(profile, catalog))
    _print(console, "Found", ("Kind", "What", "Message", "Decided"), _findings(profile))
    _print(console, "Says", ("About", "What", "Claim", "When"), _statements(profile, catalog))
    if profile.sources:
        console.print(Text("Sources", style="bold"))
        for source in profile.sources:
            console.print(Text(f"  {name_of(source, catalog.cards)} ({source})"))


def _print(console: Console, title: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    told = list(rows)
    if not told:
        return
    grid = Table(
        title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in told:
        # Text, not str: what a record says must never be read as markup.
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)
    console.print()


def _claims(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for (predicate, scope), line in profile.lines.items():
        label = predicate_label(predicate, catalog.registry)
        yield from _line(scoped(label, scope, profile.rounds), line, catalog)


def _line(label: str, line: Line, catalog: Catalog) -> Iterator[Row]:
    def row(claim: Claim, role: str) -> Row:
        said, who = say_claim(claim, catalog.cards)
        return (label, said, who or "no source", role)

    if line.current is not None:
        yield row(line.current, "shown")
    if line.pending is not None:
        yield row(line.pending, "shown beside it")
    for claim in line.series[1:]:
        yield row(claim, "earlier")
    for aside in line.aside:
        yield row(aside.claim, aside.why)


def _rounds(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for found in profile.rounds:
        name = found.stage_name or ("aggregate" if found.record.aggregate else "round")
        status = f" ({found.status.words})" if found.status else ""
        yield (
            f"{found.date or '—'}  {name}{status}",
            str(found.raised or "—"),
            str(found.price or "—"),
            _investors(found, catalog),
        )


def _investors(found: ResolvedRound, catalog: Catalog) -> str:
    said = []
    for backer in found.backers:
        details = [backer.role.replace("_", "-")] if backer.role != "participant" else []
        details += [str(backer.amount)] if backer.amount is not None else []
        name = name_of(backer.investor, catalog.cards)
        said.append(f"{name} ({', '.join(details)})" if details else name)
    said += [f"not shown: {name_of(backer.investor, catalog.cards)}" for backer in found.absent]
    return ", ".join(said) or "—"


def _backed(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for backing in profile.backings:
        found, backer = backing.round, backing.backer
        name = name_of(found.entity, catalog.cards)
        yield (
            name,
            f"{found.date or '—'} {found.stage_name}",
            backer.role.replace("_", "-"),
            str(backer.amount or "—"),
        )


def _deals(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for deal in profile.deals:
        record = deal.record
        partner = record.taker if record.giver == profile.entity.id else record.giver
        amount = deal.amount.current
        yield (
            record.label or record.type,
            name_of(partner, catalog.cards),
            str(deal.date or "—"),
            str(amount.value) if amount else "—",
        )


def _edges(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for edge in profile.edges:
        status = f" ({edge.relation.status.words})" if edge.relation.status else ""
        yield (
            name_of(edge.partner, catalog.cards),
            edge.label + status,
            edge.note,
            name_of(edge.relation.source, catalog.cards),
        )


def _severed(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for relation in profile.severed:
        outward = relation.giver == profile.entity.id
        kind = catalog.registry.relations[relation.type]
        why = relation.reason or (relation.status.words if relation.status else "") or relation.rank.value
        yield (
            name_of(relation.taker if outward else relation.giver, catalog.cards),
            kind.to_label if outward else kind.from_label,
            why,
            name_of(relation.source, catalog.cards),
        )


def _derived(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for figure in profile.derived:
        inputs = "; ".join(name_of(one, catalog.cards) for one in figure.inputs)
        yield (figure.label, str(figure.value), inputs, "")


def _findings(profile: Profile) -> Iterator[Row]:
    for finding in profile.findings:
        # The message may begin with what it is about, which has a column of its own here.
        message = finding.message.removeprefix(f"{finding.what}: ")
        yield (finding.severity.value, finding.what, message, finding.decided)


def _statements(profile: Profile, catalog: Catalog) -> Iterator[Row]:
    for statement in profile.statements:
        yield (name_of(statement.subject, catalog.cards), statement.what, statement.said, statement.day)


def portrait_json(profile: Profile, catalog: Catalog) -> dict[str, object]:
    """The same for machines."""
    tables = {
        "claims": (("what", "claim", "by", "shown"), _claims(profile, catalog)),
        "rounds": (("round", "amount", "valuation", "investors"), _rounds(profile, catalog)),
        "backed": (("company", "round", "role", "cheque"), _backed(profile, catalog)),
        "deals": (("deal", "with", "when", "amount"), _deals(profile, catalog)),
        "relations": (("partner", "is_its", "note", "by"), _edges(profile, catalog)),
        "severed": (("partner", "was_its", "why", "by"), _severed(profile, catalog)),
        "findings": (("kind", "what", "message", "decided"), _findings(profile)),
        "statements": (("about", "what", "claim", "when"), _statements(profile, catalog)),
    }
    entity = profile.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "kinds": list(entity.kinds),
        "summary": profile.texts.summary.text if profile.texts.summary else "",
        **{
            name: [dict(zip(keys, row, strict=True)) for row in rows] for name, (keys, rows) in tables.items()
        },
        "derived": [
            {
                "figure": d.label,
                "value": str(d.value),
                "inputs": [name_of(one, catalog.cards) for one in d.inputs],
            }
            for d in profile.derived
        ],
        "sources": list(profile.sources),
    }
