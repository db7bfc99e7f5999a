"""pagefind is run over finished pages, the same pages give the same bytes, and its trouble is told in words."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.trees import tree
from vaultgen.errors import VaultError
from vaultgen.notes.templates import built_in_templates
from vaultgen.site.search import pagefind
from vaultgen.site.search.documents import TOGETHER, order_of
from vaultgen.site.search.postings import DIGITS

PAGE = """<!doctype html><html lang=de data-path=x><head><title>{n}</title></head><body>
<main><h1>Page {n}</h1><p>Words of {n}.</p>
<aside><nav>elsewhere</nav><section class="near">neighbour</section></aside></main></body></html>"""
NAMES = ("a b.html", "index.html", "sub/ü.html")


def _site(folder: Path) -> Path:
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGE.format(n=name), encoding="utf-8")
    (folder / "bare.html").write_text(
        "<html><body><main>Not part of the index.</main></body></html>", encoding="utf-8"
    )
    return folder


def test_every_page_is_in_the_index_and_in_the_map(tmp_path, reader):
    site = _site(tmp_path)
    assert pagefind.index(site, (*NAMES, "none.html"), language="de-AT") == 3
    assert sorted(address for _, address in pagefind.indexed(site)) == sorted(NAMES)
    texts = [gzip.decompress(path.read_bytes()) for path in (site / "pagefind" / "fragment").iterdir()]
    assert not any(b"elsewhere" in text or b"neighbour" in text for text in texts)
    name, (order, width, text) = reader.value_of((site / pagefind.MAP).read_bytes())
    assert (name, order) == ("map", order_of([*NAMES, "none.html"]))
    numbers = [text[at : at + width] for at in range(0, len(text), width)]
    assert len(set(numbers)) == 4
    assert set(numbers[3]) == {DIGITS[0]}


def test_pagefinds_own_surface_is_not_part_of_the_site(tmp_path):
    site = _site(tmp_path)
    pagefind.index(site, NAMES)
    left = {path.name for path in (site / "pagefind").iterdir() if path.suffix in (".js", ".css")}
    assert left == {"pagefind.js", "pagefind-worker.js", "map.js", "common.js", "parts.js"}


def test_what_a_query_costs_stays_below_half_a_megabyte_at_ten_thousand_pages(tmp_path):
    site = _site(tmp_path)
    pagefind.index(site, NAMES, language="en")
    made = site / "pagefind"
    scripts = [built_in_templates() / "site" / name for name in ("search.js", "search-worker.js")]
    always = [
        *scripts,
        *(made / name for name in ("pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind")),
    ]
    sizes = {path.name: path.stat().st_size for path in always}
    assert sum(sizes.values()) <= 145_000, sizes
    room = re.search(r"const ROOM = (\d+)_000;", scripts[0].read_text())
    assert room is not None
    pages, lists = (
        66_000,
        10_000,
    )  # what pagefind tells of 10,000 pages; names of facets, common words, sizes of parts
    rows = 10 * (2 * 240 * TOGETHER + 1_700)  # of titles, then of texts, with a note of 4 KB for each
    assert sum(sizes.values()) + pages + lists + rows + 1000 * int(room[1]) <= 500_000


def test_the_size_of_each_part_of_the_index_is_told(tmp_path, reader):
    site = _site(tmp_path)
    pagefind.index(site, NAMES)
    name, sizes = reader.value_of((site / pagefind.PARTS).read_bytes())
    parts = (site / "pagefind" / "index").iterdir()
    assert (name, sizes) == ("parts", {path.stem: path.stat().st_size for path in parts})
    assert sizes


def test_the_same_pages_give_the_same_bytes(tmp_path):
    sites = [_site(tmp_path / name) for name in ("one", "two")]
    for site in sites:
        pagefind.index(site, NAMES)
    assert tree(sites[0]) == tree(sites[1])


def test_a_failing_pagefind_is_told_in_words(tmp_path):
    with pytest.raises(VaultError, match=r"pagefind cannot index the pages: .+--offline"):
        pagefind.index(tmp_path / "missing", ("a.html",))


def test_a_broken_part_of_the_index_is_told(tmp_path):
    site = _site(tmp_path)
    pagefind.index(site, NAMES)
    part = next((site / "pagefind" / "fragment").iterdir())
    part.write_bytes(b"broken")
    with pytest.raises(VaultError, match="build again"):
        list(pagefind.indexed(site))


def test_a_site_without_pages_has_an_empty_map(reader):
    assert reader.value_of(pagefind.page_map((), ("a.html",)))[1][1:] == [1, "0"]


def test_words_that_stand_too_often_are_told_and_no_others():
    assert pagefind.common({"the": 30_000, "rare": 3, "x": 20_001}) == ["x", "the"]


def test_a_site_without_notes_is_no_trouble(tmp_path, reader):
    assert pagefind.index(tmp_path, ()) == 0
    assert reader.value_of((tmp_path / pagefind.COMMON).read_bytes()) == ("common", [])
