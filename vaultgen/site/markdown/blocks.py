"""The blocks of a note as HTML: headings, paragraphs, lists, quotes, callouts, code, footnotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from markdown_it.token import Token

from vaultgen.site.anchors import block_anchor
from vaultgen.site.goal import href
from vaultgen.site.markdown.clean import clean_foreign
from vaultgen.site.markdown.code import MOST_COLOURED, coloured
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.embeds import write_around_embeds
from vaultgen.site.markdown.links import external, way
from vaultgen.site.markdown.phrases import write_formula, write_phrases
from vaultgen.site.markdown.rules import without_comments
from vaultgen.site.markdown.slots import escape
from vaultgen.site.markdown.tables import write_table
from vaultgen.site.sheet import Heading
from vaultgen.vault.anchors import heading_key

__all__ = ["write_blocks"]


def write_blocks(desk: Desk, tokens: Sequence[Token]) -> None:
    """Write a note's blocks, and below them the footnotes that they mark."""
    _write(desk, tokens)
    at = 0
    if desk.bodies:
        role = ' role="doc-endnotes"' if desk.anchored else ""  # one part of a page, not one of each embed
        desk.out.append(f'<section class="footnotes"{role}>\n<ol>\n')
        while at < len(desk.bodies):  # a footnote may mark further ones
            _write_footnote(desk, *desk.bodies[at])
            at += 1
        desk.out.append("</ol>\n</section>\n")


def _write(desk: Desk, tokens: Sequence[Token]) -> None:
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.map and desk.anchored:
            desk.line = token.map[0] + 1
        at = _WRITERS[token.type](desk, tokens, at)


def _write_footnote(desk: Desk, label: str, tokens: Sequence[Token]) -> None:
    """Write a footnote, and behind it the ways back to its marks."""
    name = desk.place(label)
    desk.out.append(f'<li id="{escape(f"fn-{name}")}">')
    _write(desk, tokens)
    for count in range(1, desk.marks[label] + 1):
        mark = f"fnref-{name}-{count}" if count > 1 else f"fnref-{name}"
        way_back = escape(href(desk.page, desk.page, mark))
        goal, sign = ("the text", "↩") if count == 1 else (f"mark {count}", str(count))
        desk.out.append(
            f' <a class="footnote-back" href="{way_back}" role="doc-backlink" '
            f'aria-label="Back to {goal} of note {desk.notes[label]}">{sign}</a>'
        )
    desk.out.append("</li>\n")


def _name(desk: Desk, token: Token) -> str:
    """Give the attribute that makes a block a goal for links."""
    block = token.meta.get("block") if token.meta else None
    return f' id="{block_anchor(block)}"' if block and desk.anchored else ""


