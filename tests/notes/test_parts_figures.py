"""Metric tables, quick stats, checks, funding: the parts of a note that hold figures."""

from __future__ import annotations

from datetime import date

SOURCES = """
sources:
  - {id: wire, title: Wire report, published: 2026-03-01}
  - {id: blog, title: Blog, published: 2026-02-01}
"""


def company(lines: str, rest: str = "") -> str:
    """One company with these lines, two investors, and what else a test needs."""
    return (
        "entities:\n"
        "  - id: acme\n    kinds: [company]\n    name: Acme\n    source: wire\n"
        + "".join(f"    {line}\n" for line in lines.strip("\n").splitlines())
        + "  - {id: north, kinds: [investor], name: North Fund, tags: [investor]}\n"
        + "  - {id: south, kinds: [investor], name: South Fund, tags: [investor]}\n"
        + "  - {id: jane, kinds: [person], name: Jane Roe}\n"
        + "  - {id: angels, kinds: [investor], name: Angels, level: mention}\n"
        + rest
        + SOURCES
    )


def test_a_company_of_which_little_is_known_has_no_empty_parts(vault):
    made = vault(company("summary: Makes bridges."))
    assert (
        made.body("acme") == "**Acme** — Makes bridges.\n\n*Updated 2026-03-01*\n\n*Source: [[Wire report]]*"
    )
    assert made.body("jane") == "**Jane Roe**"


def test_facts_without_a_reason_stand_under_a_plain_title(vault):
    made = vault(company("hq: Berlin\nwebsite: https://acme.example\nfacts: {team_size: forty}"))
    assert made.part("acme", "At a glance").splitlines()[2:] == [
        "| HQ | Berlin |",
        "| Website | https://acme.example |",
        "| Team size | forty |",
    ]


def test_firm_pending_and_previous_valuations_have_rows_of_their_own(vault):
    made = vault(
        company("""
why: It grows.
metrics:
  - {valuation: $5B (Jan 2026)}
  - valuation: $11–13B (reported, Feb 2026)
  - {valuation: ~$2B (Jan 2025)}
""")
    )
    assert made.part("acme", "Why Acme matters").splitlines() == [
        "It grows.",
        "",
        "| Metric | Value |",
        "|--------|-------|",
        "| Valuation | **$5B** (Jan 2026) |",
        "| Pending valuation | $11–13B (reported, Feb 2026) |",
        "| Previous valuation | ~$2B (Jan 2025) |",
    ]


def test_a_valuation_in_talks_is_not_bold_and_an_undisclosed_one_neither(vault):
    made = vault(company("metrics: [{valuation: '$5B (in talks, Jan 2026)'}]"))
    assert "| Valuation | $5B (in talks, Jan 2026) |" in made.part("acme", "At a glance")
    made = vault(company("metrics: [{valuation: undisclosed}]"))
    assert "| Valuation | undisclosed |" in made.part("acme", "At a glance")


def test_series_pending_figures_and_denominators_are_told(vault):
    made = vault(
        company("""
metrics:
  - {metric: arr, value: $9M, as_of: 2026-02, note: unaudited}
  - {metric: arr, value: $4M, as_of: 2025-02, source: blog}
  - {metric: revenue, value: $20M, as_of: 2027, status: forecast}
  - {metric: revenue, value: $5M, as_of: 2025}
  - {metric: annualized_revenue, value: $12M, as_of: 2026-01}
  - {metric: annualized_revenue, value: $15M, as_of: 2026-02, status: reported}
  - {metric: market_share, value: 30%, scope: bridges, denominator: all bridges}
""")
    )
    assert made.part("acme", "At a glance").splitlines()[2:] == [
        "| Annualized revenue | $12M (Jan 2026) |",
        "| Reported annualized revenue | $15M (reported, Feb 2026) |",
        "| ARR | $9M (Feb 2026), unaudited |",
        "| Earlier ARR | $4M (Feb 2025)[^1] |",
        "| Revenue | $5M (2025) |",
        "| Expected revenue | $20M (forecast, 2027) |",
        "| Market share, bridges | 30% of all bridges |",
    ]
    assert made.body("acme").endswith("*Source: [[Wire report]]*\n\n[^1]: [[Blog]]")


