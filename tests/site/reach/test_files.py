from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET  # the files are our own
from datetime import datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.privacy import PRIVATE
from vaultgen.site.reach import sitemap as maps
from vaultgen.site.reach.atom import feed_xml
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.feeds import MOST, Entry, Feed, entries
from vaultgen.site.reach.hosting import HEADERS, POLICY
from vaultgen.site.reach.kinds import pages
from vaultgen.site.reach.leaves import KINDS, leaves, make
from vaultgen.site.reach.limits import report_on
from vaultgen.site.reach.places import absolute, kind_slug
from vaultgen.site.reach.redirects import redirect_lines, redirect_page
from vaultgen.site.reach.shown import shown
from vaultgen.site.reach.sitemap import Place, sitemap, sitemap_addresses
from vaultgen.site.reach.tables import cell, csv_text
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://example.org/research/"


def files_of(atlas, moved=None):
    """Every file that reach makes, by address."""
    made = {}
    for leaf in leaves(atlas, moved or {}):
        assert leaf.kind in KINDS
        parts = make(atlas, leaf, moved or {})
        assert not set(leaf.addresses) & set(made)
        made.update(zip(leaf.addresses, parts, strict=True))
    return made


def settings_at(tmp_path, url=URL):
    return Settings(tmp_path, tmp_path / "site", "Research", url=url)


def check_atom(data: bytes) -> ET.Element:
    """What RFC 4287 demands of a feed."""
    feed = ET.fromstring(data)  # noqa: S314
    assert feed.tag == f"{ATOM}feed"
    ids = []
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1, name
        ids.append(one.findtext(f"{ATOM}id"))
        assert re.match(r"https?://\S+\Z", ids[-1])
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated")).tzinfo
    assert len(set(ids)) == len(ids)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    ways = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert set(ways) == {"self", "alternate"}
    assert all(way.startswith(URL) for way in ways.values())
    return feed


def test_nothing_private_is_in_any_file(atlas):
    for address, data in files_of(atlas).items():
        assert b"Secret" not in data, address
        assert b"secret" not in data, address
        assert b"hush" not in data, address


@pytest.mark.parametrize("text", ["[[Secret]]", "![[Secret|us]]", "with [[Other]] and [[Secret#Plan]]"])
def test_a_name_that_was_told_of_an_open_note_is_not_told_when_it_is_private(of, text):
    notes = {"A.md": "", "Other.md": "", "Secret.md": "# Plan\n"}
    before = shown(of(notes), text, "A.md")
    hidden = shown(of(notes | {"Secret.md": "---\nprivate: true\n---\n# Plan\n"}), text, "A.md")
    assert PRIVATE not in before
    assert PRIVATE in hidden
    assert "Secret" not in hidden
    assert shown(of(notes), text, "A.md") == before


def test_the_files_are_the_same_each_time(atlas):
    assert files_of(atlas) == files_of(atlas)
    assert list(leaves(atlas)) == list(leaves(atlas))


def test_equal_leaves_have_equal_files_and_a_change_shows_in_the_keys(of):
    one = of({"A.md": "---\nkind: company\nupdated: 2026-01-01\n---\nOne.\n"})
    keys = {(leaf.kind, leaf.subject): leaf.key for leaf in leaves(one)}
    other = of({"A.md": "---\nkind: company\nupdated: 2026-01-02\n---\nOne.\n"})
    changed_keys = {
        (leaf.kind, leaf.subject) for leaf in leaves(other) if keys[leaf.kind, leaf.subject] != leaf.key
    }
    assert {
        ("reach-feed", ""),
        ("reach-feed", "kind:company"),
        ("reach-sitemap", ""),
        ("reach-table", "company"),
    } <= (changed_keys)
    assert ("reach-hosting", "") not in changed_keys


def test_every_feed_is_atom(atlas):
    feeds = {address: data for address, data in files_of(atlas).items() if address.startswith("feeds/")}
    assert set(feeds) == {
        "feeds/all.xml",
        "feeds/kinds/company.xml",
        "feeds/kinds/investor.xml",
        "feeds/kinds/person.xml",
        "feeds/to/investors/fund-one.xml",
    }
    for data in feeds.values():
        check_atom(data)


