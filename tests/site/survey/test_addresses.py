"""Every file has an address of its own, on every system, whatever it is called."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.addresses import RESERVED, case_key, give_addresses, page_addresses, permalink_stem
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.site.survey.sheets import kind_of


def addresses(*paths: str, permalinks: dict[str, str] | None = None):
    return give_addresses({path: kind_of(path) for path in paths}, permalinks or {})


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("Companies/Baseten.md", "companies/baseten.html"),
        ("Sources/Baseten's round (digest).md", "sources/basetens-round-digest.html"),
        ("C#.md", "c-sharp.html"),
        ("C++.md", "c-plus-plus.html"),
        ("AT&T.md", "at-and-t.html"),
        ("Société Générale.md", "société-générale.html"),
        ("Socie\u0301te\u0301.md", "société.html"),
        ("日本/東京.md", "日本/東京.html"),
        ("שלום.md", "שלום.html"),
        ("con.md", "con-x.html"),
        ("LPT1/aux.png", "lpt1-x/aux-x.png"),
        ("Scale.ai.md", "scale-ai.html"),
        ("Deck v1.2.PDF", "deck-v1-2.pdf"),
        ("Data/README", "data-2/readme.bin"),
        ("Assets/a.md", "assets-2/a.html"),
        ("Index.md", "index-2.html"),
        ("Companies/index.md", "companies/index-2.html"),
        ("Search.md", "search-2.html"),
        ("..x/a.md", "x/a.html"),
        ("_headers.md", "headers.html"),
        ("50% off.md", "50-percent-off.html"),
    ],
)
def test_an_address_comes_from_the_path(path, address):
    assert addresses(path).files == {path: address}


def test_a_name_of_which_nothing_is_left_still_has_an_address():
    given = addresses("🚀.md", "🎉.md", "!!.md").files
    assert len(set(given.values())) == 3
    assert all(re.fullmatch(r"x-[0-9a-f]{6}\.html", address) for address in given.values())


def test_a_very_long_name_is_cut_and_stays_its_own():
    given = addresses(f"{'a' * 240}1.md", f"{'a' * 240}2.md", f"{'語' * 80}.md").files
    assert all(len(address.encode()) <= 110 for address in given.values())
    assert len(set(given.values())) == 3


def test_files_of_one_name_are_numbered_notes_first_and_reported():
    given = addresses("A/Foo.canvas", "A/Foo.md", "A/foo.base", "A/Foo.json", "A/C#.md", "A/C sharp.md")
    assert given.files["A/Foo.md"] == "a/foo.html"
    assert given.files["A/foo.base"] == "a/foo-2.html"
    assert given.files["A/Foo.canvas"] == "a/foo-3.html"
    assert given.files["A/Foo.json"] == "a/foo-4.json"
    assert {clash.path for clash in given.clashes} == {"A/foo.base", "A/Foo.canvas", "A/Foo.json", "A/C#.md"}
    assert {clash.other for clash in given.clashes} == {"A/Foo.md", "A/C sharp.md"}


def test_folders_that_differ_only_by_signs_stay_apart():
    given = addresses("C/a.md", "c!/a.md", "C/D/b.md", "C/d/b.md")
    assert given.folders == {"C": "c", "C/D": "c/d", "C/d": "c/d-2", "c!": "c-2"}
    assert len(set(given.files.values())) == 4


def test_a_safe_permalink_wins_over_a_path():
    given = addresses("A/B.md", "X.md", "Y.md", permalinks={"X.md": "/a/b/", "Y.md": "../../etc"})
    assert given.files == {"A/B.md": "a/b-2.html", "X.md": "a/b.html", "Y.md": "y.html"}
    assert [(clash.path, clash.wanted) for clash in given.clashes] == [
        ("A/B.md", "a/b.html"),
        ("Y.md", "../../etc"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "..",
        "a/../b",
        "https://x.org/a",
        "//x",
        "a\\b",
        ".hidden",
        "assets/x",
        "index",
        "a/index.html",
        5,
        None,
    ],
)
def test_a_permalink_that_leads_out_of_its_place_is_refused(text):
    assert permalink_stem(text) == ""


_PATHS = st.lists(
    st.lists(
        st.text(
            st.characters(exclude_categories=("Cs",), exclude_characters="/\0\\")
            | st.sampled_from("aA.-#éßSs İı"),
            min_size=1,
            max_size=8,
        ),
        min_size=1,
        max_size=3,
    )
    .map("/".join)
    .flatmap(
        lambda stem: st.sampled_from(
            [f"{stem}{end}" for end in (".md", ".base", ".png", ".json", "", ".html")]
        )
    ),
    unique=True,
    max_size=25,
)


@given(_PATHS, st.randoms(use_true_random=False))
def test_no_two_addresses_are_one_on_any_system_whatever_the_paths_and_their_order(paths, random):
    permalinks = {path: random.choice(["/a", "x/y/", "../z", "A"]) for path in paths if path.endswith("s.md")}
    result = addresses(*paths, permalinks=permalinks)
    assert set(result.files) == set(paths)
    every = [
        one
        for path, address in result.files.items()
        for one in (page_addresses(address) if kind_of(path) in NOTE_KINDS else (address,))
    ]
    assert len({case_key(address) for address in every}) == len(every)
    assert len({address.lower() for address in every}) == len(every)
    assert len({address.upper() for address in every}) == len(every)
    for address in every:
        parts = address.split("/")
        assert all(part and not part.startswith((".", "_")) and len(part.encode()) <= 130 for part in parts)
        assert all("." not in part for part in parts[:-1])
        assert parts[0].partition(".")[0] not in RESERVED or len(parts) == 1
    shuffled = list(paths)
    random.shuffle(shuffled)
    assert addresses(*shuffled, permalinks=permalinks) == result
