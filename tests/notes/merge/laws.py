"""The laws of the merge: each takes a merge and a case, and fails if the merge breaks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.notes.merge.people import EDITS, FORMS, Person
from tests.notes.merge.records import CHANGES, changed, first_records, note_of
from vaultgen.notes import Merged, Point, PointKind, Spot, cells, with_points
from vaultgen.notes.merge.front import read_front, split_front
from vaultgen.notes.merge.lines import line_end

Merge = Callable[[str | None, str, str], Merged]

MINE = re.compile(r"mine\d+y")
FACT = re.compile(r"fact\d+x")
FOUND = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """What was generated, what the person made of it, and what is generated now and the next time."""

    base: str
    note: str
    made: str
    later: str

    def __repr__(self) -> str:
        parts = (("base", self.base), ("note", self.note), ("made", self.made), ("later", self.later))
        return "\n".join(f"--- {name}\n{text}" for name, text in parts)


def _choices(names: list[str], most: int) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    number = st.integers(0, 60)
    return st.lists(st.tuples(st.sampled_from(names), number, number), min_size=1, max_size=most)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A note of our own shape that both sides change, the person in the nastiest ways."""
    before = changed(first_records(), draw(_choices(list(CHANGES), 3)))
    now = changed(before, draw(_choices(list(CHANGES), 4)))
    later = changed(now, draw(_choices(list(CHANGES), 3)))
    words = [name for name in EDITS if name not in FORMS]
    edits = draw(_choices(words, 5))
    if draw(st.booleans()):
        edits += draw(_choices(list(FORMS), 2))
    base = note_of(before)
    return Case(base, Person().edited(base, edits), note_of(now), note_of(later))


def _lost(words: re.Pattern[str], *, had: str, has: str) -> set[str]:
    return set(words.findall(had)) - set(words.findall(has))


def no_edits_give_exactly_generated(merge: Merge, case: Case) -> None:
    assert merge(case.base, case.base, case.made) == Merged(case.made)


def unchanged_records_leave_every_byte(merge: Merge, case: Case) -> None:
    assert merge(case.base, case.note, case.base).text == case.note


def the_same_change_is_no_conflict(merge: Merge, case: Case) -> None:
    assert merge(case.base, case.made, case.made) == Merged(case.made)
    assert merge(case.base, case.note, case.note).text == case.note


def a_second_run_changes_nothing(merge: Merge, case: Case) -> None:
    first = merge(case.base, case.note, case.made).text
    assert merge(case.made, first, case.made).text == first


def a_redo_with_the_old_base_changes_nothing(merge: Merge, case: Case) -> None:
    first = merge(case.base, case.note, case.made).text
    assert merge(case.base, first, case.made).text == first


def every_word_of_the_person_survives(merge: Merge, case: Case) -> None:
    assert _lost(MINE, had=case.note, has=merge(case.base, case.note, case.made).text) == set()


def every_word_survives_two_generations(merge: Merge, case: Case) -> None:
    first = merge(case.base, case.note, case.made).text
    assert _lost(MINE, had=case.note, has=merge(case.made, first, case.later).text) == set()


def every_word_survives_a_skipped_generation(merge: Merge, case: Case) -> None:
    assert _lost(MINE, had=case.note, has=merge(case.base, case.note, case.later).text) == set()


def every_new_fact_lands_or_is_reported(merge: Merge, case: Case) -> None:
    merged = merge(case.base, case.note, case.made)
    shown = merged.text + "\n".join(point.record or "" for point in merged.points)
    new = set(FACT.findall(case.made)) - set(FACT.findall(case.base))
    assert new - set(FACT.findall(shown)) == set()


def there_are_never_conflict_markers(merge: Merge, case: Case) -> None:
    assert not FOUND.search(merge(case.base, case.note, case.made).text)


def nothing_stands_there_twice(merge: Merge, case: Case) -> None:
    merged = merge(case.base, case.note, case.made).text
    most = Counter[str]()
    for text in (case.base, case.note, case.made):
        most |= _units(text)
    assert {unit: times for unit, times in _units(merged).items() if times > max(1, most[unit])} == {}


