"""Edits made in the text of a record file, every other byte left as it is, and proved by reading the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.edit.document import Document
from vaultgen.records.edit.draft import Draft
from vaultgen.records.edit.edits import Add, Edit, Plain, Remove, Set
from vaultgen.records.edit.listing import add, remove
from vaultgen.records.edit.notation import key_text
from vaultgen.records.edit.outcome import item_of, record_of, value_of, whole_path
from vaultgen.records.edit.paths import part_at, with_part
from vaultgen.records.edit.setting import put
from vaultgen.records.edit.splices import line_column
from vaultgen.records.faults import Fault, Path
from vaultgen.records.fields import Reading
from vaultgen.records.yaml_files import FORBIDDEN

__all__ = ["apply_edits"]

_MARK = "\ufeff"


def apply_edits(text: str, file: str, edits: Iterable[Edit], *, reading: Reading | None = None) -> str:
    """The text of a record file with the edits made, in whatever order they come, or RecordsError with all refusals.

    `reading` is what the file is read with: the currency of bare numbers and the registry of the project's records.
    Setting what is said already changes nothing. The result has been read again: it says what the edits say, and
    everything else as before.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    before = Document(text.removeprefix(_MARK), file, reading or Reading())
    work = _Work(before)
    work.take(list(edits))
    if work.problems:
        raise RecordsError(tuple(work.problems))
    new = work.draft.result()
    if new != before.text:
        _prove(before, new, work)
    return mark + new


