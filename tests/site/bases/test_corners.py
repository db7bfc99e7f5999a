from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import in_time
from vaultgen.errors import NotationError, VaultgenError
from vaultgen.site.bases.cells import Painter
from vaultgen.site.bases.compiled import Placed, program
from vaultgen.site.bases.operators import text_of
from vaultgen.site.bases.patterns import read_pattern
from vaultgen.site.bases.scope import Scope, World

NOTES = {
    "A.md": "---\nl: [1, '[[B|shown]]', [2, 3]]\nd: 2024-05-06T07:08:09.120\no: {a: 1, b: {c: 2}}\n"
    "u: '[out](https://x.example/)'\n"
    "x: 1.5\ndone: true\nwide: '[[B#Part#Below]]'\n---\n",
    "B.md": "# Part\n\n## Below\n\n![[pic.png]]\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def atlas(make_atlas):
    return make_atlas(NOTES, ("pic.png",))


def value(atlas, text: str):
    world = World(atlas, source="A.md", this="B.md", page="a.html")
    return world, Placed(program(text), 1).run(Scope(world, atlas.sheets["A.md"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null + null", ""),
        ("true && false || true", "true"),
        ("true == true && 1 != true", "true"),
        ("{a: 1} == {a: 1} && {a: 1} != {a: 2}", "true"),
        ("[1, 2] == [1, 2] && [1] != [1, 2]", "true"),
        ("duration('1d') == '24h' && duration('1d') < '2d' && duration('1d') > 5", "true"),
        ("date('2024-01-02') == '2024-01-02' && '2024-01-01' < date('2024-01-02')", "true"),
        ("'a' < 'b' && 'b' >= 'a' && 1 <= 1", "true"),
        ("'a' < 1 || [1] < [2]", "false"),
        ("link('A') < link('B')", "true"),
        ("duration('1d') + duration('1M')", "1 month 1 day"),
        ("duration('3d') - duration('1d')", "2 days"),
        ("duration('1d') + date('2024-01-01')", "2024-01-02"),
        ("2 * duration('12h')", "1 day"),
        ("duration('4h') / 2", "2 hours"),
        ("duration('4h') / duration('2h')", "2"),
        ("-duration('90m')", "-1 hour 30 minutes"),
        ("duration('1d').round() + duration('1d').hours", "86400024"),
        ("date('2024-01-02') - '2024-01-01'", "1 day"),
        ("date('2024-01-02') - duration('1y')", "2023-01-02"),
        ("5 % 0", ""),
        ("'x' + d", "x2024-05-06T07:08:09"),
        ("d.millisecond + d.second", "129"),
        ("d.format('YY Q Qo M Mo D Do DDD DDDD')", "24 2 2nd 5 5th 6 6th 127 127"),
        ("d.format('d do dd e E w ww wo W Wo gggg GG')", "1 1st Mo 1 1 19 19 19th 19 19th 2024 24"),
        ("d.format('H hh h k kk m s S SS SSS A a')", "7 07 7 7 07 8 9 1 12 120 AM am"),
        ("d.format('X x Z ZZ')", "1714979289 1714979289120 +00:00 +0000"),
        ("d.format('L LL LT LTS l')", "05/06/2024 May 6, 2024 7:08 AM 7:08:09 AM 5/6/2024"),
        ("date('2024-01-01T10:00:00+02:00')", "2024-01-01T08:00:00"),
        ("date(d) == d && date(null) == null", "true"),
        ("duration(duration('1d')) == duration('1d') && duration(null) == null", "true"),
        ("number(duration('1s')) + number(null)", ""),
        ("number(2) + number(false)", "2"),
        ("number(' 1e3 ')", "1000"),
        ("min(null, 3) + max([1, 9])", "12"),
        ("max([])", ""),
        ("min(date('2024-01-02'), date('2024-01-01'))", "2024-01-01"),
        ("list(null)", ""),
        ("image(null)", ""),
        ("link(null)", ""),
        ("link(file('B'), 'b') + link(link('A'), 'a') + link('[[B]]') + link('[[B]]', 'c')", "baBc"),
        ("l.flat().length", "4"),
        ("l[1]", "shown"),
        ("l[-1]", ""),
        ("l[null]", ""),
        ("o['b']['c'] + o.a + o.length", "5"),
        ("o[missing]", ""),
        ("o", '{"a": "1", "b": "{\\"c\\": \\"2\\"}"}'),
        ("note.o.a", "1"),
        ("note.length", ""),
        ("this.note.length", "0"),
        ("u", "out"),
        ("wide", "B > Part > Below"),
        ("file(wide).name", "B"),
        ("icon('star')", "star"),
        ("image('pic.png')", "pic.png"),
        ("/a+/", "a+"),
        ("(0/0)", ""),
        ("(1e308 * 10).toFixed(1) + (1e308*10).floor()", "InfinityInfinity"),
        ("-(1e308 * 10)", "-Infinity"),
        ("(1e308 * 10) % 2", ""),
        ("1e22.round(2)", "1e+22"),
        ("123456.789.round(-3)", "123000"),
        ("0.00001234", "0.00001234"),
        ("file.links.map(value.asFile().name).unique()", "B"),
        ("file.file.links.length", "2"),
        ("file.basename + file.fullname", "AA.md"),
        ("missing.length", ""),
        ("missing.map(value)", ""),
        ("missing.contains(1)", "false"),
        ("missing.isType('null') && missing.toString() == ''", "true"),
        ("[].sum() + [].slice(0).length", "0"),
        ("[3, 1].min() + [3, 1].max() + [1, 2].median() + [1, 2, 9].median()", "7.5"),
        ("[2, 4, 4, 4, 5, 5, 7, 9].stddev()", "2"),
        ("[].mean()", ""),
        ("[].median()", ""),
        ("[].stddev()", ""),
        ("[1e308, -1e308].stddev()", ""),
        ("['b', 'a'].join()", "b,a"),
        ("[link('A'), file('A'), 'A'].unique().length", "2"),
        ("[1, 1.0, '1'].unique().length", "2"),
        ("'abc'.contains(file)", "false"),
        ("'a-b'.split('')", "a, -, b"),
        ("''.replace('', 'x')", "x"),
        ("'x'.repeat(-1)", ""),
        ("value", ""),
        ("[1].map(acc)", ""),
        ("[[1, 2], [3]].map(value.map(value * 2))", "2, 4, 6"),
        ("+5 - -3", "8"),
        ("{'a b': 1}['a b']", "1"),
        ("'\\n\\t\\x41\\u{1F600}\\q' == '\\n\\tA😀q'", "true"),
        ("html('<i>') + 1", "<i>1"),
        ("today().relative() + date('2025-06-01').relative()", "todayin a year"),
    ],
)  # fmt: skip
def test_corners_of_the_language(atlas, text, expected):
    world, found = value(atlas, text)
    assert text_of(world, found) == expected


@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        ("date('2024-05-05')", 1, "a day ago"),
        ("date('2024-03-20')", 47, "2 months ago"),
        ("date('2019-05-06')", 1827, "5 years ago"),
        ("date('2024-05-07')", -1, "in a day"),
        ("date('2024-06-10')", -35, "in a month"),
    ],
)
def test_relative_dates_count_from_the_newest_date(atlas, text, days, words):
    world, found = value(atlas, f"{text}.relative()")
    assert text_of(world, found) == words
    world, found = value(atlas, f"(today() - {text}).days")
    assert found == days


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[1, [2, [3, [4, [5]]]]]", "1, 2, 3, 4, …"),
        ("list('a').slice(0)", "a"),
        ("u", '<a class="external" href="https://x.example/" rel="noopener">out</a>'),
        (
            "'https://x.example/?b&c'",
            '<a class="external" href="https://x.example/?b&amp;c" rel="noopener">x.example/?b&amp;c</a>',
        ),
        ("image('pic.png')", '<img src="pic.png" alt="" loading="lazy">'),
        ("image(file('pic.png'))", '<img src="pic.png" alt="" loading="lazy">'),
        ("image(['no', 'pic.png'])", '<img src="pic.png" alt="" loading="lazy">'),
        ("image(5)", ""),
        (
            "link('B', image('pic.png'))",
            '<a class="link" href="b.html" data-preview><img src="pic.png" alt="" loading="lazy"></a>',
        ),
        (
            "link('B', icon('star'))",
            '<a class="link" href="b.html" data-preview><span class="base-icon">star</span></a>',
        ),
        ("link('B#Part')", '<a class="link" href="b.html#part" data-preview>B &gt; Part</a>'),
        ("link('pic.png')", '<a class="link asset" href="pic.png">pic.png</a>'),
        ("link('mailto:a@x.example', 'mail')", '<a class="external" href="mailto:a@x.example" rel="noopener">mail</a>'),
        ("/a<b/", "<code>a&lt;b</code>"),
        ("{a: '<'}", "<code>{&quot;a&quot;: &quot;&lt;&quot;}</code>"),
        ("html('<b>x</b><script>y</script>')", '<div class="base-html"><b>x</b></div>'),
        ("d", '<time datetime="2024-05-06T07:08:09">2024-05-06 07:08:09</time>'),
        ("duration('2d')", "2 days"),
        ("-1.5", "−1.5"),
        ("file", '<a class="link" href="">A</a>'),
        ("this", '<a class="link" href="b.html" data-preview>B</a>'),
        ("0 / 0", ""),
        ("'x'.repeat(3000)", "x" * 2000 + "…"),
        ("'a'.repeat(120).split('')", ", ".join("a" * 100) + ", … and 20 more"),
    ],
)  # fmt: skip
def test_corners_of_cells(atlas, text, html):
    world, found = value(atlas, text)
    shown = Painter(world, lambda _: "").cell(found).html
    assert shown.replace('href="a.html"', 'href=""') == html


