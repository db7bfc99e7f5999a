from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site.graph.stand_in import Vault, note, parsed
from vaultgen.site.canvas.cards import MOST_CARDS, MOST_EDGES, read_board
from vaultgen.site.canvas.render import render_canvas

NOTES = [
    note("Maps/Deal.canvas"),
    note("Companies/Acme Robotics.md", "company", lead="Makes arms for machines."),
    note("North Fund.md", "investor", lead="A fund of the north."),
    note("Logo.png"),
    note("Other.canvas"),
]
TAGS = {
    "figure", "div", "svg", "g", "rect", "text", "title", "path", "image", "a", "foreignobject", "p", "small",
    "details", "summary", "ol", "li",
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</foreignObject></svg><script>alert(1)</script>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    'red;background:url("https://evil.example")',
    '#fff"/><script>alert(1)</script>',
    "url(#x)",
    "]]>\u2028\ud800",
]


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def shown(canvas, *, sheets=NOTES, private=(), text_html=None):
    text = canvas if isinstance(canvas, str) else json.dumps(canvas, indent="\t")
    vault = Vault(sheets, private=private, sources={"Maps/Deal.canvas": text})
    return render_canvas(vault, "Maps/Deal.canvas", "maps/deal.html", text_html)


def card(name, kind, x=0, y=0, **more):
    return {"id": name, "type": kind, "x": x, "y": y, "width": 250, "height": 120} | more


def edge(source, target, **more):
    return {"id": f"{source}{target}", "fromNode": source, "toNode": target} | more


DEAL = {
    "nodes": [
        card("g", "group", -40, -60, width=480, height=420, label="Robotics", color="5"),
        card(
            "h",
            "group",
            900,
            -60,
            width=400,
            height=420,
            label="Money",
            color="#aA33cc",
            background="Logo.png",
        ),
        card("a", "file", file="Companies/Acme Robotics.md", subpath="#Rounds", unknown={"kept": 1}),
        card(
            "b", "text", 560, 80, text="## Lead\n[[North Fund|The fund]] leads with **$5M**\n- one", color="4"
        ),
        card("c", "link", 560, 320, url="https://example.org/a?b=c&d"),
        card("d", "file", 940, 0, file="North Fund.md"),
        card("e", "file", 940, 200, file="Logo.png", width=100),
    ],
    "edges": [
        edge("b", "a", fromSide="left", toSide="right", label="led by"),
        edge("d", "b", label="wrote", color="3", fromEnd="arrow"),
        edge("d", "e", fromSide="bottom", toSide="top", toEnd="none"),
        edge("c", "b"),
    ],
    "viewport": {"zoom": 1},
}


def test_a_canvas_is_as_it_was_found_good(good_picture):
    found = shown(DEAL)
    assert found.faults == ()
    good_picture("deal.html", found.html)


def test_the_drawing_is_sound_xml():
    parsed(re.search(r"<svg.*?</svg>", shown(DEAL).html, re.DOTALL)[0])


def test_cards_lead_to_their_pages():
    html = shown(DEAL).html
    assert '<a href="../companies/acme-robotics.html">Acme Robotics</a>' in html
    assert '<p class="c-kind">investor</p><p class="c-lead">A fund of the north.</p>' in html
    assert '<a href="../logo.png" aria-label="Logo.png">' in html
    assert html.count('<image x="940"') == 1


def test_a_web_address_is_a_link_and_nothing_is_loaded_from_it():
    seen = Seen(shown(DEAL).html)
    assert ("a", "href", "https://example.org/a?b=c&d") in seen.attributes
    loaded = [value for tag, name, value in seen.attributes if tag == "image" and name == "href"]
    assert set(loaded) == {"../logo.png"}


def test_the_markdown_of_a_card_is_made_by_whoever_can():
    asked = []
    html = shown(DEAL, text_html=lambda text: asked.append(text) or "<h2>Lead</h2>").html
    assert asked == [DEAL["nodes"][3]["text"]]
    assert '<div class="c-body"><h2>Lead</h2></div>' in html


def test_without_it_the_words_are_shown_line_by_line():
    assert "<p>Lead</p><p>The fund leads with $5M</p><p>one</p>" in shown(DEAL).html


def test_the_list_tells_what_a_card_says_without_its_comments():
    text = "Acme - a firm, 1. of two\n- 3. one\n%%hush%% <!-- hush --> open\n<!-- hush\n\nhush -->"
    listed = shown({"nodes": [card("t", "text", text=text)]}).html.split("<details", 1)[1]
    assert "<li>Acme - a firm, 1. of two 3. one open</li>" in listed


