"""Merging one edited note, both sides changed, measured on notes of the demo; medians beside the target.

Nothing here fails: it prints. Each merge starts with nothing read before.

    python -m tests.benchmarks.merge --repeats 200
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from vaultgen.notes import differences, merge_note
from vaultgen.notes.merge import blocks, document, front, lists, tables

VAULT = Path(__file__).resolve().parents[2] / "vault"
TARGET = 15.0  # ms for a note of about 4 KB
SIZES = (1_000, 4_000, 8_000, 16_000)
READERS = (
    blocks.read_blocks,
    document.read_document,
    front.read_front,
    lists.read_list,
    tables.read_table,
    tables.row_names,
)


def edited(text: str) -> str:
    """What a person may do to a note: prose, a section, a property, an item, a cell."""
    lines = text.rstrip("\n").split("\n")
    items = [number for number, line in enumerate(lines) if line.startswith("- ")]
    rows = [number for number, line in enumerate(lines) if line.startswith("| ")]
    if items:
        lines[items[0]] += ", as they told me"
    if rows:
        lines[rows[-1]] = lines[rows[-1]].rstrip(" |") + " (checked) |"
    lines.insert(1, "read: true")
    return "\n".join([*lines, "", "## My view", "", "A paragraph of my own.", ""])


def moved(text: str) -> str:
    """What records may do to it: a property, a row, an item, a sentence."""
    lines = text.split("\n")
    for sign, new in (("- ", "- [[A new peer]] — peer"), ("|--", ""), ("**", "News of this week.\n")):
        found = [number for number, line in enumerate(lines) if line.startswith(sign)]
        if found and sign == "|--":
            lines.insert(found[0] + 1, "| New |" + " — |" * (lines[found[0]].count("|") - 2))
        elif found:
            lines.insert(found[-1], new)
    return "\n".join(lines).replace("updated: ", "round_count: 9\nupdated: ", 1)


def median(work: Callable[[], object], repeats: int) -> float:
    """The median of some runs in milliseconds, each with nothing remembered."""
    times = []
    for _ in range(repeats):
        for reader in READERS:
            reader.cache_clear()
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=100)
    repeats = parser.parse_args().repeats
    notes = sorted((path.read_text("utf-8") for path in VAULT.rglob("*.md")), key=len)
    print(
        f"{'bytes':>7} {'one parse':>10} {'merge':>8} {'first run':>10} {'edits':>8}   ms, medians of {repeats}"
    )
    for size in SIZES:
        base = min(notes, key=lambda text: abs(len(text.encode()) - size))
        note, made = edited(base), moved(base)
        merge_note(base, note, made)
        figures = (
            median(lambda text=base: blocks.read_blocks(text), repeats),
            median(lambda b=base, n=note, m=made: merge_note(b, n, m), repeats),
            median(lambda n=note, m=made: merge_note(None, n, m), repeats),
            median(lambda b=base, n=note: differences(b, n), repeats),
        )
        one, both, adopted, told = figures
        print(f"{len(base.encode()):>7} {one:>10.2f} {both:>8.2f} {adopted:>10.2f} {told:>8.2f}")
    print(f"target for about 4 KB, both sides changed: {TARGET:.0f} ms")


if __name__ == "__main__":
    main()
