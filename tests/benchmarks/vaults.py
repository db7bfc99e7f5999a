"""A synthetic vault: notes of about 4 KB with twelve links each, a few of them to the notes that all know."""

from __future__ import annotations

import random
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

WORDS = (  # noqa: SIM905 -- a list of so many would take as many lines
    "inference capital serving latency margin tokens round investor cluster revenue growth model weights "
    "runtime valuation demand supply contract customer platform throughput kernel scheduler cache price "
    "quarter report estimate source analyst founder board partner diligence market share cloud region "
    "chip memory bandwidth training workload batch queue endpoint developer enterprise pricing discount "
    "usage retention pipeline "
).split()
KINDS = {
    "Companies": "company",
    "Investors": "investor",
    "People": "person",
    "Rounds": "deal",
    "Notes": "note",
}
FOLDERS = tuple(KINDS)
STAGES = ("Seed", "Series A", "Series B", "Series C", "Growth")
COUNTRIES = ("United States", "Germany", "France", "Norway", "Japan")
LINKS, PARAGRAPHS, IMAGE_EVERY = 12, 6, 50


def write_vault(folder: Path, count: int, *, seed: int = 7) -> list[str]:
    """Write a vault of so many notes; gives their paths."""
    dice = random.Random(seed)
    names = [f"{FOLDERS[number % len(FOLDERS)]}/{_name(dice)} {number}" for number in range(count)]
    heights = list(accumulate(1 / (rank + 1) ** 0.9 for rank in range(count)))
    for place in {name.rpartition("/")[0] for name in names}:
        (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / "Images").mkdir(exist_ok=True)
    for number, name in enumerate(names):
        picked = [names[bisect_left(heights, dice.random() * heights[-1])] for _ in range(LINKS)]
        (folder / f"{name}.md").write_text(_note(dice, number, name, picked), "utf-8")
        if number % IMAGE_EVERY == 0:
            (folder / f"Images/chart-{number}.png").write_bytes(_png(number))
    return [f"{name}.md" for name in names]


def _name(dice: random.Random) -> str:
    return " ".join(word.capitalize() for word in dice.sample(WORDS, 2))


def _note(dice: random.Random, number: int, path: str, links: list[str]) -> str:
    folder, _, name = path.rpartition("/")
    targets = [link.rpartition("/")[2] for link in links]
    lines = [
        "---",
        f"kind: {KINDS[folder]}",
        f'aliases: ["{name.split()[0]} {number:05}"]',
        f"tags: [{dice.choice(WORDS)}, sector/{dice.choice(WORDS[:12])}]",
        f"stage: {dice.choice(STAGES)}",
        f"country: {dice.choice(COUNTRIES)}",
        f"founded: {dice.randint(1998, 2025)}",
        f"valuation_usd: {dice.randint(1, 900) * 1_000_000}",
        f"date: {dice.randint(2019, 2026)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "investors:",
        *(f'  - "[[{target}]]"' for target in targets[:2]),
        "---",
        f"# {name}",
        "",
        (
            f"**{name}** – {_sentence(dice)} It was said to be worth "
            f"${dice.randint(1, 90)}B, up from ${dice.randint(1, 9)}B."
        ),
        "",
    ]
    for part, target in enumerate(targets[2:8]):
        lines += [f"## {dice.choice(WORDS).capitalize()} and {WORDS[(number + part) % len(WORDS)]}", ""]
        lines += [
            f"{_sentence(dice)} [[{target}]] {_sentence(dice)} ==Marked== and *leant*; {_sentence(dice)}",
            "",
        ]
    lines += ["## Figures", "", "| Metric | Value | Source |", "|---|---:|---|"]
    lines += [
        f"| {dice.choice(WORDS)} | ${dice.randint(1, 999)}M | [[{target}\\|source]] |"
        for target in targets[8:]
    ]
    lines += ["", "> [!note] To know", f"> {_sentence(dice)}", ""]
    lines += [f"- [{'x' if dice.random() < 0.5 else ' '}] {_sentence(dice)}" for _ in range(4)]
    if number % IMAGE_EVERY == 0:
        lines += ["", f"![[chart-{number}.png|300]]"]
    while sum(map(len, lines)) < 3700:
        lines += ["", " ".join(_sentence(dice) for _ in range(4))]
    return "\n".join(lines) + "\n"


def _sentence(dice: random.Random) -> str:
    words = dice.choices(WORDS, k=dice.randint(8, 16))
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _png(shade: int) -> bytes:
    """A small grey picture."""
    rows = b"".join(b"\0" + bytes([shade % 256]) * 64 for _ in range(64))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every note of a vault by its path."""
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder).as_posix(), path.read_text("utf-8")
