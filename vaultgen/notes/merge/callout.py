"""The folded callout in which a note lists its open points; it belongs to the tool and is no part of the note.

Its title carries four hexadecimal digits for each of its lines, where Obsidian keeps what it does not show. A line
is taken away only if it is still the one that was written: whatever a person writes in there stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from vaultgen.notes.merge.blocks import Kind, read_blocks
from vaultgen.notes.merge.front import split_front
from vaultgen.notes.merge.lines import BOM, is_blank, line_end, split_lines
from vaultgen.notes.merge.points import Point, PointKind

__all__ = ["with_points", "without_points"]

_MOST: Final = 20
_LONGEST: Final = 160
_TYPE: Final = "[!vaultgen|"
_TITLE: Final = re.compile(r"> \[!vaultgen\|([0-9a-f]{4}(?:-[0-9a-f]{4})*)\]- [0-9]+ points? to settle")
_CODE: Final = re.compile("`+")
_NOTHING: Final = "nothing"

_TOLD: Final = {
    PointKind.CONTESTED: "here {person}, in the records {record}, before {base}",
    PointKind.DELETED: "taken out here, in the records now {record}, before {base}",
    PointKind.REMOVED: "here {person}, no longer in the records, before {base}",
    PointKind.AMBIGUOUS: "kept as it stands here, in the records now {record}",
    PointKind.UNREADABLE: "kept as they stand here because they cannot be read one by one, in the records {record}",
}


def with_points(text: str, points: Sequence[Point]) -> str:
    """The note with a callout under its first heading that lists the points; without one if there are none."""
    text = without_points(text)
    if not points:
        return text
    if text.startswith(BOM):
        return BOM + with_points(text[1:], points)
    end = line_end(text)
    before, after = _split(text)
    written = end.join(_lines(points))
    if before and not before.endswith(("\r", "\n")):
        return f"{before}{end}{end}{written}{after}"
    if not after or _starts_blank(after):
        return f"{before}{end}{written}{end}{after}" if text else f"{written}{end}{end}"
    return f"{before}{written}{end}{end}{after}"


def without_points(text: str) -> str:
    """The note without the callout; lines in it that a person wrote or changed stay where they are."""
    if _TYPE not in text:
        return text
    if text.startswith(BOM):
        return BOM + without_points(text[1:])
    front, body = split_front(text)
    found = read_blocks(body)
    parts = [front, found.lead]
    for block in found.blocks:
        parts.append(f"{block.raw}{block.mark}{block.gap}")
        if block.kind is Kind.QUOTE and _TITLE.match(block.raw):
            _strip(parts, len(split_lines(block.raw)))
    return "".join(parts)


def _strip(parts: list[str], count: int) -> None:
    """Take the callout of so many lines off the last part, and the blank line that came with it."""
    title, *rest = split_lines(parts[-1])
    marks = _TITLE.fullmatch(title.rstrip("\r\n"))
    if marks is None:
        return
    ours = set(marks[1].split("-"))
    kept = [line for line in rest[: count - 1] if not _is_ours(line.rstrip("\r\n"), ours)]
    behind = rest[count - 1 :]
    if kept:
        parts[-1] = "".join((*kept, *behind))
        return
    before = split_lines("".join(parts[:-1]))
    if before and is_blank(before[-1]):
        del before[-1]
        if before and not parts[-1].endswith(("\r", "\n")) and not behind:
            before[-1] = before[-1].rstrip("\r\n")
    else:
        del behind[:1]
    parts[:] = ["".join((*before, *behind))]


def _is_ours(line: str, ours: set[str]) -> bool:
    return line.startswith(">") and _check(line) in ours


def _check(line: str) -> str:
    return sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:4]


def _lines(points: Sequence[Point]) -> list[str]:
    listed = [">", *(f"> - {_told(point)}" for point in points[:_MOST])]
    if len(points) > _MOST:
        listed.append(f"> - … and {len(points) - _MOST} more")
    checks = "-".join(dict.fromkeys(_check(line) for line in listed))
    count = f"{len(points)} point{'s' if len(points) > 1 else ''}"
    return [f"> {_TYPE}{checks}]- {count} to settle", *listed]


def _told(point: Point) -> str:
    told = _TOLD[point.kind]
    values = {name: _code(getattr(point, name)) for name in ("person", "record", "base")}
    if point.base is None:
        told = told.replace(", before {base}", "")
    return f"{_code(point.where)}: {told.format(**values)}"


def _code(text: str | None) -> str:
    """The text as a code span on one line: nothing in it is a link, a tag or a formula."""
    if text is None:
        return _NOTHING
    shown = " ".join(text.split())
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST].rstrip()} …"
    ticks = "`" * (1 + max((len(run) for run in _CODE.findall(shown)), default=0))
    edge = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{edge}{shown}{edge}{ticks}" if shown else "“”"


def _split(text: str) -> tuple[str, str]:
    """The text up to and with the first heading, or the properties where there is none; and the rest."""
    front, body = split_front(text)
    found = read_blocks(body)
    at = len(found.lead)
    for block in found.blocks:
        if block.kind is Kind.HEADING:
            at += len(block.raw) + len(block.mark)
            at += len(split_lines(body[at:])[0]) if at < len(body) else 0
            return front + body[:at], body[at:]
        at += len(block.raw) + len(block.mark) + len(block.gap)
    return front, body


def _starts_blank(text: str) -> bool:
    return is_blank(split_lines(text)[0])