def test_a_feed_has_the_latest_first_with_dates_from_the_notes(atlas):
    feed = check_atom(files_of(atlas)["feeds/all.xml"])
    rows = [
        (one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}updated")[:10])
        for one in feed.iter(f"{ATOM}entry")
    ]
    assert rows == [("Acme", "2026-06-01"), ("Fund One", "2026-05-01"), ("Beta", "2026-03-01")]
    assert feed.findtext(f"{ATOM}updated") == "2026-06-01T00:00:00+00:00"


def test_an_investors_feed_has_the_notes_that_name_it(atlas):
    feed = check_atom(files_of(atlas)["feeds/to/investors/fund-one.xml"])
    assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == ["Acme", "Beta"]


def test_an_entry_keeps_its_id_when_its_note_gets_another_name(of):
    text = "---\nid: acme\nupdated: 2026-01-01\n---\n"
    before = check_atom(files_of(of({"Acme.md": text}))["feeds/all.xml"]).find(f"{ATOM}entry/{ATOM}id").text
    (of({}).settings.vault / "Acme.md").rename(of({}).settings.vault / "Other.md")
    after = check_atom(files_of(of({}))["feeds/all.xml"]).find(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}title") == "Other"
    assert after.findtext(f"{ATOM}id") == before


def test_notes_that_share_an_id_by_mistake_are_still_two_entries(of):
    text = "---\nid: same\nupdated: 2026-01-01\n---\n"
    check_atom(files_of(of({"A.md": text, "B.md": text}))["feeds/all.xml"])


def test_a_feed_without_entries_is_valid_and_never_asks_the_clock(of):
    feed = check_atom(files_of(of({"A.md": "no date\n"}))["feeds/all.xml"])
    assert feed.findtext(f"{ATOM}updated").startswith("1970-01-01")


def test_a_feed_has_fifty_entries_at_most(of):
    notes = {
        f"N{number:03}.md": f"---\nupdated: 2026-01-{number % 28 + 1:02}\n---\n" for number in range(120)
    }
    atlas = of(notes)
    assert len(entries(atlas, pages(atlas))) == MOST
    check_atom(files_of(atlas)["feeds/all.xml"])


texts = st.text(max_size=40) | st.sampled_from(
    ["]]>", "</entry>", "<script>alert(1)</script>", "&amp;", "\x00\x08\ud800"]
)


@given(title=texts, lead=texts, kind=texts)
def test_no_text_breaks_a_feed(title, lead, kind, tmp_path_factory):
    settings = settings_at(tmp_path_factory.getbasetemp())
    entry = Entry("2026-01-01", title, "a.html", f"{URL}a.html", lead, (kind,))
    feed = check_atom(feed_xml(settings, Feed("feeds/all.xml", title, "index.html", (entry,))))
    summary = feed.find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html"
    assert "<" not in (summary.text or "")


def test_the_site_map_holds_pages_that_are_there(atlas):
    root = ET.fromstring(files_of(atlas)["sitemap.xml"])  # noqa: S314
    places = {one.findtext(f"{MAP}loc"): one.findtext(f"{MAP}lastmod") for one in root}
    there = {absolute(atlas.settings, atlas.addresses[sheet.path]) for sheet in pages(atlas)}
    assert set(places) == there | {URL}
    assert places[f"{URL}companies/acme.html"] == "2026-06-01"
    assert places[f"{URL}companies/beta.html"] == "2026-03-01"
    assert places[f"{URL}people/ada-lovelace.html"] is None


def test_the_addresses_of_a_site_map_are_whole_and_escaped(of):
    root = ET.fromstring(files_of(of({"Ünï & 研究.md": "x\n"}))["sitemap.xml"])  # noqa: S314
    places = [one.findtext(f"{MAP}loc") for one in root]
    assert all(place.isascii() and place.startswith(URL) for place in places)
    assert f"{URL}ünï-and-研究.html" in [unquote(place) for place in places]


def test_a_long_site_map_is_split(tmp_path, monkeypatch):
    monkeypatch.setattr(maps, "MOST", 3)
    settings = settings_at(tmp_path)
    places = [Place(f"p{number}.html", f"2026-01-{number + 1:02}") for number in range(7)]
    names = sitemap_addresses(len(places))
    assert names == ("sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml")
    index, *parts = [ET.fromstring(data) for data in sitemap(settings, places)]  # noqa: S314
    assert [one.findtext(f"{MAP}loc") for one in index] == [URL + name for name in names[1:]]
    assert [one.findtext(f"{MAP}lastmod") for one in index] == ["2026-01-03", "2026-01-06", "2026-01-07"]
    found = [url.findtext(f"{MAP}loc") for part in parts for url in part]
    assert found == [URL + place.address for place in places]
    assert sitemap_addresses(3) == ("sitemap.xml",)


