"""A note as its template sees it: every part already written in Markdown, empty where there is nothing to say."""

from __future__ import annotations

from dataclasses import dataclass

from vaultgen.notes.escape import plain
from vaultgen.notes.frontmatter import frontmatter
from vaultgen.notes.parts.checks import checks
from vaultgen.notes.parts.connections import Group, customers, deals_table, groups, members, portfolio
from vaultgen.notes.parts.disputes import disputes
from vaultgen.notes.parts.facts import metric_table, quick_stats
from vaultgen.notes.parts.funding import Funding, funding
from vaultgen.notes.parts.landscape import landscape
from vaultgen.notes.parts.related import related
from vaultgen.notes.parts.themes import Theme, bullets, themes
from vaultgen.notes.parts.voices import publications, statements_table
from vaultgen.notes.properties import properties, tags_of
from vaultgen.notes.writer import Writer
from vaultgen.records.model import Text
from vaultgen.values.days import Day

__all__ = ["Note", "write_note"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a template may print; see `templates/notes/base.md.j2` for how the parts follow each other."""

    properties: str
    tag_line: str
    title: str
    lead: str
    disputes: str
    why: str
    metrics: str
    after_why: tuple[Theme, ...]
    does: str
    customers: tuple[str, ...]
    after_does: tuple[Theme, ...]
    funding: Funding
    checks: str
    after_funding: tuple[Theme, ...]
    portfolio: str
    deals: str
    members: tuple[tuple[str, str], ...]
    landscape: str
    differentiation: str
    market: str
    after_landscape: tuple[Theme, ...]
    bull: str
    bear: str
    after_case: tuple[Theme, ...]
    groups: tuple[Group, ...]
    publications: tuple[str, ...]
    statements: str
    more_statements: str
    stats: str
    updated: str
    related: tuple[str, ...]
    source: str
    footnotes: str
    stub: bool
    name: str


def write_note(writer: Writer) -> Note:
    """The note of the writer's profile, part by part in reading order, since marks and first mentions follow it."""
    profile, texts = writer.profile, writer.profile.texts
    lead = _text(writer, texts.summary)

    why = _section(writer, texts.why)
    metrics = metric_table(writer)
    after_why = themes(writer, "why")
    does = _section(writer, texts.does)
    served = customers(writer)
    after_does = themes(writer, "does")
    money = funding(writer)
    checked = checks(writer)
    after_funding = themes(writer, "funding")
    backed = portfolio(writer, profile.backings)
    made = deals_table(writer, profile.deals)
    belonging = tuple(members(writer))
    competitors = landscape(writer)
    differentiation = _section(writer, texts.landscape)
    after_landscape = themes(writer, "landscape")
    writer.section()
    bull, bear = bullets(writer, texts.bull), bullets(writer, texts.bear)
    after_case = themes(writer, "case")
    ties = groups(writer)
    statements, more = statements_table(writer)
    brought_out = publications(writer)
    stats = quick_stats(writer)
    closing = related(writer)
    source = _source_line(writer)
    front = frontmatter(properties(writer))
    return Note(
        properties=front,
        tag_line=" ".join(f"#{tag}" for tag in tags_of(profile)) if writer.book.wishes.tag_line else "",
        title=plain(profile.entity.name),
        lead=lead,
        disputes=disputes(writer),
        why=why,
        metrics=metrics,
        after_why=after_why,
        does=does,
        customers=served,
        after_does=after_does,
        funding=money,
        checks=checked,
        after_funding=after_funding,
        portfolio=backed,
        deals=made,
        members=belonging,
        landscape=competitors,
        differentiation=differentiation,
        market=plain(profile.entity.market),
        after_landscape=after_landscape,
        bull=bull,
        bear=bear,
        after_case=after_case,
        groups=ties,
        publications=brought_out,
        statements=statements,
        more_statements=more,
        stats=stats,
        updated=_day(profile.updated),
        related=closing,
        source=source,
        footnotes=writer.footnotes.text(),
        stub=profile.entity.level.value == "stub",
        name=profile.entity.name,
    )


def _day(day: Day | None) -> str:
    """A day in ISO form; one that is known to the month or year only as it is written elsewhere."""
    if day is None:
        return ""
    return day.edtf if day.precision == "day" else str(day)


def _section(writer: Writer, text: Text | None) -> str:
    writer.section()
    return _text(writer, text)


def _text(writer: Writer, text: Text | None) -> str:
    if text is None:
        return ""
    return writer.prose(text.text) + writer.footnotes.mark(text.source, text.locator)


def _source_line(writer: Writer) -> str:
    """The note's main source, and the first report behind it; a source's own note names what it retells."""
    main = writer.profile.main_source
    own = writer.book.library[writer.profile.entity.id].source
    if own is not None:
        return ", ".join(writer.links.link(name) for name in own.based_on)
    return writer.citation(main) if main else ""