def test_what_a_section_tells_over_time_is_not_told_twice(vault):
    made = vault(
        company("""
metrics:
  - {metric: arr, value: $9M, as_of: 2026-02}
  - {metric: arr, value: $4M, as_of: 2025-02}
sections: [{heading: ARR over time, table: {of: metric, metric: arr}}]
""")
    )
    assert "Earlier" not in made.body("acme")
    assert made.part("acme", "ARR over time").splitlines() == [
        "| When | ARR |",
        "|------|-----|",
        "| Feb 2025 | $4M |",
        "| Feb 2026 | $9M |",
    ]


ROUNDS = """
founded: 2019
ticker: Private
summary: Makes bridges.
does: It builds.
bull: [Strong]
rounds:
  - id: acme/b
    stage: Series B
    date: 2026-01
    amount: $300M
    valuation: $5B
    investors:
      - {investor: north, role: lead}
      - {investor: south, amount: $150M, note: half of it}
      - {investor: angels, role: existing}
  - {id: acme/early, date: 2023-2024, amount: ~$85M, aggregate: true, various: true}
  - {id: acme/a, stage: Series A, date: 2024, amount: $50M, part_of: acme/early, source: blog}
"""


def test_rounds_come_with_a_total_and_the_newest_firm_one_in_bold(vault):
    made = vault(company(ROUNDS))
    table, _, investors = made.part("acme", "Funding history").partition("\n\n**Key investors:**\n\n")
    assert table.splitlines() == [
        "| Round | Date | Amount | Valuation | Lead |",
        "|-------|------|--------|-----------|------|",
        "| Series B | **Jan 2026** | **$300M** | **$5B** | [[North Fund]] |",
        "| Series A (within prior rounds)[^1] | 2024 | $50M | — | — |",
        "| Prior rounds | 2023-2024 | ~$85M | — | Various |",
        "| **Total** | | **~$385M** | | |",
    ]
    assert investors.splitlines()[2:] == [
        "| **[[South Fund]]** | **$150M** in Jan 2026 round (half of it) |",
        "| [[North Fund]] | Led Jan 2026 |",
        "| Angels | Existing investor |",
    ]


def test_quick_stats_close_a_note_of_some_length_without_marks(vault):
    made = vault(company(ROUNDS.replace("founded: 2019", "founded: {value: 2019, source: blog}")))
    assert made.part("acme", "Quick stats").splitlines()[2:] == [
        "| Ticker | Private |",
        "| Valuation | **$5B** (Jan 2026) |",
        "| Total raised | ~$385M |",
        "| Founded | 2019 |",
        "| Key backer | [[South Fund]] ($150M) |",
    ]
    assert "*Updated 2026-03-01*\n\n---\n\n## Related" in made.body("acme")
    short = ROUNDS.replace("does: It builds.\nbull: [Strong]\n", "")
    assert "Quick stats" not in made.headings("north") + vault(company(short)).headings("acme")


def test_leads_that_the_table_of_rounds_names_need_no_second_table(vault):
    made = vault(
        company("rounds: [{id: acme/a, date: 2026, amount: $5M, investors: [{investor: north, role: lead}]}]")
    )
    assert made.part("acme", "Funding history").splitlines() == [
        "| Round | Date | Amount | Lead |",
        "|-------|------|--------|------|",
        "| Latest | **2026** | **$5M** | [[North Fund]] |",
    ]


def test_a_round_of_which_nothing_is_known_is_not_listed(vault):
    made = vault(company("rounds: [{id: acme/x, amount: '—'}]"))
    assert made.headings("acme") == []
    made = vault(company("rounds: [{id: acme/x, stage: Seed}]"))
    assert made.part("acme", "Funding history") == "- Seed"


def test_a_pending_round_is_told_day_by_day_with_its_prices_and_terms(vault):
    made = vault(
        company("""
rounds:
  - id: acme/c
    status: reported
    stage: Series C
    terms: {Use of the money: {value: bridges, status: reported}}
    tranches:
      - {id: floor, valuation: $10B, amount: $1B}
      - {id: top-price, valuation: $15B, amount: $1B}
    status_log:
      - {on: 2026-01, status: in_talks, amount: $1B, valuation: $10B, source: blog}
      - {on: 2026-02, status: reported, note: nearly done}
      - {source: wire}
    investors:
      - {investor: north, role: lead, tranche: floor}
      - {investor: south}
      - {investor: angels, tranche: top-price, status: reported}
""")
    )
    part = made.part("acme", "Funding history")
    assert "| Series C (reported)[^1] | Feb 2026 | $1B | $10–15B | [[North Fund]] |" in part
    told = part.split("**Series C, as reported so far:**\n")[1].split("\n\n")[0].splitlines()
    assert set(told) == {
        "- Jan 2026: in talks, $1B at $10B[^1]",
        "- Feb 2026: reported, nearly done",
        "- Floor: priced at $10B, $1B of new money",
        "- Top price: priced at $15B, $1B of new money",
        "- Blended price, money-weighted: $12B",
        "- Use of the money: bridges (reported)",
    }
    rows = part.split("**Key investors:**\n\n")[1].splitlines()[2:]
    assert rows == [
        "| [[North Fund]] | Led Feb 2026 at the floor price (reported) |",
        "| [[South Fund]] | In Feb 2026 round (reported) |",
        "| Angels | In Feb 2026 round at the top price (reported) |",
    ]