@pytest.mark.parametrize(
    ("number", "shown"),
    [(5e9, "$5B"), (-2_500_000, "−$2.5M"), (1234.5678, "$1,235"), (0.5, "$0.5"), (1e18, "1" + "0" * 18)],
)
def test_money_is_shown_short_and_sorted_whole(atlas, number, shown):
    cell = Painter(World(atlas, source="", this="", page=""), lambda _: "").cell(number, "USD")
    assert cell.html == shown
    assert float(cell.sort) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("number(file)", "a file is no number"),
        ("max('a')", "must be a number"),
        ("'a'.split(1)", "must be a text"),
        ("duration('soon')", "is no duration"),
        ("l.filter(1, 2)", "takes 1 to 1"),
        ("5.map(value)", "needs a list"),
        ("[1].map(value.reduce(1))", "needs a list"),
        ("l[1e12]", "sensible size"),
        ("'a'.startsWith(/x/)", "a text is needed"),
        ("'a'.repeat(60000) + 'a'.repeat(60000)", "a text of more than"),
        ("'a'.repeat(60000).replace('a', 'bbbb')", "a text of more than"),
        ("'a'.repeat(60000).replace(/a/g, 'bbbb')", "a text of more than"),
        ("'a'.repeat(60000).split('').reduce(acc + [value], [])", "more than 1,000 items"),
        ("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.replace(/a*a*a*a*b/, '')", "may take too long"),
        ("[1, 2, 3].toFixed()", "a list has no toFixed()"),
        ("'a'.repeat(50000).split('') + 'a'.repeat(50001).split('')", "a list of more than"),
    ],
)  # fmt: skip
def test_corners_without_a_value_say_why(atlas, text, words):
    with pytest.raises((VaultgenError, NotationError)) as caught:
        value(atlas, text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "found"),
    [
        (r"^\d{4}-\d\d$", "", "2024-05", True),
        (r"\d", "", "٣", False),  # JavaScript knows ten digits
        (r"^\w+$", "", "é", False),
        (r"[\w-]+@[^\s@]+", "", "a-b@c", True),
        (r"\D\W\S", "", "a b", True),
        (r"[\D]", "", "5", False),
        (r"a$", "", "a\n", False),
        (r"a$", "m", "a\nb", True),
        (r"a.b", "s", "a\nb", True),
        (r"(?<y>\d)\k<y>", "", "11", True),
        (r"(a)\1", "", "aa", True),
        (r"(?:ab){2}", "", "abab", True),
        (r"(?=a)a(?!b)", "", "ac", True),
        (r"(?<=a)b(?<!c)", "", "ab", True),
        (r"[^]", "", "\n", True),
        (r"x[]", "", "x", False),
        (r"[[&~|]", "", "[", True),
        (r"\u0041\x42\u{43}", "u", "ABC", True),
        (r"a{1,3}?b", "", "aab", True),
        (r"a{2,}", "", "aa", True),
        (r"{a}", "", "{a}", True),
        (r"\.\/\n\b", "", "./\nx", True),
        (r"[\b\t]", "", "\t", True),
        (r"colou?r|gr(?:e|a)y", "i", "GRAY", True),
    ],
)
def test_regular_expressions_mean_what_javascript_means(pattern, flags, text, found):
    assert bool(read_pattern(pattern, flags).compiled.search(text)) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "(a", "a)", "[a", "\\", "a**", "a++", "(?i)a", "(?>a)", "(*x)", "(a*)*", "(a|b)+",
        "(a?){20}", "a{999}", "a{1,999}",
        "(x+x+)+y", "a" * 501, "(a|b)" * 13, "a?" * 13, r"\u{110000}", r"\ud800", "a*" * 31, "(?<=a+)b", "*a",
        r"\k<no>",
    ],
)  # fmt: skip
def test_a_dangerous_or_broken_pattern_is_refused(pattern):
    with pytest.raises(NotationError):
        read_pattern(pattern, "")


@pytest.mark.parametrize(
    ("pattern", "power"),
    [
        ("abc", 1),
        ("^abc$", 0),
        (r"^\s*(\d+)\s*-\s*(\d+)$", 1),
        (r"^(.*?)\s*-\s*(.*)$", 2),
        (r"\d+-\d+-\d+", 2),
        ("a*a*a*b", 4),
        ("^[ab]*ab[ab]*$", 2),
        ("^a*(b|c)a*$", 2),
        ("^a*b?a*$", 2),
        ("^a*ba*$", 1),
        ("^(?:ab)*(?:ab)*c", 2),
    ],
)
def test_a_search_is_priced_by_the_repeats_that_can_trade(pattern, power):
    assert read_pattern(pattern, "").power == power


@given(
    st.lists(st.sampled_from([*"ab.()|*+?^$", "[ab]", "{2}", "(?:", "(?="]), max_size=9),
    st.text("ab", max_size=14),
)
def test_no_pattern_that_is_let_through_takes_long(parts, text):
    try:
        pattern = read_pattern("".join(parts), "")
    except NotationError:
        return
    if pattern.cost(60) < 100_000:
        in_time(2, lambda: pattern.compiled.search(text * 4 + "!"))
