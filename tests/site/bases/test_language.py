from __future__ import annotations

import time
from contextlib import suppress

import pytest

from vaultgen.errors import NotationError, VaultgenError
from vaultgen.site.bases.compiled import Placed, program
from vaultgen.site.bases.operators import text_of
from vaultgen.site.bases.parser import parse
from vaultgen.site.bases.scope import Scope, World

NOTE = """---
status: active
Count: 12
ratio: 0.125
done: true
founded: 2019-03-05
called: 2024-02-29T10:30:00
tags: [ai, AI/inference]
names: [beta, alpha, beta]
numbers: [3, 1, 2]
nested: {a: 1, b: {c: deep}}
ceo: "[[Ada]]"
investors: ["[[Fund]]", "[[Gone]]", "Angel"]
site: https://example.org/
empty: ""
my key: spaced
---
A link to [[Fund]] and to [[Nowhere]], and ![[Ada]]. #body
"""
NOTES = {
    "Companies/Acme.md": NOTE,
    "Companies/Deep/Below.md": "---\nparent: '[[Acme]]'\n---\n",
    "People/Ada.md": "---\nrole: CEO\n---\n",
    "Fund.md": "---\nkind: [investor]\n---\n",
}


@pytest.fixture(scope="module")
def world(make_atlas) -> World:
    return World(make_atlas(NOTES), source="Base.base", this="Fund.md", page="base.html")


def value(world: World, text: str, path: str = "Companies/Acme.md"):
    return Placed(program(text), 1).run(Scope(world, world.library.sheets[path]))


