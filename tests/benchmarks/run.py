"""Whole runs of the command line, measured as cold processes on synthetic records.

For each format and size: a full build into an empty vault, a build when nothing changed, `--check`, and a
build after one valuation changed; then, with another seat for every entity in the records, a build over notes that
nobody has edited and one over notes of which a person has edited a hundred; medians of several runs. The floor (see
floor.py) is measured in the same run, on the same notes, so that machines can be compared by ratios. Nothing here
fails: it prints, beside the targets.

    python -m tests.benchmarks.run --sizes 1000 10000 --formats tables yaml --repeats 3
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks import record_files
from tests.benchmarks.aside import put_aside
from tests.benchmarks.process import Run, measure
from tests.benchmarks.records import Sample, generate

ROOT = Path(__file__).resolve().parent.parent.parent
ENDINGS = (0, 3)  # done; done with something to settle
NOT_COUNTED = re.compile(r"\.vaultgen/lock$")
WALL = {("full", "tables"): 6.0, ("full", "yaml"): 15.0, "nothing changed": 1.0, "one changed": 1.2}
EDITED, EDITED_RATIO = 100, 1.3  # notes edited, and how much longer a build over them may take
JUDGED = 10_000  # the size for which the targets are meant
MEMORY, GROWTH, RATIO = 400, 25, 12  # MB; KB a note; how much longer ten times the notes may take

Files = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the runs of one kind, with what they did to the vault."""

    format: str
    size: int
    kind: str
    wall: float
    cpu: float
    memory: float  # MB
    files: int
    floor: float  # seconds
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with synthetic records, and how to build it."""

    folder: Path
    format: str
    sample: Sample
    command: tuple[str, ...]

    @property
    def vault(self) -> Path:
        """Where the notes go."""
        return self.folder / "vault"

    def write(self, sample: Sample, company: str = "") -> None:
        """Write the records; with a company, only the file that holds its rounds."""
        seeds = self.folder / "seeds"
        if self.format == "tables":
            record_files.write_tables(sample, seeds, only=["rounds"] if company else record_files.TABLES)
        else:
            record_files.write_yaml(sample, seeds, only=company)

    def build(self, *arguments: str) -> tuple[Run, set[str]]:
        """Run a build, measured; and the files of the vault that it wrote or removed."""
        before = _files(self.vault)
        os.sync()  # what earlier runs left to write must not slow this one
        run = measure([*self.command, "-C", str(self.folder), "build", *arguments], folder=self.folder)
        if run.status not in ENDINGS:
            sys.exit(f"vaultgen build {' '.join(arguments)}: exit code {run.status}\n{run.output}")
        after = _files(self.vault)
        return run, {name for name in before | after if before.get(name) != after.get(name)}


def _files(vault: Path) -> Files:
    """Every file of a vault with its inode and time of change."""
    found: Files = {}
    for folder, _, names in os.walk(vault):
        for name in names:
            about = os.stat(f"{folder}/{name}")  # noqa: PTH116 - twenty thousand files, before and after each run
            path = os.path.relpath(f"{folder}/{name}", vault)
            if not NOT_COUNTED.search(path):
                found[path] = (about.st_ino, about.st_mtime_ns)
    return found


def _results(project: Project, size: int, *, repeats: int, floor_folder: Path) -> Iterator[Result]:
    """Measure everything about one project, in the order in which a person would meet it."""

    def result(kind: str, runs: Sequence[tuple[Run, set[str]]], remark: str = "") -> Result:
        middle = statistics.median
        return Result(
            format=project.format,
            size=size,
            kind=kind,
            wall=middle(run.wall for run, _ in runs),
            cpu=middle(run.cpu for run, _ in runs),
            memory=max(run.memory for run, _ in runs) / 1e6,
            files=int(middle(len(written) for _, written in runs)),
            floor=floor,
            remark=remark,
        )

    full = []
    for _ in range(repeats):
        put_aside(project.vault)
        full.append(project.build())
    floor = _floor(project.vault, floor_folder, repeats=repeats)
    yield result("full", full, _about_notes(project.vault))
    yield result("nothing changed", [project.build() for _ in range(repeats)])
    yield result("check", [project.build("--check") for _ in range(repeats)])
    changed_sample, company = project.sample.with_new_valuation()
    changed = []
    for number in range(repeats):
        project.write(project.sample if number % 2 else changed_sample, company)
        changed.append(project.build())
    remarks = [_about_change(project, company, written) for _, written in changed]
    yield result("one changed", changed, f"{max(remarks, key=len)}; {_against_clean(project)}")
    project.write(project.sample)
    project.build()
    untouched, edited, open_points = [], [], 0
    for number in range(repeats):
        project.write(project.sample.with_seats(f"Bergen {2 * number}"))
        untouched.append(project.build())
        _edit(project.vault, number)
        project.write(project.sample.with_seats(f"Bergen {2 * number + 1}"))
        edited.append(project.build())
        open_points = json.loads(project.build("--json")[0].output)["points"]
    yield result("all changed", untouched)
    ratio = statistics.median(run.wall for run, _ in edited) / statistics.median(
        run.wall for run, _ in untouched
    )
    told = f"{ratio:.2f} × as long as without edits{_verdict(ratio, EDITED_RATIO, '')}"
    yield result(f"all changed, {EDITED} edited", edited, f"{told}; {len(open_points)} points to settle")


def _edit(vault: Path, number: int) -> None:
    """A person writes in a hundred notes: a paragraph, and another seat than the records have."""
    notes = sorted(path for path in vault.rglob("*.md") if path.parent != vault)
    for path in notes[number :: max(1, len(notes) // EDITED)][:EDITED]:
        text = path.read_text("utf-8").replace("| HQ | Bergen", "| HQ | Alta, not Bergen", 1)
        path.write_text(text.replace("\n## ", f"\nSeen by a person, time {number}.\n\n## ", 1), "utf-8")


def _floor(vault: Path, folder: Path, *, repeats: int) -> float:
    seconds = []
    for _ in range(repeats):
        put_aside(folder)
        os.sync()
        run = measure([sys.executable, "-m", "tests.benchmarks.floor", str(vault), str(folder)], folder=ROOT)
        seconds.append(float(run.output))
    return statistics.median(seconds)


def _notes(vault: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(vault.rglob("*.md")):
        if ".vaultgen" not in path.parts:
            yield path.relative_to(vault).as_posix(), path.read_text("utf-8")


def _about_notes(vault: Path) -> str:
    texts = [text for _, text in _notes(vault)]
    size = statistics.mean(len(text.encode()) for text in texts) / 1000
    links = statistics.mean(len(set(re.findall(r"\[\[([^]|#]+)", text))) for text in texts)
    longest = max(len(text) for text in texts) / 1000
    return f"{len(texts):,} notes of {size:.1f} KB linking to {links:.1f}, the longest {longest:,.0f} KB"


def _about_change(project: Project, company: str, written: set[str]) -> str:
    """Which notes changed: that of the company must, those of whom its records name may, overviews may."""
    ids = set()
    for name, text in _notes(project.vault):
        if name in written:
            found = re.search(r"^id: [\"']?([^\"'\n]+)", text, re.MULTILINE)
            ids.add(found[1] if found else name)
    overviews = {own for own in ids if own.startswith("vault.")}
    near = project.sample.neighbours(company)
    told = [f"{len(ids & near)} notes of the {len(near)} that may, {len(overviews)} overviews"]
    if company not in ids:
        told.append(f"NOT the company's own ({company})")
    if strangers := sorted(ids - near - overviews):
        told.append(f"STRANGERS: {', '.join(strangers[:5])}")
    return "; ".join(told)


def _against_clean(project: Project) -> str:
    """Whether the notes that grew step by step are those of a build from nothing."""
    kept = project.folder / "grown"
    project.vault.rename(kept)
    project.build()
    grown, clean = dict(_notes(kept)), dict(_notes(project.vault))
    put_aside(kept)
    apart = sorted(name for name in grown | clean if grown.get(name) != clean.get(name))
    return f"NOT AS A CLEAN BUILD: {', '.join(apart[:5])}" if apart else "as a clean build"


def _rows(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    for result in results:
        is_judged = result.size == JUDGED
        wall = WALL.get(result.kind, WALL.get((result.kind, result.format))) if is_judged else None
        yield (
            result.format,
            f"{result.size:,}",
            result.kind,
            f"{result.wall:.2f}" + _verdict(result.wall, wall, "s"),
            f"{result.cpu:.2f}",
            f"{result.memory:.0f}" + _verdict(result.memory, MEMORY if is_judged else None, "MB"),
            f"{result.files:,}"
            + _verdict(result.files, 0 if result.kind in {"nothing changed", "check"} else None, ""),
            f"{result.wall / result.floor:.2f}",
            result.remark,
        )


def _verdict(measured: float, target: float | None, unit: str) -> str:
    if target is None:
        return ""
    return f" (≤ {target:g} {unit}".rstrip() + f": {'kept' if measured <= target else 'MISSED'})"


def _growth(results: Sequence[Result]) -> Iterator[str]:
    """How time and memory grow between the smallest and the largest size."""
    for form in dict.fromkeys(result.format for result in results):
        full = sorted(
            (one for one in results if (one.format, one.kind) == (form, "full")), key=lambda one: one.size
        )
        small, large = full[0], full[-1]
        if small is large:
            continue
        times = large.wall / small.wall
        kilobytes = (large.memory - small.memory) * 1000 / (large.size - small.size)
        sizes = f"{small.size:,} → {large.size:,}"
        is_judged = (small.size, large.size) == (JUDGED // 10, JUDGED)
        yield f"{form}, {sizes}: {times:.1f} times the time" + _verdict(
            times, RATIO if is_judged else None, ""
        )
        yield f"{form}, {sizes}: {kilobytes:.1f} KB more memory a note" + _verdict(
            kilobytes, GROWTH if is_judged else None, "KB"
        )


def _print(results: Sequence[Result]) -> None:
    heads = ("records", "size", "run", "wall s", "cpu s", "peak MB", "files", "× floor", "remark")
    rows = [heads, *_rows(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()
    for (form, size), floor in {(result.format, result.size): result.floor for result in results}.items():
        print(f"floor of {form}, {size:,}: {floor:.2f} s")
    for line in _growth(results):
        print(line)


def _vaultgen() -> tuple[str, ...]:
    script = Path(sys.executable).with_name("vaultgen")
    if not script.exists():
        sys.exit(f"no {script}: run this with the Python into which vaultgen is installed")
    return (str(script),)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure whole builds of synthetic records, in cold processes."
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="entities")
    parser.add_argument("--formats", nargs="+", default=["tables", "yaml"], choices=["tables", "yaml"])
    parser.add_argument(
        "--repeats", type=int, default=3, metavar="N", help="runs of each kind; medians are shown"
    )
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another seed gives other records")
    parser.add_argument(
        "--folder", type=Path, help="work here and leave everything there (default: temporary)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results here")
    return parser.parse_args()


def _measure_all(chosen: argparse.Namespace, folder: Path) -> list[Result]:
    command = _vaultgen()
    # Byte-compiled even where Python is told not to write what it has compiled, so that no measured run has to.
    measure([sys.executable, "-m", "compileall", "-q", str(ROOT / "vaultgen")], folder=folder)
    results: list[Result] = []
    for size in sorted(chosen.sizes):
        sample = generate(size, seed=chosen.seed)
        for form in chosen.formats:
            project = Project(folder / f"{form}-{size}", form, sample, command)
            put_aside(project.folder)
            project.write(sample)
            (project.folder / "vaultgen.toml").write_text('records = ["seeds"]\nvault = "vault"\n', "utf-8")
            for result in _results(project, size, repeats=chosen.repeats, floor_folder=folder / "floor"):
                print(f"{form}, {size:,}, {result.kind}: {result.wall:.2f} s", file=sys.stderr)
                results.append(result)
    return results


def _program() -> list[tuple[str, int]]:
    """What is measured: every module and template with its time of change."""
    files = [*(ROOT / "vaultgen").rglob("*.py"), *(ROOT / "templates").rglob("*.j2")]
    return sorted((str(path), path.stat().st_mtime_ns) for path in files)


def main() -> None:
    """Measure what was asked for and print a table."""
    chosen = _arguments()
    program = _program()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        results = _measure_all(chosen, chosen.folder.resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="vaultgen-bench-") as folder:
            results = _measure_all(chosen, Path(folder))
    _print(results)
    if _program() != program:
        print("The program was edited while it was measured; measure again.")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
