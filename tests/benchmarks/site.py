"""Whole runs of `vaultgen site build`, measured as cold processes on synthetic vaults, beside peers that install.

For each size: a full build without the search index, a build when nothing changed, and one after each edit of a note
that a person makes; medians of several runs. Then how large pages are at two sizes, what script and style weigh, and
how long the search index takes. Peers build the same notes: Hugo with links converted beforehand, rockgarden as it is.
Nothing here fails: it prints, beside the targets.

    python -m tests.benchmarks.site --sizes 1000 10000 --repeats 3
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks import peers, vaults
from tests.benchmarks.aside import put_aside
from tests.benchmarks.edits import EDITS
from tests.benchmarks.process import Run, measure

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = {
    ("full", 1_000): 5.0,
    ("full", 10_000): 30.0,
    ("nothing changed", 10_000): 1.5,
    **{(edit, 10_000): 2.0 for edit in EDITS},
}
MEMORY, GROWTH, PAGES = 600, 12, 1.1  # MB; how much longer ten times the notes may take; larger pages
WEIGHT = 15_000  # bytes of script, and of style, packed
SMALL, LARGE = 500, 5_000  # the sizes at which pages are compared


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the runs of one kind; memory in MB is the largest seen."""

    what: str
    size: int
    wall: float
    cpu: float
    memory: float
    remark: str = ""


def site_of(vault: Path) -> Path:
    """Where the site of a vault goes."""
    return vault.with_name(f"{vault.name}-site")


def build(vault: Path, *arguments: str) -> Run:
    """Build the site of a vault in a process of its own."""
    os.sync()  # what earlier runs left to write must not slow this one
    command = [
        sys.executable,
        "-m",
        "vaultgen",
        "site",
        "build",
        "--vault",
        vault,
        "--out",
        site_of(vault),
        *arguments,
    ]
    run = measure(list(map(str, command)), folder=ROOT)
    if run.status:
        sys.exit(f"vaultgen site build: exit code {run.status}\n{run.output}")
    return run


def clear(vault: Path) -> None:
    """Forget the site of a vault and all that is remembered of it."""
    site = site_of(vault)
    for folder in (site, site.with_name(f".{site.name}.vaultgen")):
        put_aside(folder)


def result(what: str, size: int, runs: Sequence[Run], remark: str = "") -> Result:
    """The medians of some runs."""
    middle = statistics.median
    memory = max(run.memory for run in runs) / 1e6
    return Result(
        what, size, middle(run.wall for run in runs), middle(run.cpu for run in runs), memory, remark
    )


def measured(vault: Path, size: int, *, repeats: int) -> list[Result]:
    """Measure a vault in the order in which a person would meet it."""
    full = []
    for _ in range(repeats):
        clear(vault)
        full.append(build(vault, "--no-search"))
    found = [result("full", size, full, full[-1].output.strip())]
    before = files(site_of(vault))
    still = [build(vault, "--no-search") for _ in range(repeats)]
    written = "0 files written" if files(site_of(vault)) == before else "FILES WRITTEN"
    found.append(result("nothing changed", size, still, written))
    for name, edit in EDITS.items():
        changed = []
        for number in range(repeats):
            edit(vault, number)
            changed.append(build(vault, "--no-search"))
        found.append(result(name, size, changed, changed[-1].output.strip().rpartition(": ")[2]))
    return found


def files(site: Path) -> dict[str, tuple[int, int]]:
    """Every file of a site with its inode and time of change."""
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.rglob("*") if path.is_file()
    }


def median_page(vault: Path) -> int:
    """The median of the bytes of the pages of notes."""
    pages = [site_of(vault) / path for path in json_pages(site_of(vault))]
    return int(statistics.median(page.stat().st_size for page in pages))


def json_pages(site: Path) -> list[str]:
    """The pages of notes: those that have a twin."""
    return [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if path.with_suffix(".json").is_file()
    ]


def packed(path: Path) -> int:
    """How many bytes of a file go over the wire."""
    return len(gzip.compress(path.read_bytes(), 9)) if path.is_file() else 0


def verdict(value: float, target: float, unit: str) -> str:
    """A value beside its target."""
    return f"{value:,.2f}{unit} (target {target:,.4g}{unit}: {'met' if value <= target else 'MISSED'})"


def tell(found: Sequence[Result]) -> None:
    """Print the results as a table, then what they come to."""
    print(f"{'what':18} {'notes':>7} {'wall s':>8} {'CPU s':>8} {'MB':>6}  remark")
    for one in found:
        target = TARGETS.get((one.what, one.size))
        judged = (
            "" if target is None else f"target {target:g} s {'met' if one.wall <= target else 'MISSED'}; "
        )
        print(
            f"{one.what:18} {one.size:7,} {one.wall:8.2f} {one.cpu:8.2f} {one.memory:6.0f}  {judged}{one.remark}"
        )
    full = {one.size: one for one in found if one.what == "full"}
    if {1_000, 10_000} <= full.keys():
        print(f"ten times the notes: {verdict(full[10_000].wall / full[1_000].wall, GROWTH, ' ×')}")
    if full:
        print(f"memory: {verdict(max(one.memory for one in full.values()), MEMORY, ' MB')}")
    for one in found:
        if one.what not in {"full", "nothing changed", "search index", *EDITS} and one.size in full:
            print(f"{one.what} takes {one.wall / full[one.size].wall:.2f} × as long at {one.size:,}")


def about_pages(folder: Path) -> None:
    """Print how much pages grow with the vault, and what script and style weigh."""
    sizes = {}
    for size in (SMALL, LARGE):
        vault = folder / f"vault-{size}"
        if not vault.is_dir():
            vaults.write_vault(vault, size)
        if not site_of(vault).is_dir():
            build(vault, "--no-search")
        sizes[size] = median_page(vault)
    print(f"median page: {sizes[SMALL]:,} bytes at {SMALL:,}, {sizes[LARGE]:,} at {LARGE:,}: "
          f"{verdict(sizes[LARGE] / sizes[SMALL], PAGES, ' ×')}")  # fmt: skip
    assets = site_of(folder / f"vault-{SMALL}") / "assets"
    for name in ("site.js", "graph.js", "style.css"):
        print(f"assets/{name}, packed: {verdict(packed(assets / name), WEIGHT, ' bytes')}")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--search", action="store_true", help="the search index, too")
    parser.add_argument("--peers", action="store_true", help="the peers that are installed, too")
    parser.add_argument("--pages", action="store_true", help="the size of pages, too")
    parser.add_argument("--json", type=Path, help="keep the results in a file")
    parser.add_argument("--folder", type=Path, help="where to work (default: a folder that is cleared away)")
    chosen = parser.parse_args()
    # As after an installation: what runs is compiled already, wherever Python may not write that down by itself.
    compileall.compile_dir(ROOT / "vaultgen", quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        found: list[Result] = []
        for size in chosen.sizes:
            vault = folder / f"vault-{size}"
            if not vault.is_dir():
                vaults.write_vault(vault, size)
            found += measured(vault, size, repeats=chosen.repeats)
            if chosen.search:
                clear(vault)
                found.append(result("search index", size, [build(vault)], "a full build with it"))
            if chosen.peers:
                found += [
                    result(name, size, [run], remark)
                    for name, run, remark in peers.measured(vault, folder / "peers")
                ]
        tell(found)
        if chosen.pages:
            about_pages(folder)
        if chosen.json:
            chosen.json.write_text(json.dumps([asdict(one) for one in found], indent=1), "utf-8")


if __name__ == "__main__":
    main()
