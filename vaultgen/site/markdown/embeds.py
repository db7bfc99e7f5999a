"""What an embed shows: a picture, a file, or another note, a part of it, a base or a canvas in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from markdown_it.token import Token

from vaultgen.site.goal import Goal
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.head import without_head
from vaultgen.site.markdown.links import opening, write_wikilink
from vaultgen.site.markdown.media import sized, write_media, write_picture
from vaultgen.site.markdown.parser import parse
from vaultgen.site.markdown.phrases import write_phrases
from vaultgen.site.markdown.sections import part_of
from vaultgen.site.markdown.states import Piece
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.values.names import name_key
from vaultgen.vault.references import address_path

__all__ = ["write_around_embeds", "write_embed"]

_DEEPEST: Final = 5
# Twenty embeds in each of five notes would make three million.
_MOST: Final = 1_000
_LONGEST: Final = 2_000_000
_DRAWN: Final = 2_000  # characters that a base or canvas counts for at least


def write_embed(token: Token, desk: Desk) -> None:
    """Write an embed in running text, where only pictures can be; all else becomes a link."""
    link, goal = _meant(token, desk)
    target, subpath, text = link
    if goal.state == "private":
        return
    if goal.state == "asset" and _kind(desk, goal) == "image":
        write_picture(desk, goal, text=text)
        return
    said = sized(text)[0]
    shown = Piece("wikilink", "", 0)
    shown.meta = {"link": (target, subpath, said)}
    write_wikilink(desk, shown)


def _meant(token: Token, desk: Desk) -> tuple[tuple[str, str, str], Goal]:
    """Give target, subpath and text of an embed of either style, and what it means."""
    if token.type == "embed":
        link: tuple[str, str, str] = token.meta["link"]
    else:
        address = address_path(unquote(str(token.attrs.get("src", "")), errors="ignore"))
        target, sign, subpath = address.partition("#")
        link = target.strip(), (sign + subpath).strip() if sign else "", token.content
    return link, desk.goal(link[0], link[1])


def _kind(desk: Desk, goal: Goal) -> str:
    sheet = desk.library.sheets.get(goal.path)
    return sheet.kind if sheet else ""


def write_around_embeds(desk: Desk, inline: Token, *, start: str, end: str) -> None:
    """Write a text between `start` and `end`; an embed of a block ends it, and it begins anew behind that."""
    children = inline.children or ()
    places = _blocks(desk, children) if "![" in inline.content else ()
    if not places:
        desk.out.append(start)
        write_phrases(desk, children)
        desk.out.append(end)
        return
    if start.startswith("<p id="):  # of several paragraphs none can have the name
        desk.out.append(f"<span{start[2:]}</span>\n")
        start = "<p>"
    at = 0
    for place in [*places, len(children)]:
        piece = _trimmed(children[at:place])
        if piece:
            desk.out.append(start)
            write_phrases(desk, piece)
            desk.out.append(end)
        if place < len(children):
            _write_block(desk, children[place])
        at = place + 1


def _blocks(desk: Desk, children: Sequence[Token]) -> list[int]:
    """Where embeds stand that are blocks or nothing at all, and in no emphasis or link."""
    depth, places = 0, []
    for at, token in enumerate(children):
        depth += token.nesting
        if depth or token.type not in {"embed", "image"}:
            continue
        if token.type == "image" and ":" in str(token.attrs.get("src", "")).partition("/")[0]:
            continue
        _, goal = _meant(token, desk)
        shown = goal.state in {"page", "asset"} and _kind(desk, goal) not in {"image", "other", ""}
        if shown or goal.state == "private":
            places.append(at)
    return places


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out the line breaks and spaces at both ends."""
    first, last = 0, len(tokens)
    while first < last and _is_blank(tokens[first]):
        first += 1
    while last > first and _is_blank(tokens[last - 1]):
        last -= 1
    return tokens[first:last]


def _is_blank(token: Token) -> bool:
    return token.type in {"softbreak", "hardbreak"} or (token.type == "text" and not token.content.strip())


def _write_block(desk: Desk, token: Token) -> None:
    link, goal = _meant(token, desk)
    if goal.state == "private":
        return
    target, subpath, text = link
    sheet = desk.library.sheets[goal.path]
    if sheet.kind not in NOTE_KINDS:
        write_media(desk, goal, sheet.kind, subpath=subpath, text=text)
        return
    step = f"{goal.path}{name_key(subpath)}"
    if reason := _refusal(desk, goal.path, step):
        desk.warn(f"“{target or goal.path}” {reason}", advice="it is shown as a link")
        desk.out.append("<p>")
        write_embed(token, desk)
        desk.out.append("</p>\n")
    elif sheet.kind == "note":
        _write_note(desk, goal, subpath, step=step)
    elif sheet.kind == "base":
        source = desk.library.text(goal.path)
        desk.tally.characters += len(source) + _DRAWN
        view = subpath.removeprefix("#") or None
        desk.slot(desk.hooks.base_html(source, desk.trail[0], view, desk.page))
    else:
        desk.tally.characters += _DRAWN
        desk.slot(desk.hooks.canvas_html(goal.path, desk.page))


def _refusal(desk: Desk, path: str, step: str) -> str:
    """Why a file is not to be shown once more; `""` if it can be."""
    if desk.tally.embedded >= _MOST or desk.tally.characters >= _LONGEST:
        return "is one embed too many for a page"
    if len(desk.trail) > _DEEPEST:
        return "is embedded too deeply"
    return "embeds itself" if step in desk.trail or path in desk.trail[1:] else ""


def _write_note(desk: Desk, goal: Goal, subpath: str, *, step: str) -> None:
    """Write a note, or the part of it that is meant, below a link to where it stands."""
    text = desk.library.text(goal.path)
    desk.spend(len(text))
    parsed = parse(text)
    tokens = part_of(parsed.tokens, subpath)
    if tokens is parsed.tokens:
        tokens, _ = without_head(tokens, desk.library.sheets[goal.path])
    inner = desk.nested(goal.path, step=step)
    inner.definitions = parsed.definitions
    inner.numbers = {name: number for number, name in enumerate(parsed.definitions, 1)}
    start, end = opening(desk, goal, written=goal.path)
    title = Piece("text", "", 0, content=goal.title or goal.path.rpartition("/")[2].removesuffix(".md"))
    desk.out.append(f'<div class="embed">\n<p class="embed-title">{start}')
    write_phrases(desk, [title])
    desk.out.append(f"{end}</p>\n")
    if tokens is None:
        desk.warn(f"“{goal.path}{subpath}” is embedded, but not there", advice="only its title is shown")
    else:
        desk.write(inner, tokens)
    desk.out.append("</div>\n")
