"""pagefind's index of the finished pages, made by its own program."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultgen.errors import GivenUpError, VaultError
from vaultgen.site.search.documents import order_of
from vaultgen.site.search.packs import data_script
from vaultgen.site.search.postings import DIGITS
from vaultgen.site.search.tokens import tokens
from vaultgen.vault import disk

if TYPE_CHECKING:
    from subprocess import CompletedProcess

__all__ = ["COMMON", "FOLDER", "MAP", "PARTS", "GiveUp", "common", "index", "indexed", "page_map"]

GiveUp = Callable[[], bool]
"""Whether an index that is being made is not wanted any more."""


FOLDER: Final = "pagefind"
MAP: Final = f"{FOLDER}/map.js"
"""Which of its pages is which of ours: what results are narrowed and sorted by."""

COMMON: Final = f"{FOLDER}/common.js"
"""The words that are so common that pagefind is not asked for them when there are others."""

PARTS: Final = f"{FOLDER}/parts.js"
"""How many bytes each part of the index has, by which a query is kept from costing a reader too much."""

_TOO_OFTEN: Final = 20_000
"""pagefind keeps every place of a word: one that stands more often costs a reader more than 50 KB."""

_KEPT: Final = re.compile(r"pagefind\.js|pagefind-worker\.js|pagefind-entry\.json|wasm\..+|.+\.pf_meta")
_FURNITURE: Final = "nav, .near, .contents, .backlinks, .end, .crumbs"
"""What stands on a page and is about other pages; only pages with a `data-path` are those of notes."""
_MARK: Final = b"pagefind_dcd"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


# Seconds between two looks at whether the index is still wanted, and how far it stands back for others meanwhile.
_LOOK: Final = 0.05
_NICE: Final = 10
_CALLED_OFF: Final = "the search index was called off; build again"


def index(
    site: Path, addresses: tuple[str, ...], *, language: str = "en", give_up: GiveUp | None = None
) -> int:
    """Index the pages below `site` into its folder `pagefind`; gives how many there are.

    `addresses` are those of all pages of the vault in the order of their numbers (`leaves.page_addresses`).

    Filters and orders are not left to pagefind: with them its bytes differ from run to run. Its index needs
    about 180 to 260 KB of memory a page while it is made, and nothing afterwards.

    With `give_up` it stands back for other work, and is a GivenUpError as soon as that says so.
    """
    if addresses:  # it refuses to index nothing
        _run(site, language, give_up)
        _tidy(site)
    names: list[tuple[str, str]] = []
    counts: Counter[str] = Counter()
    for name, address, text in _fragments(site):
        if give_up is not None and give_up():
            raise GivenUpError(_CALLED_OFF)
        names.append((name, address))
        counts.update(tokens(text))
    disk.write_text(site / MAP, page_map(names, addresses).decode())
    disk.write_text(site / COMMON, data_script("common", common(counts)).decode())
    disk.write_text(site / PARTS, data_script("parts", _parts(site)).decode())
    return len(names)


def _run(site: Path, language: str, give_up: GiveUp | None) -> None:
    """Let pagefind read the pages."""
    short = _LANGUAGE.match(language.lower())
    command = [
        sys.executable, "-m", "pagefind_bin",  # the service in Python sleeps 0.1 s for every page
        "--site", str(site),
        "--output-subdir", FOLDER,
        "--force-language", short.group() if short else "en",
        "--root-selector", "html[data-path] main",
        "--exclude-selectors", _FURNITURE,
        "--keep-index-url",
        "--silent",
    ]  # fmt: skip
    try:
        done = _finished(command, give_up)
    except OSError as error:
        raise VaultError(f"pagefind cannot be started: {error}; {_ADVICE}") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).decode(errors="replace").split("\n")
        told = next((line for line in reversed(lines) if line.strip()), "no reason given")
        raise VaultError(f"{site}: pagefind cannot index the pages: {told}; {_ADVICE}")


def _finished(command: list[str], give_up: GiveUp | None) -> CompletedProcess[bytes]:
    """What comes of a program, unless it is given up."""
    import subprocess  # noqa: PLC0415 -- most builds put the index off or need none, and it costs a start 4 ms

    with subprocess.Popen(  # noqa: S603 - no shell, no user's words
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        if give_up is not None and hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        while True:
            try:
                out, err = process.communicate(timeout=None if give_up is None else _LOOK)
            except subprocess.TimeoutExpired:
                if give_up is not None and give_up():
                    process.kill()
                    raise GivenUpError(_CALLED_OFF) from None
            else:
                return subprocess.CompletedProcess(command, process.returncode, out, err)


def common(counts: Mapping[str, int], most: int = _TOO_OFTEN) -> list[str]:
    """The words that stand more than `most` times in all pages, the commonest last."""
    return sorted((word for word in counts if counts[word] > most), key=lambda word: (counts[word], word))


_ADVICE: Final = (
    "see that `pagefind[bin]` is installed, or build with --offline, which has an index of its own, "
    "or set `search = false` below [site]"
)


def _tidy(site: Path) -> None:
    """Take away the parts that only pagefind's own surface needs."""
    for path in sorted((site / FOLDER).iterdir()):
        if path.is_file() and not _KEPT.fullmatch(path.name):
            disk.remove(path)


def _parts(site: Path) -> dict[str, int]:
    """The parts of the index, each with its size in bytes."""
    found = sorted((site / FOLDER / "index").glob("*.pf_index"))
    return {path.stem: path.stat().st_size for path in found}


def indexed(site: Path) -> Iterator[tuple[str, str]]:
    """The pages in the index of a site: pagefind's name for each, and its address; sorted by name."""
    return ((name, address) for name, address, _ in _fragments(site))


def _fragments(site: Path) -> Iterator[tuple[str, str, str]]:
    """Each page in the index: its name there, its address and its text."""
    for path in sorted((site / FOLDER / "fragment").glob("*.pf_fragment")):
        try:
            page = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))
        except (OSError, ValueError, EOFError) as error:
            raise VaultError(
                f"{path}: this part of pagefind's index cannot be read: {error}; build again"
            ) from error
        yield path.stem, str(page["url"]).removeprefix("/"), str(page["content"])


def page_map(names: Iterable[tuple[str, str]], addresses: tuple[str, ...]) -> bytes:
    """The script that tells pagefind's names of our pages, in the order of their numbers, 0 for none.

    `addresses` are those of all pages. A name's hexadecimal digits, with a 1 before them, are written in as
    many digits of `DIGITS` as the longest needs.
    """
    known = {address: int("1" + name.rpartition("_")[2], 16) for name, address in names}
    width = max((-(-number.bit_length() // 6) for number in known.values()), default=1)
    text = "".join(_digits(known.get(address, 0), width) for address in addresses)
    return data_script("map", [order_of(addresses), width, text])


def _digits(number: int, width: int) -> str:
    return "".join(DIGITS[number >> 6 * place & 63] for place in range(width - 1, -1, -1))