def test_without_an_address_there_is_nothing_that_needs_one(of):
    atlas = of({"A.md": "---\nkind: company\nupdated: 2026-01-01\n---\n"}, url="")
    made = files_of(atlas)
    assert set(made) == {
        ".nojekyll", "_headers", "_redirects", "data/company.csv", "data/site.json", "llms.txt", "robots.txt",
    }  # fmt: skip
    assert not any(b"http" in data for address, data in made.items() if address != "_headers")
    assert any("left out" in line for line in report_on(atlas.settings, []))


def test_the_table_of_a_kind_has_a_column_for_each_property(atlas):
    rows = list(csv.DictReader(io.StringIO(files_of(atlas)["data/company.csv"].decode(), newline="")))
    assert [row["title"] for row in rows] == ["Acme", "Beta"]
    assert rows[0]["investors"] == "Fund One; Lone Angel"
    assert rows[0]["valuation_usd"] == "5000000000"
    assert rows[0]["hq"] == "Zürich"
    assert rows[1]["note"] == "'=1+1"
    assert rows[1]["founded"] == ""
    assert rows[1]["page"] == "companies/beta.html"


def test_a_property_called_like_a_column_of_ours_keeps_its_values(of):
    atlas = of({"A.md": "---\nkind: x\ntitle: T\npage: 7\nnested: {a: [1, true]}\n---\n"})
    (row,) = csv.DictReader(io.StringIO(files_of(atlas)["data/x.csv"].decode(), newline=""))
    assert (row["title"], row["page (property)"], row["page"]) == ("T", "7", "a.html")
    assert json.loads(row["nested"]) == {"a": [1, True]}


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",))),
            min_size=2,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_what_is_written_as_csv_is_read_again(rows):
    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""))) == rows


@given(
    st.text(
        alphabet=st.sampled_from("=+-@\t\r\n '\"|!A1(), ＝＋") | st.characters(exclude_categories=("Cs",))
    )
)
def test_no_cell_begins_like_a_formula(text):
    shown = cell(text)
    if re.fullmatch(r"[-+]?\d[\d.,]*%?", text):
        assert shown == text
    else:
        assert shown.lstrip(" \u00a0")[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert shown in (text.replace("\0", ""), "'" + text.replace("\0", ""))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-5, "-5"),
        (2.5, "2.5"),
        (True, "true"),
        (None, ""),
        ("-5%", "-5%"),
        ("+44 20 7946", "'+44 20 7946"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        (" =1", "' =1"),
        (["a", 1, False], "a; 1; false"),
        (["=a"], "'=a"),
        ({"a": 1}, '{"a": 1}'),
        ([], ""),
    ],
)
def test_values_are_cells(value, expected):
    assert cell(value) == expected


def test_the_list_of_all_pages_is_json(atlas):
    told = json.loads(files_of(atlas)["data/site.json"])
    assert told["updated"] == atlas.newest
    assert [one["title"] for one in told["pages"]] == ["Acme", "Beta", "Fund One", "All", "Ada Lovelace"]
    assert set(atlas.addresses.values()) >= {one["address"] for one in told["pages"]}


def test_the_list_for_language_models_leads_to_the_texts(atlas):
    text = files_of(atlas)["llms.txt"].decode()
    assert text.startswith("# Research\n\n## company\n")
    assert f"- [Acme]({URL}companies/acme.md): " in text
    assert f"({URL}data/company.csv)" in text


def test_that_list_is_short_and_its_titles_cannot_break_it(of):
    notes = {f"N{number}.md": "---\nkind: note\n---\n" for number in range(230)}
    notes["A.md"] = "---\ntitle: 'x](https://evil.example) [y'\n---\n"
    text = files_of(of(notes, url="", twins=False))["llms.txt"].decode()
    assert text.count("](n") == 200
    assert "… and 30 more" in text
    assert "- [x\\](https://evil.example) \\[y](a.html)" in text


