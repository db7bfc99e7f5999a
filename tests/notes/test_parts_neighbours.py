"""Competitors, customers, members, portfolios, deals and the closing list: the parts that name others."""

from __future__ import annotations

import pytest

NAMES = {
    "acme": ("company", "Acme"),
    "beta": ("company", "Beta"),
    "ceres": ("company", "Ceres"),
    "north": ("investor", "North Fund"),
    "jane": ("person", "Jane Roe"),
    "idea": ("concept", "The idea"),
    "group": ("group", "Builders"),
    "market": ("market", "Bridges"),
}


def world(rest: str, **lines: str) -> str:
    """Eight entities, some with further lines, and tables of what ties them."""
    told = "entities:\n"
    for one, (kind, name) in NAMES.items():
        told += f"  - id: {one}\n    kinds: [{kind}]\n    name: {name}\n"
        told += "".join(f"    {line}\n" for line in lines.get(one, "").strip("\n").splitlines())
    return told + rest


def mentions(kind: str, *names: str) -> str:
    """Entities without a note, called as their ids."""
    return "".join(f"  - {{id: {name}, kinds: [{kind}], name: {name}, level: mention}}\n" for name in names)


def relations(*rows: str) -> str:
    return "relations:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def test_competitors_stand_beside_the_entity_the_dearest_first(vault):
    made = vault(
        world(
            relations(
                "type: competitor_of, from: acme, to: beta",
                "type: competitor_of, from: ceres, to: acme, note: rents",
            ),
            acme="market: $5M bridges\ntagline: Bridges\nmetrics:\n"
            "  - valuation: $5B (Jan 2026)\n  - valuation: ~$7B (in talks, Feb 2026)",
            beta="standing: state-owned",
            ceres="metrics: [{valuation: '$9B (Jan 2026)'}]",
        )
    )
    assert made.part("acme", "Competitive landscape (USD 5M bridges)").splitlines()[2:] == [
        "| **Acme** | **$5B**; ~$7B (in talks, Feb 2026) | Bridges |",
        "| [[Ceres]] | $9B (Jan 2026) | rents |",
        "| [[Beta]] | state-owned | — |",
    ]


def test_revenue_is_compared_where_two_have_it(vault):
    rivals = relations("type: competitor_of, from: acme, to: beta")
    made = vault(world(rivals, acme="metrics: [{arr: $1M}]", beta="metrics: [{annualized_revenue: $2M}]"))
    assert made.part("acme", "Competitive landscape").splitlines() == [
        "| Company | Annualized revenue |",
        "|---------|--------------------|",
        "| **Acme** | $1M |",
        "| [[Beta]] | $2M |",
    ]
    alone = vault(world(rivals, acme="metrics: [{arr: $1M}]"))
    assert alone.part("acme", "Competitive landscape") == "- [[Beta]]"


def test_a_valuation_that_is_not_firm_keeps_its_words_beside_competitors(vault):
    made = vault(
        world(
            relations("type: competitor_of, from: acme, to: beta"),
            acme="metrics: [{valuation: '$5B (in talks, Jan 2026)'}]",
            beta="tagline: Ferries",
        )
    )
    assert "| **Acme** | $5B (in talks, Jan 2026) |" in made.part("acme", "Competitive landscape")


def test_many_competitors_are_cut_and_counted(vault):
    many = "".join(f"  - {{id: c{n}, kinds: [company], name: C{n}, tagline: t}}\n" for n in range(40))
    rivals = relations(*(f"type: competitor_of, from: acme, to: c{n}" for n in range(40)))
    part = vault(world(many + rivals)).part("acme", "Competitive landscape")
    assert part.count("\n| ") == 31
    assert part.endswith("\n\n… and 10 more.")


