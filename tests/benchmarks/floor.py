"""The floor: what no vault of these notes can cost less than, with the same tools.

Jinja2 renders one plain template, line by line, to the very bytes of the notes, and each is written as a file
of its own: a temporary file beside it, then a rename. Reading the notes beforehand does not count; importing
Jinja2 does.

    python -m tests.benchmarks.floor VAULT FOLDER     prints the seconds
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A note as the template sees it."""

    path: str
    lines: list[str]


def read_pages(vault: Path) -> list[Page]:
    """The notes of a vault."""
    files = sorted(path for path in vault.rglob("*.md") if ".vaultgen" not in path.parts)
    return [
        Page(path.relative_to(vault).as_posix(), path.read_bytes().decode("utf-8").split("\n"))
        for path in files
    ]


def write_pages(pages: list[Page], folder: str) -> None:
    """Render and write every page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - Markdown
    source = "{% for line in page.lines %}{{ line }}{% if not loop.last %}\n{% endif %}{% endfor %}"
    template = environment.from_string(source)
    known = set()
    for page in pages:
        text = template.render(page=page)
        above, _, name = f"{folder}/{page.path}".rpartition("/")
        if above not in known:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103 - the floor has no objects
            known.add(above)
        waiting = f"{above}/.{name}.tmp"
        with open(waiting, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            file.write(text)
        os.replace(waiting, f"{above}/{name}")  # noqa: PTH105


def main() -> None:
    """Write the notes of a vault to another folder and print the seconds it took."""
    pages = read_pages(Path(sys.argv[1]))
    started = time.perf_counter()
    write_pages(pages, sys.argv[2])
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
