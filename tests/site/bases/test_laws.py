from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultgen.errors import NotationError, VaultgenError
from vaultgen.site.bases.cells import Painter, escape
from vaultgen.site.bases.compiled import Placed, program
from vaultgen.site.bases.document import read_document
from vaultgen.site.bases.kinds import Markup, Moment, Thing, Way
from vaultgen.site.bases.moments import format_moment, moved, read_moment
from vaultgen.site.bases.numerals import number_text, rounded
from vaultgen.site.bases.operators import order_key, text_of
from vaultgen.site.bases.parser import parse
from vaultgen.site.bases.render import render_base
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.spans import Span, read_span
from vaultgen.site.bases.syntax import show
from vaultgen.site.goal import href

NOTES = {
    "A.md": "---\nn: 3\nt: text\nd: 2024-01-31\nl: [1, two, '[[B]]']\nw: '[[B]]'\no: {a: {b: 1}}\nb: true\n---\n"
    "[[B]]\n",
    "B.md": "---\nn: 3.5\nt: ''\nd: 2024-01-31T10:00:00\nl: []\nw: text\no: 1\n---\n#tag\n",
    "C/D.md": "no properties\n",
}
WORDS = st.sampled_from(
    [
        "n",
        "t",
        "d",
        "l",
        "w",
        "o",
        "b",
        "file",
        "this",
        "note",
        "formula",
        "value",
        "index",
        "acc",
        "true",
        "false",
        "null",
        "if",
        "list",
        "date",
        "link",
        "html",
        "image",
        "icon",
        "max",
        "min",
        "number",
        "duration",
        "today",
        "now",
        "random",
        "contains",
        "filter",
        "map",
        "reduce",
        "length",
        "name",
        "tags",
        "links",
        "backlinks",
        "hasLink",
        "inFolder",
        "format",
        "replace",
        "split",
        "join",
        "round",
        "sort",
        "unique",
        "slice",
        "repeat",
        "year",
        "asFile",
        "matches",
        "isType",
        "keys",
    ]
)
TOKENS = st.one_of(
    WORDS,
    st.sampled_from(
        [*"+-*/%()[]{}.,:<>!", "==", "!=", "<=", ">=", "&&", "||", " ", "/a+/", "/(x|y)?/gi", "'1d'"]
    ),
    st.integers(0, 10**6).map(str),
    st.text(string.printable, max_size=4).map(
        lambda text: "'" + text.replace("\\", "").replace("'", "") + "'"
    ),
)
SOUP = st.lists(TOKENS, max_size=14).map("".join)


SIMPLE = st.one_of(
    st.sampled_from(
        ["n", "t", "d", "l", "w", "o", "b", "missing", "file", "this", "null", "true", "/a./i", "[]", "{}"]
    ),
    st.integers(0, 99).map(str),
    st.floats(0, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}"),
    st.sampled_from(["''", "'x y'", "'2024-05-06'", "'1M'", '"[[B]]"', "'é<&'"]),
)
METHODS = st.sampled_from(
    [
        "contains",
        "containsAny",
        "startsWith",
        "isEmpty",
        "lower",
        "replace",
        "repeat",
        "slice",
        "split",
        "title",
        "trim",
        "abs",
        "ceil",
        "round",
        "toFixed",
        "join",
        "reverse",
        "sort",
        "unique",
        "flat",
        "filter",
        "map",
        "reduce",
        "format",
        "relative",
        "date",
        "time",
        "hasTag",
        "hasLink",
        "inFolder",
        "hasProperty",
        "asLink",
        "asFile",
        "linksTo",
        "keys",
        "values",
        "toString",
        "isTruthy",
        "isType",
        "matches",
    ]
)
FIELDS = st.sampled_from(
    [
        "length",
        "year",
        "name",
        "path",
        "tags",
        "links",
        "backlinks",
        "properties",
        "a",
        "file",
        "days",
        "size",
        "mtime",
    ]
)