def test_terms_of_a_closed_round_and_roles_without_a_day_are_told(vault):
    made = vault(
        company("""
rounds:
  - {id: acme/a, amount: $5M, terms: {Board: one seat}, investors: [{investor: north}, {investor: south, amount: $1M}]}
""")
    )
    part = made.part("acme", "Funding history")
    assert "**Round, terms:**\n- Board: one seat" in part
    assert "| **[[South Fund]]** | **$1M** |\n| [[North Fund]] | Took part |" in part


def test_stated_figures_stand_beside_what_they_work_out_to(vault):
    made = vault(
        company("""
metrics:
  - {metric: lead_share, value: 50%, scope: acme/a, note: South's part, source: blog}
  - {metric: valuation_step_up, value: 300%}
rounds:
  - {id: acme/a, date: 2026, amount: $4M, investors: [{investor: south, amount: $2M}]}
""")
    )
    assert "**Stated and worked out:**\n\n| Measure | Stated | Worked out | From |" in made.body("acme")
    rows = made.part("acme", "Funding history").splitlines()[-2:]
    assert rows == [
        "| Share of the round (2026) | 50%, South's part[^1] | 50% | Round, 2026; South Fund |",
        "| Valuation step-up | 300% | — | — |",
    ]
    alone = vault(company("metrics: [{metric: valuation_step_up, value: 300%}]"))
    assert alone.part("acme", "At a glance").splitlines()[2:] == [
        "| Measure | Stated |",
        "|---------|--------|",
        "| Valuation step-up | 300% |",
    ]


def test_a_group_is_checked_with_the_names_of_members_and_sources(vault):
    made = vault("""
entities:
  - {id: a, kinds: [company], name: Acme, metrics: [{metric: valuation, value: $5B, source: wire}]}
  - {id: b, kinds: [company], name: Beta, metrics: [{metric: valuation, value: $4B, source: wire}]}
  - id: g
    kinds: [group]
    name: Builders
    metrics: [{metric: combined_valuation, value: $9B, source: wire}]
relations:
  - {type: member_of, from: a, to: g, source: wire}
  - {type: member_of, from: b, to: g, source: wire}
sources: [{id: wire, title: Wire report, published: 2026-03-01}]
""")
    assert "| Combined valuation | $9B | $9B | Acme: $5B; Beta: $4B; all in Wire report |" in made.part(
        "g", "At a glance"
    )


def test_a_note_tells_only_what_was_known_on_the_day(vault):
    made = vault(company(ROUNDS.replace("    stage: Series B\n", "")), day=date(2026, 2, 15))
    assert made.body("acme").startswith("**Acme**")
    assert "Series A" in made.body("acme")
    assert "Jan 2026" not in made.body("acme")


def test_disputes_are_told_at_the_top_and_folded_once_decided(vault):
    told = """
founded:
  - {value: 2018, source: blog}
  - {value: 2019, source: wire}
"""
    made = vault(company(told))
    callout = made.body("acme").split("\n\n")[1]
    assert callout.splitlines() == [
        "> [!question] Disputed: founded",
        ">",
        "> | Claim | Who says so | In this vault |",
        "> |-------|-------------|---------------|",
        "> | 2019 | Wire report | shown |",
        "> | 2018 | Blog | not shown: contradicts |",
    ]
    made = vault(
        company(told.replace("2018, source: blog", "2018, source: blog, rank: preferred, reason: Register"))
    )
    callout = made.body("acme").split("\n\n")[1]
    assert callout.splitlines()[:4] == ["> [!info]- Decided: founded", ">", "> Register", ">"]
    assert callout.splitlines()[6].startswith("> | 2018 | Blog | shown")
