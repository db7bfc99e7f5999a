from __future__ import annotations

import gzip
import json
import random
import re
import time
from hashlib import sha256
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.graph.stand_in import Vault, demo, hubs, note, parsed
from vaultgen.site.graph import world as world_module
from vaultgen.site.graph.captions import SCALES, Captioned, scales
from vaultgen.site.graph.communities import communities
from vaultgen.site.graph.forces import arrange
from vaultgen.site.graph.leaves import DATA, Graph
from vaultgen.site.graph.placing import placing_in
from vaultgen.site.graph.poster import world_html
from vaultgen.site.graph.world import MOST, choose, world
from vaultgen.site.scripts import GRAPH, script_bytes


def whole(vault):
    """The world of a vault as a clean build makes it."""
    return world(vault, choose(vault))


@pytest.fixture(scope="module")
def vault(project):
    return demo(project)


@st.composite
def vaults(draw):
    count = draw(st.integers(0, 40))
    place = st.integers(0, max(count - 1, 0)).map(lambda at: f"N{at}.md")
    ties = draw(st.lists(st.tuples(place, place, st.sampled_from(["", "ceo", "investors"])), max_size=120))
    return [note(f"N{at}.md") for at in range(count)], ties, draw(st.sets(place, max_size=3))


@given(vaults())
@settings(max_examples=60)
def test_dots_are_inside_and_lie_over_no_other(drawn):
    sheets, ties, hubs_ = drawn
    known = whole(Vault(sheets, ties, hubs=hubs_))
    assert len(known.dots) == len(sheets)
    for dot in known.dots:
        assert dot.size <= dot.x <= known.wide - dot.size
        assert dot.size <= dot.y <= known.tall - dot.size
    for one, other in combinations(known.dots, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.size + other.size - 1) ** 2