def test_customers_come_firm_first_with_their_marks(vault):
    made = vault(
        world(
            relations(
                "type: customer_of, from: beta, to: acme, status: reported, origin: Sacra, note: unsure",
                "type: customer_of, from: ceres, to: acme, since: 2024, until: 2025, source: wire",
            )
            + "sources: [{id: wire, title: Wire, published: 2026}, {id: blog, title: Blog, published: 2026}]\n",
            acme="hq: {value: Berlin, source: blog}\nwebsite: {value: a.example, source: blog}",
        )
    )
    assert made.part("acme", "What Acme does") == (
        "**Key customers:**\n- [[Ceres]] (since 2024, until 2025)[^1]\n- [[Beta]] — unsure (reported by Sacra)"
    )
    assert made.part("beta", "Related") == "- [[Acme]] — supplier (unsure, reported by Sacra)"


def test_few_ties_stand_in_the_closing_list_alone(vault):
    made = vault(
        world(
            mentions("company", "somebody")
            + relations(
                "type: founder_of, from: jane, to: acme",
                "type: example_of, from: acme, to: idea",
                "type: uses, from: acme, to: ceres, note: daily",
                "type: related_to, from: acme, to: beta",
                "type: develops, from: somebody, to: acme",
            )
        )
    )
    assert made.headings("acme") == ["Related"]
    assert made.part("acme", "Related").splitlines() == [
        "- [[Ceres]] — technology used (daily)",
        "- [[Jane Roe]] — founder",
        "- somebody — developer",
        "- [[The idea]] — pattern",
        "- [[Beta]]",
    ]


def test_the_closing_list_says_what_is_only_reported_unless_somebody_states_it(vault):
    deals = "deals:\n  - {id: acme/buy, type: acquisition, from: north, to: acme, amount: $60B, status: reported}\n"
    made = vault(
        world(
            relations(
                "type: customer_of, from: acme, to: beta",
                "type: customer_of, from: acme, to: beta, status: reported, note: says one",
                "type: customer_of, from: acme, to: ceres, status: reported",
            )
            + deals
        )
    )
    closing = made.part("acme", "Related").splitlines()
    assert closing[0].endswith("($60B, reported)")
    assert closing[1:] == ["- [[Beta]] — supplier", "- [[Ceres]] — supplier (reported)"]


def test_a_part_in_a_round_that_is_not_closed_says_so(vault):
    rounds = (
        "rounds:\n  - {id: acme/b, entity: acme, stage: Series B, date: 2026-06, status: reported,"
        " investors: [{investor: north, role: lead}]}\n"
    )
    made = vault(world(rounds))
    assert made.part("north", "Related") == "- [[Acme]] — portfolio: lead, Jun 2026 (reported)"
    assert "Jun 2026 (reported)" in made.part("acme", "Related")


def test_many_ties_have_a_part_of_their_own_by_kind(vault):
    made = vault(
        world(
            mentions("product", *(f"tool{n}" for n in range(6)))
            + relations(
                "type: founder_of, from: jane, to: acme, note: and chair",
                "type: founder_of, from: jane, to: acme, note: again, status: rumoured",
                "type: supplier_of, from: beta, to: acme, label: steel mill",
                *(f"type: uses, from: acme, to: tool{n}" for n in range(6)),
                "type: related_to, from: acme, to: beta, note: the rival at heart",
            )
        )
    )
    part = made.part("acme", "Connections")
    assert part.startswith(
        "**Founders:**\n- [[Jane Roe]] — and chair\n\n**Suppliers:**\n- [[Beta]]\n\n**Uses:**\n- tool0"
    )
    assert made.part("acme", "Related") == "- [[Beta]] — steel mill, the rival at heart"


def test_a_person_has_roles_and_a_company_its_chief(vault):
    rows = ["type: ceo_of, from: jane, to: acme"] + [
        f"type: works_at, from: jane, to: firm{n}" for n in range(7)
    ]
    firms = mentions("company", *(f"firm{n}" for n in range(7)))
    made = vault(world(firms + relations(*rows)))
    assert "| CEO | [[Jane Roe]] |" in made.part("acme", "At a glance")
    assert made.part("acme", "Related") == "- [[Jane Roe]] — CEO"
    assert made.part("jane", "Roles").startswith("**CEO of:**\n- [[Acme]]\n\n**Works at:**\n- firm0")


