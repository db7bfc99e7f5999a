"""Authored Markdown kept inside its own section: whatever it holds, the note around it keeps its structure."""

from __future__ import annotations

import re

__all__ = ["attach", "bullet", "tame"]

_LEAD = r"[ \t]{0,20}(?:(?:>|[-*+]|[0-9]{1,9}[.)])[ \t]{0,20}){0,20}"
_RISKY_LINE = re.compile(
    rf"\n{_LEAD}(?:\#{{1,2}}(?:\s|\Z)|=+[ \t]*(?:\n|\Z)|-[ \t]*(?:\n|\Z)|--+[ \t]*(?:\n|\Z))"
)
_OPENING = re.compile(r"<|%%|\[\^|```|~~~|\$\$")
_LEAD_OF = re.compile(_LEAD)
_FENCE = re.compile(rf"({_LEAD})(`{{3,}}(?=[^`]*\Z)|~{{3,}})")
_HEADING = re.compile(rf"({_LEAD})\#{{1,2}}(?=\s|\Z)")
_UNDERLINE = re.compile(r"([ \t>]*)(=+|-+)[ \t]*\Z")
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)"
_KEPT_TAG = r"<br ?/?>|<(?:https?|mailto):[^\s<>]*>"
_INLINE = re.compile(
    rf"\\[\s\S]|{_CODE}|{_KEPT_TAG}|(?P<tag><)(?=[A-Za-z/!?])|(?P<note>\[\^)(?=[0-9]+\])|(?P<pair>%%|\$\$)"
)
_ENDS_A_BLOCK = re.compile(r"[ \t>]*(?:`{3}|~{3}|\||\#|-{3}|\*{3}|%%|\$\$)")


def tame(markdown: str) -> str:
    """The text with no way out of its section.

    Headings start at the third level, HTML shows as it was typed, what opens is closed, and the author's footnotes
    get numbers of their own. Everything else stays as it is.
    """
    if _is_tame(markdown):
        return markdown
    chunks: list[str] = []
    running: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        found = _FENCE.match(line)
        if fence:
            chunks.append(line)
            if found and found[2].startswith(fence) and not line[found.end() :].strip():
                fence = ""
        elif found:
            _flush(running, chunks)
            chunks.append(line)
            fence, lead = found[2], found[1]
        else:
            running.append(_line(line, running[-1] if running else ""))
    if fence:
        chunks.append(f"{_continued(lead)}{fence}")
    _flush(running, chunks)
    return "\n".join(chunks)


def _is_tame(text: str) -> bool:
    """Whether there is certainly nothing to do, which holds for almost every text."""
    if _OPENING.search(text):
        return False
    return ("\n" not in text and "#" not in text) or not _RISKY_LINE.search(f"\n{text}")


def bullet(markdown: str) -> str:
    """The text as an item of a list; further lines and paragraphs stay inside it."""
    return "- " + markdown.replace("\n", "\n  ") if "\n" in markdown else f"- {markdown}"


def attach(markdown: str, mark: str) -> str:
    """The text with a footnote's mark at its end, on a line of its own where the last line could not carry it."""
    if not mark or not markdown:
        return markdown
    last = markdown[markdown.rfind("\n") + 1 :]
    return f"{markdown}\n\n{mark}" if _ENDS_A_BLOCK.match(last) else f"{markdown}{mark}"


def _line(line: str, before: str) -> str:
    if heading := _HEADING.match(line):
        return f"{heading[1]}###{line[heading.end() :]}"
    underline = _UNDERLINE.match(line)
    if underline and before.strip(" \t>"):
        return f"{underline[1]}\\{line[underline.end(1) :]}"
    return line


def _continued(lead: str) -> str:
    """The lead of a further line of the same block: quote marks stay, list marks become spaces."""
    return re.sub(r"[^>]", " ", lead)


def _flush(running: list[str], chunks: list[str]) -> None:
    if running:
        chunks.append(_inline("\n".join(running)))
        running.clear()


def _inline(text: str) -> str:
    """Running text with its tags shown, its footnotes renamed, and the last of unpaired `%%` and `$$` escaped."""
    lonely = set()
    for kind in ("%%", "$$"):
        places = [found.start() for found in _INLINE.finditer(text) if found["pair"] == kind]
        if len(places) % 2:
            lonely.add(places[-1])

    def shown(found: re.Match[str]) -> str:
        if found["tag"]:
            return "\\<"
        if found["note"]:
            return "[^n"
        if found.start() in lonely:
            return "\\" + "\\".join(found[0])
        return found[0]

    return _INLINE.sub(shown, text)