def _paragraph(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    opening, inline = tokens[at], tokens[at + 1]
    if opening.hidden:
        write_around_embeds(desk, inline, start="", end="")
        if at + 3 < len(tokens) and tokens[at + 3].nesting >= 0:
            desk.out.append("\n")
    else:
        write_around_embeds(desk, inline, start=f"<p{_name(desk, opening)}>", end="</p>\n")
    return at + 3


def _heading(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    opening, inline = tokens[at], tokens[at + 1]
    name = ""
    if desk.anchored:
        heading = _known(desk, int(opening.tag[1]), inline)
        if heading is not None:
            name = f' id="{escape(heading.anchor)}"'
            if inline.content:
                desk.contents.append(heading)
    if not inline.content:
        desk.out.append(f"<span{name}></span>\n")
        return at + 3
    children = inline.children or []
    desk.out.append(f"<{opening.tag}{name}>")
    if opening.meta:
        if desk.anchored:
            desk.out.append(f"<span{_name(desk, opening)}></span>")
        if length := opening.meta.get("id_length"):
            children[-1].content = children[-1].content[:-length]
    write_phrases(desk, children)
    desk.out.append(f"</{opening.tag}>\n")
    return at + 3


def _known(desk: Desk, level: int, inline: Token) -> Heading | None:
    """The heading as the sheet has it, whose anchor links know."""
    waiting = desk.anchors.get(heading_key(without_comments(inline.content)))
    for number, heading in enumerate(waiting or ()):
        if heading.level == level and waiting:
            return waiting.pop(number)
    return None


def _plain(html: str) -> Callable[[Desk, Sequence[Token], int], int]:
    def write(desk: Desk, tokens: Sequence[Token], at: int) -> int:
        del tokens
        desk.out.append(html)
        return at + 1

    return write


def _named(tag: str) -> Callable[[Desk, Sequence[Token], int], int]:
    def write(desk: Desk, tokens: Sequence[Token], at: int) -> int:
        desk.out.append(f"<{tag}{_name(desk, tokens[at])}>\n")
        return at + 1

    return write


def _ordered(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    start = tokens[at].attrs.get("start", 1)
    first = f' start="{start}"' if start != 1 else ""
    desk.out.append(f"<ol{first}{_name(desk, tokens[at])}>\n")
    return at + 1


def _item(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    mark = token.meta.get("task")
    if mark is None:
        desk.out.append(f"<li{_name(desk, token)}>")
        return at + 1
    desk.out.append(f'<li class="task" data-task="{escape(mark)}"{_name(desk, token)}>')
    following = tokens[at + 1]
    if following.type == "paragraph_open" and not following.hidden:
        desk.out.append("<p>")
        _box(desk, mark)
        write_around_embeds(desk, tokens[at + 2], start="", end="")
        desk.out.append("</p>\n")
        return at + 4
    _box(desk, mark)
    return at + 1


def _box(desk: Desk, mark: str) -> None:
    done = "" if mark == " " else " checked"
    label = {" ": "to do", "x": "done", "X": "done"}.get(mark, f"marked {escape(mark)}")
    desk.slot(f'<input type="checkbox" disabled{done} aria-label="{label}">')
    desk.out.append(" ")


def _callout(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    about = token.meta
    metadata = f' data-callout-metadata="{escape(about["metadata"])}"' if about["metadata"] else ""
    attributes = f'class="callout" data-callout="{about["type"]}"{metadata}{_name(desk, token)}'
    folds = bool(about["fold"])
    title = "summary" if folds else "div"
    if folds:
        opened = " open" if about["fold"] == "+" else ""
        desk.out.append(f"<details {attributes}{opened}>")
    else:
        desk.out.append(f'<div {attributes} role="note">')
    desk.out.append(f'<{title} class="callout-title">')
    write_phrases(desk, about["title"].children or ())
    desk.out.append(f"</{title}>\n")
    desk.closing.append("</details>\n" if folds else "</div>\n")
    return at + 1


def _callout_end(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    del tokens
    desk.out.append(desk.closing.pop())
    return at + 1


def _code(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    language = token.info.split(maxsplit=1)[0].lower() if token.info.strip() else ""
    if language == "base":
        desk.slot(desk.hooks.base_html(token.content, desk.trail[0], None, desk.page))
        desk.out.append("\n")
        return at + 1
    said = f' data-language="{escape(language)}"' if language else ""
    desk.tally.code += len(token.content)
    shown = coloured(token.content, language if desk.tally.code <= MOST_COLOURED else "")
    block = f'<pre class="code" tabindex="0"{said}{_name(desk, token)}><code>{shown}</code></pre>\n'
    if language == "mermaid":
        block = (
            f'<figure class="diagram">{block}<figcaption>Diagram, as Mermaid source</figcaption></figure>\n'
        )
    desk.out.append(block)
    return at + 1


def _formula(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    desk.out.append(f'<div class="formula" tabindex="0"{_name(desk, token)}>')
    write_formula(desk, token.content.strip(), block=True)
    desk.out.append("</div>\n")
    return at + 1


def _html(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    """Write a block of the note's own HTML; each is sanitised alone, so it closes what it opens."""

    def chosen(tag: str, address: str) -> str | None:
        return None if tag != "a" and external(address) is not None else way(desk, tag, address)

    desk.foreign(clean_foreign(tokens[at].content, chosen))
    return at + 1


_WRITERS: Final[dict[str, Callable[[Desk, Sequence[Token], int], int]]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "table": write_table,
    "bullet_list_open": _named("ul"),
    "bullet_list_close": _plain("</ul>\n"),
    "ordered_list_open": _ordered,
    "ordered_list_close": _plain("</ol>\n"),
    "list_item_open": _item,
    "list_item_close": _plain("</li>\n"),
    "blockquote_open": _named("blockquote"),
    "blockquote_close": _plain("</blockquote>\n"),
    "callout_open": _callout,
    "callout_close": _callout_end,
    "fence": _code,
    "code_block": _code,
    "math_block": _formula,
    "html_block": _html,
    "hr": _plain("<hr>\n"),
}