def test_members_players_and_examples_have_tables(vault):
    made = vault(
        world(
            relations(
                "type: member_of, from: acme, to: group",
                "type: member_of, from: beta, to: group, note: the small one",
                "type: operates_in, from: acme, to: market",
                "type: example_of, from: jane, to: idea",
            ),
            acme="tagline: Bridges\nmetrics: [{valuation: $5B}]",
        )
    )
    assert made.part("group", "Members").splitlines()[2:] == [
        "| [[Acme]] | $5B | Bridges |",
        "| [[Beta]] | — | the small one |",
    ]
    assert made.part("market", "Players").splitlines()[2:] == ["| [[Acme]] | $5B | Bridges |"]
    assert made.part("idea", "Examples") == "- [[Jane Roe]]"
    assert made.headings("group") == ["Members"]


@pytest.mark.parametrize(
    ("table", "headings", "heads"),
    [
        ("{of: members}", ["T"], "| Name | Valuation |"),
        ("{of: partners, relation: member_of}", ["T"], "| Name | Valuation |"),
        ("{of: members, limit: 1}", ["T", "Members"], "| Name | Valuation |"),
        ("{of: metric_of_members, metric: valuation}", ["T", "Members"], "| Name | Valuation |"),
        ("{of: metric_of_members, metric: arr}", ["T", "Members"], "| Name | ARR | Valuation |"),
        ("{of: metric_of_members, metric: revenue}", ["Members"], ""),
    ],
)
def test_a_table_that_the_author_laid_out_replaces_the_standard_one(vault, table, headings, heads):
    made = vault(
        world(
            relations("type: member_of, from: acme, to: group", "type: member_of, from: beta, to: group"),
            acme="metrics: [{valuation: $5B}, {arr: $1M}]",
            group=f"sections: [{{heading: T, table: {table}}}]",
        )
    )
    assert made.headings("group") == headings
    if heads:
        assert made.part("group", "T").startswith(heads)
    if table.endswith("metric: valuation}"):
        assert made.part("group", "Members") == "- [[Acme]]\n- [[Beta]]"


MONEY = """
rounds:
  - id: acme/a
    entity: acme
    stage: Seed
    date: 2025
    amount: $4M
    valuation: $20M
    investors: [{investor: north, role: lead, amount: $2M}]
  - {id: beta/a, entity: beta, date: 2024, amount: $3M, investors: [{investor: north, role: existing}]}
deals:
  - {id: d1, type: acquisition, from: north, to: ceres, amount: $9M, status: reported, date: 2026}
  - {id: d2, type: licence, from: acme, to: north, label: patent licence, pattern: royalties, status: rumoured}
  - {id: d3, type: other, from: north}
"""


def test_an_investor_shows_what_it_backs_and_its_deals(vault):
    made = vault(world(MONEY))
    assert made.part("north", "What North Fund backs").splitlines()[2:] == [
        "| [[Acme]] | Seed, lead | 2025 | **$2M** | $20M |",
        "| [[Beta]] | Round, existing investor | 2024 | — | — |",
    ]
    assert made.part("north", "Deals").splitlines() == [
        "| Partner | Deal | Date | Amount | Notes |",
        "|---------|------|------|--------|-------|",
        "| [[Ceres]] | acquisition | 2026 | $9M (reported) | — |",
        "| [[Acme]] | patent licence (rumoured) | — | — | royalties |",
        "| — | other | — | — | — |",
    ]
    assert made.part("north", "Related").splitlines() == [
        "- [[Acme]] — portfolio ($2M, lead, 2025), patent licence (rumoured)",
        "- [[Beta]] — portfolio (2024)",
        "- [[Ceres]] — acquisition ($9M, 2026, reported)",
    ]
    assert (
        made.part("ceres", "Deals").splitlines()[2] == "| [[North Fund]] | acquirer | 2026 | $9M (reported) |"
    )
    assert made.part("acme", "Related").startswith(
        "- [[North Fund]] — lead investor ($2M, 2025), patent licence"
    )


