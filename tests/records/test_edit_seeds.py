"""Every claim of every seed file can be edited, and nothing but the claim changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from vaultgen.records.claims import Claimed
from vaultgen.records.copies import changed
from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.document import Document
from vaultgen.records.edit.edits import Set
from vaultgen.records.edit.paths import part_at, paths_to
from vaultgen.records.fields import Reading
from vaultgen.records.load import load
from vaultgen.records.messages import keys_of_class
from vaultgen.records.metrics import Metric
from vaultgen.values.days import Day, parse_day
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "seeds").rglob("*.yaml"))
OTHER = {
    "money": "$123.4M",
    "%": "123.4%",
    "x": "123.4x",
    "months": "123 months",
    "years": "12 years",
    "days": "123 days",
    "": "77",
    "text": 'Other: "text", #1',
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reading(registry=load([ROOT / "seeds"], ROOT).registry)


def claims_in(part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Claimed]]:
    if isinstance(part, Claimed):
        yield path, part
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from claims_in(item, (*path, index))
    elif isinstance(part, dict):
        for label, item in part.items():
            yield from claims_in(item, (*path, label))
    elif is_dataclass(part) and not isinstance(part, Quantity | Day):
        for key, field in zip(keys_of_class(type(part)), fields(part), strict=True):
            yield from claims_in(getattr(part, field.name), (*path, key))


def read(file: str, text: str, reading: Reading) -> Document:
    return Document(text, file, reading)


def all_claims(document: Document) -> list[tuple[tuple[str | int, ...], Claimed]]:
    return [
        ((*row.path, *path), claim)
        for row, record in zip(document.rows, document.records, strict=True)
        for path, claim in claims_in(record)
    ]


def another(claim: Claimed, reading: Reading) -> str:
    if isinstance(claim, Metric):
        return OTHER[reading.registry.metrics[claim.metric].unit]
    if isinstance(claim.value, Quantity):
        return OTHER["money"]
    return "1999-05" if isinstance(claim.value, Day) else OTHER["text"]


def changed_lines(old: str, new: str) -> set[int]:
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return {number for number, (before, after) in enumerate(pairs, start=1) if before != after}


@pytest.mark.parametrize("file", FILES)
def test_setting_every_claim_to_what_it_is_changes_no_byte(file, reading):
    text = (ROOT / file).read_bytes().decode()
    keys = ("value", "as_of", "status", "source", "method", "note")
    claims = all_claims(read(file, text, reading))
    edits = [Set((*path, key), getattr(claim, key)) for path, claim in claims for key in keys]
    assert apply_edits(text, file, edits, reading=reading) == text


@pytest.mark.parametrize("file", FILES)
def test_every_claim_takes_another_value_and_its_own_again(file, reading):
    text = (ROOT / file).read_bytes().decode()
    document = read(file, text, reading)
    claims = all_claims(document)
    new = apply_edits(
        text, file, [Set(path, another(claim, reading)) for path, claim in claims], reading=reading
    )
    after = all_claims(read(file, new, reading))
    assert [path for path, _ in after] == [path for path, _ in claims]
    for (_, old), (_, edited) in zip(claims, after, strict=True):
        assert edited.value != old.value
        assert changed(edited, value=old.value) == old
    assert changed_lines(text, new) == {document.place((*path, "value"), 0)[0] for path, _ in claims}
    back = apply_edits(new, file, [Set(path, typed(claim)) for path, claim in claims], reading=reading)
    assert [claim for _, claim in all_claims(read(file, back, reading))] == [claim for _, claim in claims]


@pytest.mark.parametrize("file", FILES)
def test_a_figure_edited_and_edited_back_is_the_same_file(file, reading):
    text = (ROOT / file).read_bytes().decode()
    figures = [
        (path, claim)
        for path, claim in all_claims(read(file, text, reading))
        if isinstance(claim.value, Quantity)
    ]
    edits = [Set(path, another(claim, reading)) for path, claim in figures]
    new = apply_edits(text, file, edits, reading=reading)
    assert bool(figures) == (new != text)
    back = [Set(path, typed(claim)) for path, claim in figures]
    assert apply_edits(new, file, back, reading=reading) == text


def typed(claim: Claimed) -> str:
    """The value as its file has it."""
    value: Any = claim.value
    return (value.raw or str(value)) if isinstance(value, Quantity) else str(value)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("key", "value"), [("as_of", parse_day("2001-02-03")), ("status", Status.RUMOURED), ("note", "a, b: c")]
)
def test_every_claim_takes_a_date_a_status_and_a_note(file, key, value, reading):
    text = (ROOT / file).read_bytes().decode()
    claims = all_claims(read(file, text, reading))
    edits = [Set((*path, key), value) for path, _ in claims]
    new = apply_edits(text, file, edits, reading=reading)
    after = all_claims(read(file, new, reading))
    assert after == [(path, changed(claim, **{key: value})) for path, claim in claims]
    added = [path for path, claim in claims if not getattr(claim, key)]
    gone = apply_edits(new, file, [Set((*path, key), None) for path in added], reading=reading)
    kept = [Set((*path, key), getattr(claim, key)) for path, claim in claims if getattr(claim, key)]
    back = apply_edits(gone, file, kept, reading=reading)
    assert all_claims(read(file, back, reading)) == claims


@pytest.mark.parametrize("file", FILES)
def test_every_claim_is_found_by_its_identity(file, reading):
    text = (ROOT / file).read_bytes().decode()
    document = read(file, text, reading)
    for record in document.records:
        for path, claim in claims_in(record):
            found = paths_to(record, claim)
            assert path in found
            assert all(part_at(record, other) == claim for other in found)
