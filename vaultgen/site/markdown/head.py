"""What stands at the top of a note and is shown above its body anyway: the line of tags, the title."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from vaultgen.site.markdown.wording import phrase_text
from vaultgen.site.sheet import Sheet
from vaultgen.values.names import name_key

__all__ = ["without_head"]


def without_head(tokens: Sequence[Token], sheet: Sheet) -> tuple[Sequence[Token], bool]:
    """Leave out the tags that the properties have too, and the title; tells whether that was a heading."""
    tags = _line_of_tags(tokens)
    body = tokens[3:] if tags else tokens
    titled = _is_title(body, sheet)
    if titled:
        body = body[3:]
    kept = tokens[:3] if tags and not tags <= _known(sheet) else ()
    return (*kept, *body) if kept else body, titled


def _line_of_tags(tokens: Sequence[Token]) -> set[str]:
    """The tags of the first paragraph, if it has nothing else."""
    if not tokens or tokens[0].type != "paragraph_open":
        return set()
    tags = set()
    for token in tokens[1].children or ():
        if token.type == "tag":
            tags.add(name_key(token.content))
        elif token.type != "softbreak" and (token.type != "text" or token.content.strip()):
            return set()
    return tags


def _known(sheet: Sheet) -> set[str]:
    """The tags that the properties give."""
    given = next((value for name, value in sheet.properties.items() if name.lower() == "tags"), ())
    items = given if isinstance(given, list | tuple) else [given]
    return {name_key(str(tag)).removeprefix("#") for tag in items}


def _is_title(tokens: Sequence[Token], sheet: Sheet) -> bool:
    if not tokens or tokens[0].type != "heading_open" or tokens[0].tag != "h1":
        return False
    return name_key(phrase_text(tokens[1].children or ()).strip()) == name_key(sheet.title)
