"""Text made safe to stand in Markdown, with as few backslashes as possible.

Two rules come from Obsidian and GitHub rather than from CommonMark. A `$` opens a formula unless white
space follows, and a later one closes it unless white space stands before or a digit behind: so `$5M and
$7M` is safe, `$5M (US$)` is not. A single `~` strikes out on GitHub from an opening to a closing one. In
both cases only pairs matter, and of each group of possible pairs the fewest characters are escaped that
leave none.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from html.entities import html5
from typing import NamedTuple

from vaultgen.notes.spans import INERT_PARTS, blocks, cells

__all__ = ["cell", "heading", "plain", "prose"]

# White space that some reader takes for the end of a line.
_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BREAK = re.compile(rf"\s*[{_BREAKS}]\s*")
_SPECIAL = re.compile(rf"[\\`*_\[\]<&^#=%$~{_BREAKS}]")
_SPECIAL_BUT_MONEY = re.compile(rf"[\\`*_\[\]<&^#=%{_BREAKS}]")

# Old readers decode these without a semicolon, and as the beginning of a longer word.
_OLD_ENTITIES = "|".join(sorted((name for name in html5 if not name.endswith(";")), reverse=True))
_TAG_END = r"\s!-,.:-@\[-^`{-~\u2000-\u206f\u2e00-\u2e7f"
_MARKUP = re.compile(
    rf"""
    (?=[\\`*_\[\]<&\#=%~$^h])  # what follows is tried only where one of these stands
    (?:
      https?://[^\s<>|]*[^\s<>|.,;:!?)"']
    | \\(?=[!-/:-@\[-`{{-~]|\Z)
    | [`\[\]]
    | (?<!\s)\*|\*(?!\s)
    | (?<!\w)_+|_+(?!\w)
    | <(?=[A-Za-z/!?]|\Z)
    | &(?=\#[0-9xX]|[A-Za-z][A-Za-z0-9]*;|{_OLD_ENTITIES})
    | (?<!\S)\#(?=[0-9]*[^0-9{_TAG_END}])
    | =(?==) | %(?=%)
    | ~(?=~)|(?<=~)~ | \$(?=\$)|(?<=\$)\$
    | (?<!\S)\^(?=[A-Za-z0-9-]+\Z) | \^\Z
    )""",
    re.VERBOSE,
)
_MARKUP_IN_ADDRESS = re.compile(r"[\\`*\[\]$~]|(?<![^\W_])_|_(?![^\W_])|==|%%|&[#\w]+;")
_START = re.compile(r"(?=[-+](?:\s|\Z)|-[-\s]*\Z|=\Z|>|\#{1,6}(?:\s|\Z))|[0-9]{1,9}(?=[.)](?:\s|\Z))")
_CLOSING_HASHES = re.compile(r"(?<=\s)#+\Z")
_PIPE = re.compile(r"(\\*)\|")

# A `$` or `~` that could end a formula or a deletion; almost no note has one. Two expressions that begin with their
# character go through a text seven times as fast as one of both.
_CLOSERS = (
    re.compile(r"\$(?<![ \t]\$)(?<![^\\]\\\$)(?![0-9])"),
    re.compile(r"~(?<![\s~]~)(?<![^\\]\\~)(?!~)"),
)
_FEW = 64  # closers that are worth a look each before the text is taken apart
_TABLE_RULES = ("|-", "|:-", "| -", "| :-")
_TOKEN = re.compile(rf"{INERT_PARTS}|\$+|~+")
_BOLD = re.compile(r"(?<![*\\])\*\*(?![*\s])([^*\\]|\\.)+?(?<!\s)\*\*(?!\*)")


class _Mark(NamedTuple):
    """A `$` or `~` and what it could do."""

    at: int
    opens: bool
    closes: bool


def _shielded(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] == "h":  # a bare address cannot carry backslashes
        return f"<{text}>" if _MARKUP_IN_ADDRESS.search(text) else text
    return "\\" + "\\".join(text)


def plain(text: str) -> str:
    """Markdown that shows exactly `text` on one line, wherever in a line it is put.

    Only white space changes: none is left at the ends, and a line end becomes a space. An address that
    could not stand as it is gets angle brackets.
    """
    text = text.strip()
    if _SPECIAL.search(text) and not (
        text.count("$") < 2 and text.count("~") < 2 and not _SPECIAL_BUT_MONEY.search(text)
    ):
        text = text if text.isprintable() else _BREAK.sub(" ", text)
        text = _MARKUP.sub(_shielded, text)
        text = _escaped(text, _pairing(text, 0, len(text)))
    start = _START.match(text) if text[:1] in "0123456789-+>=#" else None
    return f"{text[: start.end()]}\\{text[start.end() :]}" if start else text


def prose(markdown: str) -> str:
    """Authored Markdown in which no `$` or `~` makes a formula or a deletion by accident.

    Only `$` and single `~` are escaped; `$$…$$` and `~~…~~` are the author's wish and stay. A second
    application changes nothing.
    """
    doubtful = sorted(found.start() for closers in _CLOSERS for found in closers.finditer(markdown))
    if len(doubtful) < _FEW:
        doubtful = [at for at in doubtful if _may_pair(markdown, at)]
    if not doubtful:
        return markdown
    places: list[int] = []
    for block in blocks(markdown):
        index = bisect_left(doubtful, block.start)
        if index == len(doubtful):
            break
        if doubtful[index] >= block.end:
            continue
        if block.kind in ("row", "header"):
            for start, end in cells(markdown, block):
                places += _pairing(markdown, start, end)
        else:
            places += _pairing(markdown, block.start, block.end)
    return _escaped(markdown, places)


def cell(markdown: str) -> str:
    """Inline Markdown as the content of a table cell; a second application changes nothing."""
    if "|" in markdown:
        markdown = _PIPE.sub(lambda pipe: pipe[0] if len(pipe[1]) % 2 else f"{pipe[1]}\\|", markdown)
    markdown = markdown.strip()
    return markdown if markdown.isprintable() else _BREAK.sub("<br>", markdown)


def heading(text: str) -> str:
    """Markdown that shows exactly `text` as a heading."""
    return _CLOSING_HASHES.sub(r"\\\g<0>", plain(text))


def _may_pair(markdown: str, at: int) -> bool:
    """Whether an equal character stands before this one in what can be its block; cheap, and true when in doubt."""
    line = markdown.rfind("\n", 0, at) + 1
    if markdown.startswith("- ", line):
        start = line
    else:
        start = markdown.rfind("\n\n", 0, at)
        start = start + 2 if start >= 0 else 0
        delimiters = markdown.find("\n", start) + 1
        all_rows = markdown.count("\n", start, at) == markdown.count("\n|", start, at)
        if all_rows and markdown.startswith("|", start) and markdown.startswith(_TABLE_RULES, delimiters):
            start = line if markdown.find("\\|", line, at) >= 0 else markdown.rfind("|", line, at)
    return markdown.find(markdown[at], start, at) >= 0


def _escaped(text: str, places: Iterable[int]) -> str:
    """The text with a backslash before each of the places, which come in order."""
    pieces: list[str] = []
    last = 0
    for place in places:
        pieces.append(text[last:place])
        last = place
    if not pieces:
        return text
    return "\\".join((*pieces, text[last:]))


def _pairing(text: str, start: int, end: int) -> list[int]:
    """The places of the `$` and `~` to be escaped in one inline block, in order."""
    if not any(closers.search(text, start, end) for closers in _CLOSERS):
        return []
    places: list[int] = []
    dollars: list[_Mark] = []
    tildes: list[_Mark] = []
    shut = start  # the math rule of some readers closes inside code and links, where nothing can be escaped
    for token in _TOKEN.finditer(text, start, end):
        at, after = token.span()
        before = text[at - 1] if at > start else ""
        behind = text[after] if after < end else ""
        match text[at], after - at:
            case "$", 1:
                opens = behind not in (" ", "\t", "")
                closes = before not in (" ", "\t", "") and not ("0" <= behind <= "9")
                dollars.append(_Mark(at, opens, closes))
            case "~", 1:
                tildes.append(_Mark(at, _flanks(before, behind), _flanks(behind, before)))
            case "$", _ if token[0].strip("$") == "":
                places += range(at, after)
            case "\\" | "~", _:
                pass
            case _:
                shut = at + token[0].rfind("$") if "$" in token[0] else shut
    places += [mark.at for mark in dollars if mark.opens and mark.at < shut]
    places += _fewest([mark for mark in dollars if not (mark.opens and mark.at < shut)])
    places += _strikes(text, start, end, tildes)
    return sorted(places)


def _strikes(text: str, start: int, end: int, tildes: list[_Mark]) -> list[int]:
    """The tildes to escape; what opens inside bold text cannot be closed outside of it."""
    if len(tildes) < 2 or not (places := _fewest(tildes)):
        return []
    bold = [found.span() for found in _BOLD.finditer(text, start, end) if _is_bold(text, start, end, found)]
    if not bold:
        return places
    starts = [span[0] for span in bold]
    inside: dict[int, list[_Mark]] = {}
    seen_outside = []
    for mark in tildes:
        index = bisect_left(starts, mark.at) - 1
        if index >= 0 and mark.at < bold[index][1]:
            inside.setdefault(index, []).append(mark)
            seen_outside.append(mark._replace(opens=False))
        else:
            seen_outside.append(mark)
    chosen = set(_fewest(seen_outside))
    for marks in inside.values():
        chosen.update(_fewest([mark for mark in marks if mark.at not in chosen]))
    return sorted(chosen)


def _fewest(marks: list[_Mark]) -> list[int]:
    """The fewest marks without which no opening one stands before a closing one.

    Of the marks that stay, those before some place may all close but not open, and those behind it may all
    open but not close; the mark at that place may do both.
    """
    openers = 0
    closers = sum(mark.closes for mark in marks)
    if not closers:
        return []
    best, pivot = len(marks) + 1, 0
    for index, mark in enumerate(marks):
        closers -= mark.closes
        if openers + closers < best:
            best, pivot = openers + closers, index
        openers += mark.opens
    return [m.at for i, m in enumerate(marks) if (m.opens and i < pivot) or (m.closes and i > pivot)]


def _is_punctuation(char: str, *, symbols: bool) -> bool:
    """CommonMark's punctuation; versions differ on whether symbols such as `€` belong to it."""
    if char < "\x80":
        return not (char.isalnum() or char.isspace())
    return unicodedata.category(char)[0] in ("PS" if symbols else "P")


def _flanks(outside: str, inside: str) -> bool:
    """Whether a run with these neighbours may open (or, seen from the other side, close) by any version."""
    if inside == "" or inside.isspace():
        return False
    if outside == "" or outside.isspace():
        return True
    return any(
        not _is_punctuation(inside, symbols=symbols) or _is_punctuation(outside, symbols=symbols)
        for symbols in (True, False)
    )


def _is_bold(text: str, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether `**…**` is bold by every version."""
    first, last = found.span()
    before = text[first - 1] if first > start else " "
    behind = text[last] if last < end else " "
    return all(
        outside.isspace()
        or not _is_punctuation(inside, symbols=True)
        or _is_punctuation(outside, symbols=False)
        for outside, inside in ((before, text[first + 2]), (behind, text[last - 3]))
    )