def test_the_list_tells_all_cards_by_group_and_all_connections():
    listed = shown(DEAL).html.split("<details", 1)[1]
    assert (
        '<li>Robotics<ol><li><a href="../companies/acme-robotics.html">Acme Robotics</a> (company)</li></ol></li>'
        in listed
    )
    acme = '<a href="../companies/acme-robotics.html">Acme Robotics</a>'
    assert f"<li>Lead The fund leads with $5M one → {acme}: led by</li>" in listed
    assert '<a href="../north-fund.html">North Fund</a> ↔ Lead The fund' in listed
    assert '<a href="../north-fund.html">North Fund</a> — <a href="../logo.png">Logo.png</a></li>' in listed


@pytest.mark.parametrize(
    ("colour", "written"),
    [
        ("1", "c-card c-text c-1"),
        ("6", "c-6"),
        ("#AB12ef", 'c-own" color="#ab12ef"'),
        ("#abc", 'color="#abc"'),
    ],
)
def test_colours_are_classes_or_checked(colour, written):
    assert written in shown({"nodes": [card("a", "text", text="x", color=colour)]}).html


@pytest.mark.parametrize("colour", ["7", "red", "#12", "#1234567", 1, None, ["1"], "#12345g"])
def test_what_is_no_colour_is_left_out(colour):
    html = shown({"nodes": [card("a", "text", text="x", color=colour)]}).html
    assert 'class="c-card c-text">' in html
    assert " color=" not in html


@pytest.mark.parametrize(
    ("more", "curve"),
    [
        ({}, "M250 60C320 60 318 60 388 60"),
        ({"fromSide": "right", "toSide": "left"}, "M250 60C320 60 318 60 388 60"),
        ({"fromSide": "top", "toSide": "bottom", "toEnd": "none"}, "M125 0C125 -105 525 225 525 120"),
        ({"fromSide": "nowhere", "fromEnd": "arrow", "toEnd": "none"}, None),
    ],
)
def test_connections_leave_and_arrive_square_to_the_sides(more, curve):
    html = shown(
        {
            "nodes": [card("a", "text", text="x"), card("b", "text", 400, text="y")],
            "edges": [edge("a", "b", **more)],
        }
    ).html
    found = re.search(r'class="c-line" fill="none" d="([^"]+)"', html)[1]
    assert re.fullmatch(r"M-?\d+ -?\d+C(?:-?\d+ ?){6}", found)
    if curve:
        start, rest = curve.split("C")
        assert found.startswith(start)
        assert found.endswith(rest.rsplit(" ", 2)[-1])
    assert ('class="c-tip"' in html) == (more.get("toEnd") != "none" or "fromEnd" in more)


def test_a_connection_goes_between_the_sides_that_face_each_other():
    nodes = [
        card("a", "text", text="x"),
        card("b", "text", 0, 400, text="y"),
        card("c", "text", 600, 30, text="z"),
    ]
    html = shown({"nodes": nodes, "edges": [edge("a", "b"), edge("b", "a"), edge("c", "a")]}).html
    starts = re.findall(r'class="c-line" fill="none" d="(M[^C]+)C', html)
    assert starts == ["M125 120", "M125 400", "M600 90"]


def test_a_connection_of_a_card_with_itself_goes_around_its_corner():
    loop = edge("a", "a", fromSide="right", toSide="bottom", toEnd="none")
    html = shown({"nodes": [card("a", "text", text="x")], "edges": [loop]}).html
    assert re.search(r'class="c-line" fill="none" d="([^"]+)"', html)[1] == "M250 60C370 60 125 240 125 120"


def test_private_files_vanish_with_all_their_connections():
    canvas = {
        "nodes": [
            card("a", "file", file="Secret Plan.md"),
            card(
                "b",
                "text",
                text="see [[Secret Plan]], [[Secret Plan|my secret plan]] and [that](Secret%20Plan.md)",
            ),
            card("c", "group", background="Secret.png", label="G"),
        ],
        "edges": [edge("a", "b", label="hidden tie")],
    }
    found = shown(canvas, private=["Secret Plan.md", "Secret.png"])
    assert "secret" not in found.html.lower()
    assert "hidden tie" not in found.html
    assert "private note, private note and that" in found.html
    assert found.faults == ()


def test_no_label_of_a_canvas_names_a_private_note():
    canvas = {
        "nodes": [card("a", "text", text="x"), card("g", "group", label="On [[Secret Plan]]")],
        "edges": [edge("a", "g", label="see [[Secret Plan]] or [it](Secret%20Plan.md)")],
    }
    html = shown(canvas, private=["Secret Plan.md"]).html
    assert "secret" not in html.lower()
    assert "On private note" in html
    assert "see private note or it" in html


def test_a_missing_file_is_told_with_its_line():
    found = shown({"nodes": [card("a", "file", file="Gone.md")]})
    assert "c-missing" in found.html
    (fault,) = found.faults
    assert "Gone.md" in fault.message
    assert (
        json.dumps({"nodes": [card("a", "file", file="Gone.md")]}, indent="\t")
        .split("\n")[fault.line - 1]
        .strip()
        == '"file": "Gone.md"'
    )