def shown(world: World, text: str) -> str:
    return text_of(world, value(world, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 % 4 - -2", "5"),
        ("-7 % 4", "-3"),
        ("1 / 4", "0.25"),
        ("1 / 0", ""),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("10 / 2", "5"),
        ('"a" + 1', "a1"),
        ("1 + missing", ""),
        ('"x" + missing', "x"),
        ("[1] + [2] + 3", "1, 2, 3"),
        ("1 < 2 && 2 < 3", "true"),
        ("1 > 2 || 3 >= 3", "true"),
        ("!(1 == 1)", "false"),
        ('"10" == 10', "false"),
        ("missing == null", "true"),
        ("missing > 1", "false"),
        ("missing < 1", "false"),
        ('status == "active"', "true"),
        ("status != 'active'", "false"),
        ("note.status", "active"),
        ('note["my key"]', "spaced"),
        ("count", "12"),
        ("nested.b.c", "deep"),
        ('nested["a"]', "1"),
        ("numbers[0] + numbers[2]", "5"),
        ("numbers[9]", ""),
        ("names.length", "3"),
        ("status.length", "6"),
        ("if(count > 10, 'big', 'small')", "big"),
        ("if(missing, 1)", ""),
        ("missing || 'none'", "none"),
        ("[1, 2,].length", "2"),
        ('{"a": 1, b: 2}.keys()', "a, b"),
        ("{a: 4}.values()", "4"),
        ("{}.isEmpty()", "true"),
        ("'it\\'s \\u0041'", "it's A"),
    ],
)
def test_operators_and_values(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Hello".contains("ell")', "true"),
        ('"Hello".containsAll("H", "o")', "true"),
        ('"Hello".containsAny("x", "o")', "true"),
        ('"Hello".startsWith("He") && "Hello".endsWith("lo")', "true"),
        ('"".isEmpty() && missing.isEmpty()', "true"),
        ('"HeLLo".lower()', "hello"),
        ('"a-b-c".replace("-", "+")', "a+b+c"),
        ('"a1b22".replace(/[0-9]+/, "#")', "a#b22"),
        ('"a1b22".replace(/\\d+/g, "<$&>")', "a<1>b<22>"),
        ('"Doe, Jane".replace(/(?<last>\\w+), (\\w+)/, "$2 $<last> $$")', "Jane Doe $"),
        ('"ab".repeat(3)', "ababab"),
        ('"abc".reverse()', "cba"),
        ('"hello".slice(1, 3)', "el"),
        ('"hello".slice(-2)', "lo"),
        ('"a,b,c".split(",", 2)', "a, b"),
        ('"a1b2".split(/\\d/)', "a, b, "),
        ('"the great one".title()', "The Great One"),
        ('"  x ".trim()', "x"),
        ('/^a.c$/i.matches("ABC")', "true"),
        ('/b/.matches("")', "false"),
        ('"abc"[1]', "b"),
    ],
)
def test_functions_of_texts(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(-5).abs()", "5"),
        ("(2.1).ceil() + 2.9.floor()", "5"),
        ("2.5.round()", "3"),
        ("(-2.5).round()", "-2"),
        ("3.14159.round(2)", "3.14"),
        ("2.toFixed(2)", "2.00"),
        ("1.isTruthy()", "true"),
        ("0.isTruthy()", "false"),
        ("count.isType('number')", "true"),
        ("number('3.5') + number(true)", "4.5"),
        ("number(date('1970-01-02'))", "86400000"),
        ("max(1, 5, 3) - min(4, 2)", "3"),
        ("max(numbers)", "3"),
        ("123.toString() + '!'", "123!"),
        ("1000000000000000000000", "1e+21"),
        ("0.0000001", "1e-7"),
    ],
)
def test_functions_of_numbers(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("founded.year + founded.month + founded.day", "2027"),
        ("called.hour * 60 + called.minute", "630"),
        ('founded.format("D MMMM YYYY [at] Q")', "5 March 2019 at 1"),
        ('called.format("ddd, MMM Do, h:mm a")', "Thu, Feb 29th, 10:30 am"),
        ("called.date()", "2024-02-29"),
        ("called.time()", "10:30:00"),
        ('date("2024-01-31") + "1M"', "2024-02-29"),
        ('date("2024-03-31") - "1 month"', "2024-02-29"),
        ('date("2024-01-01") + duration("1d 2h")', "2024-01-02T02:00:00"),
        ('founded + "2y"', "2021-03-05"),
        ('(date("2024-03-01") - date("2024-02-01")).days', "29"),
        ('date("2024-03-01") - date("2024-02-01")', "29 days"),
        ('founded < date("2020-01-01") && founded > "2018-12-31"', "true"),
        ('founded == "2019-03-05"', "true"),
        ('duration("2w").days', "14"),
        ('duration("1d") * 2 == duration("48 hours")', "true"),
        ("today()", "2024-02-29"),
        ("founded.relative()", "5 years ago"),
        ("today().relative()", "today"),
        ("founded.isEmpty()", "false"),
        ("missing.format('YYYY')", ""),
        ("max(founded, today())", "2024-02-29"),
        ('date("2024-12-30").format("GGGG-[W]WW")', "2025-W01"),
    ],
)
def test_functions_of_dates(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('names.contains("alpha")', "true"),
        ('names.containsAll("alpha", "beta") && !names.containsAny("x")', "true"),
        ("numbers.filter(value > 1)", "3, 2"),
        ("numbers.map(value * index)", "0, 1, 4"),
        ("numbers.reduce(acc + value, 0)", "6"),
        ("numbers.reduce(if(acc == null || value > acc, value, acc), null)", "3"),
        ("[[1, 2], [3, [4]]].flat().length", "4"),
        ('names.join(" + ")', "beta + alpha + beta"),
        ("numbers.sort()", "1, 2, 3"),
        ("names.unique().reverse()", "alpha, beta"),
        ("numbers.slice(1)", "1, 2"),
        ("[].isEmpty()", "true"),
        ("list(status).length + list(names).length", "4"),
        ("numbers.mean().round(1)", "2"),
        ("names.map(value.slice(0, 1)).unique().join('')", "ba"),
        ("[3, 'a', true, null].sort()", "true, 3, a, "),
    ],
)
def test_functions_of_lists(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("file.name", "Acme"),
        ("file.path", "Companies/Acme.md"),
        ("file.folder", "Companies"),
        ("file.ext", "md"),
        ("file.size > 100", "true"),
        ("file.tags.length", "3"),
        ("file.links", "Ada, Fund, Gone, Fund, Nowhere"),
        ("file.embeds", "Ada"),
        ("file.properties.status", "active"),
        ("file.file.name", "Acme"),
        ("file.mtime", ""),
        ('file.hasTag("AI")', "true"),
        ('file.hasTag("inference")', "false"),
        ('file.hasTag("x", "#ai/inference")', "true"),
        ('file.inFolder("companies")', "true"),
        ('file.inFolder("Comp")', "false"),
        ('file.hasProperty("STATUS")', "true"),
        ('file.hasLink("Fund") && file.hasLink(this) && file.hasLink(this.file)', "true"),
        ('file.hasLink(link("[[Ada]]"))', "true"),
        ('file.hasLink("Nowhere")', "true"),
        ('file.hasLink("Below")', "false"),
        ("file.backlinks", "Below"),
        ("this.file.name", "Fund"),
        ('this.kind.contains("investor")', "true"),
        ("investors.contains(this)", "true"),
        ('investors.contains(link("Fund"))', "true"),
        ('investors.contains("Angel")', "true"),
        ('ceo == link("People/Ada")', "true"),
        ("ceo == file('Ada')", "true"),
        ("ceo.asFile().role", "CEO"),
        ('ceo.linksTo(file("Ada"))', "true"),
        ('link("Fund", "the fund")', "the fund"),
        ('file("Fund").asLink("shown")', "shown"),
        ("file('No such')", ""),
        ("ceo.isType('link')", "true"),
        ('html("<b>x</b>")', "<b>x</b>"),
        ('escapeHTML("<b>")', "&lt;b&gt;"),
    ],
)
def test_functions_of_links_and_files(world, text, expected):
    assert shown(world, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contains(status, 'act')", "true"),
        ("taggedWith(file.file, 'ai')", "true"),
        ("status.starts_with('act')", "true"),
        ("names.contains_any('alpha')", "true"),
        ("inFolder(file, 'Companies')", "true"),
    ],
)
def test_old_spellings_are_understood_and_named(world, text, expected):
    assert shown(world, text) == expected
    assert program(text).old


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 +", "ends too early"),
        ("(1", "“)” is expected"),
        ("1 2", "not expected"),
        ("'open", "closing quote"),
        ("a ~ b", "means nothing"),
        ("/a", "closing “/”"),
        ("a.", "a name is expected"),
        ("foo(1)", "no function foo()"),
        ("todat()", "did you mean “today”"),
        ("x.frobnicate()", "no function frobnicate()"),
        ("if(1)", "2 to 3 arguments"),
        ("date()", "takes 1 arguments"),
        ("(" * 500 + ")" * 500, "nested too deeply"),
        ("+".join(["a"] * 300), "nested too deeply"),
        ("x" * 20_000, "is not read"),
        ("/(a+)+/.matches(x)", "a repeat around a repeat"),
        ("/(a|a)*/.matches(x)", "a repeat around a repeat"),
        ("/(?P<x>a)/.matches(x)", "refused"),
        ("/[z-a]/.matches(x)", "cannot be read"),
        ("/a/q.matches(x)", "no flag “q”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text, words):
    with pytest.raises(NotationError) as caught:
        program(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("status.round()", "a string has no round()"),
        ("status - 1", "needs numbers"),
        ('date("soon")', "is no date"),
        ("status.contains()", "takes 1 arguments"),
        ("random()", "random() has no value"),
        ("formula.none", "no formula “none”"),
        ("'abc'.repeat(100000)", "a text of more than"),
        ("number('twelve')", "is no number"),
    ],
)
def test_what_has_no_value_says_why(world, text, words):
    with pytest.raises(VaultgenError) as caught:
        value(world, text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[1,2,3,4,5,6,7,8,9,10].map(" * 8 + "1" + ")" * 8,
        "'a'.repeat(60000).split('').map('b'.repeat(60000))",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.replace(/a*a*a*a*a*b/, '')",
        "'a'.repeat(60000).replace(/.*,.*,.*x/, '')",
        "'ab'.repeat(30000).replace(/a.*b.*c/g, '')",
        "[1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map('x'.repeat(60000))))",
        "'a'.repeat(50000).split('').reduce(acc + acc, 'x')",
        "9999999999 * 9999999999 * 9999999999 * 1e300 * 1e300",
        "'x'.repeat(1e9)",
        "date('9999-12-31') + '999999999y'",
        "duration('999999999y') * 1e8 * 1e8 * 1e8",
        "date('2024-01-01').format('YYYY'.repeat(10000))",
    ],
)
def test_a_hostile_expression_ends_soon(make_atlas, text):
    world = World(make_atlas(NOTES), source="", this="", page="x.html")
    start = time.process_time()
    with suppress(VaultgenError, NotationError):
        value(world, text)
    assert time.process_time() - start < 20


def test_today_is_the_newest_date_of_the_vault_and_says_so(make_atlas):
    world = World(make_atlas(NOTES), source="", this="", page="x.html")
    assert shown(world, "now()") == "2024-02-29T00:00:00"
    assert [fault.message for fault in world.faults] == [
        "today() is 2024-02-29, the newest date in the vault"
    ]


def test_a_vault_without_dates_has_no_today(make_atlas):
    world = World(make_atlas({"A.md": "text\n"}), source="", this="", page="x.html")
    assert value(world, "today()", "A.md") is None
    assert "today() is empty" in next(iter(world.faults)).message


@pytest.mark.parametrize(
    "text", ["[1].map(" * 49 + "value" + ")" * 49, "(" * 59 + "1" + ")" * 59, "1" + "+1" * 98]
)
def test_an_expression_far_down_in_other_work_is_refused_and_no_crash(world, text):
    def below(depth: int):
        return below(depth - 1) if depth else value(world, text)

    program.cache_clear()
    parse.cache_clear()
    for depth in (500, 700, 900):
        with suppress(VaultgenError, NotationError):
            below(depth)
    assert value(world, text) is not None
