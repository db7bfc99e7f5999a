"""The metrics and relations that records may name, built in and the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict

__all__ = ["DAY", "METRICS", "MONEY", "RELATIONS", "TEXT", "MetricType", "Registry", "RelationType", "Unit"]

MONEY = "money"
TEXT = "text"
DAY = "day"

Unit = Annotated[
    Literal["money", "%", "x", "months", "years", "days", "", "text"],
    BeforeValidator(lambda unit: "" if unit == "count" else unit),
]
_FROM_FILES = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricType:
    """A metric: what it measures and how notes show it.

    `unit` is `money`, `%`, `x`, `months`, `years`, `days`, `count` (or nothing) or `text`; a `flow` is measured over
    a period, a stock at a moment. `derived` names the rule by which the catalog computes the figure for comparison.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _FROM_FILES

    id: str
    label: str
    unit: Unit = "money"
    flow: bool = False
    derived: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationType:
    """A relation read from both ends: `from_label` is what `from` is to `to`, and `to_label` the other way round.

    `from_heading` and `to_heading` are the plurals that head a list of such partners in a note.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _FROM_FILES

    id: str
    from_label: str
    to_label: str
    from_heading: str = ""
    to_heading: str = ""
    symmetric: bool = False


def _metrics(*types: MetricType) -> dict[str, MetricType]:
    return {kind.id: kind for kind in types}


METRICS = _metrics(
    MetricType(id="valuation", label="Valuation"),
    MetricType(id="total_raised", label="Total raised", flow=True, derived="total_raised"),
    MetricType(id="annualized_revenue", label="Annualized revenue"),
    MetricType(id="arr", label="ARR"),
    MetricType(id="revenue", label="Revenue", flow=True),
    MetricType(id="revenue_growth", label="Revenue growth", unit="%", flow=True),
    MetricType(id="revenue_multiple", label="Revenue multiple", unit="x", derived="revenue_multiple"),
    MetricType(id="valuation_step_up", label="Valuation step-up", unit="%", derived="step_up"),
    MetricType(
        id="months_between_rounds", label="Months between rounds", unit="months", derived="months_between"
    ),
    MetricType(id="combined_valuation", label="Combined valuation", derived="combined_valuation"),
    MetricType(id="lead_share", label="Share of the round", unit="%", derived="lead_share"),
    MetricType(id="rounds_in_a_year", label="Rounds in twelve months", unit="", derived="rounds_in_a_year"),
    MetricType(id="market_size", label="Market size", flow=True),
    MetricType(id="market_share", label="Market share", unit="%"),
    MetricType(id="growth", label="Growth", unit="%", flow=True),
    MetricType(id="growth_multiple", label="Growth multiple", unit="x", flow=True),
    MetricType(id="capex", label="Capital expenditure", flow=True),
    MetricType(id="employees", label="Employees", unit=""),
    MetricType(id="customers", label="Customers", unit=""),
    MetricType(id="parameters", label="Parameters", unit=""),
    MetricType(id="assets_under_management", label="Assets under management"),
)


def _relations(*types: RelationType) -> dict[str, RelationType]:
    return {kind.id: kind for kind in types}


def _between(name: str, ends: tuple[str, str], headings: tuple[str, str]) -> RelationType:
    return RelationType(
        id=name, from_label=ends[0], to_label=ends[1], from_heading=headings[0], to_heading=headings[1]
    )


def _symmetric(name: str, label: str, heading: str) -> RelationType:
    return RelationType(
        id=name, from_label=label, to_label=label, from_heading=heading, to_heading=heading, symmetric=True
    )


RELATIONS = _relations(
    _between("customer_of", ("customer", "supplier"), ("Customers", "Suppliers")),
    _between("supplier_of", ("supplier", "customer"), ("Suppliers", "Supplies")),
    _symmetric("competitor_of", "competitor", "Competitors"),
    _symmetric("partner_of", "partner", "Partners"),
    _symmetric("related_to", "related", "Related"),
    _between("parent_of", ("parent", "subsidiary"), ("Parent", "Subsidiaries")),
    _between("acquired", ("acquirer", "acquired"), ("Acquired by", "Acquisitions")),
    _between("founder_of", ("founder", "company founded"), ("Founders", "Founded")),
    _between("ceo_of", ("CEO", "CEO"), ("CEO", "CEO of")),
    _between("works_at", ("team", "employer"), ("Team", "Works at")),
    _between("board_member_of", ("board member", "board"), ("Board", "Boards")),
    _between("develops", ("developer", "product"), ("Developers", "Products")),
    _between(
        "commercialises", ("company behind it", "open-source base"), ("Companies behind it", "Commercialises")
    ),
    _between("serves_model", ("host", "model served"), ("Hosts", "Models served")),
    _between("uses", ("user", "technology used"), ("Used by", "Uses")),
    _between("member_of", ("member", "group"), ("Members", "Member of")),
    _between("example_of", ("example", "pattern"), ("Examples", "Patterns")),
    _between("operates_in", ("player", "market"), ("Players", "Markets")),
    _between("published_by", ("publication", "publisher"), ("Publications", "Publisher")),
)


@dataclass(frozen=True, slots=True)
class Registry:
    """What the records may name: metrics and relations."""

    metrics: dict[str, MetricType] = field(default_factory=lambda: dict(METRICS))
    relations: dict[str, RelationType] = field(default_factory=lambda: dict(RELATIONS))

    @classmethod
    def of(cls, types: Iterable[MetricType | RelationType]) -> Registry:
        """The built-in types and these; one of the same id replaces the built-in."""
        registry = cls()
        for kind in sorted(types, key=lambda kind: kind.id):
            if isinstance(kind, MetricType):
                registry.metrics[kind.id] = kind
            else:
                registry.relations[kind.id] = kind
        return registry