@pytest.mark.parametrize("text", ["", " \n", "{}", '{"nodes":[],"edges":[]}', "\ufeff{}"])
def test_an_empty_canvas_says_so(text):
    found = shown(text)
    assert "This canvas is empty." in found.html
    assert found.faults == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n"nodes": [\n{]}', 3),
        ("[]", 1),
        ('{"edges": [],\n"nodes": 7}', 2),
        ("[" * 100_000, 1),
        ("nul", 1),
        ("1", 1),
    ],
)
def test_a_broken_canvas_is_a_notice_with_its_line(text, line):
    found = shown(text)
    assert found.html.startswith('<p class="notice">This canvas cannot be shown')
    assert [fault.line for fault in found.faults] == [line]


def test_cards_that_are_none_are_told_and_the_others_shown():
    canvas = {
        "nodes": [7, None, {"type": "portal", "id": "p"}, {"type": ["text"]}, card("a", "text", text="Here")],
        "edges": [3, edge("a", "z")],
    }
    found = shown(canvas)
    assert "<p>Here</p>" in found.html
    assert len(found.faults) == 5
    assert found.faults[2].line == 7


def test_the_first_of_two_cards_with_one_id_is_shown():
    found = shown({"nodes": [card("a", "text", text="First"), card("a", "text", text="Second")]})
    assert "Second" not in found.html
    assert len(found.faults) == 1


@pytest.mark.parametrize(
    "number", [1e308, -1e308, float("nan"), float("inf"), 10**400, "1", None, True, [], 0.5]
)
@pytest.mark.parametrize("key", ["x", "y", "width", "height"])
def test_no_number_is_too_much(key, number):
    html = shown(
        {
            "nodes": [card("a", "text", text="x") | {key: number}, card("b", "text", text="y")],
            "edges": [edge("a", "b")],
        }
    ).html
    left, top, wide, tall = map(int, re.search(r'viewBox="([^"]+)"', html)[1].split())
    assert 0 < wide < 500_000
    assert 0 < tall < 500_000
    assert abs(left) < 200_000
    assert abs(top) < 200_000
    assert "nan" not in html
    assert "inf" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_canvas_becomes_live(text):
    canvas = {
        "nodes": [
            card(text, "text", text=text, color=text), card("l", "link", url=text),
            card("f", "file", file=text, subpath=text),
            card("g", "group", label=text, background=text, backgroundStyle=text, color=text),
        ],
        "edges": [edge(text, "l", label=text, color=text, fromSide=text, toEnd=text)],
    }  # fmt: skip
    seen = Seen(shown(canvas).html)
    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        assert not name.startswith(("on", "style")), (tag, name)
        assert name != "color"
        if name == "href":
            assert value.startswith(("http://", "https://", "mailto:")) or ":" not in value
    assert not [value for tag, name, value in seen.attributes if tag == "image"]


def test_a_huge_canvas_is_bounded_in_time_and_size():
    kinds = ("text", "group", "file", "link")
    nodes = [
        card(
            str(at),
            kinds[at % 4],
            at * 7 % 3000,
            at * 13 % 3000,
            text="[[A]] " * 60,
            file="Gone.md",
            url="x",
            label="L",
        )
        for at in range(10_000)
    ]
    edges = [edge(str(at % 1200), str(at * 7 % 1100), label="x") for at in range(20_000)]
    start = time.process_time()
    found = shown({"nodes": nodes, "edges": edges})
    assert time.process_time() - start < 10  # about one second is usual
    assert found.html.count('<g class="c-card') + found.html.count('<g class="c-group') == MOST_CARDS
    assert found.html.count('class="c-line"') <= MOST_EDGES
    assert "9,000 more cards are not shown" in found.html
    assert len(found.faults) < 100


def test_groups_in_groups_end_somewhere():
    nodes = [
        card(f"{at:04}", "group", at, at, width=5000 - 2 * at, height=5000 - 2 * at, label=f"G{at}")
        for at in range(900)
    ]
    html = shown({"nodes": nodes}).html
    assert html.count("<li>") == 900
    assert "<ol>" * 8 not in re.sub(r"<li>[^<]*", "", html)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda one: (
            st.lists(one, max_size=4)
            | st.dictionaries(
                st.sampled_from(["nodes", "edges", "id", "type", "x", "width", "text", "fromNode"]),
                one,
                max_size=6,
            )
        ),
    )
)
def test_any_json_is_shown_or_told(value):
    board = read_board(json.dumps(value))
    assert board.broken == bool(board.broken and board.faults)
    shown(json.dumps(value))
