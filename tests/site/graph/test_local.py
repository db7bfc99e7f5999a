from __future__ import annotations

import posixpath
import time
from itertools import combinations
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site.graph.stand_in import Vault, demo, hubs, note, parsed
from vaultgen.site.graph.circle import MOST
from vaultgen.site.graph.lettering import width
from vaultgen.site.graph.local import local_graph
from vaultgen.site.graph.marks import KINDS, kind_of, mark

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "</title></svg><script>alert(1)</script>",
    "&lt;b&gt; & \x00\x1b[31m\u202e",
    "javascript:alert(1)",
]


@pytest.fixture(scope="module")
def vault(project):
    return demo(project)


def boxes(svg: Element) -> list[tuple[int, int, int, int]]:
    """What the names and marks of a picture cover: left, top, right, bottom."""
    found = []
    for text in svg.iter("text"):
        wide, x, y = width(text.text or "", 12), int(text.get("x")), int(text.get("y"))
        left = x - wide // 2 if text.get("text-anchor") == "middle" else x
        left = x - wide if text.get("text-anchor") == "end" else left
        found.append((left, y - 11, left + wide, y + 3))
    return found


def picture(atlas, path, page="x.html") -> Element:
    return parsed(local_graph(atlas, path, page))


@st.composite
def vaults(draw):
    count = draw(st.integers(2, 30))
    titles = draw(st.lists(st.text(max_size=40), min_size=count, max_size=count))
    kinds = draw(st.lists(st.sampled_from([*KINDS, "else"]), min_size=count, max_size=count))
    sheets = [note(f"N{at}.md", kinds[at], title=titles[at] or "x") for at in range(count)]
    place = st.integers(0, count - 1).map(lambda at: f"N{at}.md")
    ties = draw(
        st.lists(st.tuples(place, place, st.sampled_from(["", "investors", "ceo", "x y"])), max_size=120)
    )
    return sheets, ties, draw(st.sets(place, max_size=3))


@pytest.mark.parametrize(
    ("path", "name"), [("Companies/Fal.md", "fal.svg"), ("Investors/Spark Capital.md", "spark-capital.svg")]
)
def test_a_picture_of_the_demo_is_as_it_was_found_good(vault, good_picture, path, name):
    good_picture(name, local_graph(vault, path, vault.addresses[path]))


def test_a_note_without_links_has_no_picture():
    assert local_graph(Vault([note("A.md"), note("B.md")]), "A.md", "a.html") == ""


