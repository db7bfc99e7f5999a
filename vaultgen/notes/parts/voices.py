"""What a source or a publisher says: its statements about everyone, in one table."""

from __future__ import annotations

from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer

__all__ = ["publications", "statements_table"]

MOST = 60


def statements_table(writer: Writer) -> tuple[str, str]:
    """The table (newest first, at most sixty rows), and a line that says how many there are beyond it."""
    told = sorted(
        writer.profile.statements,
        key=lambda said: (
            _newest_first(said.day),
            writer.links.name(said.subject).lower(),
            said.what,
            said.said,
        ),
    )
    if not told:
        return "", ""
    rows = []
    for statement in told[:MOST]:
        through = "" if statement.source == writer.profile.entity.id else writer.links.link(statement.source)
        after = (
            writer.links.link(statement.origin)
            if statement.origin and statement.origin != writer.profile.entity.id
            else ""
        )
        via = ", ".join(text for text in (through, f"after {after}" if after else "") if text)
        rows.append(
            (
                writer.links.link(statement.subject),
                plain(statement.what),
                plain(statement.said) or NONE,
                via or NONE,
            )
        )
    if all(row[3] == NONE for row in rows):
        text = table(("About", "What", "Claim"), [row[:3] for row in rows])
    else:
        text = table(("About", "What", "Claim", "Through"), rows)
    more = len(told) - MOST
    return text, f"… and {more:,} more." if more > 0 else ""


def _newest_first(day: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in day) or (1,)


def publications(writer: Writer) -> tuple[str, ...]:
    """The sources that a publisher brought out, newest first."""
    own = writer.profile.entity.id
    said = {statement.source for statement in writer.profile.statements}
    mine = [name for name in said if writer.book.library[name].publisher == own]
    mine.sort()
    mine.sort(key=lambda name: str(writer.book.library[name].known or ""), reverse=True)
    return tuple(f"- {writer.links.link(name)}" for name in mine)
