"""What people do to a note: every edit works on the text, and what it adds is a word that can be followed."""

from __future__ import annotations

import re
from itertools import count

Edit = tuple[str, int, int]

_FRONT = re.compile(r"(?s)---\n.*?\n---\n")


class Person:
    """Somebody with a note in an editor; `words` are all words that were written."""

    def __init__(self) -> None:
        self._count = count()

    def word(self) -> str:
        """A word that nobody else has written."""
        return f"mine{next(self._count)}y"

    def edited(self, note: str, edits: list[Edit]) -> str:
        """The note after some edits; each is its name and two numbers that choose where."""
        for name, one, two in edits:
            note = EDITS[name](self, note, one, two)
        return note


def _body_at(note: str) -> int:
    found = _FRONT.match(note)
    return found.end() if found else 0


def _lines(note: str, wanted: str) -> tuple[list[str], list[int]]:
    """All lines, and the numbers of those in the body that match."""
    lines = note.split("\n")
    first = note.count("\n", 0, _body_at(note))
    return lines, [n for n, line in enumerate(lines) if n >= first and re.match(wanted, line)]


def _insert(note: str, one: int, text: str) -> str:
    """Put a block between two others of the body."""
    gaps = [found.end() for found in re.finditer(r"\n\n", note) if found.start() >= _body_at(note)]
    gaps += [len(note)]
    at = gaps[one % len(gaps)]
    before = "" if note[:at].endswith("\n\n") or not note else "\n" if note[:at].endswith("\n") else "\n\n"
    return f"{note[:at]}{before}{text}\n\n{note[at:]}"


def _in_line(note: str, wanted: str, one: int, change) -> str:
    lines, found = _lines(note, wanted)
    if found:
        number = found[one % len(found)]
        changed = change(lines[number])
        lines[number : number + 1] = [] if changed is None else [changed]
    return "\n".join(lines)


def _block(template: str):
    def edit(person: Person, note: str, one: int, two: int) -> str:
        del two
        return _insert(note, one, template.replace("@", person.word(), 1).replace("@", person.word()))

    return edit


def _word(person: Person, note: str, one: int, two: int) -> str:
    def change(line: str) -> str:
        words = line.split(" ")
        words.insert(1 + two % len(words), person.word())
        return " ".join(words)

    return _in_line(note, r"\w|- |\*\*|\| [^-]", one, change)


def _other_word(person: Person, note: str, one: int, two: int) -> str:
    del two
    return _in_line(note, r".*fact\d+x", one, lambda line: re.sub(r"fact\d+x", person.word(), line, count=1))


def _cell(person: Person, note: str, one: int, two: int) -> str:
    def change(line: str) -> str:
        parts = line.split("|")
        parts[2 + two % max(len(parts) - 3, 1)] = f" {person.word()} "
        return "|".join(parts)

    return _in_line(note, r"\| [^-].*\|.*\|", one, change)


def _row(person: Person, note: str, one: int, two: int) -> str:
    del two

    def change(line: str) -> str:
        return line + "\n|" + f" {person.word()} |" * (line.count("|") - 1)

    return _in_line(note, r"\|--|\| .*fact", one, change)


def _item(person: Person, note: str, one: int, two: int) -> str:
    text = f"- [[{person.word()}]]" if two % 2 else f"- {person.word()} {person.word()}"
    return _in_line(note, r"- ", one, lambda line: f"{line}\n{text}")


def _nested(person: Person, note: str, one: int, two: int) -> str:
    del two
    return _in_line(note, r"- ", one, lambda line: f"{line}\n  - {person.word()}")


def _annotated(person: Person, note: str, one: int, two: int) -> str:
    del two
    return _in_line(note, r"- ", one, lambda line: f"{line} ({person.word()})")


def _mark(person: Person, note: str, one: int, two: int) -> str:
    del two
    return _in_line(note, r"- |\w", one, lambda line: f"{line} ^{person.word()}")


