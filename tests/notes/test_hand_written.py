"""The note of Baseten as of the day of the hand-written one holds the same figures, cell for cell."""

from __future__ import annotations

import re
from datetime import date

import pytest

DAY = date(2026, 1, 23)

METRICS = [
    ("Valuation", "$5B (Jan 2026)"),
    ("Previous valuation", "~$2B (implied from raise history)"),
    ("Total raised", "$585M"),
    ("Founded", "2019"),
    ("HQ", "San Francisco"),
    ("CEO", "Tuhin Srivastava"),
    ("Positioning", '"AWS for inference"'),
]
ROUNDS = [
    ("Latest", "Jan 2026", "$300M", "$5B", "IVP, CapitalG"),
    ("Prior rounds", "2024-2025", "~$285M", "—", "Various"),
    ("Total", "", "$585M", "", ""),
]
INVESTORS = [
    ("NVIDIA", "$150M in Jan 2026 round (customer's chips)"),
    ("IVP", "Co-led Jan 2026"),
    ("CapitalG", "Co-led Jan 2026 (Alphabet's growth fund)"),
    ("Bond", "Existing investor"),
    ("Greylock", "Existing investor"),
    ("Spark Capital", "Existing investor"),
]
BACKED_BY_NVIDIA = {
    "Baseten": "$150M",
    "OpenAI": "up to $100B commitment",
    "CoreWeave": "Investor + priority allocation",
    "Groq": "$20B licensing deal",
}
# The hand-written note has talks as “Jan 2026 talks”; the one notation puts the status first.
COMPETITORS = {
    "Baseten": ("$5B", "Model deployment platform"),
    "Fireworks AI": ("$4B (Oct 2025)", "Serverless inference cloud (PyTorch team)"),
    "Cerebras": ("$22B (in talks, Jan 2026)", "Custom inference chips + cloud"),
    "Groq": ("NVIDIA-partnered", "LPU inference chips"),
    "Together AI": ("~$3B", "Training + inference platform"),
    "Anyscale/Ray": ("—", "Distributed compute"),
}
QUICK_STATS = [
    ("Ticker", "Private"),
    ("Valuation", "$5B (Jan 2026)"),
    ("Total raised", "$585M"),
    ("Founded", "2019"),
    ("CEO", "Tuhin Srivastava"),
    ("Key backer", "NVIDIA ($150M)"),
]
BOLD = {
    "why": ["$5B", "$585M"],
    "funding": ["Jan 2026", "$300M", "$5B", "Total", "$585M", "NVIDIA", "$150M"],
    "stats": ["$5B"],
}


@pytest.fixture(scope="module")
def note(demo):
    return demo(DAY)


def tables(part: str) -> list[list[tuple[str, ...]]]:
    """The rows of each table of a part, as they read: without links, bold and footnote marks."""
    found = re.findall(r"^\|[^\n]*\|\n\|[-|]+\|\n((?:\|[^\n]*\|\n?)+)", part, flags=re.MULTILINE)
    return [[_cells(line) for line in body.splitlines()] for body in found]


def _cells(line: str) -> tuple[str, ...]:
    text = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|\[\^[^\]]*\]|\*\*", r"\1", line)
    return tuple(cell.strip() for cell in text.strip("|").split("|"))


def test_the_metric_table_is_the_hand_written_one(note):
    assert tables(note.part("baseten", "Why Baseten matters")) == [METRICS]


def test_the_funding_tables_are_the_hand_written_ones(note):
    rounds, investors, *_ = tables(note.part("baseten", "Funding history"))
    assert rounds == ROUNDS
    assert investors == INVESTORS


def test_the_table_of_nvidias_investments_has_the_hand_written_amounts(note):
    (backed,) = tables(note.part("baseten", "NVIDIA investment significance"))
    assert backed[0][0] == "Baseten"
    assert {name: amount for name, amount, _ in backed} == BACKED_BY_NVIDIA


def test_the_competitors_are_the_hand_written_ones(note):
    (competitors,) = tables(note.part("baseten", "Competitive landscape (inference infrastructure)"))
    assert competitors[0][0] == "Baseten"
    assert {name: (valuation, approach) for name, valuation, approach in competitors} == COMPETITORS


def test_the_quick_stats_are_the_hand_written_ones(note):
    assert tables(note.part("baseten", "Quick stats")) == [QUICK_STATS]


def test_bold_is_set_where_a_hand_set_it(note):
    def bold(part: str) -> list[str]:
        rows = "\n".join(line for line in part.splitlines() if line.startswith("|"))
        return [text.strip("[]") for text in re.findall(r"\*\*(.+?)\*\*", rows)]

    assert bold(note.part("baseten", "Why Baseten matters")) == BOLD["why"]
    assert bold(note.part("baseten", "Funding history")) == BOLD["funding"]
    assert bold(note.part("baseten", "Quick stats")) == BOLD["stats"]


def test_customers_and_the_shape_of_the_note_are_the_hand_written_ones(note):
    body = note.body("baseten")
    assert body.startswith("#actor #ai #inference #usa #private\n\n**Baseten** — ")
    assert "- [[Cursor]] — AI code editor (inference for code generation)\n" in body
    assert "- [[Notion]] — AI-powered workspace features\n" in body
    assert "*Updated 2026-01-23*\n\n---\n\n## Related\n" in body
    assert body.endswith("after [[WSJ report on Baseten's January round]]*")
    assert "[^" not in body


def test_the_closing_list_is_short_and_holds_the_hand_written_hubs(note):
    lines = note.part("baseten", "Related").splitlines()
    linked = {re.match(r"- \[\[([^\]|]+)", line)[1] for line in lines}
    assert len(lines) <= 15
    assert "- [[NVIDIA]] — investor ($150M, Jan 2026), GPU supplier" in lines
    assert linked >= {
        "NVIDIA as kingmaker",
        "Cerebras",
        "Groq",
        "Inference disaggregation",
        "Fireworks AI",
        "Training-inference convergence",
    }
