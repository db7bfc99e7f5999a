"""Other makers of sites on the same notes, as far as they are installed: Hugo, and rockgarden."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.aside import put_aside
from tests.benchmarks.process import Run, measure
from tests.benchmarks.vaults import texts

LINK = re.compile(r"(!?)\[\[([^\]|\\#]+)(#[^\]|\\]*)?(?:\\?\|([^\]]*))?\]\]")
LAYOUTS = Path(__file__).parent / "hugo"
HUGO = {
    "bare": "links converted beforehand; text, tags and contents only",
    "full": "links converted beforehand; with what templates can give of ours, so without graph and search",
}
"""What is measured of Hugo: a folder of layouts each, and what to know about it."""


def measured(vault: Path, folder: Path) -> Iterator[tuple[str, Run, str]]:
    """Each peer that is there: its name, its full build, and what to know about it."""
    if hugo := shutil.which("hugo", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin"):
        for layouts, remark in HUGO.items():
            place = folder / f"hugo-{layouts}-{vault.name}"
            put_aside(place)
            write_hugo(vault, place, layouts)
            run = measure([hugo, "--source", str(place), "--quiet"], folder=place)
            told = (
                f"{remark}; {weight(place / 'public')}" if run.status == 0 else f"FAILED: {run.output[:200]}"
            )
            yield f"hugo, {layouts}", run, told
    if importlib.util.find_spec("rockgarden") is not None:
        place = folder / f"rockgarden-{vault.name}"
        command = [
            sys.executable,
            "-m",
            "rockgarden",
            "build",
            "--source",
            str(vault),
            "--output",
            str(place),
        ]
        run = measure(command, folder=vault)
        yield "rockgarden", run, "" if run.status == 0 else f"FAILED: {run.output[:200]}"


def weight(folder: Path) -> str:
    """How much was made."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(sizes):,} files, {sum(sizes) / 1e6:,.1f} MB"


def write_hugo(vault: Path, folder: Path, layouts: str) -> None:
    """Write the notes as Hugo wants them: links of Markdown, addresses in the place of names, the lead as a property.

    What a note links to stands in its properties, too, since Hugo does not tell of it.
    """
    addresses = {path.rpartition("/")[2].removesuffix(".md"): f"/{slug(path)}/" for path, _ in texts(vault)}
    shutil.copytree(LAYOUTS / layouts, folder)
    for path, text in texts(vault):
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        kept = [line for line in front.split("\n") if "[[" not in line and line != "investors:"]
        linked = {addresses[link[2]] for link in LINK.finditer(text) if link[2] in addresses}
        kept += [
            f"title: {json.dumps(path.rpartition('/')[2].removesuffix('.md'))}",
            f"description: {json.dumps(plain(lead_of(body)))}",
            f"links: {json.dumps(sorted(linked))}",
        ]
        target = folder / "content" / f"{slug(path)}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        written_body = LINK.sub(lambda link: written(link, addresses), body)
        target.write_text("\n".join(["---", *kept, "---", written_body]), "utf-8")


def lead_of(body: str) -> str:
    """The first paragraph that is no heading."""
    return next((line for line in body.split("\n") if line and not line.startswith("#")), "")


def plain(text: str) -> str:
    """A line without the marks of Markdown."""
    return LINK.sub(lambda link: link[4] or link[2], text).replace("*", "").replace("=", "")


def slug(path: str) -> str:
    """The address of a note."""
    return path.removesuffix(".md").lower().replace(" ", "-")


def written(link: re.Match[str], addresses: dict[str, str]) -> str:
    """A link as Markdown."""
    mark, target, shown = link[1], link[2], link[4]
    return f"{mark}[{shown or target}]({addresses.get(target, target)})"