def _gone(wanted: str):
    def edit(person: Person, note: str, one: int, two: int) -> str:
        del person, two
        return _in_line(note, wanted, one, lambda _: None)

    return edit


def _sorted_items(person: Person, note: str, one: int, two: int) -> str:
    del person
    lines, found = _lines(note, r"- ")
    runs = [n for n in found if n + 1 in found]
    if runs:
        at = runs[one % len(runs)]
        end = at
        while end + 1 in found:
            end += 1
        lines[at : end + 1] = lines[at : end + 1][::-1] if two % 2 else [lines[end], *lines[at:end]]
    return "\n".join(lines)


def _column(person: Person, note: str, one: int, two: int) -> str:
    del two
    lines, found = _lines(note, r"\|--")
    if found:
        at = found[one % len(found)]
        lines[at - 1] += f" {person.word()} |"
        lines[at] += "---|"
        at += 1
        while at < len(lines) and lines[at].startswith("|"):
            lines[at] += f" {person.word()} |"
            at += 1
    return "\n".join(lines)


def _no_column(person: Person, note: str, one: int, two: int) -> str:
    del person
    lines, found = _lines(note, r"\|--.*\|--.*\|--")
    if found:
        at = found[one % len(found)] - 1
        while at < len(lines) and lines[at].startswith("|"):
            parts = lines[at].split("|")
            if len(parts) > 4:
                del parts[2 + two % 2]
            lines[at] = "|".join(parts)
            at += 1
    return "\n".join(lines)


def _padded(person: Person, note: str, one: int, two: int) -> str:
    del person, one, two
    lines, found = _lines(note, r"\|")
    for at in found:
        fill = "-" if lines[at].startswith("|--") else " "
        cells = [f"{cell}{fill * (30 - len(cell))}" for cell in lines[at].split("|")[1:-1]]
        lines[at] = f"|{'|'.join(cells)}|"
    return "\n".join(lines)


def _sections(note: str) -> tuple[str, list[str]]:
    head, *rest = re.split(r"(?m)^(?=---\n\n## )", note[_body_at(note) :])
    return note[: _body_at(note)] + head, rest


def _no_section(person: Person, note: str, one: int, two: int) -> str:
    del person, two
    head, rest = _sections(note)
    if len(rest) > 1:
        del rest[one % (len(rest) - 1)]
    return head + "".join(rest)


def _moved_section(person: Person, note: str, one: int, two: int) -> str:
    del person
    head, rest = _sections(note)
    if len(rest) > 2:
        section = rest.pop(one % (len(rest) - 1))
        rest.insert(two % len(rest), section)
    return head + "".join(rest)


def _heading(person: Person, note: str, one: int, two: int) -> str:
    del two
    return _in_line(note, "## ", one, lambda line: f"{line} {person.word()}")


def _no_rules(person: Person, note: str, one: int, two: int) -> str:
    del person, one, two
    return note[: _body_at(note)] + note[_body_at(note) :].replace("\n\n---\n\n", "\n\n")


def _property(person: Person, note: str, one: int, two: int) -> str:
    del two
    lines = note.split("\n")
    names = [n for n in range(1, note.count("\n", 0, _body_at(note)) - 1) if re.match(r"[a-z_]+:", lines[n])]
    if names:
        lines.insert(names[one % len(names)], f"my_{person.word()}: {person.word()}")
    return "\n".join(lines)


def _in_front(wanted: str, change):
    def edit(person: Person, note: str, one: int, two: int) -> str:
        del two
        lines = note.split("\n")
        found = [n for n in range(1, note.count("\n", 0, _body_at(note)) - 1) if re.match(wanted, lines[n])]
        if found:
            at = found[one % len(found)]
            told = change(lines[at], person.word())
            lines[at : at + 1] = [] if told is None else [told]
        return "\n".join(lines)

    return edit