SIGNS = st.sampled_from(["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(inner, METHODS, st.lists(inner, max_size=2)).map(
            lambda parts: f"({parts[0]}).{parts[1]}({', '.join(parts[2])})"
        ),
        st.tuples(inner, FIELDS).map(lambda parts: f"({parts[0]}).{parts[1]}"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]})[{parts[1]}]"),
        st.tuples(st.sampled_from(["date", "list", "link", "html", "max", "number", "file", "duration", "if"]), inner,
                  inner).map(lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"),
        inner.map(lambda text: f"!{text}"),
        inner.map(lambda text: f"-{text}"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    )  # fmt: skip


EXPRESSIONS = st.recursive(SIMPLE, _grown, max_leaves=8)


@pytest.fixture(scope="module")
def atlas(make_atlas):
    return make_atlas(NOTES)


@given(st.one_of(st.text(max_size=60), SOUP, EXPRESSIONS))
@example("a" + "." * 50)
@example("\ud800")
@example("'\ud800'")
def test_any_text_as_an_expression_is_read_or_refused(text):
    try:
        parse(text)
    except NotationError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017 -- some texts can be read


@given(st.one_of(SOUP, EXPRESSIONS))
def test_a_printed_expression_reads_back_as_the_same(text):
    try:
        node = parse(text)
    except NotationError:
        return
    printed = show(node)
    assert parse(printed) == node
    assert show(parse(printed)) == printed


@given(st.one_of(SOUP, EXPRESSIONS))
def test_any_expression_has_a_value_or_says_why_not(atlas, text):
    world = World(atlas, source="A.md", this="B.md", page="a.html")
    painter = Painter(world, lambda _: "")
    for sheet in atlas.sheets.values():
        try:
            value = Placed(program(text), 1).run(Scope(world, sheet))
            assert isinstance(text_of(world, value), str)
            assert isinstance(painter.cell(value).html, str)
            assert isinstance(order_key(world, value), tuple)
        except (NotationError, VaultgenError) as error:
            assert str(error)  # noqa: PT017 -- most texts have a value, and then nothing is raised


INDENTS = st.sampled_from(["", "  ", "    ", "  - ", "- "])
LINES = st.sampled_from([
    "filters:", "views:", "formulas:", "properties:", "summaries:", "and:", "or:", "not:", "type: table", "name: x",
    "order:", "sort:", "groupBy:", "property: n", "direction: DESC", "limit: 3", "x", "a: n > 1", "type: cards",
    "type: list", "image: w", "n: Sum", "[", "{", "*a", "&a", "!!x", "'", "|", "file.name", "formula.a",
    "displayName: <b>",
])  # fmt: skip
BASES = st.lists(st.tuples(INDENTS, LINES).map("".join), max_size=14).map("\n".join)


@given(st.one_of(st.text(max_size=200), BASES))
def test_any_text_as_a_base_is_shown_or_refused(atlas, text):
    shown = render_base(atlas, text, source="X.base", this="X.base", view=None, page="x.html")
    assert shown.html.startswith('<div class="base">')
    assert shown == render_base(atlas, text, source="X.base", this="X.base", view=None, page="x.html")


@given(EXPRESSIONS, st.sampled_from(["table", "cards", "list"]))
def test_any_expression_as_filter_formula_and_order_makes_a_page(atlas, text, kind):
    written = "'" + text.replace("'", "''") + "'"
    base = f"""
filters: {{or: [{written}, 'true']}}
formulas: {{x: {written}, y: 'formula.x'}}
views:
  - type: {kind}
    order: [file.name, formula.x, formula.y]
    sort: [{{property: formula.x, direction: DESC}}]
    groupBy: formula.y
    summaries: {{formula.x: Sum, file.name: Unique}}
"""
    shown = render_base(atlas, base, source="X.base", this="A.md", view=None, page="x.html")
    assert "base-view" in shown.html


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(), st.text(max_size=8),
        st.datetimes().map(lambda at: Moment(at.replace(microsecond=0), timed=True)),
        st.builds(Span, st.integers(-99, 99), st.integers(-(10**6), 10**6)),
        st.sampled_from(["A", "B", "Nobody"]).map(lambda name: Way(name, source="A.md")),
        st.text(max_size=4).map(Markup),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.text(max_size=2), inner, max_size=2).map(Thing)
    ),
    max_leaves=5,
)  # fmt: skip


@given(st.lists(VALUES, max_size=8))
def test_values_of_all_kinds_have_one_order(atlas, values):
    world = World(atlas, source="A.md", this="", page="a.html")
    keys = [order_key(world, value) for value in values]
    ordered = sorted(keys)
    keys.reverse()
    assert sorted(keys) == ordered
    assert all((one < other) + (one > other) + (one == other) == 1 for one in keys for other in keys)


@given(st.lists(st.tuples(st.sampled_from([1, "a", True, None, ""]), st.integers(0, 99)), max_size=8))
def test_rows_that_are_equal_keep_the_order_of_their_names(make_atlas, drawn):
    notes = {
        f"N{place:02}.md": "---\nk: " + {None: "", "": '""', True: "true"}.get(value, str(value)) + "\n---\n"
        for place, (value, _) in enumerate(drawn)
    }
    atlas = make_atlas(notes)
    base = "views: [{type: list, sort: [{property: k, direction: %s}]}]"
    for direction in ("ASC", "DESC"):
        html = render_base(atlas, base % direction, source="", this="", view=None, page="x.html").html
        order = [html.index(f">N{place:02}<") for place in range(len(drawn))]
        for one in range(len(drawn)):
            for other in range(one):
                first, second = drawn[other][0], drawn[one][0]
                if type(first) is type(second) and first == second:
                    assert order[other] < order[one]


@given(st.text(max_size=40))
def test_escaped_text_holds_no_mark_of_html(text):
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'")
    assert escape("plain é text") == "plain é text"


PART = st.text(st.sampled_from("aZ09-_.é ü%#?&'日"), min_size=1, max_size=5).filter(
    lambda part: part.strip(".")
)
ADDRESS = st.lists(PART, min_size=1, max_size=4).map("/".join)


@given(ADDRESS, ADDRESS, st.sampled_from(["", "top"]))
def test_the_short_way_of_writing_an_address_is_the_long_one(atlas, goal, page, fragment):
    painter = Painter(World(atlas, source="", this="", page=page), lambda _: "")
    assert painter.way(goal, fragment) == escape(href(goal, page, fragment))
    assert painter.way(goal, fragment) == escape(href(goal, page, fragment))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_from_its_text(number):
    assert float(number_text(number)) == number
    assert isinstance(rounded(number, 2), int | float)


@given(st.datetimes().map(lambda at: at.replace(microsecond=0)))
def test_a_date_reads_back_from_its_text(at):
    moment = Moment(at, timed=True)
    assert read_moment(str(moment)) == moment
    assert format_moment(moment, "YYYY-MM-DD[T]HH:mm:ss") == str(moment)
    assert moved(moment, Span(0, 0), 1) == moment


@given(st.text(max_size=20))
def test_any_text_is_a_span_or_none(text):
    assert read_span(text) is None or isinstance(str(read_span(text)), str)


@given(st.text(max_size=80))
def test_any_text_is_a_document_or_refused(text):
    try:
        read_document(text)
    except NotationError as error:
        assert error.reason  # noqa: PT017 -- most texts are documents, and then nothing is raised
