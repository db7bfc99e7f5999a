"""Themed sections, what sources and people say, and what a source's own note tells."""

from __future__ import annotations

WORLD = """
entities:
  - id: acme
    kinds: [company]
    name: Acme
    aliases: [Acme Corp]
    source: wire
    summary: {text: "Rival of Beta; see [[beta|them]].", locator: page 3, source: blog}
    market: Bridges
    hq: Berlin
    positioning: First
    website: acme.example
    facts: {One: "1", Two: "2"}
    landscape: Beta and [[Beta]] and [[nobody]] and ![[pic.png]].
    bull:
      - {text: Grew 50%, source: blog}
      - {text: Loved by all, source: blog}
    sections:
      - heading: About [[beta]]
        after: why
        text: Beta once
        items: ["Beta twice\\n\\nand on"]
        closing: {text: Done., source: blog}
      - {heading: Empty, after: does}
      - {heading: Numbers, after: landscape, table: {columns: [a, "b|c"], rows: [[Beta, "1\\n2"]]}}
      - {heading: No rows, after: case, table: {columns: [a]}}
    metrics:
      - {arr: $5M}
      - {metric: arr, value: ~$6M, origin: jane, as_of: 2026-01, source: blog, status: estimated}
      - {metric: employees, value: "40", source: blog, origin: Somebody}
    rounds:
      - {id: acme/a, stage: Seed, date: 2025, amount: $1M, source: blog, investors: [{investor: beta, amount: $1M}]}
  - {id: beta, kinds: [company], name: Beta}
  - {id: jane, kinds: [person], name: Jane Roe}
  - {id: press, kinds: [publisher], name: The Press, summary: A paper.}
sources:
  - {id: wire, title: Wire, published: 2026-03-01, based_on: [blog], publisher: press}
  - {id: blog, published: 2026-02/2026-04, publisher: press, kind: essay, author: A. Writer, url: "https://b.example/x"}
  - {id: late, title: Late one, published: ../2026-05, publisher: press, level: stub}
  - {id: bare, level: mention}
"""


def test_prose_links_each_name_once_a_section_and_the_authors_links_resolve(vault):
    made = vault(WORLD)
    lead = made.body("acme").split("\n\n---")[0]
    assert lead == "**Acme** — Rival of Beta; see [[Beta|them]].[^1]"
    part = made.part("acme", "Competitive landscape (Bridges)")
    assert part == "Beta and [[Beta]] and nobody and ![[pic.png]]."


def test_sections_stand_behind_their_part_and_only_if_they_say_something(vault):
    made = vault(WORLD)
    assert made.headings("acme") == [
        "At a glance",
        "About beta",
        "Funding history",
        "Competitive landscape (Bridges)",
        "Numbers",
        "Investment case",
        "Related",
    ]
    assert made.part("acme", "About beta") == "[[Beta]] once\n\n- Beta twice\n  \n  and on\n\nDone.[^2]"
    assert made.part("acme", "Numbers") == "| a | b\\|c |\n|---|------|\n| [[Beta]] | 1<br>2 |"


def test_a_bullet_carries_a_mark_only_if_it_holds_a_figure(vault):
    assert vault(WORLD).part("acme", "Investment case") == "**Bull:**\n- Grew 50%[^2]\n- Loved by all"


def test_footnotes_name_source_and_place_and_can_be_switched_off(vault):
    made = vault(WORLD)
    essay = "[[The Press, Feb–Apr 2026]]"
    assert made.body("acme").endswith(f"\n\n[^1]: {essay}, page 3\n[^2]: {essay}")
    assert "[^" not in vault(WORLD, footnotes=False).body("acme")


def test_tags_stand_in_a_line_if_asked(vault):
    tagged = WORLD.replace("aliases:", "tags: [Robots, Robots, a/b c]\n    aliases:")
    assert vault(tagged, tag_line=True).body("acme").startswith("#robots #a/b-c\n\n**Acme**")


def test_a_source_tells_what_it_is_what_it_says_and_its_kin(vault):
    made = vault(WORLD)
    body = made.body("blog")
    assert body.splitlines()[0].endswith(
        "** — Essay by A. Writer, [[The Press]], Feb–Apr 2026. To be read at https://b.example/x."
    )
    assert made.part("blog", "What it says").splitlines() == [
        "| About | What | Claim | Through |",
        "|-------|------|-------|---------|",
        "| [[Acme]] | ARR | ~$6M (Jane Roe est., Jan 2026) | after [[Jane Roe]] |",
        "| [[Acme]] | Amount (Seed, 2025) | $1M | — |",
        "| [[Acme]] | Employees | 40 | after Somebody |",
        "| [[Acme]] | Seed, 2025 | Beta: participant, $1M | — |",
    ]
    assert made.part("blog", "Related") == "- [[Wire]] — retells it"
    assert made.part("wire", "Related").splitlines()[0].endswith("— retold here")
    assert "*Source" not in body


def test_a_source_as_a_stub_is_a_line_and_one_as_a_mention_no_note(vault):
    made = vault(WORLD)
    assert made.body("late") == "**Late one** — [[The Press]], by May 2026."
    assert "bare" not in made.book.places


def test_a_publisher_lists_what_it_brought_out(vault):
    made = vault(WORLD)
    assert made.body("press").startswith(
        "**The Press** — A paper.\n\n---\n\n## Publications\n\n- [[Wire]] (Mar 1 2026)"
    )
    lines = made.part("press", "Publications").splitlines()
    assert [line.rsplit("(", 1)[1] for line in lines] == ["Mar 1 2026)", "Feb–Apr 2026)", "by May 2026)"]


def test_a_person_says_things_and_a_way_that_all_share_goes_without_saying(vault):
    assert vault(WORLD).part("jane", "What Jane Roe says").splitlines() == [
        "| About | What | Claim |",
        "|-------|------|-------|",
        "| [[Acme]] | ARR | ~$6M (Jane Roe est., Jan 2026) |",
    ]


def test_a_stub_is_a_few_lines(vault):
    made = vault(WORLD.replace("market: Bridges", "level: stub"))
    assert made.headings("acme") == ["At a glance", "Related"]
    assert "ceo" not in made.note("acme").split("\n---\n")[0]


def test_the_day_of_a_note_is_as_exact_as_it_is_known(vault):
    only = WORLD.replace("source: wire", "source: blog")
    assert "*Updated Apr 2026 at the latest*" in vault(only).body("acme")
    assert "*Updated 2026*" in vault(only.replace("2026-02/2026-04", "2026")).body("acme")
    assert "*Updated" not in vault(only.replace("published: 2026-02/2026-04, ", "")).body("acme")


def test_a_very_long_name_leaves_headings_short(vault):
    made = vault({"entities": [{"id": "a", "kinds": ["company"], "name": "x" * 70, "why": "Big."}]})
    assert made.headings("a") == ["Why it matters"]


def test_lead_texts_that_begin_a_block_stand_below_the_name(vault):
    made = vault({"entities": [{"id": "a", "kinds": ["company"], "name": "A", "summary": "- one\n- two"}]})
    assert made.body("a") == "**A**\n\n- one\n- two"


def test_blank_texts_say_nothing(vault):
    made = vault(
        {"entities": [{"id": "a", "kinds": ["company"], "name": "A", "summary": " \n ", "why": " "}]}
    )
    assert made.body("a") == "**A**"
