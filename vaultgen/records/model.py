"""What a record may say: the one place where the keys of YAML files and the columns of tables are settled.

Every class below is a mapping in YAML; its fields are the keys. Four kinds of value come again and again:

*A fact* is a plain value (`founded: 2019`), a claim (`hq: {value: San Francisco, source: actor-note}`), or a list of
either when several are known. *A text* is the same for prose: plain text, `{text: …, source: …}`, or a list of such
versions, of which the newest that is known shows. *A figure* is written in the one notation,
`$11–13B (reported, Jun 2026)`; its parenthesis may be given as keys instead (`as_of`, `status`, `origin`, `method`).
*A list of words* may be written as a YAML list or as `one; two`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from vaultgen.errors import NotationError
from vaultgen.records.claims import STRICT, Claimed, Claims, Rank, Said, Text, Texts
from vaultgen.records.faults import Fault, fault_in, refuse, refuse_all
from vaultgen.records.fields import (
    Flag,
    Id,
    Line,
    OptionalDay,
    OptionalMoney,
    Words,
    reading,
    words,
)
from vaultgen.records.metrics import Metric, metric_list
from vaultgen.records.registry import DAY, MONEY, TEXT
from vaultgen.records.round_line import investor_mapping, round_mapping
from vaultgen.values.suggest import did_you_mean

__all__ = [
    "Alias",
    "Claimed",
    "Days",
    "Deal",
    "Entity",
    "Facts",
    "Figures",
    "Investment",
    "Level",
    "Metric",
    "Rank",
    "Relation",
    "Round",
    "Said",
    "Section",
    "Source",
    "StatusEntry",
    "Table",
    "Text",
    "Texts",
    "Tranche",
]

Facts = Annotated[tuple[Claimed, ...], Claims(TEXT)]
Days = Annotated[tuple[Claimed, ...], Claims(DAY)]
Figures = Annotated[tuple[Claimed, ...], Claims(MONEY)]


class Level(StrEnum):
    """How much of an entity the vault shows: a whole note, a stub of a few lines, or its name as plain text."""

    NOTE = "note"
    STUB = "stub"
    MENTION = "mention"


def _arguments(data: Any) -> Any:
    """What a record class is called with: a mapping from a file, or keywords from code."""
    return data.kwargs if isinstance(data, ArgsKwargs) else data


def _line(data: Any, info: ValidationInfo, read: Callable[..., object]) -> Any:
    """The keys of a record that may be written on one line."""
    if not isinstance(data, str):
        return _arguments(data)
    try:
        return read(data, currency=reading(info).currency)
    except NotationError as error:
        raise refuse(fault_in(error)) from error


def _unfolded(data: Any) -> Any:
    """The line that YAML takes for a mapping, `- Series E, Jan 2026: $300M at $5B`, as the text that it is."""
    if isinstance(data, dict) and len(data) == 1:
        key, value = next(iter(data.items()))
        if isinstance(value, str) and not did_you_mean(key, Round.__dataclass_fields__):
            return f"{key}: {value}"
    return data


_Cell = Annotated[Line, BeforeValidator(lambda cell: "" if cell is None else cell)]


def _lines(data: object) -> object:
    """A list of records on one line each; `one; two` will do."""
    return words(data) if isinstance(data, str) else data


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Investment(Said):
    """A line of a round: who, in which role, with how much, in which tranche (an investor may sit in two).

    `pattern` says in a few words what the investment is an example of, as a deal's does.
    """

    investor: Line
    role: Literal["lead", "co_lead", "participant", "existing", "strategic"] = "participant"
    amount: OptionalMoney = None
    tranche: Line = ""
    pattern: Line = ""
    round: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        return _line(data, info, investor_mapping)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Tranche:
    """A part of a round with its own price and amount."""

    id: Id
    label: Line = ""
    valuation: Figures = ()
    amount: Figures = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class StatusEntry(Said):
    """What was known of a round on a day (`on`), and from whom."""

    on: OptionalDay = None
    amount: OptionalMoney = None
    valuation: OptionalMoney = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Round(Said):
    """A financing round. `amount` is new money; the basis of `valuation` is unstated (say `post_money` if it is said).

    `aggregate` marks a sum of rounds that are not told apart; it counts in totals and is no round of its own.
    `part_of` names the aggregate that already holds this round's money. `various` says that investors are not named.
    `terms` are claims in words about the round (label → fact); what they contradict is shown. What a claim inside the
    round leaves open (source, origin, status) is as the round says. Inside an entity's file `entity` is left out, and
    `id` may be: it is then the entity's id and the stage, `baseten/series-e`. A round may be one line:
    `Series E, Jan 2026: $300M at $5B, led by ivp and capitalg, with nvidia ($150M)`.
    """

    id: Id = ""
    entity: Line = ""
    stage: Facts = ()
    date: Days = ()
    amount: Figures = ()
    valuation: Figures = ()
    pre_money: Figures = ()
    post_money: Figures = ()
    secondary: Figures = ()
    target: Figures = ()
    aggregate: Flag = False
    part_of: Line = ""
    various: Flag = False
    investors: Annotated[tuple[Investment, ...], BeforeValidator(_lines)] = ()
    tranches: tuple[Tranche, ...] = ()
    status_log: tuple[StatusEntry, ...] = ()
    terms: dict[Line, Facts] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        return _line(_unfolded(data), info, round_mapping)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Deal(Said):
    """A deal that is no round: never counted as money raised.

    `giver` pays or commits (YAML: `from`), `taker` receives (`to`); `pattern` says in a few words what it is an
    example of.
    """

    id: Id
    type: Literal[
        "licence", "commitment", "acquisition", "investment", "allocation", "partnership", "supply", "other"
    ]
    giver: Line = Field(default="", alias="from")
    taker: Line = Field(default="", alias="to")
    label: Line = ""
    date: Days = ()
    amount: Figures = ()
    pattern: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Relation(Said):
    """An edge between two entities; `label` and `inverse_label` replace the registry's words for its ends.

    One end may be left out inside an entity's file: it is that entity.
    """

    type: Line
    giver: Line = Field(default="", alias="from")
    taker: Line = Field(default="", alias="to")
    label: Line = ""
    inverse_label: Line = ""
    inverse_note: Line = ""
    since: OptionalDay = None
    until: OptionalDay = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Source:
    """Where something was read. `based_on` names the sources it retells: together they are one origin."""

    id: Id
    title: Line = ""
    publisher: Line = ""
    author: Line = ""
    url: Line = ""
    published: OptionalDay = None
    kind: Line = ""
    tier: Annotated[int, Field(ge=1, le=5)] = 3
    based_on: Words = ()
    note: Line = ""
    level: Level = Level.NOTE


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Alias:
    """Another name of an entity, with its type (short, former, legal, ticker …) and the days it was used."""

    text: Line
    type: Line = ""
    since: OptionalDay = None
    until: OptionalDay = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else _arguments(data)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Table:
    """A table of a section: authored (`columns`, `rows`), or filled by the catalog (`of`, about one entity).

    `of: backed` lists what an investor backed, `deals` the deals of a party, `partners` the other ends of one relation
    type (`relation`), `members` a group's members with their figures, `rounds` a company's rounds, `metric` the series
    of one metric (`metric`) of the entity, and `metric_of_members` that metric for each member of a group.
    `about` is the entity; left out, it is the one whose note it is. `limit` keeps the first rows only.
    """

    of: Literal["", "backed", "deals", "partners", "members", "rounds", "metric", "metric_of_members"] = ""
    about: Line = ""
    relation: Line = ""
    metric: Line = ""
    limit: int | None = None
    columns: tuple[Line, ...] = ()
    rows: tuple[tuple[_Cell, ...], ...] = ()

    @model_validator(mode="after")
    def _rows_fit(self) -> Table:
        if faults := list(self._misfits()):
            raise refuse_all(faults)
        return self

    def _misfits(self) -> Iterator[Fault]:
        if self.of and self.rows:
            both = "a table is authored (`rows`) or filled by the catalog (`of`), not both"
            yield Fault(both, path=("rows",))
        elif not self.of and not self.columns:
            yield Fault("an authored table needs its `columns`")
        else:
            for index, row in enumerate(self.rows):
                if len(row) != len(self.columns):
                    cells = f"this row has {len(row)} cells for {len(self.columns)} columns"
                    yield Fault(cells, path=("rows", index))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Section:
    """A themed section of a note: prose, bullets, a table, closing prose; each left out when empty.

    `after` is the part of the note that it follows. `source` holds for everything in it that names none.
    """

    heading: Line
    after: Literal["why", "does", "funding", "landscape", "case"] = "funding"
    text: Texts = ()
    items: Texts = ()
    table: Table | None = None
    closing: Texts = ()
    source: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Entity:
    """A company, investor, person, concept, product, model, publisher, market, group, or a kind of the user's own.

    `id` never changes; the note's name may. The first of `kinds` decides folder and template. `source` holds for
    every fact in the file that names none. Facts: `founded`, `hq`, `website`, `ticker`, `positioning` (what it wants
    to be), `tagline` (its approach in a few words, for other notes' tables), `standing` (what stands where a valuation
    is not known), and any of the user's own under `facts`. Texts: `summary` (the lead line), `why` it matters, what it
    `does`, `landscape` (prose under the competitors), and the bullets `bull` and `bear`; `market` names the field in
    the heading of the competitive landscape.
    """

    id: Id
    kinds: Annotated[Words, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    aliases: Annotated[tuple[Alias, ...], BeforeValidator(_lines)] = ()
    tags: Words = ()
    ids: dict[Line, Line] = Field(default_factory=dict)
    level: Level = Level.NOTE
    autolink: Flag = True
    same_as: Words = ()
    not_same_as: Words = ()
    merged_into: Line = ""
    source: Line = ""
    founded: Days = ()
    hq: Facts = ()
    website: Facts = ()
    ticker: Facts = ()
    positioning: Facts = ()
    tagline: Facts = ()
    standing: Facts = ()
    facts: dict[Line, Facts] = Field(default_factory=dict)
    summary: Texts = ()
    why: Texts = ()
    does: Texts = ()
    landscape: Texts = ()
    market: Line = ""
    bull: Texts = ()
    bear: Texts = ()
    sections: tuple[Section, ...] = ()
    metrics: Annotated[tuple[Metric, ...], BeforeValidator(metric_list)] = ()
    rounds: tuple[Round, ...] = ()
    deals: tuple[Deal, ...] = ()
    relations: tuple[Relation, ...] = ()