def test_robots_are_shown_the_site_map(atlas, of):
    assert files_of(atlas)["robots.txt"].decode().endswith(f"Sitemap: {URL}sitemap.xml\n")
    assert "Sitemap" not in files_of(of({}, url=""))["robots.txt"].decode()


def test_the_headers_are_those_of_the_page(atlas, project):
    text = files_of(atlas)["_headers"].decode()
    first = text.split("\n/")[0].splitlines()
    assert first[0] == "/research/*"
    assert [tuple(line.strip().split(": ", 1)) for line in first[1:]] == list(HEADERS)
    for name in ("style.css", "theme.js", "site.js", "search.js", "graph.js"):
        assert f"/research/assets/{name}\n  Cache-Control: public, max-age=31536000, immutable\n" in text
    base = (project / "templates/site/base.html.j2").read_text(encoding="utf-8")
    assert f'content="{POLICY}"' in base


def test_a_former_address_leads_on_with_and_without_a_host(atlas):
    moved = {"companies/old.html": "companies/acme.html", "old name.html": "people/ada-lovelace.html"}
    made = files_of(atlas, moved)
    page = made["companies/old.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=acme.html">' in page
    assert f'<link rel="canonical" href="{URL}companies/acme.html">' in page
    assert '<a href="acme.html">Acme</a>' in page
    assert "<script" not in page
    assert made["_redirects"].decode().splitlines() == [
        "/research/companies/old.html /research/companies/acme.html 301",
        "/research/old%20name.html /research/people/ada-lovelace.html 301",
    ]


@given(title=st.text(max_size=20), old=st.text(alphabet="ab/<>\"'& \n", min_size=1, max_size=9))
def test_no_title_or_address_breaks_a_redirect(title, old, tmp_path_factory):
    settings = settings_at(tmp_path_factory.getbasetemp())
    page = redirect_page(settings, f"x{old}y.html", "new.html", title).decode()
    assert page.count("<") == page.count(">")
    assert page.count("<meta") == 4
    assert len(redirect_lines(settings, {f"{old}.html": "new.html"}).splitlines()) == 1


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, ""),
        ({"updated": "2026-06-01"}, "2026-06-01"),
        ({"Updated": "2026-06-01T10:00:00Z"}, "2026-06-01"),
        ({"date": "2026-06"}, "2026-06-01"),
        ({"created": 2019}, "2019-01-01"),
        ({"created": "2020-01-01", "updated": "2026-06-01"}, "2026-06-01"),
        ({"updated": "soon", "date": "2026-02-30", "last modified": "2025-12-31"}, "2025-12-31"),
        ({"round_date": "2024-01-01", "last_round_date": "2025-01-01"}, "2025-01-01"),
        ({"founded": 2019, "aliases": ["2020-01-01"], "updated": None, "date": True}, ""),
        ({"updated": "20260601"}, ""),
        ({"updated": "0000-01-01"}, ""),
    ],
)
def test_the_day_of_a_change_stands_in_the_properties(properties, expected):
    assert changed(Sheet("A.md", "note", 1, "", "A", properties=properties)) == expected


@given(st.text(min_size=1))
def test_a_kind_is_one_part_of_an_address(kind):
    slug = kind_slug(kind)
    assert slug
    assert not set(slug) & set("/\\. \"'<>&?#%")


def test_the_report_tells_sizes_and_what_hosts_would_not_take(tmp_path):
    settings = settings_at(tmp_path)
    lines = report_on(settings, [("a.html", 2_000), ("b.html", 5_000_000), ("c.png", 10)])
    assert lines[0] == "2 pages, 3 files, 5.0 MB"
    assert lines[1] == "largest pages: b.html (5.0 MB), a.html (2.0 kB)"
    assert len(lines) == 2
    many = [(f"{number}.html", 1) for number in range(20_001)]
    assert any(
        "Cloudflare Pages (free): 20,001 files, 20,000 are allowed" in line
        for line in report_on(settings, many)
    )
    large = report_on(settings, [("film.mp4", 26 << 20), ("other.mp4", 1 << 30)], redirects=3_000)
    assert any("Cloudflare Pages (free): film.mp4 and 1 more over 26.2 MB" in line for line in large)
    assert any("GitHub Pages: 1.1 GB in all" in line for line in large)
    assert any("2,000 redirects" in line for line in large)
    assert report_on(settings, []) == ("0 pages, 0 files, 0 bytes",)
