"""Facts of notes: what each property, cell and list item shows of which record, over the whole demo vault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vaultgen.notes.facts.fact import Addition, Fact, Shown
from vaultgen.notes.facts.forms import (
    DateForm,
    DayForm,
    FigureForm,
    LinkForm,
    NumberForm,
    QuantityForm,
    StatusForm,
    TextForm,
    YearForm,
)
from vaultgen.notes.facts.marks import unmarked
from vaultgen.notes.facts.trace import Trace
from vaultgen.notes.merge import Spot, cells
from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.edits import Set
from vaultgen.records.fields import Reading
from vaultgen.values.days import parse_day
from vaultgen.values.status import Status
from vaultgen.vault.desk import Volume, open_volume
from vaultgen.vault.project import load_project

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def volume() -> Volume:
    return open_volume(load_project(ROOT))


@pytest.fixture(scope="module")
def facts(volume: Volume) -> Mapping[str, Mapping[Spot, Fact]]:
    return {note: volume.facts(note, volume.text(note)) for note in volume.book.places}


def known(_name: str) -> str:
    return ""


def single(facts: Mapping[str, Mapping[Spot, Fact]]) -> Iterator[tuple[str, Fact, Shown]]:
    """The facts that show one value which can be edited."""
    for note, found in facts.items():
        for fact in found.values():
            if len(fact.parts) == 1 and fact.parts[0].form is not None and not fact.why:
                yield note, fact, fact.parts[0]


def test_marks_change_nothing_of_a_note_but_themselves(volume: Volume) -> None:
    for note in volume.book.places:
        profile = volume.catalog.profile(note)
        trace = Trace(profile, volume.book.registry, volume.catalog.profile)
        written = unmarked(volume.renderer.note(profile, volume.book, trace).text)
        # What stands beside a mark may get a backslash more or less than without it.
        assert written.replace("\\", "") == volume.text(note).replace("\\", "")


def test_what_a_note_shows_is_what_its_facts_show(
    volume: Volume, facts: Mapping[str, Mapping[Spot, Fact]]
) -> None:
    for note, found in facts.items():
        shown = cells(volume.text(note))
        for spot, fact in found.items():
            assert shown[spot] == fact.text
            if fact.parts:
                assert fact.read(fact.text, known) == ()


def test_every_property_but_a_list_of_nothing_is_a_fact(
    volume: Volume, facts: Mapping[str, Mapping[Spot, Fact]]
) -> None:
    for note, found in facts.items():
        assert {spot for spot in cells(volume.text(note)) if spot.property} <= found.keys()


def test_every_cell_of_the_metric_tables_is_a_fact(
    volume: Volume, facts: Mapping[str, Mapping[Spot, Fact]]
) -> None:
    for note, found in facts.items():
        values = [
            spot for spot in cells(volume.text(note)) if (spot.name, spot.column) == ("Metric", "Value")
        ]
        assert set(values) <= found.keys()


def test_every_fact_stands_in_a_record_file(volume: Volume, facts: Mapping[str, Mapping[Spot, Fact]]) -> None:
    for note, fact, part in single(facts):
        file, _, _ = volume.origin(part.owner, part.path)
        assert (ROOT / file).is_file(), (note, str(fact.spot))


def other_text(fact: Fact, part: Shown) -> str:
    """The cell with another value in it."""
    before, after = fact.frame
    return f"{before}{_other(part.form, fact.words[0])}{after}"


OTHERS = {
    NumberForm: "123456789",
    DayForm: "Mar 2017",
    DateForm: "2017-03-01",
    YearForm: "1999",
    StatusForm: "rumoured",
    LinkForm: "[[Elsewhere]]",
}


def _other(form: Any, shown: str) -> str:
    if isinstance(form, FigureForm):
        return shown.replace(str(form.figure.value), str(_another(form.figure.value)), 1)
    if isinstance(form, QuantityForm):
        return str(_another(form.quantity))
    return OTHERS.get(type(form), "something-else")


def _another(value: Any) -> Any:
    if isinstance(value, str):
        return "Something else"
    return type(value)(Decimal(7), Decimal(7), value.unit) if value.is_value else value


@pytest.mark.slow
def test_an_edit_of_a_single_value_goes_into_its_record_and_nothing_else_changes(
    volume: Volume, facts: Mapping[str, Mapping[Spot, Fact]]
) -> None:
    reading = Reading("USD", volume.records.registry)
    done = refused = 0
    for _, fact, part in single(facts):
        try:
            changes = fact.read(other_text(fact, part), lambda _: "nvidia")
        except ValueError:
            refused += 1  # a date, a year or a number that tells only a part of what the records have
            continue
        for change in changes:
            file, path, line = volume.origin(change.owner, change.path)
            text = (ROOT / file).read_bytes().decode()
            if path[-1:] == ("stage",) or "stage" in path:
                continue  # an id may be made of it
            new = apply_edits(text, file, [Set(path, change.value, line)], reading=reading)
            assert new != text
            changed = [
                one for one, other in zip(text.split("\n"), new.split("\n"), strict=False) if one != other
            ]
            assert len(changed) <= 1 or len(new.split("\n")) > len(text.split("\n"))
            done += 1
    assert done > 500
    assert refused < done / 20


def baseten(facts: Mapping[str, Mapping[Spot, Fact]], where: str) -> Fact:
    return next(fact for spot, fact in facts["baseten"].items() if str(spot) == where)


@pytest.mark.parametrize(
    ("where", "text", "changes"),
    [
        (
            "Why Baseten matters › Valuation › Value",
            "**$6B** (Feb 2026)",
            {"value": "$6B", "as_of": "Feb 2026"},
        ),
        (
            "Why Baseten matters › Valuation › Value",
            "$6B (Feb 2026)[^3]",
            {"value": "$6B", "as_of": "Feb 2026"},
        ),
        ("Why Baseten matters › Valuation › Value", "**$5B** (reported, Jan 2026)", {"status": "reported"}),
        (
            "Why Baseten matters › Annualized revenue › Value",
            "~$650M (Bloomberg est., Apr 2026), not audited",
            {"value": "~$650M", "as_of": "Apr 2026", "origin": "Bloomberg"},
        ),
        ("Why Baseten matters › HQ › Value", "Oakland", {"value": "Oakland"}),
        ("Why Baseten matters › Positioning › Value", '"Shop"[^1]', {"value": "Shop"}),
        ("Funding history › Prior rounds › Amount", "**$290M**", {"value": "$290M"}),
        ("Funding history › Prior rounds › Date", "2023-2025", {"value": "2023-2025"}),
        (
            "Funding history › NVIDIA › Notes",
            "**$160M** in Jan 2026 round (customer's chips)",
            {"amount": "$160M"},
        ),
        (
            "Competitive landscape (inference infrastructure) › Fireworks AI › Valuation",
            "$4.5B (Oct 2025); ~$15B (in talks, May 2026)",
            {"value": "$4.5B"},
        ),
        (
            "Competitive landscape (inference infrastructure) › Fireworks AI › Valuation",
            "$4.5B (Oct 2025); ~$16B (in talks, Jun 2026)",
            {"value": "~$16B", "as_of": "Jun 2026"},
        ),
        ("Quick stats › Key backer › Value", "[[NVIDIA]] ($160M)", {"amount": "$160M"}),
        ("valuation_usd", "6000000000", {"value": "$6B"}),
        ("annualized_revenue_usd", "700000000", {"value": "~$700M"}),
        ("valuation_date", "2026-02-01", {"as_of": "Feb 2026"}),
        ("founded", "2018", {"value": "2018"}),
        ("What Baseten does › HeyGen", "[[Notion]][^2]", {"from": "x"}),
        (
            "Funding history › May 25–31 2026: in talks, $1B at $11B, three platforms raised in the same week",
            "Jun 1 2026: reported, $2B at $12B, two platforms",
            {
                "on": "Jun 1 2026",
                "status": "reported",
                "amount": "$2B",
                "valuation": "$12B",
                "note": "two platforms",
            },
        ),
    ],
)
def test_what_a_person_writes_is_read_as_what_is_to_be_set(
    facts: Mapping[str, Mapping[Spot, Fact]], where: str, text: str, changes: dict[str, str]
) -> None:
    read = baseten(facts, where).read(text, lambda name: "" if name == "Bloomberg" else "x")
    assert {str(change.path[-1]): str(change.value) for change in read} == changes


@pytest.mark.parametrize(
    ("where", "text", "why"),
    [
        (
            "Funding history › Split-priced round (reported) › Valuation",
            "$12B",
            "put together from the parts",
        ),
        ("Why Baseten matters › Pending valuation › Value", "$12B (reported)", "put together from the parts"),
        (
            "Funding history › Split-priced round (reported) › Round",
            "Split-priced round (closed)",
            "heard of",
        ),
        ("Funding history › Series E › Lead", "[[IVP]], [[NVIDIA]]", "several records name this investor"),
        ("Why Baseten matters › Valuation › Value", "plenty", "amount"),
        ("Why Baseten matters › Total raised › Value", "**$585M** (Jan 2026)", "a bare amount"),
        (
            "Why Baseten matters › Annualized revenue › Value",
            "~$600M (Sacra est., Mar 2026), audited",
            "words around the figure",
        ),
        ("pending_valuation_usd", "14000000000", "put together"),
        ("rounds", "4", "counted"),
        ("id", "basement", "never changes"),
        ("kind › company", "investor", "folder and template"),
        ("customers › [[Cursor]]", "[[NVIDIA]]", "several records"),
        ("Quick stats › Key backer › Value", "[[IVP]] ($150M)", "largest cheque"),
        ("NVIDIA investment significance › Groq › Amount", "$21B licensing deal", "a round or a deal"),
    ],
)
def test_what_cannot_go_back_says_why(
    facts: Mapping[str, Mapping[Spot, Fact]], where: str, text: str, why: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        baseten(facts, where).read(text, lambda _: "x")


def test_words_around_the_figure_are_no_part_of_it() -> None:
    shown = Shown(DayForm(parse_day("2026")), object())
    fact = Fact(Spot(row="A"), "in 2026.", (shown,), ("2026",), ("in ", "."))
    assert fact.read("in 2027.", known)[0].value == parse_day("2027")
    with pytest.raises(ValueError, match="words around the figure"):
        fact.read("of 2027.", known)


def test_a_new_item_is_a_word_or_a_relation() -> None:
    owner = object()
    assert Addition(owner, ("tags",)).item("x", known) == "x"
    relation = Addition(owner, ("relations",), "from", {"type": "customer_of"})
    assert relation.item("X", str.lower) == {"type": "customer_of", "from": "x"}
    with pytest.raises(ValueError, match="nothing is recorded under “X”"):
        relation.item("X", known)
    with pytest.raises(ValueError, match="because"):
        Addition(why="because").item("X", known)


def test_a_status_alone_is_a_fact() -> None:
    assert StatusForm(Status.IN_TALKS).read("reported", known) == {"status": Status.REPORTED}
    assert TextForm("x").show() == "x"
