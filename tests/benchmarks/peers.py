"""Other makers of sites on the same notes, as far as they are installed: Hugo, and rockgarden."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.aside import put_aside
from tests.benchmarks.process import Run, measure
from tests.benchmarks.vaults import texts

LINK = re.compile(r"(!?)\[\[([^\]|\\#]+)(#[^\]|\\]*)?(?:\\?\|([^\]]*))?\]\]")
HUGO = """baseURL = "https://example.org/"
disableKinds = ["RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
PAGE = """<!doctype html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>
{{ range .Params.tags }}<a href="/tags/{{ . | urlize }}/">{{ . }}</a>{{ end }}
{{ .Content }}{{ .TableOfContents }}</body></html>
"""
LIST = """<!doctype html><html><body><ul>
{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul>{{ template "_internal/pagination.html" . }}</body></html>
"""


def measured(vault: Path, folder: Path) -> Iterator[tuple[str, Run, str]]:
    """Each peer that is there: its name, its full build, and what to know about it."""
    if hugo := shutil.which("hugo", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin"):
        place = folder / f"hugo-{vault.name}"
        put_aside(place)
        write_hugo(vault, place)
        run = measure([hugo, "--source", str(place), "--quiet"], folder=place)
        yield "hugo", run, "links converted beforehand" if run.status == 0 else f"FAILED: {run.output[:200]}"
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


def write_hugo(vault: Path, folder: Path) -> None:
    """Write the notes as Hugo wants them: links of Markdown, addresses in the place of names."""
    addresses = {path.rpartition("/")[2].removesuffix(".md"): slug(path) for path, _ in texts(vault)}
    for name, text in {
        "hugo.toml": HUGO,
        "layouts/_default/single.html": PAGE,
        "layouts/_default/list.html": LIST,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for path, text in texts(vault):
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        title = path.rpartition("/")[2].removesuffix(".md")
        target = folder / "content" / f"{slug(path)}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        linked = LINK.sub(lambda link: written(link, addresses), body)
        kept = "\n".join(line for line in front.split("\n") if "[[" not in line and line != "investors:")
        target.write_text(f'---\ntitle: "{title}"\n{kept}\n---\n{linked}', "utf-8")


def slug(path: str) -> str:
    """The address of a note."""
    return path.removesuffix(".md").lower().replace(" ", "-")


def written(link: re.Match[str], addresses: dict[str, str]) -> str:
    """A link as Markdown."""
    mark, target, shown = link[1], link[2], link[4]
    return f"{mark}[{shown or target}](/{addresses.get(target, target)}/)"