@pytest.mark.parametrize(
    ("table", "gone"),
    [("{of: rounds}", {"What North Fund backs"}), ("{of: deals}", {"Deals"}), ("{of: backed}", set())],
)
def test_laid_out_tables_of_money_replace_only_what_they_hold_in_full(vault, table, gone):
    made = vault(world(MONEY, north=f"sections: [{{heading: T, table: {table}}}]"))
    assert set(made.headings("north")) == {"What North Fund backs", "Deals", "T", "Related"} - gone


def test_one_table_of_everything_backed_is_enough(vault):
    deals = "deals: [{id: d, type: commitment, from: north, to: ceres, amount: up to $9M}]\n"
    rounds = (
        "rounds: [{id: acme/a, entity: acme, amount: $4M, investors: [{investor: north, amount: $2M}]}]\n"
    )
    theme = "sections: [{heading: T, table: {of: backed}}]"
    made = vault(world(rounds + deals, north=theme, acme=theme.replace("backed", "backed, about: north")))
    assert made.headings("north") == ["T", "Related"]
    assert made.part("north", "T").splitlines() == [
        "| North Fund investment | Amount |",
        "|-----------------------|--------|",
        "| [[Ceres]] | up to $9M commitment |",
        "| [[Acme]] | $2M |",
    ]
    assert made.part("acme", "T").splitlines()[2] == "| **Acme** | **$2M** |"


def test_a_table_about_somebody_unknown_is_left_out(vault):
    tables = ("{of: backed, about: north}", "{of: partners, relation: uses}", "{of: metric, metric: arr}")
    sections = ", ".join(f"{{heading: T, table: {table}}}" for table in tables)
    made = vault(world("", acme=f"sections: [{sections}]"))
    assert made.headings("acme") == []


def test_a_long_closing_list_leaves_out_what_tables_have_shown(vault):
    rows = [f"type: customer_of, from: c{n}, to: acme" for n in range(14)]
    rows += [
        "type: related_to, from: acme, to: idea, note: its bet",
        "type: competitor_of, from: beta, to: acme, label: arch rival",
    ]
    many = "".join(f"  - {{id: c{n}, kinds: [company], name: C{n}}}\n" for n in range(14))
    made = vault(world(many + relations(*rows)))
    assert made.part("acme", "Related").splitlines() == [
        "- [[Beta]] — arch rival",
        "- [[The idea]] — its bet",
    ]


def test_a_very_long_closing_list_only_names_the_rest(vault):
    many = "".join(f"  - {{id: c{n}, kinds: [company], name: C{n:02}}}\n" for n in range(60))
    rows = [f"type: related_to, from: acme, to: c{n}, note: n{n}" for n in range(60)]
    lines = vault(world(many + relations(*rows))).part("acme", "Related").splitlines()
    assert len(lines) == 16
    assert lines[0] == "- [[C00]] — n0"
    assert lines[-1].startswith("- Also [[C15]], [[C16]]")
    assert lines[-1].endswith("[[C54]] and 5 more")


def test_an_investor_of_a_thousand_companies_opens_at_once(vault):
    many = "".join(f"  - {{id: c{n}, kinds: [company], name: C{n}}}\n" for n in range(150))
    rounds = "rounds:\n" + "".join(
        f"  - {{id: c{n}/a, entity: c{n}, date: 2025, investors: [{{investor: north}}]}}\n"
        for n in range(150)
    )
    part = vault(world(many + rounds)).part("north", "What North Fund backs")
    assert part.count("\n| ") == 100
    assert part.endswith("… and 50 more.")
