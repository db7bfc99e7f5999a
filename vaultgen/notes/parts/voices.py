"""What a source, a publisher or a person says about everyone, and what a publisher brought out."""

from __future__ import annotations

from vaultgen.catalog.profile import Statement
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import MOST_ROWS, NONE, Row, and_more, lean_table
from vaultgen.notes.writer import Writer

__all__ = ["publications", "statements_table"]

_HEADS = ("About", "What", "Claim", "Through")
_ROW = tuple[str, str, str]


def statements_table(writer: Writer) -> str:
    """What is said, newest first; what an entity says of itself stands in the rest of its note already."""
    told = [said for said in writer.profile.statements if said.subject != writer.own and said.said != NONE]
    if not told:
        return ""
    name = writer.links.name
    told.sort(key=lambda said: (name(said.subject).lower(), said.what, said.said))
    told.sort(key=lambda said: said.day, reverse=True)
    ways: dict[_ROW, dict[str, None]] = {}
    for said in told:
        row = (said.subject, said.what, _words(writer, said))
        ways.setdefault(row, {}).update(dict.fromkeys(_through(writer, said)))
    shown = list(ways.items())[:MOST_ROWS]
    cells = [
        (writer.links.link(subject), plain(what), plain(claim), ", ".join(through) or NONE)
        for (subject, what, claim), through in shown
    ]
    if len({row[3] for row in cells}) == 1:
        # The same way for everything goes without saying: it is the source at the end of the note.
        cells = [(*row[:3], NONE) for row in cells]
    return and_more(lean_table(_HEADS, [Row(row) for row in cells]), len(ways) - MOST_ROWS)


def _words(writer: Writer, said: Statement) -> str:
    """What is said, with the name of whom it is said of where the catalog has an id."""
    entity, colon, rest = said.said.partition(": ")
    return f"{writer.links.name(entity)}: {rest}" if colon and entity in writer.book.cards else said.said


def _through(writer: Writer, said: Statement) -> list[str]:
    """Where it was read, and whom it goes back to, if they are others than the note's own entity."""
    through = [] if said.source == writer.own else [writer.links.link(said.source)]
    if said.origin and said.origin != writer.own:
        through.append(f"after {writer.links.link(said.origin)}")
    return through


def publications(writer: Writer) -> str:
    """The sources that a publisher brought out, newest first, with their days."""
    mine = writer.book.brought_out(writer.own)
    lines = []
    for name in mine[:MOST_ROWS]:
        source = writer.book.library[name].source
        day = f" ({source.published})" if source is not None and source.published is not None else ""
        lines.append(f"- {writer.links.link(name)}{day}")
    return and_more("\n".join(lines), len(mine) - MOST_ROWS)
