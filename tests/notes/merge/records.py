"""Generated notes for the laws of the merge: a small stand-in for records, what can happen to them, and its note."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from vaultgen.notes.frontmatter import frontmatter
from vaultgen.notes.table import table

Change = tuple[str, int, int]


@dataclass
class Section:
    """A section of a generated note: prose, a table, a list under a bold line; any of them may be empty."""

    title: str
    prose: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    above: str = ""
    items: list[str] = field(default_factory=list)


@dataclass
class Records:
    """What a note is generated from; every fact is a word of its own, so that it can be followed."""

    properties: dict[str, object]
    tags: list[str]
    lead: str
    sections: list[Section]
    sources: list[str]
    words: count = field(default_factory=count)

    def word(self) -> str:
        """A fact that nothing else tells."""
        return f"fact{next(self.words)}x"


def first_records() -> Records:
    """Records with all that a note can show."""
    told = Records({}, ["actor", "ai", "usa"], "", [], [])
    word = told.word
    told.properties = {
        "id": "acme",
        "kind": ["company"],
        "aliases": [],
        "founded": 2019,
        "hq": f"San {word()}",
        "valuation_usd": 5_000_000_000,
        "last_round": "Series E",
        "customers": [f"[[{word()}]]" for _ in range(3)],
        "investors": [f"[[{word()}]]", word()],
        "updated": "2026-06-01",
    }
    told.lead = f"**Acme** — Makes {word()} from {word()}. Valued at $5B."
    funding = Section("Funding history", [f"Money came {word()}.[^1]"], ["Round", "Date", "Amount"])
    funding.rows = [[f"Series {name}", word(), f"**{word()}**[^1]"] for name in "ABCD"]
    funding.above, funding.items = "**As reported:**", [f"{word()}: priced at {word()}" for _ in range(3)]
    backers = Section("Key investors", [], ["Investor", "Notes"])
    backers.rows = [[f"[[{word()}]]", f"Led {word()}[^2]"] for _ in range(3)]
    case = Section("Investment case", [f"Said {word()} of {word()}.", f"Also {word()}."])
    case.above, case.items = "**Bull:**", [f"Grows {word()} with {word()}" for _ in range(3)]
    related = Section("Related")
    related.items = [f"[[{word()}]] — peer {word()}" for _ in range(4)]
    told.sections = [funding, backers, case, related]
    told.sources = [f"[[{word()}]]", f"[[{word()} report]], after [[{word()}]]"]
    return told


def note_of(told: Records) -> str:
    """The generated note."""
    parts = [" ".join(f"#{tag}" for tag in told.tags), told.lead]
    for section in told.sections:
        parts += ["---", f"## {section.title}", *section.prose]
        if section.rows:
            parts.append(table(section.columns, section.rows))
        if section.items:
            listed = "\n".join(f"- {item}" for item in section.items)
            parts.append(f"{section.above}\n{listed}" if section.above else listed)
    if told.sources:
        parts.append("\n".join(f"[^{number}]: {told}" for number, told in enumerate(told.sources, 1)))
    return frontmatter(told.properties) + "\n\n".join(part for part in parts if part) + "\n"


def changed(told: Records, changes: list[Change]) -> Records:
    """The records after some changes; each is its name and two numbers that choose where."""
    told = deepcopy(told)
    for name, one, two in changes:
        CHANGES[name](told, one, two)
    return told


def _with_rows(told: Records, one: int) -> Section | None:
    found = [section for section in told.sections if section.rows]
    return found[one % len(found)] if found else None


def _with_items(told: Records, one: int) -> Section | None:
    found = [section for section in told.sections if section.items]
    return found[one % len(found)] if found else None


def _property(told: Records, one: int, two: int) -> None:
    name = ["hq", "founded", "valuation_usd", "last_round", "updated"][one % 5]
    number = name in {"founded", "valuation_usd"}
    told.properties[name] = 7_000_000 + two if number else f"New {told.word()}"


def _new_property(told: Records, one: int, two: int) -> None:
    del one, two
    told.properties[f"p_{told.word()}"] = told.word()


def _no_property(told: Records, one: int, two: int) -> None:
    del two
    told.properties.pop(["hq", "last_round", "customers", "updated"][one % 4], None)


def _list_property(told: Records, one: int, two: int) -> None:
    name = ["customers", "investors", "aliases"][one % 3]
    items = list(told.properties.get(name, []))
    if two % 2 and items:
        del items[two % len(items)]
    else:
        items.insert(two % (len(items) + 1), f"[[{told.word()}]]")
    told.properties[name] = items


def _tag(told: Records, one: int, two: int) -> None:
    if one % 2 and len(told.tags) > 1:
        del told.tags[two % len(told.tags)]
    else:
        told.tags.insert(two % (len(told.tags) + 1), told.word())


def _lead(told: Records, one: int, two: int) -> None:
    del one, two
    told.lead += f" It {told.word()}."


def _cell(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section:
        row = section.rows[two % len(section.rows)]
        row[1 + one % (len(row) - 1)] = f"Now {told.word()}"


def _row(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section:
        cells = [f"Round {told.word()}", *(told.word() for _ in section.columns[1:])]
        section.rows.insert(two % (len(section.rows) + 1), cells)


def _no_row(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section:
        del section.rows[two % len(section.rows)]


def _rename_row(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section:
        section.rows[two % len(section.rows)][0] = f"Round {told.word()}"


def _sort_rows(told: Records, one: int, two: int) -> None:
    del two
    section = _with_rows(told, one)
    if section:
        section.rows.reverse()


def _column(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section:
        at = 1 + two % len(section.columns)
        section.columns.insert(at, f"Col {told.word()}")
        for row in section.rows:
            row.insert(at, told.word())


def _no_column(told: Records, one: int, two: int) -> None:
    section = _with_rows(told, one)
    if section and len(section.columns) > 2:
        at = 1 + two % (len(section.columns) - 1)
        for row in (section.columns, *section.rows):
            del row[at]


def _item(told: Records, one: int, two: int) -> None:
    section = _with_items(told, one)
    if section:
        section.items[two % len(section.items)] += f" and {told.word()}"


def _new_item(told: Records, one: int, two: int) -> None:
    section = _with_items(told, one)
    if section:
        section.items.insert(two % (len(section.items) + 1), f"[[{told.word()}]] — peer")


def _no_item(told: Records, one: int, two: int) -> None:
    section = _with_items(told, one)
    if section:
        del section.items[two % len(section.items)]


def _prose(told: Records, one: int, two: int) -> None:
    section = told.sections[one % len(told.sections)] if told.sections else None
    if section and section.prose and two % 2:
        section.prose[two % len(section.prose)] += f" Since {told.word()}."
    elif section:
        section.prose.insert(two % (len(section.prose) + 1), f"New {told.word()} {told.word()}.")


def _no_prose(told: Records, one: int, two: int) -> None:
    section = told.sections[one % len(told.sections)] if told.sections else None
    if section and section.prose:
        del section.prose[two % len(section.prose)]


def _section(told: Records, one: int, two: int) -> None:
    del two
    new = Section(f"About {told.word()}", [f"It {told.word()}."])
    told.sections.insert(one % (len(told.sections) + 1), new)


def _no_section(told: Records, one: int, two: int) -> None:
    del two
    if len(told.sections) > 1:
        del told.sections[one % len(told.sections)]


def _rename_section(told: Records, one: int, two: int) -> None:
    del two
    if told.sections:
        told.sections[one % len(told.sections)].title += f" ({told.word()})"


def _source(told: Records, one: int, two: int) -> None:
    """A source that the text names first, so that all numbers behind it change."""
    del two
    if told.sources and told.sections:
        told.sources.insert(0, f"[[{told.word()}]]")
        for section in told.sections:
            section.prose = [_shifted(text) for text in section.prose]
            section.rows = [[_shifted(text) for text in row] for row in section.rows]
        told.sections[one % len(told.sections)].prose.append(f"By {told.word()}.[^1]")


def _shifted(text: str) -> str:
    for number in range(9, 0, -1):
        text = text.replace(f"[^{number}]", f"[^{number + 1}]")
    return text


CHANGES = {
    "property": _property,
    "new property": _new_property,
    "no property": _no_property,
    "list property": _list_property,
    "tag": _tag,
    "lead": _lead,
    "cell": _cell,
    "row": _row,
    "no row": _no_row,
    "rename row": _rename_row,
    "sort rows": _sort_rows,
    "column": _column,
    "no column": _no_column,
    "item": _item,
    "new item": _new_item,
    "no item": _no_item,
    "prose": _prose,
    "no prose": _no_prose,
    "section": _section,
    "no section": _no_section,
    "rename section": _rename_section,
    "source": _source,
}
