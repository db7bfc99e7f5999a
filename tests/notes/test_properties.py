from __future__ import annotations

import yaml

WORLD = """
entities:
  - id: acme
    kinds: [company, product]
    name: "Acme: Robots"
    aliases: [Acme, "null", Acme]
    tags: [AI / Robots, "2026", ai/robots]
    founded: {FOUNDED}
    hq: Berlin
    website: acme.example
    ticker: "1e3"
    metrics:
      - valuation: $5B (Jan 2026)
      - valuation: $11–13B (reported, Feb 2026)
      - arr: €1.5M
      - revenue: undisclosed
      - annualized_revenue: $2M+
    rounds:
      - {id: acme/a, stage: Seed, date: 2025, amount: $4M, investors: [{investor: north}, {investor: angels}]}
      - {id: acme/prior, date: 2024, amount: $1M, aggregate: true}
    relations:
      - {type: competitor_of, to: bolt}
      - {type: customer_of, from: bolt}
      - {type: ceo_of, from: jane}
  - {id: bolt, kinds: [company], name: Bolt}
  - {id: jane, kinds: [person], name: Jane Roe}
  - {id: north, kinds: [investor], name: North Fund}
  - {id: angels, kinds: [investor], name: Angels, level: mention}
sources:
  - {id: wire, title: Wire, published: 2026-03, publisher: north, author: A. Writer, url: "https://w.example"}
  - {id: open, title: Open, published: ../2026}
"""


def front(made, entity: str) -> dict[str, object]:
    text = made.note(entity).split("\n---\n")[0].removeprefix("---\n")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (makes nothing but texts and lists)


def test_a_company_has_flat_typed_properties(vault):
    made = vault(WORLD.replace("{FOUNDED}", "2019"))
    assert front(made, "acme") == {
        "id": "acme",
        "kind": ["company", "product"],
        "tags": ["ai/robots", "n-2026"],
        "aliases": ["Acme: Robots", "Acme", "null"],
        "founded": "2019",
        "hq": "Berlin",
        "ticker": "1e3",
        "website": "acme.example",
        "valuation_usd": "5000000000",
        "valuation_date": "2026-01-01",
        "pending_valuation_usd": "13000000000",
        "pending_valuation_date": "2026-02-01",
        "pending_valuation_status": "reported",
        "total_raised_usd": "5000000",
        "annualized_revenue_usd": "2000000",
        "arr_eur": "1500000",
        "last_round": "Seed",
        "last_round_date": "2025-01-01",
        "last_round_usd": "4000000",
        "rounds": "1",
        "ceo": ["[[Jane Roe]]"],
        "customers": ["[[Bolt]]"],
        "competitors": ["[[Bolt]]"],
        "investors": ["[[North Fund]]", "Angels"],
    }
    assert '  - "[[North Fund]]"\n' in made.note("acme")
    assert 'ticker: "1e3"\n' in made.note("acme")


def test_a_founding_day_without_a_beginning_is_left_out(vault):
    assert "founded" not in front(vault(WORLD.replace("{FOUNDED}", "by 2019")), "acme")


def test_an_investor_counts_what_it_backs_and_a_source_names_its_maker(vault):
    made = vault(WORLD.replace("{FOUNDED}", "2019"))
    assert front(made, "north")["backed"] == "1"
    assert front(made, "wire") == {
        "id": "wire",
        "kind": ["source"],
        "tags": [],
        "aliases": [],
        "publisher": "[[North Fund]]",
        "author": "A. Writer",
        "published": "2026-03-01",
        "url": "https://w.example",
    }
    assert "published" not in front(made, "open")


def test_fractions_of_a_unit_stay_numbers(vault):
    made = vault(
        {"entities": [{"id": "a", "kinds": ["company"], "name": "A", "metrics": [{"arr": "$1234.5"}]}]}
    )
    assert "arr_usd: 1234.5\n" in made.note("a")
    assert "valuation" not in made.note("a")
