"""What a source's own note says of it: what it is and from whom, what it retells, and what retells it."""

from __future__ import annotations

from vaultgen.notes.escape import plain
from vaultgen.notes.writer import Writer
from vaultgen.records.model import Source

__all__ = ["about_source", "kin_of_source"]


def about_source(writer: Writer) -> str:
    """The lead line of a source's note; nothing for any other entity."""
    source = writer.book.library[writer.own].source
    if source is None:
        return ""
    address = f"To be read at {source.url}." if source.url else ""
    return " ".join(part for part in (_byline(writer, source), plain(address), plain(source.note)) if part)


def _byline(writer: Writer, source: Source) -> str:
    """“Essay by Jane Roe, The Synthesis, May 2026.”, with what of it is known."""
    kind = plain(source.kind[:1].upper() + source.kind[1:])
    author = f"by {plain(source.author)}" if source.author else ""
    publisher = writer.links.link(source.publisher) if source.publisher else ""
    day = str(source.published) if source.published is not None else ""
    told = ", ".join(part for part in (f"{kind} {author}".strip(), publisher, day) if part)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def kin_of_source(writer: Writer) -> str:
    """A line for every source that this one retells, and for every one that retells it."""
    source = writer.book.library[writer.own].source
    if source is None:
        return ""
    lines = [f"- {writer.links.link(name)} — retold here" for name in source.based_on]
    lines += [f"- {writer.links.link(name)} — retells it" for name in writer.book.retold_by(writer.own)]
    return "\n".join(lines)