@given(vaults())
def test_nothing_lies_over_anything_else_and_all_is_inside(drawn):
    sheets, ties, hubs_ = drawn
    atlas = Vault(sheets, ties, hubs=hubs_)
    for path in atlas.sheets:
        if not (text := local_graph(atlas, path, "x.html")):
            assert not atlas.neighbours(path)
            continue
        svg = parsed(text)
        _, _, wide, tall = map(int, svg.get("viewBox").split())
        assert len(svg.findall(".//a")) + 1 <= MOST
        found = boxes(svg)
        for left, top, right, bottom in found:
            assert left >= 0
            assert top >= 0
            assert right <= wide
            assert bottom <= tall
        for one, other in combinations(found, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(vaults(), st.randoms(use_true_random=False))
def test_the_order_of_notes_and_links_makes_no_difference(drawn, chance):
    sheets, ties, hubs_ = drawn
    first = Vault(sheets, ties, hubs=hubs_)
    sheets, ties = list(sheets), list(ties)
    chance.shuffle(sheets)
    chance.shuffle(ties)
    second = Vault(sheets, ties, hubs=hubs_)
    for path in first.sheets:
        assert local_graph(first, path, "x.html") == local_graph(second, path, "x.html")


def test_the_demo_draws_each_neighbour_once_with_its_whole_name(vault):
    for path in vault.sheets:
        if text := local_graph(vault, path, vault.addresses[path]):
            ways = [a.get("href") for a in parsed(text).iter("a")]
            assert len(ways) == len(set(ways))
            assert vault.addresses[path].rpartition("/")[2] not in ways
    assert "<title>Wellington Management (investor)</title>" in local_graph(
        vault, "Companies/Baseten.md", "x"
    )


def test_relations_are_named_from_both_ends(vault):
    assert ">Investors</text>" in local_graph(vault, "Companies/Baseten.md", "companies/baseten.html")
    assert ">Invested in</text>" in local_graph(vault, "Investors/IVP.md", "investors/ivp.html")


def test_a_property_says_more_than_running_text():
    atlas = Vault([note("A.md"), note("B.md")], [("A.md", "B.md", ""), ("A.md", "B.md", "ceo")])
    svg = picture(atlas, "A.md")
    assert [text.text for text in svg.iter("text") if text.get("class") == "g-r"] == ["CEO"]
    assert len(svg.findall("a")) == 1


def test_more_neighbours_than_fit_are_counted_and_the_most_connected_stay():
    paths = [f"N{at:03}.md" for at in range(200)]
    ties = [("Me.md", path, "") for path in paths] + [("Other.md", path, "") for path in paths[-10:]]
    svg = picture(Vault([note("Me.md"), note("Other.md"), *map(note, paths)], ties), "Me.md")
    ways = {a.get("href") for a in svg.iter("a")}
    assert {f"n{at}.html" for at in range(190, 200)} <= ways
    more = [text.text for text in svg.iter("text") if text.get("class") == "g-more"]
    assert more == [f"+ {200 - len(ways)} more"]
    assert len(ways) < MOST


def test_every_relation_gets_its_share_of_the_room():
    crowd = [f"N{at:03}.md" for at in range(100)]
    ties = [("Me.md", path, "investors") for path in crowd] + [("Me.md", "Jane.md", "ceo")]
    svg = picture(Vault([note("Me.md"), note("Jane.md"), *map(note, crowd)], ties), "Me.md")
    assert "jane.html" in {a.get("href") for a in svg.iter("a")}


def test_many_relations_stay_a_picture():
    ties = [("Me.md", f"N{at}.md", f"relation {at}") for at in range(50)]
    svg = picture(Vault([note("Me.md"), *(note(f"N{at}.md") for at in range(50))], ties), "Me.md")
    assert len([text for text in svg.iter("text") if text.get("class") == "g-r"]) <= 12


def test_nothing_is_reached_through_a_hub():
    sheets = [note(f"{name}.md") for name in ("Me", "Hub", "Friend", "Far", "Near")]
    ties = [
        ("Me.md", "Hub.md", ""),
        ("Me.md", "Friend.md", ""),
        ("Hub.md", "Far.md", ""),
        ("Friend.md", "Near.md", ""),
    ]
    ways = [a.get("href") for a in picture(Vault(sheets, ties, hubs=["Hub.md"]), "Me.md").iter("a")]
    assert sorted(ways) == ["friend.html", "hub.html", "near.html"]


def test_indexes_are_no_neighbours():
    atlas = Vault([note("A.md"), note("All.md", listed=False)], [("All.md", "A.md", "")])
    assert local_graph(atlas, "A.md", "a.html") == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_relations_stay_text(text):
    atlas = Vault(
        [note("A.md", title=text), note("B'&.md", kind=text, title=text)], [("A.md", "B'&.md", text)]
    )
    svg = picture(atlas, "A.md")
    assert {element.tag for element in svg.iter()} <= {"svg", "a", "title", "path", "g", "rect", "text"}
    assert not [name for element in svg.iter() for name in element.attrib if name.startswith(("on", "style"))]
    assert [a.get("href") for a in svg.iter("a")] == ["b'%26.html"]


def test_every_way_leads_from_the_page_to_the_note(vault):
    addresses = set(vault.addresses.values())
    for path in ("Companies/Baseten.md", "Home.md"):
        page = vault.addresses[path]
        for a in parsed(local_graph(vault, path, page) or "<svg/>").iter("a"):
            to = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(a.get("href"))))
            assert to in addresses


def test_every_kind_has_a_shape_of_its_own():
    assert len({mark(kind, 0, 0) for kind in KINDS}) == len(KINDS)
    assert kind_of(("no such", "companies")) == "company"
    assert kind_of(()) == "note"


def test_a_picture_takes_a_millisecond_and_six_kilobytes():
    atlas = hubs(400)
    sizes = [len(local_graph(atlas, path, "n/x.html")) for path in atlas.sheets]
    start = time.process_time()
    for path in atlas.sheets:
        local_graph(atlas, path, "n/x.html")
    assert time.process_time() - start < 2  # 5 ms each on a slow machine; about 0.5 are usual
    assert sorted(sizes)[len(sizes) // 2] < 6_800
