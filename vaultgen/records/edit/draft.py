"""The changes to one text while they are collected, and the text with all of them made."""

from __future__ import annotations

from collections import defaultdict
from typing import NoReturn

from vaultgen.records.edit.document import Document
from vaultgen.records.edit.edits import Plain
from vaultgen.records.edit.splices import Splice, added, cut, ending_of, spliced
from vaultgen.records.edit.tree import Branch, Node, Scalar
from vaultgen.records.rows import Row

__all__ = ["Draft"]

_BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")


class Draft:
    """Collects what is to be written where; nothing is written before all of it is known."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._texts: dict[Scalar, str] = {}
        self._begun: dict[Scalar, Plain] = {}
        self._grown: dict[Scalar, tuple[str, dict[str, str]]] = {}
        self._keys: dict[Branch, dict[str, tuple[int, Plain]]] = defaultdict(dict)
        self._items: dict[Branch, list[Plain]] = defaultdict(list)
        self._lost: dict[Branch, set[int]] = defaultdict(set)
        self._rows: list[Plain] = []
        self._lost_rows: set[int] = set()

    def text(self, scalar: Scalar) -> str:
        """What the scalar says by now."""
        return self._texts.get(scalar, scalar.text)

    def write(self, scalar: Scalar, text: str) -> None:
        """Say something else in a scalar."""
        self._require_one_line(scalar)
        self._texts[scalar] = text

    def begin(self, scalar: Scalar, item: Plain) -> None:
        """Give a value to a key that has none."""
        self._begun[scalar] = item

    def grow(self, scalar: Scalar, value_key: str, key: str, text: str) -> None:
        """Make a mapping of a scalar, which stands under `value_key` then."""
        self._require_one_line(scalar)
        self._grown.setdefault(scalar, (value_key, {}))[1][key] = text

    def put_key(self, branch: Branch, key: str, item: Plain, *, after: int) -> None:
        """Give a mapping a key that it has not."""
        if self.document.has_cells:
            self.refuse(branch, f"the table has no column “{key}”", "add the column by hand")
        self._keys[branch][key] = (after, item)

    def put_item(self, branch: Branch, item: Plain) -> None:
        """Give a list one more item."""
        self._items[branch].append(item)

    def drop(self, branch: Branch, index: int) -> None:
        """Take an entry out of a mapping or a list; a cell is emptied."""
        node = branch.entries[index].node
        if self.document.has_cells and isinstance(node, Scalar):
            self.write(node, "")
            return
        self._lost[branch].add(index)
        if isinstance(node, Scalar):
            self._texts.pop(node, None)

    def put_row(self, item: Plain) -> None:
        """Give a table one more row."""
        self._rows.append(item)

    def drop_row(self, row: Row) -> None:
        """Take a row out of a table."""
        if row.line:
            self._lost_rows.add(row.line)
            return
        table = self.document.table(row.path[:1], 0)
        if table is not None and table[1] is not None:
            self.drop(table[1], int(row.path[1]))

    def refuse(self, node: Node, message: str, advice: str = "") -> NoReturn:
        """Raise RecordsError that points at the node."""
        self.document.refuse(node.start, message, advice)

    def result(self) -> str:
        """The text with everything in its place, or RecordsError."""
        splices = [self._scalar(scalar, text) for scalar, text in self._texts.items()]
        splices += [self._scalar(scalar, scalar.text) for scalar in self._grown if scalar not in self._texts]
        splices += [self._first(scalar, item) for scalar, item in self._begun.items()]
        for branch in {**self._keys, **self._items, **self._lost}:
            splices += self._branch(branch)
        splices += [self._row(line) for line in sorted(self._lost_rows)]
        if self._rows:
            splices.append(self._new_rows())
        text = spliced(self.document.text, splices)
        if text is None:
            self.document.refuse(
                min(splices).start, "the edits are in each other's way", "make them one by one"
            )
        return text

    def _require_one_line(self, scalar: Scalar) -> None:
        raw = self.document.text[scalar.start : scalar.end]
        spread = not self.document.is_table and any(sign in raw for sign in _BREAKS)
        if scalar.style in {"|", ">"} or spread:
            self.refuse(scalar, "the text is written over several lines", "change it in the file by hand")

    def _scalar(self, scalar: Scalar, text: str) -> Splice:
        raw = self.document.text[scalar.start : scalar.end]
        script = self.document.script(scalar)
        if scalar not in self._grown:
            return Splice(scalar.start, scalar.end, script.again(scalar, raw, text))
        value_key, more = self._grown[scalar]
        first = script.again(Scalar(0, 0, "", scalar.style, flow=True), raw, text)
        pairs = [script.key(value_key) + first, *(script.key(key) + script.plain(more[key]) for key in more)]
        return Splice(scalar.start, scalar.end, f"{{{', '.join(pairs)}}}")

    def _first(self, scalar: Scalar, item: Plain) -> Splice:
        written = self.document.script(scalar).plain(item, flow=scalar.flow)
        blank = "" if scalar.end > scalar.start else " "
        return Splice(scalar.start, scalar.end, blank + written)

    def _branch(self, branch: Branch) -> list[Splice]:
        text, lost = self.document.text, set(self._lost.get(branch, ()))
        script = self.document.script(branch)
        new: dict[int, list[str]] = defaultdict(list)
        for key, (after, item) in self._keys.get(branch, {}).items():
            new[after].append(script.key(key) + script.plain(item, flow=branch.flow))
        for item in self._items.get(branch, ()):
            new[len(branch.entries)].append(script.plain(item, flow=branch.flow))
        splices: list[Splice] = []
        if new and branch.entries and len(lost) == len(branch.entries):
            # Where all entries go, what is new first stands in the place of the first of them.
            lost.discard(0)
            first = branch.entries[0]
            splices.append(Splice(first.start, first.end, next(iter(new.values())).pop(0)))
        splices += [
            added(text, branch, written, after=after, lost=lost) for after, written in new.items() if written
        ]
        cuts = cut(text, branch, lost) if lost else []
        if cuts is None:
            message = "the list cannot be changed without touching what stands around it"
            self.refuse(branch, message, "do it by hand")
        return splices + cuts

    def _row(self, line: int) -> Splice:
        text = self.document.text
        tree = self.document.tree(line)
        end, ending = ending_of(text, tree.end)
        return Splice(tree.start, end + len(ending), "")

    def _new_rows(self) -> Splice:
        text = self.document.text
        found = ending_of(text, 0)[1] or "\n"
        written = [self._new_row(item) for item in self._rows]
        whole = text.endswith(("\n", "\r"))
        lines = (
            "".join(f"{row}{found}" for row in written) if whole else "".join(found + row for row in written)
        )
        return Splice(len(text), len(text), lines)

    def _new_row(self, item: Plain) -> str:
        first = self.document.tree(self.document.rows[0].line)
        script = self.document.script(first)
        if not self.document.has_cells or not isinstance(item, dict):
            return script.plain(item)
        columns = self.document.columns
        if unknown := item.keys() - set(columns):
            self.document.refuse(0, f"the table has no column “{min(unknown)}”", "add the column by hand")
        return self.document.delimiter.join(script.plain(item.get(column, "")) for column in columns)