@given(vaults(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_notes_and_links_makes_no_difference(drawn, chance):
    sheets, ties, hubs_ = drawn
    first = whole(Vault(sheets, ties, hubs=hubs_))
    sheets, ties = list(sheets), list(ties)
    chance.shuffle(sheets)
    chance.shuffle(ties)
    assert whole(Vault(sheets, ties, hubs=hubs_)) == first


def test_the_most_connected_thousand_are_shown_and_the_rest_is_counted():
    atlas = hubs(1_300)
    start = time.process_time()
    known = whole(atlas)
    assert time.process_time() - start < 6  # about 0.7 s are usual
    assert len(known.dots) == MOST
    assert known.left_out == 300
    shown = {dot.path for dot in known.dots}
    assert min(dot.links for dot in known.dots) >= max(
        atlas.degree(path) for path in atlas.sheets if path not in shown
    )
    assert "300 more are left out" in world_html(known, "graph.html")
    assert {end for line in known.lines for end in (line.one, line.other)} == set(range(MOST))
    assert f"{len(known.lines):,} of {len(known.lines) + known.not_drawn:,} links" in world_html(
        known, "graph.html"
    )


def test_every_machine_places_the_same_graph_alike():
    spots = repr([(dot.path, dot.x, dot.y, dot.scale) for dot in whole(hubs(300)).dots])
    assert sha256(spots.encode()).hexdigest()[:16] == "82144cbd02b09319"


def test_notes_of_one_cluster_stand_together():
    draw = random.Random(4)
    sheets = [note(f"{group}{at}.md") for group in "abcd" for at in range(20)]
    ties = [
        (f"{group}{at}.md", f"{group}{draw.randrange(20)}.md", "") for group in "abcd" for at in range(20)
    ] * 2
    ties += [(f"{group}{at}.md", f"{group}{(at + 7) % 20}.md", "") for group in "abcd" for at in range(20)]
    ties += [("a0.md", "b0.md", ""), ("b1.md", "c1.md", ""), ("c2.md", "d2.md", "")]
    spots = {dot.path: (dot.x, dot.y) for dot in whole(Vault(sheets, ties)).dots}

    def far(one, other):
        return ((spots[one][0] - spots[other][0]) ** 2 + (spots[one][1] - spots[other][1]) ** 2) ** 0.5

    pairs = list(combinations(spots, 2))
    inside = [far(one, other) for one, other in pairs if one[0] == other[0]]
    across = [far(one, other) for one, other in pairs if one[0] != other[0]]
    assert sum(inside) / len(inside) * 2 < sum(across) / len(across)


def test_a_chain_of_notes_is_drawn_as_one():
    sheets = [note(f"N{at:02}.md") for at in range(40)]
    known = whole(Vault(sheets, [(f"N{at:02}.md", f"N{at + 1:02}.md", "") for at in range(39)]))
    spots = {dot.path: (dot.x, dot.y) for dot in known.dots}
    steps = [
        ((spots[one][0] - spots[other][0]) ** 2 + (spots[one][1] - spots[other][1]) ** 2) ** 0.5
        for one, other in ((f"N{at:02}.md", f"N{at + 1:02}.md") for at in range(39))
    ]
    assert sorted(steps)[19] < 150


def test_parts_are_found_and_told_by_size():
    ring = [(at, (at + 1) % 5, 1.0) for at in range(5)] + [(5, 6, 1.0), (6, 7, 1.0), (5, 7, 1.0), (0, 5, 0.1)]
    assert communities(8, ring) == ((0, 1, 2, 3, 4), (5, 6, 7))
    assert communities(0, []) == ()
    assert communities(2, []) == ((0,), (1,))


def test_a_relation_is_told_once_by_its_property():
    atlas = Vault(
        [note("A.md"), note("B.md")], [("A.md", "B.md", ""), ("B.md", "A.md", "ceo"), ("A.md", "B.md", "z")]
    )
    chosen = choose(atlas)
    assert chosen.ties == ((0, 1, 0),)
    assert chosen.relations == ("ceo",)


def test_names_never_lie_over_each_other():
    dots = [Captioned(f"Name {at}", at * 37 % 900 + 50, at * 91 % 600 + 50, 5) for at in range(120)]
    found = scales(dots, 1_000)
    assert set(found) <= {0, *SCALES}
    assert 0 < sum(scale == 100 for scale in found) < 120


def test_the_more_connected_of_two_is_named_first(vault):
    first, second = scales([Captioned("Fireworks AI", 500, 300, 7), Captioned("Shopify", 540, 305, 5)], 1_000)
    assert first <= 100 < second
    named = [dot.title for dot in whole(vault).dots if 0 < dot.scale <= 100]
    assert {"Baseten", "Fireworks AI", "Together AI", "NVIDIA"} <= set(named)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "]]>\u2028", "javascript:x"]
)
def test_the_piece_of_a_page_keeps_names_as_text(text):
    atlas = Vault([note("A'.md", text, title=text), note("B.md", title=text)], [("A'.md", "B.md", text)])
    html = world_html(whole(atlas), "graph.html")
    found = set(re.findall(r"<([a-z]+)", html))
    assert found <= {
        "section", "form", "p", "label", "input", "datalist", "button", "fieldset", "legend", "svg", "path", "span",
        "a", "div", "defs", "g", "title", "use", "text", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert " on" not in re.sub(r">[^<]*<", "><", html).replace(" one", "")
    assert "style=" not in html
    parsed(re.search(r'<svg class="w-world".*?</svg>', html, re.DOTALL)[0])


def test_an_empty_vault_says_so():
    assert "No notes" in world_html(whole(Vault([])), "graph.html")
    assert world_html(whole(Vault([note("A.md")])), "graph.html").count('class="w-n ') == 1


def test_the_drawing_and_the_table_show_the_same_notes(vault):
    html = Graph(vault).html("graph.html")
    drawn, table = html.split("<table")
    assert set(re.findall(r'class="w-n [^"]*" href="([^"]+)"', drawn)) == set(
        re.findall(r'class="link" href="([^"]+)"', table)
    )
    script = script_bytes(None, GRAPH)
    version = sha256(script).hexdigest()[:8]
    assert f'<script defer src="{DATA}"></script><script defer src="{GRAPH}?v={version}"></script>' in html


def test_the_data_is_a_script_that_needs_no_server(vault):
    graph = Graph(vault)
    data, script = graph.leaves()
    (told,) = graph.make(data)
    known = json.loads(told.decode().removeprefix("self.vaultgenGraph=").removesuffix(";\n"))
    assert len(known["notes"]) == 111
    assert {known["notes"][line][0] for line in known["lines"][0::3]} <= {
        sheet.title for sheet in vault.sheets.values()
    }
    assert graph.make(script)[0].startswith(b"//")
    assert [data.addresses, script.addresses] == [(DATA,), (GRAPH,)]


def test_the_key_follows_what_is_shown():
    one = [note("A.md"), note("B.md"), note("C.md")]
    ties = [("A.md", "B.md", "")]
    key = Graph(Vault(one, ties)).key
    assert Graph(Vault(reversed(one), ties)).key == key
    assert Graph(Vault(one, [("A.md", "C.md", "")])).key != key
    assert Graph(Vault([note("A.md", title="Z"), *one[1:]], ties)).key != key


@pytest.mark.parametrize("seed", range(4))
def test_who_has_not_moved_is_not_placed_again_and_the_graph_is_the_same(monkeypatch, seed):
    monkeypatch.setattr(world_module, "MOST", 12)
    arranged = []

    def spy(size, ties):
        arranged.append(size)
        return arrange(size, ties)

    monkeypatch.setattr(world_module, "arrange", spy)
    draw = random.Random(seed)
    sheets = [note(f"N{at:02}.md") for at in range(40)]
    # The first twelve are much better connected than all others.
    ties = [(f"N{at % 12:02}.md", f"N{draw.randrange(40):02}.md", "") for at in range(240)]
    data, spared = b"", 0
    for _ in range(40):
        ties.append(
            (
                f"N{draw.randrange(40):02}.md",
                f"N{draw.randrange(12, 40):02}.md",
                draw.choice(["", "investors"]),
            )
        )
        if draw.random() < 0.2:
            ties.remove(draw.choice(ties))
        clean = Graph(Vault(sheets, ties))
        arranged.clear()
        graph = Graph(Vault(sheets, ties), lambda shown=data: shown)
        leaf = next(graph.leaves())
        again = graph.make(leaf)
        spared += not arranged
        assert again == clean.make(leaf)
        data = again[0]
    assert 15 < spared < 40


@pytest.mark.parametrize(
    "data", [b"", b"x", b"self.vaultgenGraph={};\n", b'self.vaultgenGraph={"placed":["a",1]};\n']
)
def test_what_is_no_graph_places_nobody(data, vault):
    assert placing_in(data) is None
    leaf = next(Graph(vault).leaves())
    assert Graph(vault, lambda: data).make(leaf) == Graph(vault).make(leaf)


def test_the_script_is_small_and_asks_nobody(project):
    text = (project / "templates" / "site" / "graph.js").read_text("utf-8")
    assert len(gzip.compress(text.encode(), mtime=0)) < 5_000
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|fetch\(|XMLHttp|innerHTML|eval\(", text)
