"""The press is no slower than the parser that it is built on, though it does much more."""

from __future__ import annotations

import time

import pytest
from markdown_it import MarkdownIt

from vaultgen.site.markdown import Press

NOTE = """---
tags: [actor, ai]
kind: [company]
---
#actor #ai

**Acme** — Makes arms for [[Market 1]], with money of [[Investor 1]], [[Investor 2|others]]. Valued at $5B (Jan 2026).

## Why Acme matters

{prose}

| Metric | Value |
|--------|-------|
| Valuation | **$5B** (Jan 2026) |
| Pending valuation | $11–13B (reported, Jun 2026) |
| Total raised | **$585M**[^1] |
| Annualized revenue | ~$600M (Sacra est., Mar 2026), not audited |
| CEO | [[Person 1]][^1] |

## Funding history

| Round | Date | Amount | Valuation | Lead |
|-------|------|--------|-----------|------|
| Series E | **Jan 2026** | **$300M** | **$5B** | [[Investor 1]], [[Investor 3]] |
| Series D (reported) | early 2025 | $150M | — | [[Investor 4\\|Four]] |
| Seed | 2019-2020 | ~$2M | — | Various |

**Key customers:**
- [[Company 1]] — uses it for arms[^1]
- [[Company 2]] — uses it for legs
- [[Company 3]] and ==many== others

> [!question] Disputed
> Who pays what is told in two ways.

{prose}

[^1]: [[Source 1]], Jun 2026.
""".format(
    prose=("So large a step in so short a time says as much about the category as about the company. " * 14)
)


@pytest.fixture(scope="module")
def fastest(memory_atlas):
    names = [
        "Market 1",
        "Person 1",
        "Source 1",
        *(f"Investor {n}" for n in range(1, 5)),
        *(f"Company {n}" for n in range(1, 4)),
    ]
    atlas = memory_atlas({"Acme.md": NOTE, **{f"{name}.md": "" for name in names}})
    press, markdown = (
        Press(atlas),
        MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"]),
    )
    text = atlas.text("Acme.md")
    jobs = {
        "plain markdown-it-py": lambda: markdown.render(text),
        "the press": lambda: press.body("Acme.md", "acme.html"),
    }
    times = {name: [] for name in jobs}
    for _ in range(80):  # in turns, so that a busy machine slows both
        for name, job in jobs.items():
            began = time.process_time()
            job()
            times[name].append(time.process_time() - began)
    return {name: min(spent) * 1000 for name, spent in times.items()}, len(NOTE), text.count("[[")


def test_a_note_takes_no_longer_than_with_the_plain_parser(fastest):
    times, size, links = fastest
    for name, spent in times.items():
        print(f"{name}: {spent:.2f} ms for a note of {size} bytes with {links} links")
    assert times["the press"] <= times["plain markdown-it-py"] * 1.08
