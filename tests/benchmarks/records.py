"""Synthetic records for measuring: any number of entities, the same for the same seed, shaped like real ones.

Seven of ten are companies, the rest investors, people and concepts. A note comes to about 4 KB with a dozen
links on average; whom rounds, relations and prose name follows Zipf's law, so that the best-known investors
have edges by the thousand.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

Row = dict[str, Any]

SHARES = (("company", 0.70), ("investor", 0.15), ("person", 0.10), ("concept", 0.05))
STAGES = (
    ("Seed", 2, 6, 90),
    ("Series A", 8, 25, 100),
    ("Series B", 25, 80, 120),
    ("Series C", 80, 200, 150),
)  # name, least and most millions, least valuation as % of five times the amount
FIELDS = (
    "inference",
    "robotics",
    "health",
    "security",
    "payments",
    "chips",
    "search",
    "logistics",
    "energy",
    "law",
)
PLACES = (
    "San Francisco",
    "New York",
    "London",
    "Berlin",
    "Paris",
    "Bangalore",
    "Toronto",
    "Tel Aviv",
    "Seoul",
)
COMPANY = (
    "Labs",
    "Systems",
    "Health",
    "Robotics",
    "Networks",
    "Analytics",
    "Security",
    "Cloud",
    "Works",
    "Data",
)
INVESTOR = ("Capital", "Ventures", "Partners", "Growth", "Equity")
CONCEPT = ("effect", "moat", "loop", "margin", "stack")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvwzhjcxy" for vowel in "aeiou"]

SENTENCES = (
    "Teams that used to build this in-house now buy it, because the second year costs more than the first.",
    "The product starts with one narrow job and widens once the data of the customer lives inside it.",
    "Gross margin moved from 42% to 61% within a year as traffic went to its own clusters.",
    "Contracts run for **three years** on average, and most of them are expanded before they end.",
    "Sales cycles take a quarter, and the security review is half of it.",
    "It spends about $4M a month, which is less than peers that raised twice as much.",
    "Bookings grew from $12M to $40M while the team stayed under a hundred people.",
    "Pricing follows usage; a typical account pays ~$60K in its first year and ~$200K in its third.",
    "The open question is whether a larger platform ships the same thing for nothing.",
    "Regulation helps: whoever is certified first sets the terms that the others are asked about.",
    "Hiring is the bottleneck, above all for people who have run such systems at scale.",
    "Customers name latency first, support second and price last when they are asked why they switched.",
    "Every new deployment makes the next one cheaper, which is the whole argument for going fast.",
    "Most of the cost sits in hardware that is paid for in advance and used unevenly.",
)
NAMING = (
    "{name} is the comparison that buyers draw first.",
    "Half of the early team came from {name} and brought its habits along.",
    "A pilot with {name} became the largest account within two quarters.",
    "Where {name} sells a platform, it sells the one part that works on a Monday morning.",
    "The thesis was written up by {name} long before the market agreed.",
)
SUMMARIES = (
    "{field} company that sells to mid-sized firms which cannot build the same thing on their own",
    "{field} infrastructure for teams that have outgrown their first vendor and want to keep control of cost",
    "tools for {field}, used daily by operators and bought by the people who answer for the budget",
)


@dataclass(frozen=True, slots=True)
class Prose:
    """What the authored parts of one note say."""

    summary: str
    why: str
    does: str
    bull: tuple[str, ...]
    bear: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]

    def whole(self) -> str:
        """All of it as one text, for tables, which have a single column for prose."""
        bullets = "\n".join(f"- {item}" for item in (*self.bull, *self.bear))
        told = (f"{heading}. {text}" for heading, text in self.sections)
        return "\n\n".join(part for part in (self.summary, self.why, self.does, *told, bullets) if part)


@dataclass(frozen=True, slots=True)
class Sample:
    """Generated records: one row a record, with the columns that the tables have."""

    entities: tuple[Row, ...]
    rounds: tuple[Row, ...]
    investments: tuple[Row, ...]
    metrics: tuple[Row, ...]
    relations: tuple[Row, ...]
    sources: tuple[Row, ...]
    prose: Mapping[str, Prose]
    mentions: Mapping[str, tuple[str, ...]]

    def links(self) -> float:
        """Links a note may be expected to have on average: edges are shown at both ends, mentions at one."""
        edges = {(row["round"].split("/")[0], row["investor"]) for row in self.investments}
        both = 2 * (len(edges) + len(self.relations))
        return (both + sum(map(len, self.mentions.values()))) / len(self.entities)

    def neighbours(self, entity: str) -> set[str]:
        """Ids of the entity itself, of whom its records name, and of who names it."""
        rounds = {row["id"] for row in self.rounds if row["entity"] == entity}
        near = {entity} | {row["investor"] for row in self.investments if row["round"] in rounds}
        near |= {row["source"] for row in (*self.rounds, *self.metrics) if row["entity"] == entity}
        for row in self.relations:
            if entity in (row["from"], row["to"]):
                near |= {row["from"], row["to"], row["source"]}
        return (
            near | {own for own, named in self.mentions.items() if entity in named} | {*self.mentions[entity]}
        )

    def with_seats(self, seat: str) -> Sample:
        """The same with another seat for every entity that has one."""
        return replace(
            self, entities=tuple({**row, "hq": seat} if row.get("hq") else row for row in self.entities)
        )

    def with_new_valuation(self) -> tuple[Sample, str]:
        """The same records but for one valuation, and the id of the company whose latest round has it."""
        priced = [
            number for number, row in enumerate(self.rounds) if re.fullmatch(r"\$\d+M", row["valuation"])
        ]
        number = priced[len(priced) // 2]
        row = self.rounds[number]
        raised = f"${int(row['valuation'][1:-1]) + 7}M"
        rounds = (*self.rounds[:number], row | {"valuation": raised}, *self.rounds[number + 1 :])
        return replace(self, rounds=rounds), row["entity"]


def generate(count: int, *, seed: int = 7) -> Sample:
    """Records of `count` entities."""
    return _Generator(random.Random(seed), count).sample()


@dataclass(slots=True)
class _Generator:
    chance: random.Random
    count: int
    ids: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    weights: dict[str, list[float]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def sample(self) -> Sample:
        entities = self._entities()
        sources = self._sources()
        rounds, investments = self._rounds(entities)
        prose, mentions = self._prose(entities)
        return Sample(
            entities=tuple(entities),
            rounds=tuple(rounds),
            investments=tuple(investments),
            metrics=tuple(self._metrics()),
            relations=tuple(self._relations()),
            sources=tuple(sources),
            prose=prose,
            mentions=mentions,
        )

    def _entities(self) -> list[Row]:
        sizes = [round(self.count * share) for _, share in SHARES]
        sizes[0] = self.count - sum(sizes[1:])
        rows = []
        for (kind, _), size in zip(SHARES, sizes, strict=True):
            rows += [self._entity(kind, len(rows) + number) for number in range(size)]
            own = [row["id"] for row in rows[-size:]] if size else []
            self.chance.shuffle(own)  # fame is not alphabetical
            self.ids[kind] = own
            self.weights[kind] = list(accumulate(1 / rank for rank in range(1, size + 1)))
        self.names = {row["id"]: row["name"] for row in rows}
        return rows

    def _entity(self, kind: str, number: int) -> Row:
        chance, word = self.chance, _word(number)
        name = {
            "company": f"{word} {chance.choice(COMPANY)}",
            "investor": f"{word} {chance.choice(INVESTOR)}",
            "person": f"{_word(number % 60 + 500_000)} {word}",
            "concept": f"{word} {chance.choice(CONCEPT)}",
        }[kind]
        row: Row = {"id": name.lower().replace(" ", "-"), "kinds": [kind], "name": name}
        row["tags"] = [chance.choice(FIELDS), kind, chance.choice(("usa", "europe", "asia"))]
        if kind in {"company", "investor"}:
            if chance.random() < 0.1:
                row["aliases"] = [name.replace(" ", "")]
            row["founded"] = str(chance.randint(2012, 2020))
            row["hq"] = chance.choice(PLACES)
            row["website"] = f"https://{row['id']}.example"
        return row

    def _sources(self) -> list[Row]:
        rows = []
        for number in range(max(4, self.count // 50)):
            paper = f"{_word(number % 40 + 600_000)} Journal"
            row = {
                "id": f"source-{number:05}",
                "title": f"What the {self.chance.choice(FIELDS)} figures of week {number} say",
                "publisher": paper,
                "published": f"2026-{self.chance.randint(3, 5):02}-{self.chance.randint(1, 28):02}",
                "url": f"https://example.com/{number:05}",
                "kind": "article",
            }
            if number and self.chance.random() < 0.1:
                row["based_on"] = [rows[-1]["id"]]
            rows.append(row)
        self.sources = [row["id"] for row in rows]
        return rows

    def _source(self, entity: str) -> str:
        """One of the two articles in which most of an entity was read."""
        first = zlib.crc32(entity.encode())
        return self.sources[(first + self.chance.randrange(2)) % len(self.sources)]

    def _famous(self, kind: str, number: int, *, but: str = "") -> list[str]:
        """Distinct ids of a kind, the famous ones more often."""
        own, weights = self.ids[kind], self.weights[kind]
        chosen: dict[str, None] = {}
        for _ in range(4 * number):
            if len(chosen) == min(number, len(own)):
                break
            found = self.chance.choices(own, cum_weights=weights)[0]
            if found != but:
                chosen[found] = None
        return list(chosen)

    def _rounds(self, entities: list[Row]) -> tuple[list[Row], list[Row]]:
        rounds: list[Row] = []
        investments: list[Row] = []
        for entity in entities:
            if entity["kinds"] != ["company"]:
                continue
            month = 12 * (int(entity["founded"]) + 1) + self.chance.randrange(12)
            for stage in STAGES[: self.chance.choices(range(5), (12, 26, 30, 20, 12))[0]]:
                row, millions = self._round(entity["id"], stage, month)
                rounds.append(row)
                investments += self._investments(row["id"], millions)
                month += self.chance.randint(9, 18)
        return rounds, investments

    def _round(self, entity: str, stage: tuple[str, int, int, int], month: int) -> tuple[Row, int]:
        chance = self.chance
        name, least, most, premium = stage
        millions = chance.randint(least, most)
        valuation = 5 * millions * chance.randint(premium, 2 * premium) // 100
        style = chance.random()
        amount = (
            f"~${millions}M"
            if style < 0.1
            else f"${millions}–{millions + 2}M"
            if style < 0.15
            else f"${millions}M"
        )
        year, index = divmod(month, 12)
        row = {
            "id": f"{entity}/{name.lower().replace(' ', '-')}",
            "entity": entity,
            "stage": name,
            "date": f"{year}-{index + 1:02}" if style < 0.5 else f"{MONTHS[index]} {year}",
            "amount": "undisclosed" if style > 0.97 else amount,
            "valuation": "undisclosed" if style > 0.92 else f"${valuation}M",
            "status": "closed" if style > 0.2 else "announced",
            "source": self._source(entity),
        }
        if style > 0.6:
            row["note"] = "extended once, on the same terms"
        return row, 0 if style > 0.97 or style < 0.15 else millions

    def _investments(self, of_round: str, millions: int) -> list[Row]:
        rows = []
        for number, investor in enumerate(self._famous("investor", self.chance.randint(1, 4))):
            row: Row = {"round": of_round, "investor": investor, "role": "participant" if number else "lead"}
            if millions >= 10 and not number and self.chance.random() < 0.4:
                row["amount"] = f"${millions // 2}M"
            if self.chance.random() < 0.1:
                row["note"] = "took a board seat"
            rows.append(row)
        return rows

    def _metrics(self) -> list[Row]:
        rows = []
        for company in self.ids["company"]:
            revenue = self.chance.randint(2, 60)
            for year in range(2023, 2023 + self.chance.randint(0, 3)):
                row = {"entity": company, "metric": "annualized_revenue", "value": f"~${revenue}M"}
                row |= {
                    "as_of": f"{year}-12",
                    "status": "estimated",
                    "source": self.chance.choice(self.sources),
                }
                rows.append(row)
                revenue = revenue * self.chance.randint(12, 25) // 10
            if self.chance.random() < 0.5:
                people = str(self.chance.randint(12, 900))
                row = {"entity": company, "metric": "employees", "value": people, "as_of": "2025"}
                rows.append(row | {"source": self._source(company)})
        return sorted(rows, key=lambda row: (row["entity"], row["metric"], row["as_of"]))

    def _relations(self) -> list[Row]:
        edges: dict[tuple[str, str, str], None] = {}
        for company in self.ids["company"]:
            if self.chance.random() < 0.4:
                (rival,) = self._famous("company", 1, but=company) or [""]
                if rival and ("competitor_of", rival, company) not in edges:
                    edges["competitor_of", company, rival] = None
            if self.chance.random() < 0.4:
                edges |= {
                    ("customer_of", company, seller): None
                    for seller in self._famous("company", 1, but=company)
                }
            if self.chance.random() < 0.3:
                edges |= {("example_of", company, concept): None for concept in self._famous("concept", 1)}
        for number, person in enumerate(self.ids["person"]):
            company = self.ids["company"][number * 7 % len(self.ids["company"])]
            edges[("founder_of", "ceo_of", "works_at")[number % 3], person, company] = None
        return [
            {"type": kind, "from": giver, "to": taker, "source": self._source(giver)}
            for kind, giver, taker in sorted(edges)
        ]

    def _prose(self, entities: list[Row]) -> tuple[dict[str, Prose], dict[str, tuple[str, ...]]]:
        prose, mentions = {}, {}
        for entity in entities:
            kinds = ("company", "company", "investor", "concept")
            number = self.chance.randint(0, 5)
            named = {
                self._famous(self.chance.choice(kinds), 1, but=entity["id"])[0]: None for _ in range(number)
            }
            mentions[entity["id"]] = tuple(named)
            prose[entity["id"]] = self._written(entity, [self.names[name] for name in named])
        return prose, mentions

    def _written(self, entity: Row, named: list[str]) -> Prose:
        chance = self.chance
        told = [chance.choice(NAMING).format(name=name) for name in named]
        is_company = entity["kinds"] == ["company"]

        def paragraph(sentences: int) -> str:
            lines = chance.sample(SENTENCES, sentences) + [told.pop() for _ in range(min(2, len(told)))]
            chance.shuffle(lines)
            return " ".join(lines)

        return Prose(
            summary=chance.choice(SUMMARIES).format(field=entity["tags"][0]) + ".",
            why=paragraph(4),
            does=paragraph(3 if is_company else 6),
            bull=tuple(chance.sample(SENTENCES, 2)),
            bear=tuple(chance.sample(SENTENCES, 2)),
            sections=(
                ("How it came about", paragraph(3 if is_company else 6)),
                ("What to watch", paragraph(2 if is_company else 5)),
            ),
        )


def _word(number: int) -> str:
    """A word of its own for each number below a million."""
    mixed = (number * 387_420_489 + 12_345) % 1_000_000  # a power of three: no two numbers meet
    return (SYLLABLES[mixed // 10_000] + SYLLABLES[mixed // 100 % 100] + SYLLABLES[mixed % 100]).capitalize()
