"""What the catalog's tests share: claims in one line, and catalogs from a few lines of YAML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from vaultgen.catalog.catalog import Catalog, Setting
from vaultgen.catalog.claims import Claim, said_by
from vaultgen.catalog.library import Library
from vaultgen.records.load import load
from vaultgen.records.model import Claimed, Rank, Source
from vaultgen.records.records import Records
from vaultgen.values.days import parse_day
from vaultgen.values.figure import parse_figure
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import parse_status

Say = Callable[..., Claim]
Told = Callable[..., Catalog]

SOURCES = {
    source.id: source
    for source in (
        Source(id="wsj-jan", publisher="wsj", published="2026-01-20", tier=2),
        Source(id="wsj-jun", publisher="wsj", published="2026-06-18", tier=2),
        Source(id="note", published="2026-01-23", based_on=("wsj-jan",)),
        Source(id="digest", published="2026-06", based_on=("wsj-jun", "analysts"), tier=4),
        Source(id="analysts", published="2026-05"),
        Source(id="analysis", published="2026-06", based_on=("wsj-jun", "sacra-june")),
        Source(id="sacra-june", publisher="sacra", published="2026-06-02"),
        Source(id="blog", publisher="ann", published="2026-06-18", tier=4),
        Source(id="paper", published="2026-06-18"),
        Source(id="memo", published="2026-06-18"),
        Source(id="letter"),
        Source(id="ring", based_on=("ring-too",), published="2026-02"),
        Source(id="ring-too", based_on=("ring",), published="2026-02"),
    )
}


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(SOURCES, {"sacra": "Sacra", "wsj": "The Wall Street Journal"})


@pytest.fixture(scope="session")
def say(library: Library) -> Say:
    """A claim from a figure in the one notation, a text (`text=`) or a day (`day=`)."""

    def claim(
        figure: str = "",
        source: str = "paper",
        *,
        text: str = "",
        day: str = "",
        origin: str = "",
        rank: str = "normal",
        reason: str = "",
        note: str = "",
        status: str = "",
        timeless: bool = False,
    ) -> Claim:
        read = parse_figure(figure) if figure else None
        value = read.value if read else parse_day(day) if day else text
        said = Claimed(
            value=value,
            as_of=read.as_of if read else None,
            status=parse_status(status) if status else read.status if read else None,
            source=source,
            origin=origin or (read.origin if read else ""),
            method=read.method if read else "",
            rank=Rank(rank),
            reason=reason,
            note=note,
        )
        return said_by(library, said, subject="acme", predicate="valuation", timeless=timeless)

    return claim


@pytest.fixture(scope="session")
def records_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Records]:
    """The records that a YAML file says."""
    numbers = count()

    def read(text: str) -> Records:
        folder: Path = tmp_path_factory.mktemp(f"records-{next(numbers)}")
        (folder / "all.yaml").write_text(dedent(text), "utf-8")
        return load([folder], folder, currency="USD")

    return read


@pytest.fixture(scope="session")
def told(records_of: Callable[[str], Records]) -> Told:
    """The catalog of a YAML file, as of a day if one is given."""

    def build(text: str, *, day: str = "", today: str = "", stale: int = 12) -> Catalog:
        setting = Setting(
            day=date.fromisoformat(day) if day else None,
            today=date.fromisoformat(today) if today else None,
            stale=stale,
        )
        return Catalog.of(records_of(text), setting)

    return build


@pytest.fixture(scope="session")
def money() -> Callable[[str], object]:
    """An amount as people write it."""
    return parse_quantity