def _all(change):
    def edit(person: Person, note: str, one: int, two: int) -> str:
        del one, two
        return change(note, person.word())

    return edit


def _tags(note: str, word: str) -> str:
    return re.sub(r"(?m)^#actor(.*)$", lambda found: f"{found[1].strip()}\n#actor #{word}", note, count=1)


def _flow_list(person: Person, note: str, one: int, two: int) -> str:
    del person, two
    found = list(re.finditer(r"(?m)^(\w+):\n((?:  - .*\n)+)", note[: _body_at(note)]))
    if not found:
        return note
    chosen = found[one % len(found)]
    items = ", ".join(line[4:] for line in chosen[2].splitlines())
    return f"{note[: chosen.start()]}{chosen[1]}: [{items}]\n{note[chosen.end() :]}"


def _crlf(person: Person, note: str, one: int, two: int) -> str:
    del person, two
    end = "\r\n" if one % 3 else "\r"
    return note.replace("\r", "").replace("\n", end) if "\r" not in note else note


EDITS = {
    "paragraph": _block("I think @ of @."),
    "callout": _block("> [!note] @\n> - @"),
    "fence": _block("```md\n## @\n\n| a | @ |\n```"),
    "comment": _block("%%\n@\n\n## @\n%%"),
    "formula": _block("$$\n@\n$$"),
    "html": _block("<div>\n@\n</div>"),
    "section": _block("## My @\n\nText @."),
    "ruled section": _block("---\n\n## My @\n\n- @"),
    "subsection": _block("### My @\n\nText @."),
    "list": _block("- @\n- @"),
    "table": _block("| @ | b |\n|---|---|\n| @ | c |"),
    "footnote": _block("As they say @.[^mine]\n\n[^mine]: @"),
    "word": _word,
    "other word": _other_word,
    "cell": _cell,
    "row": _row,
    "item": _item,
    "nested item": _nested,
    "annotation": _annotated,
    "block id": _mark,
    "no row": _gone(r"\| .*fact"),
    "no item": _gone(r"- "),
    "no paragraph": _gone(r"\w.*fact|\*\*"),
    "no definition": _gone(r"\[\^\d+\]:"),
    "sorted items": _sorted_items,
    "column": _column,
    "no column": _no_column,
    "padding": _padded,
    "no section": _no_section,
    "moved section": _moved_section,
    "heading": _heading,
    "no rules": _no_rules,
    "property": _property,
    "other value": _in_front(
        r"(?:hq|last_round|founded): ", lambda line, word: f"{line.split(':')[0]}: {word}"
    ),
    "comment on a value": _in_front(r"[a-z_]+: \S", lambda line, word: f"{line} # {word}"),
    "comment line": _in_front(r"[a-z_]+:", lambda line, word: f"# {word}\n{line}"),
    "quotes": _in_front(r"(?:hq|last_round): [^\"]", lambda line, _: re.sub(r": (.*)", r": '\1'", line)),
    "no value": _in_front(r"(?:hq|last_round|founded): ", lambda *_: None),
    "item of a property": _in_front(r"  - ", lambda line, word: f'{line}\n  - "[[{word}]]"'),
    "no item of a property": _in_front(r"  - .*fact", lambda *_: None),
    "flow list": _flow_list,
    "no properties": _all(lambda note, _: note[_body_at(note) :]),
    "broken properties": _in_front(r"hq: ", lambda line, word: f"{line}\n bad: [{word}"),
    "line ends": _crlf,
    "mark of order": _all(lambda note, _: note if note.startswith("\ufeff") else "\ufeff" + note),
    "last line end": _all(lambda note, _: note.rstrip("\r\n")),
    "more line ends": _all(lambda note, _: note + "\n\n"),
    "tags": _all(_tags),
}
"""Edits by name. Those of line ends come last, since the others look for line feeds."""

FORMS = ("line ends", "mark of order", "last line end", "more line ends")