class _Work:
    """Takes edits in, each into the draft of the text and into what the records are to say."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.draft = Draft(document)
        self.wanted: list[Any] = list(document.records)
        self.problems: list[Problem] = []
        self.adds = False
        self.first: int | None = None
        self._new_rows: dict[int, list[Any]] = defaultdict(list)
        self._lost_rows: set[int] = set()

    def take(self, edits: list[Edit]) -> None:
        """All edits: what is set first, then what comes, then what goes, the last of a list first."""
        edits = [self._known(edit) for edit in edits]
        sets = {(edit.line, edit.path): edit for edit in edits if isinstance(edit, Set)}
        removes = {(edit.line, edit.path) for edit in edits if isinstance(edit, Remove)}
        adds: dict[tuple[int, Path], list[Plain]] = defaultdict(list)
        for edit in edits:
            if isinstance(edit, Add) and edit.item not in adds[edit.line, edit.path]:
                adds[edit.line, edit.path].append(edit.item)
        self._check_conflicts(edits, removes)
        if self.problems:
            return
        for line, path in sorted(sets, key=_order):
            self._try(self._set, path, line, sets[line, path])
        for line, path in sorted(adds, key=_order):
            self._try(self._add, path, line, sorted(adds[line, path], key=repr))
        for line, path in sorted(removes, key=_order, reverse=True):
            self._try(self._remove, path, line)

    def records(self) -> list[Any]:
        """What the file is to say."""
        wanted: list[Any] = []
        for index, record in enumerate(self.wanted):
            wanted += [] if index in self._lost_rows else [record]
            wanted += self._new_rows.get(index, [])
        return wanted

    def _known(self, edit: Edit) -> Edit:
        """The edit with its path written in the one way that counts."""
        for text in _texts(edit):
            if bad := FORBIDDEN.search(text):
                message = f"character U+{ord(bad.group()):04X} cannot be in a record"
                self._problem(edit.path, edit.line, message, "")
        found = self.document.find(edit.path, edit.line)
        if found is None or not isinstance(edit, Set):
            return edit
        index, path = found
        try:
            known = whole_path(self.document.records[index], path)
        except LookupError:
            return edit
        return replace(edit, path=(*self.document.rows[index].path, *known))

    def _check_conflicts(self, edits: list[Edit], removes: set[tuple[int, Path]]) -> None:
        values: dict[tuple[int, Path], Any] = {}
        for edit in edits:
            if isinstance(edit, Set) and values.setdefault((edit.line, edit.path), edit.value) != edit.value:
                self._problem(edit.path, edit.line, "two edits set this to different values", "settle on one")
            above = ((edit.line, edit.path[:length]) for length in range(len(edit.path)))
            inside = any(place in removes for place in above)
            if inside or (isinstance(edit, Set) and (edit.line, edit.path) in removes):
                self._problem(edit.path, edit.line, "one edit changes what another removes", "settle on one")

    def _try(self, take: Any, path: Path, line: int, *more: Any) -> None:
        try:
            take(path, line, *more)
        except RecordsError as error:
            self.problems.extend(error.problems)
        except LookupError:
            self._problem(path, line, f"the file has no {_shown(path)}", "has it been changed meanwhile?")

    def _problem(self, path: Path, line: int, message: str, advice: str) -> None:
        place = self.document.place(path, line)
        self.problems.append(Problem(self.document.file, *place, message, advice))

    def _refuse(self, index: int, path: Path, fault: Fault) -> None:
        self._problem(path, self.document.rows[index].line, fault.message, fault.advice)

    def _row(self, path: Path, line: int) -> tuple[int, Path]:
        found = self.document.find(path, line)
        if found is None:
            raise LookupError(path)
        return found

    def _set(self, whole: Path, line: int, edit: Set) -> None:
        index, path = self._row(whole, line)
        if path[-1:] in {("id",), ()}:
            fault = Fault("an id never changes", "change it by hand, with all that name it")
            return self._refuse(index, whole, fault)
        record = self.document.records[index]
        old = part_at(record, path)
        new = value_of(record, path, edit.value, self.document.reading)
        if isinstance(new, Fault):
            return self._refuse(index, whole, new)
        if new == old:
            return None
        put(self.draft, record, self.document.rows[index], path, edit.value)
        self.wanted[index] = with_part(self.wanted[index], path, lambda _: new)
        return None

    def _remove(self, whole: Path, line: int) -> None:
        index, path = self._row(whole, line)
        row = self.document.rows[index]
        if not path:
            return self._remove_row(index)
        gone = path[-1]
        part_at(self.document.records[index], path)
        if not isinstance(gone, int):
            fault = Fault("only an item of a list can be removed", "set it to nothing")
            return self._refuse(index, whole, fault)
        remove(self.draft, self.document.records[index], row, path)
        self.wanted[index] = with_part(
            self.wanted[index], path[:-1], lambda items: (*items[:gone], *items[gone + 1 :])
        )
        return None

    def _remove_row(self, index: int) -> None:
        row = self.document.rows[index]
        if not row.line and not row.path:
            return self._refuse(index, row.path, Fault("the record is the whole file", "delete the file"))
        self.draft.drop_row(row)
        self._lost_rows.add(index)
        return None

    def _add(self, whole: Path, line: int, items: list[Plain]) -> None:
        self.adds = True
        table = self.document.table(whole, line)
        if table is not None:
            return self._add_rows(table, whole, items)
        index, path = self._row(whole, line)
        record = self.document.records[index]
        read = [(item, item_of(record, path, item, self.document.reading)) for item in items]
        faults = [one for _, one in read if isinstance(one, Fault)]
        if faults:
            return self._refuse(index, whole, faults[0])
        add(self.draft, record, self.document.rows[index], path, read)
        new = tuple(one for _, one in read)
        self.wanted[index] = with_part(self.wanted[index], path, lambda old: (*old, *new))
        return None

    def _add_rows(self, table: Any, path: Path, items: list[Plain]) -> None:
        kind, branch = table
        read = [record_of(kind, item, self.document.reading) for item in items]
        last = max(index for index, row in enumerate(self.document.rows) if row.path[:1] == path)
        if fault := next((one for one in read if isinstance(one, Fault)), None):
            return self._refuse(last, path, fault)
        for item in items:
            if branch is None:
                self.draft.put_row(item)
            else:
                self.draft.put_item(branch, item)
        self._new_rows[last].extend(read)
        return None


def _texts(edit: Edit) -> Iterator[str]:
    """All that an edit would write."""
    if isinstance(edit, Set):
        yield key_text(edit.value)
    elif isinstance(edit, Add):
        yield from _inside(edit.item)


def _inside(item: Plain) -> Iterator[str]:
    if isinstance(item, str):
        yield item
        return
    for part in (*item, *item.values()) if isinstance(item, Mapping) else item:
        yield from _inside(part)


def _order(place: tuple[int, Path]) -> tuple[int, list[tuple[bool, str, int]]]:
    line, path = place
    return line, [(isinstance(step, int), *_sortable(step)) for step in path]


def _sortable(step: str | int) -> tuple[str, int]:
    return ("", step) if isinstance(step, int) else (step, 0)


def _shown(path: Path) -> str:
    return ".".join(map(str, path))


def _prove(before: Document, text: str, work: _Work) -> None:
    """Raise RecordsError unless the new text says what the edits ask for, and else what the old text says."""
    place = line_column(before.text, _first_difference(before.text, text))
    try:
        after = Document(text, before.file, before.reading)
    except RecordsError as error:
        message = f"after the edit this could not be read: {error.problems[0].message}"
        raise RecordsError((Problem(before.file, *place, message, "edit it by hand"),)) from error
    if after.records != work.records():
        message = "after the edit something else would be said than was asked for"
        raise RecordsError((Problem(before.file, *place, message, "edit it by hand"),))
    if not work.adds and after.ids - before.ids:
        message = "the edit would change the round's id, which is made of its stage"
        raise RecordsError((Problem(before.file, *place, message, "give the round an `id` first"),))


def _first_difference(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old.startswith(new[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low
