"""The text that a reader sees of a piece of Markdown, without its marks."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["cut", "link_words", "plain"]

LONGEST: Final = 240
"""Characters of a context, about two lines of a page."""

_GLUE: Final = "\ufdd0"
"""Stands for a space inside the words of a link while a text is cut, so that no name is cut in two."""

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<=~%^&$!\ufdd0]")
_TARGET: Final = r"\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
# Each alternative starts with a literal character: only so does `re` skip quickly to the next candidate.
_PART: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?<!``)(?P<ticks>`*)(?P<code>[^`]+|(?:[^`]|(?<!`)(?!`(?P=ticks)(?!`))`+)+?)(?<!`)`(?P=ticks)(?!`)"
    r"|%%(?!%)[^\n]*?%%"
    r"|<!--.*?-->"
    r"|<(?P<address>https?:[^\s<>]+)>"
    r"|</?[A-Za-z][^<>\n]*>"
    r"|!\[\[[^\[\]\n]+\]\]"
    r"|\[\[(?P<noted>[^\[\]\n]*#\[\^[^\[\]\s]+\](?:\\?\|[^\[\]\n]*)?)\]\]"
    r"|\[\[(?P<wiki>[^\[\]\n]+)\]\]"
    r"|!\[(?P<picture>(?:[^\[\]\\]|\\.)*)\]" + _TARGET + r"|\[(?P<linked>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"(?:" + _TARGET + r"|\[[^\[\]\n]*\])"
    r"|\[\^[^\[\]\s]+\]|\^\[[^\[\]\n]*\]"
    r"|\^(?<!\S\^)[A-Za-z0-9-]+[ \t]*$"
    r"|\*\**|__*|==|~~",
    re.DOTALL | re.MULTILINE,
)


def plain(text: str) -> str:
    """The text without marks: links become what they show, embeds, comments and footnote marks nothing."""
    return _bare(text).replace(_GLUE, " ")


def _bare(text: str) -> str:
    """Like `plain`, with the spaces in the words of links glued."""
    if _SPECIAL.search(text):
        text = _PART.sub(_shown, text.replace(_GLUE, " "))
        if "&" in text:
            text = html.unescape(text)
    return _spaced(text)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _shown(part: re.Match[str]) -> str:
    name = part.lastgroup
    if name is None and part[0][0] in "*_=~":
        return "" if _is_mark(part) else part[0]
    if name is None or name == "picture":
        return ""
    if name in ("wiki", "noted"):
        return link_words(part[name]).replace(" ", _GLUE)
    if name == "linked":
        return _bare(part["linked"]).replace(" ", _GLUE)
    return str(part[name])


def _is_mark(part: re.Match[str]) -> bool:
    """Whether signs begin or end emphasis, and are no text: they touch a word, and single ones stand in none."""
    before, after = (
        part.string[max(0, part.start() - 1) : part.start()],
        part.string[part.end() : part.end() + 1],
    )
    opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    inside = before.isalnum() and after.isalnum()
    return (opens or closes) and not (inside and (part[0] == "*" or part[0][0] == "_"))


def link_words(inner: str) -> str:
    """What a wikilink shows, given what stands between its brackets: `A#B` is shown as `A > B`."""
    bar = inner.find("|", 1)
    if bar >= 0:
        return plain(inner[bar + 1 :].strip())
    parts = [part.strip() for part in inner.removesuffix("\\").split("#")]
    return " > ".join(part for part in parts if part)


def cut(text: str, at: int = 0, longest: int = LONGEST) -> str:
    """Shorten Markdown to plain text of about `longest` characters around the offset `at` of its source.

    It is cut between words, never inside what a link shows, and `…` says where.
    """
    whole = _bare(text)
    if len(whole) <= longest:
        return whole.replace(_GLUE, " ")
    middle = len(_bare(text[:at]))
    start = max(0, min(middle - longest // 3, len(whole) - longest))
    start = whole.rfind(" ", 0, start + 1) + 1 if start else 0
    end = len(whole)
    if end - start > longest:
        space = whole.rfind(" ", start, start + longest + 1)
        end = space if space > middle else whole.find(" ", max(middle, start + longest))
        end = len(whole) if end < 0 else end
    shown = whole[start:end].strip().replace(_GLUE, " ")
    return f"{'… ' if start else ''}{shown}{' …' if end < len(whole) else ''}"
