"""The text inside a block as HTML: its emphasis, code, links, marks of footnotes, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from markdown_it.token import Token

from vaultgen.site.goal import href
from vaultgen.site.markdown.clean import PHRASES, clean_foreign
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.links import (
    external,
    way,
    write_link_end,
    write_link_start,
    write_tag,
    write_wikilink,
)
from vaultgen.site.markdown.mathml import mathml
from vaultgen.site.markdown.media import data_picture, sized
from vaultgen.site.markdown.slots import escape
from vaultgen.site.markdown.states import Piece

__all__ = ["write_formula", "write_phrases"]

_PLAIN: Final = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<del>",
    "s_close": "</del>",
    "mark_open": "<mark>",
    "mark_close": "</mark>",
    "hardbreak": "<br>\n",
}
_CLOSING: Final = re.compile(r"</([A-Za-z]+)\s*>")
_BARE: Final = re.compile(r"<[A-Za-z]+\s*/?>")
_TAG: Final = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")


def write_phrases(desk: Desk, tokens: Sequence[Token]) -> None:
    """Write the text of one block."""
    out = desk.out
    for at, token in enumerate(tokens):
        kind = token.type
        if kind in {"text", "text_special"}:
            if token.content:
                out.append(escape(token.content))
        elif kind in _PLAIN:
            out.append(_PLAIN[kind])
        elif kind == "wikilink":
            write_wikilink(desk, token)
        elif kind == "link_open":
            write_link_start(desk, tokens, at)
        elif kind == "link_close":
            write_link_end(desk)
        else:
            _WRITERS[kind](desk, token)


def _break(desk: Desk, token: Token) -> None:
    del token
    desk.out.append("\n" if desk.library.settings.strict_line_breaks else "<br>\n")


def _code(desk: Desk, token: Token) -> None:
    desk.out.append(f"<code>{escape(token.content)}</code>")


def _html(desk: Desk, token: Token) -> None:
    """Write one tag of the note's own HTML, if it is of a kind that stands in text."""
    text = token.content
    if closing := _CLOSING.fullmatch(text):
        if closing[1].lower() in PHRASES:
            desk.foreign(text.lower())
        return
    opening = _TAG.match(text)
    if opening is None or opening[1].lower() not in PHRASES:
        return
    if _BARE.fullmatch(text):
        desk.foreign(f"<{opening[1].lower()}>")
        return
    elsewhere: list[str] = []

    def chosen(tag: str, address: str) -> str | None:
        outside = external(address) if tag != "a" else None
        if outside is None:
            return way(desk, tag, address)
        elsewhere.append(outside)
        return None

    cleaned = clean_foreign(text, chosen)
    if elsewhere:
        _write_elsewhere(desk, elsewhere[0], elsewhere[0])
        return
    desk.foreign(cleaned.removesuffix(f"</{opening[1].lower()}>"))


def _write_elsewhere(desk: Desk, address: str, text: str) -> None:
    """Write a link to a picture outside the site, where no request may go by itself."""
    if address and not desk.in_link:
        text = f'<a class="external" href="{escape(address)}" rel="noopener">{escape(text or address)}</a>'
        desk.out.append(text)
    else:
        desk.out.append(escape(text))


def _image(desk: Desk, token: Token) -> None:
    """Write `![alt](address)`; a picture from elsewhere becomes a link, since no request may leave the site."""
    address, text = str(token.attrs.get("src", "")), token.content
    if address.startswith("data:"):
        picture = data_picture(address, text)
        if picture:
            desk.slot(picture)
        else:
            desk.out.append(escape(sized(text)[0]))
        return
    outside = external(address)
    if outside is None:
        desk.embed(token, desk)
    else:
        _write_elsewhere(desk, outside, sized(text)[0])


def _footnote(desk: Desk, token: Token) -> None:
    """Write the mark of a footnote, numbered in the order of the first marks."""
    name = token.content if token.children is None else f"inline-{len(desk.notes) + 1}"
    number = desk.notes.get(name)
    if number is None:
        number = desk.notes[name] = len(desk.notes) + 1
        desk.bodies.append(
            (name, desk.definitions.get(name, ()) if token.children is None else _alone(token))
        )
    place = desk.place(name)
    count = desk.marks[name] = desk.marks.get(name, 0) + 1
    again = f"-{count}" if count > 1 else ""
    if desk.in_link:
        desk.out.append(f"<sup>{number}</sup>")
        return
    mark = escape(f"fnref-{place}{again}")
    goal = escape(href(desk.page, desk.page, f"fn-{place}"))
    desk.out.append(
        f'<sup class="footnote-mark"><a id="{mark}" href="{goal}" role="doc-noteref">{number}</a></sup>'
    )


def _alone(token: Token) -> Sequence[Token]:
    """Make a paragraph of a footnote that stands in the text."""
    inline = Piece("inline", "", 0)
    inline.children = token.children
    return Piece("paragraph_open", "p", 1), inline, Piece("paragraph_close", "p", -1)


def write_formula(desk: Desk, formula: str, *, block: bool) -> None:
    """Write a formula as MathML, or its source if it cannot be read."""
    made = mathml(formula, block=block)
    if made:
        desk.slot(made)
        return
    desk.warn(f"the formula “{formula[:60]}” cannot be read", advice="it is shown as it is written")
    desk.out.append(f'<code class="formula">{escape(formula)}</code>')


def _formula(desk: Desk, token: Token) -> None:
    write_formula(desk, token.content, block=token.markup == "$$")


def _embed(desk: Desk, token: Token) -> None:
    desk.embed(token, desk)


_WRITERS: Final[dict[str, Callable[[Desk, Token], None]]] = {
    "softbreak": _break,
    "code_inline": _code,
    "html_inline": _html,
    "image": _image,
    "tag": write_tag,
    "footnote_mark": _footnote,
    "formula": _formula,
    "embed": _embed,
}
