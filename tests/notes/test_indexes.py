"""The vault's own notes."""

from __future__ import annotations

import pytest

RECORDS = """
entities:
  - {id: acme, kinds: [company], name: Acme, tagline: Bridges, metrics: [{metric: valuation, value: $5B, source: wire}]}
  - {id: beta, kinds: [company, product], name: beta, metrics: [{valuation: '$9B (in talks, 2026)'}]}
  - {id: ecole, kinds: [company], name: École}
  - {id: lei, kinds: [company], name: 雷军}
  - {id: four, kinds: [company], name: 4Chips}
  - {id: north, kinds: [investor], name: North Fund}
  - {id: own, kinds: [investor], name: Own}
rounds:
  - {id: acme/x, entity: acme, date: 2026, amount: $1M, source: wire}
  - {id: acme/y, entity: acme, date: 2026-06, amount: $2M, source: wire, investors: [{investor: north, role: lead}]}
  - {id: beta/z, entity: beta, date: 2025-05-01, stage: Seed, source: wire}
  - {id: lei/u, entity: lei, amount: $3M, source: wire}
  - {id: four/n, entity: four, amount: "—", source: wire}
sources:
  - {id: wire, title: Wire, published: 2026-03-01}
  - {id: open, title: Open, published: ../2026-05}
  - {id: undated, title: Undated}
"""


@pytest.fixture
def notes(vault):
    return vault(RECORDS).indexes()


def part(text: str, title: str) -> list[str]:
    _, _, rest = text.partition(f"\n## {title}\n\n")
    return rest.partition("\n\n---\n")[0].rstrip("\n").splitlines()


def test_a_year_alone_does_not_stand_above_the_months_of_that_year(notes):
    days = [line.split(" | ")[0] for line in part(notes["Home"], "Latest rounds")[2:]]
    assert days == ["| Jun 2026", "| 2026", "| May 1 2025", "| —"]
    lines = [line for line in notes["Rounds timeline"].splitlines() if line.startswith(("## ", "| "))]
    assert [line for line in lines if line.startswith("##")] == ["## 2026", "## 2025", "## Undated"]
    assert "| Jun 2026 | [[Acme]] | Round | $2M | — | [[North Fund]] |" in lines
    assert not any("4Chips" in line for line in lines)


def test_home_shows_what_is_new_what_is_largest_and_what_is_open(notes):
    home = notes["Home"]
    assert part(home, "Largest by valuation") == [
        "| Name | Valuation |",
        "|------|-----------|",
        "| [[beta]] | $9B (in talks, 2026) |",
        "| [[Acme]] | $5B |",
    ]
    assert [line.split(" | ")[1] for line in part(home, "Latest sources")[2:]] == ["[[Wire]] |", "[[Open]] |"]
    assert part(home, "Browse")[0] == "- [[Companies]] (5)"
    assert part(home, "Browse")[-2:] == ["- [[Sources]] (3)", "- [[Rounds timeline]]"]
    assert "- [[Unsourced claims]] — 1" in home


def test_an_index_lists_by_valuation_by_round_and_by_letter(notes):
    index = notes["Companies"]
    assert [line.split(" | ")[0] for line in part(index, "By last round")[2:]] == ["| [[Acme]]", "| [[beta]]"]
    letters = [line for line in index.splitlines() if line.startswith("### ")]
    assert letters == ["### 0–9", "### A", "### B", "### E", "### Other"]
    assert "- [[Acme]] — Bridges" in index
    assert notes["Products"].count("[[beta]]") >= 1
    assert "1 note." in notes["Products"]
    assert part(notes["Sources"], "By date")[2] == "| Mar 1 2026 | [[Wire]] |"


def test_empty_lists_say_so(vault):
    notes = vault("entities: [{id: a, kinds: [concept], name: A}]").indexes()
    assert notes["Rounds timeline"].endswith("No round is recorded yet.\n")
    assert notes["Conflicts"].endswith("Nothing to settle.\n")
    assert notes["Stale figures"].endswith("\n\nNone.\n")
    assert "Latest rounds" not in notes["Home"]


def test_ten_thousand_rounds_are_cut_and_the_note_says_so(vault):
    rounds = "rounds:\n" + "".join(
        f"  - {{id: a/{n}, entity: a, date: {2000 + n % 20}, amount: $1M}}\n" for n in range(1200)
    )
    text = vault("entities: [{id: a, kinds: [company], name: A}]\n" + rounds).indexes()["Rounds timeline"]
    assert "The newest 500 of 1,200 rounds are listed" in text
    assert text.count("[[A]]") == 500


def test_long_indexes_are_cut_but_for_the_letters(vault):
    many = "entities:\n" + "".join(
        f"  - {{id: c{n}, kinds: [company], name: C{n}, metrics: [{{valuation: ${n + 1}M}}]}}\n"
        for n in range(120)
    )
    index = vault(many).indexes()["Companies"]
    assert part(index, "By latest valuation")[-1] == "… and 20 more."
    assert index.count("- [[C") == 120


CONFLICTS = """
entities:
  - id: acme
    kinds: [company]
    name: Acme
    founded:
      - {value: 2018, source: blog}
      - {value: 2019, source: wire}
    hq:
      - {value: Berlin, source: blog, rank: preferred, reason: Register}
      - {value: Paris, source: wire}
    metrics:
      - {metric: arr, value: ~$5M, as_of: 2026-01, source: wire}
      - {metric: arr, value: $5.1M, as_of: 2026-01, source: blog}
      - {metric: arr, value: $1M, as_of: 2020, source: wire, scope: abroad}
      - {metric: employees, value: "40", source: wire, as_of: 2026-01}
      - {metric: employees, value: "40", source: copy, as_of: 2026-01}
  - {id: acme2, kinds: [company], name: ACME}
sources:
  - {id: wire, title: Wire, published: 2026-03-01}
  - {id: blog, title: Blog, published: 2026-03-01}
  - {id: copy, title: Copy, published: 2026-03-02, based_on: [wire]}
"""


def test_conflicts_are_listed_by_what_they_ask_for(vault):
    notes = vault(CONFLICTS).indexes()
    text = notes["Conflicts"]
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        "Undecided",
        "Decided",
        "Oddities",
        "Less precise",
        "Retold",
    ]
    assert part(text, "Undecided") == [
        "**[[Acme]]: founded**",
        "",
        "| Claim | Who says so | In this vault |",
        "|-------|-------------|---------------|",
        "| 2018 | Blog | shown |",
        "| 2019 | Wire | not shown: contradicts |",
    ]
    assert "Decided: Register" in part(text, "Decided")
    assert part(text, "Less precise")[0] == "| About | What | Shown here | Also said |"
    assert part(text, "Retold")[0].startswith("- [[Acme]]: ")
    assert "| [[Acme]] |" in notes["Stale figures"]
    assert "  - [[Acme]]: founded" in notes["Home"]