def _units(text: str) -> Counter[str]:
    """Headings, properties, rows by their first cell, items: what must not be there twice."""
    front, body = split_front(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
    told = re.findall(r"(?m)^[\w.]+:", front) + re.findall(r"(?m)^#{1,6} .*$", body)
    told += [row.split("|")[1].strip() for row in re.findall(r"(?m)^\| .*$", body)]
    return Counter(told + re.findall(r"(?m)^- .*$", body) + re.findall(r"(?m)^\[\^\w+\]:", body))


def properties_still_parse_and_keep_what_is_the_persons(merge: Merge, case: Case) -> None:
    own, _ = split_front(case.note.removeprefix("\ufeff"))
    front, _ = split_front(merge(case.base, case.note, case.made).text.removeprefix("\ufeff"))
    if read_front(own).fault:
        assert front == own
        return
    assert not read_front(front).fault
    known = {entry.name for entry in read_front(split_front(case.base)[0]).entries}
    entries = {entry.raw for entry in read_front(front).entries}
    assert [e.raw for e in read_front(own).entries if e.name not in known and e.raw not in entries] == []
    assert set(re.findall(r"#[^\r\n]*", own)) <= set(re.findall(r"#[^\r\n]*", front))


def line_ends_are_the_persons(merge: Merge, case: Case) -> None:
    merged = merge(case.base, case.note, case.made).text
    assert merged.startswith("\ufeff") == case.note.startswith("\ufeff")
    ends = {found for text in (case.note,) for found in re.findall(r"\r\n|\r|\n", text)}
    if len(ends) == 1:
        assert set(re.findall(r"\r\n|\r|\n", merged)) <= {line_end(case.note)}
    if case.note.strip() and not case.note.endswith(("\r", "\n")):
        assert not merged.endswith(("\r", "\n"))


def lines_of_one_side_are_copied_verbatim(merge: Merge, case: Case) -> None:
    """A line of the result is a line of the note or of the records; only rows, items, properties may have of both."""
    merged = merge(case.base, case.note, case.made).text
    known = set(_lines(case.note)) | set(_lines(case.made))
    front, _ = split_front(merged.removeprefix("\ufeff"))
    mixed = re.compile(r"\s*(?:\||- |\[\^|#\w)")
    told = [line for line in _lines(merged.removeprefix("\ufeff")) if line not in known and "[^" not in line]
    told = [re.sub(r"\s+\^\w+$", "", line) for line in told]
    assert [t for t in told if t not in known and t not in front and not mixed.match(t)] == []


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def each_unit_follows_the_one_rule(merge: Merge, case: Case) -> None:
    """Whoever alone changed a cell or property is taken; where both did, the person, and it is reported."""
    merged = merge(case.base, case.note, case.made)
    before, own, now, after = (cells(text) for text in (case.base, case.note, case.made, merged.text))
    open_spots = {point.spot for point in merged.points}
    if PointKind.UNREADABLE in {point.kind for point in merged.points}:
        return
    for spot in set(before) & set(own) & set(now) & set(after):
        base, note, made = before[spot], own[spot], now[spot]
        if _is_shaky(base, note, made):
            continue
        assert after[spot] == (made if note == base else note), spot
        if made not in {base, note} and note != base and spot.block != "list":
            assert spot in open_spots, spot


def _is_shaky(*values: str) -> bool:
    """Whether a number of a footnote stands there, which differs between versions, or a list, which is a set."""
    return any("[^" in value or ", " in value for value in values)


def what_the_person_took_out_stays_out(merge: Merge, case: Case) -> None:
    merged = merge(case.base, case.note, case.made).text
    gone = set(FACT.findall(case.base)) - set(FACT.findall(case.note))
    same = set(_lines(case.base)) & set(_lines(case.made))
    still = {word for line in same for word in FACT.findall(line) if not line.startswith("[^")}
    assert gone & still & set(FACT.findall(merged)) == set()


def an_unknown_base_never_removes_a_byte(merge: Merge, case: Case) -> None:
    merged = iter(merge(None, case.note, case.made).text)
    assert all(character in merged for character in case.note)


def an_unknown_base_still_brings_what_is_new(merge: Merge, case: Case) -> None:
    merged = merge(None, case.note, case.made)
    shown = merged.text + "\n".join(point.record or "" for point in merged.points)
    assert _lost(FACT, had=case.made, has=shown) == set()
    assert merge(None, merged.text, case.made).text == merged.text


POINT = Point(Spot(property="hq"), PointKind.CONTESTED, "a", "b [[c]]", "d")


def the_callout_is_invisible(merge: Merge, case: Case) -> None:
    shown = with_points(case.note, [POINT])
    assert merge(case.base, shown, case.made) == merge(case.base, case.note, case.made)


LAWS = (
    no_edits_give_exactly_generated,
    unchanged_records_leave_every_byte,
    the_same_change_is_no_conflict,
    a_second_run_changes_nothing,
    a_redo_with_the_old_base_changes_nothing,
    every_word_of_the_person_survives,
    every_word_survives_two_generations,
    every_word_survives_a_skipped_generation,
    every_new_fact_lands_or_is_reported,
    there_are_never_conflict_markers,
    nothing_stands_there_twice,
    properties_still_parse_and_keep_what_is_the_persons,
    line_ends_are_the_persons,
    lines_of_one_side_are_copied_verbatim,
    each_unit_follows_the_one_rule,
    what_the_person_took_out_stays_out,
    an_unknown_base_never_removes_a_byte,
    an_unknown_base_still_brings_what_is_new,
    the_callout_is_invisible,
)
