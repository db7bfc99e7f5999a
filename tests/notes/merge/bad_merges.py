"""Merges that are wrong on purpose: each in a way in which a real one has been wrong somewhere."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from vaultgen.notes import Merged, merge_note, without_points

good = lru_cache(maxsize=4096)(merge_note)


def takes_generated(base: str | None, note: str, made: str) -> Merged:
    """What every other generator does."""
    del base, note
    return Merged(made)


def takes_the_persons(base: str | None, note: str, made: str) -> Merged:
    """A file that somebody touched is never brought up to date."""
    return Merged(made if base == note else note)


def by_lines(base: str | None, note: str, made: str) -> Merged:
    """Three-way by lines, with markers where both changed."""
    if base is None:
        return Merged(note)
    before, own, now = (text.splitlines(keepends=True) for text in (base, note, made))
    ours = SequenceMatcher(None, before, own, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks()
    to_own = {b.a + n: b.b + n for b in ours for n in range(b.size)}
    to_now = {b.a + n: b.b + n for b in theirs for n in range(b.size)}
    result: list[str] = []
    at = i = j = 0
    anchors = [n for n in range(len(before)) if n in to_own and n in to_now]
    for anchor in [*anchors, None]:
        end = (
            (len(before), len(own), len(now)) if anchor is None else (anchor, to_own[anchor], to_now[anchor])
        )
        was, mine, theirs_now = before[at : end[0]], own[i : end[1]], now[j : end[2]]
        if mine == was:
            result += theirs_now
        elif theirs_now in (was, mine):
            result += mine
        else:
            result += ["<<<<<<< note\n", *mine, "=======\n", *theirs_now, ">>>>>>> records\n"]
        if anchor is not None:
            result.append(own[end[1]])
            at, i, j = end[0] + 1, end[1] + 1, end[2] + 1
    return Merged("".join(result))


def appends_what_is_missing(base: str | None, note: str, made: str) -> Merged:
    """The union of the lines: what the person took out comes back."""
    del base
    known = set(note.splitlines())
    return Merged(note + "".join(f"{line}\n" for line in made.splitlines() if line not in known))


def appends_every_time(base: str | None, note: str, made: str) -> Merged:
    """A lost marker: the same part once more on each run."""
    merged = good(base, note, made)
    return Merged(f"{merged.text}\nGenerated\n", merged.points)


def loses_a_row(base: str | None, note: str, made: str) -> Merged:
    """The last row of the last table is gone."""
    merged = good(base, note, made)
    rows = list(re.finditer(r"(?m)^\| .*(?:\r\n|\r|\n)", merged.text))
    text = merged.text[: rows[-1].start()] + merged.text[rows[-1].end() :] if rows else merged.text
    return Merged(text, merged.points)


def doubles_a_property(base: str | None, note: str, made: str) -> Merged:
    """A key twice, which makes all of the properties unreadable."""
    merged = good(base, note, made)
    return Merged(re.sub(r"(?m)^(hq: .*)$", r"\1\n\1", merged.text, count=1), merged.points)


def says_nothing(base: str | None, note: str, made: str) -> Merged:
    """What was kept against the records is not reported."""
    return Merged(good(base, note, made).text)


def writes_line_feeds(base: str | None, note: str, made: str) -> Merged:
    """Read and written as text: line ends and the mark of byte order are gone."""
    merged = good(base, note, made)
    return Merged(merged.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), merged.points)


def drops_comments(base: str | None, note: str, made: str) -> Merged:
    """Properties read and dumped again."""
    merged = good(base, note, made)
    return Merged(re.sub(r"(?m)(?:^|[ \t])# .*$", "", merged.text), merged.points)


def reads_the_callout(base: str | None, note: str, made: str) -> Merged:
    """The tool's own callout taken for the person's words."""
    merged = good(base, note, made)
    return merged if note == without_points(note) else Merged(merged.text + "\n> [!note] 1 point\n")


def always_complains(base: str | None, note: str, made: str) -> Merged:
    """A point where there is none: equal content on both sides reported for ever."""
    merged = good(base, note, made)
    return Merged(merged.text, (*merged.points, *good("a\n", "b\n", "c\n").points))


def takes_the_records_cells(base: str | None, note: str, made: str) -> Merged:
    """The person's word goes where both changed one unit."""
    merged = good(base, note, made)
    text = merged.text
    for point in merged.points:
        if point.person and point.record:
            text = text.replace(point.person, point.record)
    return Merged(text, merged.points)


def tidies_up(base: str | None, note: str, made: str) -> Merged:
    """The person's spelling of a line is not kept."""
    merged = good(base, note, made)
    return Merged(re.sub(r"(?m)^(I think .*)\.$", r"\1 .", merged.text), merged.points)


BAD = (
    takes_generated,
    takes_the_persons,
    by_lines,
    appends_what_is_missing,
    appends_every_time,
    loses_a_row,
    doubles_a_property,
    says_nothing,
    writes_line_feeds,
    drops_comments,
    reads_the_callout,
    always_complains,
    takes_the_records_cells,
    tidies_up,
)
